"""Expressions built from the parts of the grammar, each with the day that it means by plain arithmetic."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st

MONTHS = list(calendar.month_name)
WEEKDAYS = list(calendar.day_name)
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NTH = ["first", "second", "third", "fourth"]
_DIGITS = "零一二三四五六七八九"
_ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}

todays = st.dates(date(2018, 1, 1), date(2031, 12, 31))
far_days = st.dates(date(2000, 1, 1), date(2037, 12, 31))


@dataclass(frozen=True)
class Built:
    """Words, and the day that they mean on that day."""

    words: str
    today: date
    day: date


def in_words(number: int) -> str:
    """A number from 1 to 99 in English words."""
    if number < 20:
        return _ONES.split()[number]
    tens, ones = divmod(number, 10)
    return _TENS.split()[tens - 2] + (f" {_ONES.split()[ones]}" if ones else "")


def in_chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones or not tens else "")


def ordinal(number: int) -> str:
    return f"{number}{_ENDINGS.get(number, 'th')}"


def dates_in_english(day: date) -> list[str]:
    """Ways to write a day with its year."""
    month, weekday = MONTHS[day.month], WEEKDAYS[day.weekday()]
    return [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.day} {month} {day.year}",
        f"{day.day} {month[:3]} {day.year}",
        f"{day.day}-{month[:3]}-{day.year}",
        f"the {ordinal(day.day)} of {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month[:3]}. {ordinal(day.day)}, {day.year}",
        f"{weekday}, {day.day} {month} {day.year}",
        f"{weekday} {month} {ordinal(day.day)}, {day.year}",
        f"{day.day} {month} {day.year} ({weekday})",
        f"{day.day} {month} '{day.year % 100:02}",
        f"{month} the {ordinal(day.day)} {day.year}",
    ]


def dates_in_chinese(day: date) -> list[str]:
    """Ways to write a day with its year, in simplified and traditional characters."""
    year, weekday = "".join(_DIGITS[int(each)] for each in str(day.year)), "一二三四五六日"[day.weekday()]
    return [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month}月{day.day}号",
        f"{day.year} 年 {day.month:02} 月 {day.day:02} 號",
        f"{day.year % 100:02}年{day.month}月{day.day}日",
        f"{year}年{in_chinese(day.month)}月{in_chinese(day.day)}日",
        f"{day.year}年{day.month}月{day.day}日周{weekday}",
        f"{day.year}年{day.month}月{day.day}日（星期{weekday}）",
        f"{day.year}年{day.month}月{day.day}日禮拜{weekday}",
        f"{day.year}.{day.month}.{day.day}",
    ]


@st.composite
def written_days(draw: st.DrawFn, chinese: bool | None = None) -> tuple[str, date]:
    """A day with its year in some way of writing."""
    day = draw(far_days)
    ways = dates_in_chinese(day) if chinese else dates_in_english(day) if chinese is False else None
    return draw(st.sampled_from(ways or [*dates_in_english(day), *dates_in_chinese(day)])), day


@st.composite
def durations(draw: st.DrawFn, chinese: bool) -> tuple[str, relativedelta]:
    """A sum of one to three lengths of time."""
    units = draw(st.lists(st.sampled_from(["years", "months", "weeks", "days"]), min_size=1, max_size=3, unique=True))
    units.sort(key=["years", "months", "weeks", "days"].index)
    counts = [draw(st.integers(1, 20 if unit != "years" else 3)) for unit in units]
    total = relativedelta(**dict(zip(units, counts, strict=True)))
    if chinese:
        signs = {"years": "年", "months": "个月", "weeks": draw(st.sampled_from(["周", "个星期", "個禮拜"])), "days": "天"}
        numerals = [draw(st.sampled_from([str(each), in_chinese(each)])) for each in counts]
        parts = [number + signs[unit] for number, unit in zip(numerals, units, strict=True)]
        return draw(st.sampled_from(["", "零", "又"])).join(parts), total
    numerals = [draw(st.sampled_from([str(each), in_words(each)])) for each in counts]
    parts = [f"{number} {unit if count > 1 else unit[:-1]}" for number, unit, count in zip(numerals, units, counts, strict=True)]
    return draw(st.sampled_from([" and ", ", ", " ", ", and "])).join(parts), total


@st.composite
def counted_from_today(draw: st.DrawFn) -> Built:
    """So long ago, or so long from now."""
    today, chinese, back = draw(todays), draw(st.booleans()), draw(st.booleans())
    words, length = draw(durations(chinese))
    if chinese:
        words += draw(st.sampled_from(["前", "之前", "以前"] if back else ["后", "之后", "以後"]))
    else:
        words = f"{words} ago" if back else draw(st.sampled_from([f"in {words}", f"{words} from now", f"{words} from today"]))
    return Built(words, today, today - length if back else today + length)


@st.composite
def counted_from_a_day(draw: st.DrawFn) -> Built:
    """So long before or after another day."""
    chinese, back = draw(st.booleans()), draw(st.booleans())
    words, length = draw(durations(chinese))
    written, day = draw(written_days(chinese))
    counted = day - length if back else day + length
    if chinese:
        return Built(f"{written}的{words}{'前' if back else '后'}", draw(todays), counted)
    return Built(
        f"{words} {draw(st.sampled_from(['before', 'prior to'] if back else ['after', 'from']))} {written}", draw(todays), counted
    )


@st.composite
def weekdays_of_months(draw: st.DrawFn) -> Built:
    """The second Monday of a month."""
    year, month, nth, weekday = (
        draw(st.integers(*ends)) for ends in ((2018, 2031), (1, 12), (0, 4), (0, 6))
    )  # fmt: skip
    all_of_them = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    day = date(year, month, all_of_them[nth if nth < 4 else -1])
    if draw(st.booleans()):
        number = f"第{'一二三四'[nth]}个" if nth < 4 else "最后一个"
        words = f"{year}年{month}月的{number}星期{'一二三四五六日'[weekday]}"
    else:
        words = f"the {[*_NTH, 'last'][nth]} {WEEKDAYS[weekday]} {draw(st.sampled_from(['of', 'in']))} {MONTHS[month]} {year}"
    return Built(words, draw(todays), day)


@st.composite
def weekdays_of_weeks(draw: st.DrawFn) -> Built:
    """A weekday of a week that is named from today's."""
    today, weekday, weeks = draw(todays), draw(st.integers(0, 6)), draw(st.integers(-2, 2))
    day = today - timedelta(days=today.weekday()) + timedelta(days=weekday, weeks=weeks)
    if draw(st.booleans()):
        week = draw(st.sampled_from(["周", "週", "星期", "礼拜"]))
        words = {-2: "上上", -1: "上", 0: "这", 1: "下", 2: "下下"}[weeks] + draw(st.sampled_from(["", "个"])) + week
        return Built(words + "一二三四五六日"[weekday], today, day)
    week = {-2: "the week before last", -1: "last week", 0: "this week", 1: "next week", 2: "the week after next"}[weeks]
    return Built(f"{WEEKDAYS[weekday]} {draw(st.sampled_from(['', 'of ']))}{week}", today, day)


