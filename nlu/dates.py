"""Which days a message names, and what each of them is the day of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from days import Expression, find
from nlu.marks import marks_on
from nlu.reading import Reading, Statement

_REACH = 18
_REACH_BETWEEN = 8
_COUNTED_FROM = frozenset(("after", "before", "following"))
_COUNTED_ON = re.compile(r"[\u3400-\u9fff]{0,2}[后前]")
_NO_CORRECTION = frozenset(("now", "现在", "these", "nowadays", "instead"))
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class _Dated:
    """An expression, the tokens that it covers, and the token of the verb that tells what it is the day of."""

    expression: Expression
    first: int
    last: int
    verb: int | None = None
    role: str | None = None


def date_statements(reading: Reading) -> list[Statement]:
    """The dates of a message; their value is the words as written, their role what the verbs near them tell.

    Their tense is what the sentence tells. A day on which something is said not to have happened is left out, and so is one
    that is corrected by a later one, or planned for what came on another.
    """
    found = [each for each in find(reading.text) if not _question_of_duration(reading, each)]
    dated = _come_true(_mended(reading, list(_with_roles(reading, found))))
    return [
        _statement(reading, each)
        for each in dated
        if each.verb is None or "denied" not in marks_on(reading, each.verb, each.verb, denial_stops=("and",))
    ]


def _question_of_duration(reading: Reading, expression: Expression) -> bool:
    """Whether it is part of "is it ready in 20 days?"."""
    if not expression.words.lower().startswith("in "):
        return False
    before = _tokens_of(reading, expression)[0] - 1
    while before >= 0 and reading.tokens[before].text == ",":
        before -= 1
    return before >= 0 and reading.label("days", before) == "asks_how_long"


def _statement(reading: Reading, dated: _Dated) -> Statement:
    expression = dated.expression
    language = "zh" if expression.chinese and not _HAN.search(expression.words) else None
    plain = Statement("date", expression.words, expression.start, expression.end, dated.role)
    after, within = expression.after or None, expression.within or None
    return replace(plain, tense=expression.tense, language=language, after=after, within=within, about=_about(reading, dated))


def _about(reading: Reading, dated: _Dated) -> str | None:
    """The certificate that the clause of a day names, the nearest to its verb: "the filing is there, the license went in on 3 May"."""
    centre = dated.first if dated.verb is None else dated.verb
    named = [each for each in reading.found["certificates"] if reading.clause[each.first] == reading.clause[centre]]
    return min(named, key=lambda each: abs(each.first - centre)).label if named else None


def _with_roles(reading: Reading, found: Sequence[Expression]) -> Iterable[_Dated]:
    """Each day with its role; days that are listed are told apart where they belong to different verbs."""
    separate = [part for each in found for part in each.parts or (each,)]
    places = {each: _tokens_of(reading, each) for each in separate}
    borders = sorted(place for covered in places.values() for place in covered)
    for each in found:
        parts = [_with_role(reading, part, places[part], borders) for part in each.parts or (each,)]
        if len({part.verb for part in parts}) == len(parts):
            yield from parts
        else:
            yield _Dated(each, parts[0].first, parts[-1].last, parts[0].verb, parts[0].role)


def _tokens_of(reading: Reading, expression: Expression) -> range:
    starts = [token.start for token in reading.tokens]
    first = max(bisect_right(starts, expression.start) - 1, 0)
    return range(first, max(bisect_right(starts, expression.end - 1), first + 1))


def _with_role(reading: Reading, expression: Expression, covered: range, borders: Sequence[int]) -> _Dated:
    verb = _verb(reading, covered, frozenset(borders) - set(covered))
    role = None if verb is None else reading.label("roles", verb).removeprefix("weak_")
    if _is_counted_from(reading, covered, verb, role) or _never_came(reading, covered) or _is_today(reading, covered):
        role = "other"
    return _Dated(expression, covered[0], covered[-1], verb, role)


def _is_counted_from(reading: Reading, covered: range, verb: int | None, role: str | None) -> bool:
    """Whether something else is counted from the day: "we opened two days after approval on 2 November", 11月2日批准后三天上线."""
    if role not in (None, "granted"):
        return False
    if verb is not None and _COUNTED_ON.match(reading.text, reading.tokens[verb].end):
        return True
    before = range(max(covered[0] - _REACH, 0), covered[0])
    clause = [place for place in before if reading.clause[place] == reading.clause[covered[0]]]
    counted = [place for place in clause if reading.tokens[place].text in _COUNTED_FROM]
    return any(reading.label("roles", place) for place in clause if counted and place < counted[-1])


def _never_came(reading: Reading, covered: range) -> bool:
    """Whether the day was planned and did not come, where the sentence tells it of the day itself."""
    before = [each for each in reading.found["days"] if each.label == "never_came" and each.last < covered[0]]
    return any(reading.clause[each.last] == reading.clause[covered[0]] for each in before)


def _is_today(reading: Reading, covered: range) -> bool:
    """Whether it is only told which day today is; its words may be part of the day's."""
    return any(each.label == "today" and covered[0] - 1 <= each.last <= covered[-1] for each in reading.found["days"])


