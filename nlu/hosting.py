"""What a message says about where the website is served from: the place of its server and of its CDN.

A place counts only when the sentence is about hosting. Customers, companies and offices have places too; each place belongs to
the word that governs it: "our customers in China use a server in Singapore".
"""

from __future__ import annotations

from typing import Literal

from nlu.places import MAINLAND, NEAR, OUTSIDE, Head, Place, head_at, moving, places
from nlu.reading import Claim, Reading, Statement

_FAR = 16
_PRODUCT_RANK, _OUTSIDE_RANK, _MAINLAND_RANK = 0, 1, 2
_TRANSPARENT = ("places", "hosting", "provider")
_INDOORS = frozenset(("at", "in", "inside"))
# Subjects that are the website itself: "It is in Shanghai".
_ITSELF = frozenset(("it", "it's", "its", "everything", "this", "that", "all"))

Served = Literal["server", "cdn"]


def hosting_statements(reading: Reading) -> list[Statement]:
    """At most one statement on the server and one on the CDN."""
    claims: dict[Served, list[Claim]] = {"server": [], "cdn": []}
    origins: list[tuple[Place, Head]] = []
    owner: dict[int, Head] = {}
    previous: tuple[Place, tuple[Served, ...], Head | None] | None = None
    for place in places(reading):
        served, head = _served(reading, place, previous, owner)
        if head is not None:
            owner[place.found.first] = head
        if served and place.tie == "from" and head is not None and head.label == "move":
            origins.append((place, head))
        else:
            for each in served:
                claims[each] += _claim(reading, place, head)
        previous = (place, served, head)
    claims["server"] += _of_products(reading)
    claims["server"] += [] if claims["server"] else [_left_behind(*each) for each in origins if each[0].whole]
    claims["cdn"] += _without_cdn(reading, claims["cdn"])
    return [
        reading.statement(fact, held.value, _reach_back(reading, held, each, origins), held.last)
        for fact, each in claims.items()
        if (held := reading.settled(each)) is not None
    ]


def _reach_back(reading: Reading, held: Claim, claims: list[Claim], origins: list[tuple[Place, Head]]) -> int:
    """The first token of the statement, with what it corrects or moves away from."""
    earlier = [each.first for each in claims] + [min(place.start, head.first) for place, head in origins]
    near = [
        first
        for first in earlier
        if first < held.first
        and reading.sentence[first] == reading.sentence[held.first]
        and (origins or reading.any_between("speech", "correction", first, held.first))
    ]
    return min([held.first, *near])


# What a place is the place of


def _served(
    reading: Reading,
    place: Place,
    previous: tuple[Place, tuple[Served, ...], Head | None] | None,
    owner: dict[int, Head],
) -> tuple[tuple[Served, ...], Head | None]:
    if reading.unsure(place.start):
        return (), None
    following = _head_after(reading, place)
    if following is not None and (place.tie == "adjective" or following.label in ("host", "cdn", "audience")):
        return _by_head(reading, following, place)
    if place.tie == "adjective":
        return (), None
    if place.tie == "region":
        head = _head_before(reading, place, owner, NEAR)
        return (("cdn",), head) if head is not None and head.label == "cdn" else (("server",), head)
    if previous is not None and reading.coordinated_places(previous[0].found.last + 1, place.start - 1):
        return previous[1], previous[2]
    if place.tie == "for" and not _has_node(reading, place):
        return (), None
    head = _head_before(reading, place, owner, _FAR if place.tie else NEAR)
    if head is not None and head.label == "pronoun_place":
        return (), None
    if place.tie == "to" and (head is None or head.label == "site"):
        return (), None
    if place.tie == "from":
        head = moving(reading, place) or head
        if head is None or head.label not in ("host", "cdn", "move"):
            return (), None
    if head is None and place.tie == "in" and not _says_where_it_is(reading, place):
        head = _head_ahead(reading, place)
    if head is not None:
        return _by_head(reading, head, place)
    return _alone(reading, place)


def _says_where_it_is(reading: Reading, place: Place) -> bool:
    """Whether the clause is whole with the place: "It is in Shanghai, we sell tea"."""
    clause = reading.clause[place.start]
    subject = [each for each in range(place.start) if reading.clause[each] == clause and reading.tokens[each].text in _ITSELF]
    return bool(subject) and _alone_in_clause(reading, place)


def _has_node(reading: Reading, place: Place) -> bool:
    """Whether the place describes a node or the like: "with China nodes"."""
    following = place.found.last + 1
    return following < len(reading.tokens) and reading.label("hosting", following) == "neutral"


def _by_head(reading: Reading, head: Head, place: Place) -> tuple[tuple[Served, ...], Head | None]:
    if head.label in ("audience", "reach", "pronoun_place"):
        return (), head
    if head.label == "site" and not place.tie:
        return (), head
    partner = _partner(reading, head)
    if head.label == "cdn":
        return (("cdn", "server") if partner == "host" else ("cdn",)), head
    return (("server", "cdn") if partner == "cdn" else ("server",)), head


def _partner(reading: Reading, head: Head) -> str:
    """The label of the cue that is joined to this one: "neither server nor CDN in China"."""
    for place in range(head.first - 1, max(head.first - 5, -1), -1):
        cue = reading.at("hosting", place)
        if cue is not None:
            between = range(cue.last + 1, head.first)
            listed = any(reading.label("speech", each) in ("and", "or") for each in between)
            return cue.label if listed and reading.coordinated(cue.last + 1, head.first - 1) else ""
    return ""


