"""China's working days, held against a second library and at the edges of the year."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icp import knowledge
from icp.working_days import (
    FIRST_DAY,
    LAST_DAY,
    OutsideCalendar,
    is_official,
    is_working_day,
    working_day_after,
    years_in_library,
)


def test_every_day_of_2018_to_2026_agrees_with_the_second_library() -> None:
    day, differing = date(2018, 1, 1), []
    while day <= date(2026, 12, 31):
        if is_working_day(day) != chinese_calendar.is_workday(day):
            differing.append(day)
        day += timedelta(days=1)
    assert differing == []


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 14), True),  # make-up Saturday before Spring Festival
        (date(2026, 2, 16), False),  # Spring Festival
        (date(2026, 9, 20), True),  # make-up Sunday before National Day
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 10), True),  # make-up Saturday after it
        (date(2026, 11, 21), False),  # a plain Saturday
        (date(2026, 11, 24), True),  # a plain Tuesday
        (date(2024, 2, 29), True),  # leap day
        (date(2019, 5, 2), False),  # the extended Labour Day of 2019
    ],
)
def test_known_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works


starts = st.dates(FIRST_DAY, date(2039, 1, 1))


@given(start=starts, count=st.integers(1, 80))
def test_the_count_ends_on_a_working_day_and_counts_exactly(start: date, count: int) -> None:
    end = working_day_after(start, count)
    between = [start + timedelta(days=each) for each in range(1, (end - start).days + 1)]
    assert is_working_day(end)
    assert sum(is_working_day(day) for day in between) == count


@given(start=starts, count=st.integers(1, 60))
def test_a_later_start_never_ends_earlier(start: date, count: int) -> None:
    assert working_day_after(start, count) <= working_day_after(start + timedelta(days=1), count)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 24), 1, date(2026, 11, 25)),  # the day of the application does not count
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # over a weekend
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over National Day
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # onto a make-up Saturday
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # over Spring Festival
        (date(2025, 12, 31), 1, date(2026, 1, 4)),  # over New Year, onto a make-up Sunday
    ],
)
def test_edges_of_holidays(start: date, count: int, end: date) -> None:
    assert working_day_after(start, count) == end


def test_only_announced_years_are_official() -> None:
    last = max(knowledge.official_years())
    assert is_official(date(2026, 11, 24), date(last, 12, 31))
    assert not is_official(date(2026, 12, 1), date(last + 1, 1, 4))
    assert [*knowledge.official_years()] == [*range(2018, last + 1)]
    assert set(knowledge.official_years()) <= years_in_library()


@pytest.mark.parametrize("day", [FIRST_DAY - timedelta(days=1), LAST_DAY + timedelta(days=1)])
def test_a_day_outside_the_calendar_is_refused_by_name(day: date) -> None:
    with pytest.raises(OutsideCalendar, match=day.isoformat()):
        is_working_day(day)


@pytest.mark.parametrize("count", [0, -3])
def test_a_count_of_no_days_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="one working day or more"):
        working_day_after(date(2026, 1, 1), count)
