"""The settings of the two channels, read from their sections of `credentials.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from rasa.shared.exceptions import RasaException

ROOT = Path(__file__).resolve().parent.parent


class ChannelSettingsError(RasaException):
    """A section of `credentials.yml` has a setting that does not exist or a value that makes no sense."""


@dataclass(frozen=True)
class Range:
    """The values that a setting may have, both ends included."""

    least: int
    most: int


@dataclass(frozen=True)
class DoorSettings:
    """The limits of the webhook; section `channels.rest.IcpRestInput`.

    Attributes:
        body_bytes: longest request body.
        message_characters: longest message.
        sender_characters: longest sender id.
        metadata_bytes: longest metadata, as JSON in UTF-8.
        sender_per_minute: messages that a sender may send a minute in the long run; 0 turns this limit off.
        sender_burst: messages that a sender may send at once.
        address_per_minute: requests a minute from one client address; 0 turns this limit off.
        address_burst: requests at once from one client address.
        trusted_proxies: how many proxies of ours stand in front and append to X-Forwarded-For; 0 ignores that header.
        turn_seconds: how long a turn may take before it is given up.
        patience_seconds: how long turns wait for an action server that has just gone away.
        repeat_seconds: how long the answer to a message with an id is kept for a client that sends it again.
        turns_at_once: turns that may be under way at the same time.
        connections: connections at the same time.
        address_connections: connections of one client address at the same time; without effect when proxies are trusted.
        silent_seconds: until a connection must have sent its first request, and each later one must be there once it is begun.
        idle_seconds: how long a connection is kept after an answer.
        allowed_origins: other origins whose pages may call the webhook, such as "https://support.example.com".
        responses: folder of the response files whose button payloads are let through.
        domain: file with the intents.
    """

    body_bytes: int = 16_384
    message_characters: int = 1_000
    sender_characters: int = 128
    metadata_bytes: int = 2_048
    sender_per_minute: int = 30
    sender_burst: int = 20
    address_per_minute: int = 300
    address_burst: int = 100
    trusted_proxies: int = 0
    turn_seconds: int = 20
    patience_seconds: int = 10
    repeat_seconds: int = 120
    turns_at_once: int = 64
    connections: int = 500
    address_connections: int = 100
    silent_seconds: int = 10
    idle_seconds: int = 30
    allowed_origins: tuple[str, ...] = ()
    responses: Path = ROOT / "data" / "responses"
    domain: Path = ROOT / "domain.yml"


@dataclass(frozen=True)
class PageSettings:
    """The pages; section `channels.pages.PagesInput`.

    Attributes:
        widget: folder with the files that are served under /widget/.
        demo_page: whether `demo.html` of that folder is served at /.
        action_server_seconds: how long /ready waits for the action server.
    """

    widget: Path = ROOT / "widget"
    demo_page: bool = True
    action_server_seconds: int = 2


_RANGES = {
    "body_bytes": Range(256, 1_048_576),
    "message_characters": Range(1, 10_000),
    "sender_characters": Range(1, 255),
    "metadata_bytes": Range(2, 65_536),
    "sender_per_minute": Range(0, 100_000),
    "sender_burst": Range(1, 100_000),
    "address_per_minute": Range(0, 1_000_000),
    "address_burst": Range(1, 1_000_000),
    "trusted_proxies": Range(0, 10),
    # Sanic itself gives up after 60 seconds; reading the body may take ten of them.
    "turn_seconds": Range(1, 45),
    "patience_seconds": Range(0, 30),
    "repeat_seconds": Range(1, 3_600),
    "turns_at_once": Range(1, 10_000),
    "connections": Range(1, 100_000),
    "address_connections": Range(1, 100_000),
    "silent_seconds": Range(1, 60),
    "idle_seconds": Range(1, 600),
    "action_server_seconds": Range(1, 30),
}

Settings = TypeVar("Settings", DoorSettings, PageSettings)


def read_settings(kind: type[Settings], section: str, given: Any) -> Settings:
    """The settings of one section, with the defaults for what is not given.

    Numbers may be given as text, as they come from `${VARIABLES}`. Paths are relative to the project's root.

    Raises:
        ChannelSettingsError: an unknown name or an unusable value; the message says what is allowed.
    """
    if given is None:
        return kind()
    if not isinstance(given, Mapping):
        raise ChannelSettingsError(f"credentials.yml, {section}: settings must be names with values, not {given!r}.")
    known = {each.name: each for each in fields(kind)}
    unknown = sorted(str(name) for name in given if name not in known)
    if unknown:
        raise ChannelSettingsError(
            f"credentials.yml, {section}: there is no setting {', '.join(unknown)}. There are: {', '.join(known)}."
        )
    return kind(**{name: _value(known[name], value, section) for name, value in given.items()})


def _value(setting: Field[Any], value: Any, section: str) -> Any:
    assert setting.default is not MISSING
    where = f"credentials.yml, {section}: {setting.name}"
    if isinstance(setting.default, bool):
        return _yes_or_no(value, where)
    if isinstance(setting.default, int):
        return _number(value, _RANGES[setting.name], where)
    if isinstance(setting.default, Path):
        if not isinstance(value, str) or not value.strip():
            raise ChannelSettingsError(f"{where} must be a path, not {value!r}.")
        return ROOT / value
    return _origins(value, where)


def _yes_or_no(value: Any, where: str) -> bool:
    words = {"true": True, "false": False}
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    if not isinstance(value, bool):
        raise ChannelSettingsError(f"{where} must be true or false, not {value!r}.")
    return value


def _number(value: Any, allowed: Range, where: str) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not allowed.least <= value <= allowed.most:
        raise ChannelSettingsError(f"{where} must be a whole number from {allowed.least} to {allowed.most}, not {value!r}.")
    return value


def _origins(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ChannelSettingsError(f'{where} must be a list of origins such as "https://support.example.com", not {value!r}.')
    for each in value:
        if not isinstance(each, str) or not _is_origin(each):
            raise ChannelSettingsError(f'{where}: an origin looks like "https://support.example.com", not {each!r}.')
    return tuple(value)


def _is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and text == f"{parts.scheme}://{parts.netloc}" and "@" not in text
