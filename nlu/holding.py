"""Which certificates a message names, and what it says of having them. Naming one is no statement of having it."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.lexicon import Found
from nlu.reading import Claim, Reading, Statement

_FACTS = {
    "icp_filing": ("filing",),
    "icp_commercial_license": ("license",),
    "psb_filing": ("psb",),
    "either": ("either",),
    "both": ("filing", "license"),
    "all": ("filing", "license", "psb"),
    "certificates": ("filing", "license"),
    "neither": ("filing", "license"),
}
_GROUPS = ("both", "all", "certificates", "neither")
_HELD, _NOT_HELD, _APPLIED = "held", "not_held", "applied"
_AUXILIARIES = frozenset(("has", "have", "had", "'ve"))
# Right behind a certificate they make it the subject of a sentence of its own.
_FINITE = _AUXILIARIES | frozenset(("is", "are", "was", "were", "isn't", "aren't", "hasn't", "haven't"))
_OURSELVES = frozenset(("i", "we", "我", "我们"))
_THEIRS = frozenset(("its", "their", "his", "her"))
_PREPOSITIONS = frozenset(("in", "to", "from", "for"))
_ONLY = frozenset(("only", "just", "仅", "只"))
_SHORT = 24
_BEFORE = 10
_AFTER = 8
_BESIDE = 3
_NEGATION_REACH = 6


@dataclass(frozen=True)
class _Said:
    """What is said of a group of certificates, and by which tokens."""

    value: str
    first: int
    last: int


def certificate_statements(reading: Reading) -> list[Statement]:
    """The certificates that a message names: what it is about, whatever it says of them."""
    return [
        reading.statement("certificate", each.label, each.first, each.last)
        for each in reading.found["certificates"]
        if each.label in _FACTS and each.label not in _GROUPS
    ]


def holding_statements(reading: Reading) -> list[Statement]:
    """What is said of having them: one statement for each of `filing`, `license`, `psb` and `either` that is spoken of.

    That somebody else has one is the statement `another_holds`.
    """
    claims: dict[str, list[Claim]] = {}
    of_others: list[Claim] = []
    for each in reading.found["holding"]:
        fact, _, value = each.label.partition(":")
        asked = _asked(reading, _clause_start(reading, each.first), each.first) or _after_it(reading, each.last)
        if value and not asked:
            denied = reading.denial(each.first, each.last, transparent=("certificates",)) == "denied"
            claim = Claim(_NOT_HELD if denied else value, each.first, each.last, 1)
            theirs = _of_somebody_else(reading, each.first, each.last)
            (of_others if theirs else claims.setdefault(fact, [])).append(claim)
    before: _Said | None = None
    for group in _groups(reading):
        said = _said(reading, group) or _same_as_before(reading, group, before)
        before = said or before
        if said is None:
            continue
        theirs = _of_somebody_else(reading, said.first, said.last) or (bool(of_others) and _goes_on(reading, of_others[-1], said))
        if theirs:
            of_others.append(Claim(said.value, said.first, said.last))
        elif not reading.unsure(group[0].first):
            for fact in (fact for each in group for fact in _FACTS[each.label]):
                value = _NOT_HELD if fact == "psb" and said.value == _APPLIED else said.value
                claims.setdefault(fact, []).append(Claim(value, said.first, said.last))
    if "filing" in claims and "either" in claims and "license" not in claims:
        claims["license"] = claims.pop("either")  # told apart from the filing, "the license" is the commercial one
    held_by_others = [each for each in of_others if each.value == _HELD]
    return [
        *(reading.statement("another_holds", "yes", each.first, each.last) for each in held_by_others[:1]),
        *(
            reading.statement(fact, held.value, held.first, held.last)
            for fact, each in claims.items()
            if (held := reading.settled(each)) is not None
        ),
    ]


def _groups(reading: Reading) -> list[list[Found]]:
    """The certificates, those of a list together: "the filing and the license"."""
    groups: list[list[Found]] = []
    for each in reading.found["certificates"]:
        if each.label not in _FACTS:
            continue
        if groups and _listed_with(reading, groups[-1][-1], each):
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def _listed_with(reading: Reading, one: Found, other: Found) -> bool:
    """Whether two certificates are parts of one list, and not of two sentences that a comma joins."""
    between = range(one.last + 1, other.first)
    if reading.sentence[one.last] != reading.sentence[other.first] or not reading.coordinated(between.start, between.stop - 1):
        return False
    if _cue_before(reading, one.first) is None:
        return True
    behind = other.last + 1
    if behind < len(reading.tokens) and reading.tokens[behind].text in _FINITE:
        return False
    joined = any(reading.label("speech", place) in ("and", "or") for place in between)
    return joined or _cue_after(reading, [other]) is None


def _said(reading: Reading, group: list[Found]) -> _Said | None:
    first, last = group[0].first, group[-1].last
    label = group[0].label
    start = _clause_start(reading, first)
    if _asked_after(reading, last):
        return None
    if label == "neither":
        return _Said(_NOT_HELD, first, last) if _speaks_of_certificates(reading, first, last) else None
    before, after = _cue_before(reading, first), _cue_after(reading, group)
    cue = _chosen(before, after, first, last)
    if cue is not None:
        return _by_cue(reading, cue, first, last, start)
    denial = _denied_at_once(reading, first)
    if denial is not None:
        negation, elliptic = denial
        if _asked(reading, _back_to(reading, start, negation), negation):
            return None
        if elliptic and not _after_a_holding(reading, negation, last):
            return None
        return _Said(_NOT_HELD, negation, last)
    if reading.denial(first, last) == "denied" and _denied_behind(reading, last):
        return _Said(_NOT_HELD, first, _denied_behind(reading, last))
    if label not in _GROUPS and _answers_which(reading, first, last):
        return _Said(_HELD, first, last)
    if label in ("both", "all") and len(reading.tokens) <= _SHORT and reading.only_light(_others(reading, first, last)):
        return _Said(_HELD, first, last)
    return None


def _same_as_before(reading: Reading, group: list[Found], before: _Said | None) -> _Said | None:
    """ "The filing is done, the PSB one too"."""
    behind = group[-1].last + 1
    if before is None or behind >= len(reading.tokens) or reading.label("holding", behind) != "same":
        return None
    near = reading.sentence[behind] - reading.sentence[before.last] <= 1
    return _Said(before.value, group[0].first, behind) if near else None


def _answers_which(reading: Reading, first: int, last: int) -> bool:
    """Whether the message is no more than "only the filing" or "just the filing, not the license"."""
    only = any(
        token.text in _ONLY for token in [*reading.tokens[max(first - _BESIDE, 0) : first], *reading.tokens[last + 1 : last + 2]]
    )
    if len(reading.tokens) > _SHORT:
        return False
    rest = (
        place
        for place in _others(reading, first, last)
        if not (reading.at("certificates", place) or reading.at("negation", place))
    )
    return only and reading.only_light(rest) and not any(token.text == "?" for token in reading.tokens)


def _others(reading: Reading, first: int, last: int) -> list[int]:
    return [place for place in range(len(reading.tokens)) if not first <= place <= last]


def _speaks_of_certificates(reading: Reading, first: int, last: int) -> bool:
    """Whether a "neither" is one of the certificates: it stands alone or with a word of having, and no other fact follows."""
    for place in range(last + 1, len(reading.tokens)):
        if reading.sentence[place] != reading.sentence[first]:
            break
        other = reading.fact_at(place)
        if other is not None and other.layer != "certificates":
            return False
    return _cue_before(reading, first) is not None or reading.only_light(
        place for place in _others(reading, first, last) if not reading.at("holding", place) and not reading.at("negation", place)
    )


def _clause_start(reading: Reading, first: int) -> int:
    """The first token of what belongs to this place: from the border of its clause or the certificate before."""
    place = first
    while place > 0 and reading.clause[place - 1] == reading.clause[first]:
        if (other := reading.at("certificates", place - 1)) is not None and other.label in _FACTS:
            break
        place -= 1
    return place


def _back_to(reading: Reading, start: int, negation: int) -> int:
    return min(start, _clause_start(reading, negation))


def _cue_before(reading: Reading, first: int) -> Found | None:
    """The nearest word of having to the left that no other certificate claims."""
    for place in range(first - 1, max(first - 1 - _BEFORE, -1), -1):
        if reading.clause[place] != reading.clause[first] and not reading.coordinated(place, first - 1):
            return None
        if reading.at("certificates", place) is not None and reading.label("certificates", place) in _FACTS:
            return None
        other = reading.fact_at(place)
        if reading.label("speech", place) == "detached" or (
            other is not None and other.layer not in ("certificates", "provider")
        ):
            return None
        found = reading.at("holding", place)
        if found is not None and found.label in (_HELD, _NOT_HELD, _APPLIED):
            return found
    return None


def _cue_after(reading: Reading, group: list[Found]) -> Found | None:
    """The nearest word of having to the right, unless it begins something new or has an object of its own."""
    last = group[-1].last
    for place in range(last + 1, min(last + 1 + _AFTER, len(reading.tokens))):
        if reading.clause[place] != reading.clause[last] or reading.label("speech", place) in ("and", "or", "detached"):
            return None
        if reading.at("certificates", place) is not None and reading.label("certificates", place) in _FACTS:
            return None
        found = reading.at("holding", place)
        if _helps_another(reading, found):
            continue
        if found is None or found.first != place or found.label not in (_HELD, _NOT_HELD, _APPLIED, "yes_after", "held_after"):
            continue
        ahead = range(found.last + 1, min(found.last + 1 + _BESIDE, len(reading.tokens)))
        if found.label not in ("yes_after", "held_after") and any(
            reading.at("certificates", later) and reading.clause[later] == reading.clause[last] for later in ahead
        ):
            return None
        if found.label == _HELD and reading.label("asking", place) == "inverted":
            return None
        label = _HELD if found.label in ("yes_after", "held_after") else found.label
        return Found(found.layer, label, found.first, found.last)
    return None


def _helps_another(reading: Reading, found: Found | None) -> bool:
    """Whether a "has" only helps the verb behind it: "has been applied for", "has not been done"."""
    if found is None or found.first != found.last or reading.tokens[found.first].text not in _AUXILIARIES:
        return False
    behind = found.last + 1
    return behind < len(reading.tokens) and (reading.tokens[behind].text == "been" or reading.at("negation", behind) is not None)


def _chosen(before: Found | None, after: Found | None, first: int, last: int) -> Found | None:
    """A state after the certificate ("have the filing pending") tells more than a "have" before it."""
    if before is None or after is None:
        return before or after
    if after.label in (_APPLIED, _NOT_HELD) and after.first - last <= _BESIDE and before.label == _HELD:
        return after
    return before


def _by_cue(reading: Reading, cue: Found, first: int, last: int, start: int) -> _Said | None:
    left = cue.first < first
    begins = _clause_start(reading, cue.first) if left else start
    if (
        _asked(reading, begins, cue.first if left else first)
        or _asked(reading, first, cue.first)
        or _after_it(reading, max(cue.last, last))
    ):
        return None
    negation = _negation_before(reading, cue.first, last if not left else begins - 1)
    if negation is None and not left:
        negation = _negation_before(reading, first, start - 1)
    if negation is None and left:
        negation = _negation_before(reading, first, cue.last)
    value = cue.label
    if negation is not None:
        value = _NOT_HELD if value in (_HELD, _APPLIED) else _HELD if value == "never" else _NOT_HELD
    places = [cue.first, cue.last, first, last] + ([negation.first] if negation else [])
    return _Said(value, min(places), max(places))


def _negation_before(reading: Reading, first: int, floor: int) -> Found | None:
    for place in range(first - 1, max(first - 1 - _NEGATION_REACH, floor, -1), -1):
        found = reading.at("negation", place)
        if found is not None and found.label == "denied" and reading.clause[place] == reading.clause[first]:
            return found
    return None


def _denied_at_once(reading: Reading, first: int) -> tuple[int, bool] | None:
    """A negation right before the certificate: its token, and whether it needs a sentence on having to lean on."""
    place = first - 1
    while place >= 0 and reading.light(place) and not reading.tokens[place].mark:
        found = reading.at("negation", place)
        if found is not None:
            break
        place -= 1
    found = reading.at("negation", place) if place >= 0 else None
    if found is None or found.label != "denied" or found.last < first - 5:
        return None
    return found.first, reading.tokens[found.last].text not in ("no", "without", "无", "没", "有", "neither", "nor", "zero")


def _denied_behind(reading: Reading, last: int) -> int:
    """The token of a negation right behind the certificate, or 0."""
    for place in range(last + 1, min(last + 1 + _BESIDE, len(reading.tokens))):
        if reading.label("negation", place) == "denied":
            return place
    return 0


def _after_a_holding(reading: Reading, negation: int, last: int) -> bool:
    """Whether "not the license" continues a sentence on having, or is followed by "yet"."""
    sentence = reading.sentence[negation]
    said = any(
        each.label in (_HELD, _APPLIED, _NOT_HELD, "held_after", "yes_after") or ":" in each.label
        for each in reading.found["holding"]
        if reading.sentence[each.first] == sentence and each.first < negation
    )
    return said or any(token.text == "yet" for token in reading.tokens[last + 1 : last + 1 + _BESIDE])


def _of_somebody_else(reading: Reading, first: int, last: int) -> bool:
    """Whether it is another company's certificate: "our partner holds the license", "our partner shows its number".

    One that it got "for us" is not.
    """
    points_back = first > 0 and reading.tokens[first - 1].text in _THEIRS
    place = first
    while place > 0 and reading.clause[place - 1] == reading.clause[first]:
        place -= 1
        subject = reading.at("holders", place)
        if subject is not None and subject.label == "somebody_else":
            return points_back or not (_hangs_on_another(reading, subject) or _for_us(reading, subject.last + 1, last))
        passed_over = points_back or reading.light(place) or reading.at("holding", place) is not None
        if reading.tokens[place].text in _OURSELVES or not passed_over:
            return False
    return False


def _goes_on(reading: Reading, theirs: Claim, said: _Said) -> bool:
    """Whether the sentence on somebody else goes on without turning to us: "our partner has the filing, the license too"."""
    between = range(theirs.last + 1, said.last + 1)
    turns_to_us = any(
        reading.label("holders", place) == "for_us" or reading.tokens[place].text in _OURSELVES for place in between
    )
    follows = theirs.last < said.first and reading.sentence[theirs.last] == reading.sentence[said.first]
    return follows and not turns_to_us


def _hangs_on_another(reading: Reading, subject: Found) -> bool:
    """Whether a preposition makes it no subject: "our site at the provider"."""
    place = subject.first - 1
    while place >= 0 and reading.label("relations", place) == "article":
        place -= 1
    return place >= 0 and reading.label("relations", place) in _PREPOSITIONS


def _for_us(reading: Reading, first: int, last: int) -> bool:
    ahead = range(first, min(last + 1 + _BESIDE, len(reading.tokens)))
    return any(reading.label("holders", place) == "for_us" and reading.clause[place] == reading.clause[last] for place in ahead)


def _asked(reading: Reading, first: int, last: int) -> bool:
    """Whether one of these tokens asks for or wishes what follows: need, how to get, once we have. An "if" ends that."""
    asked = False
    for place in range(first, last):
        if reading.label("speech", place) == "detached":
            asked = False
        asked = asked or reading.label("asking", place) in ("duty", "wish", "open", "inverted")
    return asked


def _after_it(reading: Reading, last: int) -> bool:
    """Whether it is spoken of as the time after or before which something else happens, or as a question, in Chinese."""
    ahead = range(last + 1, min(last + 1 + _BESIDE, len(reading.tokens)))
    return any(reading.label("asking", place) == "behind" and reading.clause[place] == reading.clause[last] for place in ahead)


def _asked_after(reading: Reading, last: int) -> bool:
    """Whether a "needed" or a "question" follows at once: "no license required", "a filing question"."""
    place = last + 1
    while place < len(reading.tokens) and reading.label("afterwards", place) == "link" and not reading.tokens[place].mark:
        place += 1
    ahead = range(place, min(place + 2, len(reading.tokens)))
    return any(
        reading.label("asking", each) in ("needed", "duty") and reading.clause[each] == reading.clause[last] for each in ahead
    )
