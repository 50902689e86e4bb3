"""The places that a message names, each with the preposition that ties it to the sentence, and the words that govern places."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nlu.phrases import Found, Group
from nlu.reading import Reading

MAINLAND, OUTSIDE = "mainland", "outside"
NEAR = 8
_THAT = frozenset(("it", "that", "this"))
_SWITCHES = frozenset(
    f"{verb}{end}" for verb in ("switch", "turn", "flip") for end in ("", "es", "s", "ed", "ped", "ing", "ping")
)
_NODES, _NODE = frozenset(("node", "nodes", "pops")), "节点"
_HEADS = ("host", "serves", "cdn", "site", "move", "audience", "reach", "pronoun_place")
# Which country somebody is inside of is only likely; outside of it is abroad.
_SIDES = {
    "outside": (OUTSIDE, Group("places", OUTSIDE, {"whole": "yes"})),
    "inside": (MAINLAND, Group("places", MAINLAND, {"whole": "yes", "weak": "yes"})),
}


@dataclass(frozen=True)
class Place:
    """A place, its value, whether it is a whole side of the border ("China", "abroad"), and how it is tied to the sentence."""

    found: Found
    value: str
    whole: bool
    tie: str
    start: int

    @property
    def behind(self) -> int:
        """The token behind it."""
        return self.found.last + 1


@dataclass(frozen=True)
class Head:
    """The word that governs a place."""

    label: str
    first: int
    last: int
    found: Found | None = None


def places(reading: Reading) -> list[Place]:
    """The places of a message in their order, without those between which it leaves the choice."""
    found: list[Place] = []
    for each in reading.found["places"]:
        whole = bool(each["whole"])
        if found and _names_its_country(reading, found[-1], each):
            found[-1] = replace(found[-1], found=replace(found[-1].found, last=each.last))
            continue
        if _names_a_street(reading, each.last + 1) or reading.label("hosting", each.first) == "without_mainland":
            continue
        value, tie, start = each.label, "in" if each["form"] == "adverb" else each["form"], each.first
        before = _word_before(reading, start)
        if before is not None and (_is_the_verb(reading, before) or _is_a_verb_s(reading, before)):
            before = None
        served = before is not None and reading.label("hosting", before.first) == "serves"  # "served out of Oregon"
        if before is not None and before.label == "outside_of" and not served:
            if value == OUTSIDE or not whole:
                continue
            value, start = OUTSIDE, before.first
            before = _word_before(reading, start)
            before = None if before is not None and before.label == "of_it" else before  # "it's all outside China"
        if before is not None and before.label != "outside_of" and tie != "region":
            # "We went with Tokyo": the preposition is the verb's.
            tie, start = tie or ("in" if served and before.label == "for" else before.label), before.first
        found.append(_left_with_its_provider(reading, each, value) or Place(each, value, whole, tie, start))
    ordered = sorted([*found, *_bare_sides(reading)], key=lambda each: each.start)
    return _alternatives_dropped(reading, ordered)


def _names_a_street(reading: Reading, behind: int) -> bool:
    """Whether a street follows that bears the name: "Beijing Road in Singapore", "Nanjing East Road"."""
    return "street" in (
        reading.label("cues", behind),
        reading.label("cues", behind) == "compass" and reading.label("cues", behind + 1),
    )


def _left_with_its_provider(reading: Reading, found: Found, value: str) -> Place | None:
    """The place behind the name of a provider that somebody moves away from: "moved off Aliyun Beijing to Singapore"."""
    provider = reading.at("provider", found.first - 1) if found.first else None
    if provider is None or provider.first == 0 or reading.label("relations", provider.first - 1) != "from":
        return None
    place = Place(found, value, False, "from", provider.first - 1)
    return place if moving(reading, place) is not None else None


def _bare_sides(reading: Reading) -> list[Place]:
    """An "outside" or "inside" that closes its clause names a side of the border itself: "all of it runs outside"."""
    found = []
    for each in reading.found["relations"]:
        word, following = reading.tokens[each.first].text, each.last + 1
        of_it = (
            following < len(reading.tokens) and reading.tokens[each.last].text == "of" and reading.tokens[following].text in _THAT
        )
        following += 1 if of_it else 0  # "users in China, server outside of it"
        closes = following >= len(reading.tokens) or reading.tokens[following].mark or reading.label("speech", following)
        if (each.first == each.last or of_it) and word in _SIDES and closes:
            value, group = _SIDES[word]
            found.append(Place(Found("places", value, each.first, each.last, group), value, True, "", each.first))
    return found


def _names_its_country(reading: Reading, place: Place, found: Found) -> bool:
    """Whether a "China" only belongs to the place before it, and describes nothing: "Shanghai, China", not "Perth, China node later"."""
    country = bool(found["whole"]) and found.label == MAINLAND and found["form"] != "adjective"
    return country and not reading.label("hosting", found.last + 1) and _stands_beside(reading, place.found.last, found.first)


def _stands_beside(reading: Reading, last: int, first: int) -> bool:
    """Whether nothing, a comma or a "SAR" stands between: "Shanghai, China"; a Chinese comma parts: "在上海，国内用户为主"."""
    if reading.clause[last] != reading.clause[first] and not reading.tokens[first].text.isascii():
        return False
    return 0 <= first - last - 1 <= 2 and all(reading.tokens[place].text in (",", "sar") for place in range(last + 1, first))


def _word_before(reading: Reading, first: int) -> Found | None:
    """The preposition before a place, over articles and the like."""
    place = reading.before(first)
    found = reading.at("relations", place) if place >= 0 else None
    return found if found is None or reading.clause[found.first] == reading.clause[first] else None


def _is_the_verb(reading: Reading, before: Found) -> bool:
    """Whether "'s" is a verb and no possessive: "no wait, it's Singapore"."""
    return before.label == "of_it" and before.first > 0 and reading.tokens[before.first - 1].text in _THAT


def _is_a_verb_s(reading: Reading, before: Found) -> bool:
    """Whether the preposition belongs to a verb of switching: "they switch on the Shanghai nodes"."""
    return before.first > 0 and reading.tokens[before.first - 1].text in _SWITCHES


def names_nodes(reading: Reading, place: Place) -> bool:
    """Whether the place only says which nodes are meant: "they activate the mainland nodes"."""
    return not place.tie and place.behind < len(reading.tokens) and reading.tokens[place.behind].text in _NODES


def names_nodes_of_a_side(reading: Reading, place: Place) -> bool:
    """Whether the place is a side of the border whose nodes are meant, "国内节点"; those of a city may be a cloud's machines."""
    behind = reading.words(range(place.behind, place.behind + len(_NODE)), place.found.last)
    return place.whole and not place.tie and behind >= set(_NODE)


