"""Dates as people write them: "3 March", "2026/9/20", "last Friday", "in two weeks", "end of May", "上周五".

A date that has two readings, or none, is told apart from one that is understood; nothing is guessed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import dateparser

from icp.working_days import FIRST_DAY

Tense = Literal["past", "future", "any"]
YEARS_AHEAD = 5
NEAR_AHEAD = 31


@dataclass(frozen=True)
class Understood:
    """One clear reading."""

    day: date


@dataclass(frozen=True)
class Ambiguous:
    """Two readings of the same numbers, the earlier one first."""

    readings: tuple[date, date]


@dataclass(frozen=True)
class FarOff:
    """A clear date outside what makes sense here: before 2018 or more than five years ahead."""

    day: date


@dataclass(frozen=True)
class NotADate:
    """No date, or one that the calendar does not have, like 31 February."""


Reading = Understood | Ambiguous | FarOff | NotADate

_ISO = re.compile(r"\b(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?\b|(\d{4})年(\d{1,2})月(\d{1,2})日")
_NUMERIC = re.compile(r"\b(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})\b")
_NUMERIC_NO_YEAR = re.compile(r"\b(\d{1,2})\s?/\s?(\d{1,2})\b")
_CHINESE_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_WEEKDAYS |= {name.lower(): number for number, name in enumerate(calendar.day_abbr)} | {"tues": 1, "thur": 3, "thurs": 3}
_CHINESE_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_WEEKDAY = re.compile(r"\b(?:(last|past|this|next|coming|on)\s+)?(" + "|".join(sorted(_WEEKDAYS, key=len, reverse=True)) + r")\b")
_CHINESE_WEEKDAY = re.compile(r"(上个?|这个?|本|下个?)?(?:周|星期|礼拜)([一二三四五六日天])")
_MONTH_NAME = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s*(?:of\s+)?" + _MONTH_NAME + r"(?:,?\s*(\d{4}))?\b")
_MONTH_DAY = re.compile(_MONTH_NAME + r"\s+(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s*(\d{4}))?")
_DAY_OF_MONTH = re.compile(r"the (\d{1,2})(?:st|nd|rd|th)")
_MONTH_EDGE = re.compile(r"\b(start|beginning|end)\s+of\s+(?:" + _MONTH_NAME + r"(?:\s+(\d{4}))?|(this|next|last)\s+month)")
_VAGUE = re.compile(r"(?:last|this|next)\s+(?:week|month|year)")
_CHINESE_DAYS = {"前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2}


def understand(words: str, today: date, tense: Tense = "any") -> Reading:
    """What the words mean as a date, seen from `today`.

    `tense` says on which side of today a date without a year lies: an opening that has happened is "past", a planned start
    "future"; with "any" the nearest one is taken. A "past" date without a year that lies just ahead (31 days at most) may as well
    be a plan, so it has two readings. A week or a month without a day is no date.
    """
    text = re.sub(r"\s+", " ", words.strip().lower())
    for reader in (
        _relative_days,
        _iso,
        _numeric,
        _chinese_month_day,
        _month_day,
        _day_of_month,
        _month_edge,
        _weekday,
        _library,
    ):
        reading = reader(text, today, tense)
        if reading is not None:
            return _within_reason(reading, today)
    return NotADate()


def _within_reason(reading: Reading, today: date) -> Reading:
    if isinstance(reading, Understood) and not _sensible(reading.day, today):
        return FarOff(reading.day)
    if isinstance(reading, Ambiguous) and not all(_sensible(day, today) for day in reading.readings):
        return FarOff(reading.readings[0])
    return reading


def _sensible(day: date, today: date) -> bool:
    return day >= FIRST_DAY and day.year <= today.year + YEARS_AHEAD


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _or_none(day: date | None) -> Reading:
    return NotADate() if day is None else Understood(day)


def _nearest_year(month: int, day: int, today: date, tense: Tense) -> Reading:
    near = [found for year in range(today.year - 4, today.year + 5) if (found := _day(year, month, day))]
    if tense == "past":
        ahead = [each for each in near if today < each <= today + timedelta(days=NEAR_AHEAD)]
        near = [each for each in near if each <= today]
        if ahead and near:
            return Ambiguous((max(near), ahead[0]))
    elif tense == "future":
        near = [each for each in near if each >= today]
    return Understood(min(near, key=lambda each: abs((each - today).days))) if near else NotADate()


def _relative_days(text: str, today: date, tense: Tense) -> Reading | None:
    for words, days in _CHINESE_DAYS.items():
        if words in text:
            return Understood(today + timedelta(days=days))
    if "day after tomorrow" in text:
        return Understood(today + timedelta(days=2))
    if re.search(r"\bday before yesterday\b", text):
        return Understood(today - timedelta(days=2))
    return NotADate() if _VAGUE.fullmatch(text) else None


def _iso(text: str, today: date, tense: Tense) -> Reading | None:
    match = _ISO.search(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    return _or_none(_day(year, month, day))


def _numeric(text: str, today: date, tense: Tense) -> Reading | None:
    if match := _NUMERIC.search(text):
        first, second, year = (int(part) for part in match.groups())
        year = year + 2000 if year < 100 else year
        day_first, month_first = _day(year, second, first), _day(year, first, second)
    elif match := _NUMERIC_NO_YEAR.search(text):
        first, second = (int(part) for part in match.groups())
        day_first, month_first = (
            _plain(_nearest_year(month, day, today, tense)) for month, day in ((second, first), (first, second))
        )
    else:
        return None
    if day_first and month_first and day_first != month_first:
        earlier, later = sorted((day_first, month_first))
        return Ambiguous((earlier, later))
    return _or_none(day_first or month_first)


def _plain(reading: Reading) -> date | None:
    return reading.day if isinstance(reading, Understood) else None


def _chinese_month_day(text: str, today: date, tense: Tense) -> Reading | None:
    match = _CHINESE_MONTH_DAY.search(text)
    return _nearest_year(int(match[1]), int(match[2]), today, tense) if match else None


def _month_day(text: str, today: date, tense: Tense) -> Reading | None:
    if match := _DAY_MONTH.search(text):
        day, month, year = match.groups()
    elif match := _MONTH_DAY.search(text):
        month, day, year = match.groups()
    else:
        return None
    if year:
        return _or_none(_day(int(year), _MONTHS[month], int(day)))
    return _nearest_year(_MONTHS[month], int(day), today, tense)


def _day_of_month(text: str, today: date, tense: Tense) -> Reading | None:
    match = _DAY_OF_MONTH.fullmatch(text)
    if match is None:
        return None
    this_month = today.year * 12 + today.month - 1
    months = [(month // 12, month % 12 + 1) for month in range(this_month - 2, this_month + 3)]
    near = [found for year, month in months if (found := _day(year, month, int(match[1])))]
    if tense != "any":
        near = [each for each in near if (each <= today if tense == "past" else each >= today)]
    return Understood(min(near, key=lambda each: abs((each - today).days))) if near else NotADate()


def _month_edge(text: str, today: date, tense: Tense) -> Reading | None:
    match = _MONTH_EDGE.search(text)
    if match is None:
        return None
    edge, name, year, relative = match.groups()
    if relative:
        months = today.year * 12 + today.month - 1 + {"last": -1, "this": 0, "next": 1}[relative]
        first = date(months // 12, months % 12 + 1, 1)
    elif year:
        first = date(int(year), _MONTHS[name], 1)
    else:
        first = _plain(_nearest_year(_MONTHS[name], 1, today, tense)) or today
    return Understood(first.replace(day=calendar.monthrange(first.year, first.month)[1]) if edge == "end" else first)


def _weekday(text: str, today: date, tense: Tense) -> Reading | None:
    if match := _WEEKDAY.search(text):
        word, weekday = match[1], _WEEKDAYS[match[2]]
    elif match := _CHINESE_WEEKDAY.search(text):
        week = {"上": -7, "下": 7}.get((match[1] or "本")[0], 0)
        return Understood(today - timedelta(days=today.weekday()) + timedelta(days=_CHINESE_WEEKDAYS[match[2]] + week))
    else:
        return None
    before = today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
    after = today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    if word in ("last", "past"):
        return _this_week_or_the_other(before, before - timedelta(days=7), today)
    if word == "next":
        return _this_week_or_the_other(after, after + timedelta(days=7), today)
    return Understood(before if word in (None, "on") and tense == "past" else after)


def _this_week_or_the_other(near: date, far: date, today: date) -> Reading:
    """ "Next Friday" on a Tuesday may mean either Friday; on a Saturday only one."""
    same_week = near.isocalendar()[:2] == today.isocalendar()[:2]
    earlier, later = sorted((near, far))
    return Ambiguous((earlier, later)) if same_week else Understood(near)


def _library(text: str, today: date, tense: Tense) -> Reading | None:
    """What is left (yesterday, in two weeks, 10 days ago, ...) is read by dateparser, which knows many languages' ways."""
    if not re.search(r"[^\W\d_]", text):
        return None
    text = re.sub(r"^(?:in )?(.+) from (?:now|today)$", r"in \1", text)
    prefer = {"past": "past", "future": "future", "any": "current_period"}[tense]
    found = dateparser.parse(
        text,
        languages=["en", "zh"],
        settings={
            "RELATIVE_BASE": datetime(today.year, today.month, today.day),
            "PREFER_DATES_FROM": prefer,
            "REQUIRE_PARTS": ["day"],
            "PARSERS": ["relative-time", "absolute-time"],
        },
    )
    return Understood(found.date()) if found else None
