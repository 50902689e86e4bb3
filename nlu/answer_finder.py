"""The pipeline's finder of answers beyond the article: which of the questions of `data/wider/` a message asks, and how sure that is.

A likeness of the message to the facts does not carry: a fact says what is so, a message tells a story and asks for something else.
So questions are compared with questions, by a topic model over their wordings. What asks for none of them is learned as well.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.encoder import VECTOR
from nlu.kept import folder as kept_in
from nlu.kept_counts import kept_counts
from nlu.kept_signals import kept_signals
from nlu.real_messages import WEIGHT
from nlu.topic_classifier import EVIDENCE, question_asked
from nlu.topic_component import TopicComponent, guesses_of
from nlu.topic_model import Examples, Guess
from nlu.topic_training import train_topics

NONE = "none"
_MOST, _FIRST = 5, 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AnswerFinder(TopicComponent):
    """Adds to the `evidence` of a message its `answers`: for the whole of it, then for each of its clauses, the likeliest retrieval
    intents with their probabilities, best first, and how sure it is that the first one is asked (`right`, 0 to 1), that any is
    (`known`), and that it is one of the first three, if it is any (`among_three`).
    """

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the wordings of the questions, and from what asks for none of them."""
        examples = answer_examples(training_data)
        if examples is not None:
            self.model = train_topics(examples, NONE, thorough=False, keep=kept_in() / "answers.npz")
        return self.store()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds `answers` to the evidence of what a person wrote."""
        for message in messages:
            if message.get(EVIDENCE) is not None and self.model is not None:
                found = [report(each) for each in guesses_of(message, self.model)]
                message.set(EVIDENCE, {**message.get(EVIDENCE), "answers": found}, add_to_output=True)
        return messages


def report(guess: Guess) -> dict[str, Any]:
    """One guess as JSON values; see AnswerFinder."""
    ranked = [(topic, round(share, 4)) for topic, share in zip(guess.topics, guess.probabilities, strict=True) if topic != NONE]
    among_three = sum(share for _, share in ranked[:_FIRST]) / max(sum(share for _, share in ranked), 1e-6)
    return {
        "topics": ranked[:_MOST],
        "right": round(guess.right, 4),
        "known": round(guess.in_scope, 4),
        "among_three": round(among_three, 4),
    }


def answer_examples(training_data: TrainingData) -> Examples | None:
    """The wordings of each question, and as `NONE` the examples of all intents to which no question belongs.

    The other examples of an intent with questions may well ask one of them, so they teach neither. None without any question.
    """
    asked = [each for each in training_data.intent_examples if question_asked(each)]
    intents = {each.get(INTENT) for each in asked}
    none = [each for each in training_data.intent_examples if each.get(INTENT) not in intents and not question_asked(each)]
    learned = [each for each in (*asked, *none) if each.get(VECTOR) is not None]
    if not asked or not learned:
        return None
    texts = [each.get(TEXT) for each in learned]
    questions = np.asarray([question_asked(each) or NONE for each in learned])
    weights = np.asarray([each.get(WEIGHT) or 1 for each in learned])
    return Examples(
        np.stack([each.get(VECTOR) for each in learned]), kept_signals(texts), kept_counts(texts), questions, weights, questions
    )
