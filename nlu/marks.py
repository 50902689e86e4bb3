"""What the words around a mention do to it: denied, past, later, supposed, somebody else's, asked and the like.

The words are a table (`words/*/negation.yml`, `time.yml`, `doubt`, `others.yml`, `asking.yml`): each says where its mark points
(`ahead` at what follows, `behind` at what went before, `both`), how many tokens it reaches, how many ends of sentences it may
cross, and what stops it. One algorithm applies them all: a mark is on a mention if it points at it and no stop lies between.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from nlu.phrases import Found, Group
from nlu.reading import Reading

LAYERS = ("negation", "time", "doubt", "fears", "others", "asking")
OURSELVES = frozenset(("i", "we", "my", "our", "us", "我", "咱"))
_OF_OURS = frozenset(("ours", "mine"))
# "Everybody sells without" denies something else than the sale.
_OF_WHAT_FOLLOWS = frozenset(("without", "w/o"))
_AFTERTHOUGHT = 3
_NEAR_BEFORE, _NEAR_BEHIND = 8, 4
_CLAUSE = 24
# Verbs that go on with a plan after an "and".
_SECOND_VERBS = frozenset(("take", "accept", "sell", "use", "have", "run", "host"))
_OVERLAPPING = ("negation", "others")


@dataclass(frozen=True)
class Scope:
    """How far the words of a group reach."""

    ahead: bool
    behind: bool
    reach: int
    across: int
    stops: tuple[str, ...]


@dataclass(frozen=True)
class _Gap:
    """The tokens between a mark and a mention, and the layers whose facts do not count as standing between.

    `spent` is the fact that the mark is a part of.
    """

    reading: Reading
    tokens: range
    ahead: bool
    passing: Collection[str]
    spent: Found | None = None

    @property
    def said(self) -> range:
        """The tokens between with the fact that the mark is a part of: "without ordering on a server"."""
        return self.tokens if self.spent is None else range(self.spent.first, self.tokens.stop)

    def any(self, layer: str, *labels: str) -> bool:
        """Whether a phrase of the layer with one of the labels begins between."""
        return any(each.first in self.tokens for each in self.reading.found[layer] if not labels or each.label in labels)

    def listed(self) -> bool:
        """Whether the mention goes on a list that begins between: "no shop, payments or ads"."""
        return self.ahead and self.reading.listed(self.said)

    def new_clause(self) -> bool:
        """Whether the mention stands in another clause."""
        clause = self.reading.clause
        if clause[self.tokens.start - 1] == clause[self.tokens.stop]:
            return False
        facts = self.reading.facts_in(self.tokens)
        first = facts[0].first if facts else self.tokens.stop
        return not self.listed() or clause[self.tokens.start - 1] != clause[first]

    def case(self) -> bool:
        """Whether a colon between closes a clause of its own, and the case is told behind it: "whether we are legal: a server in ..."."""
        return any(self.reading.closes(place) for place in self.tokens)

    def other_subject(self) -> bool:
        """Whether the mention stands in another clause that is no second verb of the first: "we will sell it and take Alipay"."""
        if not self.ahead or not self.new_clause():
            return self.new_clause()
        clause = self.reading.clause
        verbs = sum(
            each.label == "border" and each.first in self.tokens and self.reading.tokens[each.last].text in _SECOND_VERBS
            for each in self.reading.found["speech"]
        )
        return clause[self.tokens.stop] - clause[self.tokens.start - 1] != verbs

    def other_fact(self) -> bool:
        """Whether another fact stands between that is not in one list with the mention."""
        others = [each for each in self.reading.facts_in(self.said) if each.layer not in self.passing]
        return bool(others) and not self.listed()

    def ours(self) -> bool:
        """Whether the sentence turns to the person's own in between: "our supplier's shop is filed. Ours stands in Oslo"."""
        said = [self.reading.tokens[place].text for place in self.tokens]
        taken_up = any(text in _OF_OURS and before != "of" for before, text in pairwise(("of", *said)))
        named = self.ahead and self.reading.tokens[self.tokens.stop].text in _OF_OURS
        return taken_up or named or not OURSELVES.isdisjoint(said)

    def owned(self) -> bool:
        """Whether the clause of the mention names the person: "my site without a filing gets blocked" is no rule."""
        beside = self.tokens.stop if self.ahead else self.tokens.start - 1
        return bool(OURSELVES & self.reading.words(range(beside - _CLAUSE, beside + _CLAUSE), beside))

    def stands(self) -> bool:
        """Whether the mention stands in a clause of its own that tells where a machine is: "later a shop, the server is in Wuhan"."""
        if not self.ahead or not self.new_clause():
            return False
        reading, first = self.reading, self.tokens.stop
        clause = [place for place, its in enumerate(reading.clause) if its == reading.clause[first]]
        subject = next((place for place in clause if not reading.light(place)), first)
        moved = any(reading.label("hosting", place) == "move" or reading.label("time", place) == "later" for place in clause)
        planned = any(reading.label("doubt", place) in ("planned", "possible") for place in clause)
        return reading.label("hosting", subject) == "host" and not (moved or planned)

    def content(self) -> bool:
        """Whether anything but a linking word stands between."""
        return any(self.reading.label("afterwards", place) != "link" for place in self.tokens)


