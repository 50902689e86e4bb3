"""Several questions in one message: where one ends and the next begins."""

from __future__ import annotations

import re

MOST = 4
_FEWEST_WORDS = 3
_FEWEST_CHINESE = 6
_ASKING = "how|what|which|where|when|who|why|do|does|is|are|can|may|should|must"
_BORDER = re.compile(
    r"(?<=[?!？！。;；])\s*"
    r"|(?<=[a-z\d])\.\s+(?=[A-Za-z])"
    r"|\n+"
    rf"|,?\s+(?:and|also|plus|but)\s+(?=(?:also\s+)?(?:{_ASKING})\b)",
    re.IGNORECASE,
)


def clauses(text: str) -> list[str]:
    """The parts of a message that may each ask something, at most four, in order.

    Parts of fewer than three words are left out ("Hi!", "Thanks.").
    """
    parts = [part.strip(" ,") for part in _BORDER.split(text)]
    return [part for part in parts if _says_something(part)][-MOST:]


def _says_something(part: str) -> bool:
    chinese = sum("\u3400" <= character <= "\u9fff" for character in part)
    return len(part.split()) >= _FEWEST_WORDS or chinese >= _FEWEST_CHINESE
