"""Every documented question, in many wordings, through the running assistant: the right topic, its key words, its source.

The questions, with what is expected of their answers, stand in `documented_questions.yml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from icp import knowledge
from tests.conftest import Chat, Said
from tools.background import Assistant

ITEMS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("documented_questions.yml").read_text(encoding="utf-8"))
ARTICLE_DATE = "2017-10-20"
FEWEST_WORDINGS = 7
FEWEST_RIGHT = 6
WORDINGS = [(item, wording) for item in ITEMS for wording in item["wordings"]]


def answered_topics(said: Said) -> list[str]:
    return [each["topic"] for each in said.custom("answer")]


def offered_topics(said: Said) -> list[str]:
    """The topics of the readings that a fallback asks back with."""
    readings = [reading for each in said.custom("fallback") if each["reason"] == "unsure" for reading in each["readings"]]
    return [topic.id for topic in knowledge.topics().values() if topic.intent in readings]


def check_words(said: Said, says: Sequence[str | list[str]]) -> None:
    for words in says:
        alternatives = words if isinstance(words, list) else [words]
        assert any(each.lower() in said.text.lower() for each in alternatives), f"none of {alternatives} stands in the text"


def check_topics(said: Said, topics: Sequence[str]) -> None:
    assert set(answered_topics(said)) & set(topics), f"answered: {answered_topics(said)}"
    for each in said.custom("answer"):
        if each.get("from_article") is False:
            continue
        dates = [source["date"] for source in each["sources"]]
        assert ARTICLE_DATE in dates, f"the answer on {each['topic']} does not name the article: {dates}"


def ask(item: dict[str, Any], wording: str, chat: Chat) -> str:
    """ "right", "asked back" with the right reading offered, or what is wrong."""
    expect = item["expect"]
    for earlier in item.get("before", []):
        chat.say(earlier)
    said = chat.say(wording)
    if set(offered_topics(said)) & set(expect.get("topics", [])):
        return "asked back"
    try:
        assert said.messages, "nothing was answered"
        if "topics" in expect:
            check_topics(said, expect["topics"])
        check_words(said, expect.get("says", []))
        assert not set(said.kinds) & set(expect.get("never_kinds", []))
    except AssertionError as error:
        return f"{wording!r}: {error}\nanswered: {said.messages}"
    return "right"


@pytest.mark.parametrize("item", ITEMS, ids=[item["item"] for item in ITEMS])
def test_a_documented_question_is_answered_in_at_least_six_wordings(item: dict[str, Any], assistant: Assistant) -> None:
    """At most one wording of an item may fail; beyond the six, asking back with the right reading will do."""
    outcomes = [ask(item, wording, Chat(assistant)) for wording in item["wordings"]]
    right = outcomes.count("right") + (outcomes.count("asked back") if item.get("asked_back_is_fine") else 0)
    wrong = [each for each in outcomes if each not in ("right", "asked back")]
    assert right >= FEWEST_RIGHT, outcomes
    assert len(wrong) <= 1, wrong


def test_the_items_are_well_formed() -> None:
    for item in ITEMS:
        assert set(item) <= {"item", "expect", "wordings", "before", "asked_back_is_fine"}, item["item"]
        assert set(item["expect"]) <= {"topics", "says", "never_kinds"}, item["item"]
        assert set(item["expect"].get("topics", [])) <= set(knowledge.topics()), item["item"]
        assert item["expect"].get("says") or item["expect"].get("never_kinds"), f"{item['item']} expects nothing"
        assert all(isinstance(wording, str) for wording in item["wordings"]), item["item"]


def test_every_item_is_asked_in_enough_wordings_and_none_twice() -> None:
    assert {item["item"]: len(item["wordings"]) for item in ITEMS if len(item["wordings"]) < FEWEST_WORDINGS} == {}
    wordings = [wording.lower() for _, wording in WORDINGS]
    assert sorted(set(wordings)) == sorted(wordings)


def test_every_topic_of_the_article_is_asked_for() -> None:
    asked = {topic for item in ITEMS for topic in item["expect"].get("topics", [])}
    intents = {knowledge.topics()[topic].intent for topic in asked}
    assert {topic.intent for topic in knowledge.topics().values()} - intents == set()
