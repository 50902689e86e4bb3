"""What a message says about what the website does, whether it takes payments, whether it is open, and through whom.

For each fact a table tells what a kind of mention claims, plain and denied, and what the other marks make of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from nlu.claims import OUTCOMES, Claim, Outcomes, only_likely, settled, weighed
from nlu.describing import describes
from nlu.marks import OURSELVES, marks_on, with_denial
from nlu.phrases import Found
from nlu.reading import Certainty, Reading, Statement


@dataclass(frozen=True)
class Claims:
    """What a kind of mention claims: a value and its rank, plain, denied and "not only"; None claims nothing."""

    plain: tuple[str, int] | None
    denied: tuple[str, int] | None = None
    more_than: tuple[str, int] | None = None


_ACTIVITY = {
    "informational": Claims(("informational", 1)),
    "sells_nothing": Claims(("informational", 2), denied=("informational", 2)),
    "own_sales": Claims(("own_sales", 2), denied=("informational", 0), more_than=("own_sales", 2)),
    "paid_content": Claims(("paid_content", 3), more_than=("paid_content", 3)),
    "platform": Claims(("platform", 4), more_than=("platform", 4)),
}
_PAYMENTS = {
    "online": Claims(("yes", 3), denied=("no", 2), more_than=("yes", 3)),
    "bare": Claims(("yes", 1), denied=("no", 2), more_than=("yes", 1)),
    "offline": Claims(("no", 2)),
}
_LIVE = {"open": Claims(("yes", 0), denied=("no", 0)), "not_open": Claims(("no", 0))}
_PROVIDER = {"alibaba_cloud": Claims(("alibaba_cloud", 1), denied=("other", 0)), "other": Claims(("other", 1))}

# Whether the website is open is asked with other words than whether something is held, and a plan is no opening.
_OUTCOMES_OF_LIVE: Outcomes = {
    **OUTCOMES,
    "open": "nothing",
    "wish_to_open": "nothing",
    "behind": "nothing",
    "later": "",
    "possible": "",
    "planned": "",
    "past": "",
}
# "Can I sell them through it?" asks for what comes next.
_OUTCOMES_OF_ACTIVITY: Outcomes = {**OUTCOMES, "open": "likely planned"}
_OUTCOMES_OF_PROVIDER: Outcomes = {"unsure": "nothing", "forbidden": "nothing", "past": "nothing"}
# What a plan adds something to stands today: "next year we add a shop to our information site".
_SUPPOSING = frozenset(("supposed", "possible", "planned", "asked", "later"))
_PLANS = frozenset(("later", "planned", "possible"))
# What stands between those who sell and the verb: "merchants, who also sell ...".
_PASSED_OVER = frozenset(("can", "could", "may", "will", "also", "who", "that", ","))
_OWN = frozenset(("our", "my", "existing", "current", "present"))
_US = frozenset(("our", "my", "we", "i", "own", "us"))
_SELLERS = frozenset(("vendors", "sellers", "merchants", "traders", "suppliers", "users", "members"))
_MAY = frozenset(("can", "may", "could", "might", "am", "are", "is", "allowed"))
_THERE = frozenset(("their", "it", "there", "platform", "here"))
_INFORMING = ("informational", "sells_nothing")
_DENYING = ("sells_nothing", "offline")
_CONTRARY = frozenset(("contrary", "only"))
_FOR = frozenset(("for", "of", "about"))
_AROUND = 4
_AHEAD = 10
_SHORT, _BRIEF = 12, 30
# "The marketplace wants to see our license" speaks of somebody else's.
_POINTING = frozenset(("the", "this", "that", "那", "这"))


def business_statements(reading: Reading, served: bool = False) -> list[Statement]:
    """At most one statement each on `activity`, `payments`, `live` and `provider` of now, and one of what is planned.

    `served` says that the message tells where the person's website is served from, so that it describes one.
    """
    activities = _claims(reading, "activity", _ACTIVITY, _OUTCOMES_OF_ACTIVITY, served)
    payments = settled(reading, "payments", _claims(reading, "payments", _PAYMENTS, served=served))
    if any(each.value == "yes" and each.role is None and each.certainty == "stated" for each in payments):
        activities = [_doubted_by_payments(reading, each) for each in activities]
    return [
        *settled(reading, "activity", _without_contradiction(reading, activities)),
        *payments,
        *settled(reading, "live", _claims(reading, "live", _LIVE, _OUTCOMES_OF_LIVE)),
        *settled(reading, "provider", _claims(reading, "provider", _PROVIDER, _OUTCOMES_OF_PROVIDER)),
    ]


def _claims(
    reading: Reading, fact: str, table: Mapping[str, Claims], outcomes: Outcomes = OUTCOMES, served: bool = False
) -> list[Claim]:
    passing = ("hosting", "places") if fact == "provider" else ()
    claims = []
    for found in reading.found[fact]:
        if found.label not in table or _speaks_of_something_else(reading, found):
            continue
        if found["sold"] and not _is_sold(reading, found):
            continue
        marks = marks_on(reading, found.first, found.last, passing)
        if found.label == "sells_nothing":
            marks.pop("forbidden", None)
        if fact == "activity" and "open" in marks and reading.tokens[marks["open"].first].text not in _MAY:
            del marks["open"]  # "until then" and "once" ask for no leave
        if found.label in _DENYING:
            marks.pop("option", None)  # what a list of what is missing says is not there, is not there
            if reading.at("negation", found.first):
                marks.pop("denied", None)  # "nothing is sold and nothing is paid there"
        added_to = fact == "activity" and _is_added_to(reading, found)
        if added_to:
            marks = {name: mark for name, mark in marks.items() if name not in _PLANS}
        if found.label in _INFORMING and "elsewhere" in marks and _behind_the_clause(reading, found, marks["elsewhere"]):
            del marks["elsewhere"]  # "官网是产品目录，客户线下签合同": the deal is made elsewhere, the catalogue stands here
        row = table[_sold_by(reading, found)]
        denied = "denied" in marks or "ended" in marks
        told = row.denied if denied else row.more_than if "more_than" in marks else row.plain
        if told is None or (found["only"] and not _marked_as_needed(reading, found, marks)):
            continue
        first, last = with_denial(found.first, found.last, marks.get("denied"))
        general = fact == "activity" and not (denied or served) and _asked_in_general(reading, found)
        weak = not added_to and _weak(reading, found, denied, served)
        if told[0] == "own_sales" and _is_shared(reading, found):
            told, weak = _ACTIVITY["platform"].plain or told, True
        certainty: Certainty = "likely" if general or weak else "stated"
        follows = denied or found.label in _DENYING
        plain = Claim(told[0], first, last, told[1], certainty=certainty, denied=follows, words=(found,))
        claim = weighed(plain, marks, outcomes)
        claims += [claim] if claim is not None else []
    return claims


def _doubted_by_payments(reading: Reading, claim: Claim) -> Claim:
    """The claim, only likely where weak words tell that a site informs on which payments are taken; "只发资讯" is no weak word."""
    outright = reading.label("cues", reading.before(claim.first)) == "only"
    weak = claim.value == "informational" and not outright and any(each["weak"] for each in claim.words)
    return replace(claim, certainty="likely") if weak else claim


def _is_shared(reading: Reading, found: Found) -> bool:
    """Whether we only get a share of what others sell: "couples book and pay, we take five percent"."""
    if not any(each.label == "share" for each in reading.found["cues"]):
        return False
    clause = reading.clause[found.first]
    said = (token.text for token, its in zip(reading.tokens, reading.clause, strict=True) if its == clause)
    return _US.isdisjoint(said)


def _is_sold(reading: Reading, content: Found) -> bool:
    """Whether the sentence of some content tells that it costs something: "recorded lessons, parents buy them", "lessons, 9 USD"."""
    sentence = reading.sentence[content.first]
    if any(reading.label("cues", place) == "price" for place, its in enumerate(reading.sentence) if its == sentence):
        return True
    paid = [each for each in reading.found["payments"] if each.label != "offline" or _costs(reading, content, each)]
    bought = [each for each in reading.found["activity"] if each.label == "own_sales" and each.first > content.last]
    return any(
        reading.sentence[each.first] == sentence and "denied" not in marks_on(reading, each.first, each.last)
        for each in (*paid, *bought)
    )


def _costs(reading: Reading, content: Found, offline: Found) -> bool:
    """Whether a mention of paying elsewhere tells that some content is paid for, and not that nothing is."""
    said = range(offline.first, offline.last + 1)
    return content.label == "paid_content" and not offline["weak"] and not any(reading.at("negation", place) for place in said)


def _behind_the_clause(reading: Reading, found: Found, mark: Found) -> bool:
    """Whether the mark stands in a later clause, or behind an outright "it only tells people where to find our stall at the market"."""
    return mark.first > found.last and (not found["weak"] or reading.clause[mark.first] != reading.clause[found.last])


def _without_contradiction(reading: Reading, claims: list[Claim]) -> list[Claim]:
    """The claims, those that the site only informs no more than likely where others speak of selling, unless they are set against it."""
    selling = [each for each in claims if each.value != "informational" and each.role is None and not each.planned]
    informing = [each for each in claims if each.value == "informational" and each.role is None]
    if not (selling and informing):
        return claims
    doubted = selling if _sets_against(reading, selling, informing) else informing
    return [each for each in claims if each not in doubted] + only_likely(doubted)


def _sets_against(reading: Reading, selling: list[Claim], informing: list[Claim]) -> bool:
    """Whether the company sells "but the site only informs": "我们是卖茶的，但网站只有介绍"."""
    last = max(each.last for each in selling)
    against = [each.last for each in informing if each.certainty == "stated" and each.first > last]
    weak = all(each.words[0]["weak"] or reading.label("cues", each.words[0].first) == "trade" for each in selling)
    between = range(last + 1, min(against, default=0) + 1)
    contrary = any(reading.label("cues", place) in _CONTRARY for place in between)
    named = any(reading.label("hosting", place) == "site" and reading.clause[place] != reading.clause[last] for place in between)
    return weak and named and contrary


def _weak(reading: Reading, found: Found, denied: bool, served: bool) -> bool:
    """Whether the words of the phrase alone leave it open."""
    weak = found["weak"]
    if not weak or weak == "always":
        return bool(weak)
    if denied or (weak != "described" and (_backed(reading, found) or (served and _stands_somewhere(reading, found)))):
        return False
    opens = weak != "described" and (
        reading.clause[found.first] == 0
        or (reading.sentence[found.first] == 0 and len(reading.tokens) <= _BRIEF)
        or _tells_of_the_site(reading, found)
    )
    return not ((served or opens) and describes(reading, found))


def _stands_somewhere(reading: Reading, found: Found) -> bool:
    """Whether the words right behind the mention tell where it is served from: "The blog sits on a Raspberry Pi in Leeds"."""
    behind = found.last + 1
    serving = reading.label("hosting", behind) == "serves" or reading.label("cues", behind) == "being"
    return serving and reading.clause[behind] == reading.clause[found.first]


def _tells_of_the_site(reading: Reading, found: Found) -> bool:
    """Whether a website is the subject of the clause: "网站就是介绍我们的民宿"."""
    first = reading.clause.index(reading.clause[found.first])
    if first and not reading.tokens[first - 1].mark:
        first = reading.clause.index(reading.clause[first - 1])  # "网站就是…" is one clause to who says it
    return reading.label("hosting", first) == "site" and reading.at("hosting", first) is not reading.at("hosting", found.first)


def _asked_in_general(reading: Reading, found: Found) -> bool:
    """Whether the clause asks about such websites and the message speaks of nobody: "is a blog with ads commercial?".

    Who asks whether one needs a certificate asks for a website of his own: "is a filing needed for a web shop?".
    """
    before = reading.before(found.first)
    needed = any(each.label in ("duty", "needed") for each in reading.found["asking"])
    if needed and reading.found["certificates"] and before >= 0 and reading.tokens[before].text == "for":
        return False
    clause = reading.clause[found.first]
    asks = reading.asked(found.last) or any(
        each.label == "comparison" and reading.clause[each.first] == clause for each in reading.found["asking"]
    )
    return asks and not any(token.text in OURSELVES for token in reading.tokens)


def _backed(reading: Reading, found: Found) -> bool:
    """Whether a weak mention is the person's own: by the words before it, or because the message is about nothing else."""
    if len(reading.tokens) <= _SHORT:
        return True
    chinese, pointed = not reading.tokens[found.first].text.isascii(), False
    for place in range(found.first - 1, max(found.first - _AROUND, 0) - 1, -1):
        if reading.clause[place] != reading.clause[found.first]:
            return not (chinese or pointed)
        if reading.tokens[place].text == ":" and not chinese:
            return True  # "our other website: an information page"
        backing = reading.label("backing", place)
        if backing == "whole" or (backing and found["weak"] != "part"):
            return True
        if reading.at("relations", place) and reading.label("relations", place) not in ("article", "of_it"):
            return False
        pointed = pointed or reading.tokens[place].text in _POINTING
        if chinese and reading.tokens[place].text != "的":
            return False
    return found.first < _AROUND and not (chinese or pointed)


