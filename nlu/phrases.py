"""Phrases and how they are found in a message.

In a phrase

    (a|b|)   stands for any one of its parts, the empty one included,
    <name>   for any one of the phrases of that name in the language's lists, and <name>? for none of them too,
    *        inside for up to three words, several of them for as many times more,
    =        at the beginning for capitals only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from nlu.folding import Token, tokens

NOTHING = "nothing"
Lists = Mapping[str, Sequence[str]]
_NO_LISTS: Lists = MappingProxyType({})
_NONE: Mapping[str, str] = MappingProxyType({})
_NO_WORDS: Mapping[tuple[str, ...], tuple[Group, int]] = MappingProxyType({})
_GAP = "*"
_MOST_SKIPPED = 3
# Stands for every second word that no phrase asks for.
_ANY_WORD = ""
_PART = re.compile(r"\([^()]*\)|<\w+>\??|\*|[^()*<>]+")
_LEFT_OUT = re.compile(r"\w\?")


class PhraseError(ValueError):
    """A phrase stands for nothing, or is not written in the language of phrases."""


@dataclass(frozen=True, eq=False)
class Group:
    """What some phrases tell: their kind, further attributes, and the file they stand in."""

    layer: str
    kind: str
    attributes: Mapping[str, str] = _NONE
    file: str = ""


@dataclass(frozen=True)
class Found:
    """A phrase of a layer in a message, from token `first` up to and with token `last`.

    `group` tells what the phrase means, `line` where it is written; both are empty where code has found it.
    """

    layer: str
    label: str
    first: int
    last: int
    group: Group | None = field(default=None, compare=False)
    line: int = field(default=0, compare=False)

    def __getitem__(self, attribute: str) -> str:
        """An attribute of the phrase's group, or an empty string."""
        return self.group.attributes.get(attribute, "") if self.group else ""

    @property
    def written(self) -> str:
        """The file and the line of the phrase, or an empty string."""
        return f"{self.group.file}:{self.line}" if self.group and self.line else ""


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
                if len(words) == 1 or [token.text for token in said[position:end]] == list(words):
                    yield end


@dataclass(frozen=True)
class _Phrase:
    group: Group
    line: int
    slots: tuple[_Slot, ...]
    loud: bool
    needs: frozenset[str]
    """Words of which the message must have one; most phrases are ruled out by that alone."""

    def end(self, said: Sequence[Token], first: int) -> int:
        """The position behind the longest form of the phrase that begins at `first`, or `first` if there is none."""
        positions = {first}
        for slot in self.slots:
            positions = {end for position in positions for end in slot.after(said, position)}
            if not positions:
                return first
        if self.loud and not all(token.loud for token in said[first : max(positions)]):
            return first
        return max(positions)


def _seconds(slots: Sequence[_Slot], first: str) -> frozenset[str] | None:
    """The words of which one must follow the first word of a phrase, or None where any may."""
    seconds: set[str] = set()
    for number, slot in enumerate(slots):
        for words in slot.alternatives.get(first, ()):
            if len(words) > 1:
                seconds.add(words[1])
                continue
            behind = _beginnings(slots[number + 1 :])
            if behind is None:
                return None
            seconds |= behind
        if not slot.optional:
            break
    return frozenset(seconds)


def _beginnings(slots: Sequence[_Slot]) -> set[str] | None:
    """The words that the rest of a phrase can begin with, or None where it may be empty or begin with anything."""
    firsts: set[str] = set()
    for slot in slots:
        if slot.gap:
            return None
        firsts.update(slot.alternatives)
        if not slot.optional:
            return firsts
    return None


