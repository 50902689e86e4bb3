"""Text as the grammar sees it: case, widths, accents and traditional characters folded, and cut into tokens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from days.engine import Token
from days.vocabulary import CHINESE, ENGLISH, FOREIGN_AFTER_A_DAY, HOLIDAYS_IN_NUMBERS, MEASURES, PHRASES, TENS, UP_TO_NINE

_SAME = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "‑": "-", "‐": "-", "−": "-", "–": "-", "—": "-", "―": "-", "～": "-", "~": "~",
    "…": "…", "。": ".", "，": ",", "（": "(", "）": ")", "；": ";", "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SIMPLIFIED = str.maketrans(
    "週號後個禮開兩農曆歷陰這點時將準備計劃過經會對還來從於間內幾數約預節慶國臘並實說錯應該鐘與將剛舊禮歲張項條種頁",
    "周号后个礼开两农历历阴这点时将准备计划过经会对还来从于间内几数约预节庆国腊并实说错应该钟与将刚旧礼岁张项条种页",
)
_HAN = "\u3400-\u9fff"
_DIGIT_VALUES = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_LEFT = r"(?<![a-z0-9_$€£¥%+/.:#-])(?<!\d,)"
_RIGHT = r"(?![a-z0-9_%€£¥$])(?![/:.-]\d)"
_WORD = rf"[^\W\d_{_HAN}]+"


def _pattern(word: str) -> str:
    """The pattern of a word; in 三周二天 is no 周二, a 不 corrects only before a comma, a 过 counts only before a number."""
    if "no" in CHINESE[word]:
        return word + r"(?=\s*[,.!])"
    if word == "过":
        return word + r"(?=\s*[\d一二三四五六七八九十两几])"
    if word in HOLIDAYS_IN_NUMBERS:
        return rf"(?<![\d零一二三四五六七八九十百千]){word}(?=之?前|以前|之?后|以后|过后|期间)"
    return word + "(?![十天个年])" if "星期几" in CHINESE[word] else word


_TOKEN = re.compile(
    rf"{_LEFT}(?P<three>(?P<one>\d{{4}}|\d{{1,2}})\s?(?P<mark>[-/.])\s?(?P<two>\d{{1,2}})\s?(?P=mark)\s?(?P<last>\d{{4}}|\d{{1,2}}))"
    rf"(?:t\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?{_RIGHT}"
    r"|(?P<time>(?<![a-z0-9:])(?:\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|(?:\d{1,2}|(?<![第月一二三四五六七八九十])[一二三四五六七八九十两]{1,3})[点时](?:半|\d{1,2}分?|[一二三四五六七八九十]{1,3}分?)?)(?![\d:]))"
    rf"|{_LEFT}(?P<two_numbers>\d{{1,2}}[-/.]\d{{1,2}}){_RIGHT}"
    r"|(?P<foreign>[$€£¥#]\s?\d[\d.,:-]*|\+\d{2,}[\d-]*|\d+(?:[.,:/-]\d+)+|\d[\d.,]*%)"
    r"|(?P<ordinal>\d{1,2}\s?(?:st|nd|rd|th)(?![a-z0-9]))"
    r"|(?P<digits>\d+)"
    rf"|(?P<phrase>(?<![\w'])(?:{'|'.join(map(re.escape, PHRASES))})(?![\w']))"
    rf"|(?P<compound>(?:{'|'.join(TENS)})-(?:{'|'.join(UP_TO_NINE)})(?![a-z]))"
    rf"|(?P<word>{_WORD}(?:'{_WORD})*'?)"
    r"|(?P<relative>(?:大?(?:上+|下+)(?:一?个|一)?|[这本当]个?)(?=周|星期|礼拜|月))"
    rf"|(?P<apart>(?<![天日号月年周期拜晚一二三四五六])(?:{'|'.join(FOREIGN_AFTER_A_DAY)}))"
    rf"|(?P<chinese>{'|'.join(map(_pattern, sorted(CHINESE, key=len, reverse=True)))}|初[一二三四五六七八九十]{{1,2}})"
    r"|(?P<beside>[上下](?=个?\s?[上下\d一二三四五六七八九十今去明前后本大周星礼日号年天的第最百千])|大(?=大|[前去]年|[前后][天日])|昨(?=前))"
    r"|(?P<numeral>[一二三四五六七八九十两百千廿卅][零〇一二三四五六七八九十两百千]*)"
    rf"|(?P<han>[{_HAN}])"
    r"|(?P<other>\.{2,}|[-=]+>|\S|\n)"
)
_MARKS = {
    ",": "comma",
    "、": "comma",
    "-": "dash",
    "/": "slash",
    "(": "open",
    ")": "close",
    "'": "apostrophe",
    "~": "about",
    "±": "about",
    "+": "plus",
    "<": "bound",
    ">": "bound",
    "≤": "bound",
    "≥": "bound",
    "&": "and",
}
_SENTENCE_ENDS = frozenset(".!?;\n")
_LONGEST_NUMBER = 5  # a year of one digit too many; longer ones are of telephones and filings
_STOPS = frozenset(".?!")
_GOING_ON = frozenset(("or", "about", "sorry", "no"))
_NO_CLASH = re.compile(r"24/7|7/24")


def fold(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the offset in the text as written, with the length at the end."""
    if text.isascii():
        return text.lower(), [*range(len(text) + 1)]
    characters: list[str] = []
    offsets: list[int] = []
    for offset, written in enumerate(text):
        if written in _INVISIBLE or unicodedata.category(written) == "Mn":
            continue
        character = _SAME.get(written) or (written if written == "½" else unicodedata.normalize("NFKD", written)[0])
        characters.append(character.translate(_SIMPLIFIED).lower()[0])
        offsets.append(offset)
    return "".join(characters), [*offsets, len(text)]


