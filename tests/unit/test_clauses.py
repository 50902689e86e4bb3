"""Each clause of the article has a home or says why not; each home is there; each rule, reason, number and answer has its clause."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from dialogue.language import LANGUAGES
from dialogue.texts import responses_in
from icp import knowledge
from icp.facts import Certificate
from icp.knowledge import Clause
from icp.rules import RULES
from tests.unit.test_determination import ALL_FACTS

CLAUSES = [pytest.param(each, id=each.id) for each in knowledge.clauses().values()]
KINDS = {"rules", "reasons", "code", "texts", "numbers"}


def homes(kind: str) -> set[str]:
    """All homes of that kind that clauses name."""
    return {name for each in knowledge.clauses().values() for name in each.encoded_by.get(kind, ())}


@pytest.mark.parametrize("clause", CLAUSES)
def test_no_clause_is_without_a_home_or_a_reason_why(clause: Clause) -> None:
    assert clause.says.endswith(".")
    assert set(clause.encoded_by) <= KINDS
    assert all(clause.encoded_by.values())
    assert bool(clause.encoded_by) != bool(clause.left_out)


@pytest.mark.parametrize("clause", CLAUSES)
def test_no_home_is_named_that_is_not_there(clause: Clause) -> None:
    assert set(clause.encoded_by.get("rules", ())) <= {each.value for each in Certificate}
    assert set(clause.encoded_by.get("numbers", ())) <= set(knowledge.facts())
    for language in LANGUAGES:
        written = responses_in(language)
        assert [each for each in clause.encoded_by.get("texts", ()) if f"utter_{each}" not in written] == []
        assert [each for each in clause.encoded_by.get("reasons", ()) if f"utter_reason_{each}" not in written] == []
    for path in clause.encoded_by.get("code", ()):
        module, _, name = path.rpartition(".")
        assert callable(getattr(import_module(module), name))


def test_every_rule_and_the_clauses_that_it_encodes_name_each_other() -> None:
    for rule in RULES:
        naming = [each.id for each in knowledge.clauses().values() if rule.certificate.value in each.encoded_by.get("rules", ())]
        assert list(rule.clauses) == naming


def test_every_reason_of_a_rule_has_its_clause() -> None:
    given = {reason for rule in RULES for facts in ALL_FACTS for reason in rule.reasons(facts)}
    assert given == homes("reasons")


def test_every_answer_from_the_article_has_its_clause() -> None:
    assert set(knowledge.topics()) - homes("texts") == set()


def test_every_number_says_where_it_stands_in_the_article_or_in_the_law() -> None:
    for id_, fact in knowledge.facts().items():
        if fact.source.is_article:
            assert fact.clause in knowledge.clauses(), id_
            assert id_ in knowledge.clauses()[fact.clause].encoded_by["numbers"]
        elif fact.source.kind == "law":
            assert fact.clause, id_
            assert re.fullmatch(r"arts?\. \d+(?: and \d+)*|its own number", fact.clause)
    assert homes("numbers") == {id_ for id_, each in knowledge.facts().items() if each.source.is_article}


def test_the_figures_of_a_clause_are_its_numbers() -> None:
    for clause in knowledge.clauses().values():
        figures = {int(each) for each in re.findall(r"\d+", clause.says)}
        known = {knowledge.number(each) for each in clause.encoded_by.get("numbers", ())}
        dated = clause.id == "last_updated"
        assert dated or figures <= known, clause.id


def test_the_day_of_the_article_is_that_of_its_source() -> None:
    updated, written = knowledge.clauses()["last_updated"].says, knowledge.source("article").date
    assert written is not None
    assert f"{written.day} {written:%B %Y}" in updated
