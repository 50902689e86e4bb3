"""What a message says about the website: from the entities that the NLU reports, in the light of the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from days import Day, Either, FarOff, NoDay, Span, Tense
from dialogue.asked import asks_when, asks_when_to_begin
from dialogue.conversation import Case, Conversation, Message
from dialogue.days_heard import corrected_day, days_are_the_matter, holiday_meant, is_wanted, told_day
from icp.determination import application_under_way
from icp.facts import (
    CERTIFICATES,
    DAYS,
    FACTS,
    WEBSITE,
    Activity,
    Certificate,
    Facts,
    Holding,
    Question,
    answering_facts,
    asked_fact,
)


@dataclass(frozen=True)
class Heard:
    """The facts before and after the message, which of them it stated, and what about it needs an answer first.

    `stated` are the names of the facts that it tells of today, `suggested` of those that it only makes likely; `likely` is all that is
    likely so far. `later` is all that is known to be planned, and `planned` says that this message told of it. `start` is the day from
    which a plan was asked. `unclear_date` is what a date means that is not one day within reach; `unclear_fact` is the fact it was
    meant for and `words` what was written. `likely_place` are the words that make a place of the server or the CDN likely and do not
    say it. `either_license` says that an "ICP license" is held without saying which, `another_holds` that another company holds a
    certificate, `another_site` that the person speaks of a second website of their own, and `several_sites` of several in one breath.
    `not_submitted` says that the open question for the day of an application was answered with "not yet". `days` are all days of the
    message, None among them for one that is not clear. `holiday` are the ends of one that an unclear date is told by, `passed_over`
    the words of one that is left aside beside what is worth an answer, and `untold` a day of the past of which nothing tells what
    happened on it; `other_application` is that of a "license" where the filing's is known to be another. `beside` are the facts of a
    second website of which the message tells where it is and what it does.
    """

    before: Facts
    facts: Facts
    stated: frozenset[str] = frozenset()
    suggested: frozenset[str] = frozenset()
    likely: Facts = field(default_factory=Facts)
    later: Facts = field(default_factory=Facts)
    planned: bool = False
    start: date | None = None
    unclear_date: Either | Span | FarOff | NoDay | None = None
    unclear_fact: str = ""
    words: str = ""
    likely_place: str = ""
    either_license: bool = False
    another_holds: bool = False
    another_site: bool = False
    several_sites: bool = False
    not_submitted: bool = False
    days: frozenset[date | None] = frozenset()
    holiday: tuple[date, date] | None = None
    passed_over: str = ""
    beside: Facts = field(default_factory=Facts)
    untold: date | None = None
    other_application: date | None = None

    @classmethod
    def nothing(cls, conversation: Conversation) -> Heard:
        """What a message without any fact leaves behind."""
        return cls(conversation.facts, conversation.facts, likely=conversation.case.likely, later=conversation.case.later)

    @property
    def dated(self) -> bool:
        """Whether the message told a day, or words that are meant as one."""
        told = self.unclear_date or self.start or self.untold or self.other_application
        return bool(self.stated & DAYS) or told is not None

    @property
    def only_day(self) -> date | None:
        """The day that the message told, where it told just one and that clearly."""
        return next(iter(self.days)) if len(self.days) == 1 else None

    @property
    def describes(self) -> bool:
        """Whether the message told what the website is or does, today or later."""
        return bool(self.stated & WEBSITE) or self.planned

    @property
    def is_nothing(self) -> bool:
        """Whether the message told nothing about the website or its dates."""
        return not (self.stated or self.planned or self.either_license or self.another_holds or self.dated)

    @property
    def is_new(self) -> bool:
        """Whether the message told something that was not known."""
        return self.facts != self.before or self.planned or self.dated or self.either_license

    @property
    def contradicts(self) -> bool:
        """Whether the message told another value of a fact that was known."""
        return any(getattr(self.before, name) not in (None, getattr(self.facts, name)) for name in self.stated)

    def submission_ahead(self, conversation: Conversation) -> date | None:
        """The day on which the filing is going to be handed in, or is only supposed to be; None where it was, or nothing is told."""
        submitted = self.facts.filing_submitted_on if "filing_submitted_on" in self.stated else None
        ahead = submitted is not None and (conversation.message.supposes or submitted > conversation.today)
        return submitted if ahead else None

    def not_yet_submitted(self) -> Heard:
        """The same without the day of the application and what follows from it."""
        before = self.before
        facts = self.facts.stating(filing=before.filing, filing_submitted_on=before.filing_submitted_on)
        return replace(self, facts=facts, stated=self.stated - {"filing", "filing_submitted_on"})

    def answers(self, question: Question) -> bool:
        """Whether the message answers that question."""
        return self.not_submitted or bool(self.stated & answering_facts(question))

    def taken_into(self, conversation: Conversation) -> Conversation:
        """The conversation with what was heard, about now and about later; a question that was answered is no longer passed over."""
        open_still = frozenset(each for each in conversation.case.passed_over if not self.answers(each))
        known = conversation.with_case(facts=self.facts, later=self.later, likely=self.likely, passed_over=open_still)
        if self.beside != Facts() and all(each.facts != self.beside for each in known.other_cases):
            number = 1 + max(each.number for each in (known.case, *known.other_cases))
            known = known.keeping(Case(self.beside, number=number))
        return known.with_case(one_of_several=True) if self.several_sites else known


def hear(conversation: Conversation, supposed: bool = False) -> Heard:
    """What the message of this turn states, put on top of the facts known so far.

    A plan for later is kept apart from what holds now, unless it is only supposed: "and if we added a shop later?"
    """
    message, case = conversation.message, conversation.case
    question = conversation.open_question
    beside = [each for each in message.entities if each.get("role") == "beside"]
    message = replace(message, entities=[each for each in message.entities if each not in beside])
    conversation = replace(conversation, message=message)
    several = "several" in message.values("another_site")
    if several:  # which of them has which place and does what is not told apart, so nothing of it is taken for one of them
        conversation = replace(conversation, message=_without_website(message))
    suggested = _suggested(conversation)
    stated, planned = _now_and_later(conversation, supposed)
    suggested = {name: value for name, value in suggested.items() if planned.get(name) != value}
    as_today = {name: None for name, value in planned.items() if value == getattr(case.facts, name)}
    planned = {name: value for name, value in planned.items() if name not in as_today}
    if "license" not in stated and _said_of_an_unnamed_license(conversation, Holding.NOT_HELD, Holding.RETURNED):
        stated["license"] = Holding.NOT_HELD  # whichever is meant: without a filing there is no license either
    stated = {**_held_that_was_asked_about(conversation, stated), **stated}
    if _only_calls_it_a_site(case.facts, stated):
        del stated["activity"]
    if question is not None and message.intent in ("affirm", "deny") and not stated:
        stated |= _yes_or_no(question, message.intent)
    heard = Heard(
        before=case.facts,
        facts=case.facts.stating(**stated),
        stated=frozenset(stated),
        suggested=frozenset(suggested),
        likely=case.likely if message.supposes else case.likely.stating(**suggested),
        later=case.later.stating(**planned, **as_today),
        planned=bool(planned),
        likely_place=_likely_place(conversation),
        either_license=_said_of_an_unnamed_license(conversation, Holding.HELD, Holding.APPLIED),
        another_holds=bool(message.values("another_holds")),
        another_site=bool(message.values("another_site")),
        several_sites=several,
        beside=Facts(**{each["entity"]: FACTS[each["entity"]].read(each["value"]) for each in beside}),
        not_submitted=question is Question.SUBMITTED_ON and message.intent == "deny",
    )
    if question in (Question.FILING_HELD, Question.LICENSE_HELD):
        heard = _take_license_as_asked(heard, conversation)
    for entity in message.entities:
        if entity["entity"] == "date":
            plain = told_day(entity, entity.get("tense") or "past", conversation)
            heard = replace(heard, days=heard.days | {plain.day if isinstance(plain, Day) else None})
            heard = _hear_date(heard, entity, conversation) if is_wanted(entity, conversation) else heard
    return _without_contradiction(heard)


_FACT_OF = {Certificate.ICP_FILING.value: "filing", Certificate.PSB_FILING.value: "psb"}


def _held_that_was_asked_about(conversation: Conversation, stated: Mapping[str, Any]) -> Mapping[str, Holding]:
    """What "we have that, and the filing of course" says of the certificate that the turn before asked about, and of those it names."""
    message, before = conversation.message, conversation.before
    if "has_it" not in message.asks_for or message.asks or message.supposes or before is None or not WEBSITE.isdisjoint(stated):
        return {}
    meant = set(before.message.values("certificate"))
    if len(meant) != 1 or not before.message.asks:
        return {}
    return {_FACT_OF.get(each, "license"): Holding.HELD for each in (*meant, *message.values("certificate"))}


def _only_calls_it_a_site(known: Facts, stated: Mapping[str, Any]) -> bool:
    """Whether a site that sells is called an official site or the like, beside payments: that gives up no sales."""
    informs = stated.get("activity") is Activity.INFORMATIONAL and stated.get("payments") is True
    return informs and known.activity not in (None, Activity.INFORMATIONAL)


def _without_website(message: Message) -> Message:
    return replace(message, entities=[each for each in message.entities if each["entity"] not in WEBSITE])


def _now_and_later(conversation: Conversation, supposed: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """The facts that hold now, and those that are planned for later."""
    question = conversation.open_question
    stated: dict[str, Any] = {}
    planned: dict[str, Any] = {}
    # What is only likely by itself is plain where it was asked for, unless a cloud or a machine at home is all that hints at it, and
    # so are the certificates where a case is spoken of.
    asked = (*conversation.case.passed_over, *([question] if question is not None else []))
    plain = frozenset().union(*(answering_facts(each) for each in asked))
    plain |= frozenset() if conversation.case.is_empty or conversation.message.asks else CERTIFICATES
    for entity in conversation.message.entities:
        name = entity["entity"]
        later = entity.get("role") == "later" or _is_a_change_to_come(entity, conversation)
        taken = not _is_likely(entity) or later or supposed or (name in plain and not entity.get("hinted"))
        if name not in FACTS or name in DAYS or not taken:
            continue
        told = planned if later else stated
        told.setdefault(name, FACTS[name].read(entity["value"]))
    if question is Question.PAYMENTS and "payments" in planned and not supposed:
        stated.setdefault("payments", False)  # asked for today, answered with a later day
    asked_for_today = question is not None and asked_fact(question) in planned
    if supposed:
        return {**stated, **planned}, {}
    if not asked_for_today:
        # A plan alone is what the website is going to be; beside what holds today it stays a plan.
        known = conversation.facts.stating(**stated)
        alone = {name: value for name, value in planned.items() if not _tells_of_today(known, name)}
        stated, planned = {**stated, **alone}, {name: value for name, value in planned.items() if name not in alone}
    return stated, planned


def _is_a_change_to_come(entity: Mapping[str, Any], conversation: Conversation) -> bool:
    """Whether a wish would change a site that is open, or that has its result: "we would also like to take deposits" takes none today."""
    name, case = entity["entity"], conversation.case
    asked = conversation.open_question is not None and name in answering_facts(conversation.open_question)
    settled = case.concluded or case.facts.live is True
    meant = bool(entity.get("planned")) and not _is_likely(entity)
    return meant and name in WEBSITE and settled and not asked and _tells_of_today(case.facts, name)


def _tells_of_today(facts: Facts, name: str) -> bool:
    """Whether it is known how things are today in the matter of that fact: where the site is served from, or what it does."""
    if name in ("server", "cdn"):
        return facts.server is not None or facts.cdn is not None
    return facts.activity is not None or facts.payments is not None


def _yes_or_no(question: Question, intent: str) -> Mapping[str, Any]:
    """The fact that a bare yes or no to the question states, if it can be answered so."""
    name = "live" if question is Question.OPENED_ON else asked_fact(question)
    if not FACTS[name].by_yes_or_no:
        return {}
    yes, no = FACTS[name].answers
    return {name: yes if intent == "affirm" else no}


def _is_likely(entity: Mapping[str, Any]) -> bool:
    return entity.get("certainty") == "likely"


def _suggested(conversation: Conversation) -> dict[str, Any]:
    """What the message suggests of today and does not say; a mere hint adds nothing to what is known."""
    return {
        each["entity"]: FACTS[each["entity"]].read(each["value"])
        for each in conversation.message.entities
        if _is_likely(each) and each.get("role") != "later" and each["entity"] in FACTS
        if not (each.get("hinted") and getattr(conversation.facts, each["entity"]) is not None)
    }


def _likely_place(conversation: Conversation) -> str:
    """The words of the message that suggest where the website is served from; empty where none do."""
    message = conversation.message
    served = (each for each in message.entities if each["entity"] in ("server", "cdn") and "start" in each)
    return next(
        (message.text[each["start"] : each["end"]] for each in served if _is_likely(each) and each.get("role") != "later"), ""
    )


def contradicted_by(facts: Facts, values: Mapping[str, str]) -> bool:
    """Whether a button's values state another value for a fact that is known."""
    chosen = {name: FACTS[name].read(value) for name, value in values.items()}
    return any(getattr(facts, name) not in (None, value) for name, value in chosen.items())


