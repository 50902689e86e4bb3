"""The few sentences that the door itself says in a conversation, ready for a second language."""

from __future__ import annotations

from typing import Any

UNAVAILABLE = (
    "I cannot work that out right now, because a part of me is not reachable. Please send it again in a minute; "
    "what you told me before is kept."
)


def unavailable_messages(sender: str) -> list[dict[str, Any]]:
    """What a turn answers that produced nothing: one sentence, and its kind for programs."""
    return [
        {"recipient_id": sender, "text": UNAVAILABLE},
        {"recipient_id": sender, "custom": {"type": "unavailable"}},
    ]
