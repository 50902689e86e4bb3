"""Rasa's tracker store, so that what was answered is stored, and what was not stored is not answered.

Of `endpoints.yml`, section `tracker_store`. The table is that of Rasa's own SQL store, so that Rasa's tools read it.
"""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Connection

from store.database import database_of
from store.errors import ConversationChanged, StoreUnusable
from store.events import EVENTS, add_events, last_id, make_slim, own_metadata, read_events, row_of
from store.keeping import days_ago, delete_older, erase, senders
from store.no_fallback import stop_falling_back
from store.window import read_recent, recent

# The slot that the assistant sets when a person wants the conversation erased: all that is stored of it goes, the words that
# asked for it included. The action alone tells nothing: a message that only sounds like it is asked back by the same action.
ERASED_SLOT = "erased"
# To find in a large store what has been kept long enough takes longer than a turn may wait.
_SEARCH_SECONDS = 600.0


class StoredTracker(DialogueStateTracker):
    """A conversation, and how far it is stored.

    Attributes:
        stored: how many of its events are.
        last: the id of the sender's last stored event when it was read or saved; None when there was none.
    """

    stored: int = 0
    last: int | None = None


Rows = list[tuple[int, dict[str, Any]]]


@dataclass(frozen=True)
class StoredTurn:
    """A message that was answered before.

    Attributes:
        text: the message.
        metadata: what the client added.
        answers: the messages of the assistant, as Rasa hands them to an output channel.
    """

    text: str
    metadata: Mapping[str, Any]
    answers: tuple[dict[str, Any], ...]

    def answers_to(self, text: str, metadata: Mapping[str, Any] | None) -> bool:
        """Whether it is this message that was answered; Rasa adds the model's name to what the client added."""
        return text == self.text and own_metadata(metadata or {}) == own_metadata(self.metadata)


