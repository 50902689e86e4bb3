"""Days in English."""

from __future__ import annotations

from days import arithmetic
from days.engine import Grammar, same
from days.meanings import (
    DAY_BEFORE,
    INEXACT,
    VAGUELY,
    Duration,
    Meaning,
    Year,
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
    numbers,
    numbers_with_year,
    on_either_side,
    only,
    shifted,
    short_year,
    span,
    to_come,
    told_later,
    years_away,
)
from days.vocabulary import DAY, WEEK, YEAR
from days.weekdays import (
    Weekday,
    as_dated,
    coming_weekday,
    last_weekday,
    next_weekday,
    nth_weekday_in,
    nth_weekday_of,
    on_weekday,
    past_weekday,
    this_weekday,
    weekday_from,
    weekday_in_week,
)

_HALVES = {YEAR: Duration(months=6)}


def add_english(grammar: Grammar) -> None:
    """Adds the productions of English. The symbols that both languages share end up in `plain`, `amount` and `weak`."""
    _numbers(grammar)
    _dates(grammar)
    _weekdays(grammar)
    _amounts(grammar)
    _vague(grammar)


def _numbers(grammar: Grammar) -> None:
    rule = grammar.rule
    for name in ("ONE", "TEEN", "TENS"):
        rule("small", f"<{name}>", same)
    rule("small", "<TENS> <ONE>", lambda tens, one: tens + one)
    rule("count", "<NUMBER>", same)
    rule("count", "<small>", same)
    rule("count", "<ONE|small>? a? hundred", lambda count: 100 * (count or 1))
    rule("count", "<ONE>? a? hundred and? <small>", lambda count, more: 100 * (count or 1) + more)
    rule("ordinal", "<ORDINAL>", same)
    rule("ordinal", "<TENS> <ORDINAL_ONE>", lambda tens, one: tens + one)
    rule("day_number", "<DAYNUMBER>", same)
    rule("day_number", "<ordinal|small>", same)
    rule("year_number", "<YEAR>", in_year)
    rule("year_number", "apostrophe <TWODIGITS>", short_year)
    rule("two_digits", "<TEEN|TENS>", same)
    rule("two_digits", "<TENS> <ONE>", lambda tens, one: tens + one)
    rule("year_number", "<TEEN> <two_digits>", lambda century, rest: in_year(100 * century + rest))
    rule("year_number", "<TENS> <two_digits>", lambda century, rest: in_year(100 * century + rest))
    rule("year_number", "<TEEN> zero <ONE>", lambda century, rest: in_year(100 * century + rest))
    rule("year_number", "<TEEN> hundred", lambda century: in_year(100 * century))
    rule("year_number", "<ONE> thousand and? <small>?", lambda thousands, rest: in_year(1000 * thousands + (rest or 0)))
    rule("off", "last|past", lambda: -1)
    rule("off", "this", lambda: 0)
    rule("off", "next|coming", lambda: 1)
    rule("relative_year", "of? <off> year", years_away)
    rule("relative_year", "of|in the year before last", lambda: years_away(-2))


