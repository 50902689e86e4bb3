"""Whether the assistant can answer: its model is loaded, and the action server replies."""

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
    """What is there of the two that an answer needs."""

    model: bool
    action_server: bool

    @property
    def ready(self) -> bool:
        """Both."""
        return self.model and self.action_server

    @property
    def missing(self) -> str:
        """What is not there, as a sentence."""
        sentences = [] if self.model else ["No model is loaded."]
        return " ".join(sentences + ([] if self.action_server else ["The action server does not answer."]))


class ReadinessCheck:
    """Asks the action server, at most once a second however often it is called.

    Args:
        seconds: how long to wait for the action server.
        clock: seconds that never run backwards.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._asked_at = float("-inf")
        self._replied = False
        self._lock: asyncio.Lock | None = None

    async def look(self, agent: Any) -> Readiness:
        """How things stand now; `agent` is the app's Rasa agent, None before it is there."""
        endpoint = getattr(agent, "action_endpoint", None)
        model = agent is not None and bool(agent.is_ready())
        return Readiness(model, endpoint is not None and await self._replies(health_address(endpoint.url)))

    async def _replies(self, address: str) -> bool:
        # Made here, because a lock of Python 3.9 and older belongs to the loop in which it is made.
        self._lock = self._lock or asyncio.Lock()
        async with self._lock:
            if self._clock() - self._asked_at >= 1:
                self._replied = await _is_ok(address, self._seconds)
                self._asked_at = self._clock()
            return self._replied


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
