"""What words for a day can mean. Every kind but `Day` has to be asked back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Literal

Tense = Literal["past", "future", "any"]


@dataclass(frozen=True)
class Day:
    """One day."""

    day: date


@dataclass(frozen=True)
class Either:
    """Two or three days that the words may mean, the earliest first: 03/04/2026, "3 or 4 November", "Monday the 17th"."""

    days: tuple[date, ...]


@dataclass(frozen=True)
class Span:
    """All days from the first to the last, both included: "13 to 15 July"."""

    first: date
    last: date


@dataclass(frozen=True)
class FarOff:
    """One day, clear but outside the days that the caller can work with."""

    day: date


class Why(str, Enum):
    """Why words for a day name none."""

    VAGUE = "vague"  # last month, around 3 November
    IMPOSSIBLE = "impossible"  # 31 September
    DENIED = "denied"  # not on 5 November
    HOLIDAY = "holiday"  # before the Spring Festival
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True)
class NoDay:
    """No day at all, and why."""

    why: Why


@dataclass(frozen=True)
class AroundHoliday(NoDay):
    """No day, for a holiday of several days is told it by.

    `holiday` names one of China's public holidays ("spring_festival"); it is empty for any other, and for that of a named year.
    """

    holiday: str = ""


Reading = Day | Either | Span | FarOff | NoDay

VAGUE = NoDay(Why.VAGUE)
IMPOSSIBLE = NoDay(Why.IMPOSSIBLE)
DENIED = NoDay(Why.DENIED)
NOT_UNDERSTOOD = NoDay(Why.NOT_UNDERSTOOD)

_MOST_CHOICES = 3


def days_told(reading: Reading) -> tuple[date, ...]:
    """The days that a reading names: the one, the choice, or the two ends; none when it names none."""
    if isinstance(reading, Either):
        return reading.days
    if isinstance(reading, Span):
        return reading.first, reading.last
    return () if isinstance(reading, NoDay) else (reading.day,)


def either(days: Sequence[date]) -> Reading:
    """The days as one reading: none of them impossible, one a day, up to three a choice, and more too many to offer."""
    different = sorted(set(days))
    if not different:
        return IMPOSSIBLE
    if len(different) == 1:
        return Day(different[0])
    return Either(tuple(different)) if len(different) <= _MOST_CHOICES else VAGUE
