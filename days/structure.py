"""What both languages do with days: parts of a day, spans, choices, what is denied or corrected."""

from __future__ import annotations

from days.engine import Grammar, same
from days.meanings import DENIED_DAY, VAGUELY, away, choice, day_alone, day_in, month_day, span, to_come
from days.weekdays import Weekday, nth_weekday_alone, unless


def add_structure(grammar: Grammar) -> None:
    """Adds the productions that lead from `plain` days to an `expression`, or to a `weak` one."""
    _parts(grammar)
    _several(grammar)
    _corrected(grammar)
    _weak(grammar)


def _parts(grammar: Grammar) -> None:
    rule = grammar.rule
    rule("hour", "at? time_of_day", lambda: None)
    rule("hour", "in? the? part", lambda: None)
    rule("hour", "at? night|part", lambda: None)
    rule("hour", "part time_of_day", lambda: None)
    rule("hour", "at? NUMBER|small oclock", lambda: None)
    rule("hour", "at NUMBER|small", lambda: None)
    rule("whole_day", "<plain>", same)
    rule("whole_day", "<shifted>", same)
    rule("whole_day", "<plain|shifted> comma? hour hour?", same)
    rule("whole_day", "hour comma? on? <plain>", same)
    rule("whole_day", "the? part|night of <plain>", same)
    rule("point", "on|since|from|at|在|从? <whole_day>", same)
    rule("point", "by <whole_day>", to_come)
    rule("point", "on|since|from|在|从? <whole_day> 起|的", same)
    rule("point", "open <point> close", same)


def _several(grammar: Grammar) -> None:
    rule = grammar.rule
    rule("till", "to|through|until|dash", lambda: None)
    rule("several", "<point> till <point>", span)
    rule("several", "<point> till <point> 之间", span)
    rule("several", "between|在 <point> and|till <point> 之间?", span)
    rule("several", "<point> and <point> 之间", span)
    rule("several", "either|or? <point> comma? or either|or? <point>", choice)
    rule("several", "<point> slash <point>", choice)
    rule("several", "<point> comma? namely <point>", choice)
    rule("in_month", "of? <MONTH> <some_year>?", lambda month, year: lambda day: month_day(month, day, year))
    rule("in_month", "of <some_month>", lambda month: lambda day: day_in(month, day))
    rule("month_first", "on|from|between? <MONTH>", lambda month: lambda day: month_day(month, day))
    rule("month_first", "<几月>", lambda month: lambda day: month_day(month, day))
    rule("month_first", "<某月>", lambda month: lambda day: day_in(month, day))
    rule("day_of_one", "<day_number|日子>", same)
    for joint, together in (("till|and", span), ("or|slash", choice), ("comma", choice)):
        rule(
            "several",
            f"on|from|between|either? <day_number> {joint} on? <day_number> <in_month>",
            lambda one, two, month, together=together: together(month(one), month(two)),
        )
        rule(
            "several",
            f"<month_first> <day_of_one> {joint} on? <day_of_one>",
            lambda month, one, two, together=together: together(month(one), month(two)),
        )
        rule(
            "several",
            f"<MONTH> <day_number> {joint} <day_number> comma? <year_number>",
            lambda month, one, two, year, together=together: together(month_day(month, one, year), month_day(month, two, year)),
        )
    for mark, together in (("-", span), ("/", choice)):
        rule("several", f"<TWO{mark}> <in_month>", lambda two, month, together=together: together(*map(month, two)))
        rule("several", f"<month_first> <TWO{mark}> 日?", lambda month, two, together=together: together(*map(month, two)))
    rule("points", "<point> comma|and <point>", lambda *points: points)
    rule("points", "<point> comma|and <points>", lambda point, more: (point, *more))
    rule(
        "points", "<point> comma and <points|point>", lambda point, more: (point, *(more if isinstance(more, tuple) else (more,)))
    )


def _corrected(grammar: Grammar) -> None:
    rule = grammar.rule
    rule("other_day", "<point>", same)
    rule("other_day", "on? the <ordinal>", day_alone)
    rule("other_day", "in? MONTH", lambda: VAGUELY)
    rule("denied", "not|不是|instead <other_day>", same)
    for written in (
        "comma|mark? sorry comma?",
        "comma? no comma",
        "comma no",
        "comma? no comma? sorry comma?",
        "comma? sorry comma? no comma",
    ):
        rule("mend", written, lambda: None)
    rule("corrected", "<point> comma? but|and? <denied>", unless)
    rule("corrected", "<point> comma? open <denied> close", unless)
    rule("corrected", "<denied> comma? but|是 <point>", lambda denied, point: unless(point, denied))
    rule("corrected", "<point> comma? sorry", same)
    rule("corrected", "<point> mend 是? <point>", lambda wrong, right: right)
    rule("corrected", "mend 是? <point>", same)
    rule("corrected", "早移|晚移 to|在 <point>", same)
    rule("corrected", "是 <point>", same)
    rule("corrected", "denied", lambda: DENIED_DAY)
    for kind in ("point", "several", "corrected", "vague"):
        rule("expression", f"<{kind}>", same)
    rule("listed", "<points>", lambda points: choice(*points))


def _weak(grammar: Grammar) -> None:
    """What may be a day or else a number, a rank or a verb: `weak` after a word like "on", `alone` only as a whole message."""
    rule = grammar.rule
    rule("weak", "<slashed>", same)
    rule("weak", "on|since|from|at <weak>", same)
    rule("weak", "by <weak>", to_come)
    rule("weak", "the? <ordinal|DAYNUMBER>", day_alone)
    for written in ("mend on? the <ordinal>", "the <ordinal> comma? sorry"):
        rule("weak", written, day_alone)
    rule("weak", "the <small>", day_alone)
    rule("weak", "<SHORTDAY>", Weekday)
    rule("weak", "the <ordinal> comma? hour hour?", day_alone)
    rule("alone", "the? <ordinal> <WEEKDAY>", nth_weekday_alone)
    rule("alone", "this day", lambda: away(0))
    for written in (
        "MONTH",
        "in|since|during YEAR",
        "the? early|end of? YEAR",
        "in|during? the? last|next|past|coming amount",
        "about|bound <amount>",
        "前 总共",
        "最近 总共?",
        "总共 内",
    ):
        rule("alone", written.replace("<", "").replace(">", ""), lambda: VAGUELY)
