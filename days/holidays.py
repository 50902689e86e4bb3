"""Days told by a holiday, "before the Spring Festival", 国庆后, and by the lunar calendar, 农历正月十五: asked back.

What is told by a holiday is no single day, for it is not said how long before or after; lunar days are not reckoned.
"""

from __future__ import annotations

from days.engine import Grammar, same
from days.meanings import Meaning, Told
from days.readings import NOT_UNDERSTOOD, AroundHoliday, Why


def add_holidays(grammar: Grammar) -> None:
    """Adds what is told by a holiday to `vague`, and to `plain` the day that a holiday only stands beside."""
    rule = grammar.rule
    rule("the_holiday", "the? this|next|last|coming? <HOLIDAY>", around)
    rule("the_holiday", "<HOLIDAY> <some_year>", lambda holiday, year: around(""))
    rule("the_holiday", "<some_year> <HOLIDAY>", lambda year, holiday: around(""))
    rule("vague", "before|after|by|until|during|in|at|on|about|bound|from|since <the_holiday>", same)
    rule("vague", "until|from before|after <the_holiday>", lambda holiday: holiday)
    rule("vague", "<amount> before|after <the_holiday>", lambda amount, holiday: holiday)
    rule("节日", "<HOLIDAY>", around)
    rule("节日", "<某年的> <HOLIDAY>", lambda year, holiday: around(""))
    rule("vague", "在? <节日> 前|后|about", same)
    rule("vague", "在? <节日> 前|后 总共", same)
    rule("vague", "在? <节日> 前|后 的? 第几个 工作日|单位", same)
    rule("vague", "在? <节日里>", around)
    rule("vague", "早移|晚移 to <节日>", lambda holiday: holiday)
    for written in ("lunar lunar", "lunar lunar? NUMBER", "lunar MONTHNUMBER 月 lunar|NUMBER"):
        rule("lunar_day", written, lambda: Told(lambda seen: NOT_UNDERSTOOD))
    rule("vague", "<lunar_day> 前|后?", same)
    rule("vague", "<某年的> 的? <lunar_day> 前|后?", lambda year, lunar: lunar)
    for written in ("<date|日期> comma|open? HOLIDAY close?", "HOLIDAY comma|open? <date|日期> close?"):
        rule("plain", written, same)


def around(holiday: str) -> Meaning:
    """Some day by that holiday of China; of one that is none, or that lies in a named year, by an empty name."""
    return Told(lambda seen: AroundHoliday(Why.HOLIDAY, holiday))
