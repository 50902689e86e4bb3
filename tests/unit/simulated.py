"""Conversations as the store has them, made up: sentences of the training data, and about half of them not understood."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from icp import knowledge
from icp.wider import wider_topics
from tools.environment import ROOT

DAY = 86_400.0
FACTS = ("hosting", "activity", "payments", "filing_held")
REASONS = ("unsure", "unsure", "no_idea", "out_of_scope", "hand_over", "not_covered")


def sentences(folder: str) -> list[tuple[str, str]]:
    """Intent and sentence of the examples in that folder of data/nlu."""
    found = []
    for path in sorted((ROOT / "data" / "nlu" / folder).rglob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            examples = [line[2:] for line in entry["examples"].splitlines() if line.startswith("- ")]
            found += [(entry["intent"], each) for each in examples[:12]]
    return found


@dataclass
class Truth:
    """What was simulated, counted while it was made.

    Attributes:
        turns: messages of people by day in China, and those not understood.
        fallbacks, topics, languages, votes: turns by reason, by topic of the answer, by language of the answer and by vote.
        begun, reached, given_up: determinations, and the fact at which the others ended.
        seconds: of each answered turn.
        sentences: not understood, and how often each topic was the nearest.
    """

    conversations: int = 0
    turns: Counter[str] = field(default_factory=Counter)
    not_understood: Counter[str] = field(default_factory=Counter)
    fallbacks: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    votes: Counter[str] = field(default_factory=Counter)
    begun: int = 0
    reached: int = 0
    given_up: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    sentences: Counter[str] = field(default_factory=Counter)
    nearest: Counter[str] = field(default_factory=Counter)


def user(text: str, intent: str, at: float) -> dict[str, Any]:
    parsed = {"intent": {"name": intent}, "evidence": {"topics": [[intent, 0.6], ["inform", 0.2]]}}
    return {"event": "user", "timestamp": at, "text": text, "parse_data": parsed}


def bot(at: float, **custom: Any) -> dict[str, Any]:
    return {"event": "bot", "timestamp": at, "data": {"custom": custom}}


class Simulation:
    """Conversations at random, and their truth."""

    def __init__(self, seed: int) -> None:
        self.truth = Truth()
        self._chance = random.Random(seed)
        self._known, self._foreign = sentences("documented"), sentences("out_of_scope")
        self._topics = [*knowledge.topics(), *wider_topics()]

    def conversation(self, at: float) -> Iterator[dict[str, Any]]:
        """A few turns from that time on: questions that are answered or not, and perhaps a determination that is reached or given up."""
        chance, truth = self._chance, self.truth
        language = chance.choice(["en", "en", "zh"])
        truth.conversations += 1
        understood = chance.random() < 0.5
        for _ in range(chance.randint(1, 4)):
            intent, text = chance.choice(self._known if understood or chance.random() < 0.6 else self._foreign)
            if understood:
                topic = chance.choice(self._topics)
                truth.topics[topic] += 1
                answer = {"type": "answer", "topic": topic}
            else:
                reason = chance.choice(REASONS)
                truth.fallbacks[reason] += 1
                if reason != "not_covered":
                    truth.not_understood[_day(at)] += 1
                    truth.sentences[text] += 1
                    truth.nearest[intent] += 1
                answer = {"type": "fallback", "reason": reason}
            yield from self._turn(text, intent, at, chance.expovariate(8) + 0.05, language, answer)
            at += chance.uniform(5, 60)
        if chance.random() < 0.4:
            yield from self._determination(at, language)
            at += 60
        if chance.random() < 0.2:
            vote = chance.choice(["helped", "not_helped"])
            truth.votes[vote] += 1
            truth.turns[_day(at)] += 1
            yield user(f"/{vote}", vote, at)

    def _determination(self, at: float, language: str) -> Iterator[dict[str, Any]]:
        chance, truth = self._chance, self.truth
        asked = FACTS[: chance.randint(1, 4)]
        truth.begun += 1
        for number, fact in enumerate(asked):
            yield from self._turn("/inform", "inform", at + 10 * number, 0.1, language, {"type": "question", "fact": fact})
        if chance.random() < 0.6:
            truth.reached += 1
            truth.topics["determination"] += 1
            yield from self._turn("yes", "affirm", at + 50, 0.1, language, {"type": "determination", "required": ["icp_filing"]})
        else:
            truth.given_up[asked[-1]] += 1

    def _turn(
        self, text: str, intent: str, at: float, seconds: float, language: str, answer: dict[str, Any]
    ) -> Iterator[dict[str, Any]]:
        self.truth.turns[_day(at)] += 1
        self.truth.languages[language] += 1
        self.truth.seconds.append(seconds)
        yield user(text, intent, at)
        yield bot(at + seconds, language=language, **answer)


def _day(at: float) -> str:
    """In China, which keeps one clock all year."""
    return time.strftime("%Y-%m-%d", time.gmtime(at + 8 * 3600))


def simulate(count: int, end: float, days: float = 28, seed: int = 1) -> tuple[list[tuple[str, str]], Truth]:
    """Sender and event of so many conversations in the days before the end (seconds since 1970), and their truth."""
    made, when = Simulation(seed), random.Random(seed)
    rows = [
        (f"simulated-{number:05}", json.dumps(event, ensure_ascii=False))
        for number in range(count)
        for event in made.conversation(end - when.uniform(0, days) * DAY)
    ]
    return rows, made.truth
