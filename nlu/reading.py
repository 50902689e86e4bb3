"""One message taken apart: its tokens, the phrases found in it, its sentences and clauses, and what it quotes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from nlu.folding import Token, fold, tokens
from nlu.lexicon import lexicon
from nlu.phrases import Found, Group

_SENTENCE_ENDS = frozenset(".!?;\n")
_CLAUSE_ENDS = frozenset(',:()—-|"“”')
_FACT_LAYERS = ("activity", "payments", "certificates", "hosting", "places", "live", "provider")
_SERVING = frozenset(("host", "serves", "cdn", "product"))
_CONNECTORS = frozenset(("or", "and", "link"))
_DETERMINERS = frozenset(("my", "our", "the"))
_LIST_REACH = 8
_FEWEST_IN_A_CLAUSE = 3
_TAG = 2
_FEWEST_BEFORE_A_CASE = 4
_WHERE = ("hosting", "places", "provider")
_YES = frozenset(("yes", "yep", "yeah", "sure", "right", "是", "有", "对", "嗯"))
# Words of a clause that announces between what is chosen, and does not end before it.
_ANNOUNCING = frozenset(("where", "which", "哪", "these", "following", "between"))
# Tokens without a mark after which a message runs on; a Chinese character is a token.
_RUNS_ON = 24
_ASKING = frozenset("?吗么呢")
_QUOTATION = re.compile(
    r"“([^”\n]{2,200})”|\"([^\"\n]{2,200})\"|(?<!\w)'((?:[^'\n]|(?<=\w)'(?=\w)){2,200})'(?!\w)|「([^」\n]{2,200})」|‘([^’\n]{2,200})’"
)

REGION = Group("places", "region", {"form": "region"}, "regions.yml")
"""What marks the place that the name of a cloud region tells."""

Certainty = Literal["stated", "likely"]


@dataclass(frozen=True)
class Statement:
    """Something that a message states: a fact, its value, and where the words that state it stand (`end` is exclusive).

    `role` is what a date is of, or `later` for what is planned. `certainty` tells what is said outright from what is only likely;
    `hinted` that nothing but a cloud at home, a machine in a house or the like makes it so, and no word for the fact itself. `planned`
    that it is wished for or meant to be, while the message tells nothing of how it is today, `denied` that it follows from another
    value being denied: who sells no more informs.
    `because` names the words that told it and the marks on them, each with the file and line where it is written.
    Of a date, `tense` is what the sentence tells ("past" or "future"), `language` the message's where the words do not show it,
    `within` the words of a period in which it lies, `after` those of what was named before and may tell the month or the year, and
    `about` the certificate that its clause names.
    """

    fact: str
    value: str
    start: int
    end: int
    role: str | None = None
    certainty: Certainty = "stated"
    because: tuple[str, ...] = field(default=(), compare=False)
    tense: str | None = None
    language: str | None = None
    after: str | None = None
    within: str | None = None
    about: str | None = None
    hinted: bool = False
    planned: bool = False
    denied: bool = False


@dataclass
class Reading:
    """A message's tokens and what the lexicon finds in them. All positions are positions of tokens."""

    text: str
    tokens: list[Token]
    found: dict[str, list[Found]]
    facts: list[Found] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    clause: list[int] = field(default_factory=list)
    _at: dict[str, dict[int, Found]] = field(default_factory=dict)
    _quoted: set[int] = field(default_factory=set)

    # A message is read for its statements, for what they cover and for what it asks.
    @classmethod
    @lru_cache(maxsize=32)
    def of(cls, text: str) -> Reading:
        """Takes a message apart; not to be changed, since it is kept."""
        words = lexicon()
        written = tokens(text)
        said = _with_breaths(words.mended(_with_commas(written)))
        found = words.find(said)
        if len(said) == len(written) and _is_a_telegram(said, found):
            said = words.mended(_with_commas(written, short=True))
            found = words.find(said)
        found["places"] = _with_regions(text, said, found["places"])
        reading = cls(text, said, found)
        reading._at = {
            name: {position: each for each in phrases for position in range(each.first, each.last + 1)}
            for name, phrases in found.items()
        }
        reading.facts = sorted(
            (
                each
                for layer in _FACT_LAYERS
                for each in found[layer]
                if layer != "hosting" or each.label in _SERVING
            ),
            key=lambda each: each.first,
        )  # fmt: skip
        reading._cut()
        return reading

    def _cut(self) -> None:
        sentence = clause = 0
        for position, token in enumerate(self.tokens):
            border = self.at("speech", position)
            if border is not None and border.label == "border" and border.first == position:
                clause += 1
            self.sentence.append(sentence)
            self.clause.append(clause)
            if token.mark and token.text in _SENTENCE_ENDS:
                sentence, clause = sentence + 1, clause + 1
            elif token.mark and token.text in _CLAUSE_ENDS and token.text != ":":
                clause += 1
        if any(mark in self.text for mark in "'\"“‘「"):
            spans = [match.span() for match in _QUOTATION.finditer(self.text)]
            self._quoted = {
                position
                for position, token in enumerate(self.tokens)
                if any(start <= token.start and token.end <= end for start, end in spans)
            }

    def at(self, layer: str, position: int) -> Found | None:
        """The phrase of that layer which covers the token."""
        return self._at[layer].get(position)

    def label(self, layer: str, position: int) -> str:
        """The label of the phrase of that layer which covers the token, or an empty string."""
        found = self._at[layer].get(position)
        return found.label if found else ""

    def fact_at(self, position: int) -> Found | None:
        """The phrase of any layer of facts which covers the token."""
        for layer in _FACT_LAYERS:
            found = self._at[layer].get(position)
            if found is not None and (layer != "hosting" or found.label in _SERVING):
                return found
        return None

    def facts_in(self, between: range) -> list[Found]:
        """The phrases of any layer of facts that begin at one of the tokens."""
        first = bisect_left(self.facts, between.start, key=lambda each: each.first)
        last = bisect_left(self.facts, between.stop, key=lambda each: each.first)
        return self.facts[first:last]

    def words(self, places: range, beside: int) -> set[str]:
        """The words at those of the places that stand in the clause of the token `beside`."""
        inside = range(max(places.start, 0), min(places.stop, len(self.tokens)))
        return {self.tokens[place].text for place in inside if self.clause[place] == self.clause[beside]}

    def any_between(self, layer: str, label: str, between: range) -> bool:
        """Whether a phrase of that label begins at one of the tokens."""
        return any(each.first in between for each in self.found[layer] if each.label == label)

    def quoted(self, position: int) -> bool:
        """Whether the token stands in quotation marks."""
        return position in self._quoted

    def asked(self, position: int) -> bool:
        """Whether the token stands in a clause that ends in a question mark or a word of asking: "it is filed, right?"."""
        end = self._end(position)
        beside = self.tokens[max(end - 1, position + 1) : end + 1 + _TAG]
        return any(token.text in _ASKING for token in beside)

    def asks(self, position: int) -> bool:
        """Whether the clause of the token itself ends in a question mark or a word of asking: "有备案吗", not "ICP is done. PSB?"."""
        end = self._end(position)
        return any(token.text in _ASKING for token in self.tokens[max(end - 1, position + 1) : end + 1])

    def closes(self, colon: int) -> bool:
        """Whether a colon stands there behind a clause that says something by itself and no fact: "whether we are legal: ...".

        A label ("server: Suzhou") and what announces a choice ("not sure which of them: ...") go on behind it.
        """
        if self.tokens[colon].text != ":":
            return False
        first = colon
        while first and self.clause[first - 1] == self.clause[colon] and self.tokens[first - 1].text != ":":
            first -= 1
        said = range(first, colon)
        of_facts = any(each.layer != "certificates" for each in self.facts_in(said))
        return (
            len(said) >= _FEWEST_BEFORE_A_CASE
            and not of_facts
            and _ANNOUNCING.isdisjoint(self.tokens[each].text for each in said)
        )

    def only_asked(self, first: int, last: int) -> bool:
        """Whether the sentence is a question and holds no more than a service and its place: "Akamai china CDN?".

        A tag asks of what is told ("Akamai in China, right?"), and who says "yes" at once tells it.
        """
        inside = [place for place, its in enumerate(self.sentence) if its == self.sentence[last]]
        end = inside[-1]
        answer = self.tokens[end + 1].text if end + 1 < len(self.tokens) else ""
        if self.tokens[end].text != "?" or answer in _YES or self.clause[inside[0]] != self.clause[end]:
            return False
        rest = (place for place in inside if not first <= place <= last)
        return all(self.light(place) or any(place in self._at[layer] for layer in _WHERE) for place in rest)

    def _end(self, position: int) -> int:
        """The last token of the clause of that token."""
        while position + 1 < len(self.tokens) and self.clause[position + 1] == self.clause[position]:
            position += 1
        return position

    def before(self, position: int, passing: Collection[str] = ()) -> int:
        """The token before that one, over articles and the words of `passing`; -1 where there is none."""
        place = position - 1
        while place >= 0 and (self.label("relations", place) == "article" or self.tokens[place].text in passing):
            place -= 1
        return place

    def light(self, position: int) -> bool:
        """Whether the token carries no content: a function word, courtesy, a mark."""
        return self.tokens[position].mark or position in self._at["light"]

    def only_light(self, positions: Iterable[int]) -> bool:
        """Whether none of the tokens carries content."""
        return all(self.light(position) for position in positions)

    def coordinated(self, between: range) -> bool:
        """Whether the tokens do no more than join two parts of a list: "or the"."""
        labels = {self.label("speech", place) for place in between}
        return bool(labels & _CONNECTORS) and labels <= _CONNECTORS | {"joint"}

    def listed(self, between: range) -> bool:
        """Whether the tokens hold the beginning of a list that goes on behind them: "shop, payments or" before "ads"."""
        facts = self.facts_in(between)
        if not facts:
            return False
        place, joined, comma, closed = facts[0].first, False, False, False
        while place < between.stop:
            fact = self.fact_at(place)
            if fact is not None and fact.last < between.stop:
                place, joined = fact.last + 1, False
                continue
            label = self.label("speech", place)
            if label not in _CONNECTORS and label != "joint":
                return False
            if closed and self.tokens[place - 1].text == "," and self.tokens[place].text in _DETERMINERS:
                return False  # "a filing or a license, my server ..."
            closed = closed or label in ("or", "and")
            joined = joined or label in _CONNECTORS
            comma = comma or self.tokens[place].text == ","
            place += 1
        if closed and self.tokens[between.stop - 1].text == "," and not self.tokens[between.stop].text.isascii():
            return False
        return joined and (not comma or self._ends_in_or(facts[0].last + 1))

    def _ends_in_or(self, first: int) -> bool:
        """Whether an "or" closes the list: "shop, payments or ads"."""
        for place in range(first, min(first + 2 * _LIST_REACH, len(self.tokens))):
            label = self.label("speech", place)
            if label == "or":
                return True
            if not (self.fact_at(place) or label in ("joint", "link", "and")):
                return False
        return False

    def statement(
        self, fact: str, value: str, first: int, last: int, role: str | None = None, certainty: Certainty = "stated"
    ) -> Statement:
        """A statement that reaches from one token to another, both included."""
        return Statement(fact, value, self.tokens[first].start, self.tokens[last].end, role, certainty)


