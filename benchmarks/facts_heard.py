"""What is heard in real messages, held against what readers heard in them: precision, recall and contraries of each fact.

`python -m benchmarks.facts_heard [FILE] [--use train|measure]` prints a table for the messages of that use. Messages that measure are
for totals only; `--misses` lists single messages and is refused for them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nlu.real_messages import FILE, as_first_read
from nlu.statements import Statement, find_statements
from tools.environment import CannotStart, one_line_and_exit

FACTS = ("server", "cdn", "activity", "payments", "filing", "license", "psb", "live")
_LANGUAGES = {"en": "en", "zh": "zh"}
_WORDS = {True: "yes", False: "no"}
# Who has no CDN has none in the mainland, which is all that the ears tell; what was sent back is not held, which is all that readers write.
_SAME = {("cdn", "none"): "outside", **{(name, "returned"): "not_held" for name in ("filing", "license", "psb")}}


@dataclass(frozen=True)
class Compared:
    """One fact of one message: what the reader heard, and what the ears did; empty where there is nothing."""

    text: str
    language: str
    fact: str
    later: bool
    meant: str
    heard: str
    certainty: str


@dataclass(frozen=True)
class Score:
    """The counts of one fact."""

    meant: int
    stated: int
    stated_right: int
    stated_contrary: int
    heard_right: int
    heard: int

    @property
    def precision(self) -> float:
        """Of what is called stated, the share that the reader heard too."""
        return self.stated_right / max(self.stated, 1)

    @property
    def recall_stated(self) -> float:
        """Of what the reader heard, the share that is stated."""
        return self.stated_right / max(self.meant, 1)

    @property
    def recall(self) -> float:
        """Of what the reader heard, the share that is stated or likely."""
        return self.heard_right / max(self.meant, 1)


def messages(path: Path, use: str, first_reader: bool = False) -> list[dict[str, Any]]:
    """The messages of one use whose facts were written down, on demand as the first reader alone did.

    Raises:
        CannotStart: there is no such file.
    """
    if not path.is_file():
        raise CannotStart(f"{path} does not exist; hand in the path of the annotated messages")
    read = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    labelled = map(as_first_read, read) if first_reader else read
    return [each for each in labelled if each["use"] == use and each.get("facts") is not None]


def compared(message: Mapping[str, Any]) -> Iterator[Compared]:
    """Each fact of a message, of now and of later, that the reader or the ears heard."""
    found: dict[tuple[str, bool], Statement] = {
        (each.fact, each.role == "later"): each for each in find_statements(message["text"]) if each.fact in FACTS
    }
    facts = message["facts"]
    for later in (False, True):
        meant_facts = (facts.get("later") or {}) if later else facts
        for fact in FACTS:
            meant = meant_facts.get(fact)
            statement = found.get((fact, later))
            if meant is None and statement is None:
                continue
            heard, certainty = (
                (_SAME.get((fact, statement.value), statement.value), statement.certainty) if statement else ("", "")
            )
            meant = "" if meant is None else _WORDS.get(meant, str(meant))
            meant = _SAME.get((fact, meant), meant)
            yield Compared(message["text"], message["lang"], fact, later, meant, heard, certainty)


def score(rows: Sequence[Compared]) -> Score:
    """The counts of some comparisons."""
    stated = [each for each in rows if each.certainty == "stated"]
    return Score(
        meant=sum(bool(each.meant) for each in rows),
        stated=len(stated),
        stated_right=sum(each.heard == each.meant for each in stated),
        stated_contrary=sum(bool(each.meant) and each.heard != each.meant for each in stated),
        heard_right=sum(bool(each.heard) and each.heard == each.meant for each in rows),
        heard=sum(bool(each.heard) for each in rows),
    )


def table(rows: Sequence[Compared]) -> str:
    """One line for each fact, time and language."""
    lines = [f"{'fact':16} lang  meant  stated  precision  contrary  recall: stated  stated or likely   likely right"]
    for fact in FACTS:
        for later in (False, True):
            for language in (*_LANGUAGES, "all"):
                mine = [each for each in rows if each.fact == fact and each.later == later and language in (each.language, "all")]
                got = score(mine)
                if not (got.meant or got.heard) or (later and language != "all"):
                    continue
                likely = Counter(each.heard == each.meant for each in mine if each.certainty == "likely")
                lines.append(
                    f"{fact + (', later' if later else ''):16} {language:4} {got.meant:6} {got.stated:7}"
                    f" {got.precision:10.2f} {got.stated_contrary:4} {got.stated_contrary / max(got.stated, 1):4.0%}"
                    f" {got.recall_stated:15.2f} {got.recall:17.2f} {likely[True]:8} of {sum(likely.values())}"
                )
    return "\n".join(lines)


def misses(rows: Sequence[Compared], fact: str) -> str:
    """The comparisons of one fact that differ, in full."""
    differing = [each for each in rows if each.fact == fact and each.heard != each.meant]
    return "\n\n".join(
        f"{'LATER ' if each.later else ''}meant {each.meant or '-'}, heard {each.heard or '-'} {each.certainty}\n  {each.text}"
        for each in sorted(differing, key=lambda each: (each.later, each.certainty, each.meant))
    )


def main() -> None:
    """Prints the table, or the misses of one fact."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--use", choices=("train", "measure"), default="measure")
    parser.add_argument("--misses", choices=FACTS, help="list the differing messages of one fact (of those that train)")
    chosen = parser.parse_args()
    use = "train" if chosen.misses else chosen.use
    try:
        rows = [row for message in messages(chosen.file, use) for row in compared(message)]
    except CannotStart as error:
        one_line_and_exit(error)
    print(misses(rows, chosen.misses) if chosen.misses else table(rows))


if __name__ == "__main__":
    main()
