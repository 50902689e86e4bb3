"""China's working days: weekends and public holidays out, make-up working weekends in.

The days come from the `holidays` library; which years are officially announced stands in `knowledge/calendar.yml`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

from icp import knowledge

FIRST_DAY = date(2018, 1, 1)
LAST_DAY = date(2040, 12, 31)


YEARS_AHEAD = 5


def reach(today: date) -> tuple[date, date]:
    """The first and the last day that make sense in a conversation on `today`: from 2018 to the end of the fifth year ahead."""
    return FIRST_DAY, date(today.year + YEARS_AHEAD, 12, 31)


class OutsideCalendar(ValueError):
    """A day that lies outside the years for which working days can be counted."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(f"{day.isoformat()} cannot be counted: dates from {FIRST_DAY} to {LAST_DAY} are allowed.")


@lru_cache(maxsize=1)
def _china() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")


def years_in_library() -> frozenset[int]:
    """The years of which the installed package has the announced days, whether or not the announcement is known here."""
    return frozenset(_china().special_public_holidays)


def is_working_day(day: date) -> bool:
    """Whether offices in mainland China work on that day.

    Raises:
        OutsideCalendar: the day lies before 2018 or after 2040.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise OutsideCalendar(day)
    return _china().is_working_day(day)


def working_day_after(start: date, count: int) -> date:
    """The day on which the `count`-th working day after `start` falls; `start` itself does not count.

    Raises:
        ValueError: `count` is less than one.
        OutsideCalendar: the count runs out of the calendar.
    """
    if count < 1:
        raise ValueError(f"count is {count}; one working day or more is allowed.")
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def is_official(start: date, end: date) -> bool:
    """Whether every year from `start` to `end` has an announced calendar; else what was counted is provisional."""
    return all(year in knowledge.official_years() for year in range(start.year, end.year + 1))
