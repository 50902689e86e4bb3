"""The assistant's words, from `data/responses/`, with the numbers of `knowledge/` filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from icp import knowledge
from icp.knowledge import KnowledgeError, Source, read_yaml

FOLDER = Path(__file__).resolve().parent.parent / "data" / "responses"

Button = Mapping[str, str]


@lru_cache(maxsize=1)
def responses() -> Mapping[str, Mapping[str, Any]]:
    """All responses by name; the first variation of each.

    Raises:
        KnowledgeError: a file is broken, or two files define the same response.
    """
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted(FOLDER.glob("*.yml")):
        for name, variations in read_yaml(path)["responses"].items():
            if name in found:
                raise KnowledgeError(f"{name} stands twice in data/responses/, again in {path.name}.")
            found[name] = variations[0]
    return found


@lru_cache(maxsize=1)
def _numbers() -> Mapping[str, Any]:
    numbers = {name: fact.value for name, fact in knowledge.facts().items()}
    return {**numbers, "article_date": day(knowledge.source("article").date)}


def text(name: str, **values: Any) -> str:
    """The words of `utter_<name>` with the given values and all numbers of `knowledge/facts.yml` filled in.

    Raises:
        KnowledgeError: there is no such response, or it names a value that is not given.
    """
    if f"utter_{name}" not in responses():
        raise KnowledgeError(f"data/responses/ has no utter_{name}.")
    try:
        return responses()[f"utter_{name}"]["text"].strip("\n").format(**{**_numbers(), **values})
    except KeyError as error:
        raise KnowledgeError(f"utter_{name} needs a value for {error}.") from error


def first_sentence(words: str) -> str:
    """The first sentence of a text; of one that goes on as a list the line before the list."""
    line = words.strip().split("\n")[0]
    match = re.match(r".+?[.!?。！？](?=\s|$)", line)
    return (match[0] if match else line).rstrip(":")


def buttons(name: str) -> Sequence[Button]:
    """The buttons of `utter_<name>`; none when it has none."""
    return responses()[f"utter_{name}"].get("buttons", ())


def day(value: date | None) -> str:
    """A date as people read it: "20 Oct 2017"."""
    return "undated" if value is None else f"{value.day} {value:%b %Y}"


def source_line(sources: Sequence[Source]) -> str:
    """The line that closes a factual answer: who says it and when; what is not the article is marked as later or as law."""
    names = {"article": "", "law": "by law: ", "official_later": "later: ", "later": "later: "}
    return "Source: " + "; ".join(f"{names[each.kind]}{each.title}, {each.publisher}, {day(each.date)}" for each in sources)


def source_json(source: Source) -> dict[str, Any]:
    """A source as the REST contract gives it; the date is ISO 8601 or null."""
    return {
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date.isoformat() if source.date else None,
        **({"url": source.url} if source.url else {}),
    }
