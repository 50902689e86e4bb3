"""What goes wrong on a machine, and what must be true afterwards: acknowledged is stored, nothing is doubled, nothing is mixed."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults.disks import Disk
from tests.faults.kept_up import LONG, KeptUp, Load, becomes
from tools.environment import ROOT, STORE
from tools.serve import answers

pytestmark = pytest.mark.faults


@contextmanager
def nothing_can_be_stored(disk: Disk) -> Iterator[None]:
    """The disk is full; where it cannot be filled, the database says so itself."""
    if disk.is_small:
        with disk.filled():
            yield
        return
    with closing(sqlite3.connect(disk.folder / STORE, timeout=LONG)) as store:
        for table in ("events", "probe"):
            store.execute(
                f"create trigger full_{table} before insert on {table} begin select raise(abort, 'the disk is full'); end"
            )
        yield
        for table in ("events", "probe"):
            store.execute(f"drop trigger full_{table}")


def test_on_a_full_disk_a_turn_is_refused_and_counts_once_there_is_room_again(server: KeptUp, disk: Disk) -> None:
    assert server.post("full", "the server is in Nanjing", "full-0")[0] == 200
    with Load(server, "full") as load:
        becomes(load.is_under_way, "answers")
        with nothing_can_be_stored(disk):
            # Space that the database has set aside is used up first.
            becomes(lambda: load.statuses[503], "a refusal")
            becomes(lambda: not answers(f"{server.address}/ready"), "not ready")
            assert answers(f"{server.address}/health")
    load.check()
    assert "server in mainland China" in server.summary("full")
    assert server.children().keys() == {"actions", "assistant"}


def test_while_another_process_holds_the_database_turns_are_refused_in_time_and_nobody_else_waits(server: KeptUp) -> None:
    assert server.post("held", "the server is in Nanjing", "held-0")[0] == 200
    with closing(sqlite3.connect(server.folder / STORE, isolation_level=None, timeout=LONG)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused: list[tuple[int, Any]] = []
        turns = [
            threading.Thread(target=lambda n=n: refused.append(server.post(f"held-{n}", "hello", f"held-{n}-0")))
            for n in range(4)
        ]
        for each in turns:
            each.start()
        assert answers(f"{server.address}/health")
        for each in turns:
            each.join()
        assert [(status, answer["error"]["code"]) for status, answer in refused] == [(503, "not_stored")] * 4
        other.execute("ROLLBACK")
    for number in range(4):
        assert server.post(f"held-{number}", "hello", f"held-{number}-0")[0] == 200
        assert server.users(f"held-{number}") == [f"held-{number}-0"]


def test_a_killed_action_server_cuts_no_turn(server: KeptUp) -> None:
    with Load(server, "actions-killed") as load:
        becomes(load.is_under_way, "answers")
        os.kill(server.children()["actions"], signal.SIGKILL)
    load.check()
    assert set(load.statuses) == {200}
    becomes(lambda: answers(f"{server.address}/ready"), "ready again")


def test_a_killed_assistant_comes_back_and_answers_what_it_had_answered_before(server: KeptUp) -> None:
    first = server.post("before", "what is the PSB filing?", "before-0")
    assert first[0] == 200
    with Load(server, "assistant-killed") as load:
        becomes(load.is_under_way, "answers")
        os.kill(server.children()["assistant"], signal.SIGKILL)
    load.check()
    assert server.post("before", "what is the PSB filing?", "before-0") == first
    assert server.post("before", "something else", "before-0")[0] == 409
    assert server.users("before") == ["before-0"]


def test_silent_connections_leave_room_for_who_speaks(server: KeptUp) -> None:
    with ExitStack() as stack:
        for _ in range(600):
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=LONG))
        assert server.post("speaks", "hello", "speaks-0")[0] == 200
    assert server.users("speaks") == ["speaks-0"]


def garbage(path: Path) -> None:
    path.write_bytes(os.urandom(40_000))


def a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("spoil", [garbage, a_folder])
def test_a_broken_database_is_named_in_one_line_at_the_start(tmp_path: Path, spoil: Any) -> None:
    spoil(tmp_path / STORE)
    server = KeptUp(tmp_path)
    server.start()
    assert server.process is not None
    assert server.process.wait(LONG) == 1
    assert server.said.count("\n") == 1
    assert str(tmp_path / STORE) in server.said


def test_rasa_itself_names_a_broken_database_without_a_traceback(tmp_path: Path) -> None:
    garbage(tmp_path / STORE)
    endpoints = (ROOT / "endpoints.yml").read_text(encoding="utf-8").replace("var/", f"{tmp_path}/")
    (tmp_path / "endpoints.yml").write_text(endpoints, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "rasa",
        "run",
        "--endpoints",
        str(tmp_path / "endpoints.yml"),
        "--credentials",
        "credentials.yml",
    ]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONG)
    assert made.returncode == 1
    assert "Traceback" not in made.stdout + made.stderr
    assert [line for line in (made.stdout + made.stderr).splitlines() if str(tmp_path / STORE) in line]


def test_no_server_is_left_over_when_what_keeps_them_up_is_killed(tmp_path: Path) -> None:
    server = KeptUp(tmp_path)
    server.start()
    assert server.process is not None
    becomes(lambda: len(server.children()) == 2, "both servers")
    children = server.children().values()
    server.process.kill()
    server.process.wait()
    becomes(lambda: not any(_runs(each) for each in children), "the end of both servers")


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=LONG).close()
    except OSError:
        return False
    return True


def test_told_to_end_it_answers_what_is_under_way_and_takes_no_more(shared: KeptUp) -> None:
    """The last one, for it ends the assistant that the others share."""
    shared.wait_until_ready()
    assert shared.post("ending", "Do I need an ICP license?", "ending-0")[0] == 200
    assert shared.process is not None
    actions = shared.children()["actions"]
    os.kill(actions, signal.SIGSTOP)
    try:
        answered: list[tuple[int, Any]] = []
        turn = threading.Thread(target=lambda: answered.append(shared.post("ending", "the server is in Nanjing", "ending-1")))
        turn.start()
        # The readiness check waits in vain for the halted action server as long as it may; the turn meanwhile gets there too.
        becomes(lambda: not answers(f"{shared.address}/ready"), "not ready")
        shared.process.terminate()
        # Not asked with a message: one that came just before the end would be under way too.
        becomes(lambda: not _listens(shared.port), "the end of listening")
        assert shared.post("late", "hello", "late-0")[0] in (0, 503)
        assert answered == []
    finally:
        os.kill(actions, signal.SIGCONT)
    turn.join()
    assert shared.process.wait(LONG) == 0
    assert answered[0][0] == 200
    assert shared.users("ending") == ["ending-0", "ending-1"]
    assert shared.users("late") == []
