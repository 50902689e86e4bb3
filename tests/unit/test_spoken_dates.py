"""Dates as people write them, seen from Tuesday, 24 November 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icp.spoken_dates import Ambiguous, FarOff, NotADate, Tense, Understood, understand

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("3 March", date(2026, 3, 3)),
        ("3rd of March", date(2026, 3, 3)),
        ("March 3rd, 2025", date(2025, 3, 3)),
        ("Sept 20", date(2026, 9, 20)),
        ("20 Sep 2026", date(2026, 9, 20)),
        ("2026/9/20", date(2026, 9, 20)),
        ("2026-09-20", date(2026, 9, 20)),
        ("2026.9.20", date(2026, 9, 20)),
        ("20.9.2026", date(2026, 9, 20)),
        ("9/20/2026", date(2026, 9, 20)),
        ("5/5/2026", date(2026, 5, 5)),
        ("yesterday", date(2026, 11, 23)),
        ("the day before yesterday", date(2026, 11, 22)),
        ("today", TODAY),
        ("last Friday", date(2026, 11, 20)),
        ("Friday", date(2026, 11, 20)),
        ("on Tuesday", date(2026, 11, 17)),
        ("10 days ago", date(2026, 11, 14)),
        ("two weeks ago", date(2026, 11, 10)),
        ("a month ago", date(2026, 10, 24)),
        ("end of May", date(2026, 5, 31)),
        ("beginning of last month", date(2026, 10, 1)),
        ("1 January", date(2026, 1, 1)),
        ("29 Feb", date(2024, 2, 29)),
        ("昨天", date(2026, 11, 23)),
        ("上周五", date(2026, 11, 20)),
        ("9月20日", date(2026, 9, 20)),
        ("2026年9月20日", date(2026, 9, 20)),
    ],
)
def test_a_day_that_has_passed_is_understood(words: str, day: date) -> None:
    assert understand(words, TODAY, "past") == Understood(day)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("tomorrow", date(2026, 11, 25)),
        ("the day after tomorrow", date(2026, 11, 26)),
        ("in two weeks", date(2026, 12, 8)),
        ("two weeks from now", date(2026, 12, 8)),
        ("next Monday", date(2026, 11, 30)),
        ("this Friday", date(2026, 11, 27)),
        ("Monday", date(2026, 11, 30)),
        ("1 December", date(2026, 12, 1)),
        ("3 March", date(2027, 3, 3)),
        ("end of next month", date(2026, 12, 31)),
        ("下周一", date(2026, 11, 30)),
        ("明天", date(2026, 11, 25)),
    ],
)
def test_a_day_ahead_is_understood(words: str, day: date) -> None:
    assert understand(words, TODAY, "future") == Understood(day)


@pytest.mark.parametrize(
    ("words", "readings"),
    [
        ("03/04/2026", (date(2026, 3, 4), date(2026, 4, 3))),
        ("10.12.2026", (date(2026, 10, 12), date(2026, 12, 10))),
        ("1-2-26", (date(2026, 1, 2), date(2026, 2, 1))),
        ("next Friday", (date(2026, 11, 27), date(2026, 12, 4))),
    ],
)
def test_a_day_with_two_readings_is_not_guessed(words: str, readings: tuple[date, date]) -> None:
    assert understand(words, TODAY, "future") == Ambiguous(readings)


def test_a_past_day_without_a_year_that_lies_just_ahead_may_be_a_plan() -> None:
    assert understand("27 November", TODAY, "past") == Ambiguous((date(2025, 11, 27), date(2026, 11, 27)))


@pytest.mark.parametrize("words", ["1 January 1999", "2017-12-31", "2032-01-01", "3 March 2099"])
def test_a_day_out_of_reach_is_named_as_such(words: str) -> None:
    assert isinstance(understand(words, TODAY), FarOff)


@pytest.mark.parametrize(
    "words",
    [
        "31 February",
        "32 March",
        "2026-13-01",
        "banana",
        "",
        "20",
        "1.2",
        "next week",
        "last month",
        "Sept 2026",
        "京ICP备15039648号",
    ],
)
def test_what_is_no_day_is_not_taken_for_one(words: str) -> None:
    assert understand(words, TODAY) == NotADate()


@given(words=st.text(max_size=60), tense=st.sampled_from(["past", "future", "any"]))
def test_no_text_breaks_it(words: str, tense: Tense) -> None:
    assert isinstance(understand(words, TODAY, tense), (Understood, Ambiguous, FarOff, NotADate))


@given(day=st.dates(date(2018, 1, 1), date(2031, 12, 31)))
def test_every_iso_date_in_reach_is_understood_as_itself(day: date) -> None:
    assert understand(day.isoformat(), TODAY) == Understood(day)
