"""What a message says of having the certificates: the phrases that tell a state by themselves, what is said of those named, and what
follows from both where the one contradicts the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from nlu.certificates import (
    ANOTHER_THING,
    SHORT,
    Said,
    certificates_are_the_topic,
    said_of_certificates,
)
from nlu.claims import OTHERS, OUTCOMES, Claim, Outcomes, only_likely, settled, weighed
from nlu.having import APPLIED, HELD, NOT_HELD, RETURNED
from nlu.marks import OURSELVES, marks_on
from nlu.phrases import Found
from nlu.reading import Certainty, Reading, Statement

_OUTCOMES: Outcomes = {
    **OUTCOMES,
    "another": "",  # told as a fact of its own
    "supplier": "",
    "duty": "nothing",
    "wish": "nothing",
    "comparison": "nothing",
    "open": "nothing",
    "inverted": "nothing",
    "needed": "nothing",
    "behind": "nothing",
    "later": "nothing",
    "planned": "",
    "possible": "nothing",
    "past": "likely",
    "general": "likely",
    "forbidden": "",
}
# How much a claim tells of today where others contradict it.
_TELLING = {NOT_HELD: 0, HELD: 1, RETURNED: 3, APPLIED: 3}
_LOST, _GRANTED = 2, 4
_STORY = 60
_OTHER_PAPERS = frozenset(("psb_filing", "icp_commercial_license", ANOTHER_THING))
# Marks under which somebody speaks of losing what he has: "will the filing be revoked", "怕备案被注销".
_FEARED = frozenset(("feared", "asked", "supposed", "possible", "unsure", "inverted", "open"))
_ASKED_OF = frozenset(("wish", "needed", "behind"))
_DONE, _OF, _SO_IT_IS = "了", "的", "呢"
# Words behind a state in its clause that put it instead of telling it: "备案好了怎么通知", "有备案号就能上广告".
_PUT = frozenset(("wish", "open", "comparison"))
_NEXT = 2
# What a clause may name besides a state and still say nothing else: "域名一直没备过", "也没备".
_BESIDE_A_STATE = ("time", "negation", "certificates", "sites", "mine")
# Characters of what is filed, which may be the subject of such a clause: "域名没备", "案没备".
_FILED = frozenset("域名案")
_DOMAIN = ("域", "名")
_OF_A_SITE = ("site", "host")


def holding_statements(reading: Reading) -> list[Statement]:
    """What is said of having them: one statement for each of `filing`, `license`, `psb` and `either` that is spoken of.

    That somebody else has one is the statement `another_holds`.
    """
    claims: dict[str, list[Claim]] = {}
    of_others: list[Claim] = []
    for facts, said in [*_by_themselves(reading), *said_of_certificates(reading)]:
        if {*OTHERS, "sellers"} & said.marks.keys() and not (_ours(said.marks) or _only_serves(reading, said)):
            claim = weighed(said.claim(said.value), said.marks, _OUTCOMES)
            of_others += [claim] if claim is not None and claim.value == HELD else []
            mine = [_mine_without(reading, claim)] if claim is not None and claim.value == HELD else []
            for fact in facts:
                claims.setdefault(fact, []).extend(each for each in mine if each is not None)
            continue
        for fact in facts:
            claim = weighed(said.claim(said.value), said.marks, _OUTCOMES)
            claims.setdefault(fact, []).extend([claim] if claim is not None else [])
    if not certificates_are_the_topic(reading):
        claims = {fact: each for fact, each in claims.items() if any(claim.certainty == "stated" for claim in each)}
    if claims.get("either") and any(not _by_the_same_words(each, claims["either"]) for each in claims.get("filing", ())):
        # Told apart from the filing, "the license" is the commercial one; a bare "ICP" is the filing itself.
        named = [each for each in claims.pop("either") if each.words[0]["bare"] != "yes"]
        if named and not claims.get("license"):
            claims["license"] = named
    if bare := [each for each in claims.get("either", []) if each.words[0]["bare"]]:
        claims.setdefault("filing", only_likely(bare))  # whoever has "ICP" has the filing at least, and without one there is none
    if claims.get("filing") and not _borne_out(reading, claims["filing"]):
        claims["filing"] = only_likely(claims["filing"])
    # More than one thing is said of a certificate: of then and now, or of several websites, of which each has its own state.
    several = bool(reading.found["several"])
    claims = {
        fact: _most_telling(each)
        if len({claim.value for claim in each}) > 1 and not _is_one_application(each)
        else only_likely(each)
        if several and fact == "filing"
        else each
        for fact, each in claims.items()
    }
    return [
        *(reading.statement("another_holds", "yes", each.first, each.last) for each in of_others[:1]),
        *(statement for fact, each in claims.items() for statement in settled(reading, fact, each)),
    ]


def _by_the_same_words(claim: Claim, others: Sequence[Claim]) -> bool:
    """Whether one of the others is told by words of the claim: "our ICP license" names no filing beside a license."""
    named = any(each.label == "icp_filing" for each in claim.words)
    return not named and any(claim.first <= each.last and each.first <= claim.last for each in others)


def _mine_without(reading: Reading, theirs: Claim) -> Claim | None:
    """That the person has not what somebody else has: "their site is filed, mine is not", "合作方有许可证，我们没有"."""
    for each in reading.found["mine"]:
        behind = each.last + 1
        ends = behind == len(reading.tokens) or reading.tokens[behind].mark or reading.clause[behind] != reading.clause[each.last]
        near = 0 < reading.clause[each.first] - reading.clause[theirs.last] <= _NEXT or each.first == theirs.last + 1
        if ends and near and each.first > theirs.last:
            return Claim(NOT_HELD, each.first, each.last, words=(each,))
    return None


def _borne_out(reading: Reading, claims: Sequence[Claim]) -> bool:
    """Whether what is stated in a story stands there twice, of a domain or in a sentence on the person's own; stories tell of much
    else."""
    if len(reading.tokens) <= _STORY or len(claims) > 1 or _says_of_a_domain(reading, claims[0].last):
        return True
    sentence = reading.sentence[claims[0].first]
    return any(token.text in OURSELVES for token, its in zip(reading.tokens, reading.sentence, strict=True) if its == sentence)


def _most_telling(claims: list[Claim]) -> list[Claim]:
    """Claims of several states, none more than likely, those first that tell most of today.

    Who waits for a decision speaks of having none and of what comes after it; who has one, of sites without; a loss ends what was, and
    a grant behind the application ends that: "23号递到管局，24号就批了".
    """
    applied = max((each.last for each in claims if each.value == APPLIED), default=0)
    return only_likely(replace(each, rank=_telling(each, applied)) for each in claims)


def _is_one_application(claims: Sequence[Claim]) -> bool:
    """Whether the claims tell one story, of which the last one holds: handed in, sent back, handed in again."""
    return {claim.value for claim in claims} == {APPLIED, RETURNED}


def _telling(claim: Claim, applied: int) -> int:
    if claim.words[0]["granted"] and claim.first > applied:
        return _GRANTED
    return _LOST if claim.words[0]["lost"] else _TELLING[claim.value]


def _ours(marks: Mapping[str, Found]) -> bool:
    """Whether somebody else has it for us: "our agency has done the filing for us", but not "put their number on our site"."""
    return "for_us" in marks and not {"theirs", "its"} & marks.keys()


def _only_serves(reading: Reading, said: Said) -> bool:
    """Whether a host is named in another clause than what is missing: "the host switched it off, no record"."""
    host = said.marks.get("supplier")
    lacking = said.value != HELD and not ({*OTHERS, "sellers"} - {"supplier"}) & said.marks.keys()
    return lacking and host is not None and reading.clause[host.last] != reading.clause[said.first]


def _by_themselves(reading: Reading) -> Iterator[tuple[tuple[str, ...], Said]]:
    """What phrases tell that name the certificate and its state at once: "is ICP filed".

    Traces of a state ("our number in the footer") only make it likely; words that state one take up those that they share.
    """
    stating = [each for each in reading.found["holding"] if each["certificate"]]
    traces = [each for each in reading.found["traces"] if not any(_inside(each, other) for other in stating)]
    for each in [*stating, *traces]:
        another = _of_another_certificate(reading, each) or (each.layer == "traces" and _beside_another(reading, each))
        if each["certificate"] == "filing" and another:
            continue
        marks = _marks_on_a_state(reading, each)
        if (each["lost"] or each.label == RETURNED) and _feared(reading, each, marks):
            before = HELD if each["lost"] else APPLIED
            yield (each["certificate"],), Said(before, each.first, each.last, (each,), {}, 1, "likely")
            continue
        value = NOT_HELD if "denied" in marks else each.label
        weak = each.layer == "traces" or _left_open(reading, each)
        weak = weak or not (each["presupposes"] or each["lost"] or not _is_put(reading, each))
        certainty: Certainty = "likely" if weak else "stated"
        yield (each["certificate"],), Said(value, each.first, each.last, (each,), marks, 1, certainty)


def _left_open(reading: Reading, told: Found) -> bool:
    """Whether a short phrase leaves the state open: `long` ones do in a long message, `clause` ones unless they are a whole clause."""
    if "clause" in told["weak"] and (_is_the_clause(reading, told) or _closes_on_our_own(reading, told)):
        return False
    return bool(told["weak"]) and ("long" not in told["weak"] or len(reading.tokens) > SHORT)


def _is_the_clause(reading: Reading, told: Found) -> bool:
    """Whether the clause of a short phrase says nothing else, as Chinese tells one thing after the other: "源站新加坡，没备，…"."""
    clauses = range(reading.clause[told.first], reading.clause[told.last] + 1)
    behind = told.last + 1
    if behind + 1 < len(reading.tokens) and reading.tokens[behind].text == _OF and not reading.tokens[behind + 1].mark:
        return False  # "没备过的给不给填"
    rest = [place for place, its in enumerate(reading.clause) if its in clauses and not told.first <= place <= told.last]
    announced = max((place for place in rest if place < told.first and reading.tokens[place].text == ":"), default=-1)
    return all(
        reading.light(place) or reading.tokens[place].text in _FILED or any(reading.at(layer, place) for layer in _BESIDE_A_STATE)
        for place in rest
        if place > announced
    )


def _closes_on_our_own(reading: Reading, told: Found) -> bool:
    """Whether a clause begins with the person's own website and ends with the phrase: "我那个域名备不了"."""
    clause = [place for place, its in enumerate(reading.clause) if its == reading.clause[told.first]]
    before = [place for place in clause if place < told.first]
    own = next((place for place in before if reading.tokens[place].text in OURSELVES), None)
    if own is None or not reading.only_light(place for place in clause if place < own or place > told.last):
        return False
    return _says_of_a_domain(reading, told.last) or any(reading.label("hosting", place) in _OF_A_SITE for place in before)


