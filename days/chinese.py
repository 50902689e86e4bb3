"""Days in Chinese, in simplified characters: the text is folded before."""

from __future__ import annotations

from days import arithmetic
from days.engine import Grammar, same
from days.meanings import (
    DAY_BEFORE,
    INEXACT,
    VAGUELY,
    Duration,
    Meaning,
    away,
    choice,
    day_alone,
    day_in,
    end_of,
    end_of_named,
    in_year,
    month_day,
    month_in,
    months_off,
    months_off_in,
    shifted,
    short_year,
    span,
    told_after,
    years_away,
)
from days.vocabulary import DAY, MONTH, WEEK, YEAR
from days.weekdays import Weekday, nth_weekday_in, nth_weekday_of, on_weekday, weekday_in_week


def add_chinese(grammar: Grammar) -> None:
    """Adds the productions of Chinese; they end up in the symbols that both languages share."""
    _dates(grammar)
    _weekdays(grammar)
    _amounts(grammar)
    _vague(grammar)


def _dates(grammar: Grammar) -> None:
    rule = grammar.rule
    rule("某年的", "<YEAR> 年", in_year)
    rule("某年的", "<TWODIGITS> 年", short_year)
    rule("某年的", "<NUMBER> thousand 年", lambda count: in_year(1000 * count))
    rule("某年的", "<某年> 的?", years_away)
    rule("几月", "<MONTHNUMBER> 月 的?", same)
    rule("某月", "<某> 月 的?", months_off)
    rule("某月", "<某年的> <某> 月 的?", months_off_in)
    rule("某月", "<某年的> <几月>", month_in)
    rule("几日", "<DAYNUMBER> 日", same)
    rule("日子", "<几日|DAYNUMBER>", same)
    rule("日期", "<几月> <日子>", month_day)
    rule("日期", "<某年的> <几月> <日子>", lambda year, month, day: month_day(month, day, year))
    rule("日期", "<某月> <日子>", day_in)
    rule("几号", "<几日>", day_alone)
    rule("plain", "<日期|几号>", same)
    rule("plain", "<RELATIVE> comma|open|是? <日期|几号> close?", lambda days, date: choice(away(days), date))
    rule("plain", "<日期|几号> comma|open <RELATIVE> close?", lambda date, days: choice(date, away(days)))
    rule("plain", "<MONTHNUMBER> 月底", end_of_named)
    rule("plain", "<某年的> <MONTHNUMBER> 月底", lambda year, month: end_of(month_in(year, month)))
    rule("plain", "<某> 月底", lambda off: end_of(months_off(off)))
    rule("plain", "月底", lambda: end_of(months_off(0)))
    rule("plain", "<某月> 末日", end_of)
    rule("plain", "<几月> 末日", end_of_named)


def _weekdays(grammar: Grammar) -> None:
    rule = grammar.rule
    rule("plain", "<星期几>", Weekday)
    rule("plain", "<某> 个? <星期几>", lambda weeks, number: weekday_in_week(number, weeks))
    rule("plain", "<日期|几号> comma|open? <星期几> close?", on_weekday)
    rule("plain", "<星期几> comma|open? <日期|几号> close?", lambda number, date: on_weekday(date, number))
    rule("第几个", "第 <NUMBER> 个?", same)
    rule("第几个", "最后 NUMBER 个?", lambda: arithmetic.LAST)
    rule("plain", "<几月> <第几个> <星期几>", lambda month, nth, number: nth_weekday_of(month, nth, number))
    rule("plain", "<某月> <第几个> <星期几>", nth_weekday_in)


