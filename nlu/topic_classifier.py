"""The pipeline's intent classifier: one clear topic, or two or three readings to ask back, or an honest refusal."""

from __future__ import annotations

import re
from dataclasses import asdict, fields
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.decision import UNSURE, Policy
from nlu.encoder import CLAUSE_VECTORS, CLAUSES, VECTOR
from nlu.signals import signals
from nlu.statements import Statement, find_statements
from nlu.topic_model import TopicModel

READINGS = "readings"
ALSO_ASKED = "also_asked"
_RANKED = 10
_FILE = "topic_model.npz"
_PUNCTUATION = re.compile(r"[^\w]+")


def normalised(text: str) -> str:
    """Lower case, punctuation and spaces folded: equal for sentences that differ in nothing else."""
    return _PUNCTUATION.sub(" ", text.lower()).strip()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Turns the guess of the topic model into an intent.

    Beside Rasa's intent and ranking, a message gets `readings` (the intents to offer when the intent is nlu_fallback) and
    `also_asked` (further intents that other clauses of the message ask for).
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._policy = Policy(**{each.name: config[each.name] for each in fields(Policy)})
        self._storage = storage
        self._resource = resource
        self._model: TopicModel | None = None
        self._seen: dict[str, str] = {}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings of `nlu.decision.Policy`, and from where on a further clause of a message is answered too."""
        return {**asdict(Policy()), "clause_sure": 0.85}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Called by Rasa before training."""
        return cls(config, model_storage, resource)

    @classmethod
    def required_packages(cls) -> list[str]:
        """Called by Rasa: what must be installed to train."""
        return ["sklearn"]

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from all sentences that have an intent and a vector."""
        examples = [each for each in training_data.intent_examples if each.get(VECTOR) is not None]
        texts = [each.get(TEXT) for each in examples]
        intents = [each.get(INTENT) for each in examples]
        self._seen = {normalised(text): intent for text, intent in zip(texts, intents, strict=True)}
        self._model = TopicModel.train(
            np.stack([each.get(VECTOR) for each in examples]),
            np.stack([signals(text, find_statements(text)) for text in texts]),
            intents,
            self._policy.refusal,
        )
        with self._storage.write_to(self._resource) as folder:
            seen = np.asarray(list(self._seen.items()))
            np.savez_compressed(folder / _FILE, seen=seen, **self._model.to_arrays())
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """Called by Rasa to serve a trained model."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE) as arrays:
            saved = dict(arrays)
        classifier._seen = dict(saved.pop("seen").tolist())
        classifier._model = TopicModel.from_arrays(saved)
        return classifier

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the intent of each message, unless an earlier component has (a button's payload)."""
        for message in messages:
            if message.get(VECTOR) is not None and self._model is not None:
                self._classify(message, self._model)
        return messages

    def _classify(self, message: Message, model: TopicModel) -> None:
        text = message.get(TEXT)
        statements = [_statement(each) for each in message.get("entities", []) if each.get("extractor") == "FactExtractor"]
        guess = model.guess(message.get(VECTOR), signals(text, statements))
        intent, confidence = self._policy.decide(text, statements, guess)
        if known := self._seen.get(normalised(text)):
            intent, confidence = known, 1.0
        asked = self._asked_by_clause(message, model)
        if intent not in (self._policy.determination, self._policy.statement):
            asked = self._policy.borne_out(asked, guess)
            clear_in_its_clause = intent == UNSURE and asked == guess.topics[:1] and asked[0] != self._policy.determination
            if len(asked) > 1 or clear_in_its_clause:
                intent = asked[0]  # several clear questions are answered in their order
        ranking = [
            {INTENT_NAME_KEY: topic, PREDICTED_CONFIDENCE_KEY: probability}
            for topic, probability in list(zip(guess.topics, guess.probabilities, strict=True))[:_RANKED]
        ]
        message.set(INTENT, {INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: confidence}, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(READINGS, self._policy.readings_of(guess), add_to_output=True)
        message.set(ALSO_ASKED, [each for each in asked if each != intent], add_to_output=True)

    def _asked_by_clause(self, message: Message, model: TopicModel) -> tuple[str, ...]:
        """The topics of the clauses that are clear, in order, each once."""
        found: list[str] = []
        for text, vector in zip(message.get(CLAUSES) or [], message.get(CLAUSE_VECTORS, []), strict=True):
            guess = model.guess(vector, signals(text, find_statements(text)))
            topic = guess.topics[0]
            clear = guess.right >= self._config["clause_sure"] and guess.in_scope >= self._policy.in_scope
            if clear and self._policy.can_be_offered(topic) and topic not in found:
                found.append(topic)
        return tuple(found)


def _statement(entity: dict[str, Any]) -> Statement:
    return Statement(entity["entity"], entity["value"], entity["start"], entity["end"], entity.get("role"))
