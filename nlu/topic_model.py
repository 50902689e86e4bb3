"""Which topic a message belongs to, and how sure that is.

Two opinions are joined by their geometric mean: shrinkage LDA and logistic regression over the centred sentence vector and the
signals from the domain, and the counts of words. They err on different messages. A topic may have parts, the questions beyond the
article that it takes together: LDA tells those apart, since a topic of many subjects has no one middle, and adds them up. How far
to trust the first topic is told by two calibrated gates that see several things at once: how near the message is to known ones and
how near to out-of-scope ones, the probabilities, whether the two opinions agree, whether the domain's words occur, and how much of
a website is described.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from nlu.kept_vectors import small, unit
from nlu.signals import DOMAIN, WEBSITE
from nlu.softmax_regression import fit_softmax
from nlu.word_counts import WordCounts

NEAREST = 5
_SCALE = 20.0
# How far each opinion is trusted: what its scores are multiplied with before they become probabilities. Shrinkage LDA is far too
# sure of itself. Chosen on real messages that train, each guessed by a model of the others, and on the tuning sentences.
_LINEAR, _LOGISTIC, _WORDS, _WORDS_ALONE = 0.2, 0.6, 6.0, 16.0
_ALL_OPINIONS = 3  # without logistic regression it is one fewer
_SIGNAL_SCALE = 1.0
# A part with fewer examples goes with the rest of its topic.
_FEWEST = 6
_BLOCK = 512


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


@dataclass(frozen=True)
class Examples:
    """What is learned from: n vectors (n, d), signals (n, s), word counts (n, columns), topics, how often each one counts, and the
    parts of the topics; where a topic has none, that is the topic itself."""

    vectors: np.ndarray
    signals: np.ndarray
    counts: csr_matrix
    topics: np.ndarray
    weights: np.ndarray
    parts: np.ndarray

    def rows(self, numbers: np.ndarray) -> Examples:
        """Some of the examples."""
        columns = (self.vectors, self.signals, self.counts, self.topics, self.weights, self.parts)
        return Examples(*(each[numbers] for each in columns))


@dataclass
class TopicModel:
    """A trained model; all arrays are float32.

    `weights` and `bias` hold a row for each part, those of a topic together and beginning at its number in `first_parts`, and then,
    with logistic regression, one for each topic. `trust` holds how far each opinion is trusted, that of the words last. `known` and
    `refused` are the training vectors inside and outside the scope.
    """

    topics: tuple[str, ...]
    refusal: str
    mean: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    first_parts: np.ndarray
    trust: np.ndarray
    known: np.ndarray
    refused: np.ndarray
    gates: np.ndarray
    words: WordCounts

    @classmethod
    def fit(
        cls,
        examples: Examples,
        refusal: str,
        thorough: bool = True,
        before: TopicModel | None = None,
        holds: np.ndarray | None = None,
    ) -> TopicModel:
        """Learns the topics of the examples; the gates stay closed. `refusal` is the topic of out-of-scope messages.

        Without `thorough` logistic regression is left out, which takes much of the time where there are many topics. It begins at
        what a model `before` with the same topics has learned, whose borders of words serve again, but for those that `holds` names
        the examples of; see `WordCounts.relearned`.
        """
        inputs = np.hstack([examples.vectors, examples.signals])
        mean = inputs.mean(axis=0)
        scaled = _scaled(inputs - mean, examples.vectors.shape[1])
        often = np.repeat(np.arange(len(inputs)), examples.weights)
        topics, parts, first_parts = _numbered(examples)
        inside = examples.topics != refusal
        with ThreadPoolExecutor(1) as beside:
            words = beside.submit(_words, examples, before, holds)
            linear = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.1).fit(scaled[often], parts[often])
            fitted = [(linear.coef_, linear.intercept_)]
            if thorough:
                start = (before.weights[-len(topics) :], before.bias[-len(topics) :]) if before else None
                fitted.append(fit_softmax(scaled, np.searchsorted(topics, examples.topics), examples.weights, start))
        return cls(
            topics=tuple(topics.tolist()),
            refusal=refusal,
            mean=mean.astype(np.float32),
            weights=np.vstack([coefficients for coefficients, _ in fitted]).astype(np.float32),
            bias=np.hstack([intercepts for _, intercepts in fitted]).astype(np.float32),
            first_parts=first_parts,
            trust=np.asarray((_LINEAR, _LOGISTIC, _WORDS) if thorough else (_LINEAR, _WORDS_ALONE), dtype=np.float32),
            known=examples.vectors[inside].astype(np.float32),
            refused=examples.vectors[~inside].astype(np.float32),
            gates=np.zeros((2, 0), dtype=np.float32),
            words=words.result(),
        )

    def opinions(self, vectors: np.ndarray, signals: np.ndarray, counts: csr_matrix) -> tuple[np.ndarray, np.ndarray]:
        """What the vectors and what the words say: two arrays of probabilities, each of shape (n, topics)."""
        scaled = _scaled(np.hstack([vectors, signals]) - self.mean, vectors.shape[1])
        each = scaled @ self.weights.T + self.bias
        logistic = each.shape[1] - len(self.topics) if len(self.trust) == _ALL_OPINIONS else each.shape[1]
        scores = self.trust[0] * np.logaddexp.reduceat(each[:, :logistic], self.first_parts, axis=1)
        if logistic < each.shape[1]:
            scores = scores + self.trust[1] * each[:, logistic:]
        return softmax(scores), softmax(self.trust[-1] * self.words.scores(counts))

    def look(self, vectors: np.ndarray, signals: np.ndarray, opinions: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
        """What the gates see, one row a message."""
        near_known, near_refused = _nearness(vectors, self.known), _nearness(vectors, self.refused)
        probabilities = joined(*opinions)
        ordered = np.sort(probabilities, axis=1)[:, ::-1]
        refusal = self.topics.index(self.refusal)
        return np.column_stack(
            [
                near_known * 10,
                (near_known - near_refused) * 20,
                np.log(ordered[:, 0] + 1e-6),
                ordered[:, 0] - ordered[:, 1],
                ordered[:, :3].sum(axis=1),
                *(np.log(each[:, refusal] + 1e-4) for each in opinions),
                opinions[0].argmax(axis=1) == opinions[1].argmax(axis=1),
                signals[:, :DOMAIN].any(axis=1),
                signals[:, :WEBSITE].sum(axis=1),
                signals[:, -2],
                np.ones(len(vectors)),
            ]
        ).astype(np.float32)

    def guess(self, vector: np.ndarray, signals: np.ndarray, counts: csr_matrix) -> Guess:
        """The topics of one message, given its vector (d,), its signals (s,) and its counts (1, columns)."""
        return self.guesses(vector[None, :], signals[None, :], counts)[0]

    def guesses(self, vectors: np.ndarray, signals: np.ndarray, counts: csr_matrix) -> list[Guess]:
        """The topics of several messages, row by row."""
        opinions = self.opinions(vectors, signals, counts)
        return guesses(self.topics, joined(*opinions), self.look(vectors, signals, opinions), self.gates)

    def to_arrays(self) -> dict[str, Any]:
        """Everything as arrays that numpy can save without pickling."""
        arrays = {name: value for name, value in vars(self).items() if isinstance(value, np.ndarray)}
        arrays |= {name: small(arrays[name]) for name in ("known", "refused")}
        return {**arrays, **self.words.to_arrays(), "topics": np.asarray(self.topics), "refusal": np.asarray(self.refusal)}

    @classmethod
    def from_arrays(cls, arrays: dict[str, Any]) -> TopicModel:
        """The opposite of `to_arrays`."""
        names = ("mean", "weights", "bias", "first_parts", "trust", "gates")
        return cls(
            topics=tuple(arrays["topics"].tolist()),
            refusal=str(arrays["refusal"]),
            words=WordCounts.from_arrays(arrays),
            known=unit(arrays["known"]),
            refused=unit(arrays["refused"]),
            **{name: arrays[name] for name in names},
        )


def _words(examples: Examples, before: TopicModel | None, holds: np.ndarray | None) -> WordCounts:
    counted = (examples.counts, examples.topics, examples.weights)
    return before.words.relearned(*counted, holds) if before and holds is not None else WordCounts.train(*counted)


def _numbered(examples: Examples) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The topics, sorted; the number of each example's part, those of a topic in a row; and the number of each topic's first part."""
    names, sizes = np.unique(examples.parts, return_counts=True)
    small = np.isin(examples.parts, names[sizes < _FEWEST])
    pairs = list(zip(examples.topics.tolist(), np.where(small, examples.topics, examples.parts).tolist(), strict=True))
    ordered = sorted(set(pairs))
    numbers = {pair: number for number, pair in enumerate(ordered)}
    topics, first_parts = np.unique([topic for topic, _ in ordered], return_index=True)
    return topics, np.asarray([numbers[pair] for pair in pairs]), first_parts


