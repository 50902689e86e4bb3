"""Which certificates a message names, and what it says of having them. Naming one is no statement of having it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nlu.claims import OTHERS, OUTCOMES, Claim, Outcomes, only_likely, settled, weighed
from nlu.marks import OURSELVES, marks_on
from nlu.phrases import Found
from nlu.reading import Certainty, Reading, Statement

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
_TELLING = {_NOT_HELD: 0, _HELD: 1, _APPLIED: 3}
_LOST = 2
_AUXILIARIES = frozenset(("has", "have", "had", "'ve"))
# Right behind a certificate they make it the subject of a sentence of its own.
_FINITE = _AUXILIARIES | frozenset(("is", "are", "was", "were", "isn't", "aren't", "hasn't", "haven't"))
# Negations that need no word of having to lean on: "no filing", "without a license".
_NONE_AT_ALL = frozenset(("no", "without", "无", "没", "有", "neither", "nor", "zero"))
_THERE_IS = "有"
_OF_A_SITE = frozenset(("site", "host", "serves", "cdn"))
_NAMES = frozenset(("icp", "beian", "备"))
_SO_FAR = frozenset(("yet", "so"))
_SHORT, _STORY = 24, 60
_BEFORE = 10
_AFTER = 8
_BESIDE = 3
_OVERRULES = 5
_FEW = 9
_NEXT = 2
# A Chinese character is a token, so the same number of tokens is a shorter way.
_CHINESE_REACH = 4


@dataclass(frozen=True)
class _Said:
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
        if each.label in _FACTS and each.label not in _GROUPS
    ]


def holding_statements(reading: Reading) -> list[Statement]:
    """What is said of having them: one statement for each of `filing`, `license`, `psb` and `either` that is spoken of.

    That somebody else has one is the statement `another_holds`.
    """
    claims: dict[str, list[Claim]] = {}
    of_others: list[Claim] = []
    for facts, said in [*_by_themselves(reading), *_of_groups(reading)]:
        if {*OTHERS, "sellers"} & said.marks.keys() and not (_ours(said.marks) or _only_serves(reading, said)):
            claim = weighed(said.claim(said.value), said.marks, _OUTCOMES)
            of_others += [claim] if claim is not None and claim.value == _HELD else []
            mine = [_mine_without(reading, claim)] if claim is not None and claim.value == _HELD else []
            for fact in facts:
                claims.setdefault(fact, []).extend(each for each in mine if each is not None)
            continue
        for fact in facts:
            value = _NOT_HELD if fact == "psb" and said.value == _APPLIED else said.value
            claim = weighed(said.claim(value), said.marks, _OUTCOMES)
            claims.setdefault(fact, []).extend([claim] if claim is not None else [])
    if not _is_the_topic(reading):
        claims = {fact: each for fact, each in claims.items() if any(claim.certainty == "stated" for claim in each)}
    if claims.get("filing") and claims.get("either"):
        # Told apart from the filing, "the license" is the commercial one; a bare "ICP" is the filing itself.
        named = [each for each in claims.pop("either") if not each.words[0]["bare"]]
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
        if len({claim.value for claim in each}) > 1
        else only_likely(each)
        if several and fact == "filing"
        else each
        for fact, each in claims.items()
    }
    return [
        *(reading.statement("another_holds", "yes", each.first, each.last) for each in of_others[:1]),
        *(statement for fact, each in claims.items() for statement in settled(reading, fact, each)),
    ]


def _mine_without(reading: Reading, theirs: Claim) -> Claim | None:
    """That the person has not what somebody else has: "their site is filed, mine is not", "合作方有许可证，我们没有"."""
    for each in reading.found["mine"]:
        behind = each.last + 1
        ends = behind == len(reading.tokens) or reading.tokens[behind].mark or reading.clause[behind] != reading.clause[each.last]
        near = 0 < reading.clause[each.first] - reading.clause[theirs.last] <= _NEXT or each.first == theirs.last + 1
        if ends and near and each.first > theirs.last:
            return Claim(_NOT_HELD, each.first, each.last, words=(each,))
    return None


def _borne_out(reading: Reading, claims: Sequence[Claim]) -> bool:
    """Whether what is stated in a story stands there twice or in a sentence on the person's own; stories tell of much else."""
    if len(reading.tokens) <= _STORY or len(claims) > 1:
        return True
    sentence = reading.sentence[claims[0].first]
    return any(token.text in OURSELVES for token, its in zip(reading.tokens, reading.sentence, strict=True) if its == sentence)


