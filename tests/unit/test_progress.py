"""What is shown while the model is trained."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools.model import _run_logged
from tools.progress import Progress

LINES = (
    "INFO nlu.encoder - Encoded 256 of 512 sentences.",
    "INFO nlu.encoder - Encoded 512 of 512 sentences.",
    "INFO rasa.engine.training.hooks - Starting to train component 'TopicClassifier'.",
    "something else",
)


def test_a_terminal_gets_a_bar_and_each_step(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(watched=True)
    for line in LINES:
        progress.hear(line)
    shown = capsys.readouterr().out
    assert "512/512" in shown
    assert shown.endswith("learning the topics ...\n")
    assert "something else" not in shown


def test_where_nobody_watches_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(watched=False)
    for line in LINES:
        progress.hear(line)
    progress.close()
    assert capsys.readouterr().out == ""


def test_what_the_training_says_is_in_its_log_and_its_exit_code_is_told(tmp_path: Path) -> None:
    log = tmp_path / "training.log"
    code = _run_logged([sys.executable, "-c", "print('broken'); raise SystemExit(3)"], {}, log)
    assert code == 3
    assert log.read_text(encoding="utf-8") == "broken\n"
