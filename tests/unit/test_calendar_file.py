"""Calendar files, by the rules of RFC 5545 and as a second library reads them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import vobject
from hypothesis import given
from hypothesis import strategies as st

from dialogue.conversation import Case, Conversation
from dialogue.reminding import calendar_of, deadline_entries, step_entries
from icp.calendar_file import Entry, Revision, calendar_file, revised
from icp.deadlines import filing_expected, plan, psb_deadline
from icp.facts import Certificate

TODAY = date(2026, 11, 26)
_NOTES = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=200)
_ENTRIES = st.lists(
    st.builds(Entry, st.dates(date(2018, 1, 1), date(2040, 12, 31)), st.just("A title"), _NOTES, st.sampled_from("abcdef")),
    min_size=1,
    max_size=6,
    unique_by=lambda each: each.step,
)


def entry(day: date = date(2026, 12, 3), step: str = "psb_due") -> Entry:
    return Entry(day, "PSB filing due", "Thirty days after the opening; the article, 2017.", step)


def events(text: str) -> list[vobject.base.Component]:
    return list(vobject.readOne(text).vevent_list)


def lines(text: str) -> list[str]:
    """The content lines, unfolded as section 3.1 says."""
    return re.sub("\r\n[ \t]", "", text).removesuffix("\r\n").split("\r\n")


def test_a_second_library_reads_a_whole_day_that_blocks_no_time_with_a_reminder_a_week_before() -> None:
    (event,) = events(calendar_file([entry()], TODAY, "conversation", {}))
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 12, 3), date(2026, 12, 4))
    assert (event.summary.value, event.transp.value) == ("PSB filing due", "TRANSPARENT")
    assert event.description.value == "Thirty days after the opening; the article, 2017."
    assert (event.valarm.action.value, event.valarm.trigger.value) == ("DISPLAY", timedelta(days=-7))
    assert event.valarm.description.value == "PSB filing due"


def test_the_name_of_an_event_is_its_own_in_each_conversation_and_for_each_step_and_shows_nothing_of_the_conversation() -> None:
    made = [calendar_file([entry(step=step)], TODAY, owner, {}) for owner in ("one", "another") for step in ("psb_due", "launch")]
    names = {events(text)[0].uid.value for text in made}
    assert len(names) == 4
    assert not any("one" in text or "another" in text for text in made)


def test_a_corrected_day_keeps_its_name_and_gets_a_higher_number() -> None:
    told = revised([entry()], {})
    again = revised([entry()], told)
    corrected = revised([entry(date(2026, 12, 10))], again)
    back = revised([entry()], corrected)
    assert [each["psb_due"].sequence for each in (told, again, corrected, back)] == [0, 0, 1, 2]
    first, second = (
        events(calendar_file([entry(day)], TODAY, "conversation", told_by))[0]
        for day, told_by in ((date(2026, 12, 3), told), (date(2026, 12, 10), corrected))
    )
    assert first.uid.value == second.uid.value
    assert (first.sequence.value, second.sequence.value) == ("0", "1")


def test_what_was_told_of_other_steps_is_not_forgotten() -> None:
    assert revised([entry()], {"launch": Revision("2026-12-01", 3)})["launch"] == Revision("2026-12-01", 3)


def test_a_deadline_and_the_step_of_the_plan_that_it_was_are_one_event() -> None:
    steps = step_entries(plan(date(2026, 12, 1), (Certificate.ICP_FILING, Certificate.PSB_FILING)))
    deadlines = deadline_entries([psb_deadline(date(2026, 12, 30), TODAY), filing_expected(date(2026, 12, 1), TODAY)])
    assert {each.step for each in deadlines} <= {each.step for each in steps}


def test_the_notes_hold_on_every_day_and_name_their_source_and_what_is_provisional() -> None:
    for entries in (
        deadline_entries([psb_deadline(date(2026, 11, 3), TODAY), filing_expected(date(2026, 12, 1), TODAY)]),
        step_entries(plan(date(2026, 12, 1), tuple(Certificate))),
    ):
        for event in events(calendar_of(Conversation(TODAY, "conversation"), entries)[0]):
            assert not re.search(r"\b(?:left|ago|overdue|today|yesterday)\b", event.description.value)
            assert "article" in event.description.value or "Alibaba Cloud" in event.description.value
            provisional = event.dtstart.value.year > 2026 and "PSB filing is due" not in event.description.value
            assert ("rovisional" in event.description.value) == provisional


@given(entries=_ENTRIES)
def test_every_file_keeps_the_rules_of_rfc_5545_and_says_the_same_to_a_second_library(entries: list[Entry]) -> None:
    text = calendar_file(entries, TODAY, "conversation", revised(entries, {}))
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert all(re.match(r"[A-Z-]+(;[A-Z-]+=[^:]+)*:", line) for line in lines(text))
    assert [lines(text)[0], lines(text)[-1]] == ["BEGIN:VCALENDAR", "END:VCALENDAR"]
    assert {"VERSION:2.0", "PRODID:-//ICP assistant//EN"} <= set(lines(text))
    read = events(text)
    assert [(each.dtstart.value, each.description.value) for each in read] == [(each.day, each.note) for each in entries]
    for event in read:
        once = [name for name in event.contents if len(event.contents[name]) == 1]
        assert {"uid", "dtstamp", "dtstart", "dtend", "sequence", "summary", "transp"} <= set(once)
        assert event.dtend.value > event.dtstart.value


def test_nothing_to_remember_makes_no_file() -> None:
    assert calendar_of(Conversation(TODAY, "conversation"), []) == ("", Conversation(TODAY, "conversation"))


def test_a_conversation_remembers_the_days_of_its_files() -> None:
    first, after = calendar_of(Conversation(TODAY, "conversation"), [entry()])
    corrected, _ = calendar_of(after, [entry(date(2026, 12, 10))])
    assert events(first)[0].uid.value == events(corrected)[0].uid.value
    assert events(corrected)[0].sequence.value == "1"
    assert Case.from_json(after.case.to_json()) == after.case
