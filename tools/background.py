"""Both servers in the background, for tests, benchmarks and screenshots."""

from __future__ import annotations

import json
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.environment import ROOT, CannotStart
from tools.leash import leashed
from tools.serve import answers, free_port, programs, settings

START_UP_SECONDS = 180
WEBHOOK = "/webhooks/rest/webhook"


@dataclass
class Server:
    """One process of the Procfile, which may be stopped and started again."""

    name: str
    words: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the process, which ends with this one however this one ends."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                leashed(self.words),
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def stop(self) -> None:
        """Ends the process and waits for it."""
        self._end_by(signal.SIGTERM)

    def kill(self) -> None:
        """Ends the process as a crash would."""
        self._end_by(signal.SIGKILL)

    def _end_by(self, sign: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(sign)
            self.process.wait(timeout=60)
            assert self.process.stdin is not None
            self.process.stdin.close()


@dataclass
class Assistant:
    """Both servers, and the address of the assistant."""

    actions: Server
    assistant: Server
    address: str

    def wait_until_ready(self, path: str = "/ready") -> None:
        """Waits until both servers answer, the assistant at this path.

        Raises:
            CannotStart: a server ended, or it takes too long; the message holds the end of its log.
        """
        deadline = time.monotonic() + START_UP_SECONDS
        while time.monotonic() < deadline:
            # /ready remembers its last look at the action server for a moment, so that one is asked too
            if answers(f"{self.actions.environment['ACTION_SERVER']}/health") and answers(self.address + path):
                return
            for server in (self.actions, self.assistant):
                if server.process is not None and server.process.poll() is not None:
                    raise CannotStart(f"The server of {server.name} ended: {_end_of(server.log)}")
            time.sleep(0.2)
        raise CannotStart(f"Not ready after {START_UP_SECONDS} s: {_end_of(self.assistant.log)}")

    def post(self, body: bytes, path: str = WEBHOOK, **headers: str) -> tuple[int, Any]:
        """The status and the parsed JSON of a POST, to the webhook unless told otherwise."""
        headers = {"Content-Type": "application/json", **headers}
        request = urllib.request.Request(f"{self.address}{path}", data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


def _end_of(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-3000:]


@contextmanager
def running_assistant(
    model: Path, data: Path, options: str = "", store: Mapping[str, str] | None = None, metrics: int = 0, **variables: str
) -> Iterator[Assistant]:
    """Both servers of the Procfile on free ports, with their data and logs in `data`; they end with the context.

    `options` are added to the assistant's command, `store` to what `endpoints.yml` says of the tracker store, `variables` to the
    environment of both. With `metrics` the assistant serves its figures on that port. The caller waits until they are ready.
    """
    port, action_port = free_port(), free_port()
    environment = {**settings(port, action_port, "127.0.0.1", model, data, store), **variables}
    servers = {
        each.name: Server(each.name, list(each.words), environment, data / f"{each.name}.log") for each in programs(environment)
    }
    servers["assistant"].words += options.split()
    if metrics:
        servers["assistant"].environment = {**environment, "METRICS_PORT": str(metrics)}
    try:
        for server in servers.values():
            server.start()
        yield Assistant(servers["actions"], servers["assistant"], f"http://127.0.0.1:{port}")
    finally:
        for server in reversed(servers.values()):
            server.stop()
