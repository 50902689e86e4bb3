"""Spares each action a check of Rasa's own schema of an action's answer.

Rasa 3.6 checks that schema anew with every action, and jsonschema takes longer for it than all the rest of an early turn takes. The
schema never changes, so once is enough; the answers are still validated, every one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

_as_rasa_does = RemoteAction._validate_action_result


def check_the_schema_once() -> None:
    """From now on the answers of the action server are validated against a schema that is checked at the first of them."""
    RemoteAction._validate_action_result = _validate


@lru_cache(maxsize=1)
def _validator() -> Validator:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def _validate(action: RemoteAction, answer: dict[str, Any]) -> bool:
    """True for a usable answer; for any other Rasa's own ValidationError."""
    return _validator().is_valid(answer) or bool(_as_rasa_does(action, answer))
