"""Calendar files: of deadlines that are known, and of the steps of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dialogue.texts import source_line, text
from dialogue.wording import deadline_text
from icp import knowledge
from icp.calendar_file import Entry, Revision, calendar_file, revised
from icp.deadlines import Deadline, Milestone, Step
from icp.facts import Certificate

# A deadline is the same event as the step of a plan that it was before.
_STEP_OF = {
    Certificate.ICP_FILING: Milestone.FILING_READY,
    Certificate.ICP_COMMERCIAL_LICENSE: Milestone.LICENSE_READY,
    Certificate.PSB_FILING: Milestone.PSB_DUE,
}


def deadline_entries(deadlines: Sequence[Deadline]) -> list[Entry]:
    """The deadlines as entries of a calendar, the earliest first."""
    source = source_line([knowledge.source("article")])
    entries = [
        Entry(
            each.day,
            text(f"event_{each.certificate.value}"),
            f"{deadline_text(each, counted_down=False)}\n{source}",
            _STEP_OF[each.certificate].value,
        )
        for each in deadlines
    ]
    return sorted(entries, key=lambda each: each.day)


def step_entries(steps: Sequence[Step]) -> list[Entry]:
    """The steps of a plan as entries of a calendar."""
    notes = {False: text("event_note"), True: text("event_note_provisional")}
    return [
        Entry(each.day, text(f"event_{each.milestone.value}"), notes[each.provisional], each.milestone.value) for each in steps
    ]


def calendar_text(entries: Sequence[Entry], today: date, owner: str = "", earlier: Mapping[str, Revision] | None = None) -> str:
    """The text of an .ics file; empty when there is nothing to remember."""
    return calendar_file(entries, today, owner, revised(entries, earlier or {})) if entries else ""
