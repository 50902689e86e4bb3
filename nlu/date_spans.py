"""Where a message writes a date, in numbers or in words, English or Chinese, and what the date is of."""

from __future__ import annotations

import re

from nlu.folding import Folded, fold
from nlu.reading import Reading, Statement

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary|uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_MONTH_NUMBER = r"(?:1[0-2]|0?[1-9])"
_ORDINAL = r"(?:\s?(?:st|nd|rd|th))?"
_WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_SHORT_WEEKDAY = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?"
_NUMBER = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a\s(?:couple\sof|few)|several)"
_UNIT = r"(?:days?|weeks?|fortnights?|months?|years?)"
_CHINESE_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十两几半]{1,3})"
_NOT_A_COUNT = r"(?!\s?(?:working|business|calendar|more|days?|weeks?|months?|hours?|people|users|percent|%|eur|usd|rmb|yuan))"
_LEFT = r"(?<![\w.,/:$€£¥%+-])"
_RIGHT = r"(?![\w%€£¥])(?![.,/:-]\d)"
_PATTERNS = (
    rf"{_LEFT}{_YEAR}\s?(?P<s1>[-/.])\s?{_MONTH_NUMBER}\s?(?P=s1)\s?{_DAY}{_RIGHT}",
    rf"{_LEFT}{_DAY}\s?(?P<s2>[-/.])\s?{_MONTH_NUMBER}\s?(?P=s2)\s?{_YEAR}{_RIGHT}",
    rf"{_LEFT}{_MONTH_NUMBER}\s?(?P<s3>[-/])\s?{_DAY}\s?(?P=s3)\s?{_YEAR}{_RIGHT}",
    rf"(?<=\b(?:on|by)\s)(?:{_DAY}/{_MONTH_NUMBER}|{_MONTH_NUMBER}/{_DAY})(?:/\d\d)?{_RIGHT}",
    rf"(?<=\b(?:since|until)\s)(?:{_DAY}/{_MONTH_NUMBER}|{_MONTH_NUMBER}/{_DAY})(?:/\d\d)?{_RIGHT}",
    rf"(?:(?<!\d){_YEAR}年\s?)?(?<!\d){_MONTH_NUMBER}月\s?{_DAY}[日号]",
    rf"(?:(?:去|今|明)年)?(?<![\d一-龥]){_CHINESE_NUMBER}月{_CHINESE_NUMBER}[日号]",
    rf"(?<=\b(?:on|by)\s)the\s{_DAY}(?:st|nd|rd|th)(?!\w)(?!\s(?:of\s)?(?:day|{_MONTH}))",
    rf"(?<=\bsince\s)the\s{_DAY}(?:st|nd|rd|th)(?!\w)(?!\s(?:of\s)?(?:day|{_MONTH}))",
    rf"{_LEFT}(?:the\s)?{_DAY}{_ORDINAL}\s?(?:of\s)?(?:-\s?)?{_MONTH}(?:,?\s?-?{_YEAR})?(?!\w)",
    rf"\b{_MONTH}\s?(?:the\s)?{_DAY}{_ORDINAL}(?:\s?,?\s?{_YEAR})?{_RIGHT}{_NOT_A_COUNT}",
    rf"\b(?:early|mid|late|(?:the\s)?(?:start|beginning|middle|end)\sof)[\s-](?:{_MONTH}(?:\s{_YEAR})?|(?:this|next|last)\s(?:month|year))(?!\w)",
    rf"(?<=\bin\s){_MONTH}(?:\s{_YEAR})?(?!\w)",
    rf"(?<=\bsince\s){_MONTH}(?:\s{_YEAR})?(?!\w)",
    rf"\b(?:last|next)\s{_MONTH}(?!\w)",
    rf"\b{_MONTH}\s{_YEAR}{_RIGHT}",
    rf"\b(?:(?:last|past|next|this|coming)\s)?{_WEEKDAY}(?!\w)(?:\s(?:last|next)\sweek\b)?",
    rf"\b(?:last|next|this|coming)\s{_SHORT_WEEKDAY}(?!\w)",
    rf"(?<=\bon\s){_SHORT_WEEKDAY}(?!\w)",
    r"\bthe\sday\s(?:after\stomorrow|before\syesterday)\b",
    r"\bday\s(?:after\stomorrow|before\syesterday)\b",
    r"\b(?:yesterday|today|tonight|tomorrow)\b",
    r"\b(?:last|this|next)\s(?:week(?:end)?|month|year)\b",
    rf"\bin\s{_NUMBER}\s{_UNIT}(?:'\stime)?(?!\w)",
    rf"{_LEFT}{_NUMBER}\s{_UNIT}\s(?:ago|from\s(?:now|today))\b",
    r"大?[前昨今明后][天日](?!气)",
    r"(?:上+个?|这个?|本|下+个?)?(?:周|星期|礼拜)[一二三四五六日天]",
    r"(?:上个?|这个?|本|下个?)(?:周末?|星期|礼拜|月)(?:底|初)?",
    rf"{_CHINESE_NUMBER}(?:天|周|个月|年|个星期)(?:之前|以前|前|之后|以后|后)",
    r"月底|年底",
)
_DATE = re.compile("|".join(_PATTERNS))
_IN_SOME_TIME = re.compile(r"in\s")
_ASKS_HOW_LONG = re.compile(r"\b(?:ready|done|finished|approved|possible|get\sit|take)[\s,]*$")
_TAKES_A_DATE = re.compile(r"\b(?:on|by|since|from|until)\s*$")
_LOOK_BACK = 20
_REACH = 18