def _most_telling(claims: list[Claim]) -> list[Claim]:
    """Claims of several states, none more than likely, those first that tell most of today.

    Who waits for a decision speaks of having none and of what comes after it; who has one, of sites without; a loss ends what was.
    """
    return only_likely(replace(each, rank=_LOST if each.words[0]["lost"] else _TELLING[each.value]) for each in claims)


def _ours(marks: Mapping[str, Found]) -> bool:
    """Whether somebody else has it for us: "our agency has done the filing for us", but not "put their number on our site"."""
    return "for_us" in marks and not {"theirs", "its"} & marks.keys()


def _only_serves(reading: Reading, said: _Said) -> bool:
    """Whether a host is named in another clause than what is missing: "the host switched it off, no record"."""
    host = said.marks.get("supplier")
    lacking = said.value != _HELD and not ({*OTHERS, "sellers"} - {"supplier"}) & said.marks.keys()
    return lacking and host is not None and reading.clause[host.last] != reading.clause[said.first]


def _by_themselves(reading: Reading) -> Iterator[tuple[tuple[str, ...], _Said]]:
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
        value = _NOT_HELD if "denied" in marks else each.label
        weak = each.layer == "traces" or (each["weak"] == "long" and len(reading.tokens) > _SHORT)
        certainty: Certainty = "likely" if weak else "stated"
        yield (each["certificate"],), _Said(value, each.first, each.last, (each,), marks, 1, certainty)


def _marks_on_a_state(reading: Reading, found: Found) -> dict[str, Found]:
    """The marks on a phrase that tells a state, without those that change nothing in it."""
    marks = marks_on(reading, found.first, found.last, ("certificates",))
    dropped: set[str] = set()
    if not {"theirs", "its"} & marks.keys() and OURSELVES & reading.words(range(found.first, found.last + 1), found.first):
        dropped |= OTHERS  # "the provider is reviewing our filing"
    if found["presupposes"]:
        dropped |= {name for name, mark in marks.items() if mark.layer == "asking"}
        dropped |= {"later"} if found["presupposes"] == "past" else set()
        dropped |= {"supplier"} if found.label == _NOT_HELD else set()  # "the host insists on an ICP"
    return {name: mark for name, mark in marks.items() if name not in dropped}


def _inside(trace: Found, stating: Found) -> bool:
    """Whether a longer phrase takes up words of the trace."""
    longer = stating.last - stating.first > trace.last - trace.first
    return longer and trace.first <= stating.last and stating.first <= trace.last


def _of_another_certificate(reading: Reading, found: Found) -> bool:
    """Whether the filing of a phrase is the police's or the commercial one: "公安备案要…"."""
    named = reading.at("certificates", found.first)
    return named is not None and named.first < found.first and named.label in ("psb_filing", "icp_commercial_license")


def _beside_another(reading: Reading, trace: Found) -> bool:
    """Whether the clause of a trace names a certificate before it, and no filing since: "许可证也还没去申请"."""
    clause = [each for each in reading.found["certificates"] if reading.clause[each.first] == reading.clause[trace.first]]
    before = [each.label for each in clause if each.first < trace.first]
    within = [each.label for each in clause if trace.first <= each.first <= trace.last]
    return before[-1:] not in ([], ["icp_filing"]) and "icp_filing" not in within