def _dates(grammar: Grammar) -> None:
    rule = grammar.rule
    rule("some_year", "<year_number>", same)
    rule("some_year", "comma <year_number>", same)
    rule("some_year", "dash|slash <year_number>", same)
    rule("some_year", "of|in the? year? <year_number>", same)
    rule("some_year", "open <year_number> close", same)
    rule("some_year", "<relative_year>", same)
    rule("some_year", "<TWODIGITS>", short_year)
    rule("some_year", "comma <TWODIGITS>", short_year)
    rule("date", "the? <day_number> of|dash|slash? <MONTH> <some_year>?", lambda day, month, year: month_day(month, day, year))
    rule("date", "<MONTH> dash|slash? the? <day_number> <some_year>?", month_day)
    rule(
        "date", "<YEAR> dash|slash <MONTH> dash|slash <DAYNUMBER>", lambda year, month, day: month_day(month, day, in_year(year))
    )
    rule("date", "<YEAR> <MONTH> <day_number>", lambda year, month, day: month_day(month, day, in_year(year)))
    rule("date", "<YEAR> <TWODIGITS> <TWODIGITS>", lambda year, month, day: month_day(month, day, in_year(year)))
    rule("some_month", "<off> month", months_off)
    rule("some_month", "the month before last", lambda: months_off(-2))
    rule("some_month", "the month after next", lambda: months_off(2))
    rule("date", "the? <ordinal|DAYNUMBER> of|in <some_month>", lambda day, month: day_in(month, day))
    rule("date", "<some_month> comma? on? the <ordinal|DAYNUMBER>", day_in)
    rule("side", "last", lambda: "past")
    rule("side", "next|coming", lambda: "future")
    rule("one_sided", "<side> <MONTH> the? <ordinal|DAYNUMBER>", lambda side, month, day: only(month_day(month, day), side))
    rule("one_sided", "the? <ordinal|DAYNUMBER> of <side> <MONTH>", lambda day, side, month: only(month_day(month, day), side))
    rule("one_sided", "<side> <ordinal|DAYNUMBER> of? <MONTH>", lambda side, day, month: only(month_day(month, day), side))
    rule("plain", "<date>", same)
    rule("plain", "<one_sided>", same)
    rule("plain", "<THREE> 日?", numbers_with_year)
    rule("plain", "<TWO> comma <YEAR>", lambda two, year: numbers(two, in_year(year)))
    rule("plain", "<TWO> comma <TWODIGITS>", lambda two, year: numbers(two, short_year(year)))
    rule("plain", "<TWO> <relative_year>", numbers)
    rule("slashed", "<TWO>", numbers)
    rule("nth", "the? <ordinal>", same)
    rule("nth", "the? last", lambda: arithmetic.LAST)
    rule("plain", "<nth> <weekday> of|in <MONTH> <some_year>?", _nth_weekday)
    rule("plain", "<nth> <weekday> of|in <some_month>", lambda nth, day, month: nth_weekday_in(month, nth, day))
    rule("plain", "the last day of|in <some_month>", end_of)
    rule("plain", "the? end of <some_month>", end_of)
    rule("plain", "the last day of|in <MONTH> <some_year>?", _end)
    rule("plain", "the? end of <MONTH> <some_year>?", _end)
    rule("plain", "the first day of|in <some_month>", lambda month: day_in(month, 1))
    rule("plain", "<RELATIVE>", away)
    rule("plain", "the? day before <RELATIVE>", lambda days: away(days - 1))
    rule("plain", "the? day after <RELATIVE>", lambda days: away(days + 1))
    rule("plain", "last night", lambda: away(-1))
    rule("plain", "earlier|later <RELATIVE>", away)
    rule("plain", "this part", lambda: away(0))
    rule("plain", "<RELATIVE> comma? the? <date>", lambda days, date: choice(away(days), date))


def _nth_weekday(nth: int, weekday: int, month: int, year: Year | None) -> Meaning:
    return nth_weekday_of(month, nth, weekday) if year is None else nth_weekday_in(month_in(year, month), nth, weekday)


def _end(month: int, year: Year | None) -> Meaning:
    return end_of_named(month) if year is None else end_of(month_in(year, month))