def _amounts(grammar: Grammar) -> None:
    rule = grammar.rule
    rule("期间", "<NUMBER> <单位>", lambda count, unit: unit.times(count))
    rule("期间", "<NUMBER> 个 <单位>", lambda count, unit: unit.times(count))
    rule("期间", "<NUMBER> 个 月", lambda count: MONTH.times(count))
    rule("期间", "<NUMBER> 年", lambda count: YEAR.times(count))
    rule("期间", "<NUMBER> 日", lambda count: DAY.times(count))
    rule("期间", "半 年", lambda: Duration(months=6))
    rule("期间", "<NUMBER> 年 半", lambda count: Duration(months=12 * count + 6))
    rule("期间", "<NUMBER>? 个? 半 个? 单位|月", lambda count: INEXACT)
    rule("期间", "<NUMBER> 单位 半", lambda count: INEXACT)
    rule("期间", "<TWO> <单位>", lambda two, unit: INEXACT)
    rule("期间", "NUMBER|几 多 个? 单位|月|年|日", lambda: INEXACT)
    rule("期间", "NUMBER 个 多 月|单位", lambda: INEXACT)
    rule("期间", "几 NUMBER? 个? 单位|月|年|日", lambda: INEXACT)
    rule("期间", "NUMBER 个? 工作日", lambda: INEXACT)
    rule("期间", "NUMBER 个? 单位|月|年 多|about", lambda: INEXACT)
    rule("期间", "NUMBER 单位 and? NUMBER 个? hours", lambda: INEXACT)
    rule("期间", "about <期间>", lambda length: INEXACT)
    rule("总共", "<期间>", same)
    rule("总共", "<期间> and? <总共>", lambda length, more: length + more)
    rule("几到几个", "<NUMBER> 个? to|or|dash <NUMBER> 个? <单位>", lambda one, two, unit: (unit.times(one), unit.times(two)))
    rule("几到几个", "<NUMBER> 个? to|or|dash <NUMBER> 个? 月", lambda one, two: (MONTH.times(one), MONTH.times(two)))
    rule("几到几个", "<几到几> 个? <单位>", lambda both, unit: (unit.times(both[0]), unit.times(both[1])))
    rule("几到几个", "<几到几> 个? 月", lambda both: (MONTH.times(both[0]), MONTH.times(both[1])))
    for word, sign in (("前", -1), ("后", 1)):
        rule("shifted", f"<几到几个> {word}", lambda both, sign=sign: _between(away(0), both, sign))
        rule("shifted", f"<plain> 的? <总共> {word}", lambda day, length, sign=sign: shifted(day, length, sign))
        rule("shifted", f"<plain> 的? <几到几个> {word}", lambda day, both, sign=sign: _between(day, both, sign))
        rule("shifted", f"<plain> 的? {word} <总共>", lambda day, length, sign=sign: shifted(day, length, sign))
    for word, sign in (("早移", -1), ("晚移", 1)):
        rule("shifted", f"比? <plain> 的? {word} <总共>", lambda day, length, sign=sign: shifted(day, length, sign))
        rule("shifted", f"{word} <总共>", lambda length, sign=sign: shifted(DAY_BEFORE, length, sign))
    rule("shifted", "<plain> comma? 过 <总共>", lambda day, length: shifted(day, length, 1))
    rule("shifted", "<总共> 前", lambda length: shifted(away(0), length, -1))
    rule("shifted", "<总共> 后", told_after)
    rule("shifted", "<总共> 前 的? <RELATIVE>", lambda length, days: shifted(away(days), length, -1))
    for written, unit in (("<某年> 的? <RELATIVE>", YEAR), ("<某> 月 的? <RELATIVE>", MONTH), ("<某> 周 的? <RELATIVE>", WEEK)):
        rule("shifted", written, lambda off, days, unit=unit: shifted(away(days), unit.times(off), 1))
    rule("shifted", "<plain> 的? 次日", lambda day: shifted(day, DAY, 1))
    rule("shifted", "<plain> 的? 前一日", lambda day: shifted(day, DAY, -1))
    rule("shifted", "<plain> 的? 当日|同日", same)
    rule("shifted", "次日", lambda: shifted(DAY_BEFORE, DAY, 1))
    rule("shifted", "前一日", lambda: shifted(DAY_BEFORE, DAY, -1))
    rule("shifted", "同日", lambda: DAY_BEFORE)


def _between(meaning: Meaning, both: tuple[Duration, Duration], sign: int) -> Meaning:
    return span(*[shifted(meaning, each, sign) for each in both][::sign])


def _vague(grammar: Grammar) -> None:
    rule = grammar.rule
    for written in (
        "某 个? 单位|月|周末",
        "某年的",
        "某年的 年底",
        "年底",
        "几月",
        "某年的 几月",
        "MONTHNUMBER 旬",
        "某年的 MONTHNUMBER 旬",
        "某 旬",
        "NUMBER 月 前|后",
        "whole_day 前|后|about",
        "about 是|在|从? whole_day",
        "whole_day 的? 那周",
        "NUMBER 日 前|后",
    ):
        rule("vague", written, lambda: VAGUELY)
