"""The state of a conversation between turns, read from Rasa's slots and written back to them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from icp.determination import Question
from icp.facts import Facts

FACT_SLOTS = tuple(each.name for each in fields(Facts))
_QUESTION = re.compile(
    r"[?？]"
    r"|^(?:what|which|how|why|when|where|who|is|are|do|does|can|may|should|must)\b"
    r"|[,;.:!]\s+(?:(?:and|but|so)\s+)?(?:what|how|why|is|are|do|does|can|may|should|must)\b",
    re.IGNORECASE,
)
_SUPPOSITION = re.compile(r"\b(?:if|suppose|supposing|assuming|imagine)\b|如果|假如|要是", re.IGNORECASE)


@dataclass(frozen=True)
class Message:
    """What the person wrote in this turn, as the NLU understood it.

    `readings` are the intents to offer when it is unsure, `also_asked` further intents of a message with several questions.
    """

    text: str = ""
    intent: str = ""
    entities: Sequence[Mapping[str, Any]] = ()
    readings: Sequence[str] = ()
    also_asked: Sequence[str] = ()

    @property
    def asks(self) -> bool:
        """Whether the words are put as a question rather than as a statement."""
        return _QUESTION.search(self.text.strip()) is not None

    @property
    def supposes(self) -> bool:
        """Whether the words put a case instead of telling one."""
        return _SUPPOSITION.search(self.text) is not None


@dataclass(frozen=True)
class Conversation:
    """Everything that a turn depends on; `today` is China's date.

    `task` is what the open question serves: "determination" or "deadline". `guided` says that the determination has asked at
    least one question, `concluded` that its result was given. `unusable` counts the answers in a row that could not be used.
    `unclear` counts the messages in a row that were not understood. `later` holds what the site is to do after its opening, where
    that differs from `facts`. `last_topic` is the topic answered last, and `plan_start` the day from which the last plan was made.
    """

    today: date
    facts: Facts = field(default_factory=Facts)
    later: Facts = field(default_factory=Facts)
    open_question: Question | None = None
    task: str | None = None
    passed_over: frozenset[Question] = frozenset()
    guided: bool = False
    concluded: bool = False
    unusable: int = 0
    unclear: int = 0
    last_topic: str | None = None
    plan_start: date | None = None
    feedback: Sequence[Mapping[str, Any]] = ()
    message: Message = field(default_factory=Message)

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any], message: Message, today: date) -> Conversation:
        """The conversation that the slots describe; slots that are not set count as fresh."""
        question = slots.get("open_question")
        return cls(
            today=today,
            facts=Facts.from_json({name: slots.get(name) for name in FACT_SLOTS}),
            later=Facts.from_json(slots.get("later") or {}),
            open_question=Question(question) if question else None,
            task=slots.get("task"),
            passed_over=frozenset(Question(each) for each in slots.get("passed_over") or ()),
            guided=bool(slots.get("guided")),
            concluded=bool(slots.get("concluded")),
            unusable=int(slots.get("unusable") or 0),
            unclear=int(slots.get("unclear") or 0),
            last_topic=slots.get("last_topic"),
            plan_start=date.fromisoformat(slots["plan_start"]) if slots.get("plan_start") else None,
            feedback=slots.get("feedback") or (),
            message=message,
        )

    def to_slots(self) -> dict[str, Any]:
        """All slots of the conversation; what is unknown or fresh is None, so that it clears the slot."""
        facts = self.facts.to_json()
        return {
            **{name: facts.get(name) for name in FACT_SLOTS},
            "later": self.later.to_json() or None,
            "open_question": self.open_question.value if self.open_question else None,
            "task": self.task,
            "passed_over": sorted(each.value for each in self.passed_over) or None,
            "guided": self.guided or None,
            "concluded": self.concluded or None,
            "unusable": self.unusable or None,
            "unclear": self.unclear or None,
            "last_topic": self.last_topic,
            "plan_start": self.plan_start.isoformat() if self.plan_start else None,
            "feedback": list(self.feedback) or None,
        }

    def asking_nothing(self) -> Conversation:
        """The same conversation without an open question."""
        return replace(self, open_question=None, task=None, unusable=0)

    def forgotten(self) -> Conversation:
        """A fresh conversation; only the feedback is kept."""
        return Conversation(today=self.today, feedback=self.feedback, message=self.message)


@dataclass(frozen=True)
class Reply:
    """One message to the person: text that is complete alone, choices, and a machine-readable part."""

    text: str | None = None
    buttons: Sequence[Mapping[str, str]] = ()
    custom: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Turn:
    """What a turn says, and the conversation after it."""

    replies: tuple[Reply, ...]
    conversation: Conversation

    def then(self, *replies: Reply) -> Turn:
        """The same turn with more to say."""
        return Turn((*self.replies, *replies), self.conversation)
