"""What Rasa is spared changes nothing: answers are validated as before, and a new session knows what the last one knew."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from rasa.core.actions.action import ActionSessionStart, RemoteAction
from rasa.shared.core.events import SlotSet
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

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
    for owner, name in ((RemoteAction, "_validate_action_result"), (ActionSessionStart, "_slot_set_events_from_tracker")):
        monkeypatch.setattr(owner, name, owner.__dict__[name])  # as it was, afterwards
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


def test_a_new_session_starts_with_each_slot_once_at_its_last_value() -> None:
    tracker = DialogueStateTracker("ann", [AnySlot(name, mappings=[]) for name in ("server", "unclear", "task")])
    said = [("server", "outside"), ("unclear", 1), ("task", "deadline"), ("unclear", None), ("server", "mainland")]
    for name, value in said:
        tracker.update(SlotSet(name, value))
    carried = ActionSessionStart()._slot_set_events_from_tracker(tracker)
    assert {each.key: each.value for each in carried} == {"server": "mainland", "unclear": None, "task": "deadline"}
    assert len(carried) == 3
