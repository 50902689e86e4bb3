"""Which topic a sentence's vector belongs to, and how sure that is. Numpy at run time; scikit-learn only to train.

The first guess is the mean of shrinkage LDA and logistic regression over the centred vector and the signals from the domain.
Whether to trust it is decided by two calibrated gates that see several signals at once: how near the sentence is to known
sentences and how near to out-of-scope ones, the probabilities, and whether the domain's words occur.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from nlu.signals import DOMAIN

NEAREST = 5
_SCALE = 20.0
_SIGNAL_SCALE = 1.0
_FOLDS = 5
_SEED = 7


def softmax(scores: np.ndarray) -> np.ndarray:
    """Scores of shape (n, classes) to probabilities, row by row."""
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponents / exponents.sum(axis=1, keepdims=True)


@dataclass(frozen=True)
class Guess:
    """All topics with their probabilities, best first, and the two calibrated gates, each 0 to 1.

    `in_scope`: it is about what the assistant knows. `right`: the first topic is the one meant.
    """

    topics: tuple[str, ...]
    probabilities: tuple[float, ...]
    in_scope: float
    right: float


@dataclass
class TopicModel:
    """A trained model; all arrays are float32.

    `known` and `refused` are the training vectors inside and outside the scope, with `known_topics` beside the first.
    """

    topics: tuple[str, ...]
    refusal: str
    mean: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    known: np.ndarray
    known_topics: np.ndarray
    refused: np.ndarray
    gates: np.ndarray

    @classmethod
    def train(cls, vectors: np.ndarray, signals: np.ndarray, topics: Sequence[str], refusal: str) -> TopicModel:
        """Learns from vectors (n, d), signals (n, s) and n topics; `refusal` is the topic of out-of-scope sentences.

        The gates learn from guesses on sentences that the guessing model of their fold has not seen.
        """
        labels = np.asarray(topics)
        looks, right, inside = [], [], []
        for learn, held_out in StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED).split(vectors, labels):
            fold = cls._fit(vectors[learn], signals[learn], labels[learn], refusal)
            probabilities = fold._probabilities(vectors[held_out], signals[held_out])
            looks.append(fold._look(vectors[held_out], signals[held_out], probabilities))
            first = np.asarray(fold.topics)[probabilities.argmax(axis=1)]
            right.append(first == labels[held_out])
            inside.append(labels[held_out] != refusal)
        model = cls._fit(vectors, signals, labels, refusal)
        look = np.concatenate(looks)
        model.gates = np.stack([_logistic(look, np.concatenate(inside)), _logistic(look, np.concatenate(right))])
        return model

    @classmethod
    def _fit(cls, vectors: np.ndarray, signals: np.ndarray, labels: np.ndarray, refusal: str) -> TopicModel:
        inputs = np.hstack([vectors, signals])
        mean = inputs.mean(axis=0)
        scaled = _scaled(inputs - mean, vectors.shape[1])
        linear = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.1).fit(scaled, labels)
        logistic = LogisticRegression(max_iter=300).fit(scaled, labels)
        inside = labels != refusal
        return cls(
            topics=tuple(linear.classes_.tolist()),
            refusal=refusal,
            mean=mean.astype(np.float32),
            weights=np.stack([linear.coef_, logistic.coef_]).astype(np.float32),
            bias=np.stack([linear.intercept_, logistic.intercept_]).astype(np.float32),
            known=vectors[inside].astype(np.float32),
            known_topics=labels[inside],
            refused=vectors[~inside].astype(np.float32),
            gates=np.zeros((2, 0), dtype=np.float32),
        )

    def _probabilities(self, vectors: np.ndarray, signals: np.ndarray) -> np.ndarray:
        scaled = _scaled(np.hstack([vectors, signals]) - self.mean, vectors.shape[1])
        both = [softmax(scaled @ weights.T + bias) for weights, bias in zip(self.weights, self.bias, strict=True)]
        return np.mean(both, axis=0)

    def _look(self, vectors: np.ndarray, signals: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
        """What the gates see, one row a sentence."""
        near_known, near_refused = _nearness(vectors, self.known), _nearness(vectors, self.refused)
        ordered = np.sort(probabilities, axis=1)[:, ::-1]
        refusal = probabilities[:, self.topics.index(self.refusal)]
        domain = signals[:, :DOMAIN].any(axis=1)
        return np.column_stack(
            [
                near_known * 10,
                (near_known - near_refused) * 20,
                np.log(ordered[:, 0] + 1e-6),
                ordered[:, 0] - ordered[:, 1],
                ordered[:, :3].sum(axis=1),
                np.log(refusal + 1e-4),
                domain,
                np.ones(len(vectors)),
            ]
        ).astype(np.float32)

    def guess(self, vector: np.ndarray, signals: np.ndarray) -> Guess:
        """The topics of one sentence, given its vector (d,) and its signals (s,)."""
        probabilities = self._probabilities(vector[None, :], signals[None, :])
        look = self._look(vector[None, :], signals[None, :], probabilities)[0]
        in_scope, right = 1 / (1 + np.exp(-(self.gates @ look)))
        order = probabilities[0].argsort()[::-1]
        return Guess(
            tuple(self.topics[each] for each in order),
            tuple(float(probabilities[0][each]) for each in order),
            float(in_scope),
            float(right),
        )

    def to_arrays(self) -> dict[str, Any]:
        """Everything as arrays that numpy can save without pickling."""
        arrays = {name: value for name, value in vars(self).items() if isinstance(value, np.ndarray)}
        return {**arrays, "topics": np.asarray(self.topics), "refusal": np.asarray(self.refusal)}

    @classmethod
    def from_arrays(cls, arrays: dict[str, Any]) -> TopicModel:
        """The opposite of `to_arrays`."""
        rest = {name: value for name, value in arrays.items() if name not in ("topics", "refusal")}
        return cls(topics=tuple(arrays["topics"].tolist()), refusal=str(arrays["refusal"]), **rest)


def _scaled(inputs: np.ndarray, dimensions: int) -> np.ndarray:
    scale = np.full(inputs.shape[1], _SIGNAL_SCALE, dtype=np.float32)
    scale[:dimensions] = _SCALE
    return inputs * scale


def _nearness(vectors: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The mean cosine of each vector to its nearest few among the others."""
    cosines = vectors @ others.T
    count = min(NEAREST, cosines.shape[1])
    return np.partition(cosines, -count, axis=1)[:, -count:].mean(axis=1)


def _logistic(look: np.ndarray, truth: np.ndarray) -> np.ndarray:
    if truth.all() or not truth.any():  # nothing to tell apart, as in a tiny data set
        return np.append(np.zeros(look.shape[1] - 1), 9.0 if truth.all() else -9.0).astype(np.float32)
    return LogisticRegression(fit_intercept=False, C=1.0, max_iter=500).fit(look, truth).coef_[0].astype(np.float32)
