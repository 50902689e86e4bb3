"""`make knowledge-report`: which facts beyond the article want a maintainer's eye, and which questions of real people no fact answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from actions.clock import china_today
from icp.wider import WiderFact, wider_facts, wider_topics
from nlu.real_messages import RealMessage, of_use, real_messages

CHECK_AFTER_DAYS = 365
SOURCE_OLD_AFTER_YEARS = 5
_LONGEST_QUOTE = 100


@dataclass(frozen=True)
class Knowledge:
    """What is looked at: the facts, which of them questions name, which the training messages want, and the day."""

    facts: Sequence[WiderFact]
    in_questions: frozenset[str]
    wanted: frozenset[str]
    today: date


def unchecked(fact: WiderFact, known: Knowledge) -> bool:
    """Whether nobody has read it at its source for more than a year."""
    return (known.today - fact.checked).days > CHECK_AFTER_DAYS


def of_an_old_source(fact: WiderFact, known: Knowledge) -> bool:
    """Whether its source is older than five years and no law; an undated one counts as old."""
    if fact.source.kind == "law":
        return False
    return fact.source.date is None or fact.source.date < known.today.replace(
        year=known.today.year - SOURCE_OLD_AFTER_YEARS, day=min(known.today.day, 28)
    )


# What is listed, in this order.
FINDINGS: Mapping[str, Callable[[WiderFact, Knowledge], bool]] = {
    f"checked more than {CHECK_AFTER_DAYS} days ago": unchecked,
    f"from a source that is undated or older than {SOURCE_OLD_AFTER_YEARS} years (laws left out)": of_an_old_source,
    "contradicts the article": lambda fact, _: fact.relation == "contradicts",
    "weakly sourced": lambda fact, _: fact.is_weak,
    "wanted by no training message": lambda fact, known: fact.id not in known.wanted,
    "in no question": lambda fact, known: fact.id not in known.in_questions,
}


def present_knowledge() -> Knowledge:
    """The facts of `knowledge/wider/` on this day."""
    named = frozenset(fact.id for topic in wider_topics().values() for fact in topic.facts)
    wanted = frozenset().union(*(each.wanted for each in of_use("train")))
    return Knowledge(list(wider_facts().values()), named, wanted, china_today())


def unanswered(messages: Iterable[RealMessage]) -> list[RealMessage]:
    """The questions about ICP that the article leaves open and to which nobody knew a fact."""
    return [each for each in messages if not each.documented and each.kind != "out_of_scope" and not each.wanted]


def report(known: Knowledge, messages: Iterable[RealMessage]) -> str:
    """All findings as lines of Markdown, each with its count."""
    lines = [f"# {len(known.facts)} facts beyond the article, on {known.today}"]
    for name, applies in FINDINGS.items():
        found = [each for each in known.facts if applies(each, known)]
        lines += [
            "",
            f"## {len(found)} {name}",
            *(f"- {each.group}: {each.id} ({each.source.title}, {_day(each)})" for each in found),
        ]
    open_ = unanswered(messages)
    lines += [
        "",
        f"## {len(open_)} questions of real messages that no fact answers",
        *(f"- {each.id}: {_short(each.text)}" for each in open_),
    ]
    return "\n".join(lines)


def _day(fact: WiderFact) -> str:
    return str(fact.source.date or "undated")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"


if __name__ == "__main__":
    print(report(present_knowledge(), real_messages()))
