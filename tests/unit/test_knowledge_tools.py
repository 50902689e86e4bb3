"""The stub of a question, and the report on the facts."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from icp.wider import QUESTIONS, wider_facts
from nlu.real_messages import RealMessage, real_messages
from tools.environment import CannotStart
from tools.knowledge_report import FINDINGS, Knowledge, present_knowledge, report, unanswered
from tools.topic import TO_FILL_IN, usual_intent, write_stub

TODAY = date(2026, 11, 26)
FACT = replace(next(iter(wider_facts().values())), confidence="high", relation="extends", checked=TODAY)
FRESH = replace(FACT, source=replace(FACT.source, date=TODAY, kind="later"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(QUESTIONS / "cost", tmp_path / "cost")
    return tmp_path


def test_the_stub_says_what_must_be_filled_in(folder: Path) -> None:
    path = write_stub("yearly_fee", "cost", folder)
    stub = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert stub["nlu"][0]["intent"] == f"{usual_intent('cost', folder)}/yearly_fee"
    assert list(stub["responses"]) == [f"utter_{stub['nlu'][0]['intent']}"]
    assert stub.keys() == yaml.safe_load((folder / "cost" / "filing_fee.yml").read_text(encoding="utf-8")).keys()
    assert path.read_text(encoding="utf-8").count(TO_FILL_IN) == 7


@pytest.mark.parametrize(
    ("name", "subject", "told"),
    [
        ("Yearly fee", "cost", "NAME=Yearly fee must be words"),
        ("", "", "NAME=... must be"),
        ("yearly_fee", "money", "must be a folder of data/wider/: cost"),
        ("filing_fee", "cost", "There is a question filing_fee already"),
    ],
)
def test_what_is_not_allowed_is_said(folder: Path, name: str, subject: str, told: str) -> None:
    with pytest.raises(CannotStart, match=told):
        write_stub(name, subject, folder)


@pytest.mark.parametrize(
    ("fact", "found"),
    [
        (FRESH, set()),
        (replace(FRESH, checked=date(2025, 11, 25)), {"checked more"}),
        (replace(FRESH, source=replace(FRESH.source, date=date(2021, 11, 25))), {"from a source"}),
        (replace(FRESH, source=replace(FRESH.source, date=None)), {"from a source"}),
        (replace(FRESH, source=replace(FRESH.source, date=date(2000, 9, 25), kind="law")), set()),
        (replace(FRESH, relation="contradicts"), {"contradicts the article"}),
        (replace(FRESH, confidence="low"), {"weakly sourced"}),
        (replace(FRESH, id="never-asked"), {"wanted by no", "in no question"}),
    ],
)
def test_each_finding_is_found(fact: object, found: set[str]) -> None:
    known = Knowledge([fact], frozenset({FACT.id}), frozenset({FACT.id}), TODAY)
    names = [name for name, applies in FINDINGS.items() if applies(fact, known)]
    assert len(names) == len(found)
    assert all(any(name.startswith(each) for each in found) for name in names)


def test_a_question_without_facts_is_reported_unless_the_article_answers_it() -> None:
    message = RealMessage("rm", "Does it hold on the moon?", "en", "question", "train", False, ("uncovered_other",))
    assert unanswered([message, replace(message, documented=True), replace(message, wanted=frozenset({"a"}))]) == [message]
    assert unanswered([replace(message, kind="out_of_scope")]) == []


def test_the_report_holds_every_finding() -> None:
    told = report(present_knowledge(), real_messages())
    assert told.startswith(f"# {len(wider_facts())} facts")
    assert told.count("\n## ") == len(FINDINGS) + 1
