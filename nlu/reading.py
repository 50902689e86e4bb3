"""One message taken apart: its tokens, the phrases found in it, its sentences and clauses, and how far a negation reaches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from nlu.folding import Token, fold, tokens
from nlu.lexicon import Found, lexicon

_SENTENCE_ENDS = frozenset(".!?;\n")
_CLAUSE_ENDS = frozenset(',:()—-|"“”')
_FACT_LAYERS = ("activity", "payments", "certificates", "hosting", "places", "live", "provider")
_SERVING = frozenset(("host", "cdn", "outside_product"))
_CONNECTORS = frozenset(("or", "and", "link"))
_REACH = 14
_LIST_REACH = 8
_AFTERTHOUGHT = 3
Kept = TypeVar("Kept", bound="Claim")


@dataclass(frozen=True)
class Statement:
    """Something that a message states: a fact, its value, and where the words that state it stand (`end` is exclusive).

    Of a date, `tense` is what the sentence tells ("past" or "future"), `language` the message's where the words do not show it, and
    `after` the words of a day named before, where that tells the month or the year.
    """

    fact: str
    value: str
    start: int
    end: int
    role: str | None = None
    tense: str | None = None
    language: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class Claim:
    """A fact's value with the tokens that tell it, before corrections and precedence are weighed."""

    value: str
    first: int
    last: int
    rank: int = 0


