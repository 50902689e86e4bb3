"""What is known of the provinces: their names and cities, the characters and codes in numbers, and what their administrations ask for.

From `knowledge/provinces.yml` and `knowledge/cities.yml`. The article says nothing of it, and a rule that was not found is no "no".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from icp.knowledge import FOLDER, KnowledgeError, Source, read_yaml, source

RULES = (
    "individual_local_id_only",
    "individual_residence_permit_accepted",
    "mobile_number_must_be_local",
    "domain_holder_must_be_subject",
    "responsible_person_must_be_legal_representative",
    "enterprise_to_individual_change_allowed",
    "individual_to_own_enterprise_change_allowed",
)
MINIMUM_AGE = "minimum_age"
_LISTS = (MINIMUM_AGE, "documents", "more")
_NEEDED = {"name", "character", "spoken", "code", "site", "rules", *_LISTS, "conflicts", "sources", "checked"}
_FIELDS = _NEEDED | {"also", "other_characters"}
_LANGUAGES = {"en", "zh"}


@dataclass(frozen=True)
class Said:
    """Something that a source says, in words by language; without a source of its own it stands in one of the province's."""

    words: Mapping[str, str]
    source: Source | None = None


@dataclass(frozen=True)
class ProvinceRule:
    """Whether a rule holds, None for "not found", with who says so and what has to be added, in words by language."""

    value: bool | None
    source: Source | None = None
    note: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Conflict:
    """Where sources differ: the names of the rules that it is about (none for anything else), and who says what."""

    about: tuple[str, ...]
    says: tuple[Said, ...]


@dataclass(frozen=True)
class Province:
    """A province, municipality or autonomous region of mainland China.

    `characters` stand in its numbers, the usual one first, and `spoken` is their pinyin in that order; `code` is the first two
    digits of its district codes. `site` is the address of its communications administration.
    """

    id: str
    name: Mapping[str, str]
    also: tuple[str, ...]
    characters: tuple[str, ...]
    spoken: tuple[str, ...]
    code: str
    site: str
    rules: Mapping[str, ProvinceRule]
    minimum_age: tuple[Said, ...]
    documents: tuple[Said, ...]
    more: tuple[Said, ...]
    conflicts: tuple[Conflict, ...]
    sources: tuple[Source, ...]
    checked: date


@lru_cache(maxsize=1)
def provinces() -> Mapping[str, Province]:
    """All provinces by id, in the order of `knowledge/provinces.yml`.

    Raises:
        KnowledgeError: an entry lacks a field, has one that there is not, or a value that is not allowed; or two share a character.
    """
    return checked(read_yaml(FOLDER / "provinces.yml"))


def checked(content: Any) -> Mapping[str, Province]:
    """The provinces of a parsed file; raises as `provinces` does."""
    if not isinstance(content, dict):
        raise KnowledgeError("knowledge/provinces.yml must be a mapping of provinces.")
    found = {id_: _province(id_, entry) for id_, entry in content.items()}
    for what, values in (
        ("character", [each for one in found.values() for each in one.characters]),
        ("code", [one.code for one in found.values()]),
    ):
        if twice := {each for each in values if values.count(each) > 1}:
            raise KnowledgeError(f"knowledge/provinces.yml: two provinces have the {what} {', '.join(sorted(twice))}.")
    return found


def _province(id_: str, entry: Any) -> Province:
    where = f"knowledge/provinces.yml, {id_}"
    _expect(isinstance(entry, dict), where, "must be a mapping.")
    _expect(not _NEEDED - set(entry), where, f"{', '.join(sorted(_NEEDED - set(entry)))} missing.")
    _expect(not set(entry) - _FIELDS, where, f"there is no field {', '.join(sorted(map(str, set(entry) - _FIELDS)))}.")
    characters = (entry["character"], *(entry.get("other_characters") or ""))
    _expect(all(re.fullmatch(r"[\u4e00-\u9fff]", each) for each in characters), where, "character must be one Chinese character.")
    _expect(len(entry["spoken"]) == len(characters), where, "spoken must be the pinyin of each character.")
    _expect(bool(re.fullmatch(r"\d\d", str(entry["code"]))), where, "code must be two digits in quotes.")
    _expect(isinstance(entry["checked"], date), where, "checked must be a day like 2026-11-26.")
    _expect(bool(entry["sources"]), where, "sources must name at least one source.")
    rules = entry["rules"]
    _expect(isinstance(rules, dict) and set(rules) == set(RULES), where, f"rules must be {', '.join(RULES)}.")
    made = Province(
        id=id_,
        name=_words(entry["name"], f"{where}, name"),
        also=tuple(entry.get("also") or ()),
        characters=characters,
        spoken=tuple(entry["spoken"]),
        code=entry["code"],
        site=entry["site"],
        rules={name: _rule(rules[name], f"{where}, {name}") for name in RULES},
        minimum_age=_said(entry[MINIMUM_AGE], f"{where}, {MINIMUM_AGE}"),
        documents=_said(entry["documents"], f"{where}, documents"),
        more=_said(entry["more"], f"{where}, more"),
        conflicts=tuple(_conflict(each, f"{where}, conflicts") for each in entry["conflicts"]),
        sources=tuple(source(each) for each in entry["sources"]),
        checked=entry["checked"],
    )
    for each in _named(made):
        _expect(each in made.sources, where, f"{each.id} says something here and is missing from sources.")
    return made


