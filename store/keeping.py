"""What may be done with stored conversations later: hand one out, erase it, delete what is old. Each in one transaction of the caller."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from rasa.shared.core.events import SessionStarted
from sqlalchemy.engine import Connection

from store.events import EVENTS, read_events


def export(connection: Connection, sender: str) -> list[dict[str, Any]]:
    """All that is stored of the conversation, in order."""
    return [content for _, content in read_events(connection, sender, all_sessions=True)]


def erase(connection: Connection, sender: str) -> int:
    """Erases the conversation; how many events there were."""
    return int(connection.execute(EVENTS.delete().where(EVENTS.c.sender_id == sender)).rowcount)


def delete_older(connection: Connection, before: float) -> int:
    """Deletes conversations whose last event is older than that, and of the others the sessions that are; how many events there were.

    The last session of a conversation that goes on stays whole: it carries what was said before.

    Args:
        connection: of the database.
        before: seconds since 1970.
    """
    other = EVENTS.alias()
    of_sender = other.c.sender_id == EVENTS.c.sender_id
    last_heard = sa.select(sa.func.max(other.c.timestamp)).where(of_sender).scalar_subquery()
    is_start = other.c.type_name == SessionStarted.type_name
    last_start = sa.select(sa.func.max(other.c.id)).where(of_sender, is_start).scalar_subquery()
    is_over = sa.or_(last_heard < before, EVENTS.c.id < last_start)
    old = sa.select(EVENTS.c.id).where(EVENTS.c.timestamp < before, is_over)
    return int(connection.execute(EVENTS.delete().where(EVENTS.c.id.in_(old))).rowcount)
