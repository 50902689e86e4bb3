"""A second opinion on the topic: which words and pieces of words a text has, whatever they mean together.

It errs on other sentences than the encoder does, and knows names, suffixes and error texts that no encoder has seen.
Words and pieces are hashed, so there is no vocabulary to keep: what is learned is one matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.svm import LinearSVC

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
_SOFTNESS = 0.3
# How exactly the borders are found; ten times as exact takes a quarter longer and changes one guess in a thousand, as often for the worse.
_TOLERANCE = 0.1
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
    def train(cls, counts: csr_matrix, topics: Sequence[str], weights: np.ndarray) -> WordCounts:
        """Learns from counts (n, columns), n topics (their columns are in sorted order) and the weight of each text (n,)."""
        scale = TfidfTransformer(sublinear_tf=True).fit(counts)
        machine = LinearSVC(C=_SOFTNESS, tol=_TOLERANCE, random_state=_SEED).fit(
            scale.transform(counts), topics, sample_weight=weights
        )
        return cls(machine.coef_.T.astype(np.float16), scale.idf_.astype(np.float32), machine.intercept_.astype(np.float32))

    def scores(self, counts: csr_matrix) -> np.ndarray:
        """The distance of each text to the border of each topic, positive inside, shape (n, topics)."""
        return np.stack([self._scores(counts[row]) for row in range(counts.shape[0])])

    def _scores(self, row: csr_matrix) -> np.ndarray:
        weighed = (1 + np.log(row.data)) * self.rarity[row.indices]
        length = np.linalg.norm(weighed) or 1.0
        return np.asarray((weighed / length) @ self.weights[row.indices].astype(np.float32) + self.bias)

    def to_arrays(self) -> dict[str, Any]:
        """Everything as arrays that numpy can save without pickling."""
        return {"count_weights": self.weights, "count_rarity": self.rarity, "count_bias": self.bias}

    @classmethod
    def from_arrays(cls, arrays: dict[str, Any]) -> WordCounts:
        """The opposite of `to_arrays`."""
        return cls(arrays["count_weights"], arrays["count_rarity"], arrays["count_bias"])