def _named(province: Province) -> Iterator[Source]:
    """The sources that single statements name; a rule may rest on an old page that is none of the province's."""
    said = [
        *province.minimum_age,
        *province.documents,
        *province.more,
        *(one for each in province.conflicts for one in each.says),
    ]
    yield from (each.source for each in said if each.source is not None)
    yield from (each.source for each in province.rules.values() if each.source is not None)


def _rule(entry: Any, where: str) -> ProvinceRule:
    _expect(isinstance(entry, dict) and "value" in entry, where, "value missing; it is true, false or null.")
    _expect(not set(entry) - {"value", "source", "note"}, where, "the fields are value, source and note.")
    _expect(entry["value"] in (True, False, None), where, f"{entry['value']!r} must be true, false or null.")
    _expect(entry["value"] is None or "source" in entry, where, "source missing: only null needs none.")
    note = entry.get("note")
    return ProvinceRule(
        entry["value"], source(entry["source"]) if "source" in entry else None, _words(note, where) if note else None
    )


def _said(entries: Any, where: str) -> tuple[Said, ...]:
    _expect(isinstance(entries, list), where, "must be a list.")
    for each in entries:
        _expect(isinstance(each, dict) and set(each) <= {*_LANGUAGES, "source"}, where, "the fields are en, zh and source.")
    return tuple(Said(_words(each, where), source(each["source"]) if "source" in each else None) for each in entries)


def _conflict(entry: Any, where: str) -> Conflict:
    _expect(isinstance(entry, dict) and set(entry) == {"about", "says"}, where, "the fields are about and says.")
    unknown = set(entry["about"]) - {*RULES, MINIMUM_AGE}
    _expect(not unknown, where, f"there is no rule {', '.join(sorted(unknown))}.")
    says = _said(entry["says"], where)
    _expect(len(says) > 1 and all(each.source for each in says), where, "two sources or more must differ, each named.")
    return Conflict(tuple(entry["about"]), says)


def _words(entry: Any, where: str) -> Mapping[str, str]:
    complete = isinstance(entry, dict) and all(isinstance(entry.get(each), str) and entry[each] for each in _LANGUAGES)
    _expect(complete, where, "words are needed in en and in zh.")
    return {each: entry[each] for each in sorted(_LANGUAGES)}


def _expect(holds: bool, where: str, otherwise: str) -> None:
    if not holds:
        raise KnowledgeError(f"{where}: {otherwise}")


@lru_cache(maxsize=1)
def cities() -> Mapping[str, str]:
    """The province's id for each city, by its characters and by its pinyin.

    Raises:
        KnowledgeError: a city stands in two provinces, or under a province that there is not.
    """
    found: dict[str, str] = {}
    for id_, names in read_yaml(FOLDER / "cities.yml").items():
        if id_ not in provinces():
            raise KnowledgeError(f"knowledge/cities.yml: there is no province {id_}.")
        for each in (name for pair in names.items() for name in pair if name):
            if each in found:
                raise KnowledgeError(f"knowledge/cities.yml: {each} stands in {found[each]} and in {id_}.")
            found[each] = id_
    return found


def of_character(character: str) -> Province | None:
    """The province in whose numbers that character stands."""
    return next((each for each in provinces().values() if character in each.characters), None)


def of_code(code: str) -> Province | None:
    """The province of a district code, by its first two digits."""
    return next((each for each in provinces().values() if code[:2] == each.code), None)


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    """The province's id for each name and city in small letters."""
    found = dict(cities())
    for each in provinces().values():
        for name in (*each.name.values(), each.id.replace("-", " "), *each.also):
            found[name.casefold()] = each.id
    return found


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    # Longer names first, so that one is never taken for the beginning of another.
    names = sorted(_by_name(), key=lambda name: (-len(name), name))
    latin = "|".join(re.escape(each).replace(r"\ ", r"[ -]?") for each in names if each.isascii())
    return re.compile(rf"(?<![a-z])(?:{latin})(?![a-z])|{'|'.join(each for each in names if not each.isascii())}")


def provinces_in(text: str) -> Sequence[Province]:
    """The provinces that a text names, each once and in its order: by English, Chinese or pinyin name, or by a city."""
    folded = re.sub(r"(?<=[a-z])['’](?!s\b)", "", text.casefold())
    found = [
        _by_name()[re.sub(r"-", " ", each[0])] if each[0] in _by_name() else _loose(each[0])
        for each in _pattern().finditer(folded)
    ]
    return [provinces()[each] for each in dict.fromkeys(found)]


def _loose(written: str) -> str:
    """The id behind a name whose blank is written as a stroke, or not at all."""
    bare = re.sub(r"[ -]", "", written)
    return next(id_ for name, id_ in _by_name().items() if name.replace(" ", "") == bare)


def province_named(name: str) -> Province | None:
    """The province of that name or city; None if there is none."""
    found = provinces_in(name)
    return found[0] if len(found) == 1 else None
