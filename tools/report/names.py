"""What topics, intents, reasons and facts are called on the page, for people who do not know our names of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from icp import knowledge
from icp.wider import wider_topics

_WORDS = Path(__file__).with_name("words.yml")


@lru_cache(maxsize=1)
def words() -> Mapping[str, Any]:
    """The words of the page."""
    found: Mapping[str, Any] = knowledge.read_yaml(_WORDS)
    return found


@lru_cache(maxsize=1)
def _titles() -> Mapping[str, str]:
    titles: dict[str, str] = {}
    for topic in knowledge.topics().values():
        titles[topic.id] = topic.title["en"]
        # The first topic of an intent is the one without a certificate.
        titles.setdefault(topic.intent, topic.title["en"])
    return {**titles, **{name: topic.title["en"] for name, topic in wider_topics().items()}, **words()["said"]}


def topic_name(name: str) -> str:
    """What a topic or an intent is called; its own name where nothing else is known."""
    if name in _titles():
        return _titles()[name]
    for beginning, called in words()["others"].items():
        if name.startswith(beginning):
            return str(called).format(name=_plain(name.removeprefix(beginning)))
    return _plain(name)


def name_in(group: str, name: str) -> str:
    """What a name of that group of the words is called; its own name where it has none."""
    return str(words()[group].get(name, _plain(name)))


def _plain(name: str) -> str:
    return name.replace("_", " ")
