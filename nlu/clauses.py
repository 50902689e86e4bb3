"""Several questions in one message: where one ends and the next begins."""

from __future__ import annotations

import re

MOST = 4
_FEWEST_WORDS = 3
_FEWEST_CHINESE = 6
_ASKING = "how|what|which|where|when|who|why|do|does|is|are|can|may|should|must"
# What a further Chinese question has near its beginning, behind a comma: "，那大概要多久".
_ASKING_CHINESE = "多久|多长时间|多少|几天|怎么|如何|哪里|哪个|什么时候|办什么|是什么|什么是|谁来|能不能|要不要|可不可以"
_BORDER = re.compile(
    r"(?<=[?!？！。;；])\s*"
    r"|(?<=[a-z\d])\.\s+(?=[A-Za-z])"
    r"|\n+"
    rf"|,?\s+(?:and|also|plus|but)\s+(?=(?:also\s+)?(?:{_ASKING})\b)"
    rf"|(?<=[\u3400-\u9fff])[，,]\s*(?=[\u3400-\u9fff]{{0,6}}?(?:{_ASKING_CHINESE}))",
    re.IGNORECASE,
)


def clauses(text: str) -> list[str]:
    """The parts of a message that may each ask something, at most four, in order.

    Parts of fewer than three words are left out ("Hi!", "Thanks."), unless they ask in Chinese ("多久？").
    """
    parts = [part.strip(" ,") for part in _BORDER.split(text)]
    return [part for part in parts if _says_something(part)][-MOST:]


def _says_something(part: str) -> bool:
    chinese = sum("\u3400" <= character <= "\u9fff" for character in part)
    asking = re.search(_ASKING_CHINESE, part) is not None
    return len(part.split()) >= _FEWEST_WORDS or chinese >= _FEWEST_CHINESE or asking
