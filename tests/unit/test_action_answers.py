"""The answers of the action server are validated as Rasa validates them, without a check of the schema each time."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from rasa.core.actions.action import RemoteAction

from channels.rest import IcpRestInput

USABLE: list[dict[str, Any]] = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "facts", "value": {"server": "mainland"}}], "responses": [{"text": "Hello."}]},
]
UNUSABLE: list[Any] = [
    {"events": "none"},
    {"events": [{"event": "slot"}]},
    {"events": [{"event": "no such event"}]},
    {"responses": {"text": "Hello."}},
    [],
]


@pytest.fixture(autouse=True)
def ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RemoteAction._validate_action_result)  # as it was, afterwards
    IcpRestInput.from_credentials({})


def validate(answer: Any) -> bool:
    return RemoteAction("action_answer", None)._validate_action_result(answer)


@pytest.mark.parametrize("answer", USABLE, ids=str)
def test_a_usable_answer_is_accepted(answer: Any) -> None:
    assert validate(answer)


@pytest.mark.parametrize("answer", UNUSABLE, ids=str)
def test_an_unusable_answer_is_refused_in_the_words_of_rasa(answer: Any) -> None:
    with pytest.raises(ValidationError, match="Failed to validate Action server response"):
        validate(answer)


def test_the_schema_is_not_checked_again_with_each_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    validate(USABLE[0])
    checked = []
    monkeypatch.setattr(Draft202012Validator, "check_schema", checked.append)
    assert validate(USABLE[2])
    assert checked == []
