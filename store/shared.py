"""What several processes share: a Redis, which may be away. Nothing that must not be lost is in it; while it is away, each goes on alone.

Chosen by REDIS_URL; without it there is one process, which needs none.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from rasa.shared.exceptions import RasaException
from redis.asyncio import Redis
from redis.exceptions import RedisError

from telemetry.metrics import REDIS_AWAY

logger = logging.getLogger(__name__)

VARIABLE = "REDIS_URL"
T = TypeVar("T")


class SharedUnusable(RasaException):
    """REDIS_URL is no address of a Redis; the message says what one looks like. Met at the start only."""


class Shared:
    """A Redis that is asked for a bounded time, and left alone for a moment when it did not answer.

    Args:
        url: such as redis://:password@host:6379/0, or rediss:// for TLS.
        wait_seconds: how long an answer is waited for.
        pause_seconds: how long it is not asked again after it did not answer.
        clock: seconds that never run backwards.

    Raises:
        SharedUnusable: the URL is none.
    """

    def __init__(
        self, url: str, wait_seconds: float = 0.5, pause_seconds: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        try:
            self._redis: Redis[str] = Redis.from_url(url, decode_responses=True, socket_connect_timeout=wait_seconds)
        except ValueError as error:
            # Its own words quote the URL, which may hold a password.
            raise SharedUnusable(f"{VARIABLE} must look like redis://:password@host:6379/0.") from error
        self._wait_seconds = wait_seconds
        self._pause_seconds = pause_seconds
        self._clock = clock
        self._away_until = float("-inf")
        self._is_away = False

    @property
    def is_away(self) -> bool:
        """Whether it did not answer when it was asked last."""
        return self._is_away

    async def ask(self, work: Callable[[Any], Awaitable[T]], otherwise: T, seconds: float = 0.0) -> T:
        """What comes of the work with Redis; `otherwise` while it is away.

        Args:
            work: gets the client.
            otherwise: the result without Redis.
            seconds: how long Redis itself is told to wait, on top of what an answer may take.
        """
        if self._clock() < self._away_until:
            return otherwise
        try:
            result = await asyncio.wait_for(work(self._redis), seconds + self._wait_seconds)
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            self._away_until = self._clock() + self._pause_seconds
            if not self._is_away:
                logger.warning("Redis does not answer (%s); this process goes on without it.", type(error).__name__)
            self._is_away = True
            REDIS_AWAY.set(1)
            return otherwise
        if self._is_away:
            logger.warning("Redis answers again.")
        self._is_away = False
        REDIS_AWAY.set(0)
        return result

    async def close(self) -> None:
        """Closes its connections."""
        await self._redis.close(close_connection_pool=True)


def shared_of_environment() -> Shared | None:
    """The Redis that REDIS_URL names; None without it.

    Raises:
        SharedUnusable: it names none.
    """
    url = os.environ.get(VARIABLE)
    return Shared(url) if url else None


def name_of(kind: str, *parts: str) -> str:
    """The name of an entry of that kind. Its parts, such as a sender or an address, cannot be read from it."""
    return f"icp:{kind}:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"