def _verb(reading: Reading, covered: range, others: frozenset[int]) -> int | None:
    """The nearest verb in the clause: in English rather one before the day, in Chinese rather one after it.

    What lies beyond another day belongs to that one first. A clause of nothing but a day belongs to its neighbour: "On 3 March,
    we opened".
    """
    first, last = covered[0], covered[-1]
    before: Sequence[int] = range(first - 1, max(first - _REACH, -1), -1)
    before = [*takewhile(lambda place: reading.tokens[place].text not in _COUNTED_FROM, before)]
    after = range(last + 1, min(last + _REACH, len(reading.tokens)))
    chinese = any(_HAN.match(reading.tokens[place].text) for place in (*before[:3], *after[:3]))
    sides = (after, before) if chinese else (before, after)
    clause = [place for place in range(len(reading.tokens)) if reading.clause[place] == reading.clause[first]]
    alone = reading.only_light(place for place in clause if not first <= place <= last)
    for same in (reading.clause, reading.sentence) if alone else (reading.clause,):
        for stops in (others, frozenset[int]()):
            for side in sides:
                for place in side:
                    if same[place] != same[first] or place in stops:
                        break
                    role = reading.label("roles", place)
                    if role and role != "weak_start" and (role != "weak_opened" or _ends_its_clause(reading, place)):
                        return place
    return next((place for place in before[:2] if reading.label("roles", place) == "weak_start"), None)


def _ends_its_clause(reading: Reading, place: int) -> bool:
    rest = takewhile(lambda each: reading.clause[each] == reading.clause[place], range(place + 1, len(reading.tokens)))
    return reading.only_light(rest)


def _mended(reading: Reading, dated: Sequence[_Dated]) -> list[_Dated]:
    """The days without those that a later one corrects, which takes over the role: "3 November. Sorry, it was the 5th".

    A bare day that only follows another one takes over the role beside it, so that it is asked which is meant: "3 November, well, 5".
    """
    kept: list[_Dated] = []
    for each in dated:
        if kept and each.role in (None, kept[-1].role):
            between = range(kept[-1].last + 1, each.first)
            corrected = _correction_between(reading, between)
            if corrected or _only_follows(reading, between, each.last):
                each = replace(each, verb=kept[-1].verb, role=kept[-1].role)
            if corrected:
                kept.pop()
        kept.append(each)
    return kept


def _only_follows(reading: Reading, between: range, last: int) -> bool:
    """Whether nothing is told of a day between another one and the end of its own clause."""
    rest = takewhile(lambda place: reading.clause[place] == reading.clause[last], range(last + 1, len(reading.tokens)))
    return (
        len(between) <= _REACH_BETWEEN
        and (reading.only_light(between) or reading.any_between("amending", "amends", between))
        and reading.only_light(rest)
    )


def _come_true(dated: Sequence[_Dated]) -> list[_Dated]:
    """The days without those that were only planned for what is told to have come: "planned to open 3 May, opened 7 May"."""
    came = {each.role for each in dated if each.role and each.expression.tense in ("past", "any")}
    return [each for each in dated if each.role not in came or each.expression.tense != "future"]


def _correction_between(reading: Reading, between: range) -> bool:
    return any(
        reading.label("speech", place) == "correction" and reading.tokens[place].text not in _NO_CORRECTION for place in between
    )