def _weekdays(grammar: Grammar) -> None:
    rule = grammar.rule
    rule("weekday", "<WEEKDAY|SHORTDAY>", same)
    rule("sure_weekday", "<WEEKDAY>", same)
    for written in ("the? <weekday> comma? the? <date>", "the? <weekday> open <date> close"):
        rule("plain", written, lambda weekday, date: on_weekday(date, weekday))
    for written in ("<date> comma? a? <weekday>", "<date> open <weekday> close"):
        rule("plain", written, lambda date, weekday: on_weekday(date, weekday))
    rule("plain", "the? <weekday> comma? the <ordinal|DAYNUMBER|small>", lambda weekday, day: on_weekday(day_alone(day), weekday))
    rule("plain", "<weekday> comma? <ordinal>", lambda weekday, day: on_weekday(day_alone(day), weekday))
    rule("in_other_words", "<THREE>", numbers_with_year)
    rule("in_other_words", "<TWO>", numbers)
    rule("in_other_words", "<RELATIVE>", away)
    rule("plain", "<weekday|星期几> comma? <in_other_words>", lambda weekday, day: on_weekday(as_dated(day), weekday))
    for written in ("<in_other_words> comma? a? <weekday|星期几>", "<in_other_words> open <weekday|星期几> close"):
        rule("plain", written, lambda day, weekday: on_weekday(as_dated(day), weekday))
    rule("plain", "the? <ordinal> comma a? <weekday>", lambda day, weekday: on_weekday(day_alone(day), weekday))
    rule("plain", "<sure_weekday>", Weekday)
    rule("plain", "this <weekday>", this_weekday)
    rule("plain", "the? last <weekday>", last_weekday)
    rule("plain", "the? past <weekday>", past_weekday)
    rule("plain", "the? next <weekday>", next_weekday)
    rule("plain", "this? the? coming <weekday>", coming_weekday)
    rule("plain", "the? <weekday> before last", lambda number: last_weekday(number, 1))
    rule("plain", "the? <weekday> after next", lambda number: next_weekday(number, 1))
    rule("plain", "the? <weekday> before <whole_day>", lambda number, day: weekday_from(day, number, -1))
    rule("plain", "the? <weekday> after <whole_day>", lambda number, day: weekday_from(day, number, 1))
    rule("weeks", "<off> week", same)
    rule("weeks", "the week before last", lambda: -2)
    rule("weeks", "the week after next", lambda: 2)
    rule("plain", "the? <weekday> of|in? <weeks>", weekday_in_week)
    rule("plain", "<weeks> on? <weekday>", lambda weeks, number: weekday_in_week(number, weeks))
    rule("plain", "<count> <weekday> from now", lambda count, number: coming_weekday(number, count))
    rule("plain", "<count> <weekday> later", lambda count, number: VAGUELY)
    rule("plain", "<count> <weekday> ago", lambda count, number: past_weekday(number, count))
    rule("plain", "<weekday> week", lambda number: to_come(shifted(coming_weekday(number), WEEK, 1)))


