"""The request that is being worked on: its id, which the front gives it, and how long its parts took."""

from __future__ import annotations

import re
import time
import uuid
from contextvars import ContextVar
from dataclasses import dataclass, field

HEADER = "X-Request-Id"
# Under this name the metadata of a message tell when it came; Rasa itself stamps a message after it has understood it.
ARRIVED = "arrived"
_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


@dataclass
class RequestSeen:
    """A request.

    Attributes:
        id: the same in channel, assistant and action server.
        arrived: when it came, in seconds since 1970.
        seconds: how long each part took so far.
    """

    id: str
    arrived: float = field(default_factory=time.time)
    seconds: dict[str, float] = field(default_factory=dict)


_present: ContextVar[RequestSeen | None] = ContextVar("request", default=None)


def begin_request(given: str | None) -> RequestSeen:
    """From now on the present task works on this request.

    Args:
        given: the id that came with it; one that looks like none is replaced.
    """
    request = RequestSeen(given if given and _ID.fullmatch(given) else uuid.uuid4().hex)
    _present.set(request)
    return request


def request_id() -> str | None:
    """Of the present request; None outside one."""
    request = _present.get()
    return request.id if request else None


def add_seconds(part: str, seconds: float) -> None:
    """The part of the present request took so long, once more."""
    if request := _present.get():
        request.seconds[part] = request.seconds.get(part, 0.0) + seconds
