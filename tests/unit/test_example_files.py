"""Examples are read as Rasa reads them, checked once, and copied and told apart as Rasa does."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.formats import RasaYAMLReader
from rasa.shared.utils.validation import YamlValidationException

from nlu.example_files import Example, read_examples
from tools.environment import ROOT

FILES = [str(ROOT / "data" / "nlu" / "conversation" / "greet.yml"), str(ROOT / "data" / "wider" / "cost" / "filing_fee.yml")]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICP_DATA", str(tmp_path / "data"))


def test_the_data_are_those_that_rasa_reads() -> None:
    ours, theirs = read_examples(FILES, "en"), training_data_from_paths(FILES, "en")
    assert [each.data for each in ours.training_examples] == [each.data for each in theirs.training_examples]
    assert ours.responses == theirs.responses


def test_a_file_is_checked_once_and_again_when_it_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = []
    monkeypatch.setattr(RasaYAMLReader, "validate", lambda self, string: checked.append(string))
    file = tmp_path / "greet.yml"
    for text in ("hello", "hello", "hi"):
        file.write_text(f'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - {text}\n', encoding="utf-8")
        assert [each.get("text") for each in read_examples([str(file)], "en").training_examples] == [text]
    assert len(checked) == 2


def test_a_file_that_is_not_what_it_must_be_is_refused_each_time(tmp_path: Path) -> None:
    file = tmp_path / "greet.yml"
    file.write_text('version: "3.1"\nnlu:\n- intent: [greet]\n  examples: 7\n', encoding="utf-8")
    for _ in range(2):
        with pytest.raises(YamlValidationException):
            read_examples([str(file)], "en")


def test_a_copy_is_equal_and_its_own() -> None:
    example = Example({"text": "hello", "intent": "greet"})
    copied = deepcopy(example)
    assert copied == example
    copied.set("intent", "thank")
    assert example.get("intent") == "greet"
    assert copied != example


def test_arrays_tell_examples_apart() -> None:
    one, other = Example({"text": "hello"}), Example({"text": "hello"})
    one.set("vector", np.zeros(384))
    other.set("vector", np.ones(384))
    assert one.fingerprint() != other.fingerprint()
    copied = deepcopy(one)
    copied.get("vector")[0] = 1
    assert one.get("vector")[0] == 0


def test_tokens_tell_examples_apart() -> None:
    one, other, same = (Example({"text": "go on"}) for _ in range(3))
    one.set("text_tokens", [Token("go", 0), Token("on", 3)])
    same.set("text_tokens", [Token("go", 0), Token("on", 3)])
    other.set("text_tokens", [Token("go on", 0)])
    assert one.fingerprint() == same.fingerprint() != other.fingerprint()
