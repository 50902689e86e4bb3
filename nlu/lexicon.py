"""The words that tell facts, read from `words/*.yml` and compiled once.

Each file is a layer; each of its keys is a label with a list of phrases. In a phrase `(a|b|)` stands for any one of its parts,
the empty one included, `*` inside for up to three words, and a leading `=` for capitals only. The label `nothing` holds phrases
that contain a word of the layer and mean something else; the longest phrase always wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from nlu.folding import Token, tokens

FOLDER = Path(__file__).parent / "words"
NOTHING = "nothing"
_GAP = "*"
_MOST_SKIPPED = 3
_FEWEST_LETTERS = 6
_PART = re.compile(r"\([^()]*\)|\*|[^()*]+")


class LexiconError(ValueError):
    """A data file is not a mapping of labels to phrases, or a phrase in it stands for nothing."""


@dataclass(frozen=True)
class Found:
    """A phrase of a layer in a message, from token `first` up to and with token `last`."""

    layer: str
    label: str
    first: int
    last: int


@dataclass(frozen=True)
class _Slot:
    """One part of a phrase: its alternatives by their first word, and whether it may be missing."""

    alternatives: Mapping[str, Sequence[tuple[str, ...]]]
    optional: bool = False
    gap: bool = False

    def after(self, said: Sequence[Token], position: int) -> Iterator[int]:
        """The positions behind this part, if it stands at the position."""
        if self.gap:
            for skipped in range(_MOST_SKIPPED + 1):
                yield position + skipped
                if position + skipped >= len(said) or said[position + skipped].mark:
                    return
            return
        if self.optional:
            yield position
        if position < len(said):
            for words in self.alternatives.get(said[position].text, ()):
                end = position + len(words)
                if end <= len(said) and all(said[position + number].text == word for number, word in enumerate(words)):
                    yield end


@dataclass(frozen=True)
class _Phrase:
    label: str
    slots: tuple[_Slot, ...]
    loud: bool

    def end(self, said: Sequence[Token], first: int) -> int:
        """The position behind the longest form of the phrase that begins at `first`, or `first` if there is none."""
        positions = {first}
        for slot in self.slots:
            positions = {end for position in positions for end in slot.after(said, position)}
        if self.loud and not all(token.loud for token in said[first : max(positions, default=first)]):
            return first
        return max(positions, default=first)


class Layer:
    """The phrases of one file, by the words that they can begin with."""

    def __init__(self, name: str, phrases: Mapping[str, Iterable[str]]) -> None:
        self.name = name
        self.vocabulary: set[str] = set()
        self._by_first: dict[str, list[_Phrase]] = {}
        # Of two equally long phrases the first one counts, so those that mean nothing come first.
        for label in sorted(phrases, key=lambda each: each != NOTHING):
            for written in phrases[label]:
                self._add(label, written)

    def _add(self, label: str, written: str) -> None:
        phrase = _Phrase(label, tuple(_slots(written.removeprefix("="))), written.startswith("="))
        firsts: set[str] = set()
        for slot in phrase.slots:
            firsts.update(slot.alternatives)
            if not slot.optional:
                break
        if not firsts or phrase.slots[-1].gap or all(slot.optional for slot in phrase.slots):
            raise LexiconError(
                f"{self.name}: {written!r} under {label} can stand for no words at all, or begins or ends with a gap"
            )
        for first in firsts:
            self._by_first.setdefault(first, []).append(phrase)
        for slot in phrase.slots:
            words = {word for alternatives in slot.alternatives.values() for alternative in alternatives for word in alternative}
            self.vocabulary.update(word for word in words if word.isascii() and word.isalpha())

    def find(self, said: Sequence[Token]) -> list[Found]:
        """The phrases in the message, from left to right, the longest at each place, none overlapping another."""
        found: list[Found] = []
        position = 0
        while position < len(said):
            label, end = NOTHING, position
            for phrase in self._by_first.get(said[position].text, ()):
                reached = phrase.end(said, position)
                if reached > end:
                    label, end = phrase.label, reached
            if label != NOTHING:
                found.append(Found(self.name, label, position, end - 1))
            position = max(end, position + 1)
        return found


def _slots(written: str) -> Iterator[_Slot]:
    parts = _PART.findall(written)
    if "".join(parts) != written:
        raise LexiconError(f"{written!r} has a parenthesis too many, or one inside another")
    for part in parts:
        if part == _GAP:
            yield _Slot({}, gap=True)
            continue
        by_first: dict[str, list[tuple[str, ...]]] = {}
        choices = part[1:-1].split("|") if part.startswith("(") else [part]
        for choice in choices:
            if words := tuple(token.text for token in tokens(choice)):
                by_first.setdefault(words[0], []).append(words)
        if by_first:
            yield _Slot(by_first, optional=any(not choice.strip() for choice in choices))


class Lexicon:
    """All layers, the patterns of cloud regions, and the words that a misspelling may stand for."""

    def __init__(self, layers: Mapping[str, Layer], regions: Mapping[str, re.Pattern[str]], other_words: Iterable[str]) -> None:
        self.layers = layers
        self.regions = regions
        self._known = set().union(*(layer.vocabulary for layer in layers.values()))
        self._other_words = frozenset(other_words)
        self._nearby: dict[str, set[str]] = {}
        for word in self._known:
            if len(word) >= _FEWEST_LETTERS:
                for shortened in _shortened(word):
                    self._nearby.setdefault(shortened, set()).add(word)

    def spelled_right(self, token: Token) -> Token:
        """The token with one slip mended (a letter too many, too few, wrong, or two swapped), if it can mean one word only."""
        word = token.text
        if len(word) < _FEWEST_LETTERS or not (word.isascii() and word.isalpha()):
            return token
        if word in self._known or word in self._other_words:
            return token
        near = {each for part in _shortened(word) for each in self._nearby.get(part, ()) if _one_slip(word, each)}
        if len(near) > 1:
            near = {each for each in near if len(each) == len(word)}
        return Token(near.pop(), token.start, token.end) if len(near) == 1 else token


def _shortened(word: str) -> list[str]:
    return [word] + [word[:place] + word[place + 1 :] for place in range(1, len(word))]


def _one_slip(one: str, other: str) -> bool:
    if one[0] != other[0] or abs(len(one) - len(other)) > 1:
        return False
    place = next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
    left, right = one[place:], other[place:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped


def read(name: str) -> dict[str, list[str]]:
    """The phrases of one data file by label.

    Raises:
        LexiconError: the file is not a mapping of labels to lists.
    """
    # The base loader keeps every word a string: "no" and "on" are words here, not truth values.
    content = yaml.load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    if not isinstance(content, dict) or not all(isinstance(phrases, list) for phrases in content.values()):
        raise LexiconError(f"{name}.yml must map each label to a list of phrases")
    return content


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon, read at the first call."""
    regions = {label: re.compile("|".join(patterns)) for label, patterns in read("regions").items()}
    names = sorted(path.stem for path in FOLDER.glob("*.yml") if path.stem not in ("regions", "spelling"))
    return Lexicon({name: Layer(name, read(name)) for name in names}, regions, read("spelling")["other_words"])
