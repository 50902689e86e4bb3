"""What may be done with stored conversations later: list them, hand one out, erase it, delete what is old.

Each works on one conversation or only reads, so that it holds up no turn for long.
"""

from __future__ import annotations

import time
from typing import Any

import sqlalchemy as sa
from rasa.shared.core.events import SessionStarted
from sqlalchemy.engine import Connection

from store.events import EVENTS, last_id, read_events

_SECONDS_A_DAY = 86_400


def days_ago(days: float) -> float:
    """The time so many days ago, in seconds since 1970."""
    return time.time() - days * _SECONDS_A_DAY


def senders(connection: Connection, older_than: float | None = None) -> list[str]:
    """The senders of all conversations, or of those that have something older than that time (seconds since 1970)."""
    query = sa.select(EVENTS.c.sender_id).distinct().order_by(EVENTS.c.sender_id)
    if older_than is not None:
        query = query.where(EVENTS.c.timestamp < older_than)
    return list(connection.execute(query).scalars())


def export(connection: Connection, sender: str) -> list[dict[str, Any]]:
    """All that is stored of the conversation, in order."""
    return [content for _, content in read_events(connection, sender)]


def erase(connection: Connection, sender: str) -> int:
    """Erases the conversation; how many events there were."""
    return int(connection.execute(EVENTS.delete().where(EVENTS.c.sender_id == sender)).rowcount)


def delete_older(connection: Connection, sender: str, than: float) -> int:
    """Deletes what of the conversation is older than that time (seconds since 1970); how many events there were.

    The last session of a conversation that goes on stays whole: it carries what was said before.
    """
    last_heard = connection.execute(sa.select(sa.func.max(EVENTS.c.timestamp)).where(EVENTS.c.sender_id == sender)).scalar()
    if last_heard is None or last_heard < than:
        return erase(connection, sender)
    last_start = last_id(connection, sender, SessionStarted.type_name) or 0
    old = sa.and_(EVENTS.c.sender_id == sender, EVENTS.c.timestamp < than, EVENTS.c.id < last_start)
    return int(connection.execute(EVENTS.delete().where(old)).rowcount)
