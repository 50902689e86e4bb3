"""What a message says about where the website is served from: the place of its server and of its CDN.

A place counts only when the sentence is about hosting. Customers, companies and offices have places too; each place belongs to
the word that governs it: "our customers in China use a server in Singapore".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nlu.lexicon import Found
from nlu.reading import Claim, Reading, Statement

_MAINLAND, _OUTSIDE = "mainland", "outside"
_HEADS = ("host", "cdn", "site", "move", "audience", "reach", "pronoun_place")
_NEAR = 8
_FAR = 16
_PRODUCT_RANK, _OUTSIDE_RANK, _MAINLAND_RANK = 0, 1, 2
_TRANSPARENT = ("places", "hosting", "provider")
_INDOORS = frozenset(("at", "in", "inside"))
# Subjects that are the website itself: "It is in Shanghai".
_ITSELF = frozenset(("it", "it's", "its", "everything", "this", "that", "all"))

Served = Literal["server", "cdn"]


@dataclass(frozen=True)
class _Place:
    """A place, its value, whether it is a whole side of the border ("China", "abroad"), and how it is tied to the sentence."""

    found: Found
    value: str
    whole: bool
    tie: str
    start: int


@dataclass(frozen=True)
class _Head:
    """The word that governs a place."""

    label: str
    first: int
    last: int


def hosting_statements(reading: Reading) -> list[Statement]:
    """At most one statement on the server and one on the CDN."""
    claims: dict[Served, list[Claim]] = {"server": [], "cdn": []}
    origins: list[tuple[_Place, _Head]] = []
    owner: dict[int, _Head] = {}
    previous: tuple[_Place, tuple[Served, ...], _Head | None] | None = None
    for place in _alternatives_dropped(reading, _places(reading)):
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


def _reach_back(reading: Reading, held: Claim, claims: list[Claim], origins: list[tuple[_Place, _Head]]) -> int:
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


# Places


def _places(reading: Reading) -> list[_Place]:
    found: list[_Place] = []
    for each in reading.found["places"]:
        if found and each.label.startswith("mainland_whole") and _stands_beside(reading, found[-1].found.last, each.first):
            found[-1] = _Place(_joined(found[-1].found, each), found[-1].value, found[-1].whole, found[-1].tie, found[-1].start)
            continue
        value = _MAINLAND if "mainland" in each.label else _OUTSIDE
        whole, tie, start = each.label.endswith("whole"), "", each.first
        if each.label.startswith("adjective"):
            tie = "adjective"
        elif each.label.startswith("region"):
            tie = "region"
        before = _word_before(reading, start)
        if before is not None and before.label == "outside_of":
            if value == _OUTSIDE or not whole:
                continue
            value, start = _OUTSIDE, before.first
            before = _word_before(reading, start)
        if before is not None and before.label != "outside_of" and tie != "region":
            tie, start = tie or before.label, before.first
        found.append(_left_with_its_provider(reading, each, value) or _Place(each, value, whole, tie, start))
    return sorted([*found, *_bare_outside(reading)], key=lambda each: each.start)


def _left_with_its_provider(reading: Reading, found: Found, value: str) -> _Place | None:
    """The place behind the name of a provider that somebody moves away from: "moved off Aliyun Beijing to Singapore"."""
    provider = reading.at("provider", found.first - 1) if found.first else None
    if provider is None or provider.first == 0 or reading.label("relations", provider.first - 1) != "from":
        return None
    place = _Place(found, value, False, "from", provider.first - 1)
    return place if _moving(reading, place) is not None else None


def _bare_outside(reading: Reading) -> list[_Place]:
    """An "outside" that closes its clause names the other side of the border itself: "all of it runs outside"."""
    found = []
    for each in reading.found["relations"]:
        following = each.last + 1
        closes = following == len(reading.tokens) or reading.tokens[following].mark or reading.label("speech", following)
        if (
            each.label == "outside_of"
            and reading.tokens[each.first].text == "outside" == reading.tokens[each.last].text
            and closes
        ):
            found.append(_Place(Found("places", "outside_whole", each.first, each.last), _OUTSIDE, True, "", each.first))
    return found


def _stands_beside(reading: Reading, last: int, first: int) -> bool:
    """Whether nothing, a comma or a "SAR" stands between: "Shanghai, China"."""
    return 0 <= first - last - 1 <= 2 and all(reading.tokens[place].text in (",", "sar") for place in range(last + 1, first))


def _joined(one: Found, other: Found) -> Found:
    return Found(one.layer, one.label, one.first, other.last)


def _word_before(reading: Reading, first: int) -> Found | None:
    """The preposition before a place, over articles and the like."""
    place = first - 1
    while place >= 0 and reading.label("relations", place) == "article":
        place -= 1
    found = reading.at("relations", place) if place >= 0 else None
    return found if found is None or reading.clause[found.first] == reading.clause[first] else None


def _alternatives_dropped(reading: Reading, places: list[_Place]) -> list[_Place]:
    """Without the places between which the message leaves the choice: "Shanghai or Hong Kong"."""
    dropped: set[int] = set()
    for number in range(1, len(places)):
        one, other = places[number - 1], places[number]
        between = range(one.found.last + 1, other.found.first)
        choice = any(reading.label("speech", place) == "or" for place in between)
        if one.value != other.value and choice and len(between) <= 4 and all(_joins(reading, place) for place in between):
            dropped |= {number - 1, number}
    return [each for number, each in enumerate(places) if number not in dropped]


def _joins(reading: Reading, position: int) -> bool:
    return (
        reading.label("speech", position) in ("or", "joint", "link")
        or reading.at("relations", position) is not None
        or reading.light(position)
    )


# What a place is the place of


def _served(
    reading: Reading,
    place: _Place,
    previous: tuple[_Place, tuple[Served, ...], _Head | None] | None,
    owner: dict[int, _Head],
) -> tuple[tuple[Served, ...], _Head | None]:
    if reading.unsure(place.start):
        return (), None
    following = _head_after(reading, place)
    if following is not None and (place.tie == "adjective" or following.label in ("host", "cdn", "audience")):
        return _by_head(reading, following, place)
    if place.tie == "adjective":
        return (), None
    if place.tie == "region":
        head = _head_before(reading, place, owner, _NEAR)
        return (("cdn",), head) if head is not None and head.label == "cdn" else (("server",), head)
    if previous is not None and reading.coordinated_places(previous[0].found.last + 1, place.start - 1):
        return previous[1], previous[2]
    if place.tie == "for" and not _has_node(reading, place):
        return (), None
    head = _head_before(reading, place, owner, _FAR if place.tie else _NEAR)
    if head is not None and head.label == "pronoun_place":
        return (), None
    if place.tie == "to" and (head is None or head.label == "site"):
        return (), None
    if place.tie == "from":
        head = _moving(reading, place) or head
        if head is None or head.label not in ("host", "cdn", "move"):
            return (), None
    if head is None and place.tie == "in" and not _says_where_it_is(reading, place):
        head = _head_ahead(reading, place)
    if head is not None:
        return _by_head(reading, head, place)
    return _alone(reading, place)


def _says_where_it_is(reading: Reading, place: _Place) -> bool:
    """Whether the clause is whole with the place: "It is in Shanghai, we sell tea"."""
    clause = reading.clause[place.start]
    subject = [each for each in range(place.start) if reading.clause[each] == clause and reading.tokens[each].text in _ITSELF]
    return bool(subject) and _alone_in_clause(reading, place)


def _has_node(reading: Reading, place: _Place) -> bool:
    """Whether the place describes a node or the like: "with China nodes"."""
    following = place.found.last + 1
    return following < len(reading.tokens) and reading.label("hosting", following) == "neutral"


def _by_head(reading: Reading, head: _Head, place: _Place) -> tuple[tuple[Served, ...], _Head | None]:
    if head.label in ("audience", "reach", "pronoun_place"):
        return (), head
    if head.label == "site" and not place.tie:
        return (), head
    partner = _partner(reading, head)
    if head.label == "cdn":
        return (("cdn", "server") if partner == "host" else ("cdn",)), head
    return (("server", "cdn") if partner == "cdn" else ("server",)), head


def _partner(reading: Reading, head: _Head) -> str:
    """The label of the cue that is joined to this one: "neither server nor CDN in China"."""
    for place in range(head.first - 1, max(head.first - 5, -1), -1):
        cue = reading.at("hosting", place)
        if cue is not None:
            between = range(cue.last + 1, head.first)
            listed = any(reading.label("speech", each) in ("and", "or") for each in between)
            return cue.label if listed and reading.coordinated(cue.last + 1, head.first - 1) else ""
    return ""


def _head_at(reading: Reading, place: int) -> _Head | None:
    cue = reading.at("hosting", place)
    if cue is not None and cue.label in _HEADS:
        return _Head(cue.label, cue.first, cue.last)
    through = reading.at("provider", place)
    if through is not None:
        return _Head("host", through.first, through.last)
    return None


def _head_after(reading: Reading, place: _Place) -> _Head | None:
    """The noun that the place describes: "Shanghai server", "Chinese cloud host", "German company"."""
    found: _Head | None = None
    skipped = 0
    position = place.found.last + 1
    while position < len(reading.tokens) and skipped <= 2 and reading.clause[position] == reading.clause[place.found.last]:
        head = _head_at(reading, position)
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


def _head_before(reading: Reading, place: _Place, owner: dict[int, _Head], reach: int) -> _Head | None:
    """The nearest governing word to the left in the sentence that does not belong to another place already."""
    position = place.start - 1
    fallback: _Head | None = None
    while position >= 0 and place.start - position <= reach and reading.sentence[position] == reading.sentence[place.start]:
        head = _head_at(reading, position)
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


def _machine_there(reading: Reading, housed: _Head) -> _Head | None:
    """The server that stands at somebody's place: "a server at a university in Xi'an"."""
    position = housed.first - 1
    while position >= 0 and reading.label("relations", position) == "article":
        position -= 1
    if housed.label != "audience" or position < 1 or reading.tokens[position].text not in _INDOORS:
        return None
    head = _head_at(reading, position - 1)
    return head if head is not None and head.label == "host" else None


