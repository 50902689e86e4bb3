"""What a message says about where the website is served from: the place of its server and of its CDN.

A place counts only when the sentence is about hosting. A website in a country may be a market, so that is only likely.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

from nlu.claims import OUTCOMES, Claim, Outcomes, only_likely, settled, weighed
from nlu.governing import Governed, Served, goes_on_a_list, governed
from nlu.heads import alone_in_clause, of_the_writer, only_named
from nlu.marks import OURSELVES, marks_on, with_denial
from nlu.moves import is_about_to_move, is_done, is_to_come, people_moved
from nlu.phrases import Found
from nlu.places import MAINLAND, OUTSIDE, Head, Place, names_nodes, places
from nlu.reading import Certainty, Reading, Statement

_NAME = frozenset(("domain", "domains", "域"))
# Marks of what is told for a time to come.
_AHEAD = ("later", "possible")
_BESIDE, _NEXT_DOOR = 2, 12
_TOLD = 12
_PRODUCT_RANK, _OUTSIDE_RANK, _MAINLAND_RANK, _MOVED_RANK = 0, 1, 2, 3
_OUTCOMES: Outcomes = {
    **OUTCOMES,
    "supplier": "",
    "forbidden": "nothing",
    "more_than": "nothing",
    "elsewhere": "",
    "theirs": "",
    "its": "likely",
    "comparison": "likely",
    "planned": "likely planned",
    "idle": "later",  # a machine on which nothing runs yet
}


@dataclass
class _Heard:
    """What the places read so far have claimed, and which word governs which of them."""

    claims: dict[Served, list[Claim]] = field(default_factory=lambda: {"server": [], "cdn": []})
    origins: list[tuple[Place, Head]] = field(default_factory=list)
    owner: dict[int, Head] = field(default_factory=dict)
    previous: tuple[Place, Governed] | None = None
    of_others: list[tuple[Place, Head | None]] = field(default_factory=list)


def hosting_statements(reading: Reading) -> list[Statement]:
    """At most one statement on the server and one on the CDN, of now and of what is planned."""
    heard = _Heard()
    for place in places(reading):
        of = governed(reading, place, heard.owner, heard.previous)
        of = of if of.served else _beside(reading, place) or of
        if of.head is not None and of.head.label == "cdn" and _goes_on_without(reading, of.head, place):
            of = Governed(("server",))
        head = of.head
        if not of.served:
            heard.of_others.append((place, head))
        owned = tuple(heard.owner.values())
        if head is not None:
            heard.owner[place.found.first] = head
        if of.served and place.tie == "from" and head is not None and head.label == "move":
            heard.origins.append((place, head))
        else:
            listed = heard.previous is not None and goes_on_a_list(reading, heard.previous[0], place)
            claim = _claim(reading, place, head, owned, listed) if of.served else None
            for each in of.served:
                heard.claims[each] += [claim] if claim is not None else []
        heard.previous = (place, of)
    claims, origins = heard.claims, heard.origins
    products = [each for each in _hosting(reading, "product") if not _left(reading, each)]
    claims["server"] += [*_told_by(reading, products, OUTSIDE)]
    claims["server"] += _before_the_move(reading, heard) if claims["server"] else []
    # Moving away from one side of the border, without a goal, is moving to the other.
    goals = [(place, head) for place, head in origins if place.whole and not claims["server"]]
    claims["server"] += [Claim(_other_side(one.value), head.first, one.found.last, words=(one.found,)) for one, head in goals]
    if all(_names_a_language(each) for each in claims["server"]):
        hinted = [*_hinted(reading)] or [*_of_people_abroad(reading, heard.of_others)]
        claims["server"] = hinted or claims["server"]  # "a Dutch NGO with a Chinese page"
    networks = _hosting(reading, "cdn")
    without = [each for each in _hosting(reading, "without_mainland") if networks or not each["needs"]]
    claims["cdn"] += _told_by(reading, without, OUTSIDE)
    told = any(each.certainty == "stated" for each in claims["cdn"])
    claims["cdn"] += [] if told else [*_told_by(reading, networks, OUTSIDE, denied=True)]
    claims["cdn"] += [] if claims["cdn"] else [*_told_by(reading, _everywhere(reading), MAINLAND)]
    claims["cdn"] += [] if claims["cdn"] else [*_told_by(reading, _networks_at_home(reading), MAINLAND)]
    return [
        statement
        for fact, each in claims.items()
        for statement in settled(
            reading, fact, [_reaching_back(reading, claim, each, origins) for claim in _without_contradiction(reading, each)]
        )
    ]


def _beside(reading: Reading, place: Place) -> Governed | None:
    """The server that stands in the house whose place that is: "Factory in Taicang, web server in the same building"."""
    for there in reading.found["hosting"]:
        if there.label != "beside" or not 0 < there.first - place.behind <= _NEXT_DOOR:
            continue
        between = range(place.behind, there.first)
        machines = [each for each in _hosting(reading, "host") if each.first in between] or ([there] if there["machine"] else [])
        if machines and not any(each.first in between for each in reading.found["places"]):
            return Governed(("server",), Head("host", machines[-1].first, there.last, machines[-1]))
    return None


def _goes_on_without(reading: Reading, network: Head, place: Place) -> bool:
    """Whether a Chinese clause behind that of a CDN which is not used names the place of the website: "没cdn，南宁，…"."""
    if network.last >= place.start or reading.clause[network.last] == reading.clause[place.start]:
        return False
    chinese = not reading.tokens[place.found.last].text.isascii()
    return chinese and "denied" in marks_on(reading, network.first, network.last, ("hosting", "places", "provider"))


def _without_contradiction(reading: Reading, claims: list[Claim]) -> list[Claim]:
    """The claims, only likely where they name different sides of the border and the second neither joins nor corrects the first."""
    # "A Chinese page" is one in Chinese and weakens no server; nor does what is told of all websites: "only needed on mainland machines".
    today = [
        each
        for each in claims
        if each.role is None and not each.planned and not (_names_a_language(each) or _is_general(reading, each))
    ]
    perhaps = [each for each in claims if each.role is None and not _names_a_language(each)]
    if len({each.value for each in perhaps}) > 1 and all(each.certainty == "likely" and each.planned for each in perhaps):
        return [each for each in claims if each not in perhaps]  # "perhaps in China, perhaps in Singapore" tells neither
    for one, other in combinations(today, 2):
        between = range(min(one.last, other.last) + 1, max(one.last, other.last) + 1)
        joined = reading.sentence[one.last] == reading.sentence[other.first] and reading.any_between("speech", "and", between)
        joined = joined or all(any(each["counted"] for each in claim.words) for claim in (one, other))
        moved = any(each.label == "move" for each in (*one.words, *other.words))
        if one.value != other.value and not (joined or moved or reading.any_between("speech", "correction", between)):
            said = [each for each in claims if each.certainty == "stated" or each.role is not None] or claims
            return only_likely(said)
    return claims


def _is_general(reading: Reading, claim: Claim) -> bool:
    """Whether it is only likely because it is told as a rule; a Chinese one often leads to where the website is going to stand."""
    english = reading.tokens[claim.last].text.isascii()
    return english and claim.certainty == "likely" and any(each.label == "rule" for each in claim.marks)


def _names_a_language(claim: Claim) -> bool:
    return claim.certainty == "likely" and any(each["form"] == "adjective" for each in claim.words)


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


def _claim(reading: Reading, place: Place, head: Head | None, owned: Collection[Head], listed: bool) -> Claim | None:
    """The place as a claim; a denied one tells only where it leaves a single other side of the border.

    What is on the first place of a list is on each that is `listed` behind it: "when the server stands in Hong Kong, Tokyo or so".
    """
    if head is not None and _only_chosen(head) and not 0 <= place.found.first - head.last <= _BESIDE:
        return None  # "we went for lunch in Oslo"
    first = min(place.start, head.first) if head is not None else place.start
    last = max(place.found.last, head.last) if head is not None else place.found.last
    if place.tie == "to" and head is not None and head.last < place.start and head in owned:
        first = place.start  # where it goes is no longer where it was: "give up our machine in Tianjin and go to Tokyo"
    apart = head is not None and not listed and reading.clause[head.last] != reading.clause[place.start]
    marks = marks_on(reading, place.start if apart else first, last, ("provider",), ("and",))
    if apart and head is not None and _adds_where(reading, place):
        told = marks_on(reading, head.first, head.last, ("provider",))
        marks = {**{name: mark for name, mark in told.items() if name in _AHEAD}, **marks}
    if first != place.start and not {"denied", "ended"} & marks.keys():
        inner = marks_on(reading, place.start, place.found.last, ("places", "hosting", "provider"), ("and",))
        marks = {**inner, **marks}
    if head is not None and (inside := _denied_between(reading, place, head)):
        marks["denied"] = inside
    value = place.value
    if "its" in marks and _of_our_site(reading, marks["its"]):
        del marks["its"]
    if "stopped" in marks and head is not None and head.label == "cdn":
        return None  # "the Shanghai CDN was switched off"
    denial = marks.get("denied") or marks.get("ended")
    done = head is not None and is_done(reading, place, head)
    if head is not None and head.found is not None and not done and is_about_to_move(reading, place, head):
        marks = {"later": head.found, **marks}
    if done and marks.keys() & {"planned", "later"}:
        marks = {name: mark for name, mark in marks.items() if name not in ("planned", "later") or mark.layer != "time"}
    if "planned" in marks and is_to_come(reading, head, place, marks["planned"]):
        marks["later"] = marks.pop("planned")
    if "ended" in marks and "later" in marks:
        del marks["later"]  # what ends later holds today
    elif denial is not None:
        if not place.whole:
            return None
        value = _other_side(value)
        first, last = with_denial(first, last, denial)
    market = place.whole and MAINLAND in (value, place.value) and head is not None and head.label == "site"
    hosted = reading.label("hosting", place.found.last) == "serves"  # "a China-hosted site"
    market = market and not (hosted or _closes_a_chinese_clause(reading, place))
    # "Akamai China CDN?" asks for a service, "服务器在香港？" tells a case.
    asked_for = head is not None and head.label == "cdn" and reading.only_asked(first, last)
    alone = head is None and (of_the_writer(reading, place) or names_nodes(reading, place) or only_named(reading, place))
    alone = alone or (done and head is not None and people_moved(reading, place, head))
    open_still = place.found["weak"] or _only_chosen(head) or asked_for or alone
    certainty: Certainty = "likely" if market or open_still else "stated"
    words = (place.found, *([head.found] if head is not None and head.found is not None else []))
    rank = _MOVED_RANK if done else _MAINLAND_RANK if value == MAINLAND else _OUTSIDE_RANK
    turned = value != place.value
    return weighed(Claim(value, first, last, rank, certainty=certainty, denied=turned, words=words), marks, _OUTCOMES)


def _adds_where(reading: Reading, place: Place) -> bool:
    """Whether a bare place behind a comma only adds where: "in two weeks we put a CDN over it, mainland"."""
    return not place.tie and place.start == place.found.first and alone_in_clause(reading, place)


def _only_chosen(head: Head | None) -> bool:
    """Whether the verb tells of a choice and not of serving: "so we went for Tokyo"."""
    return head is not None and head.label == "serves" and head.found is not None and bool(head.found["weak"])


def _denied_between(reading: Reading, place: Place, head: Head) -> Found | None:
    """The negation between a place and what it would be the place of: "国内没有CDN"."""
    between = range(place.behind, head.first)
    return next((each for each in reading.found["negation"] if each.label == "denied" and each.first in between), None)


def _closes_a_chinese_clause(reading: Reading, place: Place) -> bool:
    """Whether "在国内" is all that is said of the website: a Chinese market is faced ("面向国内") and not stood in."""
    last = place.found.last
    ends = (
        place.behind == len(reading.tokens)
        or reading.clause[place.behind] != reading.clause[last]
        or reading.tokens[place.behind].mark
    )
    return place.tie == "in" and ends and not reading.tokens[last].text.isascii()


def _of_our_site(reading: Reading, its: Found) -> bool:
    """Whether "its" is a site's that the sentence calls our own, or nobody's: "Our second site only informs and its server is in
    Shaoxing", "a blog, its server is in Shaoxing"."""
    said = [place for place in range(its.first) if reading.sentence[place] == reading.sentence[its.first]]
    ours = [place for place in said if reading.tokens[place].text in OURSELVES]
    strangers = any(each.label == "another" and each.first in said for each in reading.found["others"])
    named = [place for place in said if reading.label("hosting", place) == "site" or reading.at("sites", place)]
    return any(place >= ours[0] for place in named) if ours else bool(named) and not strangers