def _said_of_an_unnamed_license(conversation: Conversation, *holdings: Holding) -> bool:
    return any(each in [holding.value for holding in holdings] for each in conversation.message.values("either"))


def _take_license_as_asked(heard: Heard, conversation: Conversation) -> Heard:
    """Under an open question for a certificate, "the license" is the one that was asked about."""
    said = [Holding(each) for each in conversation.message.values("either")]
    name = "filing" if conversation.open_question is Question.FILING_HELD else "license"
    if not said or name in heard.stated - {"license"}:
        return heard
    facts = heard.facts.stating(**{name: said[-1]})
    return replace(heard, facts=facts, stated=heard.stated | {name}, either_license=False)


def _hear_date(heard: Heard, entity: Mapping[str, Any], conversation: Conversation) -> Heard:
    fact = _dated_fact(entity, heard, conversation)
    tense: Tense = "past"
    if fact == "start":  # a plan begins ahead; a day of which nothing is told may as well have passed
        ahead = entity.get("role") or conversation.message.intent == "ask_plan" or conversation.open_question
        tense = "future" if ahead else "any"
    if fact == "opened_on" and heard.facts.live is False:
        tense = "future"
    if asks_when_to_begin(conversation.message) and fact == "opened_on":
        tense = "future"  # who asks when to begin for it has it ahead
    elif entity.get("tense"):
        tense = entity["tense"]
    words = str(entity["value"])
    reading = told_day(entity, tense, conversation)
    if reading is None:
        return heard
    more = heard.planned or bool(heard.stated - DAYS - {"live"})
    only_told = not days_are_the_matter(conversation) or bool(heard.planned and not conversation.message.asks)
    if isinstance(reading, (NoDay, Span)) and more and only_told:
        return replace(heard, passed_over=words)  # "a blog, open since June": the rest is worth an answer
    if not isinstance(reading, Day):
        holiday = holiday_meant(reading, tense, conversation.today)
        return replace(heard, unclear_date=reading, unclear_fact=fact, words=words, holiday=holiday)
    if fact == "start" and entity.get("role") is None and reading.day < conversation.today:
        return replace(heard, untold=reading.day)
    if fact == "filing_submitted_on" and _is_another_application(reading.day, heard, conversation):
        return replace(heard, other_application=reading.day)
    if fact == "start":
        return replace(heard, start=reading.day)
    told = getattr(heard.facts, fact)
    if fact in heard.stated and told != reading.day:
        return replace(heard, unclear_date=Either(tuple(sorted((told, reading.day)))), unclear_fact=fact, words=words)
    facts = heard.facts.stating(**{fact: reading.day})
    if fact == "opened_on":
        facts = facts.stating(live=reading.day <= conversation.today)
    return replace(heard, facts=facts, stated=heard.stated | {fact})


