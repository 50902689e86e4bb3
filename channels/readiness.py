"""Whether the assistant can answer: its model is loaded, the action server replies, and what is said can be stored."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import aiohttp


@dataclass(frozen=True)
class Readiness:
    """What is there of the three that an answer needs."""

    model: bool
    action_server: bool
    store: bool

    @property
    def ready(self) -> bool:
        """All of them."""
        return self.model and self.action_server and self.store

    @property
    def missing(self) -> str:
        """What is not there, as sentences."""
        sentences = {
            "No model is loaded.": self.model,
            "The action server does not answer.": self.action_server,
            "Conversations cannot be stored.": self.store,
        }
        return " ".join(sentence for sentence, is_there in sentences.items() if not is_there)


class ReadinessCheck:
    """Asks the action server and tries the store, at most once a second however often it is called.

    Args:
        seconds: how long to wait for the action server.
        clock: seconds that never run backwards.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._looked_at = float("-inf")
        self._replied = self._stores = False
        self._lock: asyncio.Lock | None = None

    async def look(self, agent: Any) -> Readiness:
        """How things stand now; `agent` is the app's Rasa agent, None before it is there."""
        if agent is None:
            return Readiness(model=False, action_server=False, store=False)
        # Made here, because a lock of Python 3.9 and older belongs to the loop in which it is made.
        self._lock = self._lock or asyncio.Lock()
        async with self._lock:
            if self._clock() - self._looked_at >= 1:
                self._replied, self._stores = await asyncio.gather(self._replies(agent.action_endpoint), _can_write(agent))
                self._looked_at = self._clock()
        return Readiness(bool(agent.is_ready()), self._replied, self._stores)

    async def _replies(self, endpoint: Any) -> bool:
        return endpoint is not None and await _is_ok(health_address(endpoint.url), self._seconds)


async def _can_write(agent: Any) -> bool:
    """Whether its store can; one that cannot be asked, such as Rasa's own, is believed."""
    can_write = getattr(agent.tracker_store, "can_write", None)
    return can_write is None or bool(await can_write())


def health_address(webhook: str) -> str:
    """Where the action server with that webhook says that it lives."""
    parts = urlsplit(webhook)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/").removesuffix("/webhook") + "/health", "", ""))


async def _is_ok(address: str, seconds: float) -> bool:
    try:
        limit = aiohttp.ClientTimeout(total=seconds)
        async with aiohttp.ClientSession(timeout=limit) as session, session.get(address) as response:
            return response.status == 200
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError):
        return False
