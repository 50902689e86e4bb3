"""The running assistant for the tests: the trained model, both servers, and a way to talk to them over HTTP."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from honcho.environ import parse_procfile

from tools.environment import ROOT
from tools.model import ensure_model
from tools.serve import answers, free_port, settings

TODAY = "2026-11-24"
START_UP_SECONDS = 180


@dataclass
class Server:
    """One process of the Procfile, which a test may stop and start again."""

    name: str
    command: str
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the process."""
        words = [self.environment.get(word[1:], "") if word.startswith("$") else word for word in self.command.split()]
        output = self.log.open("ab")
        self.process = subprocess.Popen(words, cwd=ROOT, env=self.environment, stdout=output, stderr=subprocess.STDOUT)

    def stop(self) -> None:
        """Ends the process and waits for it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=60)


@dataclass
class Assistant:
    """Both servers, and the address of the assistant."""

    actions: Server
    assistant: Server
    address: str

    def wait_until_ready(self) -> None:
        """Waits until the assistant answers, and fails with the end of its log when it does not."""
        deadline = time.monotonic() + START_UP_SECONDS
        while time.monotonic() < deadline:
            # /ready remembers its last look at the action server for a moment, so that one is asked too
            if answers(f"{self.actions.environment['ACTION_SERVER']}/health") and answers(f"{self.address}/ready"):
                return
            for server in (self.actions, self.assistant):
                if server.process is not None and server.process.poll() is not None:
                    pytest.fail(f"{server.name} ended: {server.log.read_text(encoding='utf-8')[-3000:]}")
            time.sleep(0.3)
        pytest.fail(f"Not ready after {START_UP_SECONDS} s: {self.assistant.log.read_text(encoding='utf-8')[-3000:]}")

    def post(self, body: bytes, **headers: str) -> tuple[int, Any]:
        """The status and the parsed JSON of a POST to the webhook."""
        headers = {"Content-Type": "application/json", **headers}
        request = urllib.request.Request(f"{self.address}/webhooks/rest/webhook", data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


@dataclass
class Said:
    """What the assistant answered to one message."""

    messages: Sequence[dict[str, Any]]

    @property
    def text(self) -> str:
        """All texts, one after the other."""
        return "\n".join(each["text"] for each in self.messages if each.get("text"))

    @property
    def buttons(self) -> list[dict[str, str]]:
        """All buttons, in order."""
        return [button for each in self.messages for button in each.get("buttons") or ()]

    def custom(self, kind: str) -> list[dict[str, Any]]:
        """The machine-readable parts of that type."""
        parts = [each["custom"] for each in self.messages if each.get("custom")]
        return [each for each in parts if each["type"] == kind]

    def only(self, kind: str) -> dict[str, Any]:
        """The one machine-readable part of that type."""
        found = self.custom(kind)
        assert len(found) == 1, f"expected one {kind}, got {self.messages}"
        return found[0]

    @property
    def kinds(self) -> list[str]:
        """The types of all machine-readable parts, in order."""
        return [each["custom"]["type"] for each in self.messages if each.get("custom")]

    @property
    def question(self) -> str | None:
        """The fact that is asked, if one is."""
        questions = self.custom("question")
        return str(questions[-1]["fact"]) if questions else None


@dataclass
class Chat:
    """One conversation with the running assistant."""

    assistant: Assistant
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)

    def say(self, message: str) -> Said:
        """Sends the message and returns what is answered; anything but 200 fails the test."""
        status, answer = self.assistant.post(json.dumps({"sender": self.sender, "message": message}).encode())
        assert status == 200, answer
        return Said(answer)


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The trained model behind both servers, with today set to 24 November 2026."""
    model = ensure_model()
    data = tmp_path_factory.mktemp("assistant")
    port, action_port = free_port(), free_port()
    environment = {
        **settings(port, action_port, "127.0.0.1", model),
        "ICP_DATA": str(data),
        "ICP_TODAY": TODAY,
        "CREDENTIALS": "tests/credentials.yml",
    }
    commands = parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes
    servers = {name: Server(name, command, environment, data / f"{name}.log") for name, command in commands.items()}
    running = Assistant(servers["actions"], servers["assistant"], f"http://127.0.0.1:{port}")
    try:
        for server in servers.values():
            server.start()
        running.wait_until_ready()
        yield running
    finally:
        for server in servers.values():
            server.stop()


@pytest.fixture
def chat(assistant: Assistant) -> Chat:
    """A new conversation."""
    return Chat(assistant)
