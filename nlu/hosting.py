"""What a message says about where the website is served from: the place of its server and of its CDN.

A place counts only when the sentence is about hosting. Customers, companies and offices have places too; each place belongs to
the word that governs it: "our customers in China use a server in Singapore". A website in a country may be a market.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Literal

from nlu.claims import OUTCOMES, Claim, Outcomes, settled, weighed
from nlu.marks import marks_on
from nlu.phrases import Found
from nlu.places import (
    MAINLAND,
    NEAR,
    OUTSIDE,
    Head,
    Place,
    coordinated_places,
    head_at,
    moving,
    places,
    subject_of,
)
from nlu.reading import Certainty, Reading, Statement

_FAR = 16
_PRODUCT_RANK, _OUTSIDE_RANK, _MAINLAND_RANK = 0, 1, 2
_ELSEWHERE = ("audience", "reach", "pronoun_place")
_INDOORS = frozenset(("at", "in", "inside"))
# Subjects that are the website itself: "It is in Shanghai".
_ITSELF = frozenset(("it", "it's", "its", "everything", "this", "that", "all"))
# Doubts that leave a place the answer to "where?": "and if it were in Beijing?"
_OPEN = ("supposed", "possible", "planned")
_OUTCOMES: Outcomes = {
    **OUTCOMES,
    "forbidden": "nothing",
    "more_than": "nothing",
    "elsewhere": "",
    "theirs": "",
    "its": "likely",
    "planned": "likely planned",
}

Served = Literal["server", "cdn"]


@dataclass(frozen=True)
class _Governed:
    """What a place is the place of, and the word that says so."""

    served: tuple[Served, ...] = ()
    head: Head | None = None


@dataclass
class _Heard:
    """What the places read so far have claimed, and which word governs which of them."""

    claims: dict[Served, list[Claim]] = field(default_factory=lambda: {"server": [], "cdn": []})
    origins: list[tuple[Place, Head]] = field(default_factory=list)
    owner: dict[int, Head] = field(default_factory=dict)
    previous: tuple[Place, _Governed] | None = None


def hosting_statements(reading: Reading) -> list[Statement]:
    """At most one statement on the server and one on the CDN, of now and of what is planned."""
    heard = _Heard()
    for place in places(reading):
        governed = _governed(reading, place, heard)
        head = governed.head
        owned = tuple(heard.owner.values())
        if head is not None:
            heard.owner[place.found.first] = head
        if governed.served and place.tie == "from" and head is not None and head.label == "move":
            heard.origins.append((place, head))
        else:
            claim = _claim(reading, place, head, owned) if governed.served else None
            for each in governed.served:
                heard.claims[each] += [claim] if claim is not None else []
        heard.previous = (place, governed)
    claims, origins = heard.claims, heard.origins
    claims["server"] += _of_products(reading)
    claims["server"] += [] if claims["server"] else [_left_behind(*each) for each in origins if each[0].whole]
    claims["server"] += [] if claims["server"] else _of_clouds(reading)
    claims["cdn"] += _without_cdn(reading) if not claims["cdn"] else []
    return [
        statement
        for fact, each in claims.items()
        for statement in settled(
            reading, fact, [_reaching_back(reading, claim, each, origins) for claim in _without_contradiction(reading, each)]
        )
    ]


def _without_contradiction(reading: Reading, claims: list[Claim]) -> list[Claim]:
    """The claims, only likely where two sentences name different sides of the border and the second corrects nothing."""
    today = [each for each in claims if each.role is None and not each.planned]
    for one, other in combinations(today, 2):
        apart = reading.sentence[one.last] != reading.sentence[other.first]
        between = range(min(one.last, other.last) + 1, max(one.last, other.last) + 1)
        if one.value != other.value and apart and not reading.any_between("speech", "correction", between):
            return [replace(each, certainty="likely") for each in claims]
    return claims


def _reaching_back(reading: Reading, claim: Claim, claims: list[Claim], origins: list[tuple[Place, Head]]) -> Claim:
    """The claim with what it corrects or moves away from."""
    earlier = [each.first for each in claims] + [min(place.start, head.first) for place, head in origins]
    near = [
        first
        for first in earlier
        if first < claim.first
        and reading.sentence[first] == reading.sentence[claim.first]
        and (origins or reading.any_between("speech", "correction", range(first, claim.first + 1)))
    ]
    return replace(claim, first=min([claim.first, *near]))


# What a place is the place of


def _governed(reading: Reading, place: Place, heard: _Heard) -> _Governed:
    following = _head_after(reading, place)
    if following is not None and (place.tie == "adjective" or following.label in ("host", "serves", "cdn", "audience")):
        return _by_head(reading, following, place)
    if place.tie == "adjective":
        return _Governed()
    if place.tie == "region":
        head = _head_before(reading, place, heard.owner, NEAR)
        return _Governed(("cdn",) if head is not None and head.label == "cdn" else ("server",), head)
    if heard.previous is not None and coordinated_places(reading, range(heard.previous[0].behind, place.start)):
        return heard.previous[1]
    if place.tie == "for" and not _has_node(reading, place):
        return _Governed()
    head = _head_before(reading, place, heard.owner, _FAR if place.tie else NEAR)
    if place.tie == "to" and (head is None or head.label == "site"):
        return _Governed()
    if place.tie == "from":
        head = moving(reading, place) or head
        if head is None or head.label not in ("host", "serves", "cdn", "move"):
            return _Governed()
    if head is None and following is not None and following.label == "site" and place.found.first == place.start:
        return _Governed(("server",), following)
    if head is None and place.tie == "in" and not _says_where_it_is(reading, place):
        head = _head_ahead(reading, place)
    return _by_head(reading, head, place) if head is not None else _alone(reading, place)


def _says_where_it_is(reading: Reading, place: Place) -> bool:
    """Whether the clause is whole with the place: "It is in Shanghai, we sell tea"."""
    clause = reading.clause[place.start]
    subject = [each for each in range(place.start) if reading.clause[each] == clause and reading.tokens[each].text in _ITSELF]
    return bool(subject) and _alone_in_clause(reading, place)


def _has_node(reading: Reading, place: Place) -> bool:
    """Whether the place describes a node or the like: "with China nodes"."""
    return reading.label("hosting", place.behind) == "neutral"


def _by_head(reading: Reading, head: Head, place: Place) -> _Governed:
    if head.label in ("serves", "move"):
        subject = subject_of(reading, head)
        if subject is not None and subject.label in ("audience", "cdn"):
            head = replace(subject, last=max(subject.last, head.last))
    if head.label in _ELSEWHERE or (head.label == "site" and not place.tie):
        return _Governed((), head)
    partner = _partner(reading, head)
    if head.label == "cdn":
        return _Governed(("cdn", "server") if partner == "host" else ("cdn",), head)
    return _Governed(("server", "cdn") if partner == "cdn" else ("server",), head)


def _partner(reading: Reading, head: Head) -> str:
    """The label of the cue that is joined to this one: "neither server nor CDN in China"."""
    for place in range(head.first - 1, max(head.first - 5, -1), -1):
        cue = reading.at("hosting", place)
        if cue is not None:
            between = range(cue.last + 1, head.first)
            listed = any(reading.label("speech", each) in ("and", "or") for each in between)
            return cue.label if listed and reading.coordinated(between) else ""
    return ""


def _head_after(reading: Reading, place: Place) -> Head | None:
    """The noun that the place describes: "Shanghai server", "Chinese cloud host", "German company"."""
    found: Head | None = None
    skipped = 0
    position = place.behind
    while position < len(reading.tokens) and skipped <= 2 and reading.clause[position] == reading.clause[place.found.last]:
        head = head_at(reading, position)
        if head is not None and head.label in ("host", "serves", "cdn", "audience"):
            # "Chinese server provider": the last noun of the compound is what the place describes.
            found, position = head, head.last + 1
            continue
        if found is not None:
            break
        if head is not None and head.label == "site" and place.whole:
            return head
        neutral = reading.label("hosting", position) in ("neutral", "site") or reading.label("relations", position) == "of_it"
        if not neutral and place.tie != "adjective":
            break
        if reading.at("relations", position) and reading.label("relations", position) != "of_it":
            break
        skipped += 0 if neutral else 1
        position += 1
    return found


def _head_before(reading: Reading, place: Place, owner: dict[int, Head], reach: int) -> Head | None:
    """The nearest governing word to the left in the sentence that does not belong to another place already."""
    position = place.start - 1
    fallback: Head | None = None
    while position >= 0 and place.start - position <= reach and reading.sentence[position] == reading.sentence[place.start]:
        head = head_at(reading, position)
        if head is None:
            position -= 1
            continue
        head = _machine_there(reading, head) or head
        if place.tie in ("in", "from") and (network := _network_that_serves(reading, head)):
            return network
        other_clause = reading.clause[head.last] != reading.clause[place.start]
        if (
            other_clause
            and (not place.tie or head.label in ("reach", "move", "pronoun_place"))
            and not _alone_in_clause(reading, place)
        ):
            return fallback
        used = any(head == known and first > head.last for first, known in owner.items())
        if (head.label in _ELSEWHERE and used) or (other_clause and head.label == "reach"):
            position = head.first - 1
            continue
        if head.label == "site":
            fallback, position = fallback or head, head.first - 1
            if place.start - fallback.last <= 4:
                return fallback
            continue
        return head if fallback is None or head.label in ("host", "serves", "cdn", "move") else fallback
    return fallback


def _machine_there(reading: Reading, housed: Head) -> Head | None:
    """The server that stands at somebody's place: "a server at a university in Xi'an"."""
    position = housed.first - 1
    while position >= 0 and reading.label("relations", position) == "article":
        position -= 1
    if housed.label != "audience" or position < 1 or reading.tokens[position].text not in _INDOORS:
        return None
    head = head_at(reading, position - 1)
    return head if head is not None and head.label in ("host", "serves") else None


