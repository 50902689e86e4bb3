"""Reads the words of an expression: all of them, or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from days.chinese import add_chinese
from days.engine import Grammar, Token
from days.english import add_english
from days.meanings import Meaning, Seen
from days.readings import NOT_UNDERSTOOD, VAGUE, Day, Either, FarOff, Reading, Tense, days_told, either
from days.structure import add_structure
from days.text import cut

MOST_TOKENS = 40
KINDS = ("expression", "listed", "weak", "alone")


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The grammar of both languages."""
    made = Grammar()
    add_english(made)
    add_chinese(made)
    add_structure(made)
    return made.ready()


def meanings(tokens: Sequence[Token], kinds: Sequence[str] = KINDS) -> list[Meaning]:
    """All that the tokens together can mean, as the first of those kinds of expression that they can be."""
    return next((found for kind in kinds if (found := grammar().whole(kind, tokens))), [])


def read(
    words: str,
    today: date,
    tense: Tense = "any",
    chinese: bool = False,
    reach: tuple[date, date] = (date.min, date.max),
    after: str = "",
) -> Reading:
    """What the words mean as a day, seen from `today`.

    `tense` says on which side of today a day without a year lies; with "any" the nearest is taken, and of two weekdays neither.
    A "past" day without a year that lies at most 31 days ahead may as well be a plan, so it has two readings. `chinese` says that
    the words stand among Chinese, where 3/4 is 4 March. `after` are the words of a day named before: "4 March" before "on the 9th".
    A day outside `reach`, both ends included, is far off.
    Words that are not understood as a whole are not understood at all.
    """
    tokens = [each for each in cut(words) if each.text not in (".", "!", "?")]
    if not 0 < len(tokens) <= MOST_TOKENS:
        return NOT_UNDERSTOOD
    before = read(after, today, tense) if after else None
    seen = Seen(today, tense, chinese or any("\u3400" <= each <= "\u9fff" for each in words), before)
    return _within(_agreed(list({each.read(seen) for each in meanings(tokens)})), reach)


def _agreed(readings: Sequence[Reading]) -> Reading:
    """One reading of all: several days are a choice, and whatever else disagrees is unclear."""
    if len(readings) <= 1:
        return readings[0] if readings else NOT_UNDERSTOOD
    if not all(isinstance(each, (Day, Either)) for each in readings):
        return VAGUE
    return either([day for each in readings for day in days_told(each)])


def _within(reading: Reading, reach: tuple[date, date]) -> Reading:
    outside = [each for each in days_told(reading) if not reach[0] <= each <= reach[1]]
    return FarOff(outside[0]) if outside else reading
