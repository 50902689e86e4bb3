"""What people ask beyond the article, through the running assistant: a right fact among at most three, rarely only wrong ones.

The messages of `tests/beyond/` were written without sight of any training data; no single one of them decides, their shares do.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from benchmarks.beyond import ASKED, MOST_SHOWN, UNKNOWN, Asked, read
from icp.wider import WiderTopic, wider_topic, wider_topics
from tests.conftest import Chat, Said
from tools.background import Assistant

_AT_ONCE = 4


def shown(said: Said) -> list[WiderTopic]:
    """The questions beyond the article that are answered, or offered with the first sentence of their answer."""
    answered = [wider_topics()[each["topic"]] for each in said.custom("answer") if each["topic"] in wider_topics()]
    offers = [*said.custom("fallback"), *said.custom("also_asked")]
    readings = [reading for each in offers for reading in each.get("readings", ())]
    offered = [wider_topic(each.partition('"answer": "')[2].rstrip('"}')) for each in readings]
    return [*answered, *(each for each in offered if each)][:MOST_SHOWN]


def beyond_answers(said: Said) -> list[str]:
    return [each["topic"] for each in said.custom("answer") if each.get("from_article") is False]


def outcome(assistant: Assistant, asked: Asked) -> str:
    found = shown(Chat(assistant).say(asked.text))
    if not found:
        return "nothing"
    return "right" if asked.facts & {fact.id for topic in found for fact in topic.facts} else "only others"


def outcomes(assistant: Assistant, messages: list[Asked]) -> Counter[str]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return Counter(pool.map(partial(outcome, assistant), messages))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_asks_beyond_the_article_is_shown_a_fact_that_helps(language: str, assistant: Assistant) -> None:
    messages = [each for each in read(ASKED) if each.lang == language]
    found = outcomes(assistant, messages)
    assert found["right"] >= 0.65 * len(messages), found
    assert found["only others"] <= 0.1 * len(messages), found


def test_what_nobody_knows_is_not_answered_from_the_facts(assistant: Assistant) -> None:
    messages = read(UNKNOWN)
    answered = [each.text for each in messages if beyond_answers(Chat(assistant).say(each.text))]
    assert len(answered) <= 0.15 * len(messages)


def test_an_answer_beyond_the_article_is_marked_and_names_its_source(chat: Chat) -> None:
    said = chat.say('/uncovered_domain{"answer": "suffix"}')
    (answer,) = said.custom("answer")
    assert answer["from_article"] is False
    assert answer["facts"]
    assert said.text.splitlines()[-1].startswith("Source: ")


def test_the_same_question_is_answered_in_chinese_in_a_chinese_conversation(chat: Chat) -> None:
    chat.say("你好，想问一下备案的事")
    said = chat.say('/uncovered_domain{"answer": "suffix"}')
    assert said.only("answer")["language"] == "zh"
    assert said.text.splitlines()[-1].startswith("来源：")
