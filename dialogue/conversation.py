"""The state of a conversation between turns, read from Rasa's slots and written back to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dialogue.acts import Act
from dialogue.language import Language, named
from icp.calendar_file import Revision
from icp.determination import awaited_day
from icp.documents import Owner
from icp.facts import DAYS, FACTS, Facts, Question
from icp.told_dates import Told

Choice = Mapping[str, str]
MOST_CASES = 5


@dataclass(frozen=True)
class Clause:
    """A part of a message that asks for something itself: its topic, and how sure it is that this is meant and in scope (0 to 1)."""

    topic: str
    right: float
    in_scope: float


@dataclass(frozen=True)
class Beyond:
    """What a message, or a part of it, may ask beyond the article: the likeliest questions of `data/wider/` with their probabilities,
    best first, how sure it is that the first one is asked, that any is, and that it is one of the first three, if it is any (all 0
    to 1)."""

    topics: Sequence[tuple[str, float]]
    right: float
    known: float
    among_three: float = 1.0


@dataclass(frozen=True)
class Message:
    """What the person wrote in this turn, as the NLU reports it; nothing about it is decided yet.

    `intent` is the likeliest topic, `topics` the likeliest ones with their probabilities, best first, and `clauses` those of its
    parts when it has several. `beyond` is what it may ask beyond the article, for the whole and then for each part. `right` is how
    sure it is that the first topic is meant, `in_scope` that it is about ICP at all, and `coverage` the share of its words that
    state facts (all 0 to 1). `asks` and `supposes` tell how it is put, `asks_for` what its words ask for, as `nlu/asking.py` names it
    ("when", "what_it_is"). `certain` says that there is no doubt: a button was clicked, or just this was an example. `wished` is
    the language that the client asks for where the words do not tell.
    """

    text: str = ""
    intent: str = ""
    entities: Sequence[Mapping[str, Any]] = ()
    topics: Sequence[tuple[str, float]] = ()
    clauses: Sequence[Clause] = ()
    beyond: Sequence[Beyond] = ()
    right: float = 1.0
    in_scope: float = 1.0
    coverage: float = 0.0
    asks: bool = False
    asks_for: Sequence[str] = ()
    supposes: bool = False
    certain: bool = False
    wished: Language | None = None

    @classmethod
    def of_parsed(cls, parsed: Mapping[str, Any]) -> Message:
        """A message as Rasa's NLU reports it; one without evidence is a button's payload, in which there is nothing to weigh."""
        evidence = parsed.get("evidence")
        message = cls(
            text=parsed.get("text") or "",
            intent=(parsed.get("intent") or {}).get("name") or "",
            entities=parsed.get("entities") or (),
            certain=not evidence,
            wished=named((parsed.get("metadata") or {}).get("language")),
        )
        if not evidence:
            return message
        return replace(
            message,
            **{name: evidence[name] for name in ("right", "in_scope", "coverage", "asks", "asks_for", "supposes", "certain")},
            topics=[(topic, float(share)) for topic, share in evidence["topics"]],
            clauses=[Clause(**each) for each in evidence["clauses"]],
            beyond=[Beyond(**each) for each in evidence.get("answers", ())],
        )

    @classmethod
    def of_choice(cls, text: str, payload: str) -> Message:
        """The message that a click on a choice would have been; `text` is what was written instead."""
        intent, _, values = payload.removeprefix("/").partition("{")
        named = json.loads("{" + values) if values else {}
        return cls(text, intent, [{"entity": name, "value": value} for name, value in named.items()], certain=True)

    def share(self, *intents: str) -> float:
        """How probable it is that one of these topics is meant, 0 to 1."""
        if self.certain or not self.topics:
            return float(self.intent in intents)
        return sum(probability for topic, probability in self.topics if topic in intents)

    def values(self, entity: str) -> list[str]:
        """What the message names under that entity."""
        return [str(each["value"]) for each in self.entities if each["entity"] == entity]


@dataclass(frozen=True)
class Case:
    """The file of one website: what is known, what is planned, and what was said of it.

    `number` tells it from the other cases of the conversation, `one_of_several` that they were announced together. `later` holds what
    the site is to be or do later, where that differs from `facts`, and `likely` what was suggested and not said. `result` are the facts
    on which the last result was given, None before it, and `told` the names of the reasons and remarks that were said with it.
    `passed_over` are the questions that stay open, `plan_start` the day from which the last plan was made. `revisions` are the days
    that calendar files gave, `told_dates` the deadlines that were told, so that what moves can be called so. `owner` and `province`
    (its id) tell who files and where, which documents depend on. `last_day` is the one day that the turn before told, from which "the
    day after" is counted, and `supposed` what the turn before only supposed, with which "and with a CDN too?" goes on.
    """

    facts: Facts = field(default_factory=Facts)
    later: Facts = field(default_factory=Facts)
    likely: Facts = field(default_factory=Facts)
    passed_over: frozenset[Question] = frozenset()
    result: Facts | None = None
    told: frozenset[str] = frozenset()
    plan_start: date | None = None
    revisions: Mapping[str, Revision] = field(default_factory=dict)
    told_dates: Mapping[str, Told] = field(default_factory=dict)
    owner: Owner | None = None
    province: str | None = None
    last_day: date | None = None
    supposed: Facts = field(default_factory=Facts)
    number: int = 1
    one_of_several: bool = False

    @property
    def concluded(self) -> bool:
        """Whether a result was given."""
        return self.result is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of the website."""
        return self.facts == Facts() and self.later == Facts()

    def to_json(self) -> dict[str, Any]:
        """What is not empty, as JSON values."""
        values = {
            "facts": self.facts.to_json(),
            "later": self.later.to_json(),
            "likely": self.likely.to_json(),
            "passed_over": sorted(each.value for each in self.passed_over),
            "result": None if self.result is None else self.result.to_json(),
            "told": sorted(self.told),
            "plan_start": self.plan_start.isoformat() if self.plan_start else None,
            "revisions": {step: list(each) for step, each in self.revisions.items()},
            "told_dates": {name: list(each) for name, each in self.told_dates.items()},
            "owner": self.owner.value if self.owner else None,
            "province": self.province,
            "last_day": self.last_day.isoformat() if self.last_day else None,
            "supposed": self.supposed.to_json(),
            "number": self.number if self.number > 1 else None,
            "one_of_several": self.one_of_several,
        }
        return {name: value for name, value in values.items() if value or (name == "result" and value is not None)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Case:
        """The opposite of `to_json`."""
        result, start, last = values.get("result"), values.get("plan_start"), values.get("last_day")
        return cls(
            facts=Facts.from_json(values.get("facts") or {}),
            later=Facts.from_json(values.get("later") or {}),
            likely=Facts.from_json(values.get("likely") or {}),
            passed_over=frozenset(Question(each) for each in values.get("passed_over") or ()),
            result=None if result is None else Facts.from_json(result),
            told=frozenset(values.get("told") or ()),
            plan_start=date.fromisoformat(start) if start else None,
            revisions={step: Revision(*each) for step, each in (values.get("revisions") or {}).items()},
            told_dates={name: Told(*each) for name, each in (values.get("told_dates") or {}).items()},
            owner=Owner(values["owner"]) if values.get("owner") else None,
            province=values.get("province"),
            last_day=date.fromisoformat(last) if last else None,
            supposed=Facts.from_json(values.get("supposed") or {}),
            number=values.get("number") or 1,
            one_of_several=bool(values.get("one_of_several")),
        )


@dataclass(frozen=True)
class Reply:
    """One message to the person: text that is complete alone, choices, and a machine-readable part."""

    text: str | None = None
    buttons: Sequence[Choice] = ()
    custom: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Conversation:
    """Everything that a turn depends on; `today` is China's date, `id` what nobody else's conversation has.

    `language` is the one that is spoken, `language_wished` the one that was asked for in words and holds from then on; `case` is the
    website that is spoken of, `other_cases` those put aside for it. `open_question` waits for an answer, `choices` are the buttons
    last shown, and `offer` is what a bare yes accepts. `unusable` counts the answers in a row that could not be used, `unclear` the
    messages in a row that were not understood. `last_topic` is the topic answered last, and `last_said` what the last turn said.
    `before` is the conversation as the last turn found it, with its message, so that the turn can be made again. `erased` tells the
    store to keep nothing of it, this turn included.
    """

    today: date
    id: str = ""
    language: Language = "en"
    language_wished: Language | None = None
    case: Case = field(default_factory=Case)
    other_cases: tuple[Case, ...] = ()
    open_question: Question | None = None
    choices: Sequence[Choice] = ()
    offer: Act | None = None
    unusable: int = 0
    unclear: int = 0
    last_topic: str | None = None
    feedback: Sequence[Mapping[str, Any]] = ()
    message: Message = field(default_factory=Message)
    last_said: Sequence[Reply] = ()
    before: Conversation | None = None
    erased: bool = False

    @classmethod
    def from_slots(
        cls,
        slots: Mapping[str, Any],
        message: Message,
        today: date,
        last_said: Sequence[Reply] = (),
        id_: str = "",
        before: Conversation | None = None,
    ) -> Conversation:
        """The conversation that the slots describe; slots that are not set count as fresh."""
        question, offer = slots.get("open_question"), slots.get("offer")
        return cls(
            today=today,
            id=id_,
            language=named(slots.get("language")) or message.wished or "en",
            language_wished=named(slots.get("language_wished")),
            case=Case.from_json(slots.get("case") or {}),
            other_cases=tuple(Case.from_json(each) for each in slots.get("other_cases") or ()),
            open_question=Question(question) if question else None,
            choices=slots.get("choices") or (),
            offer=Act(offer) if offer else None,
            unusable=int(slots.get("unusable") or 0),
            unclear=int(slots.get("unclear") or 0),
            last_topic=slots.get("last_topic"),
            feedback=slots.get("feedback") or (),
            message=message,
            last_said=last_said,
            before=before,
        )

    def to_slots(self) -> dict[str, Any]:
        """All slots of the conversation; what is unknown or fresh is None, so that it clears the slot."""
        return {
            "language": self.language,
            "language_wished": self.language_wished,
            "case": self.case.to_json() or None,
            "other_cases": [each.to_json() for each in self.other_cases] or None,
            "open_question": self.open_question.value if self.open_question else None,
            "choices": [dict(each) for each in self.choices] or None,
            "offer": self.offer.value if self.offer else None,
            "unusable": self.unusable or None,
            "unclear": self.unclear or None,
            "last_topic": self.last_topic,
            "feedback": list(self.feedback) or None,
            "erased": self.erased or None,
        }

    @property
    def under_way(self) -> bool:
        """Whether it has been about ICP already: something was told, asked or answered."""
        return bool(self.last_topic or self.open_question or self.other_cases) or not self.case.is_empty

    @property
    def facts(self) -> Facts:
        """What is known of the website that is spoken of."""
        return self.case.facts

    @property
    def awaited_day(self) -> Question | None:
        """The question for a day that a bare date answers: the open one, or what the result that was given waits for."""
        if self.open_question is not None:
            return self.open_question if QUESTIONS_OF_DAYS & {self.open_question} else None
        return awaited_day(self.case.result) if self.case.result is not None else None

    def with_case(self, **changes: Any) -> Conversation:
        """The same conversation with some of its case changed."""
        return replace(self, case=replace(self.case, **changes))

    def keeping(self, case: Case) -> Conversation:
        """The same conversation with a further website put aside; of many the last ones stay."""
        return replace(self, other_cases=(*self.other_cases, case)[-MOST_CASES:])

    def asking_nothing(self) -> Conversation:
        """The same conversation without an open question."""
        return replace(self, open_question=None, unusable=0)

    def forgotten(self) -> Conversation:
        """A fresh conversation; only the feedback is kept."""
        kept = {name: getattr(self, name) for name in ("today", "id", "language", "language_wished", "feedback", "message")}
        return Conversation(**kept)


QUESTIONS_OF_DAYS = frozenset(question for name in DAYS for question in FACTS[name].questions)


@dataclass(frozen=True)
class Turn:
    """What a turn says, and the conversation after it."""

    replies: tuple[Reply, ...]
    conversation: Conversation

    def then(self, *replies: Reply) -> Turn:
        """The same turn with more to say."""
        return Turn((*self.replies, *replies), self.conversation)

    def after(self, *replies: Reply) -> Turn:
        """The same turn with something said before it."""
        return Turn((*replies, *self.replies), self.conversation)
