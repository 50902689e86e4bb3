"""The running assistant for the tests: the trained model, both servers, and a way to talk to them over HTTP."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import settings

from tools.background import Assistant, running_assistant
from tools.model import ensure_model

TODAY = "2026-11-24"
# How long an example takes says more about what else the machine does than about the code.
# In CI the same examples are tried each time, so that a new one is found by who can mend it.
settings.register_profile("calm", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("calm")


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
    data = tmp_path_factory.mktemp("assistant")
    with running_assistant(ensure_model(), data, ICP_TODAY=TODAY, CREDENTIALS="tests/credentials.yml") as running:
        running.wait_until_ready()
        yield running


@pytest.fixture
def chat(assistant: Assistant) -> Chat:
    """A new conversation."""
    return Chat(assistant)
