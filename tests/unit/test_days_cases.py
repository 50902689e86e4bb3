"""Messages with a day and what the day is, as `tests/cases/days.yml` lists them by kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from days import Day, Either, FarOff, NoDay, Reading, Span, find, read

CASES = Path(__file__).resolve().parent.parent / "cases" / "days.yml"
TODAY = date(2026, 11, 26)
FEWEST = 150


def cases() -> Iterator[tuple[str, str | list[str]]]:
    # The base loader keeps every date a string.
    for messages in yaml.load(CASES.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).values():
        yield from messages.items()


def read_in(message: str) -> Reading | None:
    """The reading of the only day in the message; None when no day is found."""
    found = find(message)
    assert len(found) <= 1, [each.words for each in found]
    if not found:
        return None
    tense = found[0].tense or "past"
    return read(found[0].words, TODAY, tense, found[0].chinese, after=found[0].after, within=found[0].within)


def written(reading: Reading | None) -> str | list[str]:
    """A reading as the cases write it."""
    if isinstance(reading, (Day, FarOff)):
        return str(reading.day)
    if isinstance(reading, Either):
        return [str(each) for each in reading.days]
    if isinstance(reading, Span):
        return f"{reading.first}..{reading.last}"
    return reading.why.value if reading else "nothing found"


@pytest.mark.parametrize(("message", "expected"), cases(), ids=[message for message, _ in cases()])
def test_a_day_is_read_as_it_is_meant_or_asked_back(message: str, expected: str | list[str]) -> None:
    reading = read_in(message)
    if expected == "ask":
        assert reading is None or isinstance(reading, (NoDay, Span)), reading
    else:
        assert written(reading) == expected


def test_there_are_enough_cases_in_both_languages() -> None:
    chinese = [message for message, _ in cases() if any("\u3400" <= each <= "\u9fff" for each in message)]
    assert len(list(cases())) >= FEWEST
    assert len(chinese) >= FEWEST / 3