def _is_the_topic(reading: Reading) -> bool:
    """Whether the message names a certificate, who grants one, a cloud or a website; without that a "sent back" may be of anything."""
    named = (
        reading.found["topic"]
        or reading.found["provider"]
        or any(each.label != "certificates" for each in reading.found["certificates"])
    )
    named = named or any(each.label in _OF_A_SITE for each in reading.found["hosting"])
    return bool(named) or any(token.text in _NAMES for token in reading.tokens)


def _of_groups(reading: Reading) -> Iterator[tuple[tuple[str, ...], _Said]]:
    before: _Said | None = None
    for group in _groups(reading):
        said = _said(reading, group) or _same_as_before(reading, group, before)
        if said is not None:
            before = said
            named = [each for each in group if each.label != "neither"] or group
            yield tuple(fact for each in named for fact in _FACTS[each.label]), said


def _groups(reading: Reading) -> list[list[Found]]:
    """The certificates, those of a list together: "the filing and the license"."""
    groups: list[list[Found]] = []
    for each in reading.found["certificates"]:
        if each.label not in _FACTS or (each.label == "certificates" and not _is_the_topic(reading)):
            continue
        if groups and each.label in ("both", "all") and _sums_up(reading, groups[-1][-1], each):
            continue
        sums_up = bool(groups) and each.label == "neither" and _sums_up(reading, groups[-1][-1], each)
        if groups and (sums_up or _listed_with(reading, groups[-1][-1], each)):
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def _sums_up(reading: Reading, named: Found, both: Found) -> bool:
    """Whether a "both" only takes up those that are named before it: "备案和许可证都有了"."""
    return reading.clause[named.last] == reading.clause[both.first] and reading.only_light(range(named.last + 1, both.first))


def _listed_with(reading: Reading, one: Found, other: Found) -> bool:
    """Whether two certificates are parts of one list, and not of two sentences that a comma joins."""
    between = range(one.last + 1, other.first)
    if reading.sentence[one.last] != reading.sentence[other.first] or not reading.coordinated(between):
        return False
    told = reading.at("holding", one.last)
    if told is not None and told["certificate"] and "," in {reading.tokens[place].text for place in between}:
        return False  # "已经备案，许可证没有": the first is told already
    if _cue_before(reading, one.first) is None:
        return True
    behind = other.last + 1
    if behind < len(reading.tokens) and reading.tokens[behind].text in _FINITE:
        return False
    joined = any(reading.label("speech", place) in ("and", "or") for place in between)
    return joined or _cue_after(reading, other.last) is None


def _said(reading: Reading, group: list[Found]) -> _Said | None:
    first, last, label = group[0].first, group[-1].last, group[0].label
    marks = marks_on(reading, first, last)
    if "needed" in marks:
        return None
    words = tuple(group)
    if group[-1].label == "neither" and label != "neither":
        return _Said(_NOT_HELD, first, last, words, marks)  # "备案和许可证我们都没有"
    if label == "neither":
        return _Said(_NOT_HELD, first, last, words, marks) if _speaks_of_certificates(reading, first, last) else None
    before, after = _cue_before(reading, first), _cue_after(reading, last)
    cue = _chosen(before, after, last)
    if cue is not None:
        cues = [each for each in (before, after) if each is not None]
        around = {
            name: mark for name, mark in marks.items() if all(mark.last < each.first or each.last < mark.first for each in cues)
        }
        marks = marks_on(reading, cue.first, cue.last, ("certificates", "provider")) | around
        value = _NOT_HELD if "denied" in marks else cue.label
        places = [cue.first, cue.last, first, last] + ([marks["denied"].first] if "denied" in marks else [])
        return _Said(value, min(places), max(places), (*words, cue), marks)
    denial = marks.get("denied")
    if denial is not None and _denies_having(reading, denial, first, last):
        certainty: Certainty = "stated" if _stands_alone(reading, denial, last) and not reading.asked(last) else "likely"
        return _Said(_NOT_HELD, min(denial.first, first), max(denial.last, last), words, marks, certainty=certainty)
    alone = len(reading.tokens) <= _SHORT
    if alone and label not in _GROUPS and _answers_which(reading, first, last):
        return _Said(_HELD, first, last, words, {})
    if alone and label in ("both", "all") and reading.only_light(_others(reading, first, last)):
        return _Said(_HELD, first, last, words, {})
    return None


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
    said = denial.first > last or (denial.first > 0 and reading.label("holding", denial.first - 1) == _HELD)
    return said or len(rest) <= _FEW or any(token.text in _SO_FAR for token in beside)


