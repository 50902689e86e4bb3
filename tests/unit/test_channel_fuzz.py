"""Thousands of bodies, binary, hostile and nearly right: none makes the server fail, and a refused one reaches nobody."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.payloads import COMMAND_PREFIX, allowed_payloads
from channels.rest import IcpRestInput
from channels.settings import DoorSettings
from tests.unit.channel_door import WEBHOOK, Door, running

PAYLOADS = allowed_payloads(DoorSettings().responses, DoorSettings().domain)
ANY = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(["\ud800", "\x00", "9" * 400])
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=4)),
    max_leaves=12,
)
TEXTS = st.one_of(
    st.text(),
    st.text().map(lambda text: COMMAND_PREFIX + text),
    st.sampled_from(
        [*sorted(PAYLOADS)[:5], "/restart", " /restart", '/inform{"server":"x"}', "\u2028/restart", "x" * 1001, "13812345678"]
    ),
)
MESSAGES = st.fixed_dictionaries(
    {"sender": st.one_of(st.text(min_size=1, max_size=140), st.just("ann"), ANY), "message": st.one_of(TEXTS, ANY)},
    optional={"metadata": ANY, "message_id": st.one_of(st.text(max_size=4), ANY), "input_channel": ANY, "x": ANY},
)


def _damaged(message: dict[str, Any], place: float, piece: bytes) -> bytes:
    body = json.dumps(message).encode()
    at = int(place * len(body))
    return body[:at] + piece + body[at + len(piece) // 2 :]


BODIES = st.one_of(
    st.binary(max_size=300),
    MESSAGES.map(lambda message: json.dumps(message).encode()),
    MESSAGES.map(lambda message: json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")),
    MESSAGES.map(lambda message: json.dumps(message).encode("utf-16")),
    st.builds(
        _damaged,
        MESSAGES,
        st.floats(0, 1),
        st.one_of(st.binary(max_size=6), st.sampled_from([b"NaN", b"[" * 5000, b'"', b"\\u"])),
    ),
    ANY.map(lambda value: json.dumps(value).encode()),
)


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with running([IcpRestInput.from_credentials({"sender_per_minute": 0, "address_per_minute": 0})]) as door:
        door.connection = http.client.HTTPConnection("127.0.0.1", door.port, timeout=20)
        yield door
        door.connection.close()


@given(body=BODIES)
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_body_makes_the_server_fail_and_a_refused_one_reaches_nobody(door: Door, body: bytes) -> None:
    assert door.connection is not None
    door.agent.messages.clear()
    door.connection.request("POST", WEBHOOK, body, {"Content-Type": "application/json"})
    response = door.connection.getresponse()
    answer = json.loads(response.read())
    if response.status == 200:
        # One that was sent before with its id is answered from memory.
        assert len(door.texts) <= 1
        for message in door.agent.messages:
            assert not (message.text or "").startswith(COMMAND_PREFIX) or message.text in PAYLOADS
            assert message.text
            assert message.sender_id.strip()
    else:
        assert 400 <= response.status < 500
        assert set(answer["error"]) == {"code", "message"}
        assert door.texts == []
