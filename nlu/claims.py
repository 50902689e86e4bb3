"""A fact's value as some words claim it, what the marks on the words make of it, and which of several claims holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from nlu.phrases import Found
from nlu.reading import Certainty, Reading, Statement

Outcome = Literal["", "nothing", "likely", "later", "planned", "likely planned"]
Outcomes = Mapping[str, Outcome]

OUTCOMES: Outcomes = {
    "another": "nothing",
    "supplier": "nothing",
    "unsure": "nothing",
    "elsewhere": "nothing",
    "past": "nothing",
    "forbidden": "nothing",
    "defined": "nothing",
    "later": "later",
    "planned": "planned",
    "possible": "likely planned",
    "supposed": "likely planned",
    "option": "likely",
    "rule": "likely",
    "told": "likely",
    "guessed": "likely",
    "theirs": "likely",
    "quoted": "likely",
    "asked": "likely",
}
"""What a mark makes of any claim, unless the fact's own table says otherwise; marks that stand in neither change nothing."""


OTHERS = frozenset(("another", "supplier"))
"""Marks that make something somebody else's, unless he does it for us."""


@dataclass(frozen=True)
class Claim:
    """A fact's value with the tokens that tell it, before corrections and precedence are weighed.

    A `planned` one is for later if something else holds now, and else what the website is going to be; a `denied` one follows from
    another value being denied. `words` are the phrases that told it, `marks` those around them.
    """

    value: str
    first: int
    last: int
    rank: int = 0
    role: str | None = None
    certainty: Certainty = "stated"
    planned: bool = False
    denied: bool = False
    words: tuple[Found, ...] = ()
    marks: tuple[Found, ...] = ()


def weighed(claim: Claim, marks: Mapping[str, Found], outcomes: Outcomes = OUTCOMES) -> Claim | None:
    """The claim as the marks leave it: as it is, only likely, for later, or none at all."""
    met = {outcomes.get(name, "") for name in marks if not (name in OTHERS and "for_us" in marks)}
    if "nothing" in met:
        return None
    return replace(
        claim,
        role="later" if "later" in met else claim.role,
        certainty="likely" if met & {"likely", "likely planned"} else claim.certainty,
        planned=bool(met & {"planned", "likely planned"}),
        marks=tuple(marks[name] for name in marks if outcomes.get(name)),
    )


def only_likely(claims: Iterable[Claim]) -> list[Claim]:
    """The claims, none of them more than likely."""
    return [replace(each, certainty="likely") for each in claims]


def settled(reading: Reading, fact: str, claims: Sequence[Claim]) -> list[Statement]:
    """The claims that hold, one for now and one for later at most.

    What is stated wins over what is likely; then what comes after a correction, then the highest rank, then the last.
    """
    holding: list[Statement] = []
    today = {each.value for each in claims if each.role is None and not each.planned}
    in_time = [replace(each, role="later") if each.planned and today - {each.value} else each for each in claims]
    for role in (None, "later"):
        same = [each for each in in_time if each.role == role]
        stated = [each for each in same if each.certainty == "stated"]
        ordered = sorted(stated or same, key=lambda each: each.last)
        if ordered:
            since = _corrected_since(reading, ordered)
            holding.append(_statement(reading, fact, max(ordered[since:], key=lambda each: (each.rank, each.last))))
    return holding


def _corrected_since(reading: Reading, ordered: Sequence[Claim]) -> int:
    since = 0
    for number in range(1, len(ordered)):
        if reading.any_between("speech", "correction", range(ordered[number - 1].last + 1, ordered[number].last + 1)):
            since = number
    return since


def _statement(reading: Reading, fact: str, claim: Claim) -> Statement:
    tokens = reading.tokens
    because = tuple(
        f"{each.label}: {reading.text[tokens[each.first].start : tokens[each.last].end]!r} {each.written}".rstrip()
        for each in (*claim.words, *claim.marks)
    )
    stated = reading.statement(fact, claim.value, claim.first, claim.last, claim.role, claim.certainty)
    hinted = all(each["at_home"] or each.layer == "hints" for each in claim.words)
    hinted = bool(claim.words) and claim.certainty == "likely" and hinted
    return replace(stated, because=because, hinted=hinted, planned=claim.planned and claim.role is None, denied=claim.denied)
