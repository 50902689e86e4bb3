"""Calendar files: of deadlines that are known, and of the steps of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogue.texts import text
from dialogue.wording import deadline_text
from icp.calendar_file import Entry, calendar_file
from icp.deadlines import Deadline, Step


def deadline_entries(deadlines: Sequence[Deadline]) -> list[Entry]:
    """The deadlines as entries of a calendar, the earliest first."""
    entries = [Entry(each.day, text(f"event_{each.certificate.value}"), deadline_text(each)) for each in deadlines]
    return sorted(entries, key=lambda each: each.day)


def step_entries(steps: Sequence[Step]) -> list[Entry]:
    """The steps of a plan as entries of a calendar."""
    notes = {False: text("event_note"), True: text("event_note_provisional")}
    return [Entry(each.day, text(f"event_{each.milestone.value}"), notes[each.provisional]) for each in steps]


def calendar_text(entries: Sequence[Entry], today: date) -> str:
    """The text of an .ics file; empty when there is nothing to remember."""
    return calendar_file(entries, today) if entries else ""
