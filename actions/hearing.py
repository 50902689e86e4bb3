"""What a message says about the website: from the entities that the NLU found, in the light of the open question."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from actions.conversation import Conversation
from actions.texts import buttons
from days import Day, Either, FarOff, NoDay, Span, Tense, read
from icp.determination import Question, application_under_way
from icp.facts import Activity, Certificate, Facts, Holding, Place, Provider
from icp.working_days import reach

_VALUES: dict[str, Any] = {
    "server": Place,
    "cdn": Place,
    "activity": Activity,
    "payments": lambda value: {"yes": True, "no": False}[value],
    "filing": Holding,
    "license": Holding,
    "psb": Holding,
    "live": lambda value: {"yes": True, "no": False}[value],
    "provider": Provider,
}
_YES_AND_NO: dict[Question, tuple[str, Any, Any]] = {
    Question.PAYMENTS: ("payments", True, False),
    Question.FILING_HELD: ("filing", Holding.HELD, Holding.NOT_HELD),
    Question.LICENSE_HELD: ("license", Holding.HELD, Holding.NOT_HELD),
}
_TIED_TO_A_FACT = {"opened", "submitted"}
_ANSWERED_BY: dict[Question, tuple[str, ...]] = {
    Question.HOSTING: ("server", "cdn"),
    Question.ACTIVITY: ("activity",),
    Question.PAYMENTS: ("payments",),
    Question.FILING_HELD: ("filing", "license"),
    Question.LICENSE_HELD: ("license",),
    Question.OPENED_ON: ("opened_on", "live"),
    Question.SUBMITTED_ON: ("filing_submitted_on", "license_submitted_on"),
}


@dataclass(frozen=True)
class Heard:
    """The facts after the message, which of them it stated, and what about it needs an answer first.

    `later` is all that is known to be planned for after the opening, and `planned` says that this message told of it. `start` is the
    day from which a plan was asked. `unclear_date` is what a date means that is not one day within reach; `unclear_fact`
    is the fact it was meant for and `words` what was written. `either_license` says that an "ICP license" is held without saying
    which, and `another_holds` that another company holds a certificate. `not_submitted` says that the open question for the day
    of an application was answered with "not yet".
    """

    facts: Facts
    stated: frozenset[str] = frozenset()
    later: Facts = field(default_factory=Facts)
    planned: bool = False
    start: date | None = None
    unclear_date: Either | Span | FarOff | NoDay | None = None
    unclear_fact: str = ""
    words: str = ""
    either_license: bool = False
    another_holds: bool = False
    not_submitted: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether the message told nothing about the website or its dates."""
        dated = self.unclear_date is not None or self.start is not None
        return not (self.stated or self.planned or self.either_license or self.another_holds or dated)

    def answers(self, question: Question) -> bool:
        """Whether the message answers that question."""
        return self.not_submitted or any(name in self.stated for name in _ANSWERED_BY[question])

    def taken_into(self, conversation: Conversation) -> Conversation:
        """The conversation with what was heard, about now and about later."""
        return replace(conversation, facts=self.facts, later=self.later)


