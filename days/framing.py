"""What a day that leaves out its month or its year takes from the words around it: a period, or a day that was named before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from days.engine import Token
from days.reading import grammar, holds_a_period

Place = tuple[int, int]  # the first token, and the one after the last

_MONTHS = frozenset(("MONTH", "月", "THREE", "TWO"))
_YEARS = frozenset(("YEAR", "THREE", "年", "某年", "year", "apostrophe", "年底"))
_AT_ITS_ENDS = frozenset("of and plus comma dash slash apostrophe close open mark 是 的 now but zero".split())
_BEHIND_IT = _AT_ITS_ENDS | frozenset("the a on in at by from to this not no 在 从 有".split())
_JOINS = frozenset(("and", "or", "but"))
_CLAUSE_ENDS = frozenset(",.;!?\n:(、")
_SENTENCE_ENDS = frozenset(".;!?\n")
_OPENING = frozenset("so then well ok hi hello yes yeah it was is".split())
_NAMES_A_YEAR = frozenset(("was", "is"))
# Between 去年 and its day stand no verbs: 去年公司成立，… is another thing.
_CHINESE_FILLING = re.compile(r"(?:我们|咱们|我司|我|本?公司|本?网站|站点|备案|是|在|于|的|就|才|都|已经|已|了|也|,|\s)*")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Framing:
    """The days of a message (`spans`) and its periods, by their places among the tokens."""

    def __init__(self, text: str, tokens: Sequence[Token], spans: Sequence[Place], runs: Sequence[Place]) -> None:
        self._text = text
        self._tokens = tokens
        self._frames = [each for run in runs if (each := self._frame(*run))]
        self._days = [each for each in spans if each not in self._frames]
        taken = {*self._days, *self._frames}
        unclear = [each for each in map(self._stripped, runs) if self._is_unclear(each, taken)]
        self._named = sorted({*taken, *unclear})

    def framing(self, span: Place) -> Place | None:
        """The period that certainly holds for the day: it opens the day's clause, or stands just before it in Chinese."""
        before = [each for each in self._named if each[1] <= span[0]]
        if span in self._frames or not before or before[-1] not in self._frames or self._names(span, _YEARS):
            return None
        frame = before[-1]
        between = self._tokens[frame[1] : span[0]]
        if _HAN.search(self._words((frame[0], span[1]))):
            words = self._text[self._tokens[frame[1] - 1].end : self._tokens[span[0]].start]
            return frame if _CHINESE_FILLING.fullmatch(words.replace("，", ",")) else None
        opens = frame[0] == 0 or self._ends_clause(self._tokens[frame[0] - 1]) or self._tokens[frame[0] - 1].text in _OPENING
        return frame if opens and not any(map(self._ends_clause, between[1 if self._is_comma(between) else 0 :])) else None

    def within(self, span: Place) -> str:
        """The words of the period that certainly holds for the day, or none."""
        frame = self.framing(span)
        return self._words(frame) if frame else ""

    def after(self, span: Place) -> str:
        """The words, a line each, of the days and periods that tell what the day leaves out if they belong to it; the last one counts."""
        if self._names(span, _YEARS) or self.framing(span):
            return ""
        left_out = _YEARS if self._names(span, _MONTHS) else _MONTHS
        for other in reversed([each for each in self._named if each[1] <= span[0]]):
            if other in self._frames:
                return self._words(other)
            if self._names(other, left_out):
                return "\n".join(filter(None, [self.after(other), self.told(other)]))
        return self._following(span) if left_out is _YEARS else ""

    def told(self, span: Place) -> str:
        """The words of a day with the period in which it lies."""
        return ", ".join(filter(None, [self.within(span), self._words(span)]))

    def _following(self, span: Place) -> str:
        """ "5 March, it was 2024": a period behind the day in its sentence."""
        behind = next((each for each in self._named if each[0] >= span[1]), None)
        if behind is None or behind not in self._frames or not self._names(behind, _YEARS):
            return ""
        between = self._tokens[span[1] : behind[0]]
        return "" if any(each.text in _SENTENCE_ENDS for each in between) else self._words(behind)

    def _frame(self, first: int, last: int) -> Place | None:
        if grammar().whole("period", self._tokens[first:last]):
            return first, last
        first, last = self._stripped((first, last))
        tokens = self._tokens[first:last]
        if grammar().whole("frame", tokens):
            return first, last
        year_alone = len(tokens) == 1 and "YEAR" in tokens[0].names and first and self._tokens[first - 1].text in _NAMES_A_YEAR
        return (first, last) if year_alone else None

    def _stripped(self, run: Place) -> Place:
        first, last = run
        while first < last and not _AT_ITS_ENDS.isdisjoint(self._tokens[first].names):
            first += 1
        while last > first and not _BEHIND_IT.isdisjoint(self._tokens[last - 1].names):
            last -= 1
        return first, last

    def _is_unclear(self, place: Place, taken: Iterable[Place]) -> bool:
        """Whether words that are no period as a whole hold one, so that it is not known what they say of the days behind them."""
        tokens = self._tokens[slice(*place)]
        apart = all(place[1] <= first or last <= place[0] for first, last in taken)
        return apart and self._names(place, _YEARS) and "since" not in tokens[0].names and holds_a_period(tokens)

    def _names(self, span: Place, names: frozenset[str]) -> bool:
        return any(not names.isdisjoint(each.names) for each in self._tokens[slice(*span)])

    def _words(self, span: Place) -> str:
        return self._text[self._tokens[span[0]].start : self._tokens[span[1] - 1].end]

    def _ends_clause(self, token: Token) -> bool:
        return token.text in _CLAUSE_ENDS or not _JOINS.isdisjoint(token.names)

    def _is_comma(self, between: Sequence[Token]) -> bool:
        return bool(between) and between[0].text == ","
