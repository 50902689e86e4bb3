"""In which language a message asks to be answered: "please answer in English", 说中文. The words stand in `words/*/language.yml`."""

from __future__ import annotations

from typing import Literal

from nlu.phrases import Found
from nlu.reading import Reading

Wished = Literal["english", "chinese"]
_WORDS, _NAMES = "language", "languages"
_OTHER: dict[str, Wished] = {"english": "chinese", "chinese": "english"}


def wished(reading: Reading) -> Wished | None:
    """The language that the message asks for; None where it asks for none."""
    found = next((each for each in reading.found[_WORDS] if _is_a_wish(reading, each)), None)
    if found is None:
        return None
    name = next(each.label for each in reading.found[_NAMES] if found.first <= each.first <= found.last)
    other = _OTHER[name]
    return other if found.label == "cannot" else _OTHER[other]


def wishes_nothing_else(reading: Reading) -> bool:
    """Whether the message asks for a language and has no other words but polite ones."""
    return wished(reading) is not None and _are_small(reading, range(len(reading.tokens)), ("filler", "polite", "wish", "cannot"))


def _is_a_wish(reading: Reading, found: Found) -> bool:
    """Whether the words ask for a language where they stand."""
    if found.label not in ("wish", "cannot"):
        return False
    before, behind = range(found.first), range(found.last + 1, len(reading.tokens))
    if found["opens"] == "clause":
        marks = [place for place in before if reading.tokens[place].mark]
        before = range(marks[-1] + 1 if marks else 0, found.first)
        return _are_small(reading, before, ("filler",))
    return not found["opens"] or _are_small(reading, (*before, *behind), ("filler",))


def _are_small(reading: Reading, places: range | tuple[int, ...], kinds: tuple[str, ...]) -> bool:
    """Whether nothing stands there but marks and words of these kinds."""
    return all(reading.tokens[place].mark or reading.label(_WORDS, place) in kinds for place in places)
