"""The sentences of the door, in the language that is asked for."""

from __future__ import annotations

import re
from typing import Any

import pytest

from channels.refusals import NOTHING_HERE, Refusal, rate_limited
from channels.texts import language_asked_for, unavailable_messages


@pytest.mark.parametrize(
    ("metadata", "header", "language"),
    [
        (None, "", "en"),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        (None, "en-US,en;q=0.9,zh;q=0.8", "en"),
        (None, "de-DE, fr;q=0.5, zh-TW;q=0.3", "zh"),
        ({"language": "zh"}, "en", "zh"),
        ({"language": "de"}, "zh", "zh"),
        ({"language": 7}, "zh", "zh"),
        ({}, "*", "en"),
    ],
)
def test_the_message_says_in_which_language_and_else_the_browser(metadata: Any, header: str, language: str) -> None:
    assert language_asked_for(metadata, header) == language


def test_a_refusal_is_said_in_chinese_with_its_figures() -> None:
    assert rate_limited(3.2).body("zh")["error"] == {"code": "rate_limited", "message": "消息发得太快了，请4秒后再试。"}
    assert rate_limited(3.2).body()["error"]["message"] == "Too many messages; try again in 4 seconds."
    assert re.search("[\u3400-\u9fff]", NOTHING_HERE.body("zh")["error"]["message"])


def test_what_only_a_programmer_can_mend_is_said_in_english() -> None:
    refusal = Refusal(400, "message_invalid", "`message` must be a string.")
    assert refusal.body("zh") == refusal.body("en")


def test_an_unavailable_turn_has_the_same_parts_in_both_languages() -> None:
    english, chinese = unavailable_messages("ann"), unavailable_messages("ann", "zh")
    assert [set(each) for each in english] == [set(each) for each in chinese]
    assert re.search("[\u3400-\u9fff]", chinese[0]["text"])
