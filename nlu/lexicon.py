"""The words that tell facts, read from `words/` and compiled once.

Each folder there is a language, each file in it a layer: a list of groups of phrases. A layer of many words is a folder of files, one a
topic, and so are the lists that phrases share. A group has a `kind`, which says what its phrases tell, and where needed further
attributes (`layer`, if it is not the file's); below them its `phrases`, one a line, and the sentences that it `hears` and `ignores`,
which are its tests. The phrases of a kind `nothing` contain a word of the layer and mean something else; the longest phrase always
wins, of two that are the same the first. Where nothing but the kind is to be said, a file may map each kind to its phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from nlu.folding import Token, tokens
from nlu.phrases import Found, Group, Layer, PhraseError

__all__ = ["Found", "Lexicon", "LexiconError", "WordFile", "WordGroup", "lexicon", "word_files", "word_groups"]

FOLDER = Path(__file__).parent / "words"
_LISTS, _REGIONS, _SPELLING, _SLIPS = "lists", "regions", "spelling", "slips"
_FEWEST_LETTERS = 6
_SENTENCES = ("hears", "ignores")


class LexiconError(ValueError):
    """A data file is no list of groups of phrases, or a phrase in it cannot be read. The message names file and line."""


@dataclass(frozen=True)
class WordFile:
    """A file of words: the layer that its groups belong to, the folder of its language, and its name as errors tell it."""

    path: Path
    layer: str
    language: Path
    name: str


@dataclass(frozen=True)
class WordGroup:
    """A group as it is written: what it tells, its phrases with their lines, and the sentences that test it."""

    group: Group
    phrases: tuple[tuple[str, int], ...]
    hears: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()


class Lexicon:
    """All layers, the patterns of cloud regions, and the words that a misspelling may stand for."""

    def __init__(self, layers: Mapping[str, Layer], regions: Mapping[str, re.Pattern[str]], other_words: Iterable[str]) -> None:
        self.layers = layers
        self.regions = regions
        self._layers_with: dict[str, list[str]] = {}
        for name, layer in layers.items():
            for word in layer.firsts:
                self._layers_with.setdefault(word, []).append(name)
        mended = set().union(*(layer.vocabulary for layer in layers.values()))
        self._known = mended.union(*(layer.exact for layer in layers.values()))
        self._other_words = frozenset(other_words)
        self._nearby: dict[str, set[str]] = {}
        for word in mended:
            if len(word) >= _FEWEST_LETTERS:
                for shortened in _shortened(word):
                    self._nearby.setdefault(shortened, set()).add(word)

    def find(self, said: Sequence[Token]) -> dict[str, list[Found]]:
        """The phrases of each layer in a message."""
        positions: dict[str, list[int]] = {name: [] for name in self.layers}
        for position, token in enumerate(said):
            for name in self._layers_with.get(token.text, ()):
                positions[name].append(position)
        among = {token.text for token in said}
        return {name: layer.find(said, positions[name], among) if positions[name] else [] for name, layer in self.layers.items()}

    def mended(self, said: Sequence[Token]) -> list[Token]:
        """The tokens with each slip mended: those that are written down as such ("背案"), then single letters."""
        right = [self.spelled_right(token) for token in said]
        for slip in self.slips(right):
            for place, meant in zip(range(slip.first, slip.last + 1), tokens(slip.label), strict=False):
                right[place] = replace(right[place], text=meant.text)
        return right

    def slips(self, said: Sequence[Token]) -> list[Found]:
        """What is written down as typed wrong; the label is the right word."""
        layer = self.layers.get(_SLIPS)
        return layer.find(said, [place for place, token in enumerate(said) if token.text in layer.firsts]) if layer else []

    def without_slips(self, text: str) -> str:
        """The text with what is written down as typed wrong put right ("背案"), else as it is."""
        said = tokens(text)
        for slip in reversed(self.slips([self.spelled_right(token) for token in said])):
            text = text[: said[slip.first].start] + slip.label + text[said[slip.last].end :]
        return text

    def spelled_right(self, token: Token) -> Token:
        """The token with one slip mended (a letter too many, too few, wrong, or two swapped), if it can mean one word only."""
        meant = "" if token.text in self._other_words else self._meant(token.text)
        return Token(meant, token.start, token.end) if meant else token

    def would_mend(self, word: str) -> bool:
        """Whether the word would be taken for a slip, were it not among the other words."""
        return bool(self._meant(word))

    def _meant(self, word: str) -> str:
        """The one word of the lexicon that a misspelling stands for, or an empty string."""
        if len(word) < _FEWEST_LETTERS or not (word.isascii() and word.isalpha()) or word in self._known:
            return ""
        near = {each for part in _shortened(word) for each in self._nearby.get(part, ()) if _one_slip(word, each)}
        if len(near) > 1:
            near = {each for each in near if len(each) == len(word)}
        return near.pop() if len(near) == 1 else ""


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


def word_files(folder: Path = FOLDER) -> list[WordFile]:
    """All files of words in a folder by language, those of a layer that is a folder itself included."""
    found = [WordFile(path, path.stem, folder, f"{folder.name}/{path.name}") for path in folder.glob("*.yml")]
    for path in [*folder.glob("*/*.yml"), *folder.glob("*/*/*.yml")]:
        language = folder / path.relative_to(folder).parts[0]
        layer = path.stem if path.parent == language else path.parent.name
        found.append(WordFile(path, layer, language, path.relative_to(folder).as_posix()))
    # Where two phrases are the same the first one counts.
    return sorted(found, key=lambda each: (each.language.as_posix(), each.layer, each.path.name))


def word_groups(file: WordFile) -> Iterator[WordGroup]:
    """The groups of one file, in its order.

    Raises:
        LexiconError: the file is no YAML, or neither a list of groups nor a mapping of kinds to phrases.
    """
    name = file.name
    try:
        # The base loader keeps every word a string: "no" and "on" are words here, not truth values.
        root = yaml.compose(file.path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LexiconError(f"{name}:{line} is no YAML: {error.problem}; words with signs in them need quotes") from None
    if isinstance(root, yaml.MappingNode):
        for kind, phrases in root.value:
            yield WordGroup(Group(file.layer, kind.value, file=name), _lines(phrases, name))
    elif isinstance(root, yaml.SequenceNode):
        yield from (_group(each, file.layer, name) for each in root.value)
    else:
        raise LexiconError(f"{name} is no list of groups of phrases")


def _group(node: yaml.Node, layer: str, name: str) -> WordGroup:
    content: dict[str, Any] = {}
    if isinstance(node, yaml.MappingNode):
        content = {key.value: value for key, value in node.value}
    if "kind" not in content or "phrases" not in content:
        raise LexiconError(f"{name}:{node.start_mark.line + 1} is no group: it needs a kind and phrases")
    sentences = {each: tuple(text for text, _ in _lines(content.pop(each), name)) for each in _SENTENCES if each in content}
    phrases = _lines(content.pop("phrases"), name)
    attributes = {key: value.value for key, value in content.items()}
    kind, layer = attributes.pop("kind"), attributes.pop("layer", layer)
    return WordGroup(Group(layer, kind, MappingProxyType(attributes), name), phrases, **sentences)


def _lines(node: yaml.Node, name: str) -> tuple[tuple[str, int], ...]:
    if not isinstance(node, yaml.SequenceNode) or not all(isinstance(each, yaml.ScalarNode) for each in node.value):
        raise LexiconError(f"{name}:{node.start_mark.line + 1} should be a list of words")
    return tuple((each.value, each.start_mark.line + 1) for each in node.value)


def _take_up(layers: dict[str, Layer], file: WordFile, lists: Mapping[str, list[str]]) -> None:
    for each in word_groups(file):
        layer = layers.setdefault(each.group.layer, Layer(each.group.layer))
        for written, line in each.phrases:
            try:
                layer.add(each.group, written, line, lists)
            except PhraseError as error:
                raise LexiconError(f"{each.group.file}:{line}: {error}") from error


def _mapping(file: WordFile) -> dict[str, list[str]]:
    """The lists of a file by their names."""
    return {each.group.kind: [text for text, _ in each.phrases] for each in word_groups(file)}


def read_lexicon(folder: Path = FOLDER) -> Lexicon:
    """The lexicon of a folder.

    Raises:
        LexiconError: a file or a phrase in it cannot be read.
    """
    layers: dict[str, Layer] = {}
    lists: dict[Path, dict[str, list[str]]] = {}
    others: dict[str, dict[str, list[str]]] = {}
    files = word_files(folder)
    for file in files:
        if file.layer == _LISTS:
            lists.setdefault(file.language, {}).update(_mapping(file))
        elif file.layer in (_REGIONS, _SPELLING):
            others[file.layer] = _mapping(file)
    for file in files:
        if file.layer not in (_LISTS, _REGIONS, _SPELLING):
            _take_up(layers, file, lists.get(file.language, {}))
    regions = {label: re.compile("|".join(patterns)) for label, patterns in others[_REGIONS].items()}
    return Lexicon(layers, regions, others[_SPELLING]["other_words"])


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon, read at the first call."""
    return read_lexicon()
