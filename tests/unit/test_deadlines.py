"""Deadlines and plans as dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icp.deadlines import Milestone, filing_expected, known_deadlines, latest_start, license_expected, plan, psb_deadline
from icp.facts import Certificate, Facts, Holding, Provider
from icp.working_days import OutsideCalendar, is_working_day

TODAY = date(2026, 11, 24)
ALL = tuple(Certificate)


def test_the_psb_filing_is_due_thirty_calendar_days_after_the_opening() -> None:
    deadline = psb_deadline(date(2026, 3, 3), TODAY)
    assert deadline.day == date(2026, 4, 2)
    assert deadline.days_left == -236
    assert not deadline.provisional


@given(opened=st.dates(date(2018, 1, 1), date(2031, 12, 31)))
def test_the_opening_day_itself_does_not_count(opened: date) -> None:
    assert psb_deadline(opened, opened).days_left == 30


def test_the_filing_is_expected_on_the_twentieth_working_day_after_the_application() -> None:
    # 25 Nov 2026 is the first working day after; no holiday lies between.
    assert filing_expected(TODAY, TODAY).day == date(2026, 12, 22)


def test_the_license_is_expected_on_the_sixtieth_working_day_after_its_application() -> None:
    deadline = license_expected(date(2026, 1, 5), TODAY)
    days = [date(2026, 1, 5) + timedelta(days=each) for each in range(1, 200)]
    assert deadline.day == [day for day in days if is_working_day(day)][59]
    assert not deadline.provisional


def test_a_date_that_runs_into_an_unannounced_year_is_provisional() -> None:
    assert filing_expected(date(2026, 12, 15), TODAY).provisional
    assert not filing_expected(date(2026, 11, 2), TODAY).provisional


def test_a_plan_takes_each_step_on_the_first_possible_day() -> None:
    steps = {step.milestone: step.day for step in plan(date(2026, 1, 5), ALL)}
    assert list(steps) == list(Milestone)
    assert steps[Milestone.FILING_READY] == steps[Milestone.LICENSE_APPLIED]
    assert steps[Milestone.LICENSE_READY] == steps[Milestone.LAUNCH]
    assert steps[Milestone.PSB_DUE] - steps[Milestone.LAUNCH] == timedelta(days=30)


def test_a_plan_without_a_license_opens_on_the_day_of_the_filing() -> None:
    steps = plan(date(2026, 1, 5), (Certificate.ICP_FILING, Certificate.PSB_FILING))
    assert [step.milestone for step in steps] == [
        Milestone.FILING_APPLIED,
        Milestone.FILING_READY,
        Milestone.LAUNCH,
        Milestone.PSB_DUE,
    ]


def test_held_certificates_take_no_time() -> None:
    steps = plan(TODAY, ALL, (Certificate.ICP_FILING,))
    assert steps[0].milestone is Milestone.LICENSE_APPLIED
    assert steps[0].day == TODAY


def test_nothing_is_planned_where_nothing_is_required() -> None:
    assert plan(TODAY, ()) == ()


def test_what_follows_a_provisional_date_is_provisional_too() -> None:
    flags = [step.provisional for step in plan(date(2026, 12, 1), ALL)]
    assert flags == sorted(flags)
    assert flags[-1]


def test_a_site_that_is_open_has_its_psb_deadline_counted_from_its_opening() -> None:
    steps = plan(TODAY, ALL, opened_on=date(2026, 11, 1))
    assert steps[-1].day == date(2026, 12, 1)
    assert not steps[-1].provisional


def test_only_deadlines_of_required_certificates_that_are_not_held_are_known() -> None:
    facts = Facts(filing=Holding.APPLIED, filing_submitted_on=TODAY, opened_on=TODAY)
    assert [each.certificate for each in known_deadlines(facts, ALL, TODAY)] == [
        Certificate.ICP_FILING,
        Certificate.PSB_FILING,
    ]
    assert known_deadlines(facts, (), TODAY) == ()
    held = Facts(filing=Holding.HELD, psb=Holding.HELD, filing_submitted_on=TODAY, opened_on=TODAY)
    assert known_deadlines(held, ALL, TODAY) == ()


def test_a_filing_through_another_provider_gets_no_invented_date() -> None:
    facts = Facts(filing=Holding.APPLIED, filing_submitted_on=TODAY, provider=Provider.OTHER)
    assert known_deadlines(facts, ALL, TODAY) == ()


def test_a_count_that_leaves_the_calendar_is_refused() -> None:
    with pytest.raises(OutsideCalendar):
        license_expected(date(2040, 12, 1), TODAY)


@given(opening=st.dates(date(2024, 1, 1), date(2026, 12, 31)))
@pytest.mark.parametrize("required", [ALL, (Certificate.ICP_FILING, Certificate.PSB_FILING)])
def test_the_last_day_to_begin_is_one_from_which_the_opening_can_be_reached_and_no_later_working_day_is(
    opening: date, required: tuple[Certificate, ...]
) -> None:
    def launch(start: date) -> date:
        return next(each.day for each in plan(start, required) if each.milestone is Milestone.LAUNCH)

    day = latest_start(opening, required)
    later = next(each for each in (day + timedelta(days=more) for more in range(1, 30)) if is_working_day(each))
    assert is_working_day(day)
    assert launch(day) <= opening < launch(later)


def test_who_holds_the_filing_has_to_begin_with_the_license() -> None:
    held = [Certificate.ICP_FILING]
    assert latest_start(date(2026, 12, 30), ALL, held) > latest_start(date(2026, 12, 30), ALL)
    assert license_expected(latest_start(date(2026, 12, 30), ALL, held), TODAY).day <= date(2026, 12, 30)
