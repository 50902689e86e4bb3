"""Facts, deadlines and plans in words, and as parts of the REST contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dialogue.conversation import Case
from dialogue.texts import day, listed, sentences, text
from icp.deadlines import Deadline, Milestone, Step
from icp.facts import FACTS, Certificate, Facts
from icp.told_dates import Dated, Planned, moved

# Through whom an application goes is said with the dates that hang on it.
_UNSAID = ("provider",)


def value_words(name: str, value: Any) -> str:
    """What is said of one value of a fact: "server in mainland China", "opened on 3 Mar 2026"."""
    if isinstance(value, date):
        return text(f"fact_{name}", date=day(value))
    plain = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else value.value
    return text(f"fact_{name}_{plain}")


def understood(facts: Facts) -> str:
    """The known facts in one line, so that a person can correct them; empty when nothing is known."""
    known = {name: getattr(facts, name) for name in FACTS if name not in _UNSAID and getattr(facts, name) is not None}
    if "opened_on" in known and known.pop("live", None) is False:
        known["opens_on"] = known.pop("opened_on")
    return listed(value_words(name, value) for name, value in known.items())


def understood_lines(facts: Facts, name: str = "understood") -> list[str]:
    """The sentence of that name on the known facts; none where nothing is known that is worth saying."""
    known = understood(facts)
    return [text(name, facts=known)] if known else []


def names(certificates: Sequence[Certificate]) -> str:
    """The certificates in one line, or that none is needed."""
    return listed(text(f"name_{each.value}") for each in certificates) or text("nothing_needed")


def provisional_note(provisional: bool, year: int) -> str:
    """The words behind a date that may still move; empty for one that may not."""
    return text("provisional", year=year) if provisional else ""


def deadline_text(deadline: Deadline, facts: Facts | None = None, counted_down: bool = True) -> str:
    """One deadline as a sentence, with the days left or overdue unless it is to be read on another day.

    `facts` tell whether something has to come before it.
    """
    words = text(
        f"deadline_{deadline.certificate.value}",
        date=day(deadline.day),
        start=day(deadline.counted_from),
        provisional=provisional_note(deadline.provisional, deadline.day.year),
        left=_left(deadline, facts or Facts()) if counted_down else "",
    )
    return words.strip()


def psb_after_filing(facts: Facts) -> str:
    """That the ICP Filing comes before the PSB filing, where it is not there; empty where it is, or where nothing is known of it."""
    return text("psb_after_filing") if facts.filing is not None and not facts.filing_held and not facts.psb_held else ""


def moved_lines(case: Case, dates: Sequence[Dated]) -> list[str]:
    """For each date that was told as provisional and falls on another day now: which day it was and which it is."""
    return [
        text("date_moved", event=_event(each.now), was=day(each.was), date=day(each.now.day))
        for each in moved(case.told_dates, dates)
    ]


def _event(dated: Dated) -> str:
    return text(f"event_{dated.step.milestone.value if isinstance(dated, Planned) else dated.certificate.value}")


def _left(deadline: Deadline, facts: Facts) -> str:
    days = deadline.days_left
    if days == 0:
        return text("due_today")
    if days > 0:
        return text("one_day_left") if days == 1 else text("days_left", days=days)
    if deadline.certificate is not Certificate.PSB_FILING:
        return text("expected_passed", days=-days)
    late = text("overdue_by_one") if days == -1 else text("overdue", days=-days)
    return sentences(late, psb_after_filing(facts) or text("overdue_unless_filed" if facts.filing is None else "overdue_at_once"))


def plan_lines(steps: Sequence[Step]) -> list[str]:
    """A plan, one line a step; a provisional date bears an asterisk that a last line explains."""
    lines = [
        "- " + text(f"step_{each.milestone.value}", date=day(each.day) + (" *" if each.provisional else "")) for each in steps
    ]
    provisional = [each for each in steps if each.provisional]
    if provisional:
        lines.append(text("provisional_note", year=provisional[0].day.year))
    return lines


def deadline_json(deadline: Deadline) -> dict[str, Any]:
    """A deadline as the REST contract gives it; dates are ISO 8601, `days_left` calendar days, negative when overdue."""
    return {
        "type": "deadline",
        "certificate": deadline.certificate.value,
        "name": text(f"event_{deadline.certificate.value}"),
        "date": deadline.day.isoformat(),
        "rule": deadline.rule,
        "counted_from": deadline.counted_from.isoformat(),
        "provisional": deadline.provisional,
        "days_left": deadline.days_left,
    }


_CERTIFICATE_OF = {
    Milestone.FILING_APPLIED: Certificate.ICP_FILING,
    Milestone.FILING_READY: Certificate.ICP_FILING,
    Milestone.LICENSE_APPLIED: Certificate.ICP_COMMERCIAL_LICENSE,
    Milestone.LICENSE_READY: Certificate.ICP_COMMERCIAL_LICENSE,
    Milestone.PSB_DUE: Certificate.PSB_FILING,
}


def plan_json(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """A plan as the REST contract gives it."""
    return [
        {
            "step": each.milestone.value,
            "name": text(f"event_{each.milestone.value}"),
            "certificate": _CERTIFICATE_OF[each.milestone].value if each.milestone in _CERTIFICATE_OF else None,
            "date": each.day.isoformat(),
            "provisional": each.provisional,
        }
        for each in steps
    ]
