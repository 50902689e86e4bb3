"""`make report`: reads the tracker store, writes `var/report.html`, and `var/not_understood.yml` for whoever labels sentences.

The assistant may be running meanwhile: nothing is changed.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa
import yaml

from nlu.encoder import DEFAULT_ENCODER, DEFAULT_THREADS, load_encoder
from store.errors import NotStored, StoreUnusable
from store.events import EVENTS
from store.keeping import days_ago
from tools.conversations import open_database
from tools.environment import DATA, CannotStart, one_line_and_exit
from tools.report.clusters import Group, grouped
from tools.report.names import words
from tools.report.page import page
from tools.report.reading import read

_AT_ONCE = 1_000
_SECONDS = 900.0


def rows(connection: sa.engine.Connection, days: float) -> Iterator[tuple[str, str]]:
    """Sender and event of what people and the assistant said in the last days, conversation by conversation."""
    recent = sa.select(EVENTS.c.sender_id, EVENTS.c.data).where(
        EVENTS.c.type_name.in_(("user", "bot")), EVENTS.c.timestamp >= days_ago(days)
    )
    found = connection.execution_options(stream_results=True).execute(recent.order_by(EVENTS.c.sender_id, EVENTS.c.id))
    while some := found.fetchmany(_AT_ONCE):
        yield from ((row.sender_id, row.data) for row in some)


class _Lines(str):
    """Text that YAML shows as lines."""


def _as_lines(dumper: yaml.SafeDumper, text: _Lines) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")


yaml.SafeDumper.add_representer(_Lines, _as_lines)


def to_label(groups: Iterable[Group]) -> str:
    """The groups as examples of Rasa's: what is in doubt is a suggestion, to be moved into a file of `data/nlu/` by a person."""
    made = [str(words()["export"])]
    for group in groups:
        lines = _Lines("".join(f"- {_no_entities(text)}\n" for text in group.texts))
        entry = yaml.safe_dump([{"intent": group.nearest, "examples": lines}], allow_unicode=True, sort_keys=False, width=10_000)
        made += [f"# {group.count:,}\n", entry]
    return "".join(made) if len(made) > 1 else f"{made[0].rstrip()} []\n"


def _no_entities(text: str) -> str:
    """Rasa would read [a mask](and what stands behind it) as an entity."""
    return re.sub(r"\](?=[({\[])", "] ", text)


def write(folder: Path, days: float) -> tuple[Path, Path]:
    """Writes page and export into the folder.

    Raises:
        NotStored: the store cannot be read.
        StoreUnusable: it cannot be opened.
    """
    database = open_database(_SECONDS)
    try:
        findings = database.now(lambda connection: read(rows(connection, days)), writes=False)
    finally:
        database.close()
    groups = grouped(findings.not_understood, load_encoder(DEFAULT_ENCODER, DEFAULT_THREADS))
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / "report.html", folder / "not_understood.yml"
    for path, content in zip(made, (page(findings, groups), to_label(groups)), strict=True):
        # Words of people are for its owner only.
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(content, encoding="utf-8")
    return made


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes both files and says where they are."""
    parser = argparse.ArgumentParser(prog="make report", description=__doc__)
    parser.add_argument("--days", type=float, default=30.0, help="so many days back")
    parser.add_argument("--folder", type=Path, default=DATA)
    given = parser.parse_args(arguments)
    try:
        print(*write(given.folder, given.days), sep="\n")
    except (CannotStart, NotStored, StoreUnusable) as error:
        one_line_and_exit(error)


if __name__ == "__main__":
    main()
