"""Answers just given, for whichever process gets the same message again: in the Redis that all share, for a short while.

Each process remembers its own besides (`channels/turns.py`), and what is older or was given before a restart is in the store
(`channels/earlier.py`). Only here is what was answered on a conversation that has been erased since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from channels.refusals import Refusal, message_id_reused
from channels.turns import Answer
from channels.validation import Turn
from store.shared import Shared, name_of


class Remembered:
    """The answers to messages with an id.

    Args:
        shared: the Redis; None remembers nothing.
        seconds: for which an answer is kept.
    """

    def __init__(self, shared: Shared | None, seconds: int) -> None:
        self._shared = shared
        self._seconds = seconds

    async def answer(self, turn: Turn) -> Answer | Refusal | None:
        """What the turn was answered with; a refusal when its id belongs to another message; None when nothing is known."""
        if self._shared is None or turn.message_id is None:
            return None
        name = name_of("answer", turn.sender, turn.message_id)
        kept = await self._shared.ask(lambda redis: redis.get(name), None)
        if kept is None:
            return None
        content, messages = json.loads(kept)
        return Answer(messages) if content == _content(turn) else message_id_reused()

    async def keep(self, turn: Turn, messages: Sequence[dict[str, Any]]) -> None:
        """Remembers the answer to the turn, if it has an id."""
        if self._shared is None or turn.message_id is None:
            return
        name = name_of("answer", turn.sender, turn.message_id)
        kept = json.dumps([_content(turn), list(messages)], ensure_ascii=False)
        await self._shared.ask(lambda redis: redis.set(name, kept, ex=self._seconds), None)


def _content(turn: Turn) -> str:
    return hashlib.sha256(json.dumps([turn.message, turn.metadata], sort_keys=True).encode()).hexdigest()
