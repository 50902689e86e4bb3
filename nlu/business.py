"""What a message says about what the website does, whether it takes payments, whether it is open, and through whom."""

from __future__ import annotations

from nlu.lexicon import Found
from nlu.reading import Claim, Reading, Statement

_COMMERCIAL = ("informational", "own_sales", "paid_content", "platform")
_RANKS = {"informational": 1, "own_sales": 2, "paid_content": 3, "platform": 4}
_NOT_SELLING_RANK = 0
_OFFLINE_RANK, _BARE_RANK, _STRONG_RANK = 2, 1, 3
_ASKING_REACH = 10


def business_statements(reading: Reading) -> list[Statement]:
    """At most one statement each on `activity`, `payments`, `live` and `provider`.

    `activity` and `payments` may be stated a second time with the role `later`: what is planned for after the opening.
    """
    now, later = {}, {}
    for fact, claims in (("activity", _activity(reading)), ("payments", _payments(reading))):
        now[fact] = [each for each in claims if not _planned(reading, each)]
        later[fact] = [each for each in claims if _planned(reading, each)]
    now |= {"live": _live(reading), "provider": _provider(reading)}
    return [
        reading.statement(fact, held.value, held.first, held.last, role)
        for role, claimed in ((None, now), ("later", later))
        for fact, each in claimed.items()
        if (held := reading.settled(each)) is not None
    ]


def _planned(reading: Reading, claim: Claim) -> bool:
    """Whether its clause speaks of a later time: "next year we will add a shop"."""
    return any(
        reading.label("speech", place) == "later" and reading.clause[place] == reading.clause[claim.last]
        for place in range(len(reading.tokens))
    )


def _claim(reading: Reading, found: Found, value: str, rank: int, denied: bool = False) -> Claim:
    """The claim of a phrase; the words of its negation belong to it."""
    first, last = found.first, found.last
    if denied:
        before = [each.first for each in reading.found["negation"] if first - 8 <= each.first < first]
        same = [each for each in before if reading.sentence[each] == reading.sentence[first]]
        first = max(same, default=first)
        if not same:
            after = [each.last for each in reading.found["negation"] if last < each.first <= last + 4]
            last = min(after, default=last)
    return Claim(value, first, last, rank)


def _activity(reading: Reading) -> list[Claim]:
    claims = []
    for each in reading.found["activity"]:
        if reading.unsure(each.first):
            continue
        denial = reading.denial(each.first, each.last) if each.label != "sells_nothing" else ""
        if each.label == "sells_nothing":
            claims.append(_claim(reading, each, "informational", _RANKS["own_sales"]))
        elif not denial or (denial == "more_than" and each.label != "informational"):
            claims.append(_claim(reading, each, each.label, _RANKS[each.label]))
        elif denial == "denied" and each.label == "own_sales":
            claims.append(_claim(reading, each, "informational", _NOT_SELLING_RANK, denied=True))
    return claims


def _payments(reading: Reading) -> list[Claim]:
    claims = []
    for each in reading.found["payments"]:
        denial = reading.denial(each.first, each.last)
        if reading.unsure(each.first) or denial in ("forbidden", "past"):
            continue
        denied = denial == "denied"
        if each.label == "offline":
            claims += [] if denied else [_claim(reading, each, "no", _OFFLINE_RANK)]
        elif denied:
            claims.append(_claim(reading, each, "no", _OFFLINE_RANK, denied=True))
        else:
            claims.append(_claim(reading, each, "yes", _STRONG_RANK if each.label == "online" else _BARE_RANK))
    return claims


def _live(reading: Reading) -> list[Claim]:
    claims = []
    for each in reading.found["live"]:
        if reading.unsure(each.first) or _asks_when(reading, each) or _of_somebody(reading, each):
            continue
        denial = reading.denial(each.first, each.last)
        if each.label == "adjacent_open" and (each.first == 0 or not reading.at("negation", each.first - 1)):
            continue
        if each.label in ("open", "weak_open", "adjacent_open") and denial in ("denied", "past"):
            claims.append(_claim(reading, each, "no", 0, denied=True))
        elif not denial and each.label in ("open", "not_open"):
            claims.append(_claim(reading, each, "yes" if each.label == "open" else "no", 0))
    return claims


def _of_somebody(reading: Reading, found: Found) -> bool:
    """Whether it is an office or a company that opened, and no shop on the web."""
    subject = found.first - 1
    return subject >= 0 and reading.label("hosting", subject) == "audience" and reading.at("activity", subject) is None


def _asks_when(reading: Reading, found: Found) -> bool:
    """Whether the opening is asked for or wished for: "when can we launch next month?", "once it is live"."""
    for place in range(found.first - 1, max(found.first - _ASKING_REACH, -1), -1):
        if reading.clause[place] != reading.clause[found.first] or reading.label("speech", place) == "detached":
            return False
        if reading.label("asking", place) in ("open", "wish_to_open"):
            return True
    return any(
        reading.label("asking", place) == "behind"
        for place in range(found.last + 1, min(found.last + 3, len(reading.tokens)))
        if reading.clause[place] == reading.clause[found.last]
    )


def _provider(reading: Reading) -> list[Claim]:
    claims = []
    for each in reading.found["provider"]:
        before = reading.label("relations", each.first - 1) if each.first else ""
        if each.label == "platform" or (before == "from" and _moves(reading, each)):
            continue
        denial = reading.denial(each.first, each.last, transparent=("hosting", "places"))
        if not denial:
            claims.append(Claim(each.label, each.first, each.last, 1))
        elif denial == "denied" and each.label == "alibaba_cloud":
            claims.append(_claim(reading, each, "other", 0, denied=True))
    return claims


def _moves(reading: Reading, found: Found) -> bool:
    return any(
        reading.label("hosting", place) == "move"
        for place in range(max(found.first - _ASKING_REACH, 0), found.first)
        if reading.sentence[place] == reading.sentence[found.first]
    )
