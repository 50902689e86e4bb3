"""One turn of a conversation at a time, each as soon as the one before it is done.

Rasa's own lock does the same, but whoever waits for it looks only once a second. Behind this one nobody has to.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


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
