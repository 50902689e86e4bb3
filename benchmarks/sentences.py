"""Sentences nobody trained on, and what became of each."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from icp import knowledge
from nlu.decision import UNSURE
from tools.environment import ROOT

_FOLDER = ROOT / "tests" / "nlu"
TUNING = tuple(sorted(_FOLDER.glob("tuning/*.yml")))
QUESTIONS = tuple(sorted(_FOLDER.glob("*.yml")))
Language = Literal["English", "Chinese"]
Group = Literal["in scope", "uncovered", "out of scope"]
Outcome = Literal["right", "asked back, offered", "asked back, not offered", "refused", "wrong"]

REFUSALS = ("out_of_scope", "nlu_fallback")
# A description is answered by the same determination whether it is put as a question or as a statement.
_SAME_ANSWER = {"inform": "determine"}


@dataclass(frozen=True)
class Sentence:
    """A sentence and the intents that would be right for it, the best first."""

    text: str
    intents: tuple[str, ...]

    @property
    def language(self) -> Language:
        """Chinese as soon as there is a Chinese character."""
        return "Chinese" if re.search("[\u4e00-\u9fff]", self.text) else "English"

    @property
    def group(self) -> Group:
        """Whether the assistant can answer it, can only say that the article does not, or should refuse it."""
        if self.intents[0] == "out_of_scope":
            return "out of scope"
        return "uncovered" if self.intents[0].startswith("uncovered_") else "in scope"


@dataclass(frozen=True)
class Judged:
    """A sentence, the intent it was given, how sure that was (0 to 1), the readings offered, and the outcome."""

    sentence: Sentence
    intent: str
    confidence: float
    readings: Sequence[str]
    outcome: Outcome


def read_sentences(paths: Iterable[Path] = QUESTIONS) -> list[Sentence]:
    """The sentences of the files: under each intent, sentences or `{text, also}` with further intents that are as right."""
    sentences = []
    for path in paths:
        for intent, entries in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for entry in entries:
                text, also = (entry["text"], entry["also"]) if isinstance(entry, dict) else (entry, ())
                sentences.append(Sentence(text.strip(), (intent, *also)))
    return sentences


def _topics() -> set[str]:
    """The intents whose answer says something about ICP certificates; the others are courtesies and steering."""
    return {each.intent for each in knowledge.topics().values()} | {"determine", "inform", "what_if", "ask_deadline", "ask_plan"}


def judge(sentence: Sentence, parsed: dict[str, Any]) -> Judged:
    """The outcome of one parsed sentence.

    Saying that the article does not cover it counts as refused; so does a courtesy, where there was nothing to answer.
    """
    intent, confidence = parsed["intent"]["name"] or REFUSALS[0], float(parsed["intent"]["confidence"])
    readings = parsed.get("readings") or []
    right = {_SAME_ANSWER.get(each, each) for each in sentence.intents}
    given = _SAME_ANSWER.get(intent, intent)
    outcome: Outcome = "wrong"
    if intent == UNSURE and readings:
        offered = right & {_SAME_ANSWER.get(each, each) for each in readings}
        outcome = "asked back, offered" if offered else "asked back, not offered"
    elif given in right:
        outcome = "right"
    elif intent in REFUSALS or intent.startswith("uncovered_") or (sentence.group != "in scope" and intent not in _topics()):
        outcome = "refused"
    return Judged(sentence, intent, confidence, readings, outcome)


def parse_all(model: Path, sentences: Iterable[Sentence]) -> list[dict[str, Any]]:
    """What the model makes of each sentence, without servers."""
    from rasa.core.agent import load_agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog()  # else every sentence is logged among the figures
    agent = asyncio.run(load_agent(model_path=str(model)))
    return [asyncio.run(agent.parse_message(each.text)) for each in sentences]


def judge_all(model: Path, sentences: Sequence[Sentence]) -> list[Judged]:
    """The outcomes of all sentences with one model."""
    return [judge(each, parsed) for each, parsed in zip(sentences, parse_all(model, sentences), strict=True)]
