"""The facts that a message states, told from lists of words, a small grammar of what governs what, and negations.

No model and no guess: the same text gives the same statements, and what the words do not say is not stated.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import replace
from functools import lru_cache

from nlu.business import business_statements
from nlu.certificates import certificate_statements
from nlu.dates import date_statements
from nlu.holding import holding_statements
from nlu.hosting import hosting_statements
from nlu.marks import OURSELVES
from nlu.reading import Reading, Statement
from nlu.two_sites import announces_two, apart, missing, of_a_site, sites_named, tells_a_site

_FACTS_OF = {
    "activity": ("activity",),
    "payments": ("payments",),
    "places": ("server", "cdn"),
    "hosting": ("server", "cdn"),
    "live": ("live",),
    "provider": ("provider",),
}
# "你" speaks to somebody, but not in a greeting, in "你们", or where we who answer are asked: "你看", "你觉得", "请问你".
_YOU, _NOT_TO_HIM, _TO_US = "你", frozenset("好们看说觉帮能可会知给告讲评判查算认"), frozenset("问请谢烦劳靠找托")
_SITES = {"another_site": "yes", "several_sites": "several"}
__all__ = ["Statement", "coverage", "find_statements"]


def find_statements(text: str) -> list[Statement]:
    """The statements of a message, in the order of the text.

    Each of `server`, `cdn`, `activity`, `payments`, `filing`, `license`, `psb`, `either`, `live` and `provider` is stated at
    most once for now and once with the role `later`, for what is planned; where a message corrects itself the correction counts.
    A statement is `likely` where the words leave it open: a market or a server, a rule or the person's own case. `certificate`
    (what the message is about) and `date` occur as often as they are written. `either` is an "ICP license" of which the words do
    not tell the level. `another_holds` says that another company has a certificate, `another_site` that the person has a second
    website, or speaks of several. Where it tells of two websites with a place each, the facts of the second have the role `beside`.
    """
    return [*_statements(text)]


# The facts of a message and the signals that its topic is guessed from are both its statements.
@lru_cache(maxsize=256)
def _statements(text: str) -> tuple[Statement, ...]:
    reading = Reading.of(text)
    parts = apart(reading)
    if parts is not None:
        first, second = (_of_one_of_two(Reading.of(part), announces_two(reading)) for part in parts)
        if all(tells_a_site([each.fact for each in found if each.role is None]) for found in (first, second)):
            beside = [replace(each, role="beside") for each in second if of_a_site(each.fact) and each.role is None]
            return tuple(sorted([*first, *beside], key=_place))
    further = any(each.label == "another_site" for each in sites_named(reading))
    found = _of_one_site(reading)
    if further and not any(of_a_site(each.fact) for each in found):  # "the second one is a shop in Wuxi" tells of no street
        found = sorted([*found, *_lacking(reading, found, announced=True)], key=_place)
    return tuple(found)


def _of_one_of_two(part: Reading, announced: bool) -> list[Statement]:
    """The statements of one of two websites, with its place and what it is where only the other one makes a website of it."""
    found = [each for each in _of_one_site(part) if each.fact != "another_site"]
    return sorted([*found, *_lacking(part, found, announced)], key=_place)


def _lacking(reading: Reading, found: Sequence[Statement], announced: bool) -> list[Statement]:
    lacking = missing(reading, [each.fact for each in found if each.role is None], announced)
    return [reading.statement(_FACTS_OF[each.layer][0], each.label, each.first, each.last) for each in lacking]


def _place(statement: Statement) -> tuple[int, int, str, str]:
    return statement.start, statement.end, statement.fact, statement.value


def _of_one_site(reading: Reading) -> list[Statement]:
    hosting = hosting_statements(reading)
    served = any(each.fact == "server" and each.certainty == "stated" and each.role is None for each in hosting)
    of_the_site = [*hosting, *business_statements(reading, served)]
    if _speaks_to_another(reading):
        of_the_site = [replace(each, certainty="likely") for each in of_the_site]
    found = [
        *of_the_site,
        *holding_statements(reading),
        *certificate_statements(reading),
        *(reading.statement("another_site", _SITES[each.label], each.first, each.last) for each in sites_named(reading)[:1]),
        *date_statements(reading),
    ]
    return sorted(found, key=_place)


def _speaks_to_another(reading: Reading) -> bool:
    """Whether a message says "你" and nowhere "我", so that the website may be that of the one whom it answers."""
    said = [token.text for token in reading.tokens]
    around = zip(["", *said], said, [*said[1:], ""], strict=False)
    told = any(word == _YOU and before[-1:] not in _TO_US and behind[:1] not in _NOT_TO_HIM for before, word, behind in around)
    return told and OURSELVES.isdisjoint(said)


def coverage(text: str, statements: Sequence[Statement]) -> float:
    """The share, 0 to 1, of the content words of a text that lie inside the statements.

    Function words and courtesy do not count; a text of nothing else is covered if it has a statement.
    """
    reading = Reading.of(text)
    roles = [(each.role, each.start) for each in statements if each.fact == "date" and each.role]
    facts = {each.fact for each in statements}
    inside = total = 0
    for place, token in enumerate(reading.tokens):
        if token.mark or reading.light(place):
            continue
        total += 1
        stated = any(each.start <= token.start and token.end <= each.end for each in statements)
        inside += stated or _dates(reading, place, roles) or _overruled(reading, place, facts)
    if total == 0:
        return float(bool(statements))
    return inside / total


def _overruled(reading: Reading, place: int, facts: Set[str]) -> bool:
    """Whether the token speaks of a stated fact but lost to other words: the catalogue in "a catalogue, no ordering"."""
    found = reading.fact_at(place)
    return found is not None and not facts.isdisjoint(_FACTS_OF.get(found.layer, ()))


def _dates(reading: Reading, place: int, roles: Sequence[tuple[str, int]]) -> bool:
    """Whether the token is the verb that tells what a stated date is of."""
    found = reading.at("roles", place)
    if found is None:
        return False
    starts = [token.start for token in reading.tokens]
    label = found.label.removeprefix("weak_")
    return any(
        role == label and reading.sentence[max(bisect_right(starts, start) - 1, 0)] == reading.sentence[place]
        for role, start in roles
    )