def _network_that_serves(reading: Reading, verb: Head) -> Head | None:
    """The CDN that is the subject of a verb of serving: "the CDN delivers from nodes in Guangzhou"."""
    if verb.label not in ("host", "serves", "reach") or verb.first == 0:
        return None
    cue = reading.at("hosting", verb.first - 1)
    return Head("cdn", cue.first, verb.last, cue) if cue is not None and cue.label == "cdn" else None


def _head_ahead(reading: Reading, place: Place) -> Head | None:
    """The first governing word to the right in the sentence: "in Shanghai we run an ECS"."""
    for position in range(place.behind, min(place.behind + _FAR, len(reading.tokens))):
        if reading.sentence[position] != reading.sentence[place.found.last] or reading.at("places", position):
            return None
        head = head_at(reading, position)
        if head is not None:
            return head
    return None


def _alone_in_clause(reading: Reading, place: Place) -> bool:
    clause = reading.clause[place.found.last]
    positions = [each for each, its in enumerate(reading.clause) if its == clause and not place.start <= each <= place.found.last]
    return all(
        reading.light(each) or reading.fact_at(each) is not None or reading.at("relations", each) is not None
        or reading.at("speech", each) is not None or reading.at("negation", each) is not None
        or reading.at("time", each) is not None or reading.label("doubt", each) in _OPEN
        or reading.label("hosting", each) == "supposed"
        for each in positions
    )  # fmt: skip


