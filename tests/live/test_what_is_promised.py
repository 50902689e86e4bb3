"""What the README shows is what the assistant says, and every button that it can send is answered."""

from __future__ import annotations

import re

import pytest

from channels.payloads import allowed_payloads
from tests.conftest import Chat
from tools.environment import ROOT

_PAYLOADS = sorted(allowed_payloads(ROOT / "data" / "responses", ROOT / "domain.yml"))


def readme_conversation() -> list[tuple[str, list[str]]]:
    """Each message of the README's conversation with the lines of its answer; "(...)" and what stands around it are left out."""
    quoted = [
        line.removeprefix(">").strip()
        for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
        if line[:1] == ">"
    ]
    turns: list[tuple[str, list[str]]] = []
    for block in re.split(r"\*\*You:\*\* ", "\n".join(quoted))[1:]:
        message, answer = re.split(r"\*\*Assistant:\*\* ", block)
        lines = [line.replace("(...)", "").strip() for line in answer.splitlines()]
        turns.append((message.strip(), [line for line in lines if line]))
    return turns


def plain(text: str) -> str:
    """Without marks of lists and with single spaces."""
    return " ".join(re.sub(r"^(- )?(\d\. )?", "", line).strip() for line in text.splitlines())


def test_the_conversation_in_the_readme_is_what_the_assistant_says(chat: Chat) -> None:
    conversation = readme_conversation()
    assert len(conversation) >= 4
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
