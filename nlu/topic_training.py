"""How a topic model is trained: the topics on all examples, the gates on guesses at messages that the guessing model never saw.

Few examples change between two trainings. So what a training has learned is kept, and the next one goes on from there: logistic
regression begins near its minimum, of the words only the borders are learned anew that a changed example has a part in, and the
gates learn from the guesses of then. As soon as more than a few examples have changed, all is learned anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import threadpool_limits

from nlu.kept import readers
from nlu.topic_model import Examples, TopicModel, joined

_FOLDS = 3
_SEED = 7
_THREADS = 2
# A border rests on the texts within 1 of it, the less the farther out they lie. Who lies nearer than this moves it worth mentioning
# when it comes or goes, and it is found again among those within a little more than 1.
_MOVES, _HOLDS = 0.6, 1.1
# While so many of the examples are those of the training before, this one goes on from it.
_SAME = 0.99


@dataclass(frozen=True)
class Before:
    """A training to go on from: its model, and for each of its n examples the name, what the gates learned from it, shape
    (n, 1 + looks), and how far outside the borders of words it lies, (n, topics)."""

    model: TopicModel
    names: np.ndarray
    seen: np.ndarray
    distances: np.ndarray

    @classmethod
    def read(cls, path: Path) -> Before | None:
        """None where the file is missing or broken."""
        try:
            with np.load(path) as arrays:
                kept = dict(arrays)
            return cls(TopicModel.from_arrays(kept), kept["names"], kept["seen"], kept["distances"])
        except (OSError, ValueError, KeyError, BadZipFile):
            return None

    def write(self, path: Path) -> None:
        """Puts it into the file, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.npz")
        np.savez(part, names=self.names, seen=self.seen, distances=self.distances, **self.model.to_arrays())
        part.replace(path)

    def serves(self, names: np.ndarray, topics: Sequence[str]) -> bool:
        """Whether the examples of those names are nearly the same, with the same topics."""
        most = max(len(names), len(self.names))
        return self.model.topics == tuple(topics) and len(np.intersect1d(names, self.names)) >= _SAME * most


def train_topics(examples: Examples, refusal: str, thorough: bool = True, keep: Path | None = None) -> TopicModel:
    """A model of the examples with its gates; see `TopicModel.fit`. `keep` is the file of what is kept for the next training."""
    if keep is None:
        return _from_nothing(examples, refusal, thorough)[0]
    names = _names(examples)
    before = Before.read(keep)
    if before is not None and before.serves(names, np.unique(examples.topics).tolist()):
        return _from(before, names, examples, refusal, thorough)
    model, probabilities, looks = _from_nothing(examples, refusal, thorough)
    seen = np.column_stack([_right(examples, probabilities, model.topics), looks])
    Before(model, names, seen, model.words.distances(examples.counts, examples.topics, model.topics)).write(keep)
    return model


def _from_nothing(examples: Examples, refusal: str, thorough: bool) -> tuple[TopicModel, np.ndarray, np.ndarray]:
    # One fit a core is faster than one fit on all of them.
    with threadpool_limits(1), ThreadPoolExecutor(_THREADS) as threads:
        fitted = threads.submit(TopicModel.fit, examples, refusal, thorough)
        probabilities, looks = out_of_fold(examples, refusal, thorough)
    model = fitted.result()
    model.gates = gates_of(examples, probabilities, looks, model.topics, refusal)
    return model, probabilities, looks


def _from(before: Before, names: np.ndarray, examples: Examples, refusal: str, thorough: bool) -> TopicModel:
    places = {name: place for place, name in enumerate(before.names.tolist())}
    new, gone = ~np.isin(names, before.names), ~np.isin(before.names, names)
    old = [places[name] for name in names[~new].tolist()]
    distances = np.empty((len(names), before.distances.shape[1]), dtype=before.distances.dtype)
    distances[~new] = before.distances[old]
    distances[new] = before.model.words.distances(examples.counts[new], examples.topics[new], before.model.topics)
    moved = (np.vstack([before.distances[gone], distances[new]]) < _MOVES).any(axis=0)
    seen = before.seen[old]
    with ThreadPoolExecutor(1) as beside:
        gates = beside.submit(_gates, examples.rows(np.flatnonzero(~new)), seen[:, 0] > 0, seen[:, 1:], refusal)
        model = TopicModel.fit(examples, refusal, thorough, before.model, (distances < _HOLDS) & moved)
    model.gates = gates.result()
    return model


def _names(examples: Examples) -> np.ndarray:
    """A name for each example that no other one has, nor the same one where other code has read it."""
    columns = (examples.vectors, examples.signals, examples.topics, examples.parts, examples.weights)
    code = readers().encode()
    return np.asarray(
        [
            hashlib.sha256(b"".join((code, *(np.asarray(each).tobytes() for each in row)))).hexdigest()[:24]
            for row in zip(*columns, strict=True)
        ]
    )


def out_of_fold(examples: Examples, refusal: str, thorough: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """For each example its probabilities and what the gates see of it, by a model of the rest that never saw it."""
    probabilities: list[np.ndarray] = [np.empty(0)] * len(examples.topics)
    looks: list[np.ndarray] = [np.empty(0)] * len(examples.topics)

    def guess_fold(learn: np.ndarray, held_out: np.ndarray) -> None:
        fold, rest = TopicModel.fit(examples.rows(learn), refusal, thorough), examples.rows(held_out)
        opinions = fold.opinions(rest.vectors, rest.signals, rest.counts)
        seen = fold.look(rest.vectors, rest.signals, opinions)
        for number, shares, look in zip(held_out, joined(*opinions), seen, strict=True):
            probabilities[number], looks[number] = shares, look

    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED).split(examples.vectors, examples.topics)
    # One fold a core is faster than one fold on all of them.
    with threadpool_limits(1), ThreadPoolExecutor(_THREADS) as threads:
        list(threads.map(guess_fold, *zip(*folds, strict=True)))
    return np.stack(probabilities), np.stack(looks)


def gates_of(examples: Examples, probabilities: np.ndarray, looks: np.ndarray, topics: Sequence[str], refusal: str) -> np.ndarray:
    """The two gates, in scope and right, fitted on guesses that were made without the examples they are about."""
    return _gates(examples, _right(examples, probabilities, topics), looks, refusal)


def _right(examples: Examples, probabilities: np.ndarray, topics: Sequence[str]) -> np.ndarray:
    return np.asarray(np.asarray(topics)[probabilities.argmax(axis=1)] == examples.topics)


def _gates(examples: Examples, right: np.ndarray, looks: np.ndarray, refusal: str) -> np.ndarray:
    return np.stack([_logistic(looks, truth, examples.weights) for truth in (examples.topics != refusal, right)])


def _logistic(look: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> np.ndarray:
    if truth.all() or not truth.any():  # nothing to tell apart, as in a tiny data set
        return np.append(np.zeros(look.shape[1] - 1), 9.0 if truth.all() else -9.0).astype(np.float32)
    return LogisticRegression(fit_intercept=False, C=1.0, max_iter=2000).fit(look, truth, weights).coef_[0].astype(np.float32)
