"""Reads the words of an expression: all of them, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from days.chinese import add_chinese
from days.engine import Grammar, Token
from days.english import add_english
from days.holidays import add_holidays
from days.meanings import Meaning, Seen
from days.periods import add_periods
from days.readings import NOT_UNDERSTOOD, VAGUE, Day, Either, FarOff, NoDay, Reading, Span, Tense, days_told, either
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
    add_periods(made)
    add_holidays(made)
    add_structure(made)
    return made.ready()


def _meanings(tokens: Sequence[Token]) -> list[Meaning]:
    """All that the tokens together can mean, as the first kind of expression that they can be."""
    parser = grammar().parser(tokens)
    return next((found for kind in KINDS if (found := parser.whole(kind, 0, len(tokens)))), [])


def read(
    words: str,
    today: date,
    tense: Tense = "any",
    chinese: bool = False,
    reach: tuple[date, date] = (date.min, date.max),
    after: str = "",
    within: str = "",
) -> Reading:
    """What the words mean as a day, seen from `today`.

    `tense` says on which side of today a day without a year lies; with "any" the nearest is taken, and none of two that
    are about as near.
    A "past" day without a year that lies at most 31 days ahead may as well be a plan, so it has two readings. `chinese` says that
    the words stand among Chinese, where 3/4 is 4 March. `within` are the words of a period in which the day lies. `after` are the
    words of days and periods named before, a line each, of which the last may tell what this one leaves out: "4 March" before
    "on the 9th". A day outside `reach`, both ends included, is far off.
    Words that are not understood as a whole are not understood at all.
    """
    tokens = [each for each in cut(words) if each.text not in (".", "!", "?")]
    if not 0 < len(tokens) <= MOST_TOKENS:
        return NOT_UNDERSTOOD
    seen = Seen(today, tense, chinese or any("\u3400" <= each <= "\u9fff" for each in words))
    return _reached(_in_context(tokens, seen, _period(within, seen), after.splitlines()), reach)


def _in_context(tokens: Sequence[Token], seen: Seen, period: Span | None, before: Sequence[str]) -> Reading:
    """The reading in a period that is certain, or else beside what was named before."""
    if period or not before:
        return _read(tokens, replace(seen, within=period))
    *earlier, last = before
    if perhaps := _period(last, seen):
        return _also(_read(tokens, seen), _read(tokens, replace(seen, within=perhaps)), seen)
    after = _in_context(cut(last), seen, None, earlier)
    plain = _read(tokens, replace(seen, after=after))
    return VAGUE if isinstance(after, NoDay) and isinstance(plain, Day) and holds_a_period(cut(last)) else plain


def holds_a_period(tokens: Sequence[Token]) -> bool:
    """Whether a year, a month or a week is named anywhere among the tokens."""
    return grammar().parser(tokens).holds(("period", "时期", "part_of_a_year"), 0, len(tokens))


def _period(words: str, seen: Seen) -> Span | None:
    """The period that the words name, if they name one."""
    readings = {each.read(seen) for each in grammar().whole("any_frame", cut(words))} if words else set()
    return next((each for each in readings if isinstance(each, Span)), None)


def _also(plain: Reading, perhaps: Reading, seen: Seen) -> Reading:
    """The day, or that of a period that was named nearby: it may belong to it, or to something else."""
    on_its_side = {"past": lambda day: day <= seen.today, "future": lambda day: day >= seen.today}.get(seen.tense, bool)
    more = [each for each in days_told(perhaps) if on_its_side(each)]
    return either([*days_told(plain), *more]) if more and isinstance(plain, (Day, Either)) else plain


def _read(tokens: Sequence[Token], seen: Seen) -> Reading:
    return _agreed(list({each.read(seen) for each in _meanings(tokens)}))


def _agreed(readings: Sequence[Reading]) -> Reading:
    """One reading of all: several days are a choice, and whatever else disagrees is unclear."""
    if len(readings) <= 1:
        return readings[0] if readings else NOT_UNDERSTOOD
    if not all(isinstance(each, (Day, Either)) for each in readings):
        return VAGUE
    return either([day for each in readings for day in days_told(each)])


def _reached(reading: Reading, reach: tuple[date, date]) -> Reading:
    outside = [each for each in days_told(reading) if not reach[0] <= each <= reach[1]]
    return FarOff(outside[0]) if outside else reading
