"""What the soak says of the memory that it saw, and that it ends."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from benchmarks import soak
from benchmarks.soak import Course, resident
from tools.background import Assistant
from tools.environment import CannotStart


def course(megabytes: Callable[[float], float]) -> Course:
    """Twenty minutes, a sample every two seconds."""
    made = Course(milliseconds=[40.0])
    for number in range(601):
        made.sample(number / 30, {"assistant": megabytes(number / 30)})
    return made


def test_what_is_taken_in_the_first_half_is_no_growth() -> None:
    said, well = course(lambda minute: 600 + min(50.0, 10 * minute)).verdict()
    assert "assistant: +0.0% over the second half, at most 2%: met" in said
    assert well


def test_what_goes_on_growing_is_missed() -> None:
    made = course(lambda minute: 600 + 5 * minute)
    assert made.growth("assistant") == pytest.approx((600 + 5 * 17.5) / (600 + 5 * 10) - 1, abs=1e-3)
    said, well = made.verdict()
    assert "MISSED" in said
    assert not well


def test_a_moment_of_more_is_no_growth() -> None:
    assert course(lambda minute: 640 if int(minute * 30) == 590 else 600).growth("assistant") < 0.001


@pytest.mark.parametrize(("milliseconds", "failed"), [([], 0), ([40.0], 1)])
def test_without_answers_or_with_failed_ones_all_is_not_well(milliseconds: list[float], failed: int) -> None:
    made = course(lambda _: 600)
    made.milliseconds, made.failed = milliseconds, failed
    assert not made.verdict()[1]


@dataclass
class Process:
    pid: int
    ended: int | None = None

    def poll(self) -> int | None:
        return self.ended


@dataclass
class StandInServer:
    name: str
    process: Process
    log: str = "its.log"


class StandIn:
    """Both servers, which are this process, and which answer every other message."""

    def __init__(self) -> None:
        self.assistant, self.actions = (StandInServer(name, Process(os.getpid())) for name in ("assistant", "actions"))
        self.heard = 0

    def post(self, body: bytes) -> tuple[int, Any]:
        self.heard += 1
        if self.heard % 2:
            raise ConnectionResetError
        return 200, []


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(soak, "_SAMPLE_SECONDS", 0.02)
    monkeypatch.setattr(soak, "_WAIT_SECONDS", (0.0, 0.01))
    return StandIn()


def test_it_talks_until_the_time_is_over_and_shows_both_servers(stand_in: Any, capsys: pytest.CaptureFixture[str]) -> None:
    started = time.monotonic()
    seen = soak.soak(stand_in, 2, 0.01)
    assert 0.6 <= time.monotonic() - started < 10
    assert seen.failed > 0
    assert len(seen.milliseconds) > 0
    assert seen.failed + len(seen.milliseconds) == stand_in.heard
    head, _, first, *_ = capsys.readouterr().out.splitlines()
    assert head.startswith("| minute | assistant (MB) | actions (MB) |")
    assert first.startswith("| 0 |")
    heard = stand_in.heard
    time.sleep(0.1)
    assert stand_in.heard == heard, "nobody talks any more"


def test_a_server_that_ends_ends_it(stand_in: Assistant) -> None:
    stand_in.actions.process.ended = 1  # type: ignore[union-attr,attr-defined]
    with pytest.raises(CannotStart, match="actions ended"):
        soak.soak(stand_in, 1, 1)


def test_the_memory_is_that_of_the_process() -> None:
    assert 10 < resident(os.getpid()) < 100_000