@st.composite
def days_of_months(draw: st.DrawFn) -> Built:
    """A day of a month that is named from today's."""
    today, months = draw(todays), draw(st.integers(-2, 2))
    first = today.replace(day=1) + relativedelta(months=months)
    day = first.replace(day=draw(st.integers(1, 28)))
    if draw(st.booleans()):
        words = {-2: "上上个月", -1: "上个月", 0: "本月", 1: "下个月", 2: "下下個月"}[months]
        return Built(f"{words}{day.day}{draw(st.sampled_from('日号號'))}", today, day)
    names = ["the month before last", "last month", "this month", "next month", "the month after next"]
    return Built(f"the {ordinal(day.day)} of {names[months + 2]}", today, day)


@st.composite
def days_of_years(draw: st.DrawFn) -> Built:
    """A day of a year that is named from today's."""
    today, years = draw(todays), draw(st.integers(-1, 1))
    day = draw(far_days).replace(year=today.year + years, day=draw(st.integers(1, 28)))
    if draw(st.booleans()):
        return Built(f"{['去年', '今年', '明年'][years + 1]}{day.month}月{day.day}号", today, day)
    return Built(f"{day.day} {MONTHS[day.month]} {['last', 'this', 'next'][years + 1]} year", today, day)


@st.composite
def days_with_a_year(draw: st.DrawFn) -> Built:
    words, day = draw(written_days())
    return Built(words, draw(todays), day)


@st.composite
def days_with_an_hour(draw: st.DrawFn) -> Built:
    words, day = draw(written_days())
    hours = [" at 10:30", " in the morning", ", 10 am"] if words.isascii() else ["下午3点", "早上", "晚上10点半"]
    return Built(words + draw(st.sampled_from(hours)), draw(todays), day)


built = st.one_of(
    days_with_a_year(),
    counted_from_today(),
    counted_from_a_day(),
    weekdays_of_months(),
    weekdays_of_weeks(),
    days_of_months(),
    days_of_years(),
)