def _amounts(grammar: Grammar) -> None:
    rule = grammar.rule
    rule("length", "<count|a> exactly? <UNIT>", lambda count, unit: unit.times(count or 1))
    rule("length", "half a <UNIT>", lambda unit: _HALVES.get(unit, INEXACT))
    rule("length", "a half <UNIT>", lambda unit: _HALVES.get(unit, INEXACT))
    rule("length", "<count|a> and a? half <UNIT>", lambda count, unit: unit.times(count or 1) + _HALVES.get(unit, INEXACT))
    rule("length", "<count|a> <UNIT> and a half", lambda count, unit: unit.times(count or 1) + _HALVES.get(unit, INEXACT))
    rule("length", "<NUMBER> HALF <UNIT>", lambda count, unit: unit.times(count) + _HALVES.get(unit, INEXACT))
    rule("length", "<TWO> <UNIT>", lambda two, unit: INEXACT)
    rule("length", "the? a? few of? <UNIT>", lambda unit: INEXACT)
    rule("length", "<count|a> working <UNIT>", lambda count, unit: INEXACT)
    rule("length", "about|bound <length>", lambda length: INEXACT)
    rule("amount", "exactly? <length>", same)
    rule("amount", "<length> comma? and|plus? <amount>", lambda length, more: length + more)
    rule("amount", "<amount_of_days> comma? and? count|a hours", lambda length: INEXACT)
    rule("amount_of_days", "<length>", same)
    rule("lengths", "<count|a> to|or|dash <count> <UNIT>", lambda one, two, unit: (unit.times(one or 1), unit.times(two)))
    rule("lengths", "<amount> to|or|dash <amount>", lambda one, two: (one, two))
    rule("lengths", "between <count> and <count> <UNIT>", lambda one, two, unit: (unit.times(one), unit.times(two)))
    rule("lengths", "between <amount> and <amount>", lambda one, two: (one, two))
    for written, sign in (("{} ago", -1), ("{} back", -1), ("in {}", 1), ("in {} time", 1), ("{} from now", 1)):
        rule("shifted", written.format("<amount>"), lambda amount, sign=sign: shifted(away(0), amount, sign))
        rule("shifted", written.format("<lengths>"), lambda both, sign=sign: _between(away(0), both, sign))
    rule("shifted", "since <amount>", lambda amount: shifted(away(0), amount, -1))
    rule("shifted", "<amount> later", told_later)
    rule("shifted", "the? next|following day", lambda: shifted(DAY_BEFORE, DAY, 1))
    rule("shifted", "<amount> earlier", lambda amount: shifted(DAY_BEFORE, amount, -1))
    rule("shifted", "postponed_by <amount>", lambda amount: shifted(DAY_BEFORE, amount, 1))
    for word, sign in (("before", -1), ("after", 1)):
        rule("shifted", f"the day {word}", lambda sign=sign: shifted(DAY_BEFORE, DAY, sign))
        rule("shifted", f"the? day {word}_that", lambda sign=sign: shifted(DAY_BEFORE, DAY, sign))
        rule("shifted", f"<amount> {word}_that", lambda amount, sign=sign: shifted(DAY_BEFORE, amount, sign))
    rule("shifted", "the? same day", lambda: DAY_BEFORE)
    rule("shifted", "the following <weekday>", lambda number: weekday_from(DAY_BEFORE, number, 1))
    rule("shifted", "in <amount> from <plain>", lambda amount, day: shifted(day, amount, 1))
    rule("shifted", "<plain> plus <amount>", lambda day, amount: shifted(day, amount, 1))
    rule("shifted", "<amount> earlier than <plain>", lambda amount, day: shifted(day, amount, -1))
    rule("shifted", "<amount> later than <plain>", lambda amount, day: shifted(day, amount, 1))
    for word, sign in (("before", -1), ("after", 1), ("from", 1)):
        rule("shifted", f"<amount> {word} <plain>", lambda amount, day, sign=sign: shifted(day, amount, sign))
        rule("shifted", f"<lengths> {word} <plain>", lambda both, day, sign=sign: _between(day, both, sign))
        rule("shifted", f"the? day {word} <plain>", lambda day, sign=sign: shifted(day, DAY, sign))
    rule("shifted", "<amount> ago <plain>", lambda amount, day: shifted(on_either_side(day), amount, -1))
    rule("shifted", "<amount> on? <coming_day>", lambda amount, day: to_come(shifted(day, amount, 1)))
    rule("coming_day", "<weekday>", coming_weekday)
    rule("coming_day", "<RELATIVE>", away)


def _between(meaning: Meaning, both: tuple[Duration, Duration], sign: int) -> Meaning:
    ends = [shifted(meaning, each, sign) for each in both]
    return span(*ends[::sign])


def _vague(grammar: Grammar) -> None:
    rule = grammar.rule
    for written in (
        "<off> week|month|year|weekend|quarter",
        "the? week|month|year|weekend before last",
        "the? week|month|year|weekend after next",
        "in|since|during <MONTH> <some_year>?",
        "<MONTH> <year_number>",
        "<off> <MONTH> <some_year>?",
        "<MONTH> <relative_year>",
        "the? early dash? of? <MONTH> <some_year>?",
        "the? early dash? of? <off> week|month|year",
        "the? end of? <off> week|year",
        "the? <ordinal> week of|in <MONTH> <some_year>?",
        "the? week of <whole_day>",
        "after|before|until|bound <whole_day>",
        "no|not? earlier|later than <whole_day>",
        "not before|after <whole_day>",
        "about at|on|from|since? <whole_day>",
        "<whole_day> comma|dash? about",
        "<whole_day> or other|later|earlier",
        "<whole_day> and after|later",
        "<weekday> comma? <amount> ago|back",
        "<amount> ago|back comma on? <weekday>",
    ):
        rule("vague", written.replace("<", "").replace(">", ""), lambda: VAGUELY)
