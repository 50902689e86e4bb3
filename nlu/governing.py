"""What a place is the place of: which word of the sentence governs it.

Customers, companies and offices have places too; each place belongs to the word that governs it: "our customers in China use a
server in Singapore".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from nlu.places import NEAR, Head, Place, coordinated_places, head_at, moving, subject_of
from nlu.reading import Reading

_FAR = 16
# A name has two characters or three; none of these words is part of one.
_NAME = 4
_SAID = ("relations", "speech", "negation", "others", "activity", "payments", "places", "light", "hosting", "time", "doubt")
_ROOM = 5
_ELSEWHERE = ("audience", "reach", "pronoun_place")
_ROOM_OF = frozenset(("of", "basement", "cellar", "attic", "garage", "hall", "building", "corner", "room"))
_INDOORS = frozenset(("at", "in", "inside", "from", "under"))
_SOME = frozenset(("a", "an", "one", "some", "another"))
_AT = frozenset(("at", "with", "by", "from"))
# Subjects that are the website itself: "It is in Shanghai".
_ITSELF = frozenset(("it", "it's", "its", "everything", "this", "that", "all", "ours", "mine"))
# Doubts that leave a place the answer to "where?": "and if it were in Beijing?"
_OPEN = ("supposed", "possible", "planned")

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
    if not place.tie and (network := _network_ahead(reading, place)):
        return _by_head(reading, network, place)
    following = _head_after(reading, place)
    if following is not None and (machine := _machine_housed(reading, following, place, owner)):
        return _by_head(reading, machine, place)
    if following is not None and (place.tie == "adjective" or following.label in ("host", "serves", "cdn", "audience")):
        return _by_head(reading, following, place)
    if place.tie == "adjective" and _closes_with(reading, place):
        head = _head_before(reading, place, owner, NEAR)
        return _by_head(reading, head, place) if head is not None and head.label in ("host", "serves") else Governed()
    if place.tie == "adjective":
        network = _head_before(reading, place, owner, NEAR) if _has_node(reading, place) else None
        return Governed(("cdn",), network) if network is not None and network.label == "cdn" else Governed()
    if place.tie == "region":
        head = _head_before(reading, place, owner, NEAR)
        return Governed(("cdn",) if head is not None and head.label == "cdn" else ("server",), head)
    if place.tie == "in" and (machine := _stands_on(reading, place)):
        return _by_head(reading, machine, place)
    if previous is not None and _goes_on_a_list(reading, previous[0], place):
        return previous[1]
    if place.tie == "for" and not _has_node(reading, place):
        cloud = _cloud_of(reading, place)
        return _by_head(reading, cloud, place) if cloud is not None else Governed()
    if previous is not None and (left := _left_for(reading, previous, place)):
        return Governed(("server",), left)
    head = _head_before(reading, place, owner, _FAR if place.tie else NEAR)
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
        head = _head_ahead(reading, place)
    return _by_head(reading, head, place) if head is not None else _alone(reading, place)


def _cloud_of(reading: Reading, place: Place) -> Head | None:
    """The cloud or the machine right before an "of": "Tencent Cloud of Shanghai", "the data center of Wuhan"."""
    if place.start == 0 or reading.tokens[place.start].text != "of":
        return None
    head = head_at(reading, place.start - 1)
    return head if head is not None and head.label == "host" else None


def _is_whose(reading: Reading, place: Place) -> bool:
    """Whether the noun right before a "from" is somebody or something that no layer knows: "a lady from Tianjin"."""
    noun = place.start - 1
    if noun < 1 or reading.tokens[noun].mark or reading.tokens[noun - 1].text not in _SOME:
        return False
    return not any(reading.at(layer, noun) for layer in (*_SAID, "provider"))


def _stands_on(reading: Reading, place: Place) -> Head | None:
    """The machine that a clause names right behind the place with which it begins: "in Xiamen on a rented server"."""
    begins = (
        place.start == 0 or reading.clause[place.start - 1] != reading.clause[place.start] or reading.tokens[place.start - 1].mark
    )
    if not begins or place.behind >= len(reading.tokens) or reading.tokens[place.behind].text not in ("on", "at", "with"):
        return None
    for position in range(place.behind + 1, min(place.behind + _ROOM, len(reading.tokens))):
        head = head_at(reading, position)
        if head is not None:
            return head if head.label == "host" else None
    return None


def _routed_on(reading: Reading, place: Place) -> bool:
    """Whether the place is that of visitors who are sent to another: "海外用户走洛杉矶"."""
    way = reading.at("hosting", place.behind)
    if way is None or way.label != "neutral" or way.first == way.last or place.behind >= len(reading.tokens):
        return False
    goal = reading.at("places", way.last + 1)
    return goal is not None and reading.clause[goal.first] == reading.clause[place.found.last]


def _goes_on_a_list(reading: Reading, before: Place, place: Place) -> bool:
    """Whether a place goes on a list: "in Shanghai, Beijing"; behind a Chinese comma a new clause may begin: "在多伦多，国内打不开"."""
    if not coordinated_places(reading, range(before.behind, place.start)):
        return False
    same = reading.clause[before.found.last] == reading.clause[place.start]
    return same or reading.tokens[place.start].text.isascii() or _alone_in_clause(reading, place)


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
    return said and _alone_in_clause(reading, place)


def _has_node(reading: Reading, place: Place) -> bool:
    """Whether the place describes a node or the like: "with China nodes"."""
    return reading.label("hosting", place.behind) == "neutral"


def _by_head(reading: Reading, head: Head, place: Place) -> Governed:
    if head.label in ("serves", "move"):
        subject = subject_of(reading, head)
        hosted = head.found is not None and head.found["web"] and subject and reading.at("activity", subject.last)
        if subject is not None and subject.label in ("audience", "cdn") and not hosted:  # "our shop is hosted in Toronto"
            head = replace(subject, last=max(subject.last, head.last))
    if head.label in _ELSEWHERE or (head.label == "site" and not place.tie):
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


def _inside_it(reading: Reading, place: Place) -> int:
    """The token behind a Chinese name that follows a country right before a machine, "台湾彰化机房"; else the one behind the place."""
    if place.found.group is None or reading.tokens[place.found.last].text.isascii():
        return place.behind
    for behind in range(place.behind, min(place.behind + _NAME, len(reading.tokens))):
        head = head_at(reading, behind)
        if head is not None:
            return behind if head.label == "host" and head.first == behind else place.behind
        token = reading.tokens[behind]
        if token.mark or token.text.isascii() or any(reading.at(layer, behind) for layer in _SAID):
            break
    return place.behind


def _head_after(reading: Reading, place: Place) -> Head | None:
    """The noun that the place describes: "Shanghai server", "Chinese cloud host", "German company"."""
    found: Head | None = None
    skipped = 0
    denied = False
    position = _inside_it(reading, place)
    while position < len(reading.tokens) and skipped <= 2 and reading.clause[position] == reading.clause[place.found.last]:
        head = head_at(reading, position)
        if denied and head is not None and head.label == "audience":
            break  # "先部署香港不备案"
        if head is not None and head.label in ("host", "serves", "cdn", "audience"):
            # "Chinese server provider": the last noun of the compound is what the place describes.
            found, position = head, head.last + 1
            continue
        if found is not None:
            break
        if head is not None and head.label == "site" and place.whole:
            return head
        neutral = reading.label("hosting", position) in ("neutral", "site") or reading.label("relations", position) == "of_it"
        denied = reading.at("negation", position) is not None and not reading.tokens[position].text.isascii()
        neutral = neutral or denied
        if not neutral and place.tie != "adjective":
            break
        if not neutral and reading.at("relations", position):
            break
        skipped += 0 if neutral else 1
        position += 1
    return found


def _head_before(reading: Reading, place: Place, owner: Mapping[int, Head], reach: int) -> Head | None:
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
        if head.found is not None and head.found.layer == "provider" and (network := _network_through(reading, head)):
            return network
        other_clause = reading.clause[head.last] != reading.clause[place.start]
        if (
            other_clause
            and (not place.tie or head.label in ("reach", "move", "pronoun_place"))
            and not _alone_in_clause(reading, place)
        ):
            return fallback
        if place.tie == "from" and head.label == "audience" and (verb := _serving_verb(reading, head)):
            return verb  # "we serve users in China from Tokyo"
        used = any(head == known and first > head.last for first, known in owner.items())
        passed = head.label == "reach" or (not place.tie and _is_what_it_does(reading, head))
        if (head.label in _ELSEWHERE and used) or (other_clause and passed):
            position = head.first - 1
            continue
        if head.label == "site" and other_clause and not place.tie:
            position = head.first - 1  # "官网 上海 无支付": the place answers "where?"
            continue
        if head.label == "site":
            fallback, position = fallback or head, head.first - 1
            if place.start - fallback.last <= 4:
                return fallback
            continue
        return head if fallback is None or head.label in ("host", "serves", "cdn", "move") else fallback
    return fallback


def _serving_verb(reading: Reading, served: Head) -> Head | None:
    """The verb of serving whose object that is, at most a few words before it."""
    for position in range(served.first - 1, max(served.first - _ROOM, -1), -1):
        head = head_at(reading, position)
        if head is not None and reading.clause[position] == reading.clause[served.first]:
            return head if head.label == "serves" else None
    return None


def _machine_housed(reading: Reading, house: Head, place: Place, owner: Mapping[int, Head]) -> Head | None:
    """The machine in the house or at the firm that the place describes: "服务器在深圳办公室", "web space at a Swiss company"."""
    if house.found is None or not (_at_a_firm(reading, house, place) or (place.tie == "in" and house.found["houses"])):
        return None
    head = _head_before(reading, place, owner, NEAR)
    return head if head is not None and head.label in ("host", "serves") else None


def _at_a_firm(reading: Reading, firm: Head, place: Place) -> bool:
    """Whether an adjective describes the firm at which something is hosted."""
    before = reading.before(place.found.first)
    named = place.tie == "adjective" and reading.label("cues", firm.first) == "firm"
    return named and before >= 0 and reading.tokens[before].text in _AT


def _machine_there(reading: Reading, housed: Head) -> Head | None:
    """The server that stands at somebody's place: "a server at a university", "the server is an old PC in the parish office"."""
    if housed.label != "audience":
        return None
    position = housed.first - 1
    while position > housed.first - _ROOM and position > 0 and _describes(reading, position):
        position -= 1
    if position < 1 or reading.tokens[position].text not in _INDOORS:
        return None
    if reading.label("cues", position - 1) == "being":
        position -= 1  # "the box is in my office"
    head = head_at(reading, position) or head_at(reading, position - 1)
    return head if head is not None and head.label in ("host", "serves") else None


