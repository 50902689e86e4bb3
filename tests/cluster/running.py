"""The whole cluster as `make cluster` keeps it up, and what of its conversations is in PostgreSQL."""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from tests.faults.kept_up import LONG, becomes
from tools.background import WEBHOOK
from tools.cluster import STATE
from tools.environment import ROOT
from tools.serve import answers
from tools.services import dying_with_us

_CREDENTIALS = Path(__file__).with_name("credentials.yml")
_ANY_CERTIFICATE = ssl._create_unverified_context()


@dataclass
class RunningCluster:
    """A cluster, spoken to through its front unless told otherwise.

    Attributes:
        folder: for its data.
        database: the folder for the data of PostgreSQL.
        assistants_wanted: how many.
        process: what keeps the rest up.
        refusals: every answer but 200 that the front gave, with the language that was asked for.
    """

    folder: Path
    database: Path
    assistants_wanted: int = 2
    process: subprocess.Popen[bytes] | None = None
    refusals: list[tuple[str, int, Any]] = field(default_factory=list)

    def start(self) -> None:
        """Starts it; does not wait until it is ready."""
        environment = {**os.environ, "ICP_DATA": str(self.folder), "ICP_TODAY": "2026-11-24"}
        words = ["--free-ports", "--requests", "1000", "--credentials", str(_CREDENTIALS), "--database", str(self.database)]
        words += ["--assistants", str(self.assistants_wanted)]
        with (self.folder / "terminal.txt").open("ab") as terminal:
            command = dying_with_us([sys.executable, "-m", "tools.cluster", *words])
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=terminal, stderr=terminal)

    def stop(self) -> None:
        """Ends all of it, in order."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(120)

    @property
    def state(self) -> dict[str, Any]:
        """Ports and processes; of what does not run yet none."""
        try:
            found: dict[str, Any] = json.loads((self.folder / "cluster" / STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {"ports": {"assistants": []}, "pids": {}}
        return found

    def pid(self, name: str) -> int:
        """Of the process with that name, once it runs."""
        becomes(lambda: name in self.state["pids"], name)
        return int(self.state["pids"][name])

    def kill(self, name: str) -> None:
        """As a crash would; returns once another process has taken its place."""
        before = self.pid(name)
        os.kill(before, signal.SIGKILL)
        becomes(lambda: self.state["pids"].get(name) not in (None, before), f"another {name}")

    def assistants(self) -> list[str]:
        """Their addresses, past the front."""
        return [f"http://127.0.0.1:{port}" for port in self.state["ports"]["assistants"]]

    def is_whole(self) -> bool:
        """Whether every assistant can answer."""
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "terminal.txt").read_text(encoding="utf-8")[-3000:]
        addresses = self.assistants()
        return bool(addresses) and all(answers(f"{each}/ready") for each in addresses) and "nginx" in self.state["pids"]

    def whole_again(self) -> float:
        """Waits until it is whole and stays so; the time (monotonic) from which on it was."""
        while True:
            becomes(self.is_whole, "whole")
            since = time.monotonic()
            # An assistant remembers for a second how things stood.
            while time.monotonic() < since + 1.5 and self.is_whole():
                time.sleep(0.1)
            if time.monotonic() >= since + 1.5:
                return since

    def post(self, sender: str, message: str, message_id: str | None, past_front: int | None = None) -> tuple[int, Any]:
        """Status and answer; 0 when there was none. Past the front, it goes to the assistant with that number."""
        state = self.state["ports"]
        front = f"https://127.0.0.1:{state.get('front', 9)}"
        address = front if past_front is None else self.assistants()[past_front]
        language = "zh" if sender.endswith(("1", "3")) else "en"
        body = json.dumps({"sender": sender, "message": message, **({"message_id": message_id} if message_id else {})}).encode()
        headers = {"Content-Type": "application/json", "Accept-Language": language}
        request = urllib.request.Request(f"{address}{WEBHOOK}", data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=LONG, context=_ANY_CERTIFICATE) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            answer = error.code, json.load(error)
            self.refusals.append((language, *answer))
            return answer
        except OSError as error:
            return 0, repr(error)

    def rows(self, query: str, *values: Any) -> list[Any]:
        """What PostgreSQL answers, once it does."""
        end = time.monotonic() + LONG
        while True:
            try:
                with closing(
                    psycopg2.connect(host="127.0.0.1", port=self.state["ports"]["postgres"], user=self._user, dbname="icp")
                ) as it:
                    it.autocommit = True
                    with it.cursor() as cursor:
                        cursor.execute(query, values)
                        return cursor.fetchall() if cursor.description else []
            except (psycopg2.OperationalError, KeyError):
                assert time.monotonic() < end
                time.sleep(0.2)

    @property
    def _user(self) -> str:
        return "postgres" if os.geteuid() == 0 else str(os.environ.get("USER"))

    def users(self, sender: str) -> list[str]:
        """The ids of the sender's stored messages, in order."""
        found = self.rows("select data from events where sender_id = %s and type_name = 'user' order by id", sender)
        messages = [json.loads(data) for (data,) in found]
        return [each["message_id"] for each in messages if not each["text"].startswith("/session_start")]

    def case(self, sender: str) -> dict[str, Any]:
        """The facts that are kept of the sender's website."""
        query = "select data from events where sender_id = %s and type_name = 'slot' and action_name = 'case' order by id desc limit 1"
        ((data,),) = self.rows(query, sender)
        found: dict[str, Any] = json.loads(data)["value"]["facts"]
        return found

    def summary(self, sender: str) -> str:
        """What the assistant has understood."""
        status, messages = self.post(sender, "/ask_summary", f"{sender}-summary")
        assert status == 200, messages
        return str(next(each["custom"]["understood"] for each in messages if each.get("custom", {}).get("type") == "summary"))
