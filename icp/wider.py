"""What the article does not say: the facts of `knowledge/wider/`, and the questions of `data/wider/` that they answer.

They come second. Each fact has its source, how sure it is, the day on which it was last checked, and how it stands to the article.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from icp.facts import Facts
from icp.knowledge import FOLDER, KnowledgeError, Source, Topic, read_yaml, source

QUESTIONS = FOLDER.parent / "data" / "wider"

Confidence = Literal["high", "medium", "low"]
Relation = Literal["extends", "updates", "contradicts", "same"]
_CONFIDENCE: tuple[Confidence, ...] = ("high", "medium", "low")
_RELATION: tuple[Relation, ...] = ("extends", "updates", "contradicts", "same")
_FIELDS = {"en", "zh", "source", "clause", "confidence", "relation", "checked", "note"}
_NEEDED = _FIELDS - {"clause", "note"}


@dataclass(frozen=True)
class WiderFact:
    """One thing that the article does not say.

    `words` are by language. `clause` is where in the source it stands, `checked` the day on which somebody last read it there.
    """

    id: str
    group: str
    words: Mapping[str, str]
    source: Source
    confidence: Confidence
    relation: Relation
    checked: date
    clause: str | None = None
    note: str | None = None

    @property
    def is_weak(self) -> bool:
        """Whether only one weak source says so."""
        return self.confidence == "low"


@dataclass(frozen=True)
class ForACase:
    """What an answer changes for a website of which some facts are known, in words by language.

    `when` has the values that they must have, by the names of facts or of what follows from them ("served_from_mainland").
    """

    when: Mapping[str, Any]
    words: Mapping[str, str]

    def fits(self, facts: Facts) -> bool:
        """Whether all of it is known to be so."""
        return all(_plain(getattr(facts, name)) == value for name, value in self.when.items())


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


@dataclass(frozen=True)
class WiderTopic(Topic):
    """A question that the article leaves open and these facts answer, the leading one first.

    Its `id` is a retrieval intent of Rasa's, "<intent>/<name>"; its answer is `utter_<id>`. `only_for` has the values of facts, named as in
    `ForACase`, of the only websites that it concerns.
    """

    facts: tuple[WiderFact, ...] = ()
    cases: tuple[ForACase, ...] = ()
    only_for: Mapping[str, Any] = field(default_factory=dict)

    def for_case(self, facts: Facts) -> Mapping[str, str] | None:
        """What the answer changes for a website of which those facts are known, in words by language; None where it is nothing."""
        return next((each.words for each in self.cases if each.fits(facts)), None)

    def may_concern(self, facts: Facts) -> bool:
        """Whether nothing that is known of the website speaks against its being asked of it."""
        known = ((_plain(getattr(facts, name)), value) for name, value in self.only_for.items())
        return all(has is None or has == value for has, value in known)

    @property
    def name(self) -> str:
        """What tells it from the other questions."""
        return self.id.partition("/")[2]

    @property
    def is_weak(self) -> bool:
        """Whether one of its facts rests on a single weak source."""
        return any(each.is_weak for each in self.facts)


@lru_cache(maxsize=1)
def wider_facts() -> Mapping[str, WiderFact]:
    """All facts by id, in the order of the files of `knowledge/wider/`.

    Raises:
        KnowledgeError: a file is broken, a fact stands twice, or a field is missing, unknown or has a value that is not allowed.
    """
    found: dict[str, WiderFact] = {}
    for path in sorted((FOLDER / "wider").glob("*.yml")):
        for id_, entry in (read_yaml(path) or {}).items():
            if id_ in found:
                raise KnowledgeError(f"{id_} stands twice in knowledge/wider/, again in {path.name}.")
            found[id_] = _fact(id_, entry, path)
    return found


def _fact(id_: str, entry: Mapping[str, Any], path: Path) -> WiderFact:
    where = f"knowledge/wider/{path.name}, {id_}"
    if missing := _NEEDED - set(entry):
        raise KnowledgeError(f"{where}: {', '.join(sorted(missing))} missing.")
    if unknown := set(entry) - _FIELDS:
        raise KnowledgeError(
            f"{where}: there is no field {', '.join(sorted(unknown))}; the fields are {', '.join(sorted(_FIELDS))}."
        )
    if not isinstance(entry["checked"], date):
        raise KnowledgeError(f"{where}: checked must be a day like 2026-11-26.")
    return WiderFact(
        id=id_,
        group=path.stem,
        words={"en": entry["en"], "zh": entry["zh"]},
        source=source(entry["source"]),
        confidence=_one_of(_CONFIDENCE, entry["confidence"], where),
        relation=_one_of(_RELATION, entry["relation"], where),
        checked=entry["checked"],
        clause=entry.get("clause"),
        note=entry.get("note"),
    )


def _one_of(allowed: tuple[Any, ...], value: Any, where: str) -> Any:
    if value not in allowed:
        raise KnowledgeError(f"{where}: {value!r} must be one of {', '.join(allowed)}.")
    return value


@lru_cache(maxsize=1)
def wider_topics() -> Mapping[str, WiderTopic]:
    """All questions by id, in the order of the files of `data/wider/`.

    Raises:
        KnowledgeError: a file is broken, two questions have one name, or one names a fact that there is not.
    """
    found: dict[str, WiderTopic] = {}
    for path in sorted(QUESTIONS.glob("*/*.yml")):
        content = read_yaml(path)
        try:
            id_, question = content["nlu"][0]["intent"], content["question"]
            facts = tuple(wider_facts()[each] for each in question["facts"])
            sources = tuple(dict.fromkeys(each.source for each in facts))
            cases = tuple(_for_a_case(each) for each in question.get("case", ()))
            only_for = _known_facts(question.get("only_for", {}))
            named = WiderTopic(
                id_, id_.partition("/")[0], question["title"], sources, facts=facts, cases=cases, only_for=only_for
            )
        except KeyError as error:
            raise KnowledgeError(f"data/wider/{path.parent.name}/{path.name}: {error} is missing or unknown.") from error
        if named.name != path.stem or named.name in {each.name for each in found.values()}:
            raise KnowledgeError(
                f"data/wider/{path.parent.name}/{path.name}: its intent must end in /{path.stem}, and no other may."
            )
        found[id_] = named
    return found


def _for_a_case(entry: Mapping[str, Any]) -> ForACase:
    return ForACase(_known_facts(entry["when"]), {"en": entry["en"], "zh": entry["zh"]})


def _known_facts(values: Mapping[str, Any]) -> Mapping[str, Any]:
    for name in values:
        if not hasattr(Facts(), name):
            raise KeyError(name)
    return values


def wider_topic(name: str) -> WiderTopic | None:
    """The question of that name ("suffix"), None if there is none."""
    return next((each for each in wider_topics().values() if each.name == name), None)