def _describes(reading: Reading, place: int) -> bool:
    """Whether the token only describes the noun behind it."""
    if reading.label("relations", place) in ("article", "of_it") or reading.label("relations", place + 1) == "of_it":
        return True
    if reading.tokens[place].text in _ROOM_OF:
        return True  # "in the basement of our shop"
    if reading.label("speech", place) in ("and", "or", "border"):
        return False  # "hosted in Portugal and some gallery in Jingdezhen wrote"
    return not (reading.at("relations", place) or reading.tokens[place].mark or head_at(reading, place))


def _network_that_serves(reading: Reading, verb: Head) -> Head | None:
    """The CDN that is the subject of a verb of serving: "the CDN delivers from nodes in Guangzhou"."""
    if verb.label not in ("host", "serves", "reach") or verb.first == 0:
        return None
    subject = subject_of(reading, verb)
    return replace(subject, last=verb.last) if subject is not None and subject.label == "cdn" else None


def _network_through(reading: Reading, provider: Head) -> Head | None:
    """The CDN whose provider that is: "CDN是网宿的国内节点"."""
    place = provider.first - 1
    while place >= 0 and _only_joins(reading, place) and not reading.tokens[place].mark:
        place -= 1
    head = head_at(reading, place) if place >= 0 else None
    return replace(head, last=provider.last) if head is not None and head.label == "cdn" else None


