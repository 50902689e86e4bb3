"""Plain arithmetic on the calendar; nothing here knows a language."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta

LAST = -1


def day_of(year: int, month: int, day: int) -> date | None:
    """That day, or None when the calendar has none: 31 September."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def months_away(day: date, months: int) -> tuple[int, int]:
    """The year and the month that lie so many months after that of the day, or before it when negative."""
    count = day.year * 12 + day.month - 1 + months
    return count // 12, count % 12 + 1


def moved(day: date, months: int, days: int) -> date:
    """The day so many months, then days, later; a day that the month does not have becomes its last: 31 March to 30 April.

    Raises:
        ValueError, OverflowError: the years from 1 to 9999 are left.
    """
    year, month = months_away(day, months)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1])) + timedelta(days=days)


def in_week_of(day: date, weekday: int, weeks: int = 0) -> date:
    """The weekday (0 is Monday) of the day's week, which begins on Monday, or of one so many weeks later."""
    return day + timedelta(days=weekday - day.weekday() + 7 * weeks)


def weekday_after(day: date, weekday: int, count: int = 1) -> date:
    """The `count`-th such weekday after the day, which does not count itself."""
    return day + timedelta(days=((weekday - day.weekday()) % 7 or 7) + 7 * (count - 1))


def weekday_before(day: date, weekday: int, count: int = 1) -> date:
    """The `count`-th such weekday before the day, which does not count itself."""
    return day - timedelta(days=((day.weekday() - weekday) % 7 or 7) + 7 * (count - 1))


def end_of_month(year: int, month: int) -> date:
    """The last day of the month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The nth such weekday of the month, from 1, or the last one (`LAST`); None when the month has not so many."""
    if nth == LAST:
        last = end_of_month(year, month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None


def same_week(one: date, other: date) -> bool:
    """Whether both lie in one week, which begins on Monday."""
    return one.isocalendar()[:2] == other.isocalendar()[:2]


def nearest(days: Iterable[date], to: date) -> date:
    """The day that is the fewest days away; of two, the earlier one.

    Raises:
        ValueError: there are no days.
    """
    return min(days, key=lambda each: (abs((each - to).days), each))
