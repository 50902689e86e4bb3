"""Sentences nobody trained on, and what became of each."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

from dialogue.acts import Act
from dialogue.conversation import Conversation, Message
from dialogue.hearing import Heard, hear
from dialogue.may_ask import readings
from dialogue.thresholds import Thresholds
from dialogue.weigh import weigh
from icp import knowledge
from tools.environment import ROOT

TODAY = date(2026, 11, 24)
_FOLDER = ROOT / "tests" / "nlu"
TUNING = tuple(sorted(_FOLDER.glob("tuning/*.yml")))
QUESTIONS = tuple(sorted(_FOLDER.glob("*.yml")))
Language = Literal["English", "Chinese"]
Group = Literal["in scope", "uncovered", "out of scope"]
Outcome = Literal["right", "asked back, offered", "asked back, not offered", "refused", "wrong"]

# Not an intent: the message was asked back.
ASKED_BACK = "asked back"
# A description is answered by the same determination whether it is put as a question or as a statement.
_SAME_ANSWER = {"inform": "determine"}
_TAKEN_FOR = {
    Act.DETERMINE: "determine",
    Act.TAKE_STATEMENT: "determine",
    Act.SUPPOSE: "what_if",
    Act.GIVE_DEADLINE: "ask_deadline",
    Act.ASK_BACK: ASKED_BACK,
    Act.ASK_AGAIN: ASKED_BACK,
    Act.REFUSE: "out_of_scope",
}


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


@dataclass(frozen=True)
class Opening:
    """A message at the beginning of a conversation, with what is heard in it."""

    conversation: Conversation
    heard: Heard

    @classmethod
    def of(cls, message: Message) -> Opening:
        """The opening that the message makes."""
        conversation = Conversation(TODAY, message=message)
        return cls(conversation, hear(conversation))

    def taken_for(self, bar: Thresholds | None = None) -> tuple[str, list[str]]:
        """The intent that the message is taken for, and the readings when it is asked back."""
        act, _ = weigh(self.conversation, self.heard, bar)
        intent = _TAKEN_FOR.get(act, self.conversation.message.intent)
        return intent, readings(self.conversation.message, bar, self.heard.describes) if intent == ASKED_BACK else []


def judge(sentence: Sentence, opening: Opening, bar: Thresholds | None = None) -> Judged:
    """The outcome of one sentence that opens a conversation.

    Saying that the article does not cover it counts as refused; so does a courtesy, where there was nothing to answer.
    """
    intent, offered = opening.taken_for(bar)
    right = {_SAME_ANSWER.get(each, each) for each in sentence.intents}
    outcome: Outcome = "wrong"
    if intent == ASKED_BACK:
        among = right & {_SAME_ANSWER.get(each, each) for each in offered}
        outcome = "asked back, offered" if among else "asked back, not offered"
    elif intent in right:
        outcome = "right"
    elif (
        intent == "out_of_scope" or intent.startswith("uncovered_") or (sentence.group != "in scope" and intent not in _topics())
    ):
        outcome = "refused"
    return Judged(sentence, intent, opening.conversation.message.right, offered, outcome)


def parse_all(model: Path, texts: Iterable[str]) -> list[dict[str, Any]]:
    """What the model makes of each sentence, without servers."""
    from rasa.core.agent import load_agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog()  # else every sentence is logged among the figures
    agent = asyncio.run(load_agent(model_path=str(model)))
    return [asyncio.run(agent.parse_message(each)) for each in texts]


def judge_all(model: Path, sentences: Sequence[Sentence]) -> list[Judged]:
    """The outcomes of all sentences with one model."""
    parsed = parse_all(model, [each.text for each in sentences])
    return [judge(each, Opening.of(Message.of_parsed(found))) for each, found in zip(sentences, parsed, strict=True)]
