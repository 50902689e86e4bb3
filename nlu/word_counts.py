"""A second opinion on the topic: which words and pieces of words a text has, whatever they mean together.

It errs on other sentences than the encoder does, and knows names, suffixes and error texts that no encoder has seen.
Words and pieces are hashed, so there is no vocabulary to keep: what is learned is one matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.svm import LinearSVC
from sklearn.utils.sparsefuncs_fast import inplace_csr_row_normalize_l2

from nlu.folding import fold

_CHINESE = r"\u3400-\u9fff"
_WORD = rf"[{_CHINESE}]|[^\W{_CHINESE}]+(?:'[^\W{_CHINESE}]+)*"
_COLUMNS = 2**14
_COUNTERS = (
    HashingVectorizer(
        token_pattern=_WORD, ngram_range=(1, 2), n_features=_COLUMNS, alternate_sign=False, norm=None, lowercase=False
    ),
    HashingVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), n_features=_COLUMNS, alternate_sign=False, norm=None, lowercase=False
    ),
)
WIDTH = _COLUMNS * len(_COUNTERS)
_SOFTNESS = 0.3
# How exactly the borders are found; ten times as exact takes a quarter longer and changes one guess in a thousand, as often for the worse.
_TOLERANCE = 0.1
_THREADS = 2
_SEED = 7


def counted(texts: Sequence[str]) -> csr_matrix:
    """How often each hashed word and piece occurs: a sparse matrix, one row a text."""
    folded = [fold(text).text for text in texts]
    return hstack([counter.transform(folded) for counter in _COUNTERS]).tocsr()


@dataclass
class WordCounts:
    """A trained model: `weights` of shape (columns, topics), `rarity` (columns,) and `bias` (topics,)."""

    weights: np.ndarray
    rarity: np.ndarray
    bias: np.ndarray

    @classmethod
    def train(cls, counts: csr_matrix, topics: np.ndarray, weights: np.ndarray) -> WordCounts:
        """Learns from counts (n, columns), n topics (their columns are in sorted order) and the weight of each text (n,)."""
        names = np.unique(topics)
        rarity = TfidfTransformer(sublinear_tf=True).fit(counts).idf_.astype(np.float32)
        nothing = cls(np.zeros((counts.shape[1], len(names)), dtype=np.float16), rarity, np.zeros(len(names), dtype=np.float32))
        return nothing.relearned(counts, topics, weights, np.ones((len(topics), len(names)), dtype=bool))

    def relearned(self, counts: csr_matrix, topics: np.ndarray, weights: np.ndarray, holds: np.ndarray) -> WordCounts:
        """The same with borders learned anew: `holds` (n, topics) tells which texts a border rests on; one that rests on none stays."""
        weighed, names = self._weighed(counts), np.unique(topics)
        numbers = np.flatnonzero(holds.any(axis=0))

        def border(number: int) -> LinearSVC:
            rows = np.flatnonzero(holds[:, number])
            if len(np.unique(topics[rows] == names[number])) == 1:  # nobody of the other side is near
                rows = np.arange(len(topics))
            machine = LinearSVC(C=_SOFTNESS, tol=_TOLERANCE, random_state=_SEED)
            return machine.fit(weighed[rows], topics[rows] == names[number], sample_weight=weights[rows])

        with ThreadPoolExecutor(_THREADS) as threads:
            borders = list(threads.map(border, numbers))
        learned = WordCounts(self.weights.copy(), self.rarity, self.bias.copy())
        for number, machine in zip(numbers, borders, strict=True):
            learned.weights[:, number], learned.bias[number] = machine.coef_[0], machine.intercept_[0]
        return learned

    def distances(self, counts: csr_matrix, own: np.ndarray, topics: Sequence[str]) -> np.ndarray:
        """How far outside each border each text lies, shape (n, topics), below 1 where it has a part in it; 0 for its `own` topic."""
        scores = self._weighed(counts) @ self.weights.astype(np.float32) + self.bias
        return np.where(own[:, None] == np.asarray(topics), 0, np.maximum(-scores, 0)).astype(np.float16)

    def scores(self, counts: csr_matrix) -> np.ndarray:
        """The distance of each text to the border of each topic, positive inside, shape (n, topics)."""
        weighed = self._weighed(counts)
        rows = (weighed[number] for number in range(weighed.shape[0]))
        return np.stack([np.asarray(row.data @ self.weights[row.indices].astype(np.float32) + self.bias) for row in rows])

    def _weighed(self, counts: csr_matrix) -> csr_matrix:
        """Rare words count more, repeated ones hardly more often; each row has length one."""
        weighed = counts.astype(np.float32)
        weighed.data = (1 + np.log(weighed.data)) * self.rarity[weighed.indices]
        inplace_csr_row_normalize_l2(weighed)
        return weighed

    def to_arrays(self) -> dict[str, Any]:
        """Everything as arrays that numpy can save without pickling."""
        return {"count_weights": self.weights, "count_rarity": self.rarity, "count_bias": self.bias}

    @classmethod
    def from_arrays(cls, arrays: dict[str, Any]) -> WordCounts:
        """The opposite of `to_arrays`."""
        return cls(arrays["count_weights"], arrays["count_rarity"], arrays["count_bias"])
