"""One turn of the dialogue as the tests make it, by way of the slots, and what it says."""

from __future__ import annotations

from typing import Any

from benchmarks.sentences import TODAY
from dialogue.conversation import Conversation, Message, Turn
from dialogue.turns import take_turn
from tests.unit.heard import wanted

__all__ = ["TODAY", "answered", "asked", "custom", "doubtful", "say", "texts_of", "typed"]


def answered(conversation: Conversation, message: Message) -> Turn:
    """The turn that answers the message; the conversation after it has gone through the slots."""
    found = Conversation.from_slots(conversation.to_slots(), message, TODAY, conversation.last_said, "me", conversation.before)
    made = take_turn(found)
    return Turn(made.replies, Conversation.from_slots(made.conversation.to_slots(), Message(), TODAY, made.replies, "me", found))


def say(conversation: Conversation, intent: str, *dates: dict[str, Any], text: str = "", **entities: str) -> Turn:
    """The turn that answers a message of which the intent is certain."""
    return answered(conversation, Message(text, intent, _entities(dates, entities), asks_for=wanted(text), certain=True))


def doubtful(conversation: Conversation, text: str, *topics: str, in_scope: float = 0.9, **entities: str) -> Turn:
    """The turn that answers a message that may be about any of the topics."""
    shares = [(topic, 0.5**number) for number, topic in enumerate(topics, start=1)]
    put = {"asks": "?" in text, "asks_for": wanted(text)}
    return answered(conversation, Message(text, topics[0], _entities((), entities), shares, right=0.2, in_scope=in_scope, **put))


def typed(conversation: Conversation, words: str) -> Turn:
    """The turn that answers words of which the NLU makes nothing."""
    return answered(conversation, Message(words, "out_of_scope", topics=[("out_of_scope", 0.9)], right=0.9, in_scope=0.1))


def _entities(dates: tuple[dict[str, Any], ...], entities: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"entity": name, "value": value} for name, value in entities.items()]
    return found + [{"entity": "date", **each} for each in dates]


def custom(turn: Turn, kind: str) -> dict[str, Any]:
    found = [reply.custom for reply in turn.replies if reply.custom and reply.custom["type"] == kind]
    assert len(found) == 1, turn.replies
    return dict(found[0])


def asked(turn: Turn) -> str | None:
    found = [reply.custom["fact"] for reply in turn.replies if reply.custom and reply.custom["type"] == "question"]
    return found[-1] if found else None


def texts_of(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies if reply.text)
