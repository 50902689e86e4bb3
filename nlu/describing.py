"""Whether a Chinese clause tells what the person's own website is, though it names no subject.

Chinese leaves out what English repeats: "摄影博客，服务器在上海" says as much of the person's website as "Portfolio. Chongqing." does.
So a clause describes if nothing in it asks, rules or tells of others, and if it is no more than a noun for a kind of website with what
describes it, or a verb with its object. Which words open and close such a clause and which forbid it stands in `words/*/backing.yml`.
"""

from __future__ import annotations

from nlu.phrases import Found
from nlu.reading import Reading

# A Chinese character is a token; these are unknown ones: what describes a noun, stands before a verb, is the object of a verb.
_MODIFIER, _SUBJECT, _OBJECT = 14, 6, 18
_LONG = 90
_KNOWN = (
    "light",
    "describing",
    "backing",
    "activity",
    "payments",
    "hosting",
    "places",
    "provider",
    "live",
    "holding",
    "relations",
    "negation",
    "speech",
    "time",
)


def describes(reading: Reading, found: Found) -> bool:
    """Whether the clause of a Chinese mention describes the person's website.

    In a long message, a story mostly, only the clauses of the first sentence can.
    """
    if len(reading.tokens) > _LONG and reading.sentence[found.first]:
        return False
    clause = _clause(reading, found)
    if all(reading.tokens[place].text.isascii() for place in clause) or _rules(reading, clause):
        return False
    if any(_asks_or_tells(reading, place) for place in clause if not found.first <= place <= found.last):
        return False
    before, behind = range(clause.start, found.first), range(found.last + 1, clause.stop)
    if found["form"] == "doing":
        return _unknown(reading, before) <= _SUBJECT and _unknown(reading, behind) <= _OBJECT
    joined = reading.label("speech", behind.start) in ("and", "link")
    return _unknown(reading, before) <= _MODIFIER and _unknown(reading, behind) <= (_SUBJECT if joined else 0)


def _clause(reading: Reading, found: Found) -> range:
    first, behind = found.first, found.last + 1
    while first > 0 and reading.clause[first - 1] == reading.clause[found.first]:
        first -= 1
    while behind < len(reading.tokens) and reading.clause[behind] == reading.clause[found.last]:
        behind += 1
    return range(first, behind)


def _rules(reading: Reading, clause: range) -> bool:
    """Whether the clause tells what needs a certificate; "下载要买会员" only tells what has to be paid for."""
    return reading.any_between("asking", "duty", clause) and any(reading.at("certificates", place) for place in clause)


def _asks_or_tells(reading: Reading, place: int) -> bool:
    """Whether the token makes the clause a question or the talk of others."""
    if reading.tokens[place].text == "?" or reading.label("describing", place) == "talk":
        return True
    return reading.label("asking", place) == "wish" and reading.label("doubt", place) != "planned"


def _unknown(reading: Reading, places: range) -> int:
    """How many of the tokens are neither function words nor speak of a fact."""
    return sum(not (reading.tokens[place].mark or any(reading.at(layer, place) for layer in _KNOWN)) for place in places)
