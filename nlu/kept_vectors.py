"""Vectors of training sentences, kept from one training to the next: encoding is most of its time.

Each is kept as small integers, one byte a number, and is of length one again when it is read. So what is learned is the same whether a
sentence was encoded just now, in the last training, or by whoever made the file that comes with the project (`make vectors`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from nlu.kept import folder, read_rows, rows_of

_MOST = 127
SHIPPED = Path(__file__).with_name("vectors")


def small(vectors: np.ndarray) -> np.ndarray:
    """The vectors (n, d) as int8, each stretched so that its largest number is 127; those that are so already stay."""
    if vectors.dtype == np.int8:
        return vectors
    largest = np.maximum(np.abs(vectors).max(axis=-1, keepdims=True), 1e-9)
    return np.asarray(np.rint(vectors / largest * _MOST), dtype=np.int8)


def unit(integers: np.ndarray) -> np.ndarray:
    """The opposite of `small`: float32, rows of length one."""
    vectors = integers.astype(np.float32)
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9))


def encoded(
    texts: Sequence[str],
    encoder: str,
    encode: Callable[[Sequence[str]], np.ndarray],
    tell: Callable[[int, int], None] | None = None,
) -> np.ndarray:
    """The vectors of the texts, one row each; only those are encoded that this encoder has not encoded before.

    `tell` is called with how many are encoded and how many there are to encode.
    """
    shipped = read_rows(SHIPPED / f"{encoder}.npz")
    return unit(small(rows_of(folder() / f"{encoder}.npz", texts, lambda new: small(encode(new)), tell, known=shipped)))
