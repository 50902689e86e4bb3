"""The pipeline's intent classifier: it reports the likeliest topics and how sure each thing is, and decides nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    INTENT_RESPONSE_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.asking import asked_for, asks, supposes
from nlu.encoder import VECTOR
from nlu.kept import folder as kept_in
from nlu.kept_counts import kept_counts
from nlu.kept_signals import kept_signals
from nlu.real_messages import ANSWER, WEIGHT
from nlu.statements import Statement, coverage
from nlu.topic_component import TopicComponent, guesses_of
from nlu.topic_model import Examples, Guess, TopicModel
from nlu.topic_training import train_topics

EVIDENCE = "evidence"
_RANKED = 10
# What a message names and does not state of the website.
_NO_FACTS = frozenset(("certificate", "owner_told"))
_PUNCTUATION = re.compile(r"[^\w]+")


def normalised(text: str) -> str:
    """Lower case, punctuation and spaces folded: equal for sentences that differ in nothing else."""
    return _PUNCTUATION.sub(" ", text.lower()).strip()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(TopicComponent, IntentClassifier):
    """Turns the guess of the topic model into evidence.

    The intent is the likeliest topic, however unlikely. Beside it and Rasa's ranking a message gets `evidence`: the `topics` with
    their probabilities, `right` and `in_scope`, the `clauses` with the same of each, the `coverage` by facts, whether it `asks` or
    `supposes`, what it `asks_for`, and whether it is `certain`: then just these words are an example of the intent.
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._seen: dict[str, str] = {}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`refusal` is the intent of what is out of scope."""
        return {"refusal": "out_of_scope"}

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from all sentences that have an intent and a vector."""
        examples_with_vectors = [each for each in training_data.intent_examples if each.get(VECTOR) is not None]
        texts = [each.get(TEXT) for each in examples_with_vectors]
        intents = [each.get(INTENT) for each in examples_with_vectors]
        self._seen = {normalised(text): intent for text, intent in zip(texts, intents, strict=True)}
        examples = Examples(
            np.stack([each.get(VECTOR) for each in examples_with_vectors]),
            kept_signals(texts),
            kept_counts(texts),
            np.asarray(intents),
            np.asarray([each.get(WEIGHT) or 1 for each in examples_with_vectors]),
            np.asarray(
                [part_of(each.get(INTENT), question_asked(each), each.get(WEIGHT) is not None) for each in examples_with_vectors]
            ),
        )
        self.model = train_topics(examples, self.config["refusal"], keep=kept_in() / "topics.npz")
        return self.store(seen=np.frombuffer(json.dumps(self._seen).encode(), dtype=np.uint8))

    def take(self, arrays: dict[str, Any]) -> None:
        """Takes what `store` has put away, and which words are certain."""
        self._seen = json.loads(arrays.pop("seen").tobytes())
        super().take(arrays)

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the intent of each message, unless an earlier component has (a button's payload)."""
        for message in messages:
            if message.get(VECTOR) is not None and self.model is not None:
                self._classify(message, self.model)
        return messages

    def _classify(self, message: Message, model: TopicModel) -> None:
        text = message.get(TEXT)
        statements = [_statement(each) for each in message.get("entities", []) if each.get("extractor") == "FactExtractor"]
        whole, *by_clause = guesses_of(message, model)
        known = self._seen.get(normalised(text))
        intent = {INTENT_NAME_KEY: known or whole.topics[0], PREDICTED_CONFIDENCE_KEY: 1.0 if known else whole.right}
        ranked = list(zip(whole.topics, whole.probabilities, strict=True))[:_RANKED]
        ranking = [{INTENT_NAME_KEY: topic, PREDICTED_CONFIDENCE_KEY: share} for topic, share in ranked]
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(EVIDENCE, {**evidence(text, statements, whole, by_clause), "certain": known is not None}, add_to_output=True)


def part_of(intent: str, question: str | None, real: bool = False) -> str:
    """The part of the intent that an example belongs to: the question beyond the article that it asks, where that is one of its own.

    Else what a real person wrote is a part by itself, since long stories lie elsewhere than short questions.
    """
    if question and question.partition("/")[0] == intent:
        return question
    return f"{intent}/told" if real else intent


def question_asked(example: Message) -> str | None:
    """The question beyond the article that an example asks, as its retrieval intent or as a reader of a real message has labelled it."""
    return example.get(ANSWER) or example.get(INTENT_RESPONSE_KEY)


def evidence(text: str, statements: Sequence[Statement], whole: Guess, by_clause: Sequence[Guess] = ()) -> dict[str, Any]:
    """What is reported of a message, as JSON values; see TopicClassifier."""
    facts = [each for each in statements if each.fact not in _NO_FACTS]
    ranked = list(zip(whole.topics, whole.probabilities, strict=True))[:_RANKED]
    return {
        "topics": [(topic, round(share, 4)) for topic, share in ranked],
        "right": round(whole.right, 4),
        "in_scope": round(whole.in_scope, 4),
        "coverage": round(coverage(text, facts), 4) if facts else 0.0,
        "asks": asks(text),
        "asks_for": asked_for(text, statements),
        "supposes": supposes(text),
        "certain": False,
        "clauses": [
            {"topic": each.topics[0], "right": round(each.right, 4), "in_scope": round(each.in_scope, 4)} for each in by_clause
        ],
    }


def _statement(entity: dict[str, Any]) -> Statement:
    return Statement(
        entity["entity"], entity["value"], entity["start"], entity["end"], entity.get("role"), entity.get("certainty", "stated")
    )
