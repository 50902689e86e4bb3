"""Turns under way and just answered: each has a time limit, and none is made twice for a client that sends it twice.

In memory and of this process only; see `channels/remembered.py` for what all know.
"""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from channels.refusals import Refusal, message_id_reused
from channels.validation import Turn
from store.errors import NotStored

logger = logging.getLogger(__name__)

NOT_STORED = "The message could not be stored, so it does not count; send it again in a minute."


@dataclass(frozen=True)
class Answer:
    """What Rasa answered; `final` when sending the message again need not lead to another turn."""

    messages: list[dict[str, Any]]
    final: bool = True


Result = Answer | Refusal
Key = tuple[str, ...]


@dataclass
class _Entry:
    content: str
    task: asyncio.Future[Result]
    expires: float | None = field(default=None)


class Turns:
    """Runs turns.

    Args:
        seconds: how long a turn may take.
        repeat_seconds: how long an answer to a message with an id is kept.
        at_once: turns that may be under way at the same time.
        clock: seconds that never run backwards.
        most_kept: how many answers are kept at most; the oldest go first.
    """

    def __init__(
        self, seconds: float, repeat_seconds: float, at_once: int, clock: Callable[[], float], most_kept: int = 2_000
    ) -> None:
        self._seconds = seconds
        self._repeat_seconds = repeat_seconds
        self._at_once = at_once
        self._clock = clock
        self._most_kept = most_kept
        self._under_way: dict[Key, _Entry] = {}
        self._answered: OrderedDict[Key, _Entry] = OrderedDict()
        self._abandoned: set[asyncio.Task[Result]] = set()

    @property
    def kept(self) -> int:
        """How many answers are kept."""
        return len(self._answered)

    async def result(self, turn: Turn, run: Callable[[], Awaitable[Result]]) -> Result:
        """The answer to the turn: of the one that is under way or was just made, or else of a new one, made by `run`.

        The turn goes on when the client hangs up, so that sending it again finds the answer.
        """
        self._forget_old()
        content = json.dumps([turn.message, turn.metadata], sort_keys=True)
        key = (turn.sender, turn.message_id) if turn.message_id else (turn.sender, "", content)
        entry = self._under_way.get(key) or self._answered.get(key)
        if entry is None:
            if len(self._under_way) + len(self._abandoned) >= self._at_once:
                return Refusal(503, "busy", "Too many conversations at once; try again in a few seconds.", {"Retry-After": "5"})
            entry = _Entry(content, asyncio.ensure_future(self._limited(run)))
            self._under_way[key] = entry
            entry.task.add_done_callback(lambda _: self._finish(key))
        elif entry.content != content:
            return message_id_reused()
        return await asyncio.shield(entry.task)

    async def _limited(self, run: Callable[[], Awaitable[Result]]) -> Result:
        task = asyncio.ensure_future(_as_coroutine(run))
        done, _ = await asyncio.wait({task}, timeout=self._seconds)
        if not done:
            # Rasa stores a turn at its end, so a cancelled one leaves no trace. It is not waited for: it might not give in.
            task.cancel()
            self._abandoned.add(task)
            task.add_done_callback(self._drop)
            logger.warning("A turn took longer than %s seconds and was given up.", self._seconds)
            return Refusal(
                504,
                "turn_timed_out",
                f"No answer within {self._seconds:g} seconds, and nothing kept; try again.",
                values={"seconds": f"{self._seconds:g}"},
            )
        error = None if task.cancelled() else task.exception()
        if isinstance(error, NotStored):
            logger.error("A turn does not count, because it could not be stored: %s", error)
            return Refusal(503, "not_stored", NOT_STORED, {"Retry-After": "5"})
        if task.cancelled() or error is not None:
            _log_failure(error)
            return Refusal(503, "turn_failed", "The message could not be answered; try again in a minute.", {"Retry-After": "5"})
        return task.result()

    def _finish(self, key: Key) -> None:
        entry = self._under_way.pop(key)
        if entry.task.cancelled() or len(key) > 2:
            return
        result = entry.task.result()
        if isinstance(result, Answer) and result.final:
            entry.expires = self._clock() + self._repeat_seconds
            self._answered[key] = entry
            while len(self._answered) > self._most_kept:
                self._answered.popitem(last=False)

    def _forget_old(self) -> None:
        now = self._clock()
        while self._answered:
            key, entry = next(iter(self._answered.items()))
            if entry.expires is None or entry.expires > now:
                break
            del self._answered[key]

    def _drop(self, task: asyncio.Task[Result]) -> None:
        self._abandoned.discard(task)
        if not task.cancelled():
            task.exception()


async def _as_coroutine(run: Callable[[], Awaitable[Result]]) -> Result:
    return await run()


def _log_failure(error: BaseException | None) -> None:
    """Where it failed, but not the error's own words: they may quote what a person typed."""
    frames = "".join(traceback.format_tb(error.__traceback__)) if error else ""
    logger.error("A turn failed: %s\n%s", type(error).__name__ if error else "cancelled", frames)
