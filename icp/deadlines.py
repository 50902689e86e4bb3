"""Deadlines and a whole plan, as dates. Every count comes from `knowledge/facts.yml`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from icp import knowledge
from icp.facts import Certificate, Facts, Provider
from icp.working_days import is_official, is_working_day, working_day_after


@dataclass(frozen=True)
class Deadline:
    """A date by which something is due or may be expected.

    `rule` is the id of the number in `knowledge/facts.yml` that was counted from `counted_from`. `days_left` are calendar days
    from today, negative when the date has passed. `provisional` says that a working-day calendar on the way is not among the data.
    """

    certificate: Certificate
    day: date
    rule: str
    counted_from: date
    days_left: int
    provisional: bool


def psb_deadline(opened_on: date, today: date) -> Deadline:
    """The last day for the PSB filing: 30 calendar days after the opening, the opening day not counted (article)."""
    due = opened_on + timedelta(days=knowledge.number("psb_window"))
    return Deadline(Certificate.PSB_FILING, due, "psb_window", opened_on, (due - today).days, provisional=False)


def filing_expected(submitted_on: date, today: date) -> Deadline:
    """The 20th working day after the application, for a filing handled through Alibaba Cloud (article).

    Raises:
        OutsideCalendar: the count leaves the calendar.
    """
    return _working_days(Certificate.ICP_FILING, "filing_through_alibaba_cloud", submitted_on, today)


def license_expected(submitted_on: date, today: date) -> Deadline:
    """The 60th working day after the application for the license, an approximate time (article).

    Raises:
        OutsideCalendar: the count leaves the calendar.
    """
    return _working_days(Certificate.ICP_COMMERCIAL_LICENSE, "license_processing", submitted_on, today)


def _working_days(certificate: Certificate, rule: str, start: date, today: date) -> Deadline:
    end = working_day_after(start, knowledge.number(rule))
    return Deadline(certificate, end, rule, start, (end - today).days, provisional=not is_official(start, end))


def known_deadlines(facts: Facts, required: Sequence[Certificate], today: date) -> tuple[Deadline, ...]:
    """The deadlines that the facts give for the required certificates that are not held yet.

    A filing that goes through another provider than Alibaba Cloud has none: the article names no number of days for it.

    Raises:
        OutsideCalendar: a count leaves the calendar.
    """
    found = []
    if facts.filing_submitted_on and not facts.filing_held and facts.provider is not Provider.OTHER:
        found.append(filing_expected(facts.filing_submitted_on, today))
    if facts.license_submitted_on and not facts.license_held:
        found.append(license_expected(facts.license_submitted_on, today))
    if facts.opened_on and not facts.psb_held:
        found.append(psb_deadline(facts.opened_on, today))
    return tuple(each for each in found if each.certificate in required)


class Milestone(str, Enum):
    """The steps of a plan, in order."""

    FILING_APPLIED = "filing_applied"
    FILING_READY = "filing_ready"
    LICENSE_APPLIED = "license_applied"
    LICENSE_READY = "license_ready"
    LAUNCH = "launch"
    PSB_DUE = "psb_due"


@dataclass(frozen=True)
class Step:
    """A milestone and its date. `provisional` is inherited: what follows a provisional date is provisional too."""

    milestone: Milestone
    day: date
    provisional: bool


def plan(
    start: date,
    required: Sequence[Certificate],
    held: Sequence[Certificate] = (),
    opened_on: date | None = None,
) -> tuple[Step, ...]:
    """The dates from an application on `start` to the PSB deadline, each step taken on the first possible day.

    The filing counts with Alibaba Cloud's 20 working days and the license with its approximate 60; the launch falls on the day
    of the last certificate. Held certificates take no time. A site that opened already, on `opened_on`, has its PSB deadline
    counted from that day. Without a required certificate the plan is empty.

    Raises:
        OutsideCalendar: a count leaves the calendar.
    """
    if not required:
        return ()
    steps: list[Step] = []
    day, provisional = start, False
    for certificate, applied, ready, expected in (
        (Certificate.ICP_FILING, Milestone.FILING_APPLIED, Milestone.FILING_READY, filing_expected),
        (Certificate.ICP_COMMERCIAL_LICENSE, Milestone.LICENSE_APPLIED, Milestone.LICENSE_READY, license_expected),
    ):
        if certificate in required and certificate not in held:
            steps.append(Step(applied, day, provisional))
            deadline = expected(day, start)
            day, provisional = deadline.day, provisional or deadline.provisional
            steps.append(Step(ready, day, provisional))
    steps.append(Step(Milestone.LAUNCH, day, provisional))
    if Certificate.PSB_FILING in required and Certificate.PSB_FILING not in held:
        due = psb_deadline(opened_on or day, start).day
        steps.append(Step(Milestone.PSB_DUE, due, provisional and opened_on is None))
    return tuple(steps)


def latest_start(opening: date, required: Sequence[Certificate], held: Sequence[Certificate] = ()) -> date:
    """The last working day of an application from which a plan still lets the website open on that day.

    Raises:
        OutsideCalendar: a count leaves the calendar.
    """
    day = opening
    while (late := _launch(day, required, held) - opening) > timedelta():
        day -= late
    while day < opening and _launch(day + timedelta(days=1), required, held) <= opening:
        day += timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _launch(start: date, required: Sequence[Certificate], held: Sequence[Certificate]) -> date:
    return next((each.day for each in plan(start, required, held) if each.milestone is Milestone.LAUNCH), start)
