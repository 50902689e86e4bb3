"""The words that may govern a place: the one before it, the one behind it, and the machine or network that both belong to; and
whether a place that none governs is only named.

Which of them does is decided in nlu/governing.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nlu.places import MAINLAND, NEAR, Head, Place, head_at, subject_of
from nlu.reading import Reading

ELSEWHERE = ("audience", "reach", "pronoun_place")
"""What has a place of its own and is served from nowhere."""
SAID = ("relations", "speech", "negation", "others", "activity", "payments", "places", "light", "hosting", "time", "doubt")
"""Layers that know a word: it is no name and no stranger."""
FAR = 16
"""The most tokens between a place and a word that governs it through a preposition."""
_ROOM = 5
_SERVED_BY = frozenset(("host", "serves", "cdn", "move", "product"))
# A message longer than that tells of more than the website, a sentence with more words of its own than that of more than a place.
_BRIEF, _LONG, _FEW = 12, 30, 3
# A name has two characters or three; none of the words of SAID is part of one.
_NAME = 4
_ROOM_OF = frozenset(("of", "basement", "cellar", "attic", "garage", "hall", "building", "corner", "room"))
_INDOORS = frozenset(("at", "in", "inside", "from", "under"))
_AT = frozenset(("at", "with", "by", "from"))
# Doubts that leave a place the answer to "where?": "and if it were in Beijing?"
_OPEN = ("supposed", "possible", "planned", "guessed")


def head_after(reading: Reading, place: Place) -> Head | None:
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


def _inside_it(reading: Reading, place: Place) -> int:
    """The token behind a Chinese name that follows a country right before a machine, "台湾彰化机房"; else the one behind the place."""
    if place.found.group is None or reading.tokens[place.found.last].text.isascii():
        return place.behind
    for behind in range(place.behind, min(place.behind + _NAME, len(reading.tokens))):
        head = head_at(reading, behind)
        if head is not None:
            return behind if head.label == "host" and head.first == behind else place.behind
        token = reading.tokens[behind]
        if token.mark or token.text.isascii() or any(reading.at(layer, behind) for layer in SAID):
            break
    return place.behind


def head_before(reading: Reading, place: Place, owner: Mapping[int, Head], reach: int) -> Head | None:
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
            and not alone_in_clause(reading, place)
        ):
            return fallback
        if place.tie == "from" and head.label == "audience" and (verb := _serving_verb(reading, head)):
            return verb  # "we serve users in China from Tokyo"
        used = any(head == known and first > head.last for first, known in owner.items())
        passed = head.label == "reach" or (not place.tie and is_what_it_does(reading, head))
        if (head.label in ELSEWHERE and used) or (other_clause and passed):
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


def head_ahead(reading: Reading, place: Place) -> Head | None:
    """The first governing word to the right in the sentence: "in Shanghai we run an ECS"."""
    begins = all(
        reading.light(each) or reading.at("relations", each) is not None or reading.label("speech", each) != ""
        for each in range(place.start)
        if reading.clause[each] == reading.clause[place.start]
    )
    for position in range(place.behind, min(place.behind + FAR, len(reading.tokens))):
        if not begins and reading.clause[position] != reading.clause[place.found.last]:
            return None  # what the words before speak of is there: "a store in Chengdu, and we need a website"
        if reading.sentence[position] != reading.sentence[place.found.last] or reading.at("places", position):
            return None
        head = head_at(reading, position)
        if head is not None:
            return head
    return None


def network_ahead(reading: Reading, place: Place) -> Head | None:
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


def cloud_of(reading: Reading, place: Place) -> Head | None:
    """The cloud or the machine right before an "of": "Tencent Cloud of Shanghai", "the data center of Wuhan"."""
    if place.start == 0 or reading.tokens[place.start].text != "of":
        return None
    head = head_at(reading, place.start - 1)
    return head if head is not None and head.label == "host" else None


def machine_behind(reading: Reading, place: Place) -> Head | None:
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


def machine_housed(reading: Reading, house: Head, place: Place, owner: Mapping[int, Head]) -> Head | None:
    """The machine in the house or at the firm that the place describes: "服务器在深圳办公室", "web space at a Swiss company"."""
    if house.found is None or not (_at_a_firm(reading, house, place) or (place.tie == "in" and house.found["houses"])):
        return None
    head = head_before(reading, place, owner, NEAR)
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


def alone_in_clause(reading: Reading, place: Place) -> bool:
    """Whether the place is all that its clause tells."""
    clause = reading.clause[place.found.last]
    positions = [each for each, its in enumerate(reading.clause) if its == clause and not place.start <= each <= place.found.last]
    return all(
        reading.light(each) or reading.fact_at(each) is not None or reading.at("relations", each) is not None
        or reading.at("speech", each) is not None or reading.at("negation", each) is not None
        or reading.at("time", each) is not None or reading.label("doubt", each) in _OPEN
        or reading.label("hosting", each) in ("supposed", "neutral") or reading.tokens[each].text.isdigit()
        for each in positions
    )  # fmt: skip


def is_what_it_does(reading: Reading, head: Head) -> bool:
    """Whether a word that has a place of its own in a street tells in a telegram what the site does: "shop. Singapore"."""
    return head.label == "audience" and reading.at("activity", head.first) is not None


def of_the_writer(reading: Reading, place: Place) -> bool:
    """Whether a Chinese city of the mainland that nothing governs may be where the writer is: the message names nothing that serves."""
    if place.value != MAINLAND or place.whole or place.tie == "region" or reading.tokens[place.found.last].text.isascii():
        return False
    if len(reading.tokens) <= _BRIEF:
        return False  # "官网 上海 无支付"
    served = any(each.label in _SERVED_BY for each in reading.found["hosting"])
    return not (served or reading.found["provider"])


def only_named(reading: Reading, place: Place) -> bool:
    """Whether a longer English message names a bare place in a sentence that tells of something else: "trader or not (EU)"."""
    if place.tie not in ("", "outside_of") or len(reading.tokens) <= _LONG or not reading.tokens[place.found.last].text.isascii():
        return False
    sentence = [at for at, its in enumerate(reading.sentence) if its == reading.sentence[place.start]]
    before = [at for at in sentence if at < place.start]
    of_today = any(reading.label("time", at) == "now" for at in before)
    if of_today or any(reading.label("hosting", at) in _SERVED_BY or reading.at("provider", at) for at in before):
        return False
    rest = (at for at in sentence if not (reading.light(at) or reading.at("places", at) or reading.at("relations", at)))
    return len(list(rest)) > _FEW
