"""Spares Rasa 3.6 work that it does again and again, though its result stays the same.

With every action it checks its own schema of an action's answer, and jsonschema takes longer for it than all the rest of an early
turn takes. The schema never changes, so it is checked once; the answers are still validated, every one.

A new session repeats every value that a slot ever had, those that the session before had repeated too, so that each session of a
conversation is longer than the last. The last value of each slot comes to the same.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import ActionSessionStart, RemoteAction
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

_validate_as_rasa_does = RemoteAction._validate_action_result
_all_slots_set = ActionSessionStart._slot_set_events_from_tracker


def spare_repeated_work() -> None:
    """From now on Rasa's actions of this process check the schema once, and carry each slot once into a new session."""
    RemoteAction._validate_action_result = _validate
    ActionSessionStart._slot_set_events_from_tracker = staticmethod(_last_value_of_each_slot)


@lru_cache(maxsize=1)
def _validator() -> Validator:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def _validate(action: RemoteAction, answer: dict[str, Any]) -> bool:
    """True for a usable answer; for any other Rasa's own ValidationError."""
    return _validator().is_valid(answer) or bool(_validate_as_rasa_does(action, answer))


def _last_value_of_each_slot(tracker: DialogueStateTracker) -> list[SlotSet]:
    return list({each.key: each for each in _all_slots_set(tracker)}.values())
