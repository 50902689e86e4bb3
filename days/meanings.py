"""What the parts of an expression mean, in any language: each meaning is read in the light of today and the tense."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from days import arithmetic
from days.readings import DENIED, IMPOSSIBLE, VAGUE, Day, Either, NoDay, Reading, Span, Tense, days_told, either

_NEAR_AHEAD = timedelta(days=31)
_MEANT_AHEAD = timedelta(days=122)  # of days in the next year, that leave it out
_AS_NEAR = 3
_A_WEEK = timedelta(days=7)
_SIDES: dict[Tense, tuple[Tense, ...]] = {"past": ("past",), "future": ("future",), "any": ("past", "future")}
YEARS_AROUND = range(-8, 9)  # a 29 February may be eight years away
_MONTHS_AROUND = range(-3, 4)
_CENTURY_AHEAD = 20
_A_YEAR = 366


@dataclass(frozen=True)
class Seen:
    """From where the words are read.

    `chinese` says that they stand among Chinese, where the month comes first. `after` is the reading of a day that was named before,
    `within` a period in which the day lies.
    """

    today: date
    tense: Tense
    chinese: bool = False
    after: Reading | None = None
    within: Span | None = None


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
        """The candidate that is chosen; of those in a period, all."""
        found = self.candidates(seen)
        return self.choose(found, seen) if seen.within is None else inside(found, seen.within)


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


def inside(days: Iterable[date], period: Span) -> Reading:
    """Those of the days that lie in a period; without any the words contradict each other."""
    found = [each for each in days if period.first <= each <= period.last]
    return either(found) if found else VAGUE


def by_tense(days: Sequence[date], seen: Seen) -> Reading:
    """The nearest of the days on the side of the tense; of both sides, the nearest one or two."""
    back = [each for each in days if each <= seen.today and seen.tense != "future"]
    ahead = [each for each in days if each >= seen.today and seen.tense != "past"]
    return either(_on_either_side(seen.today, [*back[-1:], *ahead[:1]]))


def _on_either_side(today: date, days: Sequence[date]) -> Sequence[date]:
    """The last day and the next one, or one of them when the other is too far away to be meant without its year."""
    near = [each for each in days if each.year == today.year or each - today <= _MEANT_AHEAD] or days
    nearest = arithmetic.nearest(near, today) if near else today
    return [each for each in near if abs(each - today) <= max(_AS_NEAR * abs(nearest - today), _A_WEEK)]


def _of_some_year(days: Sequence[date], seen: Seen) -> Reading:
    """A past day that lies just ahead this year may be a plan as well; after a day of another year it may be of that one."""
    reading = by_tense(days, seen)
    if seen.after is not None and isinstance(reading, Day):
        beside = [day for each in days_told(seen.after) for day in days if each <= day and (day - each).days < _A_YEAR]
        return either([reading.day, *beside])
    ahead = [each for each in days if seen.today < each <= seen.today + _NEAR_AHEAD]
    if seen.tense == "past" and ahead and isinstance(reading, Day):
        return either([reading.day, *ahead])
    return reading


def _of_some_month(days: Sequence[date], seen: Seen) -> Reading:
    """ "4 March, opened on the 9th" is the 9th of that month; after the 20th it may be of the next one as well."""
    if seen.after is None:
        return either([day for side in _SIDES[seen.tense] for day in days_told(by_tense(days, replace(seen, tense=side)))])
    if not isinstance(seen.after, Day):
        return VAGUE
    before = seen.after.day
    number = days[0].day
    same, following = (arithmetic.day_of(*arithmetic.months_away(before, each), number) for each in (0, 1))
    return either(existing([same] if number >= before.day else [same, following]))


def the_only_one(days: Sequence[date], seen: Seen) -> Reading:
    """The day that the words name fully."""
    return either(list(days))


def existing(days: Iterable[date | None]) -> list[date]:
    """The days that the calendar has."""
    return [each for each in days if each is not None]


# Days of the calendar


def years_of(seen: Seen) -> Iterable[int]:
    """The years in which a day may lie that leaves out its own."""
    if seen.within is not None:
        return range(seen.within.first.year, seen.within.last.year + 1)
    return (seen.today.year + each for each in YEARS_AROUND)


def _months_of(seen: Seen) -> list[tuple[int, int]]:
    if seen.within is None:
        return [arithmetic.months_away(seen.today, each) for each in _MONTHS_AROUND]
    first, last = seen.within.first, seen.within.last
    return [arithmetic.months_away(first, each) for each in range(12 * (last.year - first.year) + last.month - first.month + 1)]


def month_day(month: int, day: int, year: Year | None = None) -> Dated:
    """A day of a named month, in a year or in the one that the tense chooses."""
    if year is not None:
        return Dated(lambda seen: existing([arithmetic.day_of(year(seen.today), month, day)]), the_only_one)
    return Dated(lambda seen: existing(arithmetic.day_of(each, month, day) for each in years_of(seen)), _of_some_year)


def day_in(month: Month, day: int) -> Dated:
    """A day of last month, this month, ..."""
    return Dated(lambda seen: existing([arithmetic.day_of(*month(seen.today), day)]), the_only_one)


def day_alone(day: int) -> Dated:
    """A day of the month: "the 9th", 9号."""
    return Dated(lambda seen: existing(arithmetic.day_of(*each, day) for each in _months_of(seen)), _of_some_month)


def end_of(month: Month) -> Meaning:
    """The last day of a month."""
    return Told(lambda seen: Day(arithmetic.end_of_month(*month(seen.today))))


def end_of_named(month: int) -> Meaning:
    """The last day of a named month, in the year that the tense chooses."""
    return Dated(lambda seen: [arithmetic.end_of_month(each, month) for each in years_of(seen)], _of_some_year)


def only(meaning: Dated, side: Tense) -> Dated:
    """The same day on one side of today, whatever the tense: "last 3 November"."""
    return Dated(meaning.candidates, lambda days, seen: by_tense([each for each in days if each != seen.today], _at(seen, side)))


def _at(seen: Seen, tense: Tense) -> Seen:
    return Seen(seen.today, tense, seen.chinese)


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


def told_later(by: Duration) -> Meaning:
    """ "Two days later": after the day named before, else from today for what is to come; in a story of the past it is not said."""

    def read(seen: Seen) -> Reading:
        if seen.after is not None:
            after = seen.after
            return shifted(Told(lambda seen: after), by, 1).read(seen)
        return VAGUE if seen.tense == "past" else shifted(away(0), by, 1).read(seen)

    return Told(read)


def _told_before(seen: Seen) -> Reading:
    return seen.after if isinstance(seen.after, (Day, Either)) else VAGUE


DAY_BEFORE = Told(_told_before)  # the day named before in the message, from which "the next day" is counted


def to_come(meaning: Meaning) -> Meaning:
    """What tells a day only when it is to come, "Monday week", "by 3 May"; in a story of the past it is unclear."""
    return Told(lambda seen: VAGUE if seen.tense == "past" else meaning.read(seen))


def on_either_side(meaning: Meaning) -> Meaning:
    """The same on whatever side of today: the Monday of "three weeks ago Monday" may be the last one or the next."""
    return Told(lambda seen: meaning.read(replace(seen, tense="any")))


def told_after(by: Duration) -> Meaning:
    """三天后: from today, or perhaps from the day named before."""

    def read(seen: Seen) -> Reading:
        told = [shifted(each, by, 1).read(seen) for each in (away(0), DAY_BEFORE)]
        return either([day for each in told for day in days_told(each)]) if by.exact else VAGUE

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
            return either(existing([arithmetic.day_of(first, second, third)]))
        year_first = arithmetic.day_of(short_year(first)(seen.today), second, third) if len(one) == 2 else None
        if seen.chinese and year_first and len(three) < 4:
            return Day(year_first)
        year = third if len(three) == 4 else short_year(third)(seen.today)
        in_order = [arithmetic.day_of(year, second, first), arithmetic.day_of(year, first, second)] if len(three) > 1 else []
        if len(three) < 4 and mark == "-":
            in_order.append(year_first)
        return either(existing(in_order))

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
