"""What a turn needs of a session: its last turns, and what every slot held before them. So a long conversation is as fast as a new one.

All of it stays stored; this is only what is read, kept in memory, shown to the policies and sent to the action server.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from sqlalchemy.engine import Connection

from store.events import EVENTS, last_id

# Only these may be left out; any other, such as an active form or a pause, has an effect that lasts, and is kept with all after it.
_PASSING = (SessionStarted, ActionExecuted, SlotSet, UserUttered, BotUttered, DefinePrevUserUtteredFeaturization)
_NAMES = tuple(each.type_name for each in _PASSING)


def recent(events: Iterable[Event], turns: int) -> list[Event]:
    """Of the events of a conversation those that stand for its last session: the beginning, the slots, and the last turns."""
    session = list(events)
    starts = [place for place, event in enumerate(session) if isinstance(event, SessionStarted)]
    session = session[starts[-1] :] if starts else session
    users = [place for place, event in enumerate(session) if isinstance(event, UserUttered)]
    lasting = next((place for place, event in enumerate(session) if type(event) not in _PASSING), len(session))
    possible = [place for place in users[: max(0, len(users) - turns + 1)] if place < lasting]
    if not possible:
        return session
    before, after = session[: possible[-1]], session[possible[-1] :]
    # In the order in which they were last set, as they are read from the database.
    slots = {event.key: place for place, event in enumerate(before) if isinstance(event, SlotSet)}
    actions = [place for place, event in enumerate(before) if isinstance(event, ActionExecuted)]
    kept = sorted({*slots.values(), *actions[-1:], *([0] if starts else [])})
    return [*(before[place] for place in kept), *after]


def read_recent(connection: Connection, sender: str, turns: int) -> list[tuple[int, dict[str, Any]]]:
    """Id and content of those events of the sender, read from the database."""
    of_sender = EVENTS.c.sender_id == sender
    # By id, not by time as in Rasa: a clock that is set back loses nothing.
    start = last_id(connection, sender, SessionStarted.type_name) or 0
    session = sa.and_(of_sender, EVENTS.c.id >= start)
    users = sa.select(EVENTS.c.id).where(session, EVENTS.c.type_name == UserUttered.type_name).order_by(EVENTS.c.id.desc())
    first: int | None = connection.execute(users.offset(turns - 1).limit(1)).scalar()
    lasting = connection.execute(sa.select(sa.func.min(EVENTS.c.id)).where(session, EVENTS.c.type_name.not_in(_NAMES))).scalar()
    if first is not None and lasting is not None and lasting < first:
        first = connection.execute(users.where(EVENTS.c.id < lasting).limit(1)).scalar()
    wanted: Any = session
    if first is not None:
        before = sa.and_(session, EVENTS.c.id < first)
        newest = sa.select(sa.func.max(EVENTS.c.id)).where(before)
        slots = newest.where(EVENTS.c.type_name == SlotSet.type_name).group_by(EVENTS.c.action_name)
        action = newest.where(EVENTS.c.type_name == ActionExecuted.type_name)
        kept = {start, *connection.execute(slots).scalars(), *connection.execute(action).scalars()}
        wanted = sa.and_(of_sender, sa.or_(EVENTS.c.id >= first, EVENTS.c.id.in_(kept - {None})))
    rows = connection.execute(sa.select(EVENTS.c.id, EVENTS.c.data).where(wanted).order_by(EVENTS.c.id))
    return [(row.id, json.loads(row.data)) for row in rows]