def cut(text: str) -> list[Token]:
    """The tokens of a text, each with the terminals that it can be."""
    folded, offsets = fold(text)
    found: list[Token] = []
    for match in _TOKEN.finditer(folded):
        kind, word = match.lastgroup or "other", match[0]
        before = found[-1] if found else None
        names = _names(kind, word, match, before)
        start, end = offsets[match.start()], offsets[match.end() - 1] + 1
        if before and before.end == start and kind in ("digits", "ordinal", "word") and _clash(before, kind, names):
            found[-1] = Token(before.text, before.start, before.end)
            names = {}
        found.append(Token(word, start, end, names))
    return [*_without_stops(found)]


def _clash(before: Token, kind: str, names: dict[str, Any]) -> bool:
    """Whether letters and digits without a space between them are no expression: v2, 3d; but Oct2 and 10days are."""
    latin = before.text[-1].isascii() and before.text[-1].isalnum()
    if kind == "word":
        return latin and before.text[-1].isdigit() and not names
    return latin and before.text[-1].isalpha() and not before.names


def _names(kind: str, word: str, match: re.Match[str], before: Token | None) -> dict[str, Any]:
    if kind in ("word", "phrase"):
        return ENGLISH.get(word) or (ENGLISH.get(word[:-1], {}) if word[-1] == "'" else {})
    if kind == "three":
        return {"THREE": (match["one"], match["mark"], match["two"], match["last"])} if _has_year(match) else {}
    if kind == "two_numbers":
        return {} if _NO_CLASH.fullmatch(word) else _two(word)
    if kind == "digits":
        return _number(int(word), len(word)) if len(word) <= _LONGEST_NUMBER else {}
    if kind == "ordinal":
        return {"ORDINAL": int(re.sub(r"\D", "", word))}
    if kind == "compound":
        tens, one = (ENGLISH[each] for each in word.split("-"))
        return {"TEEN": tens["TENS"] + one["ONE"]} if "ONE" in one else {"ORDINAL": tens["TENS"] + one["ORDINAL"]}
    if kind == "relative":
        weeks = word.count("下") - word.count("上")
        return {"某": weeks * (1 + word.count("大"))} if "当" not in word else {"every": None}
    if kind == "chinese":
        return CHINESE.get(word, {"lunar": None})
    if kind == "beside":
        return {"上": None}
    if kind == "numeral":
        return _numeral(word)
    if kind == "time":
        return {"time_of_day": None}
    if kind == "han" and word in MEASURES and before is not None and before.names.keys() & {"NUMBER", "TWO"}:
        return {"measure": None}
    if kind == "other" and word not in _SENTENCE_ENDS:
        return {_MARKS.get(word, "mark"): None}
    return {}