_STOPS: Mapping[str, Callable[[_Gap], bool]] = {
    "clause": _Gap.new_clause,
    "case": _Gap.case,
    "subject": _Gap.other_subject,
    "fact": _Gap.other_fact,
    "ours": _Gap.ours,
    "owned": _Gap.owned,
    "stands": _Gap.stands,
    "content": _Gap.content,
    "and": lambda gap: gap.any("speech", "and"),
    "contrast": lambda gap: gap.any("speech", "border"),
    "denial": lambda gap: gap.any("negation"),
    "now": lambda gap: gap.any("time", "now"),
    "if": lambda gap: gap.any("doubt", "supposed"),
    "certificate": lambda gap: gap.any("certificates"),
}


@cache
def scope_of(group: Group) -> Scope:
    """How far the words of the group reach.

    Raises:
        ValueError: the group names an unknown direction or stop.
    """
    read = group.attributes
    stops = tuple(each.strip() for each in read.get("stops", "").split(",") if each.strip() not in ("", "none"))
    points = read.get("points", "")
    if points not in ("ahead", "behind", "both") or not all(stop in _STOPS for stop in stops):
        raise ValueError(f"{group.file}: {group.kind} must point ahead, behind or both, and be stopped by {', '.join(_STOPS)}")
    return Scope(points != "behind", points != "ahead", int(read["reach"]), int(read.get("across", 0)), stops)


def marks_on(
    reading: Reading, first: int, last: int, passing: Collection[str] = (), denial_stops: tuple[str, ...] = ()
) -> dict[str, Found]:
    """The marks on the tokens from `first` to `last`, by their kinds; of one kind the nearest.

    `passing` names layers whose phrases end no reach, `denial_stops` what ends that of a negation besides its own stops.
    """
    marks: dict[str, Found] = {}
    for layer in LAYERS:
        for mark in reading.found[layer]:
            # "not just a" reaches into "just a brochure", "her blog" over all of "blog".
            overlapping = layer in _OVERLAPPING or bool(mark["overlaps"])  # "要迁回" over "迁回"
            ahead = mark.last < first or (overlapping and mark.first < first <= mark.last <= last)
            if mark.group is None or not (ahead or mark.first > last):
                continue
            if layer == "others" and (_is_told_of_the_site(reading, mark) or _takes_up_nobody(reading, mark)):
                continue
            fact = reading.fact_at(mark.last) if ahead and layer == "negation" else None
            inside = fact is not None and fact.label != "neither" and mark.last < fact.last < first
            spent = fact if inside else None
            gap = _Gap(reading, range(mark.last + 1, first) if ahead else range(last + 1, mark.first), ahead, passing, spent)
            scope = scope_of(mark.group)
            stops = denial_stops if layer == "negation" and scope.stops else ()  # the title of a list holds for all of it
            if _reaches(scope, gap, stops) or (mark.label == "denied" and _closes(gap, mark)):
                known = marks.get(mark.label)
                if known is None or _distance(mark, first, last) < _distance(known, first, last):
                    marks[mark.label] = mark
    if reading.quoted(first):
        marks["quoted"] = Found("quotation", "quoted", first, last)
    return marks


def _is_told_of_the_site(reading: Reading, other: Found) -> bool:
    """Whether the others are those who sell or order on the site, and so part of what it does: "suppliers list their goods"."""
    does = reading.at("activity", other.last)
    return does is not None and does.first <= other.first and other.last <= does.last


def _takes_up_nobody(reading: Reading, mark: Found) -> bool:
    """Whether a "he sells" has nobody else before it whom the "he" takes up: "a competitor is filed; he sells online"."""
    if mark["needs"] != "another":
        return False
    return not any(each.label == "another" and each.last < mark.first for each in reading.found["others"])


def with_denial(first: int, last: int, denial: Found | None) -> tuple[int, int]:
    """The tokens from `first` to `last` with the negation on them, where it stands near."""
    if denial is None or not first - _NEAR_BEFORE <= denial.first <= last + _NEAR_BEHIND:
        return first, last
    return min(first, denial.first), max(last, denial.last)


def _distance(mark: Found, first: int, last: int) -> int:
    return first - mark.last if mark.last < first else mark.first - last


def _reaches(scope: Scope, gap: _Gap, more_stops: tuple[str, ...]) -> bool:
    if not (scope.ahead if gap.ahead else scope.behind) or len(gap.tokens) > scope.reach:
        return False
    sentence = gap.reading.sentence
    if sentence[gap.tokens.stop] - sentence[gap.tokens.start - 1] > scope.across:
        return False
    return not any(_STOPS[stop](gap) for stop in (*scope.stops, *more_stops))


def _closes(gap: _Gap, negation: Found) -> bool:
    """Whether a negation follows and nothing else: "payments: no", "CDN? None.", "sales are not planned"."""
    reading = gap.reading
    if gap.ahead or gap.content() or reading.tokens[negation.last].text in _OF_WHAT_FOLLOWS:
        return False
    rest = [
        place
        for place in range(negation.last + 1, len(reading.tokens))
        if reading.clause[place] == reading.clause[negation.last] and not reading.tokens[place].mark
    ]
    said = all(reading.at("afterwards", place) or reading.at("light", place) for place in rest)
    return len(rest) <= _AFTERTHOUGHT and said and not any(reading.fact_at(place) for place in rest)
