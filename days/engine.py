"""Grammars as tables of productions, and a parser that finds all that a stretch of tokens can be.

Parser libraries were weighed. An expression for a day is three to fifteen tokens long, is looked for in every message, and has to be
rejected when two parses disagree; so all parses are wanted, within a fraction of a millisecond, on tokens that carry several readings
at once ("second", "may", 日). That is a memoized descent of a few lines; an Earley parser with a lexer of its own is ten times slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any


@dataclass(frozen=True)
class Token:
    """A word, a number or a mark.

    `names` are the terminals that it can be, with their values; a token without names belongs to no expression. `start` and `end`
    are offsets in the text as written.
    """

    text: str
    start: int
    end: int
    names: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Item:
    name: str
    kept: bool
    missing: bool = False


@dataclass(frozen=True)
class _Production:
    items: tuple[_Item, ...]
    first: str
    make: Callable[..., Any]


class Grammar:
    """Productions by the symbol that they make."""

    def __init__(self) -> None:
        self._productions: dict[str, list[_Production]] = {}
        self._starts: dict[str, frozenset[str]] = {}

    def rule(self, symbol: str, written: str, make: Callable[..., Any]) -> None:
        """Adds a production: `<name>` is a part whose value `make` gets, `name` a part without; `?` marks what may be missing.

        A part is a terminal or another symbol; `a|b` is one of several. `make` gets None for a kept part that is missing.
        A symbol must not begin with itself.
        """
        for items in product(*(list(_variants(part)) for part in written.split())):
            present = [each for each in items if not each.missing]
            self._productions.setdefault(symbol, []).append(_Production(items, present[0].name, make))

    def parses(self, symbol: str, tokens: Sequence[Token], first: int = 0) -> list[tuple[int, Any]]:
        """Everything that the symbol can be from that token on: where it ends (exclusive), and its value."""
        return _Parser(self, tokens).parses(symbol, first)

    def whole(self, symbol: str, tokens: Sequence[Token]) -> list[Any]:
        """The values of the symbol's parses that take up all tokens."""
        return [value for end, value in self.parses(symbol, tokens) if end == len(tokens)]

    def holds(self, symbols: Sequence[str], tokens: Sequence[Token]) -> bool:
        """Whether one of the symbols can be found anywhere among the tokens."""
        parser = _Parser(self, tokens)
        return any(parser.parses(each, place) for place in range(len(tokens)) for each in symbols)

    def productions(self, symbol: str) -> list[_Production] | None:
        """The productions of a symbol; None for a terminal."""
        return self._productions.get(symbol)

    def starts(self, symbol: str) -> frozenset[str]:
        """The terminals with which the symbol can begin."""
        if symbol not in self._productions:
            return frozenset({symbol})
        if symbol not in self._starts:
            self._starts[symbol] = frozenset()  # what a symbol that begins with itself would find
            begun = [self.starts(each.first) for each in self._productions[symbol]]
            self._starts[symbol] = frozenset().union(*begun)
        return self._starts[symbol]

    def checked(self) -> Grammar:
        """The same grammar.

        Raises:
            ValueError: a symbol begins with itself, so that a descent would not end.
        """
        for symbol in self._productions:
            reached, ahead = set[str](), [symbol]
            while ahead:
                for each in self._productions.get(ahead.pop(), ()):
                    if each.first == symbol:
                        raise ValueError(f"{symbol} begins with itself")
                    if each.first not in reached:
                        reached.add(each.first)
                        ahead.append(each.first)
        return self


def _variants(part: str) -> Iterator[_Item]:
    optional = part.endswith("?")
    part = part.removesuffix("?")
    kept = part.startswith("<")
    for name in part.strip("<>").split("|"):
        yield _Item(name, kept)
    if optional:
        yield _Item("", kept, missing=True)


class _Parser:
    def __init__(self, grammar: Grammar, tokens: Sequence[Token]) -> None:
        self._grammar = grammar
        self._tokens = tokens
        self._found: dict[tuple[str, int], list[tuple[int, Any]]] = {}

    def parses(self, symbol: str, first: int) -> list[tuple[int, Any]]:
        if first >= len(self._tokens):
            return []
        key = (symbol, first)
        if key in self._found:
            return self._found[key]
        names = self._tokens[first].names
        productions = self._grammar.productions(symbol)
        if productions is None:
            return [(first + 1, names[symbol])] if symbol in names else []
        found: list[tuple[int, Any]] = []
        if not self._grammar.starts(symbol).isdisjoint(names):
            for production in productions:
                if not self._grammar.starts(production.first).isdisjoint(names):
                    found += [(end, production.make(*values)) for end, values in self._sequences(production.items, first)]
        self._found[key] = found
        return found

    def _sequences(self, items: tuple[_Item, ...], first: int) -> list[tuple[int, tuple[Any, ...]]]:
        reached: list[tuple[int, tuple[Any, ...]]] = [(first, ())]
        for item in items:
            if item.missing:
                reached = [(end, (*values, None)) if item.kept else (end, values) for end, values in reached]
                continue
            reached = [
                (end, (*values, value) if item.kept else values)
                for position, values in reached
                for end, value in self.parses(item.name, position)
            ]
            if not reached:
                break
        return reached