def _alone(reading: Reading, place: Place) -> _Governed:
    """A clause that is nothing but a place answers "where?"; the sentence before may tell of what."""
    if place.tie not in ("", "in") or not _alone_in_clause(reading, place):
        return _Governed()
    sentence = reading.sentence[place.start]
    for position in range(place.start - 1, max(place.start - _FAR, -1), -1):
        if sentence - reading.sentence[position] > 1:
            break
        head = head_at(reading, position)
        if head is not None and head.label in ("host", "serves", "cdn", "audience", "pronoun_place"):
            return _Governed(_by_head(reading, head, place).served)
    return _Governed(("server",))


# Claims


def _claim(reading: Reading, place: Place, head: Head | None, owned: Collection[Head]) -> Claim | None:
    """The place as a claim; a denied one tells only where it leaves a single other side of the border."""
    first = min(place.start, head.first) if head is not None else place.start
    last = max(place.found.last, head.last) if head is not None else place.found.last
    if place.tie == "to" and head is not None and head.last < place.start and head in owned:
        first = place.start  # where it goes is no longer where it was: "give up our machine in Tianjin and go to Tokyo"
    apart = head is not None and reading.clause[head.last] != reading.clause[place.start]
    marks = marks_on(reading, place.start if apart else first, last, ("provider",), ("and",))
    if first != place.start and not {"denied", "ended"} & marks.keys():
        inner = marks_on(reading, place.start, place.found.last, ("places", "hosting", "provider"), ("and",))
        marks = {**inner, **marks}
    value = place.value
    denial = marks.get("denied") or marks.get("ended")
    if "ended" in marks and "later" in marks:
        del marks["later"]  # what ends later holds today
    elif denial is not None:
        if not place.whole:
            return None
        value = OUTSIDE if value == MAINLAND else MAINLAND
        first = _from_denial(first, denial)
    market = place.whole and MAINLAND in (value, place.value) and head is not None and head.label == "site"
    certainty: Certainty = "likely" if market else "stated"
    words = (place.found, *([head.found] if head is not None and head.found is not None else []))
    rank = _MAINLAND_RANK if value == MAINLAND else _OUTSIDE_RANK
    return weighed(Claim(value, first, last, rank, certainty=certainty, words=words), marks, _OUTCOMES)


