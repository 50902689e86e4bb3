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


# China's public holidays, and what the library calls their days.
_HOLIDAYS = {
    "new_year": "New Year's Day",
    "spring_festival": "Chinese New Year (Spring Festival)",
    "tomb_sweeping": "Tomb-Sweeping Day",
    "labour_day": "Labor Day",
    "dragon_boat": "Dragon Boat Festival",
    "mid_autumn": "Mid-Autumn Festival",
    "national_day": "National Day",
}


@lru_cache(maxsize=1)
def _called_in_english() -> holidays.HolidayBase:
    return holidays.country_holidays("CN", language="en_US")


def holiday_in(year: int, holiday: str) -> tuple[date, date] | None:
    """The first and the last day off of that public holiday; None for one that is none, and in a year that is not announced.

    `holiday` is one of "new_year", "spring_festival", "tomb_sweeping", "labour_day", "dragon_boat", "mid_autumn", "national_day".
    """
    if holiday not in _HOLIDAYS or year not in knowledge.official_years():
        return None
    day = date(year, 1, 1)
    while _HOLIDAYS[holiday] not in _called_in_english().get(day, ""):
        day += timedelta(days=1)
    first = last = day
    while first > FIRST_DAY and not is_working_day(first - timedelta(days=1)):
        first -= timedelta(days=1)
    while not is_working_day(last + timedelta(days=1)):
        last += timedelta(days=1)
    return first, last


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
