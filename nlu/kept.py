"""Rows of numbers that are kept from one training to the next, by what they are made of; few sentences change between two trainings."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

_BATCH = 256
_ROOT = Path(__file__).resolve().parent.parent
_READERS = ("nlu/**/*.py", "nlu/words/**/*", "days/*.py", "requirements.lock")


def folder() -> Path:
    """Where they are kept: `vectors/` in the data folder, which the environment variable ICP_DATA names and which else is `var/`."""
    return Path(os.environ.get("ICP_DATA") or "var") / "vectors"


def name_of(text: str) -> str:
    """A short name that no other text has."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@lru_cache(maxsize=1)
def readers() -> str:
    """A short name that changes with every file by which messages are read: the code of `nlu/` and `days/`, and the words."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _READERS for path in _ROOT.glob(pattern) if path.is_file()):
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def rows_of(
    path: Path,
    texts: Sequence[str],
    make: Callable[[Sequence[str]], np.ndarray],
    tell: Callable[[int, int], None] | None = None,
    batch: int = _BATCH,
    known: Mapping[str, np.ndarray] | None = None,
) -> np.ndarray:
    """The rows of the texts, one each; only those are made, `batch` at a time, that do not stand in the file yet nor are known.

    `tell` is called with how many are made and how many there are to make. A file that cannot be read is made anew.
    """
    kept = {**(known or {}), **read_rows(path)}
    names = [name_of(text) for text in texts]
    new = {name: text for name, text in zip(names, texts, strict=True) if name not in kept}
    todo = list(new)
    for start in range(0, len(todo), batch):
        part = todo[start : start + batch]
        kept.update(zip(part, make([new[name] for name in part]), strict=True))
        if tell:
            tell(start + len(part), len(todo))
    if todo:
        write_rows(path, kept)
    return np.stack([kept[name] for name in names])


def read_rows(path: Path) -> dict[str, np.ndarray]:
    """The rows of a file by name; none where it is missing or broken."""
    try:
        with np.load(path) as arrays:
            return dict(zip(arrays["names"].tolist(), arrays["vectors"], strict=True))
    except (OSError, ValueError, KeyError):
        return {}


def write_rows(path: Path, rows: Mapping[str, np.ndarray]) -> None:
    """Puts the rows into the file, whole or not at all, and removes what is older."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part_file = path.with_suffix(f".{os.getpid()}.npz")
    np.savez_compressed(part_file, names=np.asarray(list(rows)), vectors=np.stack(list(rows.values())))
    part_file.replace(path)
    remove_older(path)


def remove_older(path: Path) -> None:
    """Removes the files of the same stem that other readers have made; `path` is named "stem@reader"."""
    stem, at, _ = path.stem.partition("@")
    for old in path.parent.glob(f"{stem}@*.npz") if at else ():
        if old != path:
            old.unlink(missing_ok=True)