@dataclass
class Reading:
    """A message's tokens and what the lexicon finds in them. All positions are positions of tokens."""

    text: str
    tokens: list[Token]
    found: dict[str, list[Found]]
    sentence: list[int] = field(default_factory=list)
    clause: list[int] = field(default_factory=list)
    _at: dict[str, dict[int, Found]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Reading:
        """Takes a message apart."""
        words = lexicon()
        said = [words.spelled_right(token) for token in tokens(text)]
        found = {name: layer.find(said) for name, layer in words.layers.items()}
        found["places"] = _with_regions(text, said, found["places"])
        reading = cls(text, said, found)
        reading._at = {
            name: {position: each for each in phrases for position in range(each.first, each.last + 1)}
            for name, phrases in found.items()
        }
        reading._cut()
        return reading

    def _cut(self) -> None:
        sentence = clause = 0
        for position, token in enumerate(self.tokens):
            border = self.at("speech", position)
            new_clause = border is not None and border.label == "border" and border.first == position
            if new_clause:
                clause += 1
            self.sentence.append(sentence)
            self.clause.append(clause)
            if token.mark and token.text in _SENTENCE_ENDS:
                sentence, clause = sentence + 1, clause + 1
            elif token.mark and token.text in _CLAUSE_ENDS and token.text != ":":
                clause += 1

    def at(self, layer: str, position: int) -> Found | None:
        """The phrase of that layer which covers the token."""
        return self._at[layer].get(position)

    def label(self, layer: str, position: int) -> str:
        """The label of the phrase of that layer which covers the token, or an empty string."""
        found = self.at(layer, position)
        return found.label if found else ""

    def fact_at(self, position: int) -> Found | None:
        """The phrase of any layer of facts which covers the token."""
        for layer in _FACT_LAYERS:
            found = self.at(layer, position)
            if found is not None and (layer != "hosting" or found.label in _SERVING):
                return found
        return None

    def any_between(self, layer: str, label: str, first: int, last: int) -> bool:
        """Whether a phrase of that label begins at one of the tokens from `first` to `last`."""
        return any(
            (each := self.at(layer, place)) is not None and each.label == label and each.first == place
            for place in range(max(first, 0), min(last, len(self.tokens) - 1) + 1)
        )

    def light(self, position: int) -> bool:
        """Whether the token carries no content: a function word, courtesy, a mark."""
        return self.tokens[position].mark or self.at("light", position) is not None

    def only_light(self, positions: Iterable[int]) -> bool:
        """Whether none of the tokens carries content."""
        return all(self.light(position) for position in positions)

    def coordinated(self, first: int, last: int) -> bool:
        """Whether the tokens from `first` to `last` do no more than join two parts of a list: "or the"."""
        labels = {self.label("speech", place) for place in range(first, last + 1)}
        return bool(labels & _CONNECTORS) and labels <= _CONNECTORS | {"joint"}

    def coordinated_places(self, first: int, last: int) -> bool:
        """Whether the tokens between two places only list them: "in Shanghai, Beijing and in Hangzhou"."""
        return last >= first and all(
            self.label("speech", place) in ("joint", "link", "and") or self.label("relations", place) in ("in", "article")
            for place in range(first, last + 1)
        )

    def denial(self, first: int, last: int, transparent: Collection[str] = (), stop_at_and: bool = False) -> str:
        """What a negation does to the phrase at these tokens.

        `transparent` names layers whose phrases do not end the reach of a negation.
        Returns "denied", "forbidden" (cannot, may not), "more_than" (not just), "past" (used to), or an empty string.
        """
        anchor = place = first
        clause = self.clause[first]
        while place > 0 and first - place < _REACH:
            place -= 1
            if self.sentence[place] != self.sentence[first]:
                break
            negation = self.at("negation", place)
            if negation is not None and negation.last < first:
                return negation.label
            if self._goes_on(place):
                clause = self.clause[place]
            elif self._ends_reach(place, clause, stop_at_and):
                break
            other = self.fact_at(place)
            if other is not None and other.last < first and other.layer not in transparent:
                if not self.coordinated(other.last + 1, anchor - 1):
                    break
                anchor = place = other.first
                clause = self.clause[anchor]
        return "denied" if self._denied_after(last) else ""

    def _ends_reach(self, place: int, clause: int, stop_at_and: bool) -> bool:
        label = self.label("speech", place)
        return self.clause[place] != clause or label == "border" or (stop_at_and and label == "and")

    def _goes_on(self, comma: int) -> bool:
        """Whether this is the comma of a list that an "or" ends: "no shop, payments or ads"."""
        if self.tokens[comma].text != "," or self.fact_at(comma - 1) is None:
            return False
        for place in range(comma + 1, min(comma + _LIST_REACH, len(self.tokens))):
            if self.label("speech", place) == "or":
                return True
            if not (self.fact_at(place) or self.label("speech", place) in ("joint", "link", "and")):
                return False
        return False

    def _denied_after(self, last: int) -> bool:
        """Whether a negation follows and nothing else: "payments: no", "CDN? None.", "sales are not planned"."""
        place = last + 1
        while place < len(self.tokens) and self.label("afterwards", place) == "link":
            place += 1
        negation = self.at("negation", place) if place < len(self.tokens) else None
        if negation is None or negation.label != "denied":
            return False
        rest = [
            later
            for later in range(negation.last + 1, len(self.tokens))
            if self.clause[later] == self.clause[negation.last] and not self.tokens[later].mark
        ]
        said = all(self.at("afterwards", later) or self.at("light", later) for later in rest)
        return len(rest) <= _AFTERTHOUGHT and said and not any(self.fact_at(later) for later in rest)

    def unsure(self, first: int) -> bool:
        """Whether the phrase hangs on "not sure whether". Doubt about the certificates is no doubt about the facts."""
        for place in range(first - 1, max(first - _REACH, -1), -1):
            if self.clause[place] != self.clause[first]:
                return False
            if self.label("speech", place) == "unsure":
                return not any(
                    self.label("asking", later) == "duty" or self.at("certificates", later)
                    for later in range(place, len(self.tokens))
                    if self.sentence[later] == self.sentence[first]
                )
        return False

    def settled(self, claims: Sequence[Kept]) -> Kept | None:
        """The claim that holds: what comes after a correction, then the highest rank, then the last."""
        if not claims:
            return None
        ordered = sorted(claims, key=lambda each: each.last)
        since = 0
        for number in range(1, len(ordered)):
            if self.any_between("speech", "correction", ordered[number - 1].last + 1, ordered[number].last):
                since = number
        return max(ordered[since:], key=lambda each: (each.rank, each.last))

    def statement(self, fact: str, value: str, first: int, last: int, role: str | None = None) -> Statement:
        """A statement that reaches from one token to another, both included."""
        return Statement(fact, value, self.tokens[first].start, self.tokens[last].end, role)


def _with_regions(text: str, said: Sequence[Token], places: Sequence[Found]) -> list[Found]:
    """The places with those that the names of cloud regions tell, which win over the cities inside them."""
    folded = fold(text)
    regions: list[Found] = []
    for label, pattern in lexicon().regions.items():
        for match in pattern.finditer(folded.text):
            start, end = folded.span(match.start(), match.end())
            covered = [number for number, token in enumerate(said) if start <= token.start and token.end <= end]
            if covered:
                regions.append(Found("places", f"region_{label}", covered[0], covered[-1]))
    taken = {position for each in regions for position in range(each.first, each.last + 1)}
    kept = [each for each in places if not taken.intersection(range(each.first, each.last + 1))]
    return sorted([*regions, *kept], key=lambda each: each.first)
