"""How many connections there may be, and what their requests must look like before anything else is done with them.

Both for every address that the server answers, Rasa's own included.
"""

from __future__ import annotations

import asyncio
import re
import resource
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sanic import Sanic
from sanic.exceptions import InvalidUsage
from sanic.http import Http

# What the process has open beside its connections: the model, the store, the logs, the way to the action server.
_OTHER_FILES = 128

_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_REQUEST_LINE = re.compile(rb"[A-Z]{1,20} [\x21-\x7e]+ HTTP/1\.[01]")
_create_empty_request = Http.create_empty_request
_LINE_BREAK = re.compile(rb"[\x00\r\n]")
_BODY_LENGTH = (b"content-length", b"transfer-encoding")


def is_sound(head: bytes) -> bool:
    """Whether line and headers of a request leave no doubt about where it ends and what it asks for.

    There is doubt, and so a way to smuggle one request in another past a proxy, when a name is not followed by its colon at once, a
    line goes on in the next, or the length of the body is declared twice or is no number.
    """
    if _LINE_BREAK.search(head.replace(b"\r\n", b"")):
        return False
    request_line, *lines = head.split(b"\r\n")
    headers = [(name, value.strip()) for name, colon, value in (line.partition(b":") for line in lines) if colon]
    lengths = [(name.lower(), value) for name, value in headers if name.lower() in _BODY_LENGTH]
    return (
        bool(_REQUEST_LINE.fullmatch(request_line))
        and len(headers) == len(lines)
        and all(_NAME.fullmatch(name) for name, _ in headers)
        and len(lengths) <= 1
        and all(_is_length(name, value) for name, value in lengths)
    )


def _is_length(name: bytes, value: bytes) -> bool:
    return value == b"chunked" if name == b"transfer-encoding" else value.isdigit() and len(value) < 19


def _without_its_address(http: Http) -> None:
    """Has Sanic refuse a broken request without reading its address once more, which may be what is broken."""
    http.url = None
    _create_empty_request(http)


def possible_connections(wanted: int) -> int:
    """So many connections, or fewer when the system does not let this process have as many files open."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if files == resource.RLIM_INFINITY else max(1, min(wanted, files - _OTHER_FILES))


@dataclass
class _Silent:
    address: str
    timer: asyncio.TimerHandle


class Connections:
    """Counts connections, and closes those that are too many or say nothing.

    When there are too many, the oldest one that has not asked for anything yet makes room for the newest; without such a one the
    newest is closed.

    Args:
        most: connections at the same time.
        most_each: of one address; 0 for no limit, as behind a proxy of ours.
        silent_seconds: until the first request of a connection must be there.
    """

    def __init__(self, most: int, most_each: int, silent_seconds: float) -> None:
        self._most = most
        self._most_each = most_each
        self._silent_seconds = silent_seconds
        self._addresses: Counter[str] = Counter()
        self._silent: dict[asyncio.Task[Any] | None, _Silent] = {}

    def watch(self, app: Sanic) -> None:
        """Watches the connections of the app from its start."""
        Http.create_empty_request = _without_its_address  # type: ignore[method-assign, assignment]

        async def begun(conn_info: Any, **_: Any) -> None:
            self._begin(conn_info.client_ip)

        async def head_read(head: bytes, **_: Any) -> None:
            self._has_spoken()
            if not is_sound(head):
                raise InvalidUsage("The head of the request is broken.")

        async def ended(conn_info: Any, **_: Any) -> None:
            self._end(conn_info.client_ip)

        app.add_signal(begun, "http.lifecycle.begin")
        app.add_signal(head_read, "http.lifecycle.read_head")
        app.add_signal(ended, "http.lifecycle.complete")

    def _begin(self, address: str) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._addresses[address] += 1
        if self._is_too_many(address) and not self._make_room(address):
            # Ends the connection without a word, which costs least.
            raise asyncio.CancelledError
        timer = asyncio.get_running_loop().call_later(self._silent_seconds, task.cancel)
        self._silent[task] = _Silent(address, timer)

    def _has_spoken(self) -> None:
        if silent := self._silent.pop(asyncio.current_task(), None):
            silent.timer.cancel()

    def _end(self, address: str) -> None:
        self._has_spoken()
        self._addresses[address] -= 1
        if not self._addresses[address]:
            del self._addresses[address]

    def _is_too_many(self, address: str) -> bool:
        return self._are_too_many_of(address) or sum(self._addresses.values()) > self._most

    def _are_too_many_of(self, address: str) -> bool:
        return 0 < self._most_each < self._addresses[address]

    def _make_room(self, address: str) -> bool:
        own = self._are_too_many_of(address)
        oldest = next((task for task, each in self._silent.items() if each.address == address or not own), None)
        if oldest is None:
            return False
        self._silent.pop(oldest).timer.cancel()
        oldest.cancel()
        return True