def joined(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The geometric mean of two arrays of probabilities, row by row."""
    product = np.sqrt(one * other)
    return product / product.sum(axis=1, keepdims=True)


def guesses(topics: Sequence[str], probabilities: np.ndarray, look: np.ndarray, gates: np.ndarray) -> list[Guess]:
    """One guess a row, with what the two gates say of it."""
    opened = 1 / (1 + np.exp(-(look @ gates.T)))
    made = []
    for shares, (in_scope, right) in zip(probabilities, opened, strict=True):
        order = shares.argsort()[::-1]
        ranked = tuple(topics[each] for each in order)
        made.append(Guess(ranked, tuple(float(shares[each]) for each in order), float(in_scope), float(right)))
    return made


def _scaled(inputs: np.ndarray, dimensions: int) -> np.ndarray:
    scale = np.full(inputs.shape[1], _SIGNAL_SCALE, dtype=np.float32)
    scale[:dimensions] = _SCALE
    return inputs * scale


def _nearness(vectors: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The mean cosine of each vector to its nearest few among the others; a block at a time, since all cosines take gigabytes."""
    count = min(NEAREST, len(others))
    blocks = (vectors[start : start + _BLOCK] @ others.T for start in range(0, len(vectors), _BLOCK))
    return np.concatenate([np.partition(cosines, -count, axis=1)[:, -count:].mean(axis=1) for cosines in blocks])