def _with_breaths(said: list[Token]) -> list[Token]:
    """The tokens with a comma where a Chinese message that runs on without a mark, mostly a dictated one, begins a new clause."""
    marks = [-1, *(place for place, token in enumerate(said) if token.mark), len(said)]
    running = [range(one + 2, other) for one, other in pairwise(marks) if other - one > _RUNS_ON]
    if not running:
        return said
    layer = lexicon().layers["breaths"]
    begins = layer.find(said, [place for stretch in running for place in stretch if said[place].text in layer.firsts])
    return _parted(said, {each.first for each in begins})


def _parted(said: Sequence[Token], places: Collection[int]) -> list[Token]:
    """The tokens with a comma before each of those places."""
    parted: list[Token] = []
    for place, token in enumerate(said):
        if place in places:
            parted.append(Token(",", said[place - 1].end, token.start, mark=True))
        parted.append(token)
    return parted


def _is_a_telegram(said: Sequence[Token], found: Mapping[str, Sequence[Found]]) -> bool:
    """Whether each of the words between spaces tells a fact by itself: "北京 博客 还没备"."""
    spaces = _spaces(said)
    told = [each for layer in (*_FACT_LAYERS, "holding") for each in found[layer] if layer != "hosting"]
    parts = list(zip([0, *spaces], [*spaces, len(said)], strict=True))
    return len(parts) > 1 and all(any(first <= each.first and each.last < behind for each in told) for first, behind in parts)


