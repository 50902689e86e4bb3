"""Grammars as tables of productions, and a parser that finds all that a stretch of tokens can be.

Parser libraries were weighed. An expression for a day is three to fifteen tokens long, is looked for in every message, and has to be
rejected when two parses disagree; so all parses are wanted, within a fraction of a millisecond, on tokens that carry several readings
at once ("second", "may", 日). That is a memoized descent of a few lines; an Earley parser with a lexer of its own is ten times slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple


def same(value: object) -> object:
    """The value of a rule that only renames its one part."""
    return value


class Token(NamedTuple):
    """A word, a number or a mark.

    `names` are the terminals that it can be, with their values; a token without names belongs to no expression. `start` and `end`
    are offsets in the text as written.
    """

    text: str
    start: int
    end: int
    names: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class _Part:
    names: tuple[str, ...]
    kept: bool
    optional: bool


@dataclass(frozen=True, eq=False)
class _Production:
    parts: tuple[_Part, ...]
    make: Callable[..., Any]

    def first(self) -> Iterator[str]:
        """The names with which it can begin."""
        for part in self.parts:
            yield from part.names
            if not part.optional:
                break


class Grammar:
    """Productions by the symbol that they make."""

    def __init__(self) -> None:
        self._productions: dict[str, list[_Production]] = {}
        self._starting: dict[str, dict[str, list[_Production]]] = {}

    def rule(self, symbol: str, written: str, make: Callable[..., Any]) -> None:
        """Adds a production: `<name>` is a part whose value `make` gets, `name` a part without; `?` marks what may be missing.

        A part is a terminal or another symbol; `a|b` is one of several. `make` gets None for a kept part that is missing.
        A symbol must not begin with itself.
        """
        self._productions.setdefault(symbol, []).append(_Production(tuple(map(_part, written.split())), make))

    def ready(self) -> Grammar:
        """The grammar, now that it has all its productions.

        Raises:
            ValueError: a symbol begins with itself, so that a descent would not end.
        """
        for symbol in self._productions:
            self._starting_of(symbol, ())
        return self

    def _starting_of(self, symbol: str, above: tuple[str, ...]) -> dict[str, list[_Production]]:
        """The productions of a symbol by the terminals with which they can begin."""
        if symbol in above:
            raise ValueError(f"{symbol} begins with itself: {' > '.join((*above, symbol))}")
        if symbol not in self._starting:
            found: dict[str, list[_Production]] = {}
            for production in self._productions[symbol]:
                terminals: set[str] = set()
                for name in production.first():
                    terminals |= self._starting_of(name, (*above, symbol)).keys() if name in self._productions else {name}
                for terminal in terminals:
                    found.setdefault(terminal, []).append(production)
            self._starting[symbol] = found
        return self._starting[symbol]

    def parser(self, tokens: Sequence[Token]) -> Parser:
        """Parses of any stretch of the tokens."""
        return Parser(self._starting, tokens)

    def whole(self, symbol: str, tokens: Sequence[Token]) -> list[Any]:
        """The values of the symbol's parses that take up all tokens."""
        return self.parser(tokens).whole(symbol, 0, len(tokens))


def _part(written: str) -> _Part:
    bare = written.removesuffix("?")
    return _Part(tuple(bare.strip("<>").split("|")), bare.startswith("<"), bare != written)


class Parser:
    """What each symbol can be from each of the tokens on; nothing is parsed twice, whatever stretches are asked for."""

    def __init__(self, starting: dict[str, dict[str, list[_Production]]], tokens: Sequence[Token]) -> None:
        self._starting = starting
        self._names = [*(each.names for each in tokens), {}]
        self._found: dict[tuple[str, int], list[tuple[int, Any]]] = {}

    def whole(self, symbol: str, first: int, end: int) -> list[Any]:
        """The values of the symbol's parses from the token `first` up to the token `end`, which is not among them."""
        return [value for ended, value in self._parses(symbol, first) if ended == end]

    def holds(self, symbols: Sequence[str], first: int, end: int) -> bool:
        """Whether one of the symbols can be found anywhere between the two tokens."""
        return any(ended <= end for place in range(first, end) for symbol in symbols for ended, _ in self._parses(symbol, place))

    def _parses(self, symbol: str, first: int) -> list[tuple[int, Any]]:
        """Everything that the symbol can be from that token on: where it ends (exclusive), and its value."""
        names = self._names[first]
        starting = self._starting.get(symbol)
        if starting is None:
            return [(first + 1, names[symbol])] if symbol in names else []
        if names.keys().isdisjoint(starting):
            return []
        key = (symbol, first)
        if (found := self._found.get(key)) is None:
            tried = dict.fromkeys(each for name in names for each in starting.get(name, ()))
            found = self._found[key] = [
                (end, production.make(*values)) for production in tried for end, values in self._sequences(production, first)
            ]
        return found

    def _sequences(self, production: _Production, first: int) -> list[tuple[int, tuple[Any, ...]]]:
        reached: list[tuple[int, tuple[Any, ...]]] = [(first, ())]
        for part in production.parts:
            following = [(place, (*values, None) if part.kept else values) for place, values in reached] if part.optional else []
            for place, values in reached:
                for name in part.names:
                    for end, value in self._parses(name, place):
                        following.append((end, (*values, value) if part.kept else values))
            if not following:
                return []
            reached = following
        return reached
