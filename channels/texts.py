"""The few sentences that the door itself says, in the language that the client asks for (`texts.yml`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_suffix(".yml")
DEFAULT = "en"
LANGUAGES = ("en", "zh")


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def language_asked_for(metadata: Mapping[str, Any] | None, accept_language: str) -> str:
    """The language of the message's `metadata`, else the first known one of the Accept-Language header, else English."""
    wished = (metadata or {}).get("language")
    tags = [wished] if isinstance(wished, str) else []
    for tag in (*tags, *accept_language.split(",")):
        language = tag.partition(";")[0].strip().lower()[:2]
        if language in LANGUAGES:
            return language
    return DEFAULT


def refusal_text(code: str, language: str, values: Mapping[str, Any]) -> str | None:
    """The sentence of a refusal in that language; None where it is only said as it was made."""
    words = _texts()["refusals"].get(code, {}).get(language)
    return None if words is None else str(words).format(**values)


def unavailable_messages(sender: str, language: str = DEFAULT) -> list[dict[str, Any]]:
    """What a turn answers that produced nothing: one sentence, and its kind for programs."""
    return [
        {"recipient_id": sender, "text": _texts()["unavailable"][language]},
        {"recipient_id": sender, "custom": {"type": "unavailable", "language": language}},
    ]