def _is_another_application(day: date, heard: Heard, conversation: Conversation) -> bool:
    """Whether a "license" was handed in on another day than the filing, of which the day is known: it may be either certificate."""
    named, known = conversation.message.values("certificate"), heard.before.filing_submitted_on
    return known not in (None, day) and "either" in named and Certificate.ICP_FILING.value not in named


def _dated_fact(entity: Mapping[str, Any], heard: Heard, conversation: Conversation) -> str:
    """Which day the date is: by its own words, else by the day that is waited for, else the start of a plan."""
    role, named = entity.get("role"), set(conversation.message.values("certificate"))
    if role is None and (corrected := corrected_day(conversation)):
        return corrected
    if role in (None, "granted") and conversation.awaited_day is Question.OPENED_ON:
        role = "opened"
    if role is None and conversation.awaited_day is Question.SUBMITTED_ON:
        role = "submitted"
    if role is None and asks_when(conversation.message) and named == {Certificate.PSB_FILING.value}:
        role = "opened"  # from nothing else is the police's last day counted
    if role is None and asks_when_to_begin(conversation.message) and not conversation.facts.open_on(conversation.today):
        role = "opened"  # "那12月5日呢，来得及吗": the day that is to be reached; of an open site that on which something is to be done
    if role == "submitted":
        named = {entity["about"]} if entity.get("about") else named
        a_license = {Certificate.ICP_COMMERCIAL_LICENSE.value, *(["either"] if heard.facts.filing_held else [])}
        license_meant = bool(a_license & named) or (heard.facts.filing_held and Certificate.ICP_FILING.value not in named)
        under_way = application_under_way(heard.facts) is Certificate.ICP_COMMERCIAL_LICENSE
        return "license_submitted_on" if license_meant or under_way else "filing_submitted_on"
    return "opened_on" if role == "opened" else "start"


