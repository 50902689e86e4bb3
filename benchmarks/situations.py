"""How well described websites are understood: the facts heard in one message, the determination that follows from them at once,
and the one at the end of the conversation, in which the writer answers what is still asked.

Prints the score over tests/cases/situations*.yml, and the misses of the English ones that may be read. The unseen ones are for totals
only: nobody who mends the words reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

from benchmarks.real import Determined, determined
from benchmarks.sentences import Opening
from dialogue.acts import DETERMINE
from dialogue.conversation import Conversation, Message
from dialogue.hearing import hear
from icp.determination import determine
from icp.facts import Certificate, Facts
from nlu.fact_extractor import as_entity
from nlu.real_messages import RealMessage
from nlu.statements import find_statements
from tools.environment import ROOT

SITUATIONS = {
    "English": ROOT / "tests" / "cases" / "situations.yml",
    "Chinese": ROOT / "tests" / "cases" / "situations_zh.yml",
    "English, unseen": ROOT / "tests" / "cases" / "situations_unseen.yml",
    "Chinese, unseen": ROOT / "tests" / "cases" / "situations_zh_unseen.yml",
}
_TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Heard:
    """One situation, what was heard of it, whether all facts are as expected, and what became of the determination.

    It is open where nothing of it is wrong and something still has to be asked. `asked` is how the conversation ends when the writer
    answers that; None where the description leaves open what is required.
    """

    text: str
    expected: dict[str, Any]
    heard: dict[str, Any]
    facts_right: bool
    end: Literal["right", "open", "wrong"]
    asked: Determined | None


def facts_of(text: str) -> Facts:
    """The facts that a message states, as a turn of the assistant takes them."""
    return hear(Conversation(_TODAY, message=_described(text))).facts


def _described(text: str) -> Message:
    """The message as one that is surely taken for a description."""
    return Message(text, DETERMINE, [as_entity(each) for each in find_statements(text)], certain=True)


def judged(path: Path) -> list[Heard]:
    """Every situation of the file with what became of it."""
    results = []
    for situation in yaml.safe_load(path.read_text(encoding="utf-8")):
        expected = {name: _plain(value) for name, value in situation["facts"].items()}
        facts = facts_of(situation["text"])
        heard = facts.to_json()
        decision = determine(facts, _TODAY)
        certain = ({each.value for each in decision.required}, {each.value for each in decision.not_required})
        right = (set(situation["required"]), set(situation["not_required"]))
        mistaken = any(found - known for found, known in zip(certain, right, strict=True))
        results.append(
            Heard(
                situation["text"],
                expected,
                heard,
                all(_agrees(value, heard.get(name)) for name, value in expected.items()),
                "right" if certain == right else "wrong" if mistaken else "open",
                _asked(situation, expected),
            )
        )
    return results


def _asked(situation: dict[str, Any], expected: dict[str, Any]) -> Determined | None:
    if len(situation["required"]) + len(situation["not_required"]) < len(Certificate):
        return None
    facts = {name: value[0] if isinstance(value, list) else value for name, value in expected.items()}
    writer = RealMessage(
        id=situation["text"],
        text=situation["text"],
        lang="en",
        kind="situation",
        use="measure",
        documented=True,
        intents=(DETERMINE,),
        facts=facts,
        required=situation["required"],
    )
    return determined(writer, Opening.of(_described(situation["text"])))


def _plain(value: Any) -> Any:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


def _agrees(expected: Any, heard: Any) -> bool:
    """Of several activities, all with the same consequence, the assistant keeps one."""
    return heard in expected if isinstance(expected, list) else heard == expected


def main() -> None:
    """Prints the scores and the misses of the English ones; all others are kept out of sight."""
    for language, path in SITUATIONS.items():
        results = judged(path)
        ends = ", ".join(f"{end} {sum(each.end == end for each in results)}" for end in ("right", "open", "wrong"))
        facts = sum(each.facts_right for each in results)
        print(f"{len(results)} described websites, {language}: determination {ends}, all stated facts heard {facts}")
        asked = [each.asked for each in results if each.asked]
        at_last = [each for each in asked if each.end == "right"]
        questions = sum(each.questions for each in at_last) / max(len(at_last), 1)
        print(
            f"  {len(asked)} tell all that a determination needs: right in the end {len(at_last)}, with {questions:.2f} questions"
        )
    for each in judged(SITUATIONS["English"]):
        if not (each.facts_right and each.end == "right"):
            kind = "facts" if each.end == "right" else "determination"
            print(f"- {kind}: {each.text!r}\n    stated {each.expected}\n    heard  {each.heard}")


if __name__ == "__main__":
    main()
