"""A wish for a language: what it is, and what only speaks of one."""

from __future__ import annotations

import pytest

from dialogue.asked import language_wished, only_wishes_a_language
from dialogue.conversation import Message
from dialogue.language import Language
from tests.unit.heard import wanted

WISHES: list[tuple[str, Language]] = [
    ("could you tell me that in Chinese?", "zh"),
    ("english pls", "en"),
    ("Sorry, I can't read Chinese", "en"),
    ("sorry, the same in Chinese once more", "zh"),
    ("can you repeat that in 中文?", "zh"),
    ("麻烦用英语讲", "en"),
    ("能切换成中文吗", "zh"),
    ("中文版", "zh"),
    ("請說中文", "zh"),
    ("我想请你说中文", "zh"),
    ("那还是中文吧", "zh"),
    ("能不能用英文再讲一遍", "en"),
    ("我看不懂英文", "zh"),
]


def asking(words: str) -> Message:
    return Message(words, asks_for=wanted(words))


@pytest.mark.parametrize(("words", "language"), WISHES)
def test_a_message_may_do_nothing_but_ask_for_a_language(words: str, language: Language) -> None:
    assert language_wished(asking(words)) == language
    assert only_wishes_a_language(asking(words))


@pytest.mark.parametrize(
    "words",
    [
        "is the filing system in English?",
        "must the person in charge speak Chinese",
        "our site is in English only",
        "备案系统有英文版吗",
        "备案后台能切成英文不",
        "网站名称可以用英文吗",
        "网站内容可以用英文写吗",
        "想换成英文界面，找不到在哪",
        "我们的英文网站要备案吗",
        "网站可以换成英文吗，要不要重新备案",
        "We begin in Chinese and switch to English later",
        "should you speak Chinese for the review call",
    ],
)
def test_a_question_for_the_language_of_something_else_is_no_wish(words: str) -> None:
    assert language_wished(asking(words)) is None


@pytest.mark.parametrize("words", ["please answer in English: how long does it take", "用英文回答，公安备案是什么"])
def test_a_wish_beside_a_question_is_heard_and_the_question_stays(words: str) -> None:
    assert language_wished(asking(words)) == "en"
    assert not only_wishes_a_language(asking(words))
