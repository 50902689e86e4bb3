"""The words that tell facts, read from `words/*.yml` and compiled once.

Each file is a layer; each of its keys is a label with a list of phrases. In a phrase `(a|b|)` stands for any one of its parts,
the empty one included, `*` for up to three words, and a leading `=` for capitals only. The label `nothing` holds phrases
that contain a word of the layer and mean something else; the longest phrase always wins.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nlu.folding import Token, tokens

FOLDER = Path(__file__).parent / "words"
NOTHING = "nothing"
_GAP = "*"
_MOST_SKIPPED = 3
_FEWEST_LETTERS = 6
_CHOICE = re.compile(r"\(([^()]*)\)")


class LexiconError(ValueError):
    """A data file is not a mapping of labels to phrases, or gives one phrase two meanings."""


@dataclass(frozen=True)
class Found:
    """A phrase of a layer in a message, from token `first` up to and with token `last`."""

    layer: str
    label: str
    first: int
    last: int


@dataclass(frozen=True)
class _End:
    label: str
    loud: bool


class Layer:
    """The phrases of one file, as a tree of tokens."""

    def __init__(self, name: str, phrases: Mapping[str, Iterable[str]]) -> None:
        self.name = name
        self.vocabulary: set[str] = set()
        self._root: dict[str, Any] = {}
        for label, written in phrases.items():
            for phrase in written:
                for variant in spelled_out(phrase):
                    self._add(label, variant)

    def _add(self, label: str, phrase: str) -> None:
        loud = phrase.startswith("=")
        words: list[str] = []
        for part in re.split(r"(\*)", phrase.removeprefix("=")):
            words += [_GAP] if part == _GAP else [token.text for token in tokens(part)]
        if not words:
            raise LexiconError(f"{self.name}: the phrase {phrase!r} of {label} has no words")
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        if node.get("", _End(label, loud)) != _End(label, loud):
            raise LexiconError(f"{self.name}: {phrase!r} stands under {node[''].label} and under {label}")
        node[""] = _End(label, loud)
        self.vocabulary.update(word for word in words if word.isascii() and word.isalpha())

    def find(self, said: Sequence[Token]) -> list[Found]:
        """The phrases in the message, from left to right, the longest at each place, none overlapping another."""
        found: list[Found] = []
        position = 0
        while position < len(said):
            last, label = self._longest(self._root, said, position, position)
            if last < position:
                position += 1
                continue
            if label != NOTHING:
                found.append(Found(self.name, label, position, last))
            position = last + 1
        return found

    def _longest(self, node: dict[str, Any], said: Sequence[Token], first: int, position: int) -> tuple[int, str]:
        best, label = -1, ""
        while True:
            end = node.get("")
            if end is not None and (not end.loud or all(token.loud for token in said[first:position])):
                best, label = position - 1, end.label
            if _GAP in node:
                for start in _after_gap(said, position):
                    further, its_label = self._longest(node[_GAP], said, first, start)
                    if further > best:
                        best, label = further, its_label
            following = node.get(said[position].text) if position < len(said) else None
            if following is None:
                return best, label
            node, position = following, position + 1


def _after_gap(said: Sequence[Token], position: int) -> Iterator[int]:
    for skipped in range(_MOST_SKIPPED + 1):
        if position + skipped >= len(said):
            return
        yield position + skipped
        if said[position + skipped].mark:
            return


def spelled_out(phrase: str) -> list[str]:
    """All variants of a phrase with choices: "(a|my) shop" gives "a shop" and "my shop"."""
    parts = _CHOICE.split(phrase)
    choices = [part.split("|") if odd else [part] for odd, part in zip(itertools.cycle((False, True)), parts)]
    return [re.sub(r"\s+", " ", "".join(variant)).strip() for variant in itertools.product(*choices)]


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
        # The singular and the plural of a word are near one another; both say the same.
        near = {each for each in near if each.removesuffix("s") not in near - {each}}
        return Token(near.pop(), token.start, token.end) if len(near) == 1 else token


def _shortened(word: str) -> list[str]:
    return [word] + [word[:place] + word[place + 1 :] for place in range(1, len(word))]


def _one_slip(one: str, other: str) -> bool:
    if one[0] != other[0] or abs(len(one) - len(other)) > 1:
        return False
    place = next((place for place, pair in enumerate(zip(one, other)) if pair[0] != pair[1]), min(len(one), len(other)))
    left, right = one[place:], other[place:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped


def read(name: str) -> dict[str, list[str]]:
    """The phrases of one data file by label.

    Raises:
        LexiconError: the file is not a mapping of labels to lists.
    """
    # The base loader keeps every word a string: "no" and "on" are words here, not truth values.
    content = yaml.load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    if not isinstance(content, dict) or not all(isinstance(phrases, list) for phrases in content.values()):
        raise LexiconError(f"{name}.yml must map each label to a list of phrases")
    return content


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon, read at the first call."""
    regions = {label: re.compile("|".join(patterns)) for label, patterns in read("regions").items()}
    names = sorted(path.stem for path in FOLDER.glob("*.yml") if path.stem not in ("regions", "spelling"))
    return Lexicon({name: Layer(name, read(name)) for name in names}, regions, read("spelling")["other_words"])