def _hinted(reading: Reading) -> Iterator[Claim]:
    """What is likely where no place is told: a cloud that is at home in the mainland, what firewalls and telcos do."""
    hints = reading.found["hints"]
    clouds = [
        each
        for each in [*reading.found["provider"], *reading.found["hosting"]]
        if each["at_home"] and not (_sells_the_name(reading, each) or _is_of_a_network(reading, each))
    ]
    yield from _told_by(reading, [*clouds, *(each for each in hints if each.label == MAINLAND)], MAINLAND)
    outside = [each for each in hints if each.label == OUTSIDE and (not each["needs"] or _of_china(reading, each))]
    yield from _told_by(reading, outside, OUTSIDE)


def _of_china(reading: Reading, hint: Found) -> bool:
    """Whether the sentence of a hint or the one before speaks of the mainland: "people in Wuhan cannot open our site"."""
    return any(
        each.label == MAINLAND and 0 <= reading.sentence[hint.first] - reading.sentence[each.first] <= 1
        for each in reading.found["places"]
    )


def _of_people_abroad(reading: Reading, of_others: Collection[tuple[Place, Head | None]]) -> Iterator[Claim]:
    """What is likely where people only say that they are abroad and have a website: "a Dutch NGO, our site is slow in China"."""
    site = bool(reading.found["activity"]) or any(each.label == "site" for each in reading.found["hosting"])
    china = bool(reading.found["certificates"]) or any(each.label == MAINLAND for each in reading.found["places"])
    if len(reading.tokens) < _TOLD or not (site and china):
        return
    for place, head in of_others:
        if place.value != OUTSIDE or place.whole:
            continue
        beside = {place.start - 1, *([head.last] if head is not None else [])} - {-1}
        firm = any(reading.label("cues", each) == "firm" for each in beside)
        sentence = reading.sentence[place.start]
        ours = any(
            token.text in OURSELVES for token, its in zip(reading.tokens, reading.sentence, strict=True) if its == sentence
        )
        if (head is not None and head.label == "pronoun_place") or (firm and (ours or sentence == 0)):
            yield from _told_by(reading, [replace(place.found, layer="hints")], OUTSIDE)


