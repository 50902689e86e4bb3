"""Whole conversations with the running assistant, by family; each file of this folder is one family.

A conversation has a name that is a sentence and turns: what the `user` writes, and what is expected of the answer:

- `question`: the fact that is asked (null: nothing is asked)
- `required`, `outstanding`, `allowed_today`, `breaches`: of the determination, in order
- `later`: the certificates that its plans will need, in order
- `determined: false`: no determination in this turn
- `answer`: the topics answered, in order
- `deadline`: {certificate: ISO date}
- `kinds`: types of machine-readable parts that are among those sent
- `fallback`: the reason of the fallback
- `says`, `never_says`: words that stand in the text, or do not
- `offers`: titles of buttons that are among those shown
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Chat, Said

FOLDER = Path(__file__).parent
FAMILIES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yml"))}
CONVERSATIONS = [(family, each["name"], each["turns"]) for family, all_ in FAMILIES.items() for each in all_]
EXPECTATIONS = {
    "question",
    "required",
    "outstanding",
    "allowed_today",
    "breaches",
    "later",
    "determined",
    "answer",
    "deadline",
    "kinds",
    "fallback",
    "says",
    "never_says",
    "offers",
}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def check(said: Said, expected: dict[str, Any]) -> None:
    if "question" in expected:
        assert said.question == expected["question"]
    for part in ("required", "outstanding", "allowed_today"):
        if part in expected:
            assert said.only("determination")[part] == expected[part], part
    if "breaches" in expected:
        assert [each["breach"] for each in said.only("determination")["breaches"]] == expected["breaches"]
    if "later" in expected:
        assert said.only("determination")["later"]["required"] == expected["later"]
    if expected.get("determined") is False:
        assert not said.custom("determination")
    if "answer" in expected:
        assert [each["topic"] for each in said.custom("answer")] == as_list(expected["answer"])
    if "deadline" in expected:
        found = {each["certificate"]: each["date"] for each in said.custom("deadline")}
        assert found == {name: str(day) for name, day in expected["deadline"].items()}
    assert set(as_list(expected.get("kinds", []))) <= set(said.kinds)
    if "fallback" in expected:
        assert said.only("fallback")["reason"] in as_list(expected["fallback"])
    for words in as_list(expected.get("says", [])):
        assert words.lower() in said.text.lower()
    for words in as_list(expected.get("never_says", [])):
        assert words.lower() not in said.text.lower()
    assert set(as_list(expected.get("offers", []))) <= {button["title"] for button in said.buttons}


@pytest.mark.parametrize(
    ("family", "name", "turns"), CONVERSATIONS, ids=[f"{family}: {name}" for family, name, _ in CONVERSATIONS]
)
def test_conversation(family: str, name: str, turns: list[dict[str, Any]], chat: Chat) -> None:
    for number, turn in enumerate(turns, start=1):
        expected = {key: value for key, value in turn.items() if key != "user"}
        assert set(expected) <= EXPECTATIONS, f"unknown expectation in {family}: {name}"
        said = chat.say(turn["user"])
        try:
            check(said, expected)
        except AssertionError as error:
            raise AssertionError(f"turn {number}, {turn['user']!r}: {error}\nanswered: {said.messages}") from None


def test_every_family_has_at_least_eight_conversations_and_its_chinese_sister_six() -> None:
    fewest = {family: 6 if family.endswith("_zh") else 8 for family in FAMILIES}
    assert {family: len(all_) for family, all_ in FAMILIES.items() if len(all_) < fewest[family]} == {}
