"""Files of training data, read with Rasa's own reader, without the work that Rasa does over and over.

A file is checked against Rasa's schema once and then known by its content; an example's fingerprint is computed once and goes with its
copies, of which Rasa makes eight.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from copy import copy, deepcopy
from hashlib import md5
from typing import Any

import numpy as np
import rasa
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.formats import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.kept import folder, name_of

_FILE = "checked_files.txt"


class Example(Message):
    """A message of nothing but words until features are added; copying it is cheap, and so is telling it from another one."""

    _cached_fingerprint: str | None

    def __deepcopy__(self, memo: dict[int, Any]) -> Example:
        self.fingerprint()  # once for all copies
        copied = copy(self)
        copied.output_properties = set(self.output_properties)
        if self._has_only_words():
            copied.data, copied.features = dict(self.data), []
        else:
            copied.data, copied.features = deepcopy(self.data, memo), deepcopy(self.features, memo)
        return copied

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """Sets a property; one that has this value already, as Rasa sets it time and again, changes nothing."""
        if add_to_output or not isinstance(info, str) or self.data.get(prop) != info:
            super().set(prop, info, add_to_output)

    def _has_only_words(self) -> bool:
        return not self.features and all(value is None or isinstance(value, (str, int)) for value in self.data.values())

    def __hash__(self) -> int:
        """The hash of the fingerprint, which Python keeps with the string; Rasa asks for it dozens of times and reads it as a number."""
        return hash(self.fingerprint())

    def fingerprint(self) -> str:
        """One of our own, that tells the same apart: Rasa's hashes each value by itself, and prints each number first."""
        known: str | None = self._cached_fingerprint
        if known is None:
            told = sorted((name, _plain(value)) for name, value in self.data.items())
            known = _digest(repr((told, [_plain_features(each) for each in self.features])).encode())
            self._cached_fingerprint = known
        return known


def _digest(content: bytes) -> str:
    return md5(content, usedforsecurity=False).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return _digest(value.tobytes())
    if isinstance(value, list) and value and isinstance(value[0], Token):
        return str([(each.text, each.start, each.end) for each in value])
    return value


def _plain_features(features: Features) -> Any:
    numbers = features.features
    if not isinstance(numbers, np.ndarray):
        return features.fingerprint()
    return features.type, features.attribute, features.origin, numbers.shape, _digest(numbers.tobytes())


class _Reader(RasaYAMLReader):
    def __init__(self, checked: set[str]) -> None:
        super().__init__()
        self._checked = checked

    def validate(self, string: str) -> None:
        """Raises what Rasa raises where the file is not what it must be."""
        name = name_of(f"{rasa.__version__} {string}")
        if name not in self._checked:
            super().validate(string)
            self._checked.add(name)


def read_examples(paths: Iterable[str], language: str | None) -> TrainingData:
    """The examples and responses of the files, in their order."""
    path = folder() / _FILE
    before = set(path.read_text(encoding="utf-8").split()) if path.exists() else set()
    checked = set(before)
    read = [_Reader(checked).read(each, language=language, fformat="rasa_yml") for each in paths]
    data = TrainingData(
        [Example(example.data) for each in read for example in each.training_examples],
        responses={name: its for each in read for name, its in each.responses.items()},
    )
    if checked != before:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text("\n".join(sorted(checked)), encoding="utf-8")
        part.replace(path)
    return data
