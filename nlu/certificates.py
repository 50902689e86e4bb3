"""Which certificates a message names, and what it says of each: "the filing is done", "no license". Naming one states nothing.

Certificates in a list are said the same of. It is said by a word of having near them, by a bare denial, or by naming them alone as an
answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nlu.claims import Claim
from nlu.having import (
    AUXILIARIES,
    CERTIFICATES_MEANT,
    HELD,
    NOT_HELD,
    chosen,
    cue_after,
    cue_before,
)
from nlu.marks import marks_on
from nlu.phrases import Found
from nlu.reading import Certainty, Reading, Statement

_GROUPS = ("both", "all", "certificates", "neither")
ANOTHER_THING = "another_thing"
"""What is filed and no website: an app, a mini program, an algorithm."""
# Right behind a certificate they make it the subject of a sentence of its own.
_FINITE = AUXILIARIES | frozenset(("is", "are", "was", "were", "isn't", "aren't", "hasn't", "haven't"))
_ONLY = frozenset(("only", "just"))
_WE = frozenset(("we", "i"))
# Negations that need no word of having to lean on: "no filing", "without a license".
_NONE_AT_ALL = frozenset(("no", "without", "无", "没", "有", "neither", "nor", "zero"))
_OF_A_SITE = frozenset(("site", "host", "serves", "cdn"))
_NAMES = frozenset(("icp", "beian", "备"))
_ALL = frozenset("都全")
_SO_FAR = frozenset(("yet", "so"))
# The most tokens of a message that is short.
SHORT = 24
_BEFORE = 10
_AFTER = 8
_BESIDE = 3
_FEW = 9


@dataclass(frozen=True)
class Said:
    """What is said of a group of certificates: the value, the tokens that say so, the phrases, and the marks on them."""

    value: str
    first: int
    last: int
    words: tuple[Found, ...]
    marks: Mapping[str, Found]
    rank: int = 0
    certainty: Certainty = "stated"

    def claim(self, value: str) -> Claim:
        """The claim that the certificates of the group are in that state."""
        return Claim(value, self.first, self.last, self.rank, certainty=self.certainty, words=self.words)


def certificate_statements(reading: Reading) -> list[Statement]:
    """The certificates that a message names: what it is about, whatever it says of them."""
    return [
        reading.statement("certificate", each.label, each.first, each.last)
        for each in reading.found["certificates"]
        if each.label in CERTIFICATES_MEANT and each.label not in _GROUPS
    ]


def said_of_certificates(reading: Reading) -> Iterator[tuple[tuple[str, ...], Said]]:
    """What is said of each group of certificates, with the facts that the group stands for: `filing`, `license`, `psb`, `either`."""
    before: Said | None = None
    for group in _groups(reading):
        said = _said(reading, group) or _same_as_before(reading, group, before)
        if said is not None:
            before = said
            named = [each for each in group if each.label != "neither"] or _taken_up(reading, group)
            taken_up = tuple(each for each in named if each not in group)
            yield (
                tuple(fact for each in named for fact in CERTIFICATES_MEANT[each.label]),
                replace(said, words=(*taken_up, *said.words)),
            )


def _taken_up(reading: Reading, group: list[Found]) -> list[Found]:
    """The one certificate that a bare "none" takes up, or those of the group: "the login wants an ICP. Our name has none"; who says
    "we have none" speaks of both."""
    none = group[0]
    if (
        none.label != "neither"
        or none.first != none.last
        or _WE & reading.words(range(none.first - _BESIDE, none.first), none.first)
    ):
        return group
    before = [each for each in reading.found["certificates"] if each.label in CERTIFICATES_MEANT and each.last < none.first]
    named = [each for each in before if each.label not in _GROUPS]
    return named[-1:] if named and len({each.label for each in before}) == 1 else group


def certificates_are_the_topic(reading: Reading) -> bool:
    """Whether the message names a certificate, who grants one, a cloud or a website; without that a "sent back" may be of anything."""
    named = (
        reading.found["topic"]
        or reading.found["provider"]
        or any(each.label not in ("certificates", ANOTHER_THING) for each in reading.found["certificates"])
    )
    named = named or any(each.label in _OF_A_SITE for each in reading.found["hosting"])
    return bool(named) or any(token.text in _NAMES for token in reading.tokens)


def _groups(reading: Reading) -> list[list[Found]]:
    """The certificates, those of a list together: "the filing and the license"."""
    groups: list[list[Found]] = []
    for each in reading.found["certificates"]:
        if each.label not in CERTIFICATES_MEANT or (each.label == "certificates" and not certificates_are_the_topic(reading)):
            continue
        if each.label == "neither" and _denies_those_behind(reading, each):
            continue
        if groups and each.label in ("both", "all") and _sums_up(reading, groups[-1][-1], each):
            continue
        sums_up = bool(groups) and each.label == "neither" and _sums_up(reading, groups[-1][-1], each)
        if sums_up and _told_apart(reading, groups[-1]):
            groups.append([groups[-1].pop()])
        if groups and (sums_up or _listed_with(reading, groups[-1][-1], each)):
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def _denies_those_behind(reading: Reading, neither: Found) -> bool:
    """Whether a "neither" goes on with a certificate and a "nor": "just the filing, neither the licence nor the police thing"."""
    ahead = range(neither.last + 1, min(neither.last + 1 + _AFTER, len(reading.tokens)))
    nor = [
        place
        for place in ahead
        if reading.tokens[place].text == "nor" and reading.sentence[place] == reading.sentence[neither.first]
    ]
    return bool(nor) and any(reading.at("certificates", place) for place in range(ahead.start, nor[0]))


def _sums_up(reading: Reading, named: Found, both: Found) -> bool:
    """Whether a "both" only takes up those that are named before it: "备案和许可证都有了"."""
    return reading.clause[named.last] == reading.clause[both.first] and reading.only_light(range(named.last + 1, both.first))


def _told_apart(reading: Reading, group: Sequence[Found]) -> bool:
    """Whether a "none" behind two certificates is said of the second alone: "only the filing, license none"."""
    if len(group) != 2:
        return False
    joined = any(reading.label("speech", place) == "and" for place in range(group[0].last + 1, group[1].first))
    before = reading.words(range(max(group[0].first - 2, 0), group[0].first), group[0].first)
    return not joined and bool(before & _ONLY or cue_before(reading, group[0].first) is not None)


def _listed_with(reading: Reading, one: Found, other: Found) -> bool:
    """Whether two certificates are parts of one list, and not of two sentences that a comma joins."""
    between = range(one.last + 1, other.first)
    if not between and other.label == "psb_filing" and one.label == "icp_filing":
        return True  # "备案公安都办完了"
    if reading.sentence[one.last] != reading.sentence[other.first] or not reading.coordinated(between):
        return False
    denied = reading.any_between("negation", "denied", between)
    if denied and "denied" not in marks_on(reading, one.first, one.last):
        return False  # "we have the filing, no license"
    told = reading.at("holding", one.last)
    if told is not None and told["certificate"] and "," in {reading.tokens[place].text for place in between}:
        return False  # "已经备案，许可证没有": the first is told already
    if cue_before(reading, one.first) is None:
        return True
    behind = other.last + 1
    if behind < len(reading.tokens) and reading.tokens[behind].text in _FINITE:
        return False
    joined = any(reading.label("speech", place) in ("and", "or") for place in between)
    return joined or cue_after(reading, other.last) is None


def _said(reading: Reading, group: list[Found]) -> Said | None:
    first, last, label = group[0].first, group[-1].last, group[0].label
    marks = marks_on(reading, first, last)
    if "needed" in marks:
        return None
    words = tuple(group)
    if group[-1].label == "neither" and label != "neither":
        return Said(NOT_HELD, first, last, words, marks)  # "备案和许可证我们都没有"
    if label == "neither":
        return Said(NOT_HELD, first, last, words, marks) if _speaks_of_certificates(reading, first, last) else None
    if len(group) > 1 and (shared := _told_of_all(reading, group)) is not None:
        marks = marks_on(reading, first, shared.last, ("certificates",))
        return Said(shared.label, first, shared.last, (*words, shared), marks)
    before, after = cue_before(reading, first), cue_after(reading, last)
    cue = chosen(before, after, last)
    if cue is not None and _of_two_other_things(reading, group, cue):
        return None
    if cue is not None:
        cues = [each for each in (before, after) if each is not None]
        around = {
            name: mark for name, mark in marks.items() if all(mark.last < each.first or each.last < mark.first for each in cues)
        }
        marks = marks_on(reading, cue.first, cue.last, ("certificates", "provider")) | around
        value = NOT_HELD if "denied" in marks else cue.label
        places = [cue.first, cue.last, first, last] + ([marks["denied"].first] if "denied" in marks else [])
        return Said(value, min(places), max(places), (*words, cue), marks)
    denial = marks.get("denied")
    alone = len(reading.tokens) <= SHORT
    if alone and _concludes(reading):
        return None
    if denial is not None and _denies_having(reading, denial, first, last):
        certainty: Certainty = "stated" if _stands_alone(reading, denial, last) and not reading.asked(last) else "likely"
        return Said(NOT_HELD, min(denial.first, first), max(denial.last, last), words, marks, certainty=certainty)
    if label not in _GROUPS and (alone or _denies_the_other(reading, last)) and _answers_which(reading, first, last):
        return Said(HELD, first, last, words, {})
    if alone and label in ("both", "all") and reading.only_light(_others(reading, first, last)):
        return Said(HELD, first, last, words, {})
    return None


def _of_two_other_things(reading: Reading, group: Sequence[Found], cue: Found) -> bool:
    """Whether a bare English "both" away from its word of having is of whatever else it names: "both languages when that's there"."""
    both = group[0]
    if len(group) > 1 or both.label != "both" or both.first != both.last or not reading.tokens[both.first].text.isascii():
        return False
    first, last = min(both.last, cue.last), max(both.first, cue.first)
    return not reading.only_light(place for place in range(first + 1, last) if not reading.at("negation", place))


def _told_of_all(reading: Reading, group: Sequence[Found]) -> Found | None:
    """What tells the state of the last certificate of a list by itself and of the others with it: "备案和公安备案都有了"."""
    told = reading.at("holding", group[-1].last)
    if told is None or not told["certificate"] or told.first <= group[-2].last:
        return None
    return told if any(reading.tokens[place].text in _ALL for place in range(told.first, told.last + 1)) else None


def _denies_having(reading: Reading, denial: Found, first: int, last: int) -> bool:
    """Whether a negation without a word of having denies it: "no filing", "license: no", "we have the filing, not the license"."""
    if denial.first > last:
        return denial.first - last <= _BESIDE
    if not reading.only_light(range(denial.last + 1, first)) or denial.last < first - _BEFORE // 2:
        return False
    if reading.tokens[denial.last].text in _NONE_AT_ALL:
        return True
    said = any(
        each.first < denial.first and reading.sentence[each.first] == reading.sentence[denial.first]
        for each in reading.found["holding"]
        if each.label != "same"
    )
    return said or any(token.text == "yet" for token in reading.tokens[last + 1 : last + 1 + _BESIDE])


def _stands_alone(reading: Reading, denial: Found, last: int) -> bool:
    """Whether a denial without a word of having is a sentence of its own ("No bei'an so far") and no part of a longer one."""
    sentence = reading.sentence[denial.first]
    rest = [place for place, its in enumerate(reading.sentence) if its == sentence and not denial.first <= place <= last]
    beside = reading.tokens[last + 1 : last + 1 + _BESIDE]
    said = denial.first > last or (denial.first > 0 and reading.label("holding", denial.first - 1) == HELD)
    return said or len(rest) <= _FEW or any(token.text in _SO_FAR for token in beside)


def _same_as_before(reading: Reading, group: Sequence[Found], before: Said | None) -> Said | None:
    """ "The filing is done, the PSB one too"."""
    behind = group[-1].last + 1
    if before is None or behind >= len(reading.tokens) or reading.label("holding", behind) != "same" or reading.asks(behind):
        return None
    near = reading.sentence[behind] - reading.sentence[before.last] <= 1
    return replace(before, first=group[0].first, last=behind, words=tuple(group)) if near else None


def _answers_which(reading: Reading, first: int, last: int) -> bool:
    """Whether the sentence is no more than "only the filing" or "just the filing, not the license"."""
    beside = [*range(max(first - _BESIDE, 0), first), *range(last + 1, min(last + 2, len(reading.tokens)))]
    exclusive = [cue for place in beside if (cue := reading.at("cues", place)) is not None and cue.label == "only"]
    rest = (
        place
        for place in _others(reading, first, last)
        if reading.sentence[place] == reading.sentence[first]
        and not (reading.at("certificates", place) or reading.at("negation", place))
    )
    asked = reading.asked(last) or any(token.text == "?" for token in reading.tokens)
    return any(not cue["weak"] for cue in exclusive) and reading.only_light(rest) and not asked


def _denies_the_other(reading: Reading, last: int) -> bool:
    """Whether the sentence goes on with another certificate that is not there: "only the filing, license none"."""
    others = [
        place
        for place in range(last + 1, len(reading.tokens))
        if reading.sentence[place] == reading.sentence[last] and reading.at("certificates", place)
    ]
    named = [place for place in others if reading.label("certificates", place) != "neither"]
    denied = len(named) < len(others) or reading.any_between("negation", "denied", range(last + 1, max(others, default=last) + 1))
    return bool(named) and denied


def _concludes(reading: Reading) -> bool:
    """Whether a short message only draws its conclusion from a result: "so only the filing", "then no license"."""
    concluding = any(each.label == "concluding" for each in reading.found["cues"])
    return concluding and not any(token.text == "yet" for token in reading.tokens)


def _others(reading: Reading, first: int, last: int) -> list[int]:
    return [place for place in range(len(reading.tokens)) if not first <= place <= last]


def _speaks_of_certificates(reading: Reading, first: int, last: int) -> bool:
    """Whether a "neither" is one of the certificates: it stands alone or with a word of having, and no other fact follows."""
    named = reading.at("certificates", first)
    if named is not None and named["names"]:
        return True
    for place in range(last + 1, len(reading.tokens)):
        if reading.sentence[place] != reading.sentence[first]:
            break
        other = reading.fact_at(place)
        if other is not None and other.layer != "certificates":
            return False
    return cue_before(reading, first) is not None or reading.only_light(
        place for place in _others(reading, first, last) if not reading.at("holding", place) and not reading.at("negation", place)
    )
