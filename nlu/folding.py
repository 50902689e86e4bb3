"""Text as the lexicon sees it: case, accents, widths, quotes and traditional characters folded, and cut into tokens."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_WORDS = Path(__file__).parent / "words"
_SAME = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "＇": "'", "‑": "-", "‐": "-", "−": "-", "–": "—", "―": "—",
    "。": ". ", "、": ",", "\t": " ", "\r": " ", "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SIMPLIFIED = str.maketrans(*(_WORDS / "traditional.txt").read_text(encoding="utf-8").splitlines()[1:])
# Some single characters stand for whole sentences.
_MOST_LETTERS = 4
_CJK = r"\u3400-\u9fff"
_TOKEN = re.compile(
    r"(?P<initials>(?<![a-z0-9])(?:[a-z]\.){2,}(?![a-z0-9]))"
    r"|\d+(?:[.,:/]\d+)+"
    r"|'(?:s|re|ve|ll|d|m)(?![a-z0-9])"
    rf"|[{_CJK}]"
    rf"|[^\W_{_CJK}]+(?:'(?!(?:s|re|ve|ll|d|m)(?![a-z0-9]))[^\W_{_CJK}]+)*"
    r"|(?P<mark>\.(?=\s|$)|-(?!\w)|(?<!\w)-|[^\w\s.-]|\n)"
)


@dataclass(frozen=True)
class Token:
    """One word, one Chinese character or one mark; `start` and `end` are offsets in the text as written.

    `loud` says that it was written in capitals, which tells the US from us.
    """

    text: str
    start: int
    end: int
    mark: bool = False
    loud: bool = False


@dataclass(frozen=True)
class Folded:
    """The folded text, and for each of its characters the offset in the text as written."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the text as written of a non-empty part of the folded text."""
        return self.offsets[start], self.offsets[end - 1] + 1


@lru_cache(maxsize=8)
def fold(text: str) -> Folded:
    """The text in lower case without accents, in half-width forms and simplified characters."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, written in enumerate(text):
        for character in _folded(written):
            characters.append(character)
            offsets.append(offset)
    return Folded("".join(characters), tuple(offsets))


@lru_cache(maxsize=8192)
def _folded(written: str) -> str:
    """The characters that one of them becomes; none where it is invisible."""
    if written in _INVISIBLE:
        return ""
    characters = _SAME.get(written) or unicodedata.normalize("NFKD", written)[:_MOST_LETTERS]
    lowered = (each.translate(_SIMPLIFIED).lower()[0] for each in characters if unicodedata.category(each) != "Mn")
    return "".join(_SAME.get(each, each)[0] for each in lowered)


def tokens(text: str) -> list[Token]:
    """The tokens of a text. A hyphen or a dot inside a word parts it and is no token: "third-party" is "third party"."""
    folded = fold(text)
    found: list[Token] = []
    for match in _TOKEN.finditer(folded.text):
        start, end = folded.span(match.start(), match.end())
        word = match[0].replace(".", "") if match["initials"] else match[0]
        written = text[start:end]
        found.append(Token(word, start, end, match["mark"] is not None, len(word) > 1 and written == written.upper()))
    return found