def date_statements(reading: Reading) -> list[Statement]:
    """The dates of a message; their value is the words as written, their role what the verbs near them tell."""
    folded = fold(reading.text)
    found = []
    for match in _DATE.finditer(folded.text):
        if _question_of_duration(folded, match) or _bare_may(reading.text, folded, match):
            continue
        start, end = folded.span(match.start(), match.end())
        found.append(Statement("date", reading.text[start:end], start, end, _role(reading, start, end)))
    return found


def _question_of_duration(folded: Folded, match: re.Match[str]) -> bool:
    return bool(_IN_SOME_TIME.match(match[0]) and _ASKS_HOW_LONG.search(_before(folded, match)))


def _before(folded: Folded, match: re.Match[str]) -> str:
    return folded.text[max(match.start() - _LOOK_BACK, 0) : match.start()]


def _bare_may(text: str, folded: Folded, match: re.Match[str]) -> bool:
    """Whether "may 3" is rather a verb before a number."""
    start, _ = folded.span(match.start(), match.end())
    return (
        match[0].startswith("may ")
        and text[start] == "m"
        and not re.search(r"\b(?:on|by|since|from|until)\s*$", folded.text[: match.start()])
    )


def _role(reading: Reading, start: int, end: int) -> str | None:
    """By the nearest verb in the clause, one before the date rather than one after it; else by the sentence."""
    covered = [number for number, token in enumerate(reading.tokens) if token.start < end and token.end > start]
    if not covered:
        return None
    first, last = covered[0], covered[-1]
    clause = [place for place in range(len(reading.tokens)) if reading.clause[place] == reading.clause[first]]
    # "On 3 March, we opened": a clause of nothing but a date belongs to its neighbour.
    alone = reading.only_light(place for place in clause if not first <= place <= last)
    for same in (reading.clause, reading.sentence) if alone else (reading.clause,):
        before = range(first - 1, max(first - _REACH, -1), -1)
        after = range(last + 1, min(last + _REACH, len(reading.tokens)))
        for side in (before, after):
            for place in side:
                if same[place] != same[first]:
                    break
                if (role := reading.label("roles", place)) and role != "weak_start":
                    return role
    for place in range(first - 1, max(first - 3, -1), -1):
        if reading.label("roles", place) == "weak_start":
            return "start"
    return None