def _is_added_to(reading: Reading, found: Found) -> bool:
    """Whether the mention is what something else is added to: "add an online shop to our information site", "在资讯站上加个商城"."""
    behind = range(found.last + 1, min(found.last + 1 + _AROUND, len(reading.tokens)))
    if any(reading.tokens[one].text in ("上", "里") and _adding(reading, other) for one, other in pairwise(behind)):
        return True
    place = found.first - 1
    while place >= 0 and reading.tokens[place].text in _OWN:
        place -= 1
    if place < 0 or place == found.first - 1 or reading.label("relations", place) != "to":
        return False
    clause = reading.clause[found.first]
    return any(_adding(reading, each) for each in range(max(place - _AHEAD, 0), place) if reading.clause[each] == clause)


def _adding(reading: Reading, place: int) -> bool:
    return reading.label("cues", place) == "adding"


def _others_sell(reading: Reading, found: Found) -> bool:
    """Whether others are the subject of selling: "hobby painters sell their pictures", "carpenters sell furniture on it"."""
    subject = found.first - 1
    while subject >= 0 and reading.tokens[subject].text in _PASSED_OVER:
        subject -= 1
    verb = reading.at("cues", found.first)
    plural = verb is not None and verb.label == "trade" and verb["form"] == "plural"
    if not plural or subject < 0 or not _several(reading, subject):
        return False
    ours = _US & reading.words(range(subject - _AROUND, subject + 1), found.first)
    return not ours and bool(_THERE & reading.words(range(found.first, found.last + _AROUND + 2), found.first))