def _network_that_serves(reading: Reading, verb: _Head) -> _Head | None:
    """The CDN that is the subject of a verb of serving: "the CDN delivers from nodes in Guangzhou"."""
    if verb.label not in ("host", "reach") or verb.first == 0:
        return None
    cue = reading.at("hosting", verb.first - 1)
    return _Head("cdn", cue.first, verb.last) if cue is not None and cue.label == "cdn" else None


def _moving(reading: Reading, place: _Place) -> _Head | None:
    """The word of moving before a "from": "moving our server away from China"."""
    for position in range(place.start - 1, max(place.start - _NEAR, -1), -1):
        if reading.sentence[position] != reading.sentence[place.start] or reading.label("hosting", position) == "audience":
            break
        head = _head_at(reading, position)
        if head is not None and head.label == "move":
            return head
    # In Chinese the verb stands behind: "从上海搬到香港".
    behind = place.found.last + 1
    return _head_at(reading, behind) if behind < len(reading.tokens) and reading.label("hosting", behind) == "move" else None


def _head_ahead(reading: Reading, place: _Place) -> _Head | None:
    """The first governing word to the right in the sentence: "in Shanghai we run an ECS"."""
    for position in range(place.found.last + 1, min(place.found.last + _FAR, len(reading.tokens))):
        if reading.sentence[position] != reading.sentence[place.found.last] or reading.at("places", position):
            return None
        head = _head_at(reading, position)
        if head is not None:
            return head
    return None


