"""What the papers show is what the assistant says, and every button that it can send is answered."""

from __future__ import annotations

import re

import pytest

from channels.payloads import allowed_payloads
from tests.conftest import Chat
from tools.background import Assistant
from tools.environment import ROOT

_PAYLOADS = sorted(allowed_payloads(ROOT / "data" / "responses", ROOT / "domain.yml"))


def conversations(paper: str) -> list[list[tuple[str, list[str]]]]:
    """Each conversation that a paper quotes: its messages, each with the lines of its answer.

    "(...)" and what stands around it are left out. Between two conversations stands something that is no quotation.
    """
    quotations = re.findall(r"(?:^>.*\n)+", (ROOT / paper).read_text(encoding="utf-8"), re.MULTILINE)
    return [_turns("\n".join(line.removeprefix(">").strip() for line in each.splitlines())) for each in quotations]


def _turns(quoted: str) -> list[tuple[str, list[str]]]:
    turns: list[tuple[str, list[str]]] = []
    for block in re.split(r"\*\*(?:You:|我：)\*\* ?", quoted)[1:]:
        message, answer = re.split(r"\*\*(?:Assistant:|助手：)\*\* ?", block)
        lines = [line.replace("(...)", "").strip() for line in answer.splitlines()]
        turns.append((message.strip(), [line for line in lines if line]))
    return turns


def plain(text: str) -> str:
    """Without marks of lists and with single spaces."""
    return " ".join(re.sub(r"^(- )?(\d\. )?", "", line).strip() for line in text.splitlines())


@pytest.mark.parametrize(
    ("paper", "turns"),
    [("README.md", [4, 1]), ("README.zh.md", [2]), ("docs/a-message.md", [1])],
    ids=["English", "Chinese", "way"],
)
def test_the_conversations_in_the_papers_are_what_the_assistant_says(assistant: Assistant, paper: str, turns: list[int]) -> None:
    quoted = conversations(paper)
    assert [len(each) for each in quoted] == turns
    for conversation in quoted:
        chat = Chat(assistant)
        for message, lines in conversation:
            said = plain(chat.say(message).text)
            for line in lines:
                assert plain(line) in said, message


@pytest.mark.parametrize("payload", _PAYLOADS)
def test_every_button_is_answered(chat: Chat, payload: str) -> None:
    said = chat.say(payload)
    assert said.text
    reasons = {each["reason"] for each in said.custom("fallback")}
    assert not reasons & {"unsure", "no_idea"}