def _sold_by(reading: Reading, found: Found) -> str:
    """The kind of the mention, as who sells makes it: others on the site, or our own people ("our designers sell it online")."""
    if found.label == "own_sales" and _others_sell(reading, found):
        return "platform"
    first = reading.tokens[found.first].text
    ours = found.first > 0 and reading.tokens[found.first - 1].text in _OWN and first not in _SELLERS
    return "own_sales" if ours and found["subject"] else found.label


def _several(reading: Reading, place: int) -> bool:
    """Whether the token is a noun for several people."""
    text, cue = reading.tokens[place].text, reading.label("cues", place)
    plural = cue == "people" or (text.endswith("s") and not text.endswith("ss") and len(text) > _AROUND)
    return (
        plural
        and cue != "goods"
        and not reading.light(place)
        and not reading.fact_at(place)
        and reading.label("hosting", place) != "site"
    )


def _marked_as_needed(reading: Reading, found: Found, marks: Mapping[str, Found]) -> bool:
    """Whether words that tell something only when denied ("online yet") or supposed ("如果收钱") are."""
    if found["only"] == "supposed":
        return bool(marks.keys() & _SUPPOSING) and "denied" not in marks
    if "denied" not in marks:
        return False
    return found["only"] == "denied" or (found.first > 0 and reading.at("negation", found.first - 1) is not None)


