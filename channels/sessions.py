"""Keeps long conversations fast: after so many turns a new session begins, and Rasa reads back only the present one.

Nothing is lost: all sessions stay stored, and the slots, which hold the case, are carried over. Counted in memory and by this process
only; after a restart a session may grow once more before it is ended.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

_NEW_SESSION = "/session_start"


class Sessions:
    """Counts the turns of each sender.

    Args:
        most_turns: turns after which a new session begins; 0 lets sessions grow.
        most_kept: senders whose turns are counted at most; those heard longest ago go first.
    """

    def __init__(self, most_turns: int, most_kept: int = 10_000) -> None:
        self._most_turns = most_turns
        self._most_kept = most_kept
        self._turns: OrderedDict[str, int] = OrderedDict()

    async def count(self, sender: str, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        """Counts a turn of the sender, and begins a new session first when the present one is full."""
        turns = self._turns.get(sender, 0)
        if self._most_turns and turns >= self._most_turns:
            await on_new_message(UserMessage(_NEW_SESSION, CollectingOutputChannel(), sender, input_channel="rest"))
            turns = 0
        self._turns[sender] = turns + 1
        self._turns.move_to_end(sender)
        if len(self._turns) > self._most_kept:
            self._turns.popitem(last=False)
