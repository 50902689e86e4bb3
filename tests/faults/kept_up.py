"""The assistant as `make run` keeps it up, a load of conversations on it, and what of them must be in the store afterwards."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tools.background import WEBHOOK
from tools.environment import ROOT, STORE
from tools.serve import answers, free_port

# Much longer than anything takes: only what never happens runs into it.
LONG = 240.0


def becomes(condition: Callable[[], Any], what: str) -> None:
    """Waits until the condition is met; fails when it never is."""
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.1)


@dataclass
class KeptUp:
    """`make run` with its data in a folder."""

    folder: Path
    port: int = field(default_factory=free_port)
    action_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Of the assistant."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        """What stood on the terminal."""
        return (self.folder / "terminal.txt").read_text(encoding="utf-8")

    def start(self) -> None:
        """Starts it; does not wait until it is ready."""
        given = {"PORT": self.port, "ACTION_PORT": self.action_port, "ICP_DATA": self.folder, "ICP_TODAY": "2026-11-24"}
        environment = {**os.environ, **{name: str(value) for name, value in given.items()}}
        environment["CREDENTIALS"] = "tests/faults/credentials.yml"
        with (self.folder / "terminal.txt").open("wb") as terminal:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tools.serve"], cwd=ROOT, env=environment, stdout=terminal, stderr=subprocess.STDOUT
            )

    def wait_until_ready(self) -> None:
        """Waits until it can answer."""
        becomes(lambda: answers(f"{self.address}/ready") or self._is_over(), "ready")
        assert not self._is_over(), self.said

    def _is_over(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def children(self) -> dict[str, int]:
        """The processes of the servers by name, as far as they run."""
        assert self.process is not None
        found = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = status.read_text().rpartition(")")[2].split()[1]
                words = (status.parent / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if int(parent) == self.process.pid and b"tools.leash" in words:
                found["actions" if b"rasa_sdk" in words else "assistant"] = int(status.parent.name)
        return found

    def post(self, sender: str, message: str, message_id: str) -> tuple[int, Any]:
        """Status and answer; 0 when there was none."""
        body = json.dumps({"sender": sender, "message": message, "message_id": message_id}).encode()
        request = urllib.request.Request(f"{self.address}{WEBHOOK}", data=body, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=LONG) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError as error:
            return 0, repr(error)

    def users(self, sender: str) -> list[str]:
        """The ids of the sender's stored messages, in order."""
        with closing(sqlite3.connect(self.folder / STORE, timeout=LONG)) as store:
            rows = store.execute("select data from events where sender_id = ? and type_name = 'user' order by id", (sender,))
            messages = [json.loads(data) for (data,) in rows]
        return [each["message_id"] for each in messages if not each["text"].startswith("/session_start")]

    def summary(self, sender: str) -> str:
        """What the assistant has understood."""
        status, messages = self.post(sender, "/ask_summary", f"{sender}-summary")
        assert status == 200, messages
        return next(each["custom"]["understood"] for each in messages if each.get("custom", {}).get("type") == "summary")


PLACES = (
    ("the server is in Nanjing", "server in mainland China"),
    ("the server is in Singapore", "server outside mainland China"),
)


class Load:
    """Conversations that go on at the same time. Each message is sent again with its id until it is acknowledged.

    Args:
        server: has `post`, `users` and `summary`, as `KeptUp`.
        name: begins the senders' ids.
        conversations: how many.
        turns: of each, at least.
        pause: seconds after an answer; with one they go on until `enough` is called.

    Attributes:
        acknowledged: the ids of the messages that were answered, by sender.
        statuses: how often each came.
        wrong: what should never come.
        waits: for each message the seconds until it was answered.
    """

    def __init__(self, server: Any, name: str, conversations: int = 4, turns: int = 6, pause: float = 0.0) -> None:
        self._server = server
        self._senders = [f"{name}-{number}" for number in range(conversations)]
        self._turns = turns
        self._pause = pause
        self._is_enough = not pause
        self.acknowledged: dict[str, list[str]] = {sender: [] for sender in self._senders}
        self.statuses: Counter[int] = Counter()
        self.wrong: list[Any] = []
        self.waits: list[float] = []
        self._is_over = False
        self._threads = [threading.Thread(target=self._converse, args=(number,)) for number in range(conversations)]

    def __enter__(self) -> Load:
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        self._is_over = error is not None
        self.enough()
        for each in self._threads:
            each.join()

    def is_under_way(self) -> bool:
        """Whether every conversation has been answered once."""
        return all(self.acknowledged.values())

    def enough(self) -> None:
        """Has each conversation end once it has had its turns."""
        self._is_enough = True

    def check(self) -> None:
        """Acknowledged is stored, in order, once, in its own conversation, and the states are right."""
        assert self.wrong == []
        for number, sender in enumerate(self._senders):
            assert len(self.acknowledged[sender]) >= self._turns
            assert self._server.users(sender) == self.acknowledged[sender]
            assert PLACES[number % 2][1] in self._server.summary(sender)

    def _converse(self, number: int) -> None:
        sender = self._senders[number]
        for turn in count():
            if turn >= self._turns and (self._is_enough or self._is_over):
                return
            message = PLACES[number % 2][0] if turn % 2 else "Do I need an ICP license?"
            message_id = f"{sender}-{turn}"
            started = time.monotonic()
            end = started + LONG
            while True:
                status, answer = self._server.post(sender, message, message_id)
                self.statuses[status] += 1
                if status == 200 or 400 <= status < 429 or self._is_over or time.monotonic() > end:
                    break
                time.sleep(0.2)
            if status != 200 or any(each["recipient_id"] != sender for each in answer):
                self.wrong.append((message_id, status, answer))
                return
            self.waits.append(time.monotonic() - started)
            self.acknowledged[sender].append(message_id)
            time.sleep(self._pause)
