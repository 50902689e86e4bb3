"""How many connections the door holds, what their requests must look like, and how it closes."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from rasa.core.channels.channel import UserMessage

from channels.connections import is_sound, possible_connections
from channels.rest import IcpRestInput
from tests.unit.channel_door import Door, running

LIMIT = 5


def channel(**settings: int) -> IcpRestInput:
    return IcpRestInput.from_credentials({"sender_per_minute": 0, "address_per_minute": 0, **settings})


@pytest.fixture
def narrow() -> Iterator[Door]:
    with running([channel(address_connections=LIMIT, silent_seconds=60)]) as door:
        yield door


def connect(door: Door, stack: ExitStack) -> socket.socket:
    return stack.enter_context(socket.create_connection(("127.0.0.1", door.port), timeout=20))


def is_closed(connection: socket.socket, seconds: float) -> bool:
    connection.settimeout(seconds)
    try:
        return connection.recv(4096) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


def becomes(condition: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return met


def test_silent_connections_make_room_for_who_has_something_to_say(narrow: Door) -> None:
    with ExitStack() as stack:
        silent = [connect(narrow, stack) for _ in range(3 * LIMIT)]
        for _ in range(3):
            assert narrow.say("hello").status == 200
        assert sum(is_closed(each, 0.2) for each in silent) >= 2 * LIMIT


def test_connections_that_are_closed_are_counted_no_more(narrow: Door) -> None:
    for _ in range(4 * LIMIT):
        with ExitStack() as stack:
            connect(narrow, stack)
        assert narrow.say("hello").status == 200


def test_busy_connections_are_not_closed_for_new_ones() -> None:
    go_on = threading.Event()

    async def wait(message: UserMessage) -> None:
        import asyncio

        while not go_on.is_set():
            await asyncio.sleep(0.02)
        await message.output_channel.send_text_message(message.sender_id, "Done.")

    with running([channel(address_connections=LIMIT, silent_seconds=60)]) as door, ExitStack() as stack:
        door.agent.behave = wait
        answers: list[int] = []
        busy = [threading.Thread(target=lambda n=n: answers.append(door.say("hi", f"sender {n}").status)) for n in range(LIMIT)]
        for each in busy:
            each.start()
        assert becomes(lambda: len(door.agent.messages) == LIMIT)
        assert is_closed(connect(door, stack), 20)
        go_on.set()
        for each in busy:
            each.join()
        assert answers == [200] * LIMIT


def test_a_connection_that_says_nothing_is_closed_early() -> None:
    with running([channel(silent_seconds=1)]) as door, ExitStack() as stack:
        silent = connect(door, stack)
        slow = connect(door, stack)
        slow.sendall(b"GET /hea")
        assert is_closed(silent, 20)
        assert b" 408 " in slow.recv(4096)
        assert is_closed(slow, 20)


SMUGGLED = [
    b"Content-Length: 4\r\nTransfer-Encoding: chunked",
    b"Content-Length : 4",
    b"Transfer-Encoding : chunked",
    b"Content-Length: 4\r\nContent-Length: 4",
    b"Content-Length: 4\r\nX: y\r\n z",
    b"Transfer-Encoding: xchunked",
    b"X: a\nContent-Length: 4",
]


@pytest.mark.parametrize("path", [b"/", b"/webhooks/rest/", b"/nowhere", b"/webhooks/rest/webhook"])
@pytest.mark.parametrize("headers", SMUGGLED)
def test_a_request_whose_end_is_in_doubt_is_refused_and_closed_on_every_path(narrow: Door, path: bytes, headers: bytes) -> None:
    with ExitStack() as stack:
        connection = connect(narrow, stack)
        connection.sendall(
            b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n"
        )
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
        assert received.startswith(b"HTTP/1.1 400 ")
        assert received.count(b"HTTP/1.1 ") == 1
        assert b'"bad_request"' in received


@pytest.mark.parametrize(
    "line", [b"GET /\xff HTTP/1.1", b"GET /\x00 HTTP/1.1", b"GET / HTTP/2.0", b"get / HTTP/1.1", b"GET  / HTTP/1.1"]
)
def test_a_raw_byte_in_a_path_or_a_broken_line_gets_a_400(narrow: Door, line: bytes) -> None:
    with ExitStack() as stack:
        connection = connect(narrow, stack)
        connection.sendall(line + b"\r\nHost: x\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: x",
        b"GET /?q=%ff&x=[1]|{} HTTP/1.0",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0",
        b"POST / HTTP/1.1\r\nTRANSFER-ENCODING:chunked",
        b"GET / HTTP/1.1\r\nX-Name: caf\xc3\xa9 \xff: y\r\nCookie:",
    ],
)
def test_an_ordinary_head_is_sound(head: bytes) -> None:
    assert is_sound(head)


def test_no_more_connections_are_taken_than_files_may_be_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _: (1024, 4096))
    assert (possible_connections(500), possible_connections(5000)) == (500, 896)


def test_once_the_server_stops_no_new_turn_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    door_channel = channel()
    with running([door_channel]) as door:
        assert door.say("hello").status == 200
        monkeypatch.setattr(door_channel, "_is_stopping", True)
        answer = door.say("hello")
        assert (answer.status, answer.code, answer.headers["connection"]) == (503, "stopping", "close")
        assert len(door.agent.messages) == 1
