"""The webhook over HTTP, in Rasa's own server."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from channels.rest import IcpRestInput
from channels.texts import unavailable_messages
from store.errors import NotStored
from store.tracker_store import StoredTurn
from tests.unit.channel_door import WEBHOOK, Door, StandIn, running, say_hello

FREE = {"sender_per_minute": 0, "address_per_minute": 0}


def channel(**settings: Any) -> IcpRestInput:
    return IcpRestInput.from_credentials({**FREE, **settings})


@pytest.fixture(scope="module")
def server() -> Iterator[Door]:
    with running([channel(allowed_origins=["https://support.example.com"])]) as door:
        yield door


@pytest.fixture
def door(server: Door) -> Door:
    server.agent.messages.clear()
    return server


def raw(door: Door, request: bytes, seconds: float = 5.0) -> bytes:
    """What comes back to these very bytes until the server closes or falls silent."""
    with socket.create_connection(("127.0.0.1", door.port), timeout=seconds) as connection:
        connection.sendall(request)
        received = b""
        try:
            while chunk := connection.recv(65536):
                received += chunk
                if b"}" in received or b"]" in received:
                    break
        except (TimeoutError, ConnectionResetError):
            pass
        return received


def test_a_message_is_answered_in_the_format_of_the_stock_channel(door: Door) -> None:
    answer = door.say("hello", metadata={"page": "/filing"})
    assert (answer.status, answer.json) == (200, [{"recipient_id": "ann", "text": "Hello."}])
    message = door.agent.messages[0]
    assert (message.text, message.sender_id, message.input_channel) == ("hello", "ann", "rest")
    assert message.metadata == {"page": "/filing", "arrived": pytest.approx(time.time(), abs=60)}


def test_what_reaches_the_assistant_is_masked(door: Door) -> None:
    door.say("call 13812345678", metadata={"from": "jane@example.com"})
    assert door.texts == ["call [phone number]"]
    assert door.agent.messages[0].metadata["from"] == "[e-mail address]"


def test_only_payloads_of_buttons_reach_the_assistant_as_commands(door: Door) -> None:
    for text in ("/restart", '/inform{"server": "outside"}', '/inform{"server": "mainland"}', "/determine"):
        door.say(text)
    assert door.texts == ["／restart", '／inform{"server": "outside"}', '/inform{"server": "mainland"}', "/determine"]


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'"x"', b"\xff", b'{"message": "hi"}', b'{"sender": "ann"}', b"[" * 9000])
def test_an_unusable_body_is_refused_and_reaches_nobody(door: Door, body: bytes) -> None:
    answer = door.post(body)
    assert answer.status == 400
    assert answer.json["error"]["message"].endswith(".")
    assert door.texts == []


@pytest.mark.parametrize("query", ["stream=true", "stream=TRUE", "stream=1", "stream=", "stream=false&stream=true"])
def test_streaming_is_refused_also_with_a_bad_message(door: Door, query: str) -> None:
    for message in ("hi", None):
        answer = door.post({"sender": "ann", "message": message}, f"{WEBHOOK}?{query}")
        assert (answer.status, answer.code) == (400, "stream_not_supported")
    assert door.texts == []


def test_a_query_that_asks_for_no_stream_is_fine(door: Door) -> None:
    assert door.post({"sender": "ann", "message": "hi"}, f"{WEBHOOK}?stream=false&x=%ff").status == 200


@pytest.mark.parametrize(
    "headers", [{}, {"Content-Type": "text/plain"}, {"Content-Type": "application/json", "Content-Encoding": "gzip"}]
)
def test_only_plain_json_is_read(door: Door, headers: dict[str, str]) -> None:
    assert door.request("POST", WEBHOOK, b'{"sender": "ann", "message": "hi"}', headers).status == 415
    assert door.texts == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD"])
def test_another_method_is_refused_and_told_which_one_is_allowed(door: Door, method: str) -> None:
    answer = door.request(method, WEBHOOK)
    assert (answer.status, answer.headers["allow"]) == (405, "POST")
    assert method == "HEAD" or answer.code == "method_not_allowed"


def test_an_unknown_address_is_answered_as_json(door: Door) -> None:
    answer = door.request("GET", "/webhooks/rest/nowhere")
    assert (answer.status, answer.code) == (404, "not_found")


def test_a_long_body_is_refused_however_its_length_is_declared(door: Door) -> None:
    body = json.dumps({"sender": "ann", "message": "hi", "x": "x" * 20_000}).encode()
    assert door.post(body).code == "body_too_large"
    chunks = iter([body[:9000], body[9000:]])
    chunked = door.request("POST", WEBHOOK, chunks, {"Content-Type": "application/json"}, encode_chunked=True)
    assert (chunked.status, chunked.code) == (413, "body_too_large")
    assert door.texts == []


def test_a_chunked_body_within_the_limit_is_read(door: Door) -> None:
    body = json.dumps({"sender": "ann", "message": "hi"}).encode()
    headers = {"Content-Type": "application/json"}
    assert door.request("POST", WEBHOOK, iter([body[:9], body[9:]]), headers, encode_chunked=True).status == 200


def _resident_kib() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


@pytest.mark.parametrize("declared", [True, False])
def test_a_hundred_megabytes_are_refused_without_being_kept(door: Door, declared: bool) -> None:
    megabyte, before = b"x" * 1_000_000, _resident_kib()
    headers = {"Content-Type": "application/json", **({"Content-Length": "90000000"} if declared else {})}
    answer = door.request("POST", WEBHOOK, (megabyte for _ in range(90)), headers, encode_chunked=not declared)
    assert answer.code == "body_too_large"
    assert _resident_kib() - before < 30_000


HEAD = f"POST {WEBHOOK} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n".encode()
BODY = b'{"sender": "ann", "message": "hi"}'


@pytest.mark.parametrize(
    "request_bytes",
    [
        HEAD + b"Content-Length: -5\r\n\r\n" + BODY,
        HEAD + b"Content-Length: +34\r\n\r\n" + BODY,
        HEAD + b"Content-Length: 3_4\r\n\r\n" + BODY,
        HEAD + b"Content-Length: many\r\n\r\n" + BODY,
        HEAD + b"Content-Length: 34\r\nContent-Length: 3\r\n\r\n" + BODY,
        HEAD + b"Content-Length: 34\r\nTransfer-Encoding: chunked\r\n\r\n22\r\n" + BODY + b"\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: gzip\r\n\r\n" + BODY,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + BODY + b"\r\n0\r\n\r\n",
        HEAD + b"Expect: a miracle\r\nContent-Length: 34\r\n\r\n" + BODY,
        b"NONSENSE\r\n\r\n",
        b"POST " + WEBHOOK.encode() + b" HTTP/9.9\r\n\r\n",
        HEAD + b"\r\n",
    ],
)
def test_a_broken_request_is_refused_as_json_and_reaches_nobody(door: Door, request_bytes: bytes) -> None:
    answer = raw(door, request_bytes)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b" 4" in head.split(b"\r\n")[0], answer
    assert json.loads(body)["error"]["code"]
    assert door.texts == []


def test_a_body_that_never_comes_is_not_waited_for(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.web.BODY_SECONDS", 0.2)
    answer = raw(door, HEAD + b"Content-Length: 34\r\n\r\n" + BODY[:9])
    assert b"408" in answer.split(b"\r\n")[0]
    assert b"request_timed_out" in answer


def test_a_page_of_an_allowed_origin_may_call_the_webhook(door: Door) -> None:
    asking = {"Origin": "https://support.example.com", "Access-Control-Request-Method": "POST"}
    preflight = door.request("OPTIONS", WEBHOOK, headers=asking)
    assert preflight.status < 300
    assert preflight.headers["access-control-allow-origin"] == "https://support.example.com"
    assert preflight.headers["access-control-allow-methods"] == "POST"
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]
    for body in (BODY, b"[]"):
        answer = door.post(body, Origin="https://support.example.com")
        assert answer.headers["access-control-allow-origin"] == "https://support.example.com"
        assert answer.headers["access-control-expose-headers"] == "Retry-After"
        assert answer.headers["vary"] == "Origin"


def test_a_page_of_another_origin_may_not(door: Door) -> None:
    for method in ("OPTIONS", "POST"):
        answer = door.request(method, WEBHOOK, BODY, {"Origin": "https://elsewhere.example", "Content-Type": "application/json"})
        assert "access-control-allow-origin" not in answer.headers


def test_a_repeated_message_with_an_id_in_body_or_header_is_answered_once(door: Door) -> None:
    first, second = door.say("hi", message_id="m1"), door.say("hi", message_id="m1")
    assert first.body == second.body
    door.post(BODY, Idempotency_Key="k1")
    door.post(BODY, Idempotency_Key="k1")
    assert door.texts == ["hi", "hi"]
    assert door.say("other", message_id="m1").status == 409


def test_a_client_that_hangs_up_and_tries_again_gets_the_answer_of_its_first_turn() -> None:
    async def slow(message: UserMessage) -> None:
        await asyncio.sleep(0.6)
        await message.output_channel.send_text_message(message.sender_id, "Done.")

    with running([channel()], StandIn(slow)) as door:
        connection = http.client.HTTPConnection("127.0.0.1", door.port, timeout=5)
        connection.request("POST", WEBHOOK, BODY, {"Content-Type": "application/json"})
        time.sleep(0.2)
        connection.close()
        assert door.post(BODY).json == [{"recipient_id": "ann", "text": "Done."}]
        assert door.texts == ["hi"]


def test_a_sender_who_sends_too_much_is_told_when_to_go_on_and_others_are_not_held_up() -> None:
    with running([channel(sender_per_minute=6, sender_burst=2)]) as door:
        answers = [door.say(f"message {number}") for number in range(3)]
        assert [each.status for each in answers] == [200, 200, 429]
        assert answers[2].code == "rate_limited"
        assert 1 <= int(answers[2].headers["retry-after"]) <= 10
        assert door.say("hi", sender="bob").status == 200
        assert len(door.texts) == 3


def test_an_address_that_sends_too_much_is_held_up_whatever_sender_it_names() -> None:
    with running([channel(address_per_minute=6, address_burst=2, trusted_proxies=1)]) as door:
        statuses = [
            door.post({"sender": f"s{n}", "message": "hi"}, X_Forwarded_For=f"9.9.9.{n}, 1.2.3.4").status for n in range(3)
        ]
        assert statuses == [200, 200, 429]
        assert door.post(BODY, X_Forwarded_For="1.2.3.5").status == 200


def test_a_claimed_address_does_not_help_when_no_proxy_is_trusted() -> None:
    with running([channel(address_per_minute=6, address_burst=1)]) as door:
        assert [door.post(BODY, X_Forwarded_For=f"9.9.9.{n}").status for n in range(2)] == [200, 429]


def test_a_turn_that_takes_too_long_gets_a_clear_answer_and_the_next_one_works() -> None:
    wait = threading.Event()

    async def slow_once(message: UserMessage) -> None:
        if not wait.is_set():
            wait.set()
            await asyncio.sleep(60)
        await message.output_channel.send_text_message(message.sender_id, "Here again.")

    with running([channel(turn_seconds=1)], StandIn(slow_once)) as door:
        answer = door.say("hi")
        assert (answer.status, answer.code) == (504, "turn_timed_out")
        assert door.say("hi").json[0]["text"] == "Here again."


def test_a_turn_without_a_message_gets_one_clear_sentence_and_is_not_kept() -> None:
    away = threading.Event()
    away.set()

    async def answer_unless_away(message: UserMessage) -> None:
        if not away.is_set():
            await message.output_channel.send_text_message(message.sender_id, "Back.")

    with running([channel()], StandIn(answer_unless_away)) as door:
        assert door.say("hi", message_id="m1").json == unavailable_messages("ann")
        away.clear()
        assert door.say("hi", message_id="m1").json == [{"recipient_id": "ann", "text": "Back."}]


def test_a_failing_turn_is_answered_as_json() -> None:
    async def fail(message: UserMessage) -> None:
        raise RuntimeError

    with running([channel()], StandIn(fail)) as door:
        answer = door.say("hi")
        assert (answer.status, answer.code) == (503, "turn_failed")


def test_before_the_model_is_loaded_nothing_is_taken() -> None:
    with running([channel()], StandIn(ready=False)) as door:
        answer = door.say("hi")
        assert (answer.status, answer.code) == (503, "not_ready")
        assert door.texts == []


class Store:
    """Knows one turn of ann's."""

    async def turn(self, sender: str, message_id: str) -> StoredTurn | None:
        if (sender, message_id) != ("ann", "m1"):
            return None
        answers = ({"text": "Where?", "buttons": [{"title": "Here", "payload": "/here"}]}, {"custom": {"type": "question"}})
        return StoredTurn("hi", {"page": "/filing", "model_id": "model"}, answers)