def _alone_in_clause(reading: Reading, place: _Place) -> bool:
    clause = reading.clause[place.found.last]
    positions = [each for each, its in enumerate(reading.clause) if its == clause and not place.start <= each <= place.found.last]
    return all(
        reading.light(each) or reading.fact_at(each) is not None or reading.at("relations", each) is not None
        or reading.at("speech", each) is not None or reading.at("negation", each) is not None
        or reading.label("hosting", each) == "supposed"
        for each in positions
    )  # fmt: skip


def _alone(reading: Reading, place: _Place) -> tuple[tuple[Served, ...], _Head | None]:
    """A clause that is nothing but a place answers "where?"; the sentence before may tell of what."""
    if place.tie not in ("", "in") or not _alone_in_clause(reading, place):
        return (), None
    sentence = reading.sentence[place.start]
    for position in range(place.start - 1, max(place.start - _FAR, -1), -1):
        if sentence - reading.sentence[position] > 1:
            break
        head = _head_at(reading, position)
        if head is not None and head.label in ("host", "cdn", "audience", "pronoun_place"):
            return _by_head(reading, head, place)[0], None
    return ("server",), None


# Claims


def _claim(reading: Reading, place: _Place, head: _Head | None) -> list[Claim]:
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
        value = _OUTSIDE if value == _MAINLAND else _MAINLAND
        begins = min([begins, *(each.first for each in reading.found["negation"] if begins - 6 <= each.first < begins)])
    return [Claim(value, begins, last, _MAINLAND_RANK if value == _MAINLAND else _OUTSIDE_RANK)]


def _of_products(reading: Reading) -> list[Claim]:
    """Products that are served from abroad wherever their customers are."""
    return [
        Claim(_OUTSIDE, each.first, each.last, _PRODUCT_RANK)
        for each in reading.found["hosting"]
        if each.label == "outside_product"
        and not reading.denial(each.first, each.last)
        and not reading.unsure(each.first)
        and not (each.first > 0 and reading.label("relations", each.first - 1) == "from")
    ]


def _left_behind(place: _Place, head: _Head) -> Claim:
    """Moving away from one side of the border, without a goal, is moving to the other."""
    return Claim(_OUTSIDE if place.value == _MAINLAND else _MAINLAND, head.first, place.found.last)


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
            _OUTSIDE,
            min([each.first, *(no.first for no in reading.found["negation"] if each.first - 6 <= no.first < each.first)]),
            each.last,
        )
        for each in denied
    ]
