"""Deadlines as an iCalendar file (RFC 5545) that any calendar program opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from icalendar import Alarm, Calendar, Event


@dataclass(frozen=True)
class Entry:
    """A day worth remembering, its title, and one or two sentences on it."""

    day: date
    title: str
    note: str


def calendar_file(entries: Sequence[Entry], today: date) -> str:
    """The text of an .ics file with one whole-day event and one reminder, seven days ahead, for each entry."""
    calendar = Calendar()
    calendar.add("prodid", "-//ICP assistant//EN")
    calendar.add("version", "2.0")
    stamp = datetime(today.year, today.month, today.day, tzinfo=timezone.utc)
    for number, entry in enumerate(entries):
        event = Event()
        event.add("uid", f"{entry.day.isoformat()}-{number}@icp-assistant")
        event.add("dtstamp", stamp)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", entry.title)
        event.add("description", entry.note)
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", timedelta(days=-7))
        event.add_component(alarm)
        calendar.add_component(event)
    return calendar.to_ical().decode("utf-8")
