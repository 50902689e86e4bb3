"""A wish for a language: what it is, and what only speaks of one."""

from __future__ import annotations

import pytest

from dialogue.language import Language, only_wishes_a_language, wished_language

WISHES: list[tuple[str, Language]] = [
    ("could you tell me that in Chinese?", "zh"),
    ("english pls", "en"),
    ("Sorry, I can't read Chinese", "en"),
    ("麻烦用英语讲", "en"),
    ("能切换成中文吗", "zh"),
    ("中文版", "zh"),
    ("我看不懂英文", "zh"),
]


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
