"""Counts how long Rasa takes for the parts of a turn that it does by itself: understanding the message and choosing the action."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from telemetry.metrics import timed

PARTS = {"_parse_message_with_graph": "understanding", "_predict_next_with_tracker": "policies"}


def time_parts(processor: Any) -> None:
    """From now on Rasa's processor counts them."""
    for name, part in PARTS.items():
        setattr(processor, name, _timed(part, getattr(processor, name)))


def _timed(part: str, work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def timed_work(*given: Any, **named: Any) -> Any:
        with timed(part):
            return work(*given, **named)

    return timed_work
