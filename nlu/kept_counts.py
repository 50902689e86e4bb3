"""Word counts of training sentences, kept as long as the code that counts is the same; both classifiers share them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from scipy.sparse import csr_matrix, vstack

from nlu.kept import folder, name_of, readers, remove_older
from nlu.word_counts import WIDTH, counted


def kept_counts(texts: Sequence[str]) -> csr_matrix:
    """The counts of the texts, one row each, as `counted` makes them; only those are counted that were not counted by just this code."""
    path = folder() / f"counts@{readers()}.npz"
    names, counts = _read(path)
    rows = {name: row for row, name in enumerate(names)}
    wanted = [name_of(text) for text in texts]
    new = {name: text for name, text in zip(wanted, texts, strict=True) if name not in rows}
    if new:
        counts = vstack([counts, counted(list(new.values()))], "csr")
        rows |= {name: len(names) + number for number, name in enumerate(new)}
        _write(path, [*names, *new], counts)
    return counts[[rows[name] for name in wanted]]


def _read(path: Path) -> tuple[list[str], csr_matrix]:
    try:
        with np.load(path) as kept:
            parts = (kept["counts"].astype(np.float64), kept["columns"].astype(np.int32), kept["ends"])
            return kept["names"].tolist(), csr_matrix(parts, shape=(len(kept["names"]), WIDTH))
    except (OSError, ValueError, KeyError, BadZipFile):
        return [], csr_matrix((0, WIDTH))


def _write(path: Path, names: Sequence[str], counts: csr_matrix) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.npz")
    np.savez(
        part,
        names=np.asarray(names),
        counts=counts.data.astype(np.uint16),
        columns=counts.indices.astype(np.uint16),
        ends=counts.indptr,
    )
    part.replace(path)
    remove_older(path)
