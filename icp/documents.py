"""The documents that the certificates take, by who owns the website. The article names none; each rests on facts of `knowledge/wider/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from icp.facts import Certificate
from icp.knowledge import FOLDER, KnowledgeError, read_yaml
from icp.wider import WiderFact, wider_facts

FILE = FOLDER / "documents.yml"
_NEEDED = {"en", "zh", "facts"}
_FIELDS = _NEEDED | {"owners", "first"}


class Owner(str, Enum):
    """Who owns a website, as far as it decides on documents. A foreign company is one with foreign owners, registered in China or not."""

    COMPANY = "company"
    ORGANISATION = "organisation"
    INDIVIDUAL = "individual"
    FOREIGN_COMPANY = "foreign_company"
    FOREIGN_INDIVIDUAL = "foreign_individual"

    @property
    def is_a_person(self) -> bool:
        """Whether it is somebody rather than a company or an organisation."""
        return self in (Owner.INDIVIDUAL, Owner.FOREIGN_INDIVIDUAL)


@dataclass(frozen=True)
class Document:
    """A document, or what takes the place of one: in words by language, for whom, and the facts that say so, the leading one first.

    `first` marks what proves who the owner is.
    """

    id: str
    certificate: Certificate
    words: Mapping[str, str]
    owners: tuple[Owner, ...]
    facts: tuple[WiderFact, ...]
    first: bool = False

    @property
    def for_everybody(self) -> bool:
        """Whether it is the same for every owner."""
        return len(self.owners) == len(Owner)


@lru_cache(maxsize=1)
def documents() -> Sequence[Document]:
    """All documents in the order of `knowledge/documents.yml`.

    Raises:
        KnowledgeError: an entry lacks a field, or names a field, an owner, a certificate or a fact that there is not.
    """
    return checked(read_yaml(FILE))


def checked(content: Any) -> Sequence[Document]:
    """The documents of a parsed file; raises as `documents` does."""
    return tuple(_document(certificate, id_, entry) for certificate, entries in content.items() for id_, entry in entries.items())


def _document(certificate: str, id_: str, entry: Mapping[str, Any]) -> Document:
    where = f"knowledge/documents.yml, {certificate}, {id_}"
    if missing := _NEEDED - set(entry):
        raise KnowledgeError(f"{where}: {', '.join(sorted(missing))} missing.")
    if unknown := set(entry) - _FIELDS:
        raise KnowledgeError(f"{where}: there is no field {', '.join(sorted(unknown))}.")
    if unknown := set(entry["facts"]) - set(wider_facts()):
        raise KnowledgeError(f"{where}: there is no fact {', '.join(sorted(unknown))}.")
    try:
        return Document(
            id=id_,
            certificate=Certificate(certificate),
            words={"en": entry["en"], "zh": entry["zh"]},
            owners=tuple(Owner(each) for each in entry.get("owners", Owner)),
            facts=tuple(wider_facts()[each] for each in entry["facts"]),
            first=entry.get("first", False),
        )
    except ValueError as error:
        raise KnowledgeError(f"{where}: {error}.") from error


def documents_for(certificate: Certificate, owner: Owner | None) -> Sequence[Document]:
    """The documents of a certificate for that owner; for all of them where nobody has said who it is."""
    return [each for each in documents() if each.certificate is certificate and (owner is None or owner in each.owners)]
