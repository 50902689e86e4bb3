"""What is shown to people who ask beyond the article: a fact that helps them, only facts that do not, or nothing.

Measured on messages with the facts that would help their writer: those of `tests/beyond/asked.yml`, and the real messages that only
measure. Messages on which nothing is known (`tests/beyond/unknown.yml`) tell how often something is shown all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from benchmarks.sentences import Opening
from dialogue.acts import Act
from dialogue.may_ask import perhaps_beyond, surely_beyond
from dialogue.thresholds import Thresholds
from dialogue.turns import take_turn
from dialogue.weigh import weigh
from icp.wider import wider_topic, wider_topics
from nlu.real_messages import RealMessage, of_use
from tools.environment import ROOT

ASKED, UNKNOWN = (ROOT / "tests" / "beyond" / name for name in ("asked.yml", "unknown.yml"))
MOST_SHOWN = 3
Shown = Literal["a right fact", "only others", "nothing"]


@dataclass(frozen=True)
class Asked:
    """A message, its language, and what would help its writer: the ids of facts, none where nothing is known.

    Where judges read the answers themselves, `topics` holds the questions whose answer helps, and the facts do not count.
    """

    text: str
    lang: Literal["en", "zh"]
    facts: frozenset[str] = frozenset()
    topics: frozenset[str] | None = None

    def helped_by(self, shown: Sequence[str]) -> bool:
        """Whether one of those questions has an answer that helps."""
        if self.topics is not None:
            return not self.topics.isdisjoint(shown)
        return any(each.id in self.facts for topic in shown for each in wider_topics()[topic].facts)


def read(path: Path) -> list[Asked]:
    """The messages of a file."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Asked(" ".join(each["text"].split()), each["lang"], frozenset(each.get("facts", ()))) for each in entries]


def real(use: Literal["train", "measure"], first_reader: bool = False) -> list[Asked]:
    """The real messages whose writers something beyond the article would help: as the judges say, else as the reader does."""
    messages = of_use(use, first_reader)
    return [Asked(" ".join(each.text.split()), each.lang, each.wanted, each.helps) for each in messages if _is_helped(each)]


def _is_helped(message: RealMessage) -> bool:
    return bool(message.wanted if message.helps is None else message.helps)


def topics_shown(opening: Opening) -> list[str]:
    """The questions beyond the article that the turn answers or offers with the first sentence of their answer, as retrieval intents."""
    shown: list[str] = []
    for reply in take_turn(opening.conversation).replies:
        custom = reply.custom or {}
        if custom.get("topic") in wider_topics():
            shown.append(str(custom["topic"]))
        for reading in custom.get("readings", ()):
            named = wider_topic(reading.partition('"answer": "')[2].rstrip('"}'))
            shown += [named.id] if named else []
    return shown[:MOST_SHOWN]


def judged(asked: Asked, opening: Opening) -> Shown:
    """What the writer of the message is shown."""
    shown = topics_shown(opening)
    if not shown:
        return "nothing"
    return "a right fact" if asked.helped_by(shown) else "only others"


def table(sets: dict[str, Sequence[tuple[Asked, Shown]]]) -> str:
    """The shares of each set by language, as a Markdown table."""
    rows = ["| beyond the article | messages | a right fact shown | only others | nothing |", "|---|---:|---:|---:|---:|"]
    for name, made in sets.items():
        for lang, language in (("en", "English"), ("zh", "Chinese")):
            mine = [shown for asked, shown in made if asked.lang == lang]
            shares = [f"{mine.count(each) / max(len(mine), 1):.1%}" for each in ("a right fact", "only others", "nothing")]
            rows.append(f"| {name}, {language} | {len(mine)} | " + " | ".join(shares) + " |")
    return "\n".join(rows)


def shown_with(bar: Thresholds, asked: Asked, opening: Opening) -> Shown:
    """What would be shown with other thresholds: what is surely asked, else what is perhaps asked where there is no other answer."""
    act, _ = weigh(opening.conversation, opening.heard, bar)
    message = opening.conversation.message
    shown = [] if act is Act.REFUSE else surely_beyond(message, bar)
    if not shown and act in (Act.SAY_NOT_COVERED, Act.ASK_BACK):
        shown = perhaps_beyond(message, bar)[:MOST_SHOWN]
    if not shown:
        return "nothing"
    return "a right fact" if asked.helped_by(shown) else "only others"
