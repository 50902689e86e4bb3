"""What the words of a day in a message mean, in the light of the turn before: which day, and which holiday it is told by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from days import AroundHoliday, Day, NoDay, Reading, Tense, Why, days_told, read
from dialogue.conversation import Conversation, Message
from icp.facts import DAYS, Certificate, Question
from icp.working_days import holiday_in, reach


def holiday_meant(reading: Reading, tense: Tense, today: date) -> tuple[date, date] | None:
    """The ends of the holiday that a date is told by, the last one or the next as the tense tells; None where that is not known."""
    if not isinstance(reading, AroundHoliday) or tense == "any":
        return None
    found = [each for year in (today.year - 1, today.year, today.year + 1) if (each := holiday_in(year, reading.holiday))]
    if tense == "past":
        return next((each for each in reversed(found) if each[0] <= today), None)
    return next((each for each in found if each[1] >= today), None)


_TIED_TO_A_FACT = {"opened", "submitted"}
_ABOUT_DAYS = ("ask_deadline", "ask_plan")
# What a message is taken for that says little but another day for a plan.
_OF_A_PLAN = ("ask_plan", "ask_deadline", "ask_how_long", "ask_follow_up", "what_if", "ask_before_filing")
_MOSTLY = 0.5
# Counted from today where no day was named before, and after a plan from its first day.
_LATER = re.compile(r"(?:later|后)$", re.IGNORECASE)
# The share of words from which a message tells nothing beside.
_NOTHING_ELSE = 0.75
# Said of an opening of which the day is known.
_PUT_OFF = re.compile(
    r"延期到|延到|延后到|推迟到|推到|推后到|挪到|提前到|\b(?:postponed?|delayed?|put off|pushed back) (?:to|until)\b",
    re.IGNORECASE,
)
# What of a day's words leans on what follows: "the day after we opened" is counted from no other day.
_GOVERNING = re.compile(r"(?:after|before|that|this)$", re.IGNORECASE)


def moves_the_plan(conversation: Conversation) -> bool:
    """Whether the message asks for the plan that was just made, from another day: "and a week later?", 如果推迟到元旦呢."""
    case = conversation.case
    just_made = case.plan_start is not None and case.last_day == case.plan_start and conversation.open_question is None
    return just_made and _asks_of_a_day(conversation.message)


def moves_a_day_ahead(conversation: Conversation) -> bool:
    """Whether the message asks what comes of another day for an application, or an opening, that the turn before put ahead."""
    last = conversation.case.last_day
    ahead = last is not None and last > conversation.today and conversation.open_question is None
    return ahead and _asks_of_a_day(conversation.message) and corrected_day(conversation) is not None


def _asks_of_a_day(message: Message) -> bool:
    """Whether a question is about days, and tells nothing but one of which no verb says what it is the day of."""
    told = [each for each in message.entities if each["entity"] == "date" and each.get("role") in (None, "start")]
    nothing_else = len(told) == len(message.entities) == 1
    about_days = message.coverage >= _NOTHING_ELSE or message.share(*_OF_A_PLAN) >= _MOSTLY
    return nothing_else and about_days and (message.asks or message.supposes)


def told_day(entity: Mapping[str, Any], tense: Tense, conversation: Conversation) -> Reading | None:
    """What the words of a date mean today; "the day after" is counted from the day that the turn before told, where it told one.

    None for words that only lean on another day in a question, "is it there the next day?".
    """
    today, last = conversation.today, conversation.case.last_day
    reading = _read(entity, tense, today)
    moves = last is not None and (moves_the_plan(conversation) or moves_a_day_ahead(conversation))
    if moves and (isinstance(reading, NoDay) or _LATER.search(str(entity["value"]))):
        counted = days_told(_read(entity, tense, today, last))
        return Day(counted[-1]) if counted else reading
    against = entity.get("tense") == "past" and isinstance(reading, Day) and reading.day > today
    if entity.get("after") or not (isinstance(reading, NoDay) or against):
        return reading
    sides = [each for each in days_told(_read(entity, tense, today, last or today)) if not against or each <= today]
    rest = conversation.message.text[entity.get("end", len(conversation.message.text)) :]
    governs = _GOVERNING.search(str(entity["value"])) and rest[:1].isspace() and rest.strip()[:1].isalpha()
    if len(sides) != 1 or governs:
        return reading
    of_the_past = entity.get("role") is not None and entity.get("tense") != "future"
    if conversation.message.asks and not (last and of_the_past):
        return reading if conversation.message.intent == "ask_plan" else None  # no plan from today for who named another day
    return NoDay(Why.VAGUE) if last is None else Day(sides[0])


def corrected_day(conversation: Conversation) -> str | None:
    """The fact of which the turn before told the day, where this message says little but another: "on Friday, that is".

    An opening may also be asked of: "and on Friday?" """
    message, last = conversation.message, conversation.case.last_day
    told = {each["entity"] for each in message.entities}
    ahead = last is not None and last > conversation.today
    only_a_day = "date" in told and told <= {"date", "live"} and message.coverage >= _NOTHING_ELSE
    only_a_day = only_a_day or (ahead and _asks_of_a_day(message))
    if only_a_day and conversation.facts.opened_on is not None and _PUT_OFF.search(message.text):
        return "opened_on"
    asks_else = message.asks and not ahead and last != conversation.facts.opened_on  # "延期到12月10号呢" asks of the opening
    if last is None or asks_else or not only_a_day or conversation.open_question is not None:
        return None
    return next((name for name in sorted(DAYS) if getattr(conversation.facts, name) == last), None)


def is_wanted(entity: Mapping[str, Any], conversation: Conversation) -> bool:
    """A date without a verb of its own counts only where a date is asked for and none is told by a verb; else it is colour.

    The article counts nothing from the day on which a certificate was granted, nor from that on which the PSB filing was handed in,
    so those are passed over.
    """
    if entity.get("role") == "submitted" and entity.get("about") == Certificate.PSB_FILING.value:
        return False
    roles = {each.get("role") for each in conversation.message.entities if each["entity"] == "date"}
    if entity.get("role") == "other" or (entity.get("role") is None and roles & _TIED_TO_A_FACT):
        return False
    if entity.get("role") == "granted":
        about_a_certificate = any(
            each["entity"] in ("certificate", "filing", "license") for each in conversation.message.entities
        )
        return conversation.awaited_day is Question.OPENED_ON and not about_a_certificate
    return (
        entity.get("role") in _TIED_TO_A_FACT
        or days_are_the_matter(conversation)
        or corrected_day(conversation) is not None
        or (
            conversation.message.text == entity["value"] and not entity["value"].isdigit()
        )  # "3" alone is a day only where one is asked
    )


def days_are_the_matter(conversation: Conversation) -> bool:
    """Whether the message is about days: it asks for them, or answers a question for one."""
    asks_for_dates = conversation.message.intent in _ABOUT_DAYS
    return (
        asks_for_dates
        or moves_the_plan(conversation)
        or conversation.open_question in (Question.OPENED_ON, Question.SUBMITTED_ON)
    )


def _read(entity: Mapping[str, Any], tense: Tense, today: date, after: date | None = None) -> Reading:
    """What the words of a date mean today, beside a day named before."""
    chinese = entity.get("language") == "zh"
    named = after.isoformat() if after else entity.get("after") or ""
    return read(str(entity["value"]), today, tense, chinese, reach(today), named, entity.get("within") or "")
