"""What the parts of an expression mean, in any language: each meaning is read in the light of today and the tense."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from days import arithmetic
from days.readings import DENIED, IMPOSSIBLE, VAGUE, Day, Either, NoDay, Reading, Span, Tense, days_told, either

_NEAR_AHEAD = timedelta(days=31)
_YEARS_AROUND = range(-8, 9)  # a 29 February may be eight years away
_MONTHS_AROUND = range(-3, 4)
_NEAR_MONTHS = timedelta(days=45)
_CENTURY_AHEAD = 20


@dataclass(frozen=True)
class Seen:
    """From where the words are read: the day of today, the tense, and whether they are Chinese, where the month comes first."""

    today: date
    tense: Tense
    chinese: bool = False


class Meaning(Protocol):
    """Anything that can be read."""

    def read(self, seen: Seen) -> Reading:
        """The reading of the words as seen from there."""


@dataclass(frozen=True)
class Told:
    """A meaning told by a function."""

    how: Callable[[Seen], Reading]

    def read(self, seen: Seen) -> Reading:
        """What the function tells."""
        return self.how(seen)


@dataclass(frozen=True)
class Dated:
    """A day of the calendar that recurs: the candidates around today, and how one of them is chosen."""

    candidates: Callable[[Seen], list[date]]
    choose: Callable[[list[date], Seen], Reading]

    def read(self, seen: Seen) -> Reading:
        """The candidate that is chosen."""
        return self.choose(self.candidates(seen), seen)


@dataclass(frozen=True)
class Duration:
    """A length of time; `exact` is false for "two and a half weeks", which no day follows from."""

    months: int = 0
    days: int = 0
    exact: bool = True

    def __add__(self, other: Duration) -> Duration:
        return Duration(self.months + other.months, self.days + other.days, self.exact and other.exact)

    def times(self, count: int) -> Duration:
        """So many of it."""
        return Duration(self.months * count, self.days * count, self.exact)


INEXACT = Duration(exact=False)

Year = Callable[[date], int]
Month = Callable[[date], "tuple[int, int]"]


# Years and months that hang on today


def in_year(year: int) -> Year:
    """That year."""
    return lambda today: year


def short_year(number: int) -> Year:
    """The year of two digits: of this century unless that lies more than twenty years ahead."""
    return lambda today: number + (2000 if number + 2000 <= today.year + _CENTURY_AHEAD else 1900)


def years_away(count: int) -> Year:
    """This year, last year, ..."""
    return lambda today: today.year + count


def months_off(count: int) -> Month:
    """This month, next month, ..."""
    return lambda today: arithmetic.months_away(today, count)


def month_in(year: Year, month: int) -> Month:
    """A named month of a year."""
    return lambda today: (year(today), month)


def months_off_in(year: Year, count: int) -> Month:
    """The month of this name, or its neighbour, in another year: 去年本月."""
    return lambda today: (year(today), arithmetic.months_away(today, count)[1])


# Choosing among candidates


def _by_tense(days: Sequence[date], seen: Seen) -> Reading:
    side = [each for each in days if each <= seen.today] if seen.tense == "past" else days
    side = [each for each in days if each >= seen.today] if seen.tense == "future" else side
    return Day(arithmetic.nearest(side, seen.today)) if side else IMPOSSIBLE


def _of_some_year(days: Sequence[date], seen: Seen) -> Reading:
    """A past day that lies just ahead this year may be a plan as well."""
    reading = _by_tense(days, seen)
    ahead = [each for each in days if seen.today < each <= seen.today + _NEAR_AHEAD]
    if seen.tense == "past" and ahead and isinstance(reading, Day):
        return either([reading.day, *ahead])
    return reading


def _the_only_one(days: Sequence[date], seen: Seen) -> Reading:
    return either(list(days))


def _existing(days: Iterable[date | None]) -> list[date]:
    return [each for each in days if each is not None]


# Days of the calendar


def month_day(month: int, day: int, year: Year | None = None) -> Dated:
    """A day of a named month, in a year or in the one that the tense chooses."""
    if year is not None:
        return Dated(lambda seen: _existing([arithmetic.day_of(year(seen.today), month, day)]), _the_only_one)
    return Dated(
        lambda seen: _existing(arithmetic.day_of(seen.today.year + each, month, day) for each in _YEARS_AROUND), _of_some_year
    )


def day_in(month: Month, day: int) -> Dated:
    """A day of last month, this month, ..."""
    return Dated(lambda seen: _existing([arithmetic.day_of(*month(seen.today), day)]), _the_only_one)


def day_alone(day: int) -> Dated:
    """A day of the month: "the 9th", 9号."""
    return Dated(
        lambda seen: _existing(
            arithmetic.day_of(*arithmetic.months_away(seen.today, each), day) for each in _MONTHS_AROUND
        ),
        _by_tense,
    )  # fmt: skip


def end_of(month: Month) -> Meaning:
    """The last day of a month."""
    return Told(lambda seen: Day(arithmetic.end_of_month(*month(seen.today))))


def end_of_named(month: int) -> Meaning:
    """The last day of a named month, in the year that the tense chooses."""
    return Dated(lambda seen: [arithmetic.end_of_month(seen.today.year + each, month) for each in _YEARS_AROUND], _of_some_year)


def nth_weekday_in(month: Month, nth: int, weekday: int) -> Dated:
    """The second Monday of last month."""
    return Dated(lambda seen: _existing([arithmetic.nth_weekday(*month(seen.today), nth, weekday)]), _the_only_one)


def nth_weekday_of(month: int, nth: int, weekday: int) -> Dated:
    """The second Monday of a named month, in the year that the tense chooses."""
    return Dated(
        lambda seen: _existing(
            arithmetic.nth_weekday(seen.today.year + each, month, nth, weekday) for each in _YEARS_AROUND
        ),
        _by_tense,
    )  # fmt: skip


def nth_weekday_alone(nth: int, weekday: int) -> Meaning:
    """ "The first Sunday": of this month, or when that lies on the wrong side of today perhaps of the month beside it."""

    def read(seen: Seen) -> Reading:
        day = arithmetic.nth_weekday(seen.today.year, seen.today.month, nth, weekday)
        wrong = day is None or (day > seen.today if seen.tense == "past" else day < seen.today)
        beside = arithmetic.months_away(seen.today, -1 if seen.tense == "past" else 1)
        return either(_existing([day, arithmetic.nth_weekday(*beside, nth, weekday) if wrong else None]))

    return Told(read)


def only(meaning: Dated, side: Tense) -> Dated:
    """The same day on one side of today, whatever the tense: "last 3 November"."""
    return Dated(meaning.candidates, lambda days, seen: _by_tense([each for each in days if each != seen.today], _at(seen, side)))


def _at(seen: Seen, tense: Tense) -> Seen:
    return Seen(seen.today, tense, seen.chinese)


# Days of the week


@dataclass(frozen=True)
class Weekday:
    """A weekday without more: "on Friday". Without a tense it may be either."""

    number: int

    def read(self, seen: Seen) -> Reading:
        """The last one or the next one."""
        before, after = arithmetic.weekday_before(seen.today, self.number), arithmetic.weekday_after(seen.today, self.number)
        return Either((before, after)) if seen.tense == "any" else Day(before if seen.tense == "past" else after)


def last_weekday(number: int, before: int = 0) -> Meaning:
    """ "Last Friday": of two Fridays when this week had one already. `before` counts further back: "the Friday before last"."""
    return Told(lambda seen: _this_week_or_not(seen, arithmetic.weekday_before(seen.today, number, before + 1), -7, before))


def next_weekday(number: int, after: int = 0) -> Meaning:
    """ "Next Friday": of two Fridays when this week has one still to come. `after` counts further: "the Friday after next"."""
    return Told(lambda seen: _this_week_or_not(seen, arithmetic.weekday_after(seen.today, number, after + 1), 7, after))


def _this_week_or_not(seen: Seen, near: date, step: int, further: int) -> Reading:
    nearest = near - timedelta(days=step * further)
    return either([near, near + timedelta(days=step)]) if arithmetic.same_week(nearest, seen.today) else Day(near)


def coming_weekday(number: int, count: int = 1) -> Meaning:
    """The weekday so many weeks on: "the coming Friday", "two Fridays from now"."""
    return Told(lambda seen: Day(arithmetic.weekday_after(seen.today, number, count)))


def past_weekday(number: int, count: int = 1) -> Meaning:
    """The weekday so many weeks back: "two Fridays ago"."""
    return Told(lambda seen: Day(arithmetic.weekday_before(seen.today, number, count)))


def this_weekday(number: int) -> Meaning:
    """ "This Friday": of this week; when that has passed and the tense is not past, perhaps the next."""

    def read(seen: Seen) -> Reading:
        day = arithmetic.in_week_of(seen.today, number)
        if seen.tense == "past" or day >= seen.today:
            return Day(day)
        return either([day, day + timedelta(days=7)])

    return Told(read)


def weekday_in_week(number: int, weeks: int) -> Meaning:
    """The weekday of this week or of one so many weeks away: "Tuesday next week", 上上周五."""
    return Told(lambda seen: Day(arithmetic.in_week_of(seen.today, number, weeks)))


def on_weekday(meaning: Dated, number: int) -> Meaning:
    """A day of the calendar and its weekday, "Monday the 17th": when they disagree, the day said or the weekday nearest to it."""

    def read(seen: Seen) -> Reading:
        near = [each for each in meaning.candidates(seen) if each.weekday() == number]
        chosen = meaning.read(seen)
        offered = days_told(chosen)
        agreeing = [each for each in offered if each.weekday() == number]
        if len(agreeing) == 1:
            return Day(agreeing[0])
        about = [each for each in near if abs(each - seen.today) <= _NEAR_MONTHS]
        if len(about) == 1:
            return Day(about[0])
        if not offered:
            return chosen
        day = offered[0]
        around = (day + timedelta(days=each) for each in range(-3, 4))
        return either([day, *(each for each in around if each.weekday() == number)])

    return Told(read)


# Days counted from others


def away(days: int) -> Meaning:
    """So many days from today."""
    return Told(lambda seen: Day(seen.today + timedelta(days=days)))


def shifted(meaning: Meaning, by: Duration, sign: int) -> Meaning:
    """So long before another day (sign -1) or after it (sign 1)."""

    def read(seen: Seen) -> Reading:
        reading = meaning.read(seen)
        if not by.exact:
            return reading if isinstance(reading, NoDay) else VAGUE
        try:
            if isinstance(reading, Day):
                return Day(_counted(reading.day, by, sign))
            if isinstance(reading, Either):
                return either([_counted(each, by, sign) for each in reading.days])
        except (ValueError, OverflowError):
            return IMPOSSIBLE
        return reading if isinstance(reading, NoDay) else VAGUE

    return Told(read)


def _counted(day: date, by: Duration, sign: int) -> date:
    return arithmetic.moved(day, sign * by.months, sign * by.days)


def told_later(meaning: Meaning) -> Meaning:
    """ "Two days later": from today for what is to come; in a story of the past from some other day, which is not said."""
    return Told(lambda seen: VAGUE if seen.tense == "past" else meaning.read(seen))


def weekday_from(meaning: Meaning, number: int, sign: int) -> Meaning:
    """The first such weekday after another day or before it: "the Monday after 3 November"."""
    count = arithmetic.weekday_after if sign > 0 else arithmetic.weekday_before

    def read(seen: Seen) -> Reading:
        reading = meaning.read(seen)
        if isinstance(reading, Day):
            return Day(count(reading.day, number))
        return either([count(each, number) for each in reading.days]) if isinstance(reading, Either) else reading

    return Told(read)


# Several days


def span(first: Meaning, last: Meaning) -> Meaning:
    """All days from one to the other."""

    def read(seen: Seen) -> Reading:
        begun, ended = first.read(seen), last.read(seen)
        if isinstance(begun, Day) and isinstance(ended, Day) and begun.day <= ended.day:
            return Span(begun.day, ended.day) if begun != ended else begun
        return VAGUE

    return Told(read)


def choice(*meanings: Meaning) -> Meaning:
    """One of several days; one that cannot be is left out of nothing: then all of it is unclear."""

    def read(seen: Seen) -> Reading:
        ends = [days_told(each.read(seen)) for each in meanings]
        return either([day for each in ends for day in each]) if all(ends) else VAGUE

    return Told(read)


def unless(meaning: Meaning, denied: Meaning) -> Meaning:
    """A day beside another that is denied: "3 November, not 5 November"; unclear when they are the same or cannot be told apart."""

    def read(seen: Seen) -> Reading:
        reading = meaning.read(seen)
        if isinstance(denied, Weekday) and not isinstance(meaning, Weekday):
            return VAGUE
        return VAGUE if set(days_told(reading)) & set(days_told(denied.read(seen))) else reading

    return Told(read)


VAGUELY = Told(lambda seen: VAGUE)
DENIED_DAY = Told(lambda seen: DENIED)


# Days in numbers


def numbers_with_year(written: tuple[str, str, str, str]) -> Meaning:
    """Three numbers with the mark between: the year first, or else last, with two orders of day and month.

    In Chinese a short year comes first.
    """
    one, mark, two, three = written

    def read(seen: Seen) -> Reading:
        first, second, third = int(one), int(two), int(three)
        if len(one) == 4:
            return either(_existing([arithmetic.day_of(first, second, third)]))
        year_first = arithmetic.day_of(short_year(first)(seen.today), second, third) if len(one) == 2 else None
        if seen.chinese and year_first and len(three) < 4:
            return Day(year_first)
        year = third if len(three) == 4 else short_year(third)(seen.today)
        in_order = [arithmetic.day_of(year, second, first), arithmetic.day_of(year, first, second)] if len(three) > 1 else []
        if len(three) < 4 and mark == "-":
            in_order.append(year_first)
        return either(_existing(in_order))

    return Told(read)


def numbers(two_numbers: tuple[int, int], year: Year | None = None) -> Meaning:
    """Two numbers, day and month in either order; in Chinese the month comes first."""
    one, two = two_numbers
    month_first = month_day(one, two, year) if one <= 12 else None
    day_first = month_day(two, one, year) if two <= 12 else None

    def read(seen: Seen) -> Reading:
        if seen.chinese and month_first:
            return month_first.read(seen)
        days = [day for each in (month_first, day_first) if each for day in days_told(each.read(seen))]
        return either(days)

    return Told(read)
