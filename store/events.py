"""The table of events, as Rasa's own SQL store has it, and how an event is written into it: without what nobody reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from rasa.shared.core.events import BotUttered, Event, UserUttered
from sqlalchemy.engine import Connection

from telemetry.request import ARRIVED

METADATA = sa.MetaData()
EVENTS = sa.Table(
    "events",
    METADATA,
    # As Rasa has it; a server of PostgreSQL counts further than 2^31.
    sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("type_name", sa.String(255), nullable=False),
    sa.Column("timestamp", sa.Float),
    sa.Column("intent_name", sa.String(255)),
    sa.Column("action_name", sa.String(255)),
    sa.Column("data", sa.Text),
)
# Finds the last session and a message without reading a whole conversation.
KINDS = sa.Index("ix_events_sender_id_type_name", EVENTS.c.sender_id, EVENTS.c.type_name)
# One row, written to see whether anything can be written.
PROBE = sa.Table("probe", METADATA, sa.Column("id", sa.Integer, primary_key=True), sa.Column("filler", sa.Text))

# Of what was understood of a message: how every other intent ranked, and where its words begin and end.
_UNREAD = ("intent_ranking", "text_tokens")
# These stand beside it in the event.
_TWICE = ("text", "metadata", "message_id")
_ADDED = ("model_id", "assistant_id", ARRIVED)


def row_of(sender: str, event: Event) -> dict[str, Any]:
    """The row in which an event of the sender is kept."""
    data = slim(event.as_dict())
    return {
        "sender_id": sender,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data, ensure_ascii=False, separators=(",", ":")),
    }


def slim(data: Mapping[str, Any]) -> dict[str, Any]:
    """An event as JSON, without what is empty, stands there twice, or is read by nobody again.

    The model that was at work stands with the person's words only; Rasa repeats it with every event.
    """
    kept = {
        name: value for name, value in data.items() if (value is not None or name == "value") and not _is_default(name, value)
    }
    if kept.get("event") == UserUttered.type_name:
        parsed = kept.get("parse_data") or {}
        kept["parse_data"] = {name: value for name, value in parsed.items() if name not in _UNREAD and name not in _TWICE}
        return kept
    if kept.get("event") == BotUttered.type_name:
        kept["data"] = {name: value for name, value in (kept.get("data") or {}).items() if value is not None}
    if metadata := own_metadata(kept.pop("metadata", {})):
        kept["metadata"] = metadata
    return kept


def make_slim(event: Event) -> None:
    """Takes out of the event itself what is not stored of it, so that it is what would be read back."""
    if isinstance(event, UserUttered):
        for name in _UNREAD:
            event.parse_data.pop(name, None)
    else:
        event.metadata = own_metadata(event.metadata)


def own_metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Without what Rasa and the door add to it: the model, and when the message came."""
    return {name: value for name, value in metadata.items() if name not in _ADDED}


def _is_default(name: str, value: Any) -> bool:
    return name == "hide_rule_turn" and value is False


def last_id(connection: Connection, sender: str, kind: str | None = None) -> int | None:
    """The id of the sender's last event, or of the last one of that kind; None without any."""
    query = sa.select(sa.func.max(EVENTS.c.id)).where(EVENTS.c.sender_id == sender)
    if kind is not None:
        query = query.where(EVENTS.c.type_name == kind)
    found: int | None = connection.execute(query).scalar()
    return found


def read_events(connection: Connection, sender: str) -> list[tuple[int, dict[str, Any]]]:
    """Id and content of all events of the sender, in order."""
    query = sa.select(EVENTS.c.id, EVENTS.c.data).where(EVENTS.c.sender_id == sender).order_by(EVENTS.c.id)
    return [(row.id, json.loads(row.data)) for row in connection.execute(query)]


def add_events(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int | None:
    """Adds the rows of one sender; the id of the last one."""
    connection.execute(EVENTS.insert(), list(rows))
    return last_id(connection, rows[-1]["sender_id"])