class ConversationStore(TrackerStore, SerializedTrackerAsText):
    """Stores conversations in the database of DATABASE_URL, or else in a file of this process alone, and keeps those that go on just
    now in memory beside it.

    Args:
        domain: of the assistant.
        event_broker: gets every event once it is stored.
        wait_seconds: how long at most a turn waits for the database, before it is refused.
        recent_turns: how many turns before it a turn gets to see.
        live_conversations: how many are kept in memory at most; those heard longest ago go first. Each is compared with the
            database before it is used, so that a second process may work on the same one.
        keep_days: after so many days what was said is deleted, once a day; 0 keeps it.
        connection: dialect, host, port, db, username, password and query, as for Rasa's own SQL store.

    Raises:
        StoreUnusable: the database cannot be used.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        wait_seconds: float = 3.0,
        recent_turns: int = 3,
        live_conversations: int = 500,
        keep_days: int = 180,
        **connection: Any,
    ) -> None:
        self._live: OrderedDict[str, StoredTracker] = OrderedDict()
        self._most_live = live_conversations
        self._recent_turns = recent_turns
        self._keep_days = keep_days
        self._database = database_of(connection, wait_seconds)
        # Rasa ends with the one line of the error; Sanic, in between, would put a traceback before it.
        logging.getLogger("sanic.error").addFilter(_is_worth_a_traceback)
        self._database.open(alone=True)
        stop_falling_back()
        super().__init__(domain, event_broker)

    @property
    def domain(self) -> Domain:
        """The domain, whose slots the conversations have."""
        return self._domain

    @domain.setter
    def domain(self, domain: Domain | None) -> None:
        self._domain = domain or Domain.empty()
        self._live.clear()

    def init_tracker(self, sender_id: str) -> StoredTracker:
        """A conversation without events."""
        return StoredTracker(sender_id, self.domain.slots, max_event_history=self.max_event_history)

    async def retrieve(self, sender_id: str) -> StoredTracker | None:
        """Of the conversation what the next turn needs, see `store/window.py`; None when there is none.

        Raises:
            NotStored: the database cannot be read.
        """
        # Taken out until it is saved: a turn that fails half-way leaves nothing here.
        live = self._live.pop(sender_id, None)
        if live is not None and live.last == await self._database.read(lambda connection: last_id(connection, sender_id)):
            return live
        return self._tracker(sender_id, await self._read_recent(sender_id))

    async def retrieve_full_tracker(self, conversation_id: str) -> StoredTracker | None:
        """All sessions of the conversation; None when there are none.

        Raises:
            NotStored: the database cannot be read.
        """
        return self._tracker(
            conversation_id, await self._database.read(lambda connection: read_events(connection, conversation_id))
        )

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stores what is new in the conversation, all of it or nothing.

        Raises:
            NotStored: nothing of it is stored.
        """
        sender = tracker.sender_id
        if not isinstance(tracker, StoredTracker):
            tracker = await self._with_its_place(tracker)
        new = list(islice(tracker.events, tracker.stored, None))
        if not new:
            return
        if any(isinstance(event, SlotSet) and event.key == ERASED_SLOT and event.value for event in new):
            await self.erase(sender)
            return
        last, rows = tracker.last, [row_of(sender, event) for event in new]

        def add(connection: Connection) -> int | None:
            self._database.take_conversation(connection, sender)
            if last_id(connection, sender) != last:
                raise ConversationChanged("The conversation was continued elsewhere meanwhile.")
            return add_events(connection, rows)

        tracker.last = await self._database.write(add)
        tracker.stored = len(tracker.events)
        self._publish(sender, new)
        self._keep_live(tracker, new)

    async def keys(self) -> Iterable[str]:
        """The senders of all conversations."""
        return await self._database.read(senders)

    async def turn(self, sender: str, message_id: str) -> StoredTurn | None:
        """What was answered to the sender's message with that id, if it was.

        Raises:
            NotStored: the database cannot be read.
        """
        return await self._database.read(lambda connection: _find_turn(connection, sender, message_id))

    async def can_write(self) -> bool:
        """Whether the database can be written just now; it is tried."""
        return await self._database.probe()

    async def erase(self, sender: str) -> int:
        """Erases the conversation; returns how many events there were.

        Raises:
            NotStored: it is still there.
        """
        self._live.pop(sender, None)
        count = await self._database.write(lambda connection: erase(connection, sender))
        await self._database.clear_traces()
        return count

    async def delete_old(self) -> int:
        """Deletes what is older than `keep_days`; returns how many events there were.

        Raises:
            NotStored: some of it is still there.
        """
        if not self._keep_days:
            return 0
        before, count = days_ago(self._keep_days), 0
        for sender in await self._database.read_all(lambda connection: senders(connection, before), _SEARCH_SECONDS):
            count += await self._database.write(partial(delete_older, sender=sender, than=before))
        if count:
            await self._database.clear_traces()
        return count

    def close(self) -> None:
        """Ends the threads of the database."""
        self._database.close()

    async def _read_recent(self, sender: str) -> Rows:
        return await self._database.read(lambda connection: read_recent(connection, sender, self._recent_turns))

    def _tracker(self, sender: str, rows: Rows) -> StoredTracker | None:
        if not rows:
            return None
        tracker = StoredTracker.from_dict(sender, [content for _, content in rows], self.domain.slots)
        return _stored(tracker, rows[-1][0])

    async def _with_its_place(self, tracker: DialogueStateTracker) -> StoredTracker:
        """The same conversation, of which as many events count as stored as are read of it."""
        rows = await self._read_recent(tracker.sender_id)
        own = StoredTracker.from_events(tracker.sender_id, list(tracker.events), self.domain.slots)
        assert isinstance(own, StoredTracker)
        own.stored, own.last = len(rows), rows[-1][0] if rows else None
        return own

    def _keep_live(self, tracker: StoredTracker, new: Iterable[Event]) -> None:
        """Keeps for the next turn what would be read for it."""
        for event in new:
            make_slim(event)
        kept = recent(tracker.events, self._recent_turns)
        if len(kept) < len(tracker.events):
            tracker = _stored(StoredTracker.from_events(tracker.sender_id, kept, self.domain.slots), tracker.last)
        self._live[tracker.sender_id] = tracker
        while len(self._live) > self._most_live:
            self._live.popitem(last=False)

    def _publish(self, sender: str, events: Iterable[Event]) -> None:
        for event in events if self.event_broker is not None else ():
            self.event_broker.publish({"sender_id": sender, **event.as_dict()})


def _stored(tracker: DialogueStateTracker, last: int | None) -> StoredTracker:
    assert isinstance(tracker, StoredTracker)
    tracker.stored, tracker.last = len(tracker.events), last
    return tracker


def _is_worth_a_traceback(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], StoreUnusable))


def _find_turn(connection: Connection, sender: str, message_id: str) -> StoredTurn | None:
    of_sender = sa.select(EVENTS.c.id, EVENTS.c.type_name, EVENTS.c.data).where(EVENTS.c.sender_id == sender)
    mentions = EVENTS.c.data.contains(json.dumps(message_id), autoescape=True)
    asked = of_sender.where(EVENTS.c.type_name == UserUttered.type_name, mentions).order_by(EVENTS.c.id.desc())
    for row in connection.execute(asked):
        message = json.loads(row.data)
        if message.get("message_id") == message_id:
            later = connection.execute(of_sender.where(EVENTS.c.id > row.id).order_by(EVENTS.c.id))
            answers = tuple(_answers(later))
            return StoredTurn(message["text"], message.get("metadata", {}), answers) if answers else None
    return None


def _answers(rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """What the assistant said before the person's next message."""
    for row in rows:
        if row.type_name == UserUttered.type_name:
            return
        if row.type_name == BotUttered.type_name:
            yield Event.from_parameters(json.loads(row.data)).message()