def _two(word: str) -> dict[str, Any]:
    one, two = (int(each) for each in re.split("[-/.]", word))
    return {"TWO": (one, two), "TWO" + re.sub(r"\d", "", word): (one, two)}


def _has_year(match: re.Match[str]) -> bool:
    lengths = (len(match["one"]), len(match["last"]))
    return (4 in lengths) != (lengths == (4, 4)) or 2 in lengths


def _number(value: int, length: int) -> dict[str, Any]:
    names: dict[str, Any] = {}
    if length <= 3:
        names["NUMBER"] = value
    if length <= 2 and 1 <= value <= 31:
        names["DAYNUMBER"] = value
    if length <= 2 and 1 <= value <= 12:
        names["MONTHNUMBER"] = value
    if length == 2:
        names["TWODIGITS"] = value
    if length >= 4:
        names["YEAR" if 1900 <= value <= 2199 else "quantity"] = value
    return names


def _numeral(word: str) -> dict[str, Any]:
    digits = [_DIGIT_VALUES[each] for each in word if each in _DIGIT_VALUES]
    if len(digits) == len(word) > 1:
        if len(digits) == 2 and digits[1] == digits[0] + 1:
            return {"几到几": tuple(digits)}  # 三四天: three or four
        value = int("".join(map(str, digits)))
        return {**({"YEAR": value} if 1900 <= value <= 2199 else {}), **({"TWODIGITS": value} if len(digits) == 2 else {})}
    value = _value(word)
    names = _number(value, len(str(value))) if value else {}
    return {name: each for name, each in names.items() if name != "TWODIGITS"}


def _value(word: str) -> int:
    """The value of a numeral with its places: 一百零二, 廿三, 两千零四; 0 when it is none, or two as 一百五, which is rather 150."""
    word = word.replace("廿", "二十").replace("卅", "三十")
    if re.search("[百千][^零〇十百千]$", word):
        return 0
    total, digit, place = 0, None, 10_000
    for character in word:
        if character in _PLACES:
            if _PLACES[character] >= place:
                return 0
            place = _PLACES[character]
            total, digit = total + (digit or 1) * place, None
        elif digit:
            return 0
        else:
            digit = _DIGIT_VALUES[character]
    return total + (digit or 0)


def _goes_on(following: list[Token]) -> bool:
    """Whether a doubt or a correction comes next, and then something that may be a day."""
    words = [each for each in following if each.text not in _STOPS and "comma" not in each.names]
    return len(words) > 1 and not _GOING_ON.isdisjoint(words[0].names) and bool(words[1].names)


def _without_stops(tokens: list[Token]) -> Iterator[Token]:
    """Leaves out the full stop of a shortened month or weekday ("Oct. 2") and of an ordinal ("16. Nov", "3.-5. Nov").

    So it does with the end of a sentence before a doubt or a correction: "3 November? Maybe 4".
    """
    for place, token in enumerate(tokens):
        if token.text in _STOPS and _goes_on(tokens[place + 1 : place + 6]):
            continue
        if token.text == "." and 0 < place < len(tokens) - 1:
            before, after = tokens[place - 1].names, tokens[place + 1].names
            of_a_day = (
                "MONTH" in before and place > 1 and not tokens[place - 2].names.keys().isdisjoint(("DAYNUMBER", "ORDINAL", "of"))
            )
            following = ("YEAR", "TWODIGITS") if of_a_day else ("NUMBER", "YEAR", "ORDINAL", "MONTH")
            shortened = not before.keys().isdisjoint(("MONTH", "SHORTDAY")) and not after.keys().isdisjoint(following)
            counted = not before.keys().isdisjoint(("DAYNUMBER", "TWO"))
            if shortened or (counted and not after.keys().isdisjoint(("MONTH", "dash", "slash", "comma"))):
                continue
        yield token