def _alternatives_dropped(reading: Reading, named: list[Place]) -> list[Place]:
    """Without the places between which the message leaves the choice: "Shanghai or Hong Kong"."""
    dropped: set[int] = set()
    for number in range(1, len(named)):
        one, other = named[number - 1], named[number]
        between = range(one.behind, other.found.first)
        choice = any(reading.label("speech", place) == "or" for place in between)
        if one.value != other.value and choice and len(between) <= 4 and all(_joins(reading, place) for place in between):
            dropped |= {number - 1, number}
    return [each for number, each in enumerate(named) if number not in dropped]


def _joins(reading: Reading, position: int) -> bool:
    return (
        reading.label("speech", position) in ("or", "joint", "link")
        or reading.at("relations", position) is not None
        or reading.light(position)
    )


def coordinated_places(reading: Reading, between: range) -> bool:
    """Whether the tokens between two places only list them: "in Shanghai, Beijing and in Hangzhou"."""
    return bool(between) and all(
        reading.label("speech", place) in ("joint", "link", "and") or reading.label("relations", place) in ("in", "article")
        for place in between
    )


def moving(reading: Reading, place: Place) -> Head | None:
    """The word of moving before a "from": "moving our server away from China"."""
    for position in range(place.start - 1, max(place.start - NEAR, -1), -1):
        audience = reading.label("hosting", position) == "audience" and position == place.start - 1
        if reading.sentence[position] != reading.sentence[place.start] or audience:
            break
        head = head_at(reading, position)
        if head is not None and head.label == "move":
            return head
    # In Chinese the verb stands behind: "从上海搬到香港".
    return head_at(reading, place.behind) if reading.label("hosting", place.behind) == "move" else None


def head_at(reading: Reading, place: int) -> Head | None:
    """The governing word at that token, if there is one; the name of a provider governs like a word for hosting."""
    cue = reading.at("hosting", place)
    if cue is not None and cue.label in _HEADS:
        return Head(cue.label, cue.first, cue.last, cue)
    through = reading.at("provider", place)
    return Head("host", through.first, through.last, through) if through is not None else None


def subject_of(reading: Reading, verb: Head) -> Head | None:
    """The noun right before a verb of serving, over its auxiliaries: "the backup stands in", "the CDN is served from"."""
    place = verb.first - 1
    while place >= 0 and reading.light(place) and not reading.tokens[place].mark and not reading.at("relations", place):
        place -= 1
    return head_at(reading, place) if place >= 0 and reading.clause[place] == reading.clause[verb.first] else None
