"""Signals of training sentences, kept as long as the code and the words that read them are the same; both classifiers share them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np

from nlu.kept import folder, readers, rows_of
from nlu.signals import signals
from nlu.statements import find_statements

_WORTH_A_PROCESS = 500
_BATCH = 4096
_ROOT = Path(__file__).resolve().parent.parent


def kept_signals(texts: Sequence[str]) -> np.ndarray:
    """The signals of the texts, one row each; only those are read anew that were not read by just this code."""
    return rows_of(folder() / f"signals@{readers()}.npz", texts, _read, batch=_BATCH)


def _read(texts: Sequence[str]) -> np.ndarray:
    """Reads half of them itself and has a process of its own read the other half, where there are many."""
    if len(texts) < _WORTH_A_PROCESS:
        return _signals_of(texts)
    half = len(texts) // 2
    with TemporaryFile() as asked, TemporaryFile() as told:
        asked.write(json.dumps(texts[half:]).encode())
        asked.seek(0)
        with subprocess.Popen([sys.executable, "-m", "nlu.kept_signals"], cwd=_ROOT, stdin=asked, stdout=told) as other:
            mine = _signals_of(texts[:half])
        if other.returncode:
            raise RuntimeError(f"The process that reads signals ended with {other.returncode}.")
        told.seek(0)
        return np.vstack([mine, np.load(told)])


def _signals_of(texts: Sequence[str]) -> np.ndarray:
    return np.stack([signals(text, find_statements(text)) for text in texts])


if __name__ == "__main__":
    np.save(sys.stdout.buffer, _signals_of(json.load(sys.stdin)))
