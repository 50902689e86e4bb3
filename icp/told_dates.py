"""Dates that were told while a calendar was missing, and that the announced calendar has moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from icp.deadlines import Deadline


class Told(NamedTuple):
    """A date as it was told (ISO 8601), and whether it was called provisional."""

    day: str
    provisional: bool


@dataclass(frozen=True)
class Moved:
    """A deadline whose date is another than the one told before. `deadline.provisional` tells whether it may move again."""

    deadline: Deadline
    was: date


def told(deadlines: Sequence[Deadline], earlier: Mapping[str, Told] | None = None) -> dict[str, Told]:
    """What has been told after these deadlines are, by the number that was counted and the day that it was counted from."""
    return {**(earlier or {}), **{_key(each): Told(each.day.isoformat(), each.provisional) for each in deadlines}}


def moved(earlier: Mapping[str, Told], deadlines: Sequence[Deadline]) -> tuple[Moved, ...]:
    """The deadlines that were told as provisional, counted from the same day, and now fall on another."""
    found = []
    for each in deadlines:
        before = earlier.get(_key(each))
        if before is not None and before.provisional and before.day != each.day.isoformat():
            found.append(Moved(each, date.fromisoformat(before.day)))
    return tuple(found)


def _key(deadline: Deadline) -> str:
    return f"{deadline.rule} {deadline.counted_from.isoformat()}"