class Layer:
    """The phrases of one layer, by the words that they can begin with."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.vocabulary: set[str] = set()
        self.exact: set[str] = set()
        self._fixed: dict[str, dict[tuple[str, ...], tuple[Group, int]]] = {}
        self._lengths: dict[str, list[int]] = {}
        self._by_first: dict[str, list[tuple[_Phrase, frozenset[str] | None]]] = {}
        self._by_two: dict[str, dict[str, list[_Phrase]]] = {}

    def add(self, group: Group, written: str, line: int = 0, lists: Lists = _NO_LISTS) -> None:
        """Takes up a phrase.

        Raises:
            PhraseError: it can stand for no words at all, begins or ends with a gap, or names an unknown list.
        """
        loud = written.startswith("=")
        slots = tuple(_slots(written.removeprefix("="), lists))
        firsts: set[str] = set()
        for slot in slots:
            firsts.update(slot.alternatives)
            if not slot.optional:
                break
        if not firsts or slots[-1].gap or all(slot.optional for slot in slots):
            raise PhraseError(f"{written!r} under {group.kind} can stand for no words at all, or begins or ends with a gap")
        every = [words for slot in slots for choices in slot.alternatives.values() for words in choices]
        known = self.exact if group.attributes.get("slips") == "none" else self.vocabulary
        known.update(word for words in every for word in words if word.isascii() and word.isalpha())
        if len(slots) == 1 and not loud:
            for words in every:
                same = self._fixed.setdefault(words[0], {})
                if words not in same or group.kind == NOTHING:
                    same[words] = (group, line)
                lengths = self._lengths.setdefault(words[0], [])
                if len(words) not in lengths:
                    lengths.append(len(words))
                    lengths.sort(reverse=True)
        else:
            last = next(slot for slot in reversed(slots) if not (slot.optional or slot.gap))
            phrase = _Phrase(group, line, slots, loud, frozenset(last.alternatives))
            shared: dict[frozenset[str] | None, frozenset[str] | None] = {}
            for first in firsts:
                seconds = _seconds(slots, first)
                self._by_first.setdefault(first, []).append((phrase, shared.setdefault(seconds, seconds)))
                self._by_two.pop(first, None)

    @cached_property
    def firsts(self) -> set[str]:
        """The words that a phrase can begin with."""
        return self._fixed.keys() | self._by_first.keys()

    def find(self, said: Sequence[Token], positions: Iterable[int] | None = None, among: Set[str] | None = None) -> list[Found]:
        """The phrases in the message, from left to right, the longest at each place, none overlapping another.

        Of two equally long ones that which means nothing counts. `positions` are those of words that a phrase can begin with,
        `among` the words of the message.
        """
        found: list[Found] = []
        words = {token.text for token in said} if among is None else among
        behind = 0
        for position in range(len(said)) if positions is None else positions:
            if position < behind:
                continue
            end, group, line = self._longest(said, position, words)
            if group is not None and group.kind != NOTHING:
                found.append(Found(self.name, group.kind, position, end - 1, group, line))
            behind = end
        return found

    def _beginning_with(self, word: str, following: str) -> Sequence[_Phrase]:
        """The phrases that can begin with two words, in the order in which they were added; sorted out once for each first word."""
        by_second = self._by_two.get(word)
        if by_second is None:
            phrases = self._by_first.get(word, ())
            known = {_ANY_WORD}.union(*(seconds for _, seconds in phrases if seconds is not None))
            by_second = self._by_two[word] = {
                second: [phrase for phrase, seconds in phrases if seconds is None or second in seconds] for second in known
            }
        return by_second.get(following, by_second[_ANY_WORD])

    def _longest(self, said: Sequence[Token], position: int, among: Set[str]) -> tuple[int, Group | None, int]:
        end, group, line = position, None, 0
        word = said[position].text
        following = said[position + 1].text if position + 1 < len(said) else ""
        for phrase in self._beginning_with(word, following):
            if phrase.needs.isdisjoint(among):
                continue
            reached = phrase.end(said, position)
            if reached > end or (reached == end > position and phrase.group.kind == NOTHING):
                end, group, line = reached, phrase.group, phrase.line
        fixed = self._fixed.get(word, _NO_WORDS)
        for length in self._lengths.get(word, ()):
            reached = position + length
            if reached < end:
                break
            found = fixed.get(tuple([token.text for token in said[position:reached]]))
            if found is not None and reached <= len(said) and (reached > end or found[0].kind == NOTHING):
                return reached, *found
        return end, group, line


def _slots(written: str, lists: Lists) -> Iterator[_Slot]:
    parts = _PART.findall(written)
    if "".join(parts) != written:
        raise PhraseError(f"{written!r} has a parenthesis too many, or one inside another")
    for part in parts:
        if part == _GAP:
            yield _Slot({}, gap=True)
            continue
        by_first: dict[str, list[tuple[str, ...]]] = {}
        choices = list(_choices(part, lists))
        for choice in choices:
            if words := tuple(token.text for token in tokens(choice)):
                by_first.setdefault(words[0], []).append(words)
        if by_first:
            yield _Slot(by_first, optional=any(not choice.strip() for choice in choices))


def _choices(part: str, lists: Lists) -> Iterable[str]:
    if part.startswith("("):
        return part[1:-1].split("|")
    if not part.startswith("<"):
        if _LEFT_OUT.search(part):
            raise PhraseError(
                f"{part.strip()!r} cannot be left out by a question mark, which only a <list> can; write (word|) instead"
            )
        return [part]
    name = part.strip("<>?")
    if name not in lists:
        raise PhraseError(f"there is no list {name!r}")
    return [*lists[name], ""] if part.endswith("?") else lists[name]
