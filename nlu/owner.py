"""Who owns the website, as a message tells it: a company, an organisation, a person, each of here or from abroad.

It is no fact that decides on certificates, and every company is one: so it is no statement, and counts only where documents are asked for.
"""

from __future__ import annotations

from nlu.phrases import Found
from nlu.reading import Reading, Statement

_MOST_SPECIAL_FIRST = ("foreign_company", "foreign_individual", "organisation", "individual", "company")


def owner_statements(text: str) -> list[Statement]:
    """At most one, `owner_told`: the most special owner that is named. Its values are those of `icp.documents.Owner`.

    A company of which the word before may say where it is from ("a Thai company") is none.
    """
    reading = Reading.of(text)
    named = [each for each in reading.found["owner"] if not each["opens"] or _opens(reading, each)]
    if not named:
        return []
    told = min(named, key=lambda each: _MOST_SPECIAL_FIRST.index(each.label))
    return [reading.statement("owner_told", told.label, told.first, told.last)]


def _opens(reading: Reading, found: Found) -> bool:
    return found.first == 0 or reading.tokens[found.first - 1].mark