def hear(conversation: Conversation, supposed: bool = False) -> Heard:
    """What the message of this turn states, put on top of the facts known so far.

    A plan for later is kept apart from what holds now, unless it is only supposed: "and if we added a shop later?"
    """
    message = conversation.message
    intent, choice = _choice_typed(conversation)
    stated, planned = _now_and_later(conversation, choice, supposed)
    if "license" not in stated and _said_of_an_unnamed_license(conversation, Holding.NOT_HELD):
        stated["license"] = Holding.NOT_HELD  # whichever is meant: without a filing there is no license either
    if not stated and conversation.open_question in _YES_AND_NO and intent in ("affirm", "deny"):
        name, yes, no = _YES_AND_NO[conversation.open_question]
        stated[name] = yes if intent == "affirm" else no
    if conversation.open_question is Question.OPENED_ON and intent in ("affirm", "deny"):
        stated["live"] = intent == "affirm"
    heard = Heard(
        facts=conversation.facts.stating(**stated),
        stated=frozenset(stated),
        later=conversation.later.stating(**planned),
        planned=bool(planned),
        either_license=_said_of_an_unnamed_license(conversation, Holding.HELD, Holding.APPLIED),
        another_holds=any(each["entity"] == "another_holds" for each in message.entities),
        not_submitted=conversation.open_question is Question.SUBMITTED_ON and intent == "deny",
    )
    if conversation.open_question in (Question.FILING_HELD, Question.LICENSE_HELD):
        heard = _take_license_as_asked(heard, conversation)
    for entity in message.entities:
        if entity["entity"] == "date" and _is_wanted(entity, conversation):
            heard = _hear_date(heard, entity, conversation)
    return _without_contradiction(heard)


