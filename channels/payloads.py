"""The slash payloads that our own buttons send, and what becomes of every other message that begins with a slash.

Rasa takes any message that begins with "/" as a command: `/restart` resets the conversation, `/inform{...}` sets any entity.
Only what a button of ours can send passes as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from channels.settings import ChannelSettingsError

COMMAND_PREFIX = "/"
# Looks like the slash that was typed, is stored readably, and means nothing to Rasa. (Blanks do not help: Rasa strips them.)
PLAIN_SLASH = "／"  # FULLWIDTH SOLIDUS

# Intents that a bare payload may name although no response file has such a button: the actions offer their topics so ...
_OFFERED_PREFIXES = ("ask_", "uncovered_")
# ... or ask back with them, or the widget's own controls send them.
_OFFERED = frozenset({"determine", "out_of_scope", "helped", "not_helped", "start_over", "skip", "stop"})


def allowed_payloads(responses: Path, domain: Path) -> frozenset[str]:
    """Every payload that a button may send, exactly as it is written.

    Raises:
        ChannelSettingsError: a file cannot be read, or is no YAML of the expected form.
    """
    if not responses.is_dir():
        raise ChannelSettingsError(f"There is no folder {responses} with response files; see `responses` in credentials.yml.")
    found: set[str] = set()
    for path in sorted(responses.rglob("*.yml")):
        found.update(each for each in _payloads(_read(path)) if each.startswith(COMMAND_PREFIX))
    for path in sorted((responses.parent / "wider").rglob("*.yml")):
        found.update(_asked_beyond(_read(path)))
    for intent in _intents(_read(domain)):
        if intent.startswith(_OFFERED_PREFIXES) or intent in _OFFERED:
            found.add(COMMAND_PREFIX + intent)
    return frozenset(found)


def defused(text: str) -> str:
    """The text so that Rasa reads it as plain words even when it begins with a slash."""
    return PLAIN_SLASH + text[1:] if text.startswith(COMMAND_PREFIX) else text


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ChannelSettingsError(f"{path} cannot be read: {error}") from error


def _payloads(content: Any) -> Iterator[str]:
    """All values named `payload`, at any depth: buttons stand in variations and quick replies alike."""
    if isinstance(content, dict):
        for name, value in content.items():
            if name == "payload" and isinstance(value, str):
                yield value.strip()
            else:
                yield from _payloads(value)
    elif isinstance(content, list):
        for each in content:
            yield from _payloads(each)


def _asked_beyond(content: Any) -> Iterator[str]:
    """What the button of a question beyond the article sends: the intent, and as `answer` the rest of its retrieval intent."""
    for entry in content.get("nlu", ()) if isinstance(content, dict) else ():
        intent, _, name = str(entry["intent"]).partition("/")
        yield f'{COMMAND_PREFIX}{intent}{{"answer": "{name}"}}'


def _intents(domain: Any) -> Iterator[str]:
    intents = domain.get("intents") if isinstance(domain, dict) else None
    for each in intents or ():
        yield from each if isinstance(each, dict) else (str(each),)
