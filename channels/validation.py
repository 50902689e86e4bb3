"""From the bytes of a request to a turn of a conversation, or to a refusal that says what is allowed. Pure."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from channels.masking import mask, mask_strings
from channels.payloads import defused
from channels.refusals import Refusal
from channels.settings import DoorSettings

# Beyond it, readers of JSON disagree on whole numbers (RFC 8259, section 6), and some refuse the whole document.
MOST_EXACT_NUMBER = 2**53 - 1
# The object itself, and objects or lists of plain values in it.
METADATA_DEPTH = 2

_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
# White space, and what is as invisible: joiners, direction marks, fillers.
_BLANKS = r"\t\n\r \xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
# The same patterns stand in openapi.yml; a test holds the two together.
SENDER_PATTERN = rf"[^{_CONTROLS}{_BLANKS}](?:[^{_CONTROLS}{_BLANKS.replace(' ', '', 1)}]*[^{_CONTROLS}{_BLANKS}])?"
MESSAGE_PATTERN = rf"[^{_CONTROLS}]*[^{_CONTROLS}{_BLANKS}][^{_CONTROLS}]*"
MESSAGE_ID_PATTERN = r"[\x21-\x7e]{1,128}"
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Turn:
    """One message of a person, ready for Rasa: masked, and plain text unless a button of ours sent it.

    Attributes:
        sender: the conversation.
        message: at least one visible character.
        metadata: what the client adds, or None.
        message_id: the client's own id, by which it can safely send the message again; or None.
    """

    sender: str
    message: str
    metadata: Mapping[str, Any] | None = None
    message_id: str | None = None


class _Unusable(ValueError):
    """The body breaks a rule of JSON that Python would let pass; the text says which."""


def read_turn(
    body: bytes, settings: DoorSettings, payloads: Collection[str], idempotency_key: str | None = None
) -> Turn | Refusal:
    """The turn that a request body asks for.

    Args:
        body: the bytes as they came.
        settings: the limits.
        payloads: the slash payloads that pass as such.
        idempotency_key: the header of that name; a `message_id` in the body comes first.
    """
    if len(body) > settings.body_bytes:
        return body_too_large(settings)
    content = _json(body)
    if isinstance(content, Refusal):
        return content
    sender = _sender(content.get("sender"), settings)
    if isinstance(sender, Refusal):
        return sender
    message = _message(content.get("message"), settings)
    if isinstance(message, Refusal):
        return message
    metadata = content.get("metadata")
    if metadata is not None and (refusal := _refused_metadata(metadata, settings)):
        return refusal
    given = [each for each in (content.get("message_id"), idempotency_key) if each is not None]
    if not all(isinstance(each, str) and re.fullmatch(MESSAGE_ID_PATTERN, each) for each in given):
        return Refusal(
            400,
            "message_id_invalid",
            "`message_id` and Idempotency-Key, if given, must be 1 to 128 visible ASCII characters.",
        )
    text = message if message in payloads else defused(mask(message).strip())
    return Turn(sender, text, mask_strings(metadata), given[0] if given else None)


def body_too_large(settings: DoorSettings) -> Refusal:
    """The body is longer than it may be."""
    return Refusal(413, "body_too_large", f"The body may have at most {settings.body_bytes} bytes.")


def refused_content_type(value: str) -> Refusal | None:
    """A refusal of any Content-Type but `application/json`, which may say that it is UTF-8."""
    kind, *parameters = [part.strip().lower() for part in value.split(";")]
    charsets = [part.partition("=")[2].strip(' "') for part in parameters if part.startswith("charset")]
    if kind == "application/json" and all(each in ("utf-8", "utf8") for each in charsets):
        return None
    return Refusal(415, "content_type_unsupported", "The body must be sent as `Content-Type: application/json`, in UTF-8.")


def _json(body: bytes) -> dict[str, Any] | Refusal:
    try:
        content = json.loads(body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant)
    except UnicodeDecodeError:
        return Refusal(400, "body_invalid", "The body must be UTF-8.")
    except _Unusable as error:
        return Refusal(400, "body_invalid", str(error))
    except RecursionError:
        return Refusal(400, "body_invalid", "The body is nested too deeply.")
    except ValueError:
        return Refusal(400, "body_invalid", "The body must be JSON.")
    if not isinstance(content, dict):
        return Refusal(400, "body_invalid", 'The body must be a JSON object, such as {"sender": "...", "message": "..."}.')
    return content


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise _Unusable("The body has the same name twice in one object.")
    return content


def _no_constant(name: str) -> NoReturn:
    raise _Unusable(f"{name} is not JSON.")


def _sender(value: Any, settings: DoorSettings) -> str | Refusal:
    usable = isinstance(value, str) and len(value) <= settings.sender_characters and not _SURROGATES.search(value)
    if usable and re.fullmatch(SENDER_PATTERN, value):
        return str(value)
    return Refusal(
        400,
        "sender_invalid",
        f"`sender` must be a string of 1 to {settings.sender_characters} printable characters without blanks at its ends, "
        "and different for each conversation.",
    )


def _message(value: Any, settings: DoorSettings) -> str | Refusal:
    if not isinstance(value, str):
        return Refusal(400, "message_invalid", "`message` must be a string.")
    if len(value) > settings.message_characters:
        return Refusal(
            400,
            "message_too_long",
            f"`message` may have at most {settings.message_characters} characters.",
            values={"characters": settings.message_characters},
        )
    if _SURROGATES.search(value) or not re.fullmatch(MESSAGE_PATTERN, value):
        return Refusal(
            400,
            "message_invalid",
            "`message` must have a visible character, and no control characters but line breaks.",
        )
    return value.strip()


def _refused_metadata(value: Any, settings: DoorSettings) -> Refusal | None:
    if isinstance(value, dict) and _is_usable(value, METADATA_DEPTH):
        try:
            size = len(json.dumps(value, ensure_ascii=False).encode("utf-8"))
        except UnicodeEncodeError:
            size = settings.metadata_bytes + 1
        if size <= settings.metadata_bytes:
            return None
    return Refusal(
        400,
        "metadata_invalid",
        f"`metadata` must be an object of at most {settings.metadata_bytes} bytes, whose values are strings, numbers up to 2^53, "
        "true, false, null, or lists and objects of these.",
    )


def _is_usable(value: Any, depth: int) -> bool:
    if isinstance(value, (dict, list)):
        inner = value.values() if isinstance(value, dict) else value
        return depth > 0 and all(_is_usable(each, depth - 1) for each in inner)
    if isinstance(value, float):
        return math.isfinite(value) and abs(value) <= MOST_EXACT_NUMBER
    if isinstance(value, int):
        return abs(value) <= MOST_EXACT_NUMBER
    return True
