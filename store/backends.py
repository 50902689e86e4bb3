"""What differs between the databases: SQLite, a file of one process, and PostgreSQL, a server of many."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from store.errors import StoreUnusable

# Errors of SQLite itself come while a connection is set up.
ERRORS = (SQLAlchemyError, sqlite3.Error)
OWN_FILES_ONLY = 0o600
ADVICE = "restore a copy, or move it away to begin with an empty one"

# Of PostgreSQL's advisory locks: one for all that is made at the start, one name space for conversations.
_START_LOCK = 0x1C9
_CONVERSATIONS = 0x1C9C


class Backend:
    """One kind of database.

    Attributes:
        name: what it is called in messages; without a password.
        writers: how many pieces of work may write at the same time.
        readers: how many may read.
        grace_seconds: how much later than a statement of its own it is given up when it answers nothing at all; None for what always
            answers in the end.
    """

    name: str
    writers: int
    readers: int
    grace_seconds: float | None = None

    def engine(self, wait_seconds: float) -> Engine:
        """Its connections."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Makes what must be there before a connection is made."""

    def check(self, connection: Connection) -> None:
        """Looks whether it is sound, and keeps other processes out until the transaction ends.

        Raises:
            StoreUnusable: it is damaged.
        """

    def add(self, connection: Connection) -> None:
        """Adds to the tables what only this kind has."""

    def keep_alone(self) -> None:
        """Keeps other assistants out of what only one process may use.

        Raises:
            StoreUnusable: there is another one.
        """

    def leave(self) -> None:
        """Lets others in again."""

    def limit(self, connection: Connection, seconds: float) -> None:
        """From now on nothing of the connection takes longer."""

    def allow(self, connection: Connection, seconds: float) -> None:
        """In the present transaction a statement may take so long."""

    def take_conversation(self, connection: Connection, sender: str) -> None:
        """Keeps other writers out of the conversation until the transaction ends."""

    def identity(self) -> object:
        """Which database it is now; another one has another identity."""
        return None

    def clear_traces(self, engine: Engine) -> None:
        """After something was erased: what still holds the words is emptied, as far as that is ours to do."""

    def is_lock(self, error: BaseException) -> bool:
        """Whether the error says that somebody else holds what was wanted for longer than one waits."""
        raise NotImplementedError

    def trouble(self, cause: BaseException, reason: object) -> str:
        """One line on why it cannot be opened, and what to do."""
        raise NotImplementedError


