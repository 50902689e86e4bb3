"""The commands around the assistant: what they say when something is in the way."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from actions.clock import VARIABLE, WrongToday, china_today
from tools import browser, model
from tools.browser import bring_browser, find_browser
from tools.check import STEPS
from tools.environment import ROOT, CannotStart
from tools.serve import check_port, free_port, serve


def test_a_port_in_use_is_named_with_the_variable_that_moves_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port} is in use.*PORT="):
            check_port(port, "127.0.0.1", "PORT")


def test_a_free_port_is_accepted() -> None:
    check_port(free_port(), "127.0.0.1", "PORT")


def test_a_broken_yaml_file_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.yml").write_text("pipeline:\n  - name: [unclosed\n", encoding="utf-8")
    monkeypatch.setattr(model, "ROOT", tmp_path)
    with pytest.raises(CannotStart, match=r"(?s)config\.yml is not valid YAML.*line 2"):
        model.check_yaml()


def test_the_fingerprint_changes_with_every_input_and_only_with_those(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "ROOT", tmp_path)
    (tmp_path / "config.yml").write_text("a: 1", encoding="utf-8")
    first = model.fingerprint()
    (tmp_path / "README.md").write_text("words", encoding="utf-8")
    assert model.fingerprint() == first
    (tmp_path / "config.yml").write_text("a: 2", encoding="utf-8")
    assert model.fingerprint() != first


def test_an_unknown_step_is_refused_with_the_steps_that_are_allowed() -> None:
    made = subprocess.run([sys.executable, "-m", "tools.check", "fly"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 1
    assert "There is no step fly" in made.stderr
    assert all(step.__name__ in made.stderr for step in STEPS)


def test_without_python_3_10_the_set_up_says_so_in_one_line(tmp_path: Path) -> None:
    uv = tmp_path / "uv"
    uv.write_text("#!/bin/sh\nexit 2\n", encoding="utf-8")
    uv.chmod(0o755)
    arguments = ["bash", str(ROOT / "tools" / "setup.sh"), str(uv), "0", str(tmp_path / "venv")]
    made = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == 1
    assert made.stderr.startswith("Python 3.10 is needed")
    assert made.stderr.count("\n") == 1


def test_a_browser_that_cannot_be_run_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(CannotStart, match="CHROMIUM is set to /nowhere/chromium"):
        find_browser()


def test_the_browser_that_is_named_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert find_browser() == sys.executable == bring_browser()


def test_where_no_browser_can_be_brought_one_line_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = []
    monkeypatch.setattr(browser, "find_browser", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: commands.append(command) or subprocess.CompletedProcess(command, 1)
    )
    with pytest.raises(
        CannotStart, match="need Chromium: install it, for example with apt-get install chromium, or set CHROMIUM"
    ):
        bring_browser()
    assert [any("apt-get" in word for word in each) for each in commands] == [True, False]


def test_today_can_be_set_and_a_wrong_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "2026-09-20")
    assert china_today().isoformat() == "2026-09-20"
    monkeypatch.setenv(VARIABLE, "20 September")
    with pytest.raises(WrongToday, match="a date like 2026-09-20"):
        china_today()


def test_a_wrong_today_is_refused_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "next Tuesday")
    with pytest.raises(CannotStart, match="next Tuesday"):
        serve(1, 2, "127.0.0.1")


def test_the_lock_names_no_download_address_and_hashes_every_package() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert lock.count("==") <= lock.count("--hash=sha256:")


def test_the_core_imports_no_rasa() -> None:
    command = "import sys, days, icp.determination, icp.deadlines, icp.calendar_file; print('rasa' in sys.modules)"
    made = subprocess.run(
        [sys.executable, "-c", command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout.strip() == "False"
