"""Finds the expressions for days in a message.

An expression is a stretch of words that all belong to expressions, as far as such words reach. What only joins it to the sentence
("on", "and", 的) is left out at its ends, and so is a word there that governs a foreign word beside it ("3 November *to* comply"). All
the rest must be read together: nothing is cut out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from string import ascii_letters

from days.engine import Token
from days.framing import Framing, Place
from days.reading import KINDS, MOST_TOKENS, grammar
from days.readings import Tense
from days.tense import told_tense
from days.text import cut
from days.vocabulary import may_be_a_slip


@dataclass(frozen=True)
class Expression:
    """Words for a day; `start` and `end` (exclusive) are offsets in the message.

    `tense` is what the sentence tells, None if nothing, "any" if it may be either. `chinese` says that it stands among Chinese.
    `within` are the words of the period in which it lies ("last year we opened on 4 March"), `after` those of what was named before
    and may tell the month or the year which this one leaves out ("4 March, and on the 9th"), a line each. `parts` are several days
    that are only listed ("on 3 March and 5 May"), which may be the days of different things; alone each reads as itself.
    """

    start: int
    end: int
    words: str
    tense: Tense | None = None
    chinese: bool = False
    after: str = ""
    within: str = ""
    parts: tuple[Expression, ...] = ()


# What every expression has one of; without it a stretch is not looked at.
_CORE = frozenset(
    "RELATIVE THREE TWO WEEKDAY SHORTDAY MONTH UNIT ORDINAL YEAR TENS quarter weekend part night 日 月 年 周 单位 "
    "星期几 月底 年底 旬 某年 周末 末日 次日 前一日 当日 同日 最近 HOLIDAY 节日里 lunar".split()
)
_CORE_ALONE = _CORE | {"DAYNUMBER", "ONE", "TEEN"}  # a bare number is a day only where nothing else is said
_BEFORE_A_DAY = frozenset("on since by from at in during 在 从".split())
_ON_A_DAY = frozenset("on since by 在 从".split())
_JOINTS = frozenset("of and plus comma dash slash apostrophe close mark 是 的 个 起".split())
_LIGHT = _BEFORE_A_DAY | _JOINTS | {"the", "a", "open"}
# At the end of a stretch these belong to the foreign word that follows: "3 November to comply", "5 May, two servers".
_CONJUNCTIONS = frozenset(
    "to through before after but not no sorry until now about other instead exactly after_that before_that".split()
)
_COUNTS = frozenset("NUMBER quantity ONE TEEN TENS UNIT ORDINAL this last next past every half 半 end time 不是".split())
# At its start these belong to the foreign word before: "step 2 on 3 November", 备案后，11月3日.
_OF_WORDS_BEFORE = frozenset("NUMBER ONE ORDINAL this last next past end time unreckoned 后 前 几 单位".split())
_LEADING = frozenset("now but still zero after_that before_that".split())
_PARTICLES = frozenset("through back".split())
_WITH_A_PARTICLE = frozenset("come comes came go goes went gone get got".split())
_GOES_ON = frozenset(
    "we i it the our my they he she and but so because when with at in to for is was as or until what which how your".split()
)
_NUMBERS_AFTER = frozenset("in live online out launch opening opened start".split())
_TELLS = frozenset("was is be meant".split())
_CERTAIN = ("date", "日期", "THREE")
_A_DAY = ("plain", "shifted")
_UNITS = frozenset(("UNIT", "单位"))
_COUNTING = frozenset("NUMBER ONE TEEN TENS HALF half".split())
_WITHOUT_A_PAUSE = _LIGHT - {"comma", "open", "close"}
_OF_A_DAY = frozenset(("MONTH", "YEAR", "UNIT"))
_COUNTED_BY = _COUNTING | {"a", "个"}
_LONGEST_COUNT = 4
_SUMS = frozenset(("and", "plus"))
_STROKES = frozenset("dash slash mark".split())
_IN = frozenset(("in",))
_WITH_IN = frozenset("put puts sent send sends hand hands got get gets came went".split())
_ON_SOME_DAY = frozenset(("WEEKDAY", "SHORTDAY", "RELATIVE"))
_SHIFTS = frozenset(("before", "after"))
_AFTERWARDS = frozenset(("前", "后"))
# These begin no expression: the first 号 of ICP号7月7号 is none of a day.
_COUNTED = frozenset("日 单位".split())
_BEFORE_MAY = _BEFORE_A_DAY | frozenset(
    "of NUMBER ORDINAL TEEN TENS early end this last next past coming and or dash WEEKDAY".split()
)


def find(text: str) -> tuple[Expression, ...]:
    """The expressions of a message, from left to right, none overlapping another."""
    tokens = _telling(text, cut(text))
    runs = list(_runs(tokens))
    spans = list(_apart(each for run in runs if (each := _Run(text, tokens, *run).expression())))
    if not spans:
        return ()
    told = [(first, last) for first, last in spans if not grammar().whole("denied", tokens[first:last])]
    spans = told or spans  # what the day is not matters only where nothing says what it is
    framing = Framing(text, tokens, spans, runs)
    only_frames = {framing.framing(each) for each in spans}
    spans = [each for each in spans if each not in only_frames]
    found: list[Expression] = []
    for number, (first, last) in enumerate(spans):
        begin = tokens[spans[number - 1][1] - 1].end if number else 0
        end = tokens[spans[number + 1][0]].start if number + 1 < len(spans) else len(text)
        listed = _listed(tokens, first, last)
        inner = Framing(text, tokens, [*spans[:number], *listed], runs) if listed else framing
        parts = tuple(_expression(text, tokens, each, begin, end, inner) for each in listed)
        found.append(replace(_expression(text, tokens, (first, last), begin, end, framing), parts=parts))
    return tuple(found)


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches, those that share a foreign word made one."""
    first, last = 0, 0
    for begun, ended in spans:
        if last and begun >= last:
            yield first, last
        first, last = (begun, ended) if not last or begun >= last else (first, ended)
    if last:
        yield first, last


