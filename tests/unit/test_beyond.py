"""What stands in `knowledge/wider/` and `data/wider/` is whole: sources, days, wordings, titles, answers and their figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from dialogue.language import LANGUAGES, Language, language_of
from dialogue.texts import responses_in
from icp import knowledge
from icp.facts import Facts
from icp.knowledge import FOLDER, read_yaml
from icp.wider import QUESTIONS, WiderFact, WiderTopic, wider_facts, wider_topics
from tests.unit.test_determination import ALL_FACTS
from tools.environment import ROOT

FEWEST_WORDINGS = 25
FILES = {path.stem: path for path in sorted(QUESTIONS.glob("*/*.yml"))}
ASKED = [pytest.param(each, id=each.name) for each in wider_topics().values()]
FACTS = [pytest.param(each, id=each.id) for each in wider_facts().values()]
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)*")
_EXAMPLE = re.compile(r"^\s*- (.+)$", re.MULTILINE)


def wordings(path: Path) -> list[str]:
    """The examples of a file of training data."""
    blocks = read_yaml(path).get("nlu") or ()
    return [line.strip() for block in blocks for line in _EXAMPLE.findall(block.get("examples", ""))]


def figures(text: str) -> set[str]:
    """The figures of a text, without the commas between thousands."""
    return {each.replace(",", "").rstrip(".") for each in _FIGURE.findall(text)}


def figures_known(topic: WiderTopic) -> set[str]:
    """The figures that the facts of a question and their sources give, and the article's where it is among them."""
    told = [
        (*each.words.values(), each.clause or "", each.note or "", each.source.title, str(each.source.date))
        for each in topic.facts
    ]
    known = figures(" ".join(part for parts in told for part in parts))
    if any(each.is_article for each in topic.sources):
        known |= {str(each.value) for each in knowledge.facts().values()}
    return known


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_is_worded_in_every_language_and_has_a_day_on_which_it_was_checked(fact: WiderFact) -> None:
    assert set(fact.words) == set(LANGUAGES)
    assert all(each.strip() for each in fact.words.values())
    assert date(2026, 1, 1) <= fact.checked
    assert fact.confidence in ("high", "medium", "low")
    assert fact.relation in ("extends", "updates", "contradicts", "same")


def test_a_source_has_a_date_or_says_that_there_is_none() -> None:
    entries = read_yaml(FOLDER / "sources.yml")
    assert [name for name, each in entries.items() if "date" not in each] == []
    assert [name for name, each in entries.items() if not isinstance(each["date"], date | None)] == []


@pytest.mark.parametrize("topic", ASKED)
def test_a_question_has_facts_a_title_and_an_answer_in_every_language(topic: WiderTopic) -> None:
    assert topic.facts
    assert set(topic.title) == set(LANGUAGES)
    variations = read_yaml(FILES[topic.name])["responses"][f"utter_{topic.id}"]
    assert [each.get("condition", [{}])[0].get("value", "en") for each in variations] == list(LANGUAGES)
    assert all(each["text"].strip() for each in variations)


@pytest.mark.parametrize("topic", ASKED)
def test_a_question_has_wordings_enough_in_every_language(topic: WiderTopic) -> None:
    asked = wordings(FILES[topic.name])
    counts = Counter(language_of(each, _guess(each)) for each in asked)
    assert min(counts[each] for each in LANGUAGES) >= FEWEST_WORDINGS, counts


def _guess(wording: str) -> Language:
    return "zh" if re.search(r"[\u3400-\u9fff]", wording) else "en"


@pytest.mark.parametrize("topic", ASKED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_an_answer_stands_in_a_fact_that_it_names(topic: WiderTopic, language: Language) -> None:
    answer = responses_in(language)[f"utter_{topic.id}"]["text"]
    said = " ".join([answer, *(each.words[language] for each in topic.cases)])
    assert figures(said) - figures_known(topic) == set()


@pytest.mark.parametrize("topic", [each for each in wider_topics().values() if each.cases], ids=lambda each: each.name)
def test_what_an_answer_changes_for_a_case_is_said_of_cases_that_there_are(topic: WiderTopic) -> None:
    reached = {id(topic.for_case(facts)) for facts in ALL_FACTS}
    assert {id(each.words) for each in topic.cases} <= reached
    assert topic.for_case(Facts()) is None
    assert all(each.words[language][-1] not in ".。" for each in topic.cases for language in LANGUAGES)


def twice(found: Sequence[tuple[str, str]]) -> list[str]:
    """The wordings that stand twice, with the files."""
    places: dict[str, list[str]] = {}
    for wording, place in found:
        places.setdefault(re.sub(r"\W+", " ", wording.lower()).strip(), []).append(place)
    return [f"{wording}: {', '.join(its)}" for wording, its in places.items() if len(its) > 1]


def test_no_wording_stands_twice() -> None:
    files = sorted((ROOT / "data" / "nlu").glob("**/*.yml")) + list(FILES.values())
    assert twice([(each, path.stem) for path in files for each in wordings(path)]) == []