def _says_of_a_domain(reading: Reading, last: int) -> bool:
    """Whether the Chinese clause of that token names a domain up to it."""
    said = [reading.tokens[place].text for place in range(last + 1) if reading.clause[place] == reading.clause[last]]
    return _DOMAIN in pairwise(said)


def _feared(reading: Reading, lost: Found, marks: Mapping[str, Found]) -> bool:
    """Whether the loss or the refusal is only feared or asked for, so that there is something to lose: "备案会被注销吗",
    "will they revoke it"."""
    if _FEARED & marks.keys():
        return True
    beside = reading.tokens[lost.last].text, reading.tokens[min(lost.last + 1, len(reading.tokens) - 1)].text
    return _DONE not in beside and not beside[0].isascii() and bool(_ASKED_OF & marks.keys() or _is_put(reading, lost))


def _is_put(reading: Reading, told: Found) -> bool:
    """Whether the clause goes on behind what it tells with a question or with what follows from it: "备案好了怎么通知"."""
    clause = reading.clause[told.last]
    goes_on = (each for each in reading.found["asking"] if each.label in _PUT and each.first > told.last)
    return reading.asks(told.last) or any(reading.clause[each.first] == clause for each in goes_on)


def _marks_on_a_state(reading: Reading, found: Found) -> dict[str, Found]:
    """The marks on a phrase that tells a state, without those that change nothing in it."""
    marks = marks_on(reading, found.first, found.last, ("certificates",))
    dropped = {"behind"} if "behind" in marks and _only_closes(reading, marks["behind"]) else set()
    if not {"theirs", "its"} & marks.keys() and OURSELVES & reading.words(range(found.first, found.last + 1), found.first):
        dropped |= OTHERS  # "the provider is reviewing our filing"
    if found["presupposes"]:
        dropped |= {name for name, mark in marks.items() if mark.layer == "asking"}
        dropped |= {"later"} if found["presupposes"] == "past" or found.label == NOT_HELD else set()
        dropped |= {"supplier"} if found.label == NOT_HELD else set()  # "the host insists on an ICP"
    return {name: mark for name, mark in marks.items() if name not in dropped}


