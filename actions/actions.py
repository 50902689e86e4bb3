"""Rasa's side of a turn: each action reads the tracker, lets `dialogue` make the turn, and sends what it says.

Which action Rasa's rules choose says what the likeliest topic leads to. Whether the message is taken for that is weighed in
`dialogue.weigh`, with everything else that is known of it; so all actions do the same, and a new rule needs no new code.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.clock import china_today
from dialogue.acts import Act
from dialogue.conversation import Conversation, Message, Reply
from dialogue.turns import take_turn

# How many turns before are read, so that what they said can be said again; the store shows no more (`recent_turns`).
_TURNS_BEFORE = 3


def conversation_of(tracker: Tracker) -> Conversation:
    """The conversation as Rasa's tracker has it, today in China."""
    message, said = Message.of_parsed(tracker.latest_message), last_said(tracker.events)
    return Conversation.from_slots(tracker.slots, message, china_today(), said, tracker.sender_id, _before(tracker))


def _before(tracker: Tracker) -> Conversation | None:
    """The conversation as the last turn found it, and in it as the one before that did; None at the first message."""
    events, before = tracker.events, None
    messages = [place for place, event in enumerate(events) if event.get("event") == "user"]
    for place in messages[:-1][-_TURNS_BEFORE:]:
        slots = {event["name"]: event["value"] for event in events[:place] if event.get("event") == "slot"}
        message, said = Message.of_parsed(events[place]["parse_data"]), last_said(events[: place + 1])
        before = Conversation.from_slots(slots, message, china_today(), said, tracker.sender_id, before)
    return before


def last_said(events: Sequence[Mapping[str, Any]]) -> list[Reply]:
    """What the assistant said between the last two messages of the person."""
    said: list[Reply] = []
    users = 0
    for event in reversed(events):
        users += event.get("event") == "user"
        if users == 2 and said:
            break
        if users and event.get("event") == "bot":
            data = event.get("data") or {}
            said.insert(0, Reply(event.get("text"), data.get("buttons") or (), data.get("custom")))
    return said


def say(reply: Reply, dispatcher: CollectingDispatcher) -> None:
    """One reply as one message."""
    dispatcher.utter_message(
        text=reply.text,
        buttons=[dict(each) for each in reply.buttons] or None,
        json_message=dict(reply.custom) if reply.custom else None,
    )


class TurnAction(Action, ABC):
    """Makes the turn."""

    @property
    @abstractmethod
    def act(self) -> Act:
        """What Rasa's rules chose this action for."""

    def name(self) -> str:
        """The action's name in the domain."""
        return self.act.value

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Called by the action server: says what the turn says, and returns the slots that it changes."""
        turn = take_turn(conversation_of(tracker))
        for reply in turn.replies:
            say(reply, dispatcher)
        slots = turn.conversation.to_slots()
        return [SlotSet(name, value) for name, value in slots.items() if tracker.slots.get(name) != value]


# The action server finds its actions by their classes: one for each act.
ACTIONS = [type(act.name.title().replace("_", ""), (TurnAction,), {"act": act, "__module__": __name__}) for act in Act]
