"""Calendar files: of deadlines that are known, and of the steps of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.conversation import Conversation
from dialogue.texts import source_line, text
from dialogue.wording import deadline_text
from icp import knowledge
from icp.calendar_file import Entry, calendar_file, revised
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


def calendar_of(conversation: Conversation, entries: Sequence[Entry]) -> tuple[str, Conversation]:
    """The text of an .ics file of the case that is spoken of, empty when there is nothing to remember, and the conversation after it.

    The events keep their names from file to file, and one whose day was corrected replaces the one before.
    """
    if not entries:
        return "", conversation
    case = conversation.case
    revisions = revised(entries, case.revisions)
    words = calendar_file(entries, conversation.today, f"{conversation.id} {case.number}", revisions)
    return words, conversation.with_case(revisions=revisions)