def _everywhere(reading: Reading) -> list[Found]:
    """The words for a CDN's whole range, "global", which in the large clouds of China takes in the mainland."""
    cloud = any(each["worldwide"] for each in reading.found["provider"])
    return [each for each in reading.found["scopes"] if cloud or not each["needs"]]


def _networks_at_home(reading: Reading) -> list[Found]:
    """What tells of a CDN that is at home in the mainland: "阿里云CDN", "外面套了网宿"."""
    clouds = [each for each in reading.found["provider"] if each["at_home"] and _is_of_a_network(reading, each)]
    return [*reading.found["networks"], *clouds]


def _is_of_a_network(reading: Reading, cloud: Found) -> bool:
    """Whether a cloud is only named for its CDN: "腾讯云CDN", "腾讯云的CDN"."""
    behind = cloud.last + (2 if reading.words(range(cloud.last + 1, cloud.last + 2), cloud.last) == {"的"} else 1)
    return reading.label("hosting", behind) == "cdn" and not reading.tokens[cloud.last].text.isascii()


def _sells_the_name(reading: Reading, cloud: Found) -> bool:
    """Whether the clause of a cloud tells that the domain is bought there, and nothing of a machine."""
    labels = {
        "name" if reading.tokens[each.first].text in _NAME else each.label
        for each in reading.found["hosting"]
        if reading.clause[each.first] == reading.clause[cloud.first] and each is not cloud
    }
    return "name" in labels and labels.isdisjoint(("host", "serves", "site", "move", "cdn"))


