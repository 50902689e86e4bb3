"""The facts that a message states, told from lists of words, a small grammar of what governs what, and negations.

No model and no guess: the same text gives the same statements, and what the words do not say is not stated.
"""

from __future__ import annotations

from collections.abc import Sequence

from nlu.business import business_statements
from nlu.date_spans import date_statements
from nlu.holding import certificate_statements, holding_statements
from nlu.hosting import hosting_statements
from nlu.reading import Reading, Statement

__all__ = ["Statement", "coverage", "find_statements"]


def find_statements(text: str) -> list[Statement]:
    """The statements of a message, in the order of the text.

    Each of `server`, `cdn`, `activity`, `payments`, `filing`, `license`, `psb`, `either`, `live` and `provider` is stated at
    most once; where a message corrects itself the correction counts. `certificate` (what the message is about) and `date` occur
    as often as they are written. `either` is an "ICP license" of which the words do not tell the level.
    """
    reading = Reading.of(text)
    found = [
        *hosting_statements(reading),
        *business_statements(reading),
        *holding_statements(reading),
        *certificate_statements(reading),
        *date_statements(reading),
    ]
    return sorted(found, key=lambda each: (each.start, each.end, each.fact, each.value))


def coverage(text: str, statements: Sequence[Statement]) -> float:
    """The share, 0 to 1, of the content words of a text that lie inside the statements.

    Function words and courtesy do not count; a text of nothing else is covered if it has a statement.
    """
    reading = Reading.of(text)
    inside = total = 0
    for place, token in enumerate(reading.tokens):
        stated = any(each.start <= token.start and token.end <= each.end for each in statements)
        if token.mark or reading.light(place):
            continue
        total += 1
        inside += stated
    if total == 0:
        return float(bool(statements))
    return inside / total
