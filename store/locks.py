"""One turn of a conversation at a time, each as soon as the one before it is done: in this process, and with REDIS_URL over all of them.

Of `endpoints.yml`, section `lock_store`. Rasa's own locks do the same, but whoever waits for one looks only once a second, and taking a
ticket from its Redis is no atomic step. Here nobody looks: who waits is woken.

The lock saves work and keeps the order; it is not what keeps a conversation whole. That is the database, which takes a turn only if
the conversation is as the turn has read it (`store/tracker_store.py`). So a lock that is lost, or a Redis that is away, loses nothing.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any

from rasa.core.lock_store import LockStore

from store.shared import Shared, name_of, shared_of_environment

# A process that was killed holds its locks for so long at most.
HELD_SECONDS = 5.0
# Who waits looks by itself after so long, because nobody wakes it when the holder was killed.
_LOOK_SECONDS = 1.0

_KEEP = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0"
# One note for who waits; it is gone soon when nobody does.
_FREE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('LPUSH', KEYS[2], 1)
return redis.call('PEXPIRE', KEYS[2], 2000)
"""

# What the present task holds, so that Rasa, which locks what the door has locked already, need not wait for itself.
_held: ContextVar[frozenset[tuple[int, str]]] = ContextVar("held", default=frozenset())


class Queues:
    """A queue for each sender who has something under way; of this process only."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._in_line: dict[str, int] = {}

    def __len__(self) -> int:
        """How many senders have something under way."""
        return len(self._locks)

    @asynccontextmanager
    async def turn_of(self, sender: str) -> AsyncIterator[None]:
        """Waits until it is the caller's turn, which ends with the context."""
        lock = self._locks.setdefault(sender, asyncio.Lock())
        self._in_line[sender] = self._in_line.get(sender, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._in_line[sender] -= 1
            if not self._in_line[sender]:
                del self._in_line[sender], self._locks[sender]


class ConversationLocks(LockStore):
    """The locks of conversations.

    Args:
        endpoint_config: the section of `endpoints.yml`; it has no settings.
        shared: the Redis of all processes; that of REDIS_URL unless given.
    """

    def __init__(self, endpoint_config: Any = None, shared: Shared | None = None) -> None:
        self._shared = shared or shared_of_environment()
        self._queues = Queues()
        super().__init__()

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = HELD_SECONDS, wait_time_in_seconds: float = _LOOK_SECONDS
    ) -> AsyncIterator[None]:
        """Waits until nobody else works on the conversation; whoever holds it already goes on at once.

        Args:
            conversation_id: the sender.
            lock_lifetime: seconds after which the lock of a process that was killed is free.
            wait_time_in_seconds: after which a waiting one looks by itself.
        """
        mine = (id(self), conversation_id)
        if mine in _held.get():
            yield
            return
        async with self._queues.turn_of(conversation_id), self._over_all(conversation_id, lock_lifetime, wait_time_in_seconds):
            before = _held.set(_held.get() | {mine})
            try:
                yield
            finally:
                _held.reset(before)

    @asynccontextmanager
    async def _over_all(self, sender: str, lifetime: float, look_seconds: float) -> AsyncIterator[None]:
        if self._shared is None:
            yield
            return
        lock = _SharedLock(self._shared, sender, lifetime)
        await lock.take(look_seconds)
        keeping = asyncio.ensure_future(lock.keep())
        try:
            yield
        finally:
            keeping.cancel()
            await lock.free()


class _SharedLock:
    """The lock of one conversation for one turn; a Redis that is away counts as free."""

    def __init__(self, shared: Shared, sender: str, lifetime: float) -> None:
        self._shared = shared
        self._name, self._note = name_of("lock", sender), name_of("free", sender)
        self._token = uuid.uuid4().hex
        self._milliseconds = int(lifetime * 1000)

    async def take(self, look_seconds: float) -> None:
        """Waits until it is taken."""
        while not await self._shared.ask(
            lambda redis: redis.set(self._name, self._token, nx=True, px=self._milliseconds), otherwise=True
        ):
            await self._shared.ask(lambda redis: redis.blpop([self._note], look_seconds), None, look_seconds)

    async def keep(self) -> None:
        """Has it held on to until it is cancelled."""
        while True:
            await asyncio.sleep(self._milliseconds / 3000)
            await self._shared.ask(lambda redis: redis.eval(_KEEP, 1, self._name, self._token, self._milliseconds), 0)

    async def free(self) -> None:
        """Gives it to who waits."""
        await self._shared.ask(lambda redis: redis.eval(_FREE, 2, self._name, self._note, self._token), 0)
