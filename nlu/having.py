"""The word of having that belongs to a certificate: "we have the filing", "the license is pending"."""

from __future__ import annotations

from nlu.marks import OURSELVES
from nlu.phrases import Found
from nlu.reading import Reading

CERTIFICATES_MEANT = {
    "icp_filing": ("filing",),
    "icp_commercial_license": ("license",),
    "psb_filing": ("psb",),
    "either": ("either",),
    "both": ("filing", "license"),
    "all": ("filing", "license", "psb"),
    "certificates": ("filing", "license"),
    "neither": ("filing", "license"),
}
HELD, NOT_HELD, APPLIED, RETURNED = "held", "not_held", "applied", "returned"
AUXILIARIES = frozenset(("has", "have", "had", "'ve"))
_THERE_IS = "有"
_STATES = (HELD, NOT_HELD, APPLIED, RETURNED)
_OVERRULES = 5
# A Chinese character is a token, so the same number of tokens is a shorter way.
_CHINESE_REACH = 4
_BEFORE, _AFTER, _BESIDE = 10, 8, 3


def cue_before(reading: Reading, first: int) -> Found | None:
    """The nearest word of having to the left that no other certificate claims."""
    for place in range(first - 1, max(first - 1 - _BEFORE, -1), -1):
        if reading.clause[place] != reading.clause[first] and not reading.coordinated(range(place, first)):
            return None
        other = reading.fact_at(place)
        if reading.label("doubt", place) == "supposed" or (other is not None and _claims_the_word(other)):
            return None
        found = reading.at("holding", place)
        if found is not None and found.label in _STATES and not (found["stands"] or found["certificate"]):
            return found if _near(reading, found, first - found.last) else None
    return None


def _near(reading: Reading, cue: Found, distance: int) -> bool:
    return distance <= _CHINESE_REACH or reading.tokens[cue.first].text.isascii()


def _claims_the_word(other: Found) -> bool:
    """Whether the other fact ends the search for a word of having."""
    return other.label in CERTIFICATES_MEANT if other.layer == "certificates" else other.layer != "provider"


def cue_after(reading: Reading, last: int) -> Found | None:
    """The nearest word of having to the right, unless it begins something new or has an object of its own."""
    for place in range(last + 1, min(last + 1 + _AFTER, len(reading.tokens))):
        if (
            reading.clause[place] != reading.clause[last]
            or reading.label("speech", place) in ("and", "or")
            or reading.label("doubt", place) == "supposed"
            or _names_another(reading, place)
        ):
            return None
        found = reading.at("holding", place)
        if found is None or found.first != place or found["certificate"] or _helps_another(reading, found):
            continue
        if found.label not in _STATES:
            continue
        if not _near(reading, found, found.first - last) or (not found["stands"] and _has_an_object(reading, found, last)):
            return None
        return None if found.label == HELD and reading.label("asking", place) == "inverted" else found
    return None


def _names_another(reading: Reading, place: int) -> bool:
    """Whether another certificate stands there; a "both" only takes up those before it."""
    return reading.label("certificates", place) in CERTIFICATES_MEANT.keys() - {"both", "all"}


def _has_an_object(reading: Reading, cue: Found, last: int) -> bool:
    ahead = range(cue.last + 1, min(cue.last + 1 + _BESIDE, len(reading.tokens)))
    if reading.tokens[cue.last].text == _THERE_IS and ahead and reading.clause[ahead.start] == reading.clause[last]:
        return not reading.light(ahead.start)  # "备案有三种"
    has = reading.tokens[cue.last].text == "has" and ahead and reading.clause[ahead.start] == reading.clause[last]
    if has and reading.tokens[cue.first - 1].text not in OURSELVES and not reading.tokens[ahead.start].mark:
        return not reading.at("holding", ahead.start) and not reading.at(
            "negation", ahead.start
        )  # "the police one has only its styling"
    return any(reading.at("certificates", place) and reading.clause[place] == reading.clause[last] for place in ahead)


def _helps_another(reading: Reading, found: Found) -> bool:
    """Whether a "has" only helps the verb behind it: "has been applied for", "has not been done"."""
    if found.first != found.last or reading.tokens[found.first].text not in AUXILIARIES:
        return False
    behind = found.last + 1
    return behind < len(reading.tokens) and (reading.tokens[behind].text == "been" or reading.at("negation", behind) is not None)


def chosen(before: Found | None, after: Found | None, last: int) -> Found | None:
    """A state after the certificate ("have the filing pending") tells more than a "have" before it."""
    if before is None or after is None:
        return before or after
    overruled = after.label in (APPLIED, RETURNED, NOT_HELD) and after.first - last <= _OVERRULES and before.label == HELD
    return after if overruled else before
