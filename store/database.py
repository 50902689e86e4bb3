"""The database: opened once and checked, worked with in threads of its own so that nobody else waits, each time for a bounded time."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from store.errors import NotStored, StoreBusy, StoreUnusable
from store.events import EVENTS, KINDS, METADATA, PROBE

logger = logging.getLogger(__name__)

OWN_FILES_ONLY = 0o600
# About what a turn adds, so that the probe fails when a turn would.
_FILLER = "x" * 8_000
_ADVICE = "restore a copy, or move it away to begin with an empty one"

# Of SQLite itself, when they come while a connection is set up.
_ERRORS = (SQLAlchemyError, sqlite3.Error)

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
        self._is_sqlite = url.get_backend_name() == "sqlite"
        self._name = str(url.database) if self._is_sqlite else repr(url)
        self._file: tuple[int, int] | None = None
        self._engine = self._make_engine(url)
        # SQLite has one writer at a time, and its waiting ones poll; so ours wait in line. Reading goes on beside it.
        self._writers = ThreadPoolExecutor(1 if self._is_sqlite else 8, "store-write")
        self._readers = ThreadPoolExecutor(2 if self._is_sqlite else 8, "store-read")

    def open(self) -> None:
        """Makes file and tables where there are none, and looks whether they are sound and can be written.

        Raises:
            StoreUnusable: they are not; one line names the file and says what to do.
        """
        try:
            if self._is_sqlite:
                self._make_file(Path(self._name))
            with self._engine.begin() as connection:
                if self._is_sqlite and (found := connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()) != "ok":
                    raise StoreUnusable(f"{self._name} is damaged ({found}); {_ADVICE}.")
                METADATA.create_all(connection)
                KINDS.create(connection, checkfirst=True)
                connection.execute(sa.select(EVENTS).limit(1))
            self._file = self._present_file()
            self.now(_write_probe)
        except StoreUnusable:
            raise
        except (OSError, *_ERRORS, NotStored) as error:
            raise StoreUnusable(self._trouble_at_start(error)) from error

    def now(self, work: Work[T]) -> T:
        """Does the work in one transaction and waits for it; for the start and for tools, not for an event loop.

        Raises:
            NotStored: it failed, and left no trace.
        """
        return self._do(work, time.monotonic() + self._wait_seconds, threading.Event(), writes=True)

    async def read(self, work: Work[T]) -> T:
        """The result of work that only reads.

        Raises:
            NotStored: it failed.
        """
        return await self._in_thread(self._readers, work, writes=False)

    async def write(self, work: Work[T]) -> T:
        """The result of work that writes, all of it or nothing; it is on the disk when this returns.

        Whoever is cancelled meanwhile has written nothing.

        Raises:
            NotStored: it failed, and left no trace.
        """
        return await self._in_thread(self._writers, work, writes=True)

    async def probe(self) -> bool:
        """Whether something can be written just now."""
        try:
            await self.write(_write_probe)
        except NotStored:
            return False
        return True

    async def clear_traces(self) -> None:
        """After something was erased: writes the log of SQLite back and empties it, for it still holds the words."""
        await asyncio.get_running_loop().run_in_executor(self._writers, self.clear_traces_now)

    def clear_traces_now(self) -> None:
        """The same, without an event loop."""
        if self._is_sqlite:
            with self._engine.connect() as connection:
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Ends the threads, once they have done what they were given."""
        self._writers.shutdown()
        self._readers.shutdown()
        self._engine.dispose()

    async def _in_thread(self, threads: ThreadPoolExecutor, work: Work[T], writes: bool) -> T:
        given_up = threading.Event()
        deadline = time.monotonic() + self._wait_seconds
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(threads, self._do, work, deadline, given_up, writes)
        finally:
            given_up.set()

    def _do(self, work: Work[T], deadline: float, given_up: threading.Event, writes: bool) -> T:
        left = deadline - time.monotonic()
        if left <= 0 or given_up.is_set():
            raise StoreBusy(f"{self._name} is held by another process.")
        if writes and self._present_file() != self._file:
            raise NotStored(f"{self._name} was moved or deleted; start again.")
        try:
            with self._engine.connect().execution_options(writes=writes) as connection:
                if self._is_sqlite:
                    connection.connection.execute(f"PRAGMA busy_timeout = {int(left * 1000)}")
                with connection.begin() as transaction:
                    result = work(connection)
                    if given_up.is_set():
                        transaction.rollback()
                    return result
        except _ERRORS as error:
            if _is_lock(error):
                raise StoreBusy(f"{self._name} is held by another process.") from error
            reason = getattr(error, "orig", None) or type(error).__name__
            logger.error("%s cannot be used: %s", self._name, reason)
            raise NotStored(f"{self._name} cannot be used: {reason}") from error

    def _make_engine(self, url: URL) -> Engine:
        if not self._is_sqlite:
            return sa.create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8, pool_timeout=self._wait_seconds)
        engine = sa.create_engine(
            url, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False, "timeout": self._wait_seconds}
        )
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _make_file(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWN_FILES_ONLY))
        path.chmod(OWN_FILES_ONLY)

    def _present_file(self) -> tuple[int, int] | None:
        """Which file has the name now; one that was deleted would still take what is written, and nobody would find it again."""
        if not self._is_sqlite:
            return None
        try:
            found = os.stat(self._name)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _trouble_at_start(self, error: Exception) -> str:
        cause = getattr(error, "orig", None) or error.__cause__ or error
        if isinstance(error, StoreBusy) or _is_lock(error):
            return f"{self._name} is held by another process; end it, or wait until it is done, and start again."
        if "not a database" in str(cause) or "malformed" in str(cause) or "no such column" in str(cause):
            return f"{self._name} is no database of conversations ({cause}); {_ADVICE}."
        if "full" in str(cause):
            return f"{self._name} cannot be written, because the disk is full; make room and start again."
        reason = getattr(cause, "strerror", None) or cause
        where = f"{self._name} and its folder" if self._is_sqlite else self._name
        return f"{self._name} cannot be opened ({reason}); see to it that {where} can be read and written, and start again."


def database_of(connection: Mapping[str, Any], wait_seconds: float) -> Database:
    """The database that a section of `endpoints.yml` names, as for Rasa's own SQL store; not yet open.

    Args:
        connection: `dialect`, `db`, and for a server `host` (or a whole URL), `port`, `username`, `password` and `query`.
        wait_seconds: how long at most a piece of work waits.
    """
    host = connection.get("host")
    if host and "://" in host:
        return Database(make_url(host), wait_seconds)
    given = {name: connection[name] for name in ("host", "port", "username", "password", "query") if connection.get(name)}
    return Database(
        URL.create(connection.get("dialect", "sqlite"), database=connection.get("db", "rasa.db"), **given), wait_seconds
    )


def _set_up_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    # Transactions are begun by us, see below; sqlite3 would begin them only at the first change.
    connection.isolation_level = None
    # Readers go on while one writes, and a write is one flush to the disk, which is waited for.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    # What is deleted is overwritten.
    connection.execute("PRAGMA secure_delete = ON")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _write_probe(connection: Connection) -> None:
    connection.execute(PROBE.delete())
    connection.execute(PROBE.insert().values(id=1, filler=_FILLER))


def _is_lock(error: BaseException) -> bool:
    text = str(getattr(error, "orig", None) or error)
    return "database is locked" in text or "database table is locked" in text
