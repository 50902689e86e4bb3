"""Days as people write them, with the trained model and both servers: the right deadline at once, or the day is asked back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Chat

CASES = yaml.safe_load(Path(__file__).with_name("days.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["user"] for case in CASES])
def test_a_day_is_read_whole_or_asked_back(case: dict[str, Any], chat: Chat) -> None:
    said = chat.say(case["user"])
    given = {each["certificate"]: each["date"] for each in said.custom("deadline")}
    assert given == {name: str(day) for name, day in case.get("deadline", {}).items()}, said.messages
    assert said.question == case.get("asked"), said.messages


def test_there_are_thirty_of_them() -> None:
    assert len(CASES) >= 30
