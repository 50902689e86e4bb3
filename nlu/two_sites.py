"""Two websites in one breath, each with its own place: "the shop is in Shanghai and the blog in Tokyo"."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.asking import asks, supposes
from nlu.phrases import Found
from nlu.reading import Reading

_JOINTS = frozenset((",", "，", ";", "；", "、", "and", "but", "while", "whereas", "而", "但", "和"))
_SENTENCE_ENDS = frozenset((".", "。", "!", "！", "?", "？", "\n"))
_OPPOSITE = frozenset(("mainland", "outside"))
_TOLD = ("activity", "server")
_TELLING = ("activity", "places")
_FIRST = "first_of_two"
_WEBSITE = frozenset(("server", "cdn", "activity", "payments"))


def apart(reading: Reading) -> tuple[str, str] | None:
    """The message without its second website, and that one alone, both with every word at its place; None where there is but one.

    Each has a noun for what it is and then a place, on either side of the border unless two are announced; neither is somebody else's,
    asked or supposed.
    """
    text = reading.text
    announced = announces_two(reading)
    if supposes(text):
        return None
    if any(each.label != "for_us" for each in reading.found["others"]):
        return None
    if border := _second_by_number(reading):
        return text[:border] + " " * (len(text) - border), " " * border + text[border:]
    nouns = [each for each in reading.found["activity"] if each["form"] != "doing"]
    said = sorted([*nouns, *reading.found["places"]], key=lambda each: each.first)
    if [each.layer for each in said] != ["activity", "places"] * 2:
        return None
    if {said[1].label, said[3].label} != _OPPOSITE and not announced:
        return None
    # What stands between belongs to the first: "the shop is in Wuhan, without payments, and the blog in Tokyo".
    joints = [place for place in range(said[1].last + 1, said[2].first) if reading.tokens[place].text in _JOINTS]
    if not joints or _words(reading, said[0]) == _words(reading, said[2]):
        return None
    joint = joints[-1]
    further = [each for each in sites_named(reading) if each.label != "several_sites" or not announced]
    if any(each.label != "another_site" or not joint < each.first < said[3].first for each in further):
        return None  # "还有一个网店" only names the second
    told = [token for place, token in enumerate(reading.tokens) if reading.sentence[place] == reading.sentence[said[0].first]]
    if asks(text[told[0].start : told[-1].end]):
        return None
    behind = range(said[3].last + 1, len(reading.tokens))
    end = next((reading.tokens[place].start for place in behind if reading.tokens[place].text in _SENTENCE_ENDS), len(text))
    start, second = reading.tokens[joint].start, reading.tokens[joint].end
    first = text[:start] + " " * (end - start) + text[end:]
    return first, " " * second + text[second:end] + " " * (len(text) - end)


def announces_two(reading: Reading) -> bool:
    """Whether several websites are announced before the first of them is told: "two sites: a blog in Oslo and a shop in Wuxi"."""
    several = [each.first for each in sites_named(reading) if each.label == "several_sites"]
    before = bool(several) and several[0] < min((each.last for each in reading.found["places"]), default=0)
    return before or _second_by_number(reading) is not None


def _second_by_number(reading: Reading) -> int | None:
    """Where the second of two websites begins that are called by their numbers and told: "the first site is in Oslo, the second one in
    Wuxi"; None where they are not, or the first is only asked about."""
    first = next((each for each in reading.found["sites"] if each.label == _FIRST), None)
    second = next(
        (each for each in reading.found["sites"] if each.label == "another_site" and first and each.first > first.last), None
    )
    if first is None or second is None:
        return None
    border = reading.tokens[second.first].start
    told = [each.first for layer in _TELLING for each in reading.found[layer]]
    both = any(first.last <= each < second.first for each in told) and any(each >= second.last for each in told)
    return border if both and not asks(reading.text[:border]) else None


def sites_named(reading: Reading) -> list[Found]:
    """The words for a website beside the one that is spoken of; some only behind a place: "东京那个只是博客"."""
    named = [each for each in reading.found["sites"] if each.label != _FIRST]
    return [each for each in named if each["follows"] != "place" or reading.at("places", each.first - 1)]


def tells_a_site(facts: Sequence[str]) -> bool:
    """Whether facts of these names tell where a website is served from and what it does."""
    return set(_TOLD) <= set(facts)


def missing(part: Reading, facts: Sequence[str], announced: bool) -> list[Found]:
    """The mentions that tell what is still missing of a website that stands beside another one: "our shop is in Wuxi and our blog in
    Oslo" speaks of two websites, though a shop that is somewhere may be one in a street."""
    told = set(_TOLD) & set(facts)
    nouns = [each for each in part.found["activity"] if announced and each["form"] != "doing"]
    found = [*([] if "activity" in told else nouns[:1]), *([] if "server" in told else part.found["places"][:1])]
    return found if len(found) + len(told) == len(_TOLD) else []


def of_a_site(fact: str) -> bool:
    """Whether a fact of that name tells what a website is or does."""
    return fact in _WEBSITE


def _words(reading: Reading, found: Found) -> list[str]:
    return [each.text for each in reading.tokens[found.first : found.last + 1]]
