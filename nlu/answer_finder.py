"""The pipeline's finder of answers beyond the article: which of the questions of `data/wider/` a message asks, and how sure that is.

A likeness of the message to the facts does not carry: a fact says what is so, a message tells a story and asks for something else.
So questions are compared with questions, by a topic model over their wordings. What asks for none of them is learned as well.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.encoder import CLAUSE_VECTORS, CLAUSES, VECTOR
from nlu.kept import folder as kept_in
from nlu.kept_signals import kept_signals
from nlu.real_messages import ANSWER, WEIGHT
from nlu.signals import signals_of
from nlu.topic_classifier import EVIDENCE
from nlu.topic_model import Examples, Guess, TopicModel
from nlu.word_counts import counted

NONE = "none"
_MOST = 5
_FILE = "answer_model.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AnswerFinder(GraphComponent):
    """Adds to the `evidence` of a message its `answers`: for the whole of it, then for each of its clauses, the likeliest retrieval
    intents with their probabilities, best first, and how sure it is that the first one is asked (`right`, 0 to 1) and that any is
    (`known`).
    """

    def __init__(self, storage: ModelStorage, resource: Resource) -> None:
        self._storage = storage
        self._resource = resource
        self._model: TopicModel | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AnswerFinder:
        """Called by Rasa before training."""
        return cls(model_storage, resource)

    @classmethod
    def required_packages(cls) -> list[str]:
        """Called by Rasa: what must be installed to train."""
        return ["sklearn"]

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the wordings of the questions, and from what asks for none of them."""
        with self._storage.write_to(self._resource) as folder:
            examples = answer_examples(training_data)
            if examples is not None:
                self._model = TopicModel.train(examples, NONE, thorough=False, keep=kept_in() / "answer_gates.npz")
                np.savez_compressed(folder / _FILE, **self._model.to_arrays())
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> AnswerFinder:
        """Called by Rasa to serve a trained model."""
        finder = cls(model_storage, resource)
        with model_storage.read_from(resource) as folder:
            if (folder / _FILE).exists():
                with np.load(folder / _FILE) as arrays:
                    finder._model = TopicModel.from_arrays(dict(arrays))
        return finder

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds `answers` to the evidence of what a person wrote."""
        for message in messages:
            if message.get(EVIDENCE) is not None and self._model is not None:
                message.set(EVIDENCE, {**message.get(EVIDENCE), "answers": answers(message, self._model)}, add_to_output=True)
        return messages


def answers(message: Message, model: TopicModel) -> list[dict[str, Any]]:
    """What is reported of a message and of its clauses, as JSON values; see AnswerFinder."""
    parts = message.get(CLAUSES) or []
    texts = [message.get(TEXT), *parts]
    guesses = model.guesses(
        np.vstack([message.get(VECTOR)[None, :], *([message.get(CLAUSE_VECTORS)] if parts else [])]),
        np.stack([signals_of(text) for text in texts]),
        counted(texts),
    )
    return [report(each) for each in guesses]


def report(guess: Guess) -> dict[str, Any]:
    """One guess as JSON values; see AnswerFinder."""
    ranked = [(topic, round(share, 4)) for topic, share in zip(guess.topics, guess.probabilities, strict=True) if topic != NONE]
    return {"topics": ranked[:_MOST], "right": round(guess.right, 4), "known": round(guess.in_scope, 4)}


def answer_examples(training_data: TrainingData) -> Examples | None:
    """The wordings of each question, and as `NONE` the examples of all intents to which no question belongs.

    The other examples of an intent with questions may well ask one of them, so they teach neither. None without any question.
    """
    asked = [each for each in training_data.intent_examples if _asked(each)]
    intents = {each.get(INTENT) for each in asked}
    none = [each for each in training_data.intent_examples if each.get(INTENT) not in intents and not _asked(each)]
    learned = [each for each in (*asked, *none) if each.get(VECTOR) is not None]
    if not asked or not learned:
        return None
    texts = [each.get(TEXT) for each in learned]
    return Examples(
        np.stack([each.get(VECTOR) for each in learned]),
        kept_signals(texts),
        counted(texts),
        np.asarray([_asked(each) or NONE for each in learned]),
        np.asarray([each.get(WEIGHT) or 1 for each in learned]),
    )


def _asked(example: Message) -> str | None:
    """The question that an example asks, as its retrieval intent or as a reader of a real message has labelled it."""
    return example.get(ANSWER) or example.get(INTENT_RESPONSE_KEY)