def _spaces(said: Sequence[Token]) -> list[int]:
    """The tokens behind a space that is none between two English words."""
    return [
        place
        for place in range(1, len(said))
        if said[place].start > said[place - 1].end and not (said[place].text.isascii() and said[place - 1].text.isascii())
    ]


def _with_commas(said: list[Token], short: bool = False) -> list[Token]:
    """The tokens with a comma at each space that stands for one: "公司展示页 服务器成都 没别的".

    So spaces count only in a message without a comma of its own, and where they part clauses and not words, unless it is a telegram
    of `short` ones.
    """
    spaces = _spaces(said)
    few = not short and len(said) < _FEWEST_IN_A_CLAUSE * (len(spaces) + 1)
    if not spaces or few or any(token.text == "," for token in said):
        return said
    borders = [0, *spaces, len(said)]
    commas = {
        place
        for before, place, behind in zip(borders, spaces, borders[2:], strict=False)
        if place - before > 1 and behind - place > 1 and not (said[place - 1].mark or said[place].mark)
    }
    return _parted(said, commas)


def _with_regions(text: str, said: Sequence[Token], places: Sequence[Found]) -> list[Found]:
    """The places with those that the names of cloud regions tell, which win over the cities inside them."""
    folded = fold(text)
    regions: list[Found] = []
    for label, pattern in lexicon().regions.items():
        for match in pattern.finditer(folded.text):
            start, end = folded.span(match.start(), match.end())
            covered = [number for number, token in enumerate(said) if start <= token.start and token.end <= end]
            if covered:
                regions.append(Found("places", label, covered[0], covered[-1], REGION))
    taken = {position for each in regions for position in range(each.first, each.last + 1)}
    kept = [each for each in places if not taken.intersection(range(each.first, each.last + 1))]
    return sorted([*regions, *kept], key=lambda each: each.first)
