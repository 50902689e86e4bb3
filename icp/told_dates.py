"""Dates that were told while a calendar was missing, and that the announced calendar has moved: deadlines and steps of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from icp.deadlines import Deadline, Step


class Told(NamedTuple):
    """A date as it was told (ISO 8601), and whether it was called provisional."""

    day: str
    provisional: bool


@dataclass(frozen=True)
class Planned:
    """A step of a plan; `counted` names all that its day is counted from, so that only the calendar can move it."""

    step: Step
    counted: str

    @property
    def day(self) -> date:
        """The day of the step."""
        return self.step.day

    @property
    def provisional(self) -> bool:
        """Whether a calendar on the way is missing."""
        return self.step.provisional


Dated = Deadline | Planned


@dataclass(frozen=True)
class Moved:
    """A date that is another than the one told before. `now.provisional` tells whether it may move again."""

    now: Dated
    was: date


def planned(start: date, steps: Sequence[Step], opened_on: date | None = None) -> tuple[Planned, ...]:
    """The steps of a plan from that day on; each is counted from the start, through the steps before it, or from the opening."""
    milestones = [each.milestone.value for each in steps]
    counted_from = start.isoformat() if opened_on is None else f"{start.isoformat()} {opened_on.isoformat()}"
    return tuple(Planned(each, f"{counted_from} {' '.join(milestones[: place + 1])}") for place, each in enumerate(steps))


def told(dates: Sequence[Dated], earlier: Mapping[str, Told] | None = None) -> dict[str, Told]:
    """What has been told after these dates are, by what they were counted from."""
    return {**(earlier or {}), **{_key(each): Told(each.day.isoformat(), each.provisional) for each in dates}}


def moved(earlier: Mapping[str, Told], dates: Sequence[Dated]) -> tuple[Moved, ...]:
    """The dates that were told as provisional, counted in the same way, and now fall on another day."""
    found = []
    for each in dates:
        before = earlier.get(_key(each))
        if before is not None and before.provisional and before.day != each.day.isoformat():
            found.append(Moved(each, date.fromisoformat(before.day)))
    return tuple(found)


def _key(dated: Dated) -> str:
    return dated.counted if isinstance(dated, Planned) else f"{dated.rule} {dated.counted_from.isoformat()}"
