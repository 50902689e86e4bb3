"""Which language a message is written in, and so is answered in: English or Chinese."""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

_HAN = re.compile(r"[\u3400-\u9fff]")
# Names and the like are written alike in both languages, so an address, a certificate number and what stands in capitals alone
# tell nothing.
_CERTIFICATE_NUMBER = (
    r"[\u3400-\u9fff]?\s?(?i:icp)\s?[备備证證]?\s?[\d０-９][\d０-９ ]*[号號]?|[\u3400-\u9fff]?\s?公网安[备備]\s?[\d０-９][\d０-９ ]*[号號]?"
    r"|[\u3400-\u9fff]{0,2}(?i:[ab][12][.\d]*)-\d{8}"
)
_NEUTRAL = re.compile(_CERTIFICATE_NUMBER + r"|https?://\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)+\b|\b[A-Z][A-Z\d]+\b|\d+[A-Za-z\d]*")
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_ENGLISH = re.compile(
    r"\b(?:a|about|an|and|any|are|be|but|can|do|does|for|from|had|has|have|how|i|if|in|is|it|its|me|must|my|need|not|of|on|only|or|our|please"
    r"|should|so|thanks?|that|the|then|there|they|this|to|was|we|what|when|where|which|who|why|will|with|without|would|you|your)\b",
    re.IGNORECASE,
)
# Who goes on in Chinese has one of these among his English words; a Chinese term in an English sentence has none.
_CHINESE = re.compile(r"[的了吗呢吧啊呀嘛也还就都要是不我你他在有没只这那么和跟给把被很太想怎能会]")
_FEWEST_WORDS = 2
_MANY_WORDS = 5


def language_of(text: str, spoken: Language) -> Language:
    """The language of a message; that of the conversation so far where the message does not tell: a number, a name, a button."""
    plain = _NEUTRAL.sub(" ", text)
    han, words = len(_HAN.findall(plain)), len(_WORD.findall(plain))
    if text.startswith("/"):
        return spoken
    chinese = len(_CHINESE.findall(plain))
    if han > words or (chinese and spoken == "zh") or chinese > len(_ENGLISH.findall(plain)):
        return "zh"
    told = words >= _MANY_WORDS or (words >= _FEWEST_WORDS and _ENGLISH.search(plain))
    return "en" if told and words >= han else spoken


def named(language: object) -> Language | None:
    """The language of a tag like "zh-CN" or "en_GB"; None for any other."""
    tag = language.strip().lower()[:2] if isinstance(language, str) else ""
    return next((each for each in LANGUAGES if each == tag), None)


def length(text: str) -> int:
    """How much a text says, in letters; a Chinese character says as much as three."""
    return len(text) + 2 * len(_HAN.findall(text))
