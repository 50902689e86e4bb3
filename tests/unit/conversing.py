"""Conversations for tests of the store: events as Rasa makes them, without a model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from store.tracker_store import ConversationStore

DOMAIN = Domain.from_dict(
    {
        "version": "3.1",
        "intents": ["inform"],
        "actions": ["action_take_statement"],
        "slots": {name: {"type": "any", "mappings": [{"type": "custom"}]} for name in ("server", "cdn", "live", "erased")},
    }
)


def store_in(folder: Path, **settings: Any) -> ConversationStore:
    """A store with a file of its own in the folder, which shows a turn all turns before it unless told otherwise."""
    return ConversationStore(DOMAIN, db=str(folder / "conversations.db"), **{"recent_turns": 100, **settings})


def begin(tracker: DialogueStateTracker) -> None:
    """A new session."""
    for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")):
        tracker.update(event, DOMAIN)


def add_turn(tracker: DialogueStateTracker, text: str, message_id: str | None = None, erases: bool = False) -> None:
    """A message, what was done about it, and the answer."""
    parsed = {"intent": {"name": "inform"}, "entities": [], "intent_ranking": [{"name": "inform"}] * 9, "text_tokens": [[0, 1]]}
    metadata = {"page": "/filing"}
    said = UserUttered(text, parsed["intent"], [], parsed, message_id=message_id, input_channel="rest", metadata=metadata)
    answers = [BotUttered(f"heard {text}"), BotUttered(None, {"custom": {"type": "question", "fact": "hosting"}})]
    slots = [SlotSet("server", text), *([SlotSet("erased", True)] if erases else [])]
    for event in (said, ActionExecuted("action_take_statement"), *answers, *slots, ActionExecuted("action_listen")):
        tracker.update(event, DOMAIN)


async def say(store: ConversationStore, sender: str, text: str, message_id: str | None = None, **how: Any) -> None:
    """A whole turn, as Rasa's processor makes it."""
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    tracker.model_id, tracker.assistant_id = "model", "icp-assistant"
    if not tracker.events:
        begin(tracker)
    add_turn(tracker, text, message_id, **how)
    await store.save(tracker)


def texts(tracker: DialogueStateTracker | None) -> list[str]:
    """What the person said, in order."""
    return [event.text for event in (tracker.events if tracker else ()) if isinstance(event, UserUttered)]
