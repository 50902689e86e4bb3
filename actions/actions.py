"""Rasa's side of a turn: each action reads the tracker, lets a turn be made of it, and sends what it says."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.clock import china_today
from dialogue import answering, asking, dating, determining, statements, steering
from dialogue.conversation import Conversation, Message, Reply, Turn
from dialogue.texts import text


def conversation_of(tracker: Tracker) -> Conversation:
    """The conversation as Rasa's tracker has it, today in China."""
    latest = tracker.latest_message
    message = Message(
        text=latest.get("text") or "",
        intent=(latest.get("intent") or {}).get("name") or "",
        entities=latest.get("entities") or (),
        readings=latest.get("readings") or (),
        also_asked=latest.get("also_asked") or (),
    )
    return Conversation.from_slots(tracker.slots, message, china_today())


def send(turn: Turn, tracker: Tracker, dispatcher: CollectingDispatcher) -> list[EventType]:
    """Says what the turn says, and returns the slots that it changes."""
    for reply in turn.replies:
        say(reply, dispatcher)
    slots = turn.conversation.to_slots()
    return [SlotSet(name, value) for name, value in slots.items() if tracker.slots.get(name) != value]


def say(reply: Reply, dispatcher: CollectingDispatcher) -> None:
    """One reply as one message."""
    dispatcher.utter_message(
        text=reply.text,
        buttons=[dict(each) for each in reply.buttons] or None,
        json_message=dict(reply.custom) if reply.custom else None,
    )


class TurnAction(Action, ABC):
    """An action that makes one kind of turn; Rasa knows it by the snake case of its class name."""

    @abstractmethod
    def turn(self, conversation: Conversation) -> Turn:
        """What is said in answer, and the conversation after it."""

    def name(self) -> str:
        """The action's name in the domain: "action_determine" for ActionDetermine."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Called by the action server."""
        return send(self.turn(self.prepared(conversation_of(tracker))), tracker, dispatcher)

    def prepared(self, conversation: Conversation) -> Conversation:
        """The conversation as the turn takes it: what was understood ends the row of messages that were not."""
        return replace(conversation, unclear=0)


class ActionDetermine(TurnAction):
    """Which certificates does my website need?"""

    def turn(self, conversation: Conversation) -> Turn:
        return answering.determine_and_answer_turn(conversation)


class ActionTakeStatement(TurnAction):
    """Facts, a yes or a no, as an answer or on their own."""

    def turn(self, conversation: Conversation) -> Turn:
        return statements.statement_turn(conversation)


class ActionWhatIf(TurnAction):
    """What if something were different?"""

    def turn(self, conversation: Conversation) -> Turn:
        return determining.what_if_turn(conversation)


class ActionGiveDeadline(TurnAction):
    """When is it due, when is it ready?"""

    def turn(self, conversation: Conversation) -> Turn:
        return dating.deadline_turn(conversation)


class ActionGivePlan(TurnAction):
    """All dates from an application to the PSB filing."""

    def turn(self, conversation: Conversation) -> Turn:
        return dating.plan_turn(conversation)


class ActionGiveCalendar(TurnAction):
    """The dates as a calendar file."""

    def turn(self, conversation: Conversation) -> Turn:
        return dating.reminder_turn(conversation)


class ActionGiveSummary(TurnAction):
    """The whole case as one text."""

    def turn(self, conversation: Conversation) -> Turn:
        return steering.summary_turn(conversation)


class ActionAnswer(TurnAction):
    """A documented question."""

    def turn(self, conversation: Conversation) -> Turn:
        return answering.answer_turn(conversation)


class ActionAnswerFollowUp(TurnAction):
    """And what about the other certificate?"""

    def turn(self, conversation: Conversation) -> Turn:
        return answering.follow_up_turn(conversation)


class ActionReachPerson(TurnAction):
    """Yes, tell me how to reach a person."""

    def turn(self, conversation: Conversation) -> Turn:
        return answering.person_turn(conversation)


class ActionFallback(TurnAction):
    """No clear answer: ask back, or say so and where to ask."""

    def prepared(self, conversation: Conversation) -> Conversation:
        """Only this action counts what was not understood."""
        return conversation

    def turn(self, conversation: Conversation) -> Turn:
        return answering.fallback_turn(conversation)


class ActionPassOver(TurnAction):
    """Skip, or I don't know."""

    def turn(self, conversation: Conversation) -> Turn:
        return steering.pass_over_turn(conversation)


class ActionStop(TurnAction):
    """Stop asking."""

    def turn(self, conversation: Conversation) -> Turn:
        return steering.stop_turn(conversation)


class ActionStartOver(TurnAction):
    """Forget it all."""

    def turn(self, conversation: Conversation) -> Turn:
        return steering.start_over_turn(conversation)


class ActionExplainQuestion(TurnAction):
    """Why do you ask?"""

    def turn(self, conversation: Conversation) -> Turn:
        return steering.why_question_turn(conversation)


class ActionReturnToQuestion(TurnAction):
    """After a courtesy, the open question again."""

    def turn(self, conversation: Conversation) -> Turn:
        return asking.back_to_question(Turn((), conversation))


class ActionTakeFeedback(TurnAction):
    """That helped, or it did not."""

    def turn(self, conversation: Conversation) -> Turn:
        return steering.feedback_turn(conversation)


class ActionRepeat(Action):
    """Say that again: everything that the last turn said."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_repeat"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Called by the action server."""
        said = _last_said(tracker)
        for event in said:
            data = event.get("data") or {}
            dispatcher.utter_message(text=event.get("text"), buttons=data.get("buttons"), json_message=data.get("custom"))
        if not said:
            dispatcher.utter_message(text=text("nothing_to_repeat"))
        return []


def _last_said(tracker: Tracker) -> list[dict[str, Any]]:
    """What the assistant said between the last two messages of the person."""
    said: list[dict[str, Any]] = []
    users = 0
    for event in reversed(tracker.events):
        users += event.get("event") == "user"
        if users == 2 and said:
            break
        if users and event.get("event") == "bot":
            said.insert(0, event)
    return said
