"""Periods in which a day lies that leaves out its year, its month or its week: "last year we opened on 12 November"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from days import arithmetic
from days.engine import Grammar, same
from days.meanings import YEARS_AROUND, Meaning, Month, Seen, Told, Year, day_alone, in_year, month_in, months_off, years_away
from days.readings import VAGUE, Reading, Span
from days.weekdays import Weekday


def add_periods(grammar: Grammar) -> None:
    """Adds `period`, whose reading is a span, and the days that are told together with one."""
    _periods(grammar)
    _days_within(grammar)


def _periods(grammar: Grammar) -> None:
    rule = grammar.rule
    rule("period", "in|during? <off> year", lambda off: of_year(years_away(off)))
    rule("period", "in|during? the? year before last", lambda: of_year(years_away(-2)))
    rule("period", "back? in|during the? year? <year_number>", of_year)
    rule("period", "year <year_number>", of_year)
    rule("period", "<YEAR> mark", lambda year: of_year(in_year(year)))
    rule("period", "in|during? <some_month>", of_month)
    rule("period", "in|during? <MONTH> of|in? <year_number|relative_year>", lambda month, year: of_month(month_in(year, month)))
    rule("period", "<weeks>", of_week)
    rule("周期", "<某> 个? 周", of_week)
    rule("时期", "<某年的> 里?", of_year)
    rule("时期", "<某月> 里?", of_month)
    rule("时期", "<某> 月 里?", lambda off: of_month(months_off(off)))
    rule("时期", "<周期> 里?", same)
    rule("month_alone", "in|during? <MONTH>", of_named_month)
    rule("month_alone", "<几月> 里?", of_named_month)
    rule("frame", "<period|时期|month_alone>", same)
    rule("part_of_a_year", "after|before|until|by <YEAR>", same)
    rule("part_of_a_year", "<YEAR|TWODIGITS> 年底", same)
    rule("any_frame", "<frame>", same)
    rule("any_frame", "<YEAR>", lambda year: of_year(in_year(year)))


def _days_within(grammar: Grammar) -> None:
    rule = grammar.rule
    rule("day_within", "on? <date|日期|几号>", same)
    rule("day_within", "on? the <ordinal|DAYNUMBER>", day_alone)
    rule("day_within", "on? <weekday>", Weekday)
    rule("day_within", "<周几>", same)
    rule("周几", "<星期几>", Weekday)
    for written in ("<period> <day_within>", "<frame> comma <day_within>", "<frame> open <day_within> close"):
        rule("plain", written, within)
    rule("plain", "<周期> <周几>", within)
    rule("plain", "<frame> 是|在 在? <day_within>", within)
    for written in ("<day_within> comma? <period>", "<day_within> open <frame> close"):
        rule("plain", written, lambda day, period: within(period, day))


def of_year(year: Year) -> Meaning:
    """The days of a year."""
    return Told(lambda seen: Span(date(year(seen.today), 1, 1), date(year(seen.today), 12, 31)))


def of_month(month: Month) -> Meaning:
    """The days of a month."""
    return Told(lambda seen: _days_of(*month(seen.today)))


def of_named_month(month: int) -> Meaning:
    """The days of a month whose year the tense chooses."""

    def read(seen: Seen) -> Reading:
        spans = [_days_of(seen.today.year + each, month) for each in YEARS_AROUND]
        side = [each for each in spans if seen.tense != "past" or each.first <= seen.today]
        side = [each for each in side if seen.tense != "future" or each.last >= seen.today]
        return min(side, key=lambda each: abs(each.first - seen.today))

    return Told(read)


def of_week(weeks: int) -> Meaning:
    """The days of a week, from Monday, so many weeks from this one."""

    def read(seen: Seen) -> Reading:
        monday = arithmetic.in_week_of(seen.today, 0, weeks)
        return Span(monday, monday + timedelta(days=6))

    return Told(read)


def within(period: Meaning, day: Meaning) -> Meaning:
    """A day of the period; none when it has no such day, or several."""

    def read(seen: Seen) -> Reading:
        days = period.read(seen)
        return day.read(replace(seen, within=days)) if isinstance(days, Span) else VAGUE

    return Told(read)


def _days_of(year: int, month: int) -> Span:
    return Span(date(year, month, 1), arithmetic.end_of_month(year, month))
