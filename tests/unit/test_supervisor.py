"""What keeps the servers up: restarts, giving up, an end in order, no orphans, a log that is bounded."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.environment import ROOT
from tools.leash import leashed
from tools.logs import OLD_FILES, ServersLog
from tools.supervisor import MOST_ENDS, Program, Supervisor

WAIT_SECONDS = 30
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


class Heard:
    """A supervisor of small scripts, and what it and they said."""

    def __init__(self, folder: Path, **scripts: str) -> None:
        self.lines: list[tuple[str, str]] = []
        self.told: list[str] = []
        programs = [self._program(folder, name, script) for name, script in scripts.items()]
        self.supervisor = Supervisor(programs, lambda name, line: self.lines.append((name, line)), self.told.append)

    def _program(self, folder: Path, name: str, script: str) -> Program:
        (folder / f"script_{name}.py").write_text(script, encoding="utf-8")
        environment = {**ENVIRONMENT, "PYTHONPATH": f"{ROOT}{os.pathsep}{folder}"}
        return Program(name, ["python", "-m", f"script_{name}"], environment, folder)

    async def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + WAIT_SECONDS
        while not condition():
            assert time.monotonic() < end, (self.lines, self.told)
            await asyncio.sleep(0.02)

    def says(self, name: str) -> list[str]:
        return [line for each, line in self.lines if each == name]


LASTING = "import os, time\nprint(os.getpid())\nwhile True: time.sleep(1)\n"
FAILING = "print('cannot'); raise SystemExit(3)\n"
SLOW_TO_END = """
import signal, time
def end(*_):
    time.sleep(0.3); print("ended"); raise SystemExit
signal.signal(signal.SIGTERM, end)
print("began")
while True: time.sleep(1)
"""


def test_what_is_killed_is_started_again_and_the_other_one_goes_on(tmp_path: Path) -> None:
    heard = Heard(tmp_path, actions=LASTING, assistant=LASTING)

    async def scenario() -> None:
        running = asyncio.ensure_future(heard.supervisor.run())
        await heard.until(lambda: len(heard.lines) == 2)
        os.kill(int(heard.says("actions")[0]), signal.SIGKILL)
        await heard.until(lambda: len(heard.says("actions")) == 2)
        heard.supervisor.stop()
        assert await running

    asyncio.run(scenario())
    assert len(heard.says("assistant")) == 1
    assert heard.told == ["The server of actions ended with signal SIGKILL; it is started again in 0.5 s."]


def test_what_ends_five_times_in_a_row_is_given_up_with_growing_pauses_and_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.supervisor._FIRST_PAUSE_SECONDS", 0.01)
    heard = Heard(tmp_path, actions=LASTING, assistant=FAILING)
    assert not asyncio.run(heard.supervisor.run())
    assert heard.says("assistant") == ["cannot"] * MOST_ENDS
    pauses = [sentence.split()[-2] for sentence in heard.told[:-1]]
    assert pauses == ["0.01", "0.02", "0.04", "0.08"]
    assert heard.told[-1] == "The server of assistant ended 5 times in a row, the last time with code 3."
    with pytest.raises(ProcessLookupError):
        os.kill(int(heard.says("actions")[0]), 0)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_the_last_one_first_and_waits_for_it(tmp_path: Path, sign: signal.Signals) -> None:
    heard = Heard(tmp_path, actions=SLOW_TO_END, assistant=SLOW_TO_END)

    async def scenario() -> None:
        running = asyncio.ensure_future(heard.supervisor.run())
        await heard.until(lambda: len(heard.lines) == 2)
        os.kill(os.getpid(), sign)
        assert await running

    asyncio.run(scenario())
    assert heard.lines[2:] == [("assistant", "ended"), ("actions", "ended")]
    assert heard.told == []


def test_a_process_on_the_leash_ends_when_who_started_it_is_killed(tmp_path: Path) -> None:
    (tmp_path / "lasting.py").write_text(LASTING, encoding="utf-8")
    starter = """
import subprocess, sys, time
from tools.leash import leashed
subprocess.Popen(leashed(["python", "-m", "lasting"]), stdin=subprocess.PIPE)
time.sleep(600)
"""
    environment = {**ENVIRONMENT, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}
    with subprocess.Popen([sys.executable, "-c", starter], env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip().isdigit()
        process.kill()
        # The output ends when the last one who holds it has ended.
        assert process.stdout.read() == ""


def test_only_python_modules_are_put_on_the_leash() -> None:
    assert leashed(["python", "-m", "rasa", "run"]) == [sys.executable, "-m", "tools.leash", "rasa", "run"]
    assert leashed(["sleep", "-m", "5"]) == ["sleep", "-m", "5"]


def test_the_log_is_appended_to_and_bounded_and_private(tmp_path: Path) -> None:
    path = tmp_path / "servers.log"
    before = os.umask(0o077)
    try:
        for _ in range(2):
            log = ServersLog(path, most_bytes=1_000)
            for number in range(100):
                log.write("assistant", f"line {number}")
    finally:
        os.umask(before)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 1 + OLD_FILES
    assert all(each.stat().st_size <= 1_000 for each in files)
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}
    assert "assistant: line 99" in path.read_text(encoding="utf-8")
    assert sum(each.read_text(encoding="utf-8").count("line") for each in files) > 50


def test_a_log_that_cannot_be_written_is_no_reason_to_end(capsys: pytest.CaptureFixture[str]) -> None:
    log = ServersLog(Path("/dev/full"))
    for _ in range(3):
        log.write("assistant", "x" * 10_000)
    ServersLog(Path("/dev/null/nowhere/servers.log")).write("assistant", "lost")
    assert capsys.readouterr().err == ""