def _from_denial(first: int, denial: Found) -> int:
    return denial.first if first - 6 <= denial.first < first else first


def _of_products(reading: Reading) -> list[Claim]:
    """Products that are served from abroad wherever their customers are."""
    claims = []
    for each in reading.found["hosting"]:
        left = each.first > 0 and reading.label("relations", each.first - 1) == "from"
        if each.label == "product" and not left:
            marks = marks_on(reading, each.first, each.last)
            certainty: Certainty = "likely" if each["weak"] else "stated"
            claim = weighed(
                Claim(OUTSIDE, each.first, each.last, _PRODUCT_RANK, certainty=certainty, words=(each,)), marks, _OUTCOMES
            )
            claims += [claim] if claim is not None and "denied" not in marks else []
    return claims


def _of_clouds(reading: Reading) -> list[Claim]:
    """Clouds whose machines stand in the mainland unless something else is said, for those who name them in Chinese."""
    claims = []
    for each in reading.found["provider"]:
        if each["at_home"]:
            marks = marks_on(reading, each.first, each.last, ("hosting", "places"))
            claim = weighed(Claim(MAINLAND, each.first, each.last, certainty="likely", words=(each,)), marks, _OUTCOMES)
            claims += [claim] if claim is not None and not {"denied", "ended"} & marks.keys() else []
    return claims


def _left_behind(place: Place, head: Head) -> Claim:
    """Moving away from one side of the border, without a goal, is moving to the other."""
    return Claim(OUTSIDE if place.value == MAINLAND else MAINLAND, head.first, place.found.last, words=(place.found,))


def _without_cdn(reading: Reading) -> list[Claim]:
    claims = []
    for each in reading.found["hosting"]:
        if each.label == "cdn":
            marks = marks_on(reading, each.first, each.last, ("provider",))
            denial = marks.get("denied") or marks.get("ended")
            if denial is not None:
                claim = Claim(OUTSIDE, _from_denial(each.first, denial), each.last, words=(each,))
                claims += [each for each in [weighed(claim, marks, _OUTCOMES)] if each is not None]
    return claims
