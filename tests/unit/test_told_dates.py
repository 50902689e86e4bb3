"""Dates that were told before their calendar was announced."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogue.conversation import Case, Conversation
from icp.deadlines import Milestone, license_expected, plan, psb_deadline
from icp.facts import Activity, Certificate, Facts, Holding, Place
from icp.told_dates import Moved, Told, moved, planned, told
from tests.unit.turns import custom, say, texts_of

TODAY = date(2026, 11, 26)
START = date(2026, 12, 1)
STEPS = plan(START, tuple(Certificate))
SELLER = Facts(
    server=Place.MAINLAND,
    activity=Activity.PAID_CONTENT,
    payments=True,
    filing=Holding.NOT_HELD,
    license=Holding.NOT_HELD,
    live=False,
)
EXPECTED = license_expected(date(2026, 12, 1), TODAY)


def test_a_provisional_date_that_the_announced_calendar_moves_is_told_with_the_day_that_it_was() -> None:
    announced = replace(EXPECTED, day=date(2027, 3, 26), provisional=False)
    assert moved(told([EXPECTED]), [announced]) == (Moved(announced, EXPECTED.day),)


@pytest.mark.parametrize(
    "now",
    [
        EXPECTED,
        replace(EXPECTED, provisional=False),
        license_expected(date(2026, 12, 2), TODAY),
        psb_deadline(date(2026, 12, 1), TODAY),
    ],
    ids=["the same", "confirmed", "counted from another day", "another deadline"],
)
def test_a_date_that_did_not_move_or_is_counted_otherwise_is_no_change(now: object) -> None:
    assert moved(told([EXPECTED]), [now]) == ()


def test_a_date_that_was_never_called_provisional_is_not_taken_back() -> None:
    firm = replace(EXPECTED, provisional=False)
    assert moved(told([firm]), [replace(firm, day=date(2027, 3, 26))]) == ()


def test_what_was_told_survives_a_slot_and_later_dates() -> None:
    kept = {name: Told(*each) for name, each in json.loads(json.dumps(told([EXPECTED]))).items()}
    assert kept == told([EXPECTED])
    assert told([psb_deadline(date(2026, 12, 1), TODAY)], kept).keys() > kept.keys()


def test_a_step_of_a_plan_that_the_announced_calendar_moves_is_told_with_the_day_that_it_was() -> None:
    announced = [replace(each, day=each.day + timedelta(days=each.provisional)) for each in STEPS]
    changed = [each.now.step.milestone for each in moved(told(planned(START, STEPS)), planned(START, announced))]
    assert changed == [each.milestone for each in STEPS if each.provisional]
    assert Milestone.LICENSE_READY in changed


@pytest.mark.parametrize(
    "now",
    [
        planned(START, STEPS),
        planned(date(2026, 12, 2), plan(date(2026, 12, 2), tuple(Certificate))),
        planned(START, plan(START, (Certificate.ICP_FILING, Certificate.PSB_FILING))),
        planned(START, plan(START, tuple(Certificate), opened_on=date(2026, 11, 3)), date(2026, 11, 3)),
    ],
    ids=["the same", "from another day", "of other steps", "of an open site"],
)
def test_a_plan_that_is_counted_otherwise_has_not_moved(now: object) -> None:
    assert moved(told(planned(START, STEPS)), now) == ()


def _with_a_plan_told_a_day_early() -> Conversation:
    """A conversation after a plan of which every provisional day was told as the day before."""
    after = say(Conversation(TODAY, case=Case(facts=SELLER)), "ask_plan", {"value": "1 December"}).conversation
    earlier = {
        name: Told((date.fromisoformat(each.day) - timedelta(days=1)).isoformat(), True) if each.provisional else each
        for name, each in after.case.told_dates.items()
    }
    assert any(each.provisional for each in earlier.values())
    return after.with_case(told_dates=earlier)


@pytest.mark.parametrize("intent", ["ask_plan", "ask_summary", "ask_reminder"])
def test_a_plan_a_summary_and_a_calendar_file_tell_once_which_steps_have_moved(intent: str) -> None:
    days = [{"value": "1 December"}] if intent == "ask_plan" else []
    turn = say(_with_a_plan_told_a_day_early(), intent, *days)
    assert "ICP Commercial License expected: was " in texts_of(turn)
    assert "The website can open: was " in texts_of(turn)
    assert "Hand in the ICP Filing: was" not in texts_of(turn)
    assert ": was " not in texts_of(say(turn.conversation, intent, *days))


def test_the_plan_for_a_page_notes_what_has_moved() -> None:
    notes = custom(say(_with_a_plan_told_a_day_early(), "ask_plan", {"value": "1 December"}), "plan")["notes"]
    assert any("by the announced calendar" in each for each in notes)


def test_a_deadline_that_is_told_before_the_next_question_is_remembered() -> None:
    turn = say(Conversation(TODAY), "determine", {"value": "1 December", "role": "submitted", "tense": "future"})
    assert list(turn.conversation.case.told_dates) == ["filing_through_alibaba_cloud 2026-12-01"]
