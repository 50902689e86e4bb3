"""Vectors of training sentences, kept from one training to the next: encoding is nearly all of its time, and few sentences change."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

_BATCH = 256


def folder() -> Path:
    """Where they are kept: `vectors/` in the data folder, which the environment variable ICP_DATA names and which else is `var/`."""
    return Path(os.environ.get("ICP_DATA") or "var") / "vectors"


def encoded(
    texts: Sequence[str],
    encoder: str,
    encode: Callable[[Sequence[str]], np.ndarray],
    tell: Callable[[int, int], None] | None = None,
) -> np.ndarray:
    """The vectors of the texts, one row each; only those are encoded that this encoder has not encoded before.

    `tell` is called with how many are encoded and how many there are to encode. A kept file that cannot be read is made anew.
    """
    path = folder() / f"{encoder}.npz"
    kept = _read(path)
    names = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
    new = {name: text for name, text in zip(names, texts, strict=True) if name not in kept}
    todo = list(new)
    for start in range(0, len(todo), _BATCH):
        part = todo[start : start + _BATCH]
        kept.update(zip(part, encode([new[name] for name in part]), strict=True))
        if tell:
            tell(start + len(part), len(todo))
    if todo:
        path.parent.mkdir(parents=True, exist_ok=True)
        part_file = path.with_suffix(f".{os.getpid()}.npz")
        np.savez(part_file, names=np.asarray(list(kept)), vectors=np.stack(list(kept.values())))
        part_file.replace(path)
    return np.stack([kept[name] for name in names])


def _read(path: Path) -> dict[str, np.ndarray]:
    try:
        with np.load(path) as arrays:
            return dict(zip(arrays["names"].tolist(), arrays["vectors"], strict=True))
    except (OSError, ValueError, KeyError):
        return {}
