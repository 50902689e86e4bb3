"""Deadlines as an iCalendar file (RFC 5545) that any calendar program opens.

A calendar program takes an event that it knows by its UID for the same one, and replaces it when the SEQUENCE is higher. So the UID
comes from the conversation and the step, and a step whose day is corrected gets the next number.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from icalendar import Alarm, Calendar, Event

_REMINDED_BEFORE = timedelta(days=7)


@dataclass(frozen=True)
class Entry:
    """A day worth remembering, its title, and one or two sentences on it; `step` is what it is the day of, like "psb_due".

    The note stays in the file, so it must hold on every day on which it is read: no "26 days are left".
    """

    day: date
    title: str
    note: str
    step: str


class Revision(NamedTuple):
    """The day that a file last gave for a step (ISO 8601), and how often it was corrected before."""

    day: str
    sequence: int


def revised(entries: Sequence[Entry], earlier: Mapping[str, Revision]) -> dict[str, Revision]:
    """The revisions after the entries are given out, by step: one more where the day is another than in an earlier file."""
    found = dict(earlier)
    for entry in entries:
        day = entry.day.isoformat()
        before = found.get(entry.step)
        if before is None or before.day != day:
            found[entry.step] = Revision(day, 0 if before is None else before.sequence + 1)
    return found


def calendar_file(entries: Sequence[Entry], today: date, owner: str, revisions: Mapping[str, Revision]) -> str:
    """The text of an .ics file with one whole-day event and one reminder, seven days ahead, for each entry.

    `owner` is an opaque id of the conversation, of which the file shows nothing but a digest; `revisions` come from `revised`.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//ICP assistant//EN")
    calendar.add("version", "2.0")
    stamp = datetime(today.year, today.month, today.day, tzinfo=timezone.utc)
    for entry in entries:
        event = Event()
        event.add("uid", f"{_digest(owner, entry.step)}@icp-assistant")
        event.add("sequence", revisions[entry.step].sequence if entry.step in revisions else 0)
        event.add("dtstamp", stamp)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", entry.title)
        event.add("description", entry.note)
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", -_REMINDED_BEFORE)
        event.add_component(alarm)
        calendar.add_component(event)
    return calendar.to_ical().decode("utf-8")


def _digest(owner: str, step: str) -> uuid.UUID:
    return uuid.UUID(bytes=hashlib.sha256(f"{owner}\n{step}".encode()).digest()[:16], version=4)
