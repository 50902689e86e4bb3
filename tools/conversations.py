"""Stored conversations: lists them, exports one as JSON, erases one, or deletes what is older than some days.

The assistant may be running meanwhile: it notices.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from store.database import Database, database_of
from store.errors import NotStored, StoreUnusable
from store.keeping import days_ago, delete_older, erase, export, senders
from tools.environment import DATA, ROOT, CannotStart, one_line_and_exit

_WAIT_SECONDS = 10.0
_CONNECTION = ("dialect", "host", "port", "db", "username", "password", "query")


def main(arguments: Sequence[str] | None = None) -> None:
    """Does what the command line asks for."""
    parser = argparse.ArgumentParser(prog='make conversations DO="..."', description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="the ids of all conversations")
    for name, purpose in (("export", "prints one conversation as JSON"), ("erase", "erases one conversation")):
        commands.add_parser(name, help=purpose).add_argument("id", help="the `sender` of its messages")
    commands.add_parser("delete", help="deletes what is older").add_argument("days", type=float)
    given = parser.parse_args(arguments)
    try:
        print(_do(given))
    except (CannotStart, NotStored, StoreUnusable) as error:
        one_line_and_exit(error)


def open_database(wait_seconds: float = _WAIT_SECONDS) -> Database:
    """The database of DATABASE_URL, or that of `make run`, or, if it never ran, that of `endpoints.yml`.

    Args:
        wait_seconds: how long at most a piece of work takes.

    Raises:
        StoreUnusable: it cannot be opened.
    """
    database = database_of(_connection(), wait_seconds)
    database.open()
    return database


def _do(given: argparse.Namespace) -> str:
    database = open_database()
    try:
        if given.command == "list":
            return "\n".join(database.now(senders))
        if given.command == "export":
            events = database.now(lambda connection: export(connection, given.id))
            if not events:
                raise CannotStart(f"There is no conversation {given.id}.")
            return json.dumps(events, ensure_ascii=False, indent=2)
        return _erase(database, given)
    finally:
        database.close()


def _erase(database: Database, given: argparse.Namespace) -> str:
    if given.command == "erase":
        count = database.now(lambda connection: erase(connection, given.id))
    else:
        before, count = days_ago(given.days), 0
        for sender in database.now(lambda connection: senders(connection, before)):
            count += database.now(partial(delete_older, sender=sender, than=before))
    database.clear_traces_now()
    return f"{count} events were erased."


def _connection() -> Mapping[str, Any]:
    written = Path(os.environ.get("ICP_DATA", DATA)) / "endpoints.yml"
    path = written if written.exists() else ROOT / "endpoints.yml"
    section = yaml.safe_load(path.read_text(encoding="utf-8"))["tracker_store"]
    return {name: section[name] for name in _CONNECTION if name in section}


if __name__ == "__main__":
    main(sys.argv[1:])