def test_a_message_that_was_answered_before_a_restart_is_answered_from_the_store() -> None:
    with running([channel()], StandIn(tracker_store=Store())) as door:
        answer = door.say("hi", message_id="m1", metadata={"page": "/filing"})
        assert answer.json == [
            {"recipient_id": "ann", "text": "Where?", "buttons": [{"title": "Here", "payload": "/here"}]},
            {"recipient_id": "ann", "custom": {"type": "question"}},
        ]
        assert door.say("something else", message_id="m1").code == "message_id_reused"
        assert door.texts == []
        assert door.say("hi", message_id="m2").status == 200
        assert door.agent.messages[0].message_id == "m2"


def test_a_turn_that_cannot_be_stored_is_refused_and_its_reply_is_not_shown() -> None:
    async def answer_and_fail(message: UserMessage) -> None:
        await message.output_channel.send_text_message(message.sender_id, "You need three certificates.")
        raise NotStored("var/conversations.db cannot be used: the disk is full")

    with running([channel()], StandIn(answer_and_fail)) as door:
        answer = door.say("hi", message_id="m1")
        assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "not_stored", "5")
        assert "does not count" in answer.json["error"]["message"]
        assert b"three certificates" not in answer.body
        door.agent.behave = say_hello
        assert door.say("hi", message_id="m1").status == 200
