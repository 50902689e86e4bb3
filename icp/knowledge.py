"""The facts and sources in `knowledge/`, read once and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "knowledge"


class KnowledgeError(ValueError):
    """A file in `knowledge/` is missing, broken or refers to something that is not there."""


@dataclass(frozen=True)
class Source:
    """Who says something, and when.

    `date` is None where the source shows none. `kind` is "article" for the authority, else "official_later", "law" or "later".
    """

    id: str
    title: str
    publisher: str
    date: date | None
    kind: str
    confidence: str
    url: str | None
    title_zh: str = ""
    publisher_zh: str = ""

    @property
    def is_article(self) -> bool:
        """Whether this is the authority rather than a later or wider source."""
        return self.kind == "article"


@dataclass(frozen=True)
class Fact:
    """One number with its unit ("working days", "calendar days", "year", ...) and the source that states it.

    `clause` is where it stands there: a clause of `knowledge/clauses.yml` for the article, "art. 7" for a law.
    """

    id: str
    value: int
    unit: str
    source: Source
    clause: str | None
    note: str | None


@dataclass(frozen=True)
class Clause:
    """Something that the article says, in our words, and its homes by kind: rules, reasons, code, texts, numbers.

    One without a home has `left_out`, the reason for it.
    """

    id: str
    says: str
    encoded_by: Mapping[str, Sequence[str]]
    left_out: str | None


@dataclass(frozen=True)
class Topic:
    """A question that can be answered, the intent that asks it, and the sources of its answer (the first one leads)."""

    id: str
    intent: str
    title: Mapping[str, str]
    sources: tuple[Source, ...]
    certificate: str | None = None
    aspect: str | None = None


def read_yaml(path: Path) -> Any:
    """The parsed content of a YAML file.

    Raises:
        KnowledgeError: the file is missing or is not valid YAML; the message names the file and the line.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        raise KnowledgeError(f"{path.parent.name}/{path.name} is missing.") from None
    except yaml.YAMLError as error:
        raise KnowledgeError(f"{path.parent.name}/{path.name} is not valid YAML: {error}") from error


def _entries(name: str) -> Mapping[Any, Any]:
    entries = read_yaml(FOLDER / name)
    if not isinstance(entries, dict):
        raise KnowledgeError(f"knowledge/{name} must be a mapping.")
    return entries


@lru_cache(maxsize=1)
def sources() -> Mapping[str, Source]:
    """All sources by id (`knowledge/sources.yml`)."""
    try:
        return {id_: Source(id=id_, **entry) for id_, entry in _entries("sources.yml").items()}
    except TypeError as error:
        raise KnowledgeError(f"knowledge/sources.yml: {error}") from error


def source(id_: str) -> Source:
    """The source of that id.

    Raises:
        KnowledgeError: there is none.
    """
    if id_ not in sources():
        raise KnowledgeError(f"knowledge/sources.yml has no source {id_!r}; it has {', '.join(sorted(sources()))}.")
    return sources()[id_]


@lru_cache(maxsize=1)
def facts() -> Mapping[str, Fact]:
    """All numbers by id (`knowledge/facts.yml`)."""
    return {
        id_: Fact(id_, entry["value"], entry["unit"], source(entry["source"]), entry.get("clause"), entry.get("note"))
        for id_, entry in _entries("facts.yml").items()
    }


@lru_cache(maxsize=1)
def clauses() -> Mapping[str, Clause]:
    """The article's clauses by id, in its order (`knowledge/clauses.yml`)."""
    try:
        return {
            id_: Clause(id_, entry["says"], entry.get("encoded_by") or {}, entry.get("left_out"))
            for id_, entry in _entries("clauses.yml").items()
        }
    except KeyError as error:
        raise KnowledgeError(f"knowledge/clauses.yml: {error} is missing.") from error


def number(id_: str) -> int:
    """The value of a fact; its unit stands in `knowledge/facts.yml`.

    Raises:
        KnowledgeError: there is no such fact.
    """
    if id_ not in facts():
        raise KnowledgeError(f"knowledge/facts.yml has no fact {id_!r}.")
    return facts()[id_].value


@lru_cache(maxsize=1)
def topics() -> Mapping[str, Topic]:
    """All topics by id, in the order of `knowledge/topics.yml`."""
    return {
        id_: Topic(
            id_,
            entry["intent"],
            entry["title"],
            tuple(source(each) for each in entry["sources"]),
            entry.get("certificate"),
            entry.get("aspect"),
        )
        for id_, entry in _entries("topics.yml").items()
    }


@lru_cache(maxsize=1)
def official_years() -> Mapping[int, str]:
    """The years whose working-day calendar is announced, each with the address of the announcement."""
    return dict(_entries("calendar.yml"))
