"""Text as the lexicon sees it: case, accents, widths, quotes and traditional characters folded, and cut into tokens."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SAME = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "＇": "'", "‑": "-", "‐": "-", "−": "-", "–": "—", "―": "—",
    "。": ". ", "、": ",", "\t": " ", "\r": " ", "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SIMPLIFIED = str.maketrans(
    "備許證網務營業類買賣產開關線雲騰訊華為臺澳門東廣慶濟濱陽長蘇寧銀錦連貴陝頭遼龍內國際間時應個們來過還沒無從說請問現後"
    "貨單費轉帳賬場員閱讀讓點對這樣嗎給們聯繫註冊發布遞經審獲領齊戶機構鄭韓歐賓倫紐約隻辦電戰論壇課專訂預館飯號導購",
    "备许证网务营业类买卖产开关线云腾讯华为台澳门东广庆济滨阳长苏宁银锦连贵陕头辽龙内国际间时应个们来过还没无从说请问现后"
    "货单费转帐账场员阅读让点对这样吗给们联系注册发布递经审获领齐户机构郑韩欧宾伦纽约只办电战论坛课专订预馆饭号导购",
)
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
        if written in _INVISIBLE:
            continue
        for character in _SAME.get(written) or unicodedata.normalize("NFKD", written)[:_MOST_LETTERS]:
            if unicodedata.category(character) == "Mn":
                continue
            lowered = character.translate(_SIMPLIFIED).lower()[0]
            characters.append(_SAME.get(lowered, lowered)[0])
            offsets.append(offset)
    return Folded("".join(characters), tuple(offsets))


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
