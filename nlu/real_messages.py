"""What real people wrote: messages found in public, reworded, with topic, facts and required certificates.

`nlu/real_messages.yml` holds them. Those whose `use` is `train` join the training data, each counting several times (`times`), because
one of them teaches more than many invented sentences; those whose `use` is `measure` train nothing, which a test holds. Three people
read what measures, without an eye on each other or on what is answered: it counts what two of them say. What the first one alone
wrote, where that differs, is kept, so that both can be measured.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from icp.wider import wider_topics
from nlu.example_files import Example, read_examples
from nlu.expected_warnings import leave_out_expected

FILE = Path(__file__).with_suffix(".yml")
WEIGHT = "weight"
ANSWER = "answer"
TIMES = 5
# The intents that serve for each label, first the one that is learned.
_INTENTS: Mapping[str, tuple[str, ...]] = {
    "do_i_need": ("determine", "inform"),
    "hosting_outside_mainland": ("determine", "inform", "what_if"),
    "cdn": ("determine", "inform", "what_if"),
    "ecommerce_or_payments_allowed": ("ask_filing_permits", "determine", "inform", "ask_license", "what_if"),
    "multiple_sites_or_domains": ("uncovered_several",),
    "check_or_display_number": ("uncovered_display",),
    "change_or_transfer_or_cancel": ("uncovered_change",),
    "app_filing": ("uncovered_app",),
    "psb_filing": ("ask_psb",),
    "how_to_apply": ("ask_apply",),
    "filing_processing_time": ("ask_how_long", "ask_deadline"),
    "eligibility_individual": ("uncovered_individual",),
    "status_of_application": ("uncovered_status",),
    "prerequisite_order": ("ask_order", "ask_before_filing"),
    "documents_required": ("uncovered_documents",),
    "eligibility_foreign_company": ("uncovered_foreign",),
    "penalties": ("uncovered_penalty",),
    "difference_filing_vs_license": ("ask_levels",),
    "cost": ("uncovered_cost",),
    "what_is_filing": ("ask_filing",),
    "psb_deadline": ("ask_deadline", "ask_how_long", "ask_psb"),
    "why_icp": ("ask_why_filing",),
    "license_processing_time": ("ask_how_long", "ask_deadline"),
    "filing_platform_language": ("ask_platform_language",),
    "what_is_commercial_license": ("ask_license",),
    "contact_or_human_help": ("ask_person", "ask_help"),
    "other_icp": ("uncovered_other",),
    "out_of_scope": ("out_of_scope",),
}


@dataclass(frozen=True)
class RealMessage:
    """One message and how a reader labelled it.

    `kind` tells whether a website is described (situation), asked about (question), both (mixed), or neither is asked (statement).
    `intents` are those that serve, first the one that is learned. `facts` are what the words state, `required` the certificates
    that follow from them by the rules, None while that is open. `times` is how often it counts in a training, `asks` the question of
    `data/wider/` whose answer helps most, where the reader named one, `wanted` the facts of `knowledge/wider/` that would help,
    `helps` the questions of `data/wider/` whose answer does, as two of three judges say; None where no answers were judged.
    """

    id: str
    text: str
    lang: Literal["en", "zh"]
    kind: Literal["situation", "mixed", "question", "statement", "out_of_scope"]
    use: Literal["train", "measure"]
    documented: bool
    intents: tuple[str, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    required: Sequence[str] | None = None
    times: int = TIMES
    asks: str | None = None
    wanted: frozenset[str] = frozenset()
    helps: frozenset[str] | None = None

    @property
    def answer(self) -> str | None:
        """The question of `data/wider/` whose facts help this person most; None where none does."""
        if self.asks:
            return self.asks
        facts = {key: [each.id for each in topic.facts] for key, topic in wider_topics().items()}
        helpful = {key: len(self.wanted & set(its)) / (1 + len(its)) for key, its in facts.items()}
        best = max(helpful, key=helpful.__getitem__, default=None)
        return best if best and helpful[best] else None


def as_first_read(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What the first reader alone wrote of a message; no judge had read answers then."""
    return {**entry, "helps": None, **entry.get("first_reader", {})}


@lru_cache(maxsize=2)
def real_messages(first_reader: bool = False) -> tuple[RealMessage, ...]:
    """All of them, in the order of the file; on demand as the first reader alone labelled them."""
    entries = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple(
        RealMessage(
            id=each["id"],
            text=each["text"],
            lang=each["lang"],
            kind=each["kind"],
            use=each["use"],
            documented=each["documented"],
            intents=_intents(each),
            facts={name: value for name, value in (each.get("facts") or {}).items() if value is not None},
            required=each.get("required"),
            times=each.get("times", TIMES),
            asks=each.get("asks"),
            wanted=_wanted(each),
            helps=frozenset(each["helps"]) if each.get("helps") is not None else None,
        )
        for each in (map(as_first_read, entries) if first_reader else entries)
    )


def _intents(entry: Mapping[str, Any]) -> tuple[str, ...]:
    labels = [entry["label"], *(entry.get("also") or ())]
    return tuple(dict.fromkeys(intent for label in labels for intent in _INTENTS[label]))


def _wanted(entry: Mapping[str, Any]) -> frozenset[str]:
    if "asks" in entry:
        return frozenset(fact.id for fact in wider_topics()[entry["asks"]].facts)
    return frozenset(entry.get("fact_ids") or ())


def of_use(use: Literal["train", "measure"], first_reader: bool = False) -> list[RealMessage]:
    """Those that train, or those that measure, these on demand as the first reader alone labelled them."""
    return [each for each in real_messages(first_reader) if each.use == use]


class RealMessagesImporter(RasaFileImporter):
    """Rasa's own importer, with the real messages that train beside the examples of `data/`, and without warnings that tell nothing."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        leave_out_expected()
        # A training makes millions of objects that stay and hardly a cycle: looking for some takes a quarter of its time.
        gc.disable()
        super().__init__(*arguments, **options)

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The examples of the files, and each real message that trains, with its weight."""
        return _training_data(tuple((path, Path(path).stat().st_mtime_ns) for path in self._nlu_files), language)


# Rasa asks time and again, its validator and its trainer with an importer each.
@lru_cache(maxsize=1)
def _training_data(files: Sequence[tuple[str, int]], language: str | None) -> TrainingData:
    examples = [Example({TEXT: " ".join(each.text.split()), INTENT: each.intents[0]}) for each in of_use("train")]
    for example, real in zip(examples, of_use("train"), strict=True):
        example.set(WEIGHT, real.times)
        example.set(ANSWER, real.answer)
    return read_examples([path for path, _ in files], language).merge(TrainingData(examples))
