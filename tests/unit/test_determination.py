"""The rules: a table of cases, and an exhaustive check over all combinations of known and unknown facts."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from icp.determination import (
    answered,
    awaited_day,
    completions,
    determine,
    is_open,
    next_question,
    unknown,
    unknown_for_required,
)
from icp.facts import Activity, Certificate, Facts, Holding, Place, Question

TODAY = date(2026, 11, 24)
BLOCKS = yaml.safe_load((Path(__file__).parent.parent / "cases" / "certificates.yml").read_text(encoding="utf-8"))
ROWS = [(block["block"], row) for block in BLOCKS for row in block["rows"]]

ALL_FACTS = [
    Facts(server, cdn, activity, payments, filing, license_, psb, live)
    for server, cdn, activity, payments, filing, license_, psb, live in product(
        (None, *Place),
        (None, *Place),
        (None, *Activity),
        (None, True, False),
        (None, *Holding),
        (None, *Holding),
        (None, Holding.HELD),
        (None, True, False),
    )
]
CERTIFICATE_QUESTIONS = (
    Question.HOSTING,
    Question.ACTIVITY,
    Question.PAYMENTS,
    Question.FILING_HELD,
    Question.LICENSE_HELD,
)


def facts_of(row: dict[str, Any]) -> Facts:
    return Facts.from_json({name: str(value) if isinstance(value, date) else value for name, value in row["facts"].items()})


@pytest.mark.parametrize(("block", "row"), ROWS, ids=[f"{block}: {row['facts']}" for block, row in ROWS])
def test_the_article_s_rules_hold(block: str, row: dict[str, Any]) -> None:
    decision = determine(facts_of(row), TODAY)
    for part in ("required", "not_required", "outstanding", "allowed", "forbidden", "breaches"):
        if part in row:
            assert [each.value for each in getattr(decision, part)] == row[part], part


def test_every_column_of_the_table_is_flipped_somewhere() -> None:
    flipped = {name for _, row in ROWS for name in row["facts"]}
    assert flipped >= {"server", "cdn", "activity", "payments", "filing", "license", "psb", "live", "opened_on"}


def test_no_answer_on_partial_facts_is_contradicted_by_any_completion() -> None:
    for facts in ALL_FACTS:
        partial = determine(facts, TODAY)
        for complete in completions(facts):
            whole = determine(complete, TODAY)
            for part in (
                "required",
                "not_required",
                "held",
                "outstanding",
                "allowed",
                "forbidden",
                "breaches",
                "reasons",
                "remarks",
            ):
                assert set(getattr(partial, part)) <= set(getattr(whole, part)), (part, facts, complete)


def test_complete_facts_settle_every_certificate() -> None:
    for facts in ALL_FACTS[::7]:
        for complete in completions(facts):
            assert determine(complete, TODAY).settled, complete
            assert unknown(complete) == ()


def certificates_and_holdings(facts: Facts) -> tuple[Any, ...]:
    decision = determine(facts, TODAY)
    return decision.required, decision.not_required, decision.outstanding


def test_only_questions_that_can_change_the_result_are_asked_and_none_of_them_is_forgotten() -> None:
    for facts in ALL_FACTS:
        for question in CERTIFICATE_QUESTIONS:
            others = tuple(each for each in CERTIFICATE_QUESTIONS if each is not question)
            matters = is_open(question, facts) and any(
                len({certificates_and_holdings(complete) for complete in answered(rest, question)}) > 1
                for rest in completions(facts, others)
            )
            assert (question in unknown(facts)) == matters, (facts, question)


def test_answering_question_after_question_always_ends_in_certain_requirements() -> None:
    for start in ALL_FACTS[::11]:
        paths = [start]
        for _ in range(len(Question)):
            following = []
            for facts in paths:
                question = next_question(facts)
                if question is None:
                    assert unknown_for_required(facts) == ()
                else:
                    following += list(answered(facts, question))
            paths = following
        assert not paths


def test_nobody_is_asked_more_than_twice_who_knows_the_answers() -> None:
    for hosting in answered(Facts(), Question.HOSTING):
        for complete in answered(hosting, Question.ACTIVITY):
            assert next_question(complete) is None


def test_payments_of_a_site_that_only_informs_are_taken_as_none_until_they_are_stated() -> None:
    site = Facts(server=Place.MAINLAND, activity=Activity.INFORMATIONAL)
    assert determine(site, TODAY).required == (Certificate.ICP_FILING, Certificate.PSB_FILING)
    assert "payments_would_change_it" in [each.rule for each in determine(site, TODAY).remarks]
    assert Certificate.ICP_COMMERCIAL_LICENSE in determine(site.stating(payments=True), TODAY).required


def test_a_question_that_was_passed_over_is_not_asked_again() -> None:
    assert next_question(Facts()) is Question.HOSTING
    assert next_question(Facts(), frozenset({Question.HOSTING})) is Question.ACTIVITY
    assert next_question(Facts(), frozenset(Question)) is None


def test_nothing_more_is_asked_about_a_site_served_from_outside() -> None:
    assert next_question(Facts(server=Place.OUTSIDE)) is None


def test_payments_are_not_asked_about_a_shop() -> None:
    assert unknown_for_required(Facts(server=Place.MAINLAND, activity=Activity.OWN_SALES)) == ()


def test_the_result_waits_for_the_opening_only_when_the_psb_filing_is_all_that_is_left() -> None:
    site = Facts(server=Place.MAINLAND, activity=Activity.INFORMATIONAL, payments=False)
    held = site.stating(filing=Holding.HELD)
    assert awaited_day(site) is None
    assert awaited_day(held) is Question.OPENED_ON
    assert awaited_day(held.stating(live=False)) is None
    assert awaited_day(held.stating(opened_on=TODAY)) is None


def test_the_result_waits_for_the_day_of_an_application_while_it_is_under_way() -> None:
    applied = Facts(server=Place.MAINLAND, activity=Activity.INFORMATIONAL, payments=False, filing=Holding.APPLIED)
    assert awaited_day(applied) is Question.SUBMITTED_ON
    assert awaited_day(applied.stating(filing_submitted_on=TODAY)) is None


def test_facts_survive_the_way_through_json() -> None:
    facts = Facts(Place.OUTSIDE, Place.MAINLAND, Activity.PLATFORM, False, Holding.HELD, opened_on=TODAY)
    assert Facts.from_json(facts.to_json()) == facts
    assert Facts.from_json({"server": None, "open_question": "hosting"}) == Facts()


@pytest.mark.parametrize("values", [{"server": "moon"}, {"payments": "maybe"}, {"opened_on": "3 March"}, {"filing": True}])
def test_a_value_that_a_fact_cannot_have_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        Facts.from_json(values)


def test_unmentioned_certificates_are_taken_as_not_held_and_mentioned_ones_stay() -> None:
    assumed = Facts(license=Holding.HELD).taking_unmentioned_certificates_as_not_held()
    assert assumed.license is Holding.HELD
    assert assumed.filing_held
    assert Facts().taking_unmentioned_certificates_as_not_held().filing is Holding.NOT_HELD


def test_certificates_stand_in_the_order_in_which_they_are_obtained() -> None:
    facts = Facts(server=Place.MAINLAND, activity=Activity.PLATFORM)
    assert determine(facts, TODAY).required == tuple(Certificate)