def _same_as_before(reading: Reading, group: Sequence[Found], before: _Said | None) -> _Said | None:
    """ "The filing is done, the PSB one too"."""
    behind = group[-1].last + 1
    if before is None or behind >= len(reading.tokens) or reading.label("holding", behind) != "same":
        return None
    near = reading.sentence[behind] - reading.sentence[before.last] <= 1
    return replace(before, first=group[0].first, last=behind, words=tuple(group)) if near else None


def _answers_which(reading: Reading, first: int, last: int) -> bool:
    """Whether the message is no more than "only the filing" or "just the filing, not the license"."""
    beside = [*range(max(first - _BESIDE, 0), first), *range(last + 1, min(last + 2, len(reading.tokens)))]
    exclusive = [cue for place in beside if (cue := reading.at("cues", place)) is not None and cue.label == "only"]
    rest = (
        place
        for place in _others(reading, first, last)
        if not (reading.at("certificates", place) or reading.at("negation", place))
    )
    asked = any(token.text == "?" for token in reading.tokens)
    return any(not cue["weak"] for cue in exclusive) and reading.only_light(rest) and not asked


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


# The word of having that belongs to a certificate


def _cue_before(reading: Reading, first: int) -> Found | None:
    """The nearest word of having to the left that no other certificate claims."""
    for place in range(first - 1, max(first - 1 - _BEFORE, -1), -1):
        if reading.clause[place] != reading.clause[first] and not reading.coordinated(range(place, first)):
            return None
        other = reading.fact_at(place)
        if reading.label("doubt", place) == "supposed" or (other is not None and _claims_the_word(other)):
            return None
        found = reading.at("holding", place)
        if found is not None and found.label in (_HELD, _NOT_HELD, _APPLIED) and not (found["stands"] or found["certificate"]):
            return found if _near(reading, found, first - found.last) else None
    return None


def _near(reading: Reading, cue: Found, distance: int) -> bool:
    return distance <= _CHINESE_REACH or reading.tokens[cue.first].text.isascii()


def _claims_the_word(other: Found) -> bool:
    """Whether the other fact ends the search for a word of having."""
    return other.label in _FACTS if other.layer == "certificates" else other.layer != "provider"


def _cue_after(reading: Reading, last: int) -> Found | None:
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
        if found.label not in (_HELD, _NOT_HELD, _APPLIED):
            continue
        if not _near(reading, found, found.first - last) or (not found["stands"] and _has_an_object(reading, found, last)):
            return None
        return None if found.label == _HELD and reading.label("asking", place) == "inverted" else found
    return None


def _names_another(reading: Reading, place: int) -> bool:
    """Whether another certificate stands there; a "both" only takes up those before it."""
    return reading.label("certificates", place) in _FACTS.keys() - {"both", "all"}


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
    if found.first != found.last or reading.tokens[found.first].text not in _AUXILIARIES:
        return False
    behind = found.last + 1
    return behind < len(reading.tokens) and (reading.tokens[behind].text == "been" or reading.at("negation", behind) is not None)


def _chosen(before: Found | None, after: Found | None, last: int) -> Found | None:
    """A state after the certificate ("have the filing pending") tells more than a "have" before it."""
    if before is None or after is None:
        return before or after
    overruled = after.label in (_APPLIED, _NOT_HELD) and after.first - last <= _OVERRULES and before.label == _HELD
    return after if overruled else before