def _told_by(reading: Reading, words: list[Found], value: str, denied: bool = False) -> Iterator[Claim]:
    """What words tell by themselves: a product that is served from abroad, a cloud that is at home, a CDN that is not used."""
    for each in words:
        marks = marks_on(reading, each.first, each.last, ("hosting", "places", "provider"))
        denial = marks.get("denied") or marks.get("ended") or (marks.get("stopped") if each.label == "cdn" else None)
        if denial is not None and denial.label == "stopped":
            marks.pop("past", None)  # "停了" tells of today, too
            if any(reading.clause[place.first] == reading.clause[each.first] for place in reading.found["places"]):
                continue  # what stands in other places may go on
        if (denial is not None) == denied:
            first, last = with_denial(each.first, each.last, denial)
            open_still = each["weak"] or each["at_home"] or each.layer == "hints" or reading.only_asked(first, last)
            certainty: Certainty = "likely" if open_still else "stated"
            claim = Claim(value, first, last, _PRODUCT_RANK, certainty=certainty, denied=denied, words=(each,))
            yield from (kept for kept in [weighed(claim, marks, _OUTCOMES)] if kept is not None)


def _hosting(reading: Reading, label: str) -> list[Found]:
    return [each for each in reading.found["hosting"] if each.label == label]


def _before_the_move(reading: Reading, heard: _Heard) -> list[Claim]:
    """Where a website stands today that is going to move away from there: "next year from Frankfurt to Shanghai"."""
    if any(each.role != "later" for each in heard.claims["server"]):
        return []
    left = [each for each in _hosting(reading, "product") if _left(reading, each)]
    return [
        *(Claim(place.value, place.start, place.found.last, _OUTSIDE_RANK, words=(place.found,)) for place, _ in heard.origins),
        *(Claim(OUTSIDE, each.first, each.last, _PRODUCT_RANK, words=(each,)) for each in left),
    ]


def _left(reading: Reading, found: Found) -> bool:
    """Whether the website moves away from there: "from Hetzner to Aliyun", but not "a server from Hetzner"."""
    from_it = found.first > 0 and reading.label("relations", found.first - 1) == "from"
    return from_it and any(reading.sentence[each.first] == reading.sentence[found.first] for each in _hosting(reading, "move"))


def _other_side(value: str) -> str:
    return OUTSIDE if value == MAINLAND else MAINLAND