class Sqlite(Backend):
    """A file. It has one writer at a time, and its waiting ones poll; so ours wait in line, and reading goes on beside it."""

    writers, readers = 1, 2

    def __init__(self, url: URL) -> None:
        self._url = url
        self.name = str(url.database)
        self._own: IO[str] | None = None

    def engine(self, wait_seconds: float) -> Engine:  # noqa: D102
        engine = sa.create_engine(
            self._url, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False, "timeout": wait_seconds}
        )
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine

    def prepare(self) -> None:  # noqa: D102
        path = Path(self.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWN_FILES_ONLY))
        path.chmod(OWN_FILES_ONLY)

    def check(self, connection: Connection) -> None:  # noqa: D102
        if (found := connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()) != "ok":
            raise StoreUnusable(f"{self.name} is damaged ({found}); {ADVICE}.")

    def keep_alone(self) -> None:
        """The system lets go of the lock when the process ends, however it ends."""
        # A file of its own: closing a second descriptor of the database's file would drop the locks that SQLite has on it.
        descriptor = os.open(f"{self.name}.lock", os.O_RDWR | os.O_CREAT, OWN_FILES_ONLY)
        self._own = os.fdopen(descriptor, "r+")
        try:
            fcntl.lockf(self._own, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            other = self._own.read().strip() or "unknown"
            self._own.close()
            raise StoreUnusable(
                f"{self.name} belongs to another assistant that runs (process {other}), and a file serves one; "
                "end that one, or set DATABASE_URL and REDIS_URL to run several."
            ) from error
        self._own.truncate(0)
        self._own.write(str(os.getpid()))
        self._own.flush()

    def leave(self) -> None:  # noqa: D102
        if self._own is not None:
            self._own.close()

    def limit(self, connection: Connection, seconds: float) -> None:  # noqa: D102
        connection.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def identity(self) -> object:
        """The file that has the name now; one that was deleted would still take what is written, and nobody would find it again."""
        try:
            found = os.stat(self.name)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def clear_traces(self, engine: Engine) -> None:
        """Writes its log back and empties it."""
        with engine.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def is_lock(self, error: BaseException) -> bool:  # noqa: D102
        text = str(getattr(error, "orig", None) or error)
        return "database is locked" in text or "database table is locked" in text

    def trouble(self, cause: BaseException, reason: object) -> str:  # noqa: D102
        if "not a database" in str(cause) or "malformed" in str(cause) or "no such column" in str(cause):
            return f"{self.name} is no database of conversations ({cause}); {ADVICE}."
        if "full" in str(cause):
            return f"{self.name} cannot be written, because the disk is full; make room and start again."
        where = f"{self.name} and its folder"
        return f"{self.name} cannot be opened ({reason}); see to it that {where} can be read and written, and start again."


class Postgres(Backend):
    """A server, over connections that are looked at before they are used, since it may have been started again meanwhile."""

    writers = readers = 8
    grace_seconds = 1.0

    def __init__(self, url: URL) -> None:
        self._url = url
        self.name = repr(url)

    def engine(self, wait_seconds: float) -> Engine:  # noqa: D102
        milliseconds = int(wait_seconds * 1000)
        return sa.create_engine(
            self._url,
            pool_pre_ping=True,
            pool_size=4,
            max_overflow=self.writers + self.readers - 4,
            pool_timeout=wait_seconds,
            pool_recycle=1800,
            connect_args={
                "connect_timeout": max(2, round(wait_seconds)),
                # Of a server that is not there any more nothing is heard, not even that.
                "keepalives_idle": 10,
                "keepalives_interval": 2,
                "keepalives_count": 3,
                "tcp_user_timeout": 2 * milliseconds,
                "options": f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds}"
                f" -c idle_in_transaction_session_timeout={4 * milliseconds}",
                "application_name": "icp-assistant",
                **self._url.query,
            },
        )

    def check(self, connection: Connection) -> None:
        """Tables are made by one process; the others wait for it."""
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_START_LOCK)))

    def add(self, connection: Connection) -> None:
        """An index that finds what has been kept long enough, at nearly no cost, since rows come in the order of time."""
        connection.exec_driver_sql("CREATE INDEX IF NOT EXISTS ix_events_timestamp ON events USING brin (timestamp)")

    def allow(self, connection: Connection, seconds: float) -> None:  # noqa: D102
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(seconds * 1000)}")

    def take_conversation(self, connection: Connection, sender: str) -> None:  # noqa: D102
        # Or two could both find the conversation as they have read it, and both write.
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CONVERSATIONS, sa.func.hashtext(sender))))

    def is_lock(self, error: BaseException) -> bool:  # noqa: D102
        # Of its error codes: a lock or a statement that took longer than it may.
        return getattr(getattr(error, "orig", None), "pgcode", None) in ("55P03", "57014")

    def trouble(self, cause: BaseException, reason: object) -> str:  # noqa: D102
        first = str(reason).strip().splitlines()[0] if str(reason).strip() else type(cause).__name__
        return f"{self.name} cannot be used ({first}); see to it that DATABASE_URL names a server that answers, and start again."


def backend_of(url: URL) -> Backend:
    """The kind of database that the URL names.

    Raises:
        StoreUnusable: it is neither SQLite nor PostgreSQL.
    """
    kinds: dict[str, Callable[[URL], Backend]] = {"sqlite": Sqlite, "postgresql": Postgres}
    kind = url.get_backend_name()
    if kind not in kinds:
        raise StoreUnusable(f"Conversations are kept in SQLite or PostgreSQL, not in {kind}; see DATABASE_URL.")
    return kinds[kind](url)


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