def _only_closes(reading: Reading, mark: Found) -> bool:
    """Whether a "呢" closes what is told and asks for nothing: "还没备呢"."""
    behind = mark.last + 1
    asks = behind < len(reading.tokens) and reading.tokens[behind].text == "?"
    return reading.tokens[mark.first].text == _SO_IT_IS and not asks


def _inside(trace: Found, stating: Found) -> bool:
    """Whether a longer phrase takes up words of the trace, or as long a one that denies it: "our license" in "license was revoked"."""
    more = (stating.last - stating.first) - (trace.last - trace.first)
    denies = trace.label == HELD and stating.label == NOT_HELD and not stating["lost"]
    return more >= (0 if denies else 1) and trace.first <= stating.last and stating.first <= trace.last


def _of_another_certificate(reading: Reading, found: Found) -> bool:
    """Whether the filing of a phrase is the police's, the commercial one or none of a website: "公安备案要…", "小程序备案…"."""
    named = reading.at("certificates", found.first)
    return named is not None and named.first < found.first and named.label in _OTHER_PAPERS


def _beside_another(reading: Reading, trace: Found) -> bool:
    """Whether the clause of a trace names a certificate before it, and no filing since: "许可证也还没去申请"."""
    clause = [each for each in reading.found["certificates"] if reading.clause[each.first] == reading.clause[trace.first]]
    before = [each.label for each in clause if each.first < trace.first]
    within = [each.label for each in clause if trace.first <= each.first <= trace.last]
    return before[-1:] not in ([], ["icp_filing"]) and "icp_filing" not in within
