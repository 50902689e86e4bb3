"""One turn of the dialogue as the tests make it, by way of the slots, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from dialogue.conversation import Conversation, Message, Turn

TODAY = date(2026, 11, 24)


def answered(conversation: Conversation, turn: Callable[[Conversation], Turn], message: Message) -> Turn:
    """The turn that answers the message; the conversation after it has gone through the slots."""
    made = turn(replace(conversation, message=message))
    return Turn(made.replies, Conversation.from_slots(made.conversation.to_slots(), Message(), TODAY))


def say(
    conversation: Conversation, turn: Callable[[Conversation], Turn], intent: str, *dates: dict[str, Any], **entities: str
) -> Turn:
    found = [{"entity": name, "value": value} for name, value in entities.items()]
    found += [{"entity": "date", **each} for each in dates]
    return answered(conversation, turn, Message("", intent, found))


def custom(turn: Turn, kind: str) -> dict[str, Any]:
    found = [reply.custom for reply in turn.replies if reply.custom and reply.custom["type"] == kind]
    assert len(found) == 1, turn.replies
    return dict(found[0])


def asked(turn: Turn) -> str | None:
    found = [reply.custom["fact"] for reply in turn.replies if reply.custom and reply.custom["type"] == "question"]
    return found[-1] if found else None


def texts_of(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies if reply.text)