def _now_and_later(
    conversation: Conversation, choice: Mapping[str, str], supposed: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The facts that hold now, with those of a choice, and those that are planned for later."""
    stated = {name: _VALUES[name](value) for name, value in choice.items()}
    planned: dict[str, Any] = {}
    for entity in conversation.message.entities:
        read = _VALUES.get(entity["entity"])
        told = planned if entity.get("role") == "later" else stated
        if read is not None and entity["entity"] not in told:
            told[entity["entity"]] = read(entity["value"])
    if conversation.open_question is Question.PAYMENTS and "payments" in planned and not supposed:
        stated.setdefault("payments", False)  # asked for today, answered with a later day
    asked_for_today = conversation.open_question in (Question.ACTIVITY, Question.PAYMENTS)
    if supposed or not (asked_for_today or _does_something_now(conversation.facts.stating(**stated))):
        stated, planned = {**stated, **planned}, {}  # a plan alone is what the website is going to be
    return stated, planned


def _does_something_now(facts: Facts) -> bool:
    return facts.activity is not None or facts.payments is not None


def _choice_typed(conversation: Conversation) -> tuple[str, dict[str, str]]:
    """The intent and the values of the open question's choice whose title was typed instead of clicked; else the message's intent."""
    if conversation.open_question is None:
        return conversation.message.intent, {}
    typed = conversation.message.text.strip(" .!").casefold()
    for button in buttons(f"ask_{conversation.open_question.value}"):
        if button["title"].casefold() == typed:
            return _read_payload(button["payload"])
    return conversation.message.intent, {}


def _read_payload(payload: str) -> tuple[str, dict[str, str]]:
    """The intent of a button's payload and the values it sends along."""
    intent, _, values = payload.removeprefix("/").partition("{")
    return intent, dict(json.loads("{" + values)) if values else {}


def contradicts(facts: Facts, payload: str) -> bool:
    """Whether a button's payload states another value for a fact that is known."""
    known = {name: getattr(facts, name) for name in _VALUES}
    chosen = {name: _VALUES[name](value) for name, value in _read_payload(payload)[1].items()}
    return any(known[name] not in (None, value) for name, value in chosen.items())


def _said_of_an_unnamed_license(conversation: Conversation, *holdings: Holding) -> bool:
    return any(
        each["entity"] == "either" and each["value"] in [holding.value for holding in holdings]
        for each in conversation.message.entities
    )


def _take_license_as_asked(heard: Heard, conversation: Conversation) -> Heard:
    """Under an open question for a certificate, "the license" is the one that was asked about."""
    said = [Holding(each["value"]) for each in conversation.message.entities if each["entity"] == "either"]
    name = "filing" if conversation.open_question is Question.FILING_HELD else "license"
    if not said or name in heard.stated - {"license"}:
        return heard
    facts = heard.facts.stating(**{name: said[-1]})
    return replace(heard, facts=facts, stated=heard.stated | {name}, either_license=False)


def _is_wanted(entity: Any, conversation: Conversation) -> bool:
    """A date without a verb of its own counts only where a date is asked for and none is told by a verb; else it is colour.

    The article counts nothing from the day on which a certificate was granted, so that day is passed over.
    """
    roles = {each.get("role") for each in conversation.message.entities if each["entity"] == "date"}
    if entity.get("role") == "other" or (entity.get("role") is None and roles & _TIED_TO_A_FACT):
        return False
    if entity.get("role") == "granted":
        about_a_certificate = any(
            each["entity"] in ("certificate", "filing", "license") for each in conversation.message.entities
        )
        return conversation.open_question is Question.OPENED_ON and not about_a_certificate
    return (
        entity.get("role") in _TIED_TO_A_FACT
        or _dates_are_the_matter(conversation)
        or conversation.message.text == entity["value"]
    )


def _dates_are_the_matter(conversation: Conversation) -> bool:
    asks_for_dates = conversation.message.intent in ("ask_deadline", "ask_plan")
    return asks_for_dates or conversation.open_question in (Question.OPENED_ON, Question.SUBMITTED_ON)


def _hear_date(heard: Heard, entity: Any, conversation: Conversation) -> Heard:
    fact = _dated_fact(entity, heard, conversation)
    tense: Tense = "future" if fact == "start" else "past"
    if fact == "opened_on" and heard.facts.live is False:
        tense = "future"
    words, today = str(entity["value"]), conversation.today
    reading = read(
        words, today, entity.get("tense") or tense, entity.get("language") == "zh", reach(today), entity.get("after") or ""
    )
    if isinstance(reading, (NoDay, Span)) and (heard.stated or heard.planned) and not _dates_are_the_matter(conversation):
        return heard  # "a blog, open since June": the rest is worth an answer, and the day can be asked for when it matters
    if not isinstance(reading, Day):
        return replace(heard, unclear_date=reading, unclear_fact=fact, words=words)
    if fact == "start":
        return replace(heard, start=reading.day)
    facts = heard.facts.stating(**{fact: reading.day})
    if fact == "opened_on":
        facts = facts.stating(live=reading.day <= conversation.today)
    return replace(heard, facts=facts, stated=heard.stated | {fact})


def _dated_fact(entity: Any, heard: Heard, conversation: Conversation) -> str:
    """Which day the date is: by its own words, else by the open question, else the start of a plan."""
    role = entity.get("role")
    if role in (None, "granted") and conversation.open_question is Question.OPENED_ON:
        role = "opened"
    if role is None and conversation.open_question is Question.SUBMITTED_ON:
        role = "submitted"
    if role == "submitted":
        named = {each["value"] for each in conversation.message.entities if each["entity"] == "certificate"}
        license_meant = Certificate.ICP_COMMERCIAL_LICENSE.value in named or (
            heard.facts.filing_held and Certificate.ICP_FILING.value not in named
        )
        under_way = application_under_way(heard.facts) is Certificate.ICP_COMMERCIAL_LICENSE
        return "license_submitted_on" if license_meant or under_way else "filing_submitted_on"
    return "opened_on" if role == "opened" else "start"


def _without_contradiction(heard: Heard) -> Heard:
    """What follows at once from the words: "not open" drops an opening that had passed; an application is under way."""
    facts = heard.facts
    if heard.not_submitted:
        facts = facts.stating(**dict.fromkeys(_under_way(facts), Holding.NOT_HELD))
    if "live" in heard.stated and not facts.live and "opened_on" not in heard.stated:
        facts = facts.stating(opened_on=None)
    if "filing_submitted_on" in heard.stated and facts.filing is not Holding.HELD:
        facts = facts.stating(filing=Holding.APPLIED)
    if "license_submitted_on" in heard.stated and facts.license is not Holding.HELD:
        facts = facts.stating(license=Holding.APPLIED)
    return replace(heard, facts=facts)


def _under_way(facts: Facts) -> tuple[str, ...]:
    return tuple(name for name in ("filing", "license") if getattr(facts, name) is Holding.APPLIED)
