"""Signals of training sentences, kept as long as the code and the words that read them are the same; both classifiers share them."""

from __future__ import annotations

import ctypes
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from nlu.kept import folder, readers, rows_of
from nlu.signals import signals
from nlu.statements import find_statements

_PROCESSES = 2
_WORTH_A_PROCESS = 500
_BATCH = 4096
_PR_SET_PDEATHSIG = 1


def kept_signals(texts: Sequence[str]) -> np.ndarray:
    """The signals of the texts, one row each; only those are read anew that were not read by just this code."""
    return rows_of(folder() / f"signals@{readers()}.npz", texts, _read, batch=_BATCH)


def _read(texts: Sequence[str]) -> np.ndarray:
    # A forked process need not load anything again; elsewhere than on Linux forking is not safe.
    if len(texts) < _WORTH_A_PROCESS or sys.platform != "linux":
        return np.stack([_signals_of(text) for text in texts])
    with ProcessPoolExecutor(_PROCESSES, get_context("fork"), _end_with_parent) as pool:
        return np.stack(list(pool.map(_signals_of, texts, chunksize=64)))


def _end_with_parent() -> None:
    """Has Linux end this process when the one that forked it is gone, however that ended."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _signals_of(text: str) -> np.ndarray:
    return signals(text, find_statements(text))