def _only_joins(reading: Reading, place: int) -> bool:
    """Whether the token is a function word or the way that something takes: "CDN走的网宿"."""
    return reading.light(place) or reading.label("hosting", place) in ("neutral", "serves")


def _goes_on(reading: Reading, head: Head, place: Place) -> bool:
    """Whether a clause behind that of a machine tells where something else goes: "服务器在香港，护肤品卖到内地"."""
    return head.label == "host" and reading.clause[head.last] != reading.clause[place.start]


def _network_ahead(reading: Reading, place: Place) -> Head | None:
    """The CDN that a Chinese place at the beginning of a clause is told for: "国内用了又拍云加速"."""
    last = place.found.last
    begins = place.start == 0 or reading.clause[place.start - 1] != reading.clause[last] or reading.tokens[place.start - 1].mark
    if not begins or reading.tokens[last].text.isascii():
        return None
    for position in range(place.behind, min(place.behind + NEAR, len(reading.tokens))):
        head = head_at(reading, position)
        if reading.clause[position] != reading.clause[last] or reading.at("negation", position) is not None:
            return None
        if head is not None and (head.found is None or head.found.layer != "provider"):
            return head if head.label == "cdn" else None
    return None


def _head_ahead(reading: Reading, place: Place) -> Head | None:
    """The first governing word to the right in the sentence: "in Shanghai we run an ECS"."""
    begins = all(
        reading.light(each) or reading.at("relations", each) is not None or reading.label("speech", each) != ""
        for each in range(place.start)
        if reading.clause[each] == reading.clause[place.start]
    )
    for position in range(place.behind, min(place.behind + _FAR, len(reading.tokens))):
        if not begins and reading.clause[position] != reading.clause[place.found.last]:
            return None  # what the words before speak of is there: "a store in Chengdu, and we need a website"
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
        or reading.label("hosting", each) in ("supposed", "neutral") or reading.tokens[each].text.isdigit()
        for each in positions
    )  # fmt: skip


