"""Turns of speech that lean on what was said before: what they are, and what only looks like them; and the wish for a language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogue.language import Language, only_wishes_a_language, wished_language
from dialogue.worded import adds_to_what_was_said, asks_for_first_step, doubts, doubts_openly, opens_before_filing

Asks = Callable[[str], bool]

MEANT: list[tuple[Asks, str]] = [
    (asks_for_first_step, "right, where do I start?"),
    (asks_for_first_step, "so what should we do next"),
    (asks_for_first_step, "which is the first step"),
    (asks_for_first_step, "接下来怎么办"),
    (asks_for_first_step, "那我先做什么"),
    (asks_for_first_step, "从哪里开始呀"),
    (doubts_openly, "r u sure"),
    (doubts_openly, "ok so no license?"),
    (doubts_openly, "真的假的"),
    (doubts_openly, "那什么都不用办？"),
    (doubts, "our agency told us something different"),
    (doubts, "is that really true"),
    (doubts, "网上都说不需要"),
    (doubts, "这个靠谱吗"),
    (opens_before_filing, "could we launch right away and get the paperwork done afterwards"),
    (opens_before_filing, "do the filing after the launch, ok?"),
    (opens_before_filing, "先把网站开起来再去备案行吗"),
    (opens_before_filing, "边运营边备案"),
    (adds_to_what_was_said, "ok, and with a shop on it?"),
    (adds_to_what_was_said, "in Taipei as well?"),
    (adds_to_what_was_said, "那再卖点东西呢"),
    (adds_to_what_was_said, "同时放在阿里云香港呢"),
]
NOT_MEANT: list[tuple[Asks, str]] = [
    (asks_for_first_step, "which certificate comes first"),
    (asks_for_first_step, "what opened first"),
    (asks_for_first_step, "怎么备案"),
    (doubts_openly, "is it true that apps are filed too"),
    (doubts_openly, "not sure where it is"),
    (doubts_openly, "什么材料都不用原件吗"),
    (doubts, "we told the host about it"),
    (opens_before_filing, "we file first and open later"),
    (opens_before_filing, "先备案再上线"),
    (opens_before_filing, "we went live in May and the filing came in June"),
    (adds_to_what_was_said, "and what about Taipei?"),
    (adds_to_what_was_said, "what if we sold something"),
    (adds_to_what_was_said, "如果放在香港呢"),
]
WISHES: list[tuple[str, Language]] = [
    ("could you tell me that in Chinese?", "zh"),
    ("english pls", "en"),
    ("Sorry, I can't read Chinese", "en"),
    ("麻烦用英语讲", "en"),
    ("能切换成中文吗", "zh"),
    ("中文版", "zh"),
    ("我看不懂英文", "zh"),
]


@pytest.mark.parametrize(("asks", "words"), MEANT)
def test_a_turn_of_speech_is_heard(asks: Asks, words: str) -> None:
    assert asks(words)


@pytest.mark.parametrize(("asks", "words"), NOT_MEANT)
def test_what_only_looks_like_it_is_not(asks: Asks, words: str) -> None:
    assert not asks(words)


@pytest.mark.parametrize(("words", "language"), WISHES)
def test_a_message_may_do_nothing_but_ask_for_a_language(words: str, language: Language) -> None:
    assert wished_language(words) == language
    assert only_wishes_a_language(words)


@pytest.mark.parametrize(
    "words",
    [
        "is the filing system in English?",
        "must the person in charge speak Chinese",
        "our site is in English only",
        "备案系统有英文版吗",
        "网站名称可以用英文吗",
        "我们的英文网站要备案吗",
        "网站可以换成英文吗，要不要重新备案",
        "We begin in Chinese and switch to English later",
        "should you speak Chinese for the review call",
    ],
)
def test_a_question_for_the_language_of_something_else_is_no_wish(words: str) -> None:
    assert wished_language(words) is None


def test_a_wish_beside_a_question_is_heard_and_the_question_stays() -> None:
    assert wished_language("please answer in English: how long does it take") == "en"
    assert not only_wishes_a_language("please answer in English: how long does it take")
