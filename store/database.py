"""The database: opened once and checked, worked with in threads of its own so that nobody else waits, each time for a bounded time."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError

from store.backends import ERRORS, backend_of
from store.errors import NotStored, StoreBusy, StoreUnusable
from store.events import EVENTS, KINDS, METADATA
from telemetry.metrics import STORE_FAILURES, timed

logger = logging.getLogger(__name__)

VARIABLE = "DATABASE_URL"
# About what a turn adds, and as little to be compressed, so that the probe fails when a turn would.
_PROBE_BYTES = 4_000
_PROBE = sa.text("INSERT INTO probe (id, filler) VALUES (1, :filler) ON CONFLICT (id) DO UPDATE SET filler = excluded.filler")

T = TypeVar("T")
Work = Callable[[Connection], T]


class Database:
    """A database of conversations.

    Args:
        url: of SQLAlchemy; with SQLite that of a file, which is made with its folder when there is none.
        wait_seconds: how long at most a piece of work waits, for its turn and for a lock that somebody else holds.
    """

    def __init__(self, url: URL, wait_seconds: float) -> None:
        self._wait_seconds = wait_seconds
        self._backend = backend_of(url)
        self._name = self._backend.name
        self._identity: object = None
        self._engine = self._backend.engine(wait_seconds)
        self._writers = ThreadPoolExecutor(self._backend.writers, "store-write")
        self._readers = ThreadPoolExecutor(self._backend.readers, "store-read")

    def open(self, alone: bool = False) -> None:
        """Makes file and tables where there are none, and looks whether they are sound and can be written.

        Args:
            alone: no other process may open it so, where it is a file. An assistant does; tools look in beside it.

        Raises:
            StoreUnusable: they are not; one line names the file and says what to do.
        """
        try:
            self._backend.prepare()
            if alone:
                self._backend.keep_alone()
            with self._engine.begin() as connection:
                self._backend.check(connection)
                METADATA.create_all(connection)
                KINDS.create(connection, checkfirst=True)
                self._backend.add(connection)
                connection.execute(sa.select(EVENTS).limit(1))
            self._identity = self._backend.identity()
            self.now(_write_probe)
        except StoreUnusable:
            raise
        except (OSError, *ERRORS, NotStored) as error:
            raise StoreUnusable(self._trouble_at_start(error)) from error

    def now(self, work: Work[T], writes: bool = True) -> T:
        """Does the work in one transaction and waits for it; for the start and for tools, not for an event loop.

        Args:
            work: what is done.
            writes: what only reads holds up nobody.

        Raises:
            NotStored: it failed, and left no trace.
        """
        return self._do(work, time.monotonic() + self._wait_seconds, threading.Event(), writes)

    async def read(self, work: Work[T]) -> T:
        """The result of work that only reads.

        Raises:
            NotStored: it failed.
        """
        with timed("store_read"):
            return await self._in_thread(self._readers, work, writes=False)

    async def read_all(self, work: Work[T], seconds: float) -> T:
        """The result of work that reads so much that it may take so long, while turns go on beside it.

        Raises:
            NotStored: it failed.
        """

        def patiently(connection: Connection) -> T:
            self._backend.allow(connection, seconds)
            return work(connection)

        return await self._in_thread(self._readers, patiently, writes=False, seconds=seconds)

    async def write(self, work: Work[T]) -> T:
        """The result of work that writes, all of it or nothing; it is on the disk when this returns.

        Whoever is cancelled meanwhile has written nothing. Of a server that falls silent during the commit nobody can tell; it counts as
        failed, and who tries again finds out.

        Raises:
            NotStored: it failed, and left no trace.
        """
        with timed("store_write"):
            return await self._in_thread(self._writers, work, writes=True)

    async def probe(self) -> bool:
        """Whether something can be written just now."""
        try:
            await self.write(_write_probe)
        except NotStored:
            return False
        return True

    def take_conversation(self, connection: Connection, sender: str) -> None:
        """Within work that writes: no other process writes into the conversation until it is done."""
        self._backend.take_conversation(connection, sender)

    async def clear_traces(self) -> None:
        """After something was erased: empties what still holds the words, as far as that is ours to do."""
        await asyncio.get_running_loop().run_in_executor(self._writers, self.clear_traces_now)

    def clear_traces_now(self) -> None:
        """The same, without an event loop."""
        self._backend.clear_traces(self._engine)

    def close(self) -> None:
        """Ends the threads, once they have done what they were given."""
        self._writers.shutdown()
        self._readers.shutdown()
        self._engine.dispose()
        self._backend.leave()

    async def _in_thread(self, threads: ThreadPoolExecutor, work: Work[T], writes: bool, seconds: float = 0.0) -> T:
        given_up = threading.Event()
        deadline = time.monotonic() + self._wait_seconds
        most = None if self._backend.grace_seconds is None else self._wait_seconds + self._backend.grace_seconds + seconds
        loop = asyncio.get_running_loop()
        try:
            running = loop.run_in_executor(threads, copy_context().run, self._do, work, deadline, given_up, writes)
            return await asyncio.wait_for(running, most)
        except asyncio.TimeoutError as error:
            STORE_FAILURES.labels("silent").inc()
            raise StoreBusy(f"{self._name} does not answer.") from error
        finally:
            given_up.set()

    def _do(self, work: Work[T], deadline: float, given_up: threading.Event, writes: bool) -> T:
        left = deadline - time.monotonic()
        if left <= 0 or given_up.is_set():
            raise StoreBusy(f"{self._name} is held by another process.")
        if writes and self._backend.identity() != self._identity:
            raise NotStored(f"{self._name} was moved or deleted; start again.")
        try:
            with self._engine.connect().execution_options(writes=writes) as connection:
                self._backend.limit(connection, left)
                with connection.begin() as transaction:
                    result = work(connection)
                    if given_up.is_set():
                        transaction.rollback()
                    return result
        except ERRORS as error:
            if self._backend.is_lock(error):
                STORE_FAILURES.labels("busy").inc()
                raise StoreBusy(f"{self._name} is held by another process.") from error
            STORE_FAILURES.labels("failed").inc()
            reason = getattr(error, "orig", None) or type(error).__name__
            logger.error("%s cannot be used: %s", self._name, reason)
            raise NotStored(f"{self._name} cannot be used: {reason}") from error

    def _trouble_at_start(self, error: Exception) -> str:
        cause = getattr(error, "orig", None) or error.__cause__ or error
        if isinstance(error, StoreBusy) or self._backend.is_lock(error):
            return f"{self._name} is held by another process; end it, or wait until it is done, and start again."
        return self._backend.trouble(cause, getattr(cause, "strerror", None) or cause)


def database_of(connection: Mapping[str, Any], wait_seconds: float) -> Database:
    """The database that DATABASE_URL names, or else a section of `endpoints.yml`, as for Rasa's own SQL store; not yet open.

    Args:
        connection: `dialect`, `db`, and for a server `host` (or a whole URL), `port`, `username`, `password` and `query`.
        wait_seconds: how long at most a piece of work waits.

    Raises:
        StoreUnusable: DATABASE_URL is none.
    """
    host = connection.get("host")
    if url := os.environ.get(VARIABLE) or (host if host and "://" in host else None):
        return Database(_parsed(url), wait_seconds)
    given = {name: connection[name] for name in ("host", "port", "username", "password", "query") if connection.get(name)}
    return Database(
        URL.create(connection.get("dialect", "sqlite"), database=connection.get("db", "rasa.db"), **given), wait_seconds
    )


def _parsed(text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        # Its own words quote the URL, which may hold a password.
        raise StoreUnusable(f"{VARIABLE} must look like postgresql://user:password@host:5432/name.") from error
    # As some services still hand it out.
    return url.set(drivername="postgresql") if url.drivername == "postgres" else url


def _write_probe(connection: Connection) -> None:
    # Other bytes each time: SQLite writes nothing where what is to be written stands there already.
    connection.execute(_PROBE, {"filler": os.urandom(_PROBE_BYTES).hex()})
