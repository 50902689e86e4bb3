"""Who owns the website, as a message tells it: a company, an organisation, a person, each of here or from abroad.

It is no fact that decides on certificates, and every company is one: so it is no statement, and counts only where documents are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from nlu.folding import Token, tokens
from nlu.lexicon import lexicon
from nlu.phrases import Found
from nlu.reading import Statement

_SEATED = frozenset(("from", "in", "based", "registered", "of"))
_MOST_SPECIAL_FIRST = ("foreign_company", "foreign_individual", "organisation", "individual", "company")


def owner_statements(text: str) -> list[Statement]:
    """At most one, `owner_told`: the most special owner that is named. Its values are those of `icp.documents.Owner`.

    A company of which the word before may say where it is from ("a Thai company") is none.
    """
    said = tokens(text)
    named = [each for each in lexicon().layers["owner"].find(said) if not each["opens"] or _opens(said, each)]
    if not named:
        return []
    kinds = [("foreign_company" if _is_from_abroad(said, each) else each.label, each) for each in named]
    kind, told = min(kinds, key=lambda each: _MOST_SPECIAL_FIRST.index(each[0]))
    return [Statement("owner_told", kind, said[told.first].start, said[told.last].end)]


def _is_from_abroad(said: Sequence[Token], found: Found) -> bool:
    """Whether a company is said to be from a place outside of the mainland: "a company from Sweden"."""
    place = found.last + 1
    while place < len(said) and said[place].text in _SEATED:
        place += 1
    seated = found.label == "company" and place > found.last + 1
    return seated and any(each.first == place and each.label == "outside" for each in lexicon().layers["places"].find(said))


def _opens(said: Sequence[Token], found: Found) -> bool:
    return found.first == 0 or said[found.first - 1].mark
