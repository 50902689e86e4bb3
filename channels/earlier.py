"""A message that comes again, perhaps after a restart, is answered from what is stored."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel

from channels.refusals import Refusal, message_id_reused
from channels.turns import Answer
from channels.validation import Turn


async def earlier_answer(turn: Turn, store: Any) -> Answer | Refusal | None:
    """What the turn was answered with before; a refusal when its id belongs to another message; None when it is new.

    Args:
        turn: without a `message_id` it is always new.
        store: the tracker store; one that cannot look for a turn, such as Rasa's own, knows none.

    Raises:
        NotStored: the store cannot be read.
    """
    look_up = getattr(store, "turn", None)
    if turn.message_id is None or look_up is None:
        return None
    found = await look_up(turn.sender, turn.message_id)
    if found is None:
        return None
    if not found.answers_to(turn.message, turn.metadata):
        return message_id_reused()
    collector = CollectingOutputChannel()
    for message in found.answers:
        await collector.send_response(turn.sender, message)
    return Answer(collector.messages)
