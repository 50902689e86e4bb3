"""What weekdays mean: alone, in a named week or month, beside a date, and counted from another day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from days import arithmetic
from days.meanings import Dated, Meaning, Month, Seen, Told, by_tense, existing, inside, the_only_one, years_of
from days.readings import VAGUE, Day, Either, Reading, days_told, either

_NEAR_MONTHS = timedelta(days=45)


@dataclass(frozen=True)
class Weekday:
    """A weekday without more: "on Friday". Without a tense it may be either."""

    number: int

    def read(self, seen: Seen) -> Reading:
        """The last one or the next one, or that of a week."""
        if seen.within is not None:
            return inside(_all_between(seen.within.first, seen.within.last, self.number), seen.within)
        before, after = arithmetic.weekday_before(seen.today, self.number), arithmetic.weekday_after(seen.today, self.number)
        return Either((before, after)) if seen.tense == "any" else Day(before if seen.tense == "past" else after)


def _all_between(first: date, last: date, number: int) -> list[date]:
    begun = first + timedelta(days=(number - first.weekday()) % 7)
    return [begun + timedelta(days=each) for each in range(0, (last - begun).days + 1, 7)]


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


def as_dated(meaning: Meaning) -> Dated:
    """Words with a weekday, which tells the one that is meant of several readings: 3/11/2026, yesterday."""
    return Dated(lambda seen: list(days_told(meaning.read(seen))), lambda days, seen: meaning.read(seen))


def on_weekday(meaning: Dated, number: int) -> Meaning:
    """A day of the calendar and its weekday, "Monday the 17th": when they disagree, the day said or the weekday nearest to it."""

    def read(seen: Seen) -> Reading:
        near = [each for each in meaning.candidates(seen) if each.weekday() == number]
        chosen = meaning.read(seen)
        offered = days_told(chosen)
        agreeing = [each for each in offered if each.weekday() == number]
        if agreeing:
            return either(agreeing)
        about = [each for each in near if abs(each - seen.today) <= _NEAR_MONTHS]
        if len(about) == 1:
            return Day(about[0])
        if len(offered) != 1:
            return chosen
        day = offered[0]
        around = (day + timedelta(days=each) for each in range(-3, 4))
        return either([day, *(each for each in around if each.weekday() == number)])

    return Told(read)


def nth_weekday_in(month: Month, nth: int, weekday: int) -> Dated:
    """The second Monday of last month."""
    return Dated(lambda seen: existing([arithmetic.nth_weekday(*month(seen.today), nth, weekday)]), the_only_one)


def nth_weekday_of(month: int, nth: int, weekday: int) -> Dated:
    """The second Monday of a named month, in the year that the tense chooses."""
    return Dated(
        lambda seen: existing(
            arithmetic.nth_weekday(each, month, nth, weekday) for each in years_of(seen)
        ),
        by_tense,
    )  # fmt: skip


def nth_weekday_alone(nth: int, weekday: int) -> Meaning:
    """ "The first Sunday": of this month, or when that lies on the wrong side of today perhaps of the month beside it."""

    def read(seen: Seen) -> Reading:
        day = arithmetic.nth_weekday(seen.today.year, seen.today.month, nth, weekday)
        wrong = day is None or (day > seen.today if seen.tense == "past" else day < seen.today)
        beside = arithmetic.months_away(seen.today, -1 if seen.tense == "past" else 1)
        return either(existing([day, arithmetic.nth_weekday(*beside, nth, weekday) if wrong else None]))

    return Told(read)


def weekday_from(meaning: Meaning, number: int, sign: int) -> Meaning:
    """The first such weekday after another day or before it: "the Monday after 3 November"."""
    count = arithmetic.weekday_after if sign > 0 else arithmetic.weekday_before

    def read(seen: Seen) -> Reading:
        reading = meaning.read(seen)
        if isinstance(reading, Day):
            return Day(count(reading.day, number))
        return either([count(each, number) for each in reading.days]) if isinstance(reading, Either) else reading

    return Told(read)


def unless(meaning: Meaning, denied: Meaning) -> Meaning:
    """A day beside another that is denied: "3 November, not 5 November"; unclear when they are the same or cannot be told apart."""

    def read(seen: Seen) -> Reading:
        reading = meaning.read(seen)
        if isinstance(denied, Weekday) and not isinstance(meaning, Weekday):
            return VAGUE
        return VAGUE if set(days_told(reading)) & set(days_told(denied.read(seen))) else reading

    return Told(read)
