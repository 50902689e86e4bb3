"""What is counted and logged: every turn with the id of its request, and no word of anybody."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import socket
import urllib.request
from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY
from rasa.core.channels.channel import UserMessage
from rasa_sdk.endpoint import create_app
from sanic import Sanic

from actions.extensions import attach_sanic_app_extensions
from channels.rest import IcpRestInput
from channels.settings import DoorSettings
from telemetry.logs import JsonLines, log_as_asked
from telemetry.metrics import serve_metrics, timed
from telemetry.request import HEADER, begin_request, request_id
from tests.unit.channel_door import Door, StandIn, running

SECRET = "our shop in Suzhou"


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def answer(message: UserMessage) -> None:
    with timed("action_server"):
        await asyncio.sleep(0)
    await message.output_channel.send_text_message(message.sender_id, "PSB filing is ...")
    part = {"type": "answer", "topic": "psb", "language": "zh"}
    await message.output_channel.send_custom_json(message.sender_id, part)


@pytest.fixture
def door() -> Iterator[Door]:
    with running([IcpRestInput(DoorSettings(sender_per_minute=0))], StandIn(answer)) as made:
        yield made


def test_a_turn_is_counted_by_outcome_topic_and_language(door: Door) -> None:
    names = [
        ("icp_turns_total", {"outcome": "answered"}),
        ("icp_answers_total", {"topic": "psb", "language": "zh"}),
        ("icp_turns_by_language_total", {"language": "zh"}),
        ("icp_part_seconds_count", {"part": "action_server"}),
        ("icp_part_seconds_count", {"part": "waiting"}),
        ("icp_turn_seconds_count", {}),
    ]
    before = [value(name, **labels) for name, labels in names]
    assert door.say("what is psb").status == 200
    assert [value(name, **labels) for name, labels in names] == [each + 1 for each in before]
    assert value("icp_turns_under_way") == 0


def test_a_refusal_is_counted_by_its_code(door: Door) -> None:
    before = value("icp_refusals_total", code="message_invalid")
    assert door.say("").status == 400
    assert value("icp_refusals_total", code="message_invalid") == before + 1


def test_the_answer_names_the_request_by_the_id_that_it_came_with_or_by_a_new_one(door: Door) -> None:
    body = {"sender": "ann", "message": "hi"}
    assert door.post(body, X_Request_Id="0123456789abcdef").headers["x-request-id"] == "0123456789abcdef"
    for unusable in ("short", "with blanks in it", "x" * 65):
        assert re.fullmatch("[0-9a-f]{32}", door.post(body, X_Request_Id=unusable).headers["x-request-id"])


def test_one_line_says_of_a_turn_what_became_of_it_and_how_long_it_took_and_no_word_of_it(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "channels"):
        door.say(SECRET, sender="ann-who-is-secret", message_id="m1")
    (record,) = [each for each in caplog.records if each.name == "channels.watched"]
    line = json.loads(JsonLines("assistant").format(record))
    assert line["outcome"] == "answered"
    assert {"waiting", "action_server"} <= set(line["parts"])
    said = " ".join(JsonLines("assistant").format(each) for each in caplog.records)
    assert SECRET not in said
    assert "ann-who" not in said


def test_a_line_of_json_has_the_place_of_an_error_and_not_its_words() -> None:
    begin_request("0123456789abcdef")
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        record = logging.LogRecord("rasa", logging.ERROR, "", 0, "failed", None, (ValueError, error, error.__traceback__))
    line = json.loads(JsonLines("assistant").format(record))
    assert (line["error"], line["request_id"], line["part"], line["level"]) == ("ValueError", request_id(), "assistant", "ERROR")
    assert "test_telemetry.py" in line["at"][0]
    assert SECRET not in json.dumps(line)


def test_logs_stay_as_they_are_unless_json_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOG_FORMAT", raising=False)
    before = list(logging.getLogger().handlers)
    log_as_asked("assistant")
    assert logging.getLogger().handlers == before


def test_metrics_are_served_on_loopback_where_a_port_is_named_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
        monkeypatch.setenv("METRICS_PORT", str(port))
        serve_metrics()
        assert "cannot be used" in caplog.text
    serve_metrics()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as response:
        assert b"icp_turns_total" in response.read()
    with socket.socket() as other:
        other.settimeout(1)
        assert other.connect_ex(("127.0.0.2", port)) != 0
    monkeypatch.delenv("METRICS_PORT")
    serve_metrics()


def test_the_action_server_logs_the_same_request(caplog: pytest.LogCaptureFixture) -> None:
    Sanic.test_mode = True
    app = create_app("actions")
    attach_sanic_app_extensions(app)
    seen = []

    @app.middleware("response")  # type: ignore[misc]
    async def look(*_: object) -> None:
        seen.append(request_id())

    async def scenario() -> None:
        server = await app.create_server("127.0.0.1", 0, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        port = server.server.sockets[0].getsockname()[1]
        body = json.dumps({"next_action": "nothing_like_it", "tracker": {"sender_id": "ann", "slots": {}}}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/webhook", body, headers={HEADER: "0123456789abcdef", "Content-Type": "application/json"}
        )
        with pytest.raises(urllib.error.HTTPError):
            await asyncio.get_running_loop().run_in_executor(None, urllib.request.urlopen, request)
        server.close()

    with caplog.at_level(logging.INFO, "actions"):
        asyncio.run(scenario())
    assert seen == ["0123456789abcdef"]
    assert any(each.name == "actions.extensions" and each.getMessage() == "action" for each in caplog.records)