def _head_after(reading: Reading, place: Place) -> Head | None:
    """The noun that the place describes: "Shanghai server", "Chinese cloud host", "German company"."""
    found: Head | None = None
    skipped = 0
    position = place.found.last + 1
    while position < len(reading.tokens) and skipped <= 2 and reading.clause[position] == reading.clause[place.found.last]:
        head = head_at(reading, position)
        if head is not None and (head.label in ("host", "cdn", "audience")):
            # "Chinese server provider": the last noun of the compound is what the place describes.
            found, position = head, head.last + 1
            continue
        if found is not None:
            break
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
        if head.label in ("audience", "reach", "pronoun_place") and used:
            position = head.first - 1
            continue
        if other_clause and head.label == "reach":
            position = head.first - 1
            continue
        if head.label == "site":
            fallback, position = fallback or head, head.first - 1
            if fallback.label == "site" and place.start - fallback.last <= 4:
                return fallback
            continue
        return head if fallback is None or head.label in ("host", "cdn", "move") else fallback
    return fallback


def _machine_there(reading: Reading, housed: Head) -> Head | None:
    """The server that stands at somebody's place: "a server at a university in Xi'an"."""
    position = housed.first - 1
    while position >= 0 and reading.label("relations", position) == "article":
        position -= 1
    if housed.label != "audience" or position < 1 or reading.tokens[position].text not in _INDOORS:
        return None
    head = head_at(reading, position - 1)
    return head if head is not None and head.label == "host" else None


def _network_that_serves(reading: Reading, verb: Head) -> Head | None:
    """The CDN that is the subject of a verb of serving: "the CDN delivers from nodes in Guangzhou"."""
    if verb.label not in ("host", "reach") or verb.first == 0:
        return None
    cue = reading.at("hosting", verb.first - 1)
    return Head("cdn", cue.first, verb.last) if cue is not None and cue.label == "cdn" else None


def _head_ahead(reading: Reading, place: Place) -> Head | None:
    """The first governing word to the right in the sentence: "in Shanghai we run an ECS"."""
    for position in range(place.found.last + 1, min(place.found.last + _FAR, len(reading.tokens))):
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
        or reading.label("hosting", each) == "supposed"
        for each in positions
    )  # fmt: skip


def _alone(reading: Reading, place: Place) -> tuple[tuple[Served, ...], Head | None]:
    """A clause that is nothing but a place answers "where?"; the sentence before may tell of what."""
    if place.tie not in ("", "in") or not _alone_in_clause(reading, place):
        return (), None
    sentence = reading.sentence[place.start]
    for position in range(place.start - 1, max(place.start - _FAR, -1), -1):
        if sentence - reading.sentence[position] > 1:
            break
        head = head_at(reading, position)
        if head is not None and head.label in ("host", "cdn", "audience", "pronoun_place"):
            return _by_head(reading, head, place)[0], None
    return ("server",), None


# Claims


def _claim(reading: Reading, place: Place, head: Head | None) -> list[Claim]:
    """The place as a claim; a denied one tells only where it leaves a single other side of the border."""
    begins = min(place.start, head.first) if head is not None else place.start
    last = max(place.found.last, head.last) if head is not None else place.found.last
    denial = reading.denial(begins, last, stop_at_and=True, transparent=("provider",))
    if not denial and begins != place.start:
        denial = reading.denial(place.start, place.found.last, stop_at_and=True, transparent=_TRANSPARENT)
    value = place.value
    if denial in ("past", "forbidden", "more_than"):
        return []
    if denial == "denied":
        if not place.whole:
            return []
        value = OUTSIDE if value == MAINLAND else MAINLAND
        begins = min([begins, *(each.first for each in reading.found["negation"] if begins - 6 <= each.first < begins)])
    return [Claim(value, begins, last, _MAINLAND_RANK if value == MAINLAND else _OUTSIDE_RANK)]


def _of_products(reading: Reading) -> list[Claim]:
    """Products that are served from abroad wherever their customers are."""
    return [
        Claim(OUTSIDE, each.first, each.last, _PRODUCT_RANK)
        for each in reading.found["hosting"]
        if each.label == "outside_product"
        and not reading.denial(each.first, each.last)
        and not reading.unsure(each.first)
        and not (each.first > 0 and reading.label("relations", each.first - 1) == "from")
    ]


def _left_behind(place: Place, head: Head) -> Claim:
    """Moving away from one side of the border, without a goal, is moving to the other."""
    return Claim(OUTSIDE if place.value == MAINLAND else MAINLAND, head.first, place.found.last)


def _without_cdn(reading: Reading, known: list[Claim]) -> list[Claim]:
    if known:
        return []
    denied = [
        each
        for each in reading.found["hosting"]
        if each.label == "cdn" and reading.denial(each.first, each.last, transparent=("provider",)) == "denied"
    ]
    return [
        Claim(
            OUTSIDE,
            min([each.first, *(no.first for no in reading.found["negation"] if each.first - 6 <= no.first < each.first)]),
            each.last,
        )
        for each in denied
    ]