def _all_named(tokens: Sequence[Token], names: frozenset[str]) -> bool:
    return all(not names.isdisjoint(each.names) for each in tokens)


def _any_named(tokens: Sequence[Token], names: frozenset[str]) -> bool:
    return any(not names.isdisjoint(each.names) for each in tokens)


def _in_a_sentence(tokens: Sequence[Token]) -> bool:
    return any(not each.names and each.text[0].isalpha() for each in tokens)


def _telling(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens; a verb "may", and a 号 or 天 after a foreign word, belong to no expression."""
    in_a_sentence = _in_a_sentence(tokens)
    found: list[Token] = []
    for place, token in enumerate(tokens):
        before = found[-1].names.keys() if found else frozenset[str]()
        after = tokens[place + 1].names.keys() if place + 1 < len(tokens) else frozenset[str]()
        uncounted = not _COUNTED.isdisjoint(token.names) and not before and "周" not in token.names
        verb = (
            in_a_sentence
            and token.text == "may"
            and _BEFORE_MAY.isdisjoint(before)
            and (text[token.start] == "m" or "ONE" in after)
        )
        found.append(Token(token.text, token.start, token.end) if uncounted or verb else token)
    return found


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The stretches, end exclusive, of tokens that can belong to an expression."""
    cores = _CORE if _in_a_sentence(tokens) else _CORE_ALONE
    first, core = 0, False
    for place, token in enumerate(tokens):
        if token.names:
            core = core or not cores.isdisjoint(token.names)
            continue
        if core:
            yield first, place
        first, core = place + 1, False
    if core:
        yield first, len(tokens)


def _expression(text: str, tokens: Sequence[Token], place: Place, begin: int, stop: int, framing: Framing) -> Expression:
    """`begin` and `stop` are where the neighbouring days end and begin: what stands beyond them speaks of those."""
    start, end = tokens[place[0]].start, tokens[place[1] - 1].end
    tense = told_tense(text[begin:start], text[end:stop])
    chinese = _between_chinese(text[:start], text[end:])
    return Expression(start, end, text[start:end], tense, chinese, framing.after(place), framing.within(place))


def _between_chinese(before: str, after: str) -> bool:
    """Whether the nearest letters on both sides, as far as there are any, are Chinese."""
    letters = [next(filter(str.isalpha, side), "") for side in (reversed(before), after)]
    return any(letters) and all("\u3400" <= each <= "\u9fff" for each in letters if each)


def _listed(tokens: Sequence[Token], first: int, last: int) -> list[Place]:
    """The places of days that are only listed; none when they are one expression."""
    if grammar().whole("expression", tokens[first:last]) or not grammar().whole("listed", tokens[first:last]):
        return []
    parts = []
    for place in range(first + 1, last + 1):
        border = place == last or not tokens[place].names.keys().isdisjoint(("comma", "and"))
        if border and grammar().whole("point", tokens[first:place]):
            parts.append((first + _all_named(tokens[first : first + 1], _BEFORE_A_DAY), place))
            first = place + 1
    return parts


class _Run:
    """A stretch of tokens that can belong to an expression, among those of its message."""

    def __init__(self, text: str, tokens: Sequence[Token], first: int, last: int) -> None:
        self._text = text
        self._tokens = tokens
        self._first = first
        self._last = last
        self._next = tokens[last].text if last < len(tokens) else ""
        self._before = tokens[first - 1].text if first else ""

    def expression(self) -> tuple[int, int] | None:
        """Where the expression stands among the tokens; None when the stretch holds no day."""
        begun, ended = self._first, self._last
        while begun < ended and self._all(begun, begun + 1, _JOINTS):
            begun += 1
        closing = _LIGHT if not self._any(begun, ended, frozenset(("open",))) else _LIGHT - {"close"}
        while ended > begun and self._all(ended - 1, ended, closing):
            ended -= 1
        self._begun = begun
        self._parser = grammar().parser(self._tokens[begun:ended][:MOST_TOKENS])
        if ended - begun > MOST_TOKENS:
            return (begun, ended) if self._holds_a_day(begun + MOST_TOKENS) else None
        understood = next((each for each in self._borders(begun, ended) if self._is_expression(*each)), None)
        if not understood and not self._holds_a_day(ended):
            return None
        joined = may_be_a_slip(self._before) or self._goes_on_from_a_foreign_word(begun, ended)
        goes_on = may_be_a_slip(self._next)
        if understood and not joined and not goes_on:
            return self._trimmed(*understood)
        # With a foreign word it is not understood.
        return self._first - 1 if joined else begun, self._behind_foreign_words() if goes_on or self._goes_on(ended) else ended

    def _means(self, start: int, end: int, kinds: Sequence[str] = KINDS) -> bool:
        return any(self._parser.whole(kind, start - self._begun, end - self._begun) for kind in kinds)

    def _all(self, start: int, end: int, names: frozenset[str]) -> bool:
        return _all_named(self._tokens[start:end], names)

    def _any(self, start: int, end: int, names: frozenset[str]) -> bool:
        return _any_named(self._tokens[start:end], names)

    def _borders(self, begun: int, ended: int) -> Iterator[tuple[int, int]]:
        """The whole stretch, then what is left when its ends are given to the words beside it."""
        ends = [ended, *(each for each in range(ended - 1, begun, -1) if self._ends_before(each))]
        starts = [begun, *(each for each in range(begun + 1, ended) if self._starts_at(begun, each))]
        yield from ((start, end) for end in ends for start in starts if start < end)

    def _ends_before(self, place: int) -> bool:
        # In Chinese what follows a day directly belongs to it: 11月3日到上线, 周五、六上线.
        governing = (_LIGHT | _CONJUNCTIONS if self._tokens[place].text.isascii() else _LIGHT) - {"close"}
        return (
            self._next[:1].isalpha()
            and not self._all(place - 1, place, _LIGHT)
            and self._all(place, place + 1, governing)
            and self._tokens[place].text != "、"
            and self._all(place, self._last, _LIGHT | _CONJUNCTIONS | _COUNTS)
            and not (self._any(place, self._last, _UNITS) and self._any(place, self._last, _SHIFTS))
        )

    def _starts_at(self, begun: int, place: int) -> bool:
        words = [each for each in self._tokens[begun:place] if _LIGHT.isdisjoint(each.names)]
        if self._any(begun, place, self._governing(begun, self._last)):
            return False
        if self._any(begun, place, frozenset(("unreckoned",))) and not self._all(place - 1, place, frozenset(("comma",))):
            return False
        if all(not _LEADING.isdisjoint(each.names) for each in words):
            return True
        if all(not _PARTICLES.isdisjoint(each.names) for each in words):
            return self._before in _WITH_A_PARTICLE
        head_ends = self._all(place - 1, place, frozenset(("comma", "and")))
        if not head_ends and not self._all(place, place + 1, _ON_A_DAY):
            return False
        if not all(not _OF_WORDS_BEFORE.isdisjoint(each.names) for each in words):
            return False
        return self._before[:1].isalnum() and (head_ends or all(_AFTERWARDS.isdisjoint(each.names) for each in words))

    def _is_expression(self, start: int, end: int) -> bool:
        if self._goes_on(end):
            return False
        if self._means(start, end, ("expression", "listed")):
            return self._alone(start, end) or not self._is_number_of_something(start, end)
        if self._alone(start, end):
            return self._means(start, end, ("weak", "alone"))
        return self._means(start, end, ("weak",)) and self._dated(start, end)

    def _alone(self, start: int, end: int) -> bool:
        others = [*self._tokens[:start], *self._tokens[end:]]
        return not any(character.isalnum() for each in others for character in each.text)

    def _goes_on(self, end: int) -> bool:
        """Whether a foreign word belongs to it, so that its last number counts something, or is not the last one.

        "3 November, 20 products", "3 November 2024/25", "3.11.-5.11.2026", "3 November anno 2025",
        "3 November fiscal year".
        """
        if self._next[:1].isalpha() and self._next.isascii() and self._next not in _GOES_ON:
            counts = end == self._last and "TWODIGITS" in self._tokens[end - 1].names
            return counts or (self._all(end, self._last, _WITHOUT_A_PAUSE) and self._goes_on_behind_a_foreign_word())
        return self._next[:1].isdigit() and not self._tokens[self._last].names and self._all(end, self._last, _STROKES)

    def _goes_on_behind_a_foreign_word(self) -> bool:
        place = self._last + 1
        if self._all(place, place + 1, frozenset(("comma",))):
            return self._any(place + 1, place + 2, frozenset(("YEAR",)))
        return self._any(place, place + 1, _OF_A_DAY)

    def _behind_foreign_words(self) -> int:
        """The place behind the foreign word that follows, and what is written in one with it: "11h"."""
        written = zip(self._tokens[self._last :], self._tokens[self._last + 1 :], strict=False)
        return (
            self._last + 1 + sum(1 for _ in takewhile(lambda each: each[0].end == each[1].start and not each[1].names, written))
        )

    def _goes_on_from_a_foreign_word(self, begun: int, ended: int) -> bool:
        """Whether a foreign word stands where a unit or another joint would: "2 sprints and 3 days ago", "two days off 3 November"."""
        if not self._before[:1].isalpha() or self._before.endswith("ed") or self._before in _NUMBERS_AFTER:
            return False
        count, unit = (self._tokens[max(self._first - each, 0)].names.keys() for each in (3, 2))
        if self._any(self._first, begun, _SUMS):
            counted = self._all(begun, begun + 1, _COUNTING) and self._any(begun, min(begun + _LONGEST_COUNT, ended), _UNITS)
            return counted and not (_COUNTED_BY - {"a"}).isdisjoint(unit)
        length = not _UNITS.isdisjoint(unit) and (not _COUNTED_BY.isdisjoint(count) or self._before.endswith("ing"))
        return length and self._all(self._first, begun, _WITHOUT_A_PAUSE)

    def _is_number_of_something(self, start: int, end: int) -> bool:
        """Whether "3号" is the third of something: 京ICP备3号, 第3号."""
        return end - start == 2 and "日" in self._tokens[end - 1].names and self._before[-1:] in (*"备第令字证", *ascii_letters)

    def _dated(self, start: int, end: int) -> bool:
        """Whether what can be a number as well stands where a day stands: "on the 9th we opened", "launched 4/22", 3/2交的."""
        following = self._tokens[end].text if end < len(self._tokens) else ""
        goes_on = not following[:1].isalnum() or following in _GOES_ON or not following.isascii()
        if self._all(start, start + 1, _ON_A_DAY | {"from"}):
            return goes_on and self._any(start + 1, end, frozenset(("ORDINAL", "TENS", "SHORTDAY", "TWO")))
        told = self._before in _TELLS or self._any(start, end, frozenset(("sorry", "no")))
        if told and any("ORDINAL" in each.names and each.text[0].isdigit() for each in self._tokens[start:end]):
            return goes_on
        if not self._any(start, end, frozenset(("TWO",))):
            return False
        if not following.isascii():
            return following != "的"
        return goes_on and (self._before.endswith("ed") or self._before in _NUMBERS_AFTER)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        in_brackets = "open" in self._tokens[start].names and "close" in self._tokens[end - 1].names
        if in_brackets and self._means(start + 1, end - 1):
            start, end = start + 1, end - 1
        light = (_BEFORE_A_DAY | _JOINTS) - {"by"} - self._governing(start, end)
        while self._all(start, start + 1, light) and self._means(start + 1, end):
            start += 1
        while self._all(end - 1, end, frozenset(("的", "起"))) and self._means(start, end - 1):
            end -= 1
        return start, end

    def _governing(self, start: int, end: int) -> frozenset[str]:
        """What is no light word there: "in a week on Monday" is not "a week on Monday"."""
        verbs_own = self._before.endswith("ed") or self._before in _WITH_IN
        return _IN if not verbs_own and self._any(start, end, _UNITS) and self._any(start, end, _ON_SOME_DAY) else frozenset()

    def _holds_a_day(self, ended: int) -> bool:
        counted = self._any(self._begun, ended, frozenset(("every", "内")))
        return self._parser.holds(_CERTAIN if counted else _A_DAY, 0, ended - self._begun)
