"""Files of training data, read with Rasa's own reader but checked against Rasa's schema only once each.

The check is most of the time that reading takes; a file that has passed it is known by its content from then on.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

import rasa
from rasa.shared.nlu.training_data.formats import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.kept import folder, name_of

_FILE = "checked_files.txt"


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
    data = TrainingData().merge(*(_Reader(checked).read(each, language=language, fformat="rasa_yml") for each in paths))
    if checked != before:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text("\n".join(sorted(checked)), encoding="utf-8")
        part.replace(path)
    return data