def _without_contradiction(heard: Heard) -> Heard:
    """What follows at once from the words: "not open" drops an opening that had passed; an application is under way."""
    facts = heard.facts
    if heard.not_submitted:
        facts = facts.stating(**dict.fromkeys(under_way_names(facts), Holding.NOT_HELD))
    if "live" in heard.stated and not facts.live and "opened_on" not in heard.stated:
        facts = facts.stating(opened_on=None)
    stated = heard.stated
    for name, day in (("filing", "filing_submitted_on"), ("license", "license_submitted_on")):
        suggested = name in heard.suggested and getattr(heard.likely, name) is Holding.RETURNED
        if suggested and day in stated:
            facts = facts.stating(**{name: Holding.RETURNED})  # "handed in on 3 March, they sent it back"
            stated = stated | {name}
        if name in stated and getattr(facts, name) is Holding.RETURNED:
            facts, stated = facts.stating(**{day: None}), stated - {day}  # nothing is counted from a day that came to nothing
        elif day in stated and getattr(facts, name) is not Holding.HELD:
            facts = facts.stating(**{name: Holding.APPLIED})
    return replace(heard, facts=facts, stated=stated)


def under_way_names(facts: Facts) -> tuple[str, ...]:
    """The names of the facts that tell of an application under way."""
    return tuple(name for name in ("filing", "license") if getattr(facts, name) is Holding.APPLIED)
