"""Days that are counted from one told in the turn before, and the holidays that a day is told by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from days import find, read
from dialogue.conversation import Case, Conversation, Message
from dialogue.hearing import hear
from icp.facts import Facts
from icp.working_days import holiday_in
from nlu.fact_extractor import entities
from tests.unit.turns import TODAY

OPENED = date(2026, 3, 3)


def heard(text: str, last_day: date | None = OPENED, **more: Any) -> Facts:
    """The facts that a message leaves behind where the turn before told that day."""
    message = Message(text, "inform", entities(text), **more)
    return hear(Conversation(TODAY, case=Case(last_day=last_day), message=message)).facts


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("the day before", date(2026, 3, 2)),
        ("ten days after that", date(2026, 3, 13)),
        ("two weeks earlier", date(2026, 2, 17)),
        ("同日", date(2026, 3, 3)),
        ("晚一周", date(2026, 3, 10)),
    ],
)
def test_it_reads_as_a_day_beside_the_one_named_before(words: str, day: date) -> None:
    reading = read(words, TODAY, "past", after=OPENED.isoformat())
    assert getattr(reading, "day", None) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("we submitted the filing the day after", date(2026, 3, 4)),
        ("the filing was handed in two days before that", date(2026, 3, 1)),
        ("备案提前三天提交的", date(2026, 2, 28)),
    ],
)
def test_a_day_is_counted_from_the_turn_before(text: str, day: date) -> None:
    assert heard(text).filing_submitted_on == day


@pytest.mark.parametrize(
    "text",
    [
        "we submitted the filing the day after we opened",
        "the filing was submitted two days before that launch",
    ],
)
def test_what_governs_other_words_is_counted_from_no_turn_before(text: str) -> None:
    assert heard(text).filing_submitted_on is None


def test_nothing_is_counted_where_the_turn_before_told_no_day() -> None:
    message = Message("we opened a week later", "inform", entities("we opened a week later"))
    found = hear(Conversation(TODAY, message=message))
    assert found.facts.opened_on is None
    assert found.unclear_date is not None


def test_a_question_for_the_next_day_tells_no_day() -> None:
    text = "will it be online the next day?"
    assert heard(text, asks=True).opened_on is None
    assert not hear(Conversation(TODAY, message=Message(text, "ask_deadline", entities(text), asks=True))).dated


def test_two_days_in_one_message_are_not_one() -> None:
    text = "the filing was submitted on 5 February 2026, the site opened on 3 March 2026"
    found = hear(Conversation(TODAY, message=Message(text, "inform", entities(text))))
    assert found.only_day is None
    assert replace(found, days=frozenset((OPENED,))).only_day == OPENED


def test_a_word_that_asks_for_a_day_is_none() -> None:
    assert find("备案哪天之前要交") == ()


@pytest.mark.parametrize(
    ("year", "holiday", "ends"),
    [
        (2026, "spring_festival", (date(2026, 2, 15), date(2026, 2, 23))),
        (2025, "national_day", (date(2025, 10, 1), date(2025, 10, 8))),
        (2024, "dragon_boat", (date(2024, 6, 8), date(2024, 6, 10))),
        (2039, "national_day", None),
        (2026, "christmas", None),
    ],
)
def test_the_ends_of_a_holiday_are_known_in_announced_years(year: int, holiday: str, ends: tuple[date, date] | None) -> None:
    assert holiday_in(year, holiday) == ends
