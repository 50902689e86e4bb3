"""Rasa's own commands as a Rasa user types them: in a fresh copy of the project, with no variable set and the files as they are."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.environment import ROOT
from tools.model import ensure_model
from tools.serve import answers, free_port

_KEPT = ("HOME", "PATH", "LANG", "TMPDIR", "VIRTUAL_ENV")
_LEFT_BEHIND = shutil.ignore_patterns(".*", "var", "models", "results", "tests", "docs", "__pycache__")
_ACTION_PORT = 5055
_WAIT_SECONDS = 180


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh copy of the project with its trained model."""
    copy = tmp_path_factory.mktemp("typed") / "project"
    shutil.copytree(ROOT, copy, ignore=_LEFT_BEHIND)
    shutil.copytree(ROOT / "tests" / "rasa", copy / "tests" / "rasa")
    (copy / "models").mkdir()
    shutil.copy(ensure_model(), copy / "models")
    return copy


def typed(project: Path, *words: str) -> subprocess.Popen[str]:
    """`rasa WORDS ...` started in the project, as if typed; both outputs are joined."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    command = [str(Path(sys.executable).parent / "rasa"), *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=project, env=environment, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True)


def said_by(process: subprocess.Popen[str], written: str = "") -> str:
    """What the process says until its end."""
    return process.communicate(written, timeout=_WAIT_SECONDS)[0]


def end(process: subprocess.Popen[str]) -> None:
    """Ends what this test started, as Ctrl-C does."""
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=40)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def actions(project: Path) -> Iterator[None]:
    """`rasa run actions`, at the address that endpoints.yml names."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", _ACTION_PORT)) == 0:
            pytest.fail(
                f"Another action server listens on port {_ACTION_PORT}; end it, for the default endpoints.yml names this port."
            )
    process = typed(project, "run", "actions")
    try:
        wait_for(f"http://localhost:{_ACTION_PORT}/health", process)
        yield
    finally:
        end(process)


def wait_for(url: str, process: subprocess.Popen[str]) -> None:
    """Waits until the address answers."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while not answers(url):
        assert process.poll() is None, said_by(process)
        assert time.monotonic() < deadline, url
        time.sleep(0.5)


def test_rasa_shell_answers(project: Path, actions: None) -> None:
    said = said_by(typed(project, "shell", "--port", str(free_port())), "what is PSB filing?\n/stop\n")
    assert "expand the environment variables" not in said
    assert "public security" in said.lower(), said[-3000:]


def test_rasa_run_answers_at_the_webhook(project: Path, actions: None) -> None:
    port = free_port()
    process = typed(project, "run", "--port", str(port))
    try:
        wait_for(f"http://localhost:{port}/ready", process)
        body = json.dumps({"sender": "typed", "message": "what is PSB filing?"}).encode()
        request = urllib.request.Request(
            f"http://localhost:{port}/webhooks/rest/webhook", body, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            assert "public security" in json.load(response)[0]["text"].lower()
    finally:
        end(process)


def test_rasa_test_runs_the_conversations(project: Path) -> None:
    process = typed(project, "test", "core", "--fail-on-prediction-errors")
    said = said_by(process)
    assert process.returncode == 0, said[-3000:]
    assert not list((project / "results").glob("*.tmp"))


def test_rasa_train_and_validate_begin_without_a_variable_and_without_warnings(project: Path) -> None:
    # The training itself has made the model of all these tests; here only what is typed is tried.
    trains = said_by(typed(project, "train", "--dry-run"))
    assert "UserWarning" not in trains, trains[-3000:]
    process = typed(project, "data", "validate", "--fail-on-warnings", "--max-history", "2")
    said = said_by(process)
    assert process.returncode == 0, said[-3000:]
    assert "UserWarning" not in said, said[-3000:]