def _speaks_of_something_else(reading: Reading, found: Found) -> bool:
    """Whether an office opened and no shop on the web, or a provider is left: "moving from Tencent Cloud to Aliyun"."""
    before = found.first - 1
    if found.label == "own_sales" and found["stone"]:
        return _of_stone(reading, found)
    if found.layer == "live" and _is_part_of_another_fact(reading, found):
        return True
    if before < 0:
        return False
    if found.layer == "live":
        return reading.label("hosting", before) == "audience" and reading.at("activity", before) is None
    if found.layer == "provider" and reading.label("relations", before) == "from":
        return any(
            reading.label("hosting", place) == "move" and reading.sentence[place] == reading.sentence[found.first]
            for place in range(max(found.first - _AHEAD, 0), found.first)
        )
    return False


def _is_part_of_another_fact(reading: Reading, found: Found) -> bool:
    """Whether the word only belongs to a longer phrase of what the site does: the online of "no online purchase"."""
    longer = (each for layer in ("activity", "payments") if (each := reading.at(layer, found.first)) is not None)
    return any(
        each.first <= found.first and found.last <= each.last and each.last - each.first > found.last - found.first
        for each in longer
    )


def _of_stone(reading: Reading, found: Found) -> bool:
    """Whether a shop stands in a street: "our shop in Shanghai", or a website is made for it: "a page for our shop"."""
    behind = found.last + 1
    if reading.label("relations", behind) == "in" and behind + 1 < len(reading.tokens):
        place = reading.at("places", behind + 1) or reading.at("places", min(behind + 2, len(reading.tokens) - 1))
        if place is not None and not place["whole"] and place["form"] != "region":
            return not reading.any_between("cues", "on_the_web", range(place.last + 1, len(reading.tokens)))
    before = reading.before(found.first, _OWN)
    return before > 0 and reading.tokens[before].text in _FOR and reading.label("hosting", before - 1) == "site"