def _is_what_it_does(reading: Reading, head: Head) -> bool:
    """Whether a word that has a place of its own in a street tells in a telegram what the site does: "shop. Singapore"."""
    return head.label == "audience" and reading.at("activity", head.first) is not None


def _describes_what_follows(reading: Reading, place: Place) -> bool:
    """Whether a Chinese place stands right before a kind of site, "北京公司官网": it may be the firm's and not the server's."""
    last, behind = place.found.last, place.behind
    if place.tie or behind >= len(reading.tokens) or reading.tokens[last].text.isascii():
        return False
    joined = reading.tokens[behind].start == reading.tokens[last].end
    return joined and reading.at("activity", behind) is not None


def _alone(reading: Reading, place: Place) -> Governed:
    """A clause that is nothing but a place answers "where?"; the sentence before may tell of what."""
    if place.tie not in ("", "in") or not _alone_in_clause(reading, place) or _describes_what_follows(reading, place):
        return Governed()
    sentence = reading.sentence[place.start]
    for position in range(place.start - 1, max(place.start - _FAR, -1), -1):
        if sentence - reading.sentence[position] > 1:
            break
        head = head_at(reading, position)
        if (
            head is not None
            and head.label in ("host", "serves", "cdn", "audience", "pronoun_place")
            and not _is_what_it_does(reading, head)
        ):
            return Governed(_by_head(reading, head, place).served)
    return Governed(("server",))
