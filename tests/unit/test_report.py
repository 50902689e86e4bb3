"""The report: what is counted of conversations, what is put together, and what must not be shown."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import yaml

from tests.unit.simulated import bot, rows, user
from tools.report.__main__ import titles, to_label
from tools.report.clusters import grouped, masked
from tools.report.page import page
from tools.report.reading import Findings, NotUnderstood, percentile, read

NOON = 1_795_752_000.0  # 27 November 2026, 12:00 in China


def found(*conversations: list[dict[str, Any]]) -> Findings:
    return read((f"s{number}", json.dumps(event)) for number, events in enumerate(conversations) for event in events)


def by_first_letter(texts: Any) -> np.ndarray:
    """An encoder for which sentences with one first letter mean the same."""
    return np.array([np.eye(128)[ord(text[0]) % 128] for text in texts])


def test_a_conversation_counts_with_its_turns_answers_and_languages() -> None:
    findings = found(
        [user("what is PSB", "ask_psb", NOON), bot(NOON + 2, type="answer", topic="psb", language="en")],
        [user("你好", "greet", NOON), bot(NOON + 1, type="fallback", reason="no_idea", language="zh")],
    )
    assert (findings.conversations, findings.turns) == (2, 2)
    assert findings.topics == {"psb": 1}
    assert findings.languages == {"en": 1, "zh": 1}
    assert findings.reasons == {"no_idea": 1}
    assert findings.days == {"2026-11-27": 2}
    assert sorted(findings.seconds["2026-11-27"]) == [1.0, 2.0]
    assert findings.not_understood == [NotUnderstood("你好", "no_idea", "greet", "zh")]


def test_a_determination_without_its_result_is_given_up_at_the_fact_that_was_asked_last() -> None:
    asked = [user("do I need it", "determine", NOON), bot(NOON, type="question", fact="hosting"), user("dunno", "inform", NOON)]
    reached = [*asked, bot(NOON, type="determination", required=[])]
    findings = found([*asked, bot(NOON, type="question", fact="activity")], reached)
    assert (findings.begun, findings.reached, findings.given_up) == (2, 1, {"activity": 1})


def test_a_vote_is_on_what_was_answered_before_it() -> None:
    findings = found(
        [
            user("what is PSB", "ask_psb", NOON),
            bot(NOON, type="answer", topic="psb"),
            user("/not_helped", "not_helped", NOON),
            user("that helped", "helped", NOON),
        ]
    )
    assert {topic: dict(votes) for topic, votes in findings.votes.items()} == {"psb": {"not_helped": 1}}


def test_what_is_beyond_the_article_was_understood_and_buttons_are_not_labelled() -> None:
    findings = found(
        [
            user("my neighbour's drone", "uncovered_other", NOON),
            bot(NOON, type="fallback", reason="not_covered"),
            user("/ask_psb", "ask_psb", NOON),
            bot(NOON, type="fallback", reason="unsure"),
        ]
    )
    assert findings.not_understood == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call 13812345678 about shop.example.cn/a?b", "call [phone number] about [website]"),
        ("our ICP number is 12 345 678\n ok?", "our ICP number is [number] ok?"),
        ("https://例子.cn and 3 servers", "https://例子.cn and 3 servers"),
    ],
)
def test_addresses_and_long_numbers_are_not_shown(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_what_means_the_same_stands_together_with_its_nearest_topic_and_three_examples() -> None:
    messages = [NotUnderstood(f"a{number}", "unsure", "ask_psb", "en") for number in range(5)]
    messages += [NotUnderstood("b", "unsure", "ask_order", "en")] * 9 + [NotUnderstood("a0", "unsure", "ask_order", "en")]
    first, second = grouped(messages, by_first_letter)
    assert (first.count, first.nearest, first.examples) == (9, "ask_order", ("b",))
    assert (second.count, second.nearest) == (6, "ask_psb")
    assert len(second.examples) == 3
    assert sorted(second.texts) == [f"a{number}" for number in range(5)]


def test_without_anything_stored_there_is_a_page_all_the_same() -> None:
    assert "Nothing is stored" in page(Findings(), grouped([], by_first_letter), {})


def test_the_page_of_two_thousand_conversations_is_well_formed_and_asks_for_nothing_from_elsewhere() -> None:
    findings = read(rows(2_000, NOON))
    assert findings.conversations == 2_000
    assert 1_000 < len(findings.not_understood) < findings.turns / 2
    made = page(findings, grouped(findings.not_understood, by_first_letter), titles())
    ElementTree.fromstring(made.removeprefix("<!doctype html>\n"))
    assert "simulated-" not in made
    assert not any(each in made for each in ("http://", "src=", "@import", "<script"))


def test_what_people_wrote_is_no_markup() -> None:
    message = NotUnderstood("<script>alert(1)</script>", "unsure", "<b>", "en")
    made = page(Findings(conversations=1), grouped([message], by_first_letter), {})
    assert "<script>" not in made
    assert "&lt;script&gt;" in made


def test_the_export_is_yaml_with_suggested_intents() -> None:
    groups = grouped([NotUnderstood("# what: is it?", "unsure", "ask_psb", "en")], by_first_letter)
    assert yaml.safe_load(to_label(groups)) == {
        "not_understood": [{"intent": "ask_psb", "messages": 1, "examples": ["# what: is it?"]}]
    }


@pytest.mark.parametrize(("share", "value"), [(0.5, 2), (0.95, 4), (0.0, 1)])
def test_percentiles_are_values_that_were_there(share: float, value: float) -> None:
    assert percentile([4, 1, 3, 2], share) == value
