"""What a place is the place of: which word of the sentence governs it.

Customers, companies and offices have places too; each place belongs to the word that governs it: "our customers in China use a
server in Singapore".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from nlu.heads import (
    ELSEWHERE,
    FAR,
    SAID,
    alone_in_clause,
    cloud_of,
    head_after,
    head_ahead,
    head_before,
    is_what_it_does,
    machine_behind,
    machine_housed,
    network_ahead,
)
from nlu.places import (
    NEAR,
    Head,
    Place,
    coordinated_places,
    head_at,
    moving,
    names_nodes,
    names_nodes_of_a_side,
    subject_of,
)
from nlu.reading import Reading

_SOME = frozenset(("a", "an", "one", "some", "another"))
# Subjects that are the website itself: "It is in Shanghai".
_ITSELF = frozenset(("it", "it's", "its", "everything", "this", "that", "all", "ours", "mine"))

Served = Literal["server", "cdn"]


@dataclass(frozen=True)
class Governed:
    """What a place is the place of, and the word that says so."""

    served: tuple[Served, ...] = ()
    head: Head | None = None


def governed(reading: Reading, place: Place, owner: Mapping[int, Head], previous: tuple[Place, Governed] | None) -> Governed:
    """What the place is the place of.

    `owner` tells which word governs which of the places before, by their tokens; `previous` is the place before and what it was of.
    """
    if _routed_on(reading, place):
        return Governed()
    if not place.tie and (network := network_ahead(reading, place)):
        return _by_head(reading, network, place)
    following = head_after(reading, place)
    if following is not None and (machine := machine_housed(reading, following, place, owner)):
        return _by_head(reading, machine, place)
    if following is not None and (place.tie == "adjective" or following.label in ("host", "serves", "cdn", "audience")):
        return _by_head(reading, following, place)
    if place.tie == "adjective" and _closes_with(reading, place):
        head = head_before(reading, place, owner, NEAR)
        return _by_head(reading, head, place) if head is not None and head.label in ("host", "serves") else Governed()
    if place.tie == "adjective":
        network = head_before(reading, place, owner, NEAR) if _has_node(reading, place) else None
        return Governed(("cdn",), network) if network is not None and network.label == "cdn" else Governed()
    if place.tie == "region":
        head = head_before(reading, place, owner, NEAR)
        return Governed(("cdn",) if head is not None and head.label == "cdn" else ("server",), head)
    if place.tie == "in" and (machine := machine_behind(reading, place)):
        return _by_head(reading, machine, place)
    if previous is not None and goes_on_a_list(reading, previous[0], place):
        return previous[1]
    if place.tie == "for" and not _has_node(reading, place):
        cloud = cloud_of(reading, place)
        return _by_head(reading, cloud, place) if cloud is not None else Governed()
    if previous is not None and (left := _left_for(reading, previous, place)):
        return Governed(("server",), left)
    head = head_before(reading, place, owner, FAR if place.tie else NEAR)
    if place.tie == "to" and head is not None and head.label == "site":
        head = moving(reading, place) or head  # "moving our site to Singapore"
    if place.tie == "to" and (head is None or head.label == "site" or _goes_on(reading, head, place)):
        return Governed()
    if place.tie == "from":
        head = moving(reading, place) or head
        pages = head is not None and head.label == "site" and head.last == place.start - 1  # "pages from Dallas"
        if head is None or _is_whose(reading, place) or not (pages or head.label in ("host", "serves", "cdn", "move")):
            return Governed()
    if head is None and following is not None and following.label == "site" and place.found.first == place.start:
        return Governed(("server",), following)
    if head is None and place.tie == "in" and not _says_where_it_is(reading, place):
        head = head_ahead(reading, place)
    if head is None and names_nodes_of_a_side(reading, place):
        return Governed(("cdn",))
    if head is None and names_nodes(reading, place):
        head = head_ahead(reading, place)
        return _by_head(reading, head, place) if head is not None and head.label == "cdn" else Governed(("cdn",))
    return _by_head(reading, head, place) if head is not None else _alone(reading, place)


def _is_whose(reading: Reading, place: Place) -> bool:
    """Whether the noun right before a "from" is somebody or something that no layer knows: "a lady from Tianjin"."""
    noun = place.start - 1
    if noun < 1 or reading.tokens[noun].mark or reading.tokens[noun - 1].text not in _SOME:
        return False
    return not any(reading.at(layer, noun) for layer in (*SAID, "provider"))


def _routed_on(reading: Reading, place: Place) -> bool:
    """Whether the place is that of visitors who are sent to another: "海外用户走洛杉矶"."""
    way = reading.at("hosting", place.behind)
    if way is None or way.label != "neutral" or way.first == way.last or place.behind >= len(reading.tokens):
        return False
    goal = reading.at("places", way.last + 1)
    return goal is not None and reading.clause[goal.first] == reading.clause[place.found.last]


def goes_on_a_list(reading: Reading, before: Place, place: Place) -> bool:
    """Whether a place goes on a list: "in Shanghai, Beijing"; behind a Chinese comma a new clause may begin: "在多伦多，国内打不开"."""
    if not coordinated_places(reading, range(before.behind, place.start)):
        return False
    same = reading.clause[before.found.last] == reading.clause[place.start]
    return same or reading.tokens[place.start].text.isascii() or alone_in_clause(reading, place)


def _left_for(reading: Reading, before: tuple[Place, Governed], place: Place) -> Head | None:
    """The word of moving that both the place left and its goal belong to: "moving our language app from Seattle to Singapore"."""
    left, of = before
    same = reading.clause[left.found.last] == reading.clause[place.start] and left.tie == "from" and place.tie == "to"
    return of.head if same and of.head is not None and of.head.label == "move" else None


def _closes_with(reading: Reading, place: Place) -> bool:
    """Whether the clause ends with an adjective that says where something stands: "our web host is American"."""
    ends = place.behind == len(reading.tokens) or reading.clause[place.behind] != reading.clause[place.found.last]
    ends = ends or reading.tokens[place.behind].mark
    return ends and place.found.first > 0 and reading.label("cues", place.found.first - 1) == "being"


def _says_where_it_is(reading: Reading, place: Place) -> bool:
    """Whether the clause is whole with the place: "It is in Shanghai, we sell tea", "currently in Bonn, we move to Wuhan"."""
    now = any(each.label == "now" and reading.clause[each.first] == reading.clause[place.start] for each in reading.found["time"])
    said = now or bool(_ITSELF & reading.words(range(place.start), place.start))
    return said and alone_in_clause(reading, place)


def _has_node(reading: Reading, place: Place) -> bool:
    """Whether the place describes a node or the like: "with China nodes"."""
    return reading.label("hosting", place.behind) == "neutral"


def _by_head(reading: Reading, head: Head, place: Place) -> Governed:
    if head.label in ("serves", "move"):
        subject = subject_of(reading, head)
        hosted = head.found is not None and head.found["web"] and subject and reading.at("activity", subject.last)
        if subject is not None and subject.label in ("audience", "cdn") and not hosted:  # "our shop is hosted in Toronto"
            head = replace(subject, last=max(subject.last, head.last))
    if head.label in ELSEWHERE or (head.label == "site" and not place.tie):
        return Governed((), head)
    partner = _partner(reading, head)
    if head.label == "cdn":
        return Governed(("cdn", "server") if partner == "host" else ("cdn",), head)
    return Governed(("server", "cdn") if partner == "cdn" else ("server",), head)


def _partner(reading: Reading, head: Head) -> str:
    """The label of the cue that is joined to this one: "neither server nor CDN in China"."""
    for place in range(head.first - 1, max(head.first - 5, -1), -1):
        cue = reading.at("hosting", place)
        if cue is not None:
            between = range(cue.last + 1, head.first)
            listed = any(reading.label("speech", each) in ("and", "or") for each in between)
            return cue.label if listed and reading.coordinated(between) else ""
    return ""


def _goes_on(reading: Reading, head: Head, place: Place) -> bool:
    """Whether a clause behind that of a machine tells where something else goes: "服务器在香港，护肤品卖到内地"."""
    return head.label == "host" and reading.clause[head.last] != reading.clause[place.start]


def _describes_what_follows(reading: Reading, place: Place) -> bool:
    """Whether a Chinese place stands right before a kind of site, "北京公司官网": it may be the firm's and not the server's."""
    last, behind = place.found.last, place.behind
    if place.tie or behind >= len(reading.tokens) or reading.tokens[last].text.isascii():
        return False
    joined = reading.tokens[behind].start == reading.tokens[last].end
    return joined and reading.at("activity", behind) is not None


def _alone(reading: Reading, place: Place) -> Governed:
    """A clause that is nothing but a place answers "where?"; the sentence before may tell of what."""
    if place.tie not in ("", "in") or not alone_in_clause(reading, place) or _describes_what_follows(reading, place):
        return Governed()
    sentence = reading.sentence[place.start]
    for position in range(place.start - 1, max(place.start - FAR, -1), -1):
        if sentence - reading.sentence[position] > 1:
            break
        head = head_at(reading, position)
        if (
            head is not None
            and head.label in ("host", "serves", "cdn", "audience", "pronoun_place")
            and not is_what_it_does(reading, head)
        ):
            return Governed(_by_head(reading, head, place).served)
    return Governed(("server",))
