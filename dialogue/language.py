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


_LANGUAGE = r"(english|chinese|mandarin|英文|英语|中文|汉语|普通话)"
# What is turned into another language is the talk and not a website.
_NOT_OF_A_SITE = r"(?<![站面称名容]可以)(?<![站面称名容]能)"
_NAMED: dict[str, Language] = {"english": "en", "英文": "en", "英语": "en"}
_WISH = re.compile(
    "|".join(
        (
            # "could you please answer me in English", "speak Chinese", "say it again in Chinese"
            r"(?:^\W*(?:(?:and|but|now|so|ok|okay|then)\W+)*|[,.;:!?]\s*"
            r"|\b(?:please|pls|plz|kindly|just|let's|(?<!must )(?<!should )you)\s+)"
            r"(?:answer|reply|respond|speak|talk|write|continue|switch|go on|chat|explain|say|repeat|tell|change)"
            r"(?:\s+(?:back|me|us|it|that|this|to|please|only|again|everything|all|with|over|the language|language))*"
            rf"\s+(?:(?:in|to|into)\s+)?{_LANGUAGE}\b",
            # the whole message: "in Chinese please", "English?", 英文版
            r"^\W*(?:(?:ok|okay|and|now|again|once more|the same|sorry|hi|hello|please|pls)\W+)*(?:back\s+)?(?:in\s+|to\s+)?"
            rf"{_LANGUAGE}(?:\W+(?:please|pls|plz|version|only|now|again|thanks|thank you|ok))*\W*$",
            rf"^\W*(?:请|麻烦)?(?:用|来|要|给我)?{_LANGUAGE}版?(?:的)?(?:吧|呢|谢谢|可以吗|行吗|好吗|行不行)?\W*$",
            # 请用英文回答, 能说中文吗, 换成英文
            rf"[用拿]{_LANGUAGE}(?:来|再|重新|跟我|和我|给我|帮我)*(?:回答|回复|答|回|说|讲|聊|沟通|交流|解释|写)",
            r"(?:^|[,，。.!！?？\s]|请|你|麻烦|能不能|可不可以|可以|能|会|还是)"
            rf"(?:说|讲|回|用回|{_NOT_OF_A_SITE}[切换改](?:换)?[到成回用为]?)\s?{_LANGUAGE}",
        )
    ),
    re.IGNORECASE,
)
# "I don't read English": then the other one.
_NOT_READ = re.compile(
    rf"\b(?:can't|cannot|can not|don't|do not|dont|cant)\s+(?:really\s+)?(?:read|understand|speak|know)\s+(?:any\s+)?{_LANGUAGE}\b"
    rf"|(?:看不懂|不懂|听不懂|不会){_LANGUAGE}",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"\b(?:please|pls|plz|can|could|would|will|do|you|to|me|in|thanks|thank|ok|okay|sorry|hi|hello|i|want|prefer|from|now|on|is|it"
    r"|possible|again|and)\b|[请吗吧呢好的谢行可以能不你我麻烦了啊后面都一律再说讲遍次下]|[\W_]",
    re.IGNORECASE,
)


def wished_language(text: str) -> Language | None:
    """The language in which the words ask to be answered, "please answer in English", 说中文; None where they ask for none."""
    found = _WISH.search(text)
    if found:
        return _named_in(found)
    foreign = _NOT_READ.search(text)
    if foreign is None:
        return None
    return "zh" if _named_in(foreign) == "en" else "en"


def _named_in(found: re.Match[str]) -> Language:
    name = next(each for each in found.groups() if each)
    return _NAMED.get(name.lower(), "zh")


def only_wishes_a_language(text: str) -> bool:
    """Whether the message asks for a language and for nothing else."""
    rest = _NOT_READ.sub("", _WISH.sub("", text))
    return wished_language(text) is not None and not _POLITE.sub("", rest)


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
