"""Conversations as the store has them, made up: sentences of the training data, and about half of them not understood."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import yaml

from icp import knowledge
from tools.environment import ROOT

DAY = 86_400.0
FACTS = ("hosting", "activity", "payments", "filing_held")
REASONS = ("unsure", "unsure", "no_idea", "out_of_scope", "not_covered")


def sentences(folder: str) -> list[tuple[str, str]]:
    """Intent and sentence of the examples in that folder of data/nlu."""
    found = []
    for path in sorted((ROOT / "data" / "nlu" / folder).rglob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            examples = [line[2:] for line in entry["examples"].splitlines() if line.startswith("- ")]
            found += [(entry["intent"], each) for each in examples[:12]]
    return found


def user(text: str, intent: str, at: float) -> dict[str, Any]:
    parsed = {"intent": {"name": intent}, "evidence": {"topics": [[intent, 0.6], ["inform", 0.2]]}}
    return {"event": "user", "timestamp": at, "text": text, "parse_data": parsed}


def bot(at: float, **custom: Any) -> dict[str, Any]:
    return {"event": "bot", "timestamp": at, "data": {"custom": custom}}


def conversation(
    chance: random.Random, start: float, known: list[tuple[str, str]], foreign: list[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    """A few turns: questions that are answered or not, and perhaps a determination that is reached or given up."""
    language, at = chance.choice(["en", "en", "zh"]), start
    topics = list(knowledge.topics().values())
    understood = chance.random() < 0.5
    for _ in range(chance.randint(1, 4)):
        intent, text = chance.choice(known if understood or chance.random() < 0.6 else foreign)
        taken = chance.expovariate(8) + 0.05
        yield user(text, intent, at)
        if understood:
            yield bot(at + taken, type="answer", topic=chance.choice(topics).id, language=language)
        else:
            yield bot(at + taken, type="fallback", reason=chance.choice(REASONS), language=language)
        at += chance.uniform(5, 60)
    if chance.random() < 0.4:
        for fact in FACTS[: chance.randint(1, 4)]:
            yield user("/inform", "inform", at)
            yield bot(at + 0.1, type="question", fact=fact, language=language)
            at += 10
        if chance.random() < 0.6:
            yield user("yes", "affirm", at)
            yield bot(at + 0.1, type="determination", language=language, required=["icp_filing"])
            at += 10
    if chance.random() < 0.2:
        yield user(chance.choice(["/helped", "/not_helped"]), chance.choice(["helped", "not_helped"]), at)


def rows(count: int, end: float, days: int = 28, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Sender and event of so many conversations in the days before the end (seconds since 1970)."""
    chance = random.Random(seed)
    known, foreign = sentences("documented"), sentences("out_of_scope")
    for number in range(count):
        start = end - chance.uniform(0, days) * DAY
        for event in conversation(chance, start, known, foreign):
            yield f"simulated-{number:05}", json.dumps(event, ensure_ascii=False)
