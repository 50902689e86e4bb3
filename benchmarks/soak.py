"""Memory of both servers under a steady load: people who talk as people do, each a moment after the answer, until the time is over.

Every other conversation is one of `benchmarks/conversations.py`, every other one is made of the sentences of `tests/nlu/`, so that there is
always something that was not said before.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.conversations import CONVERSATIONS
from benchmarks.models import CONFIGS
from benchmarks.sentences import read_sentences
from tools.background import Assistant, Server, running_assistant
from tools.environment import CannotStart, exit_with
from tools.model import ensure_model

# Over the second half; less is the ordinary coming and going of buffers.
MOST_GROWTH = 0.02
_SAMPLE_SECONDS = 2.0
_SENTENCES = 6
_WAIT_SECONDS = (0.5, 1.5)
_GIVEN_UP_SECONDS = 60.0


@dataclass
class Course:
    """What was seen.

    Attributes:
        memory: of each server, the megabytes at every sample.
        minutes: when each sample was taken, from the beginning of the load.
        milliseconds: that each answered turn took.
        failed: turns that were answered with anything but 200.
    """

    memory: dict[str, list[float]] = field(default_factory=dict)
    minutes: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    failed: int = 0

    def sample(self, minute: float, memory: Mapping[str, float]) -> None:
        """Keeps the memory at that minute."""
        self.minutes.append(minute)
        for name, megabytes in memory.items():
            self.memory.setdefault(name, []).append(megabytes)

    def growth(self, name: str) -> float:
        """Of the server over the second half: the mean of its last quarter to the mean of the quarter around the middle, less one."""
        values, end = self.memory[name], self.minutes[-1]

        def mean(first: float, last: float) -> float:
            return statistics.fmean(
                value for value, minute in zip(values, self.minutes, strict=True) if first * end <= minute <= last * end
            )

        return mean(0.75, 1.0) / mean(0.375, 0.625) - 1

    def verdict(self) -> tuple[str, bool]:
        """A line for each server and one for the turns, and whether all is well."""
        lines = [
            f"{name}: {self.growth(name):+.1%} over the second half, at most {MOST_GROWTH:.0%}: "
            f"{'met' if self.growth(name) <= MOST_GROWTH else 'MISSED'}"
            for name in self.memory
        ]
        lines.append(f"turns: {len(self.milliseconds)} answered, {self.failed} failed")
        well = bool(self.milliseconds) and not self.failed and all(self.growth(name) <= MOST_GROWTH for name in self.memory)
        return "\n".join(lines), well


class People:
    """So many people, each in a thread of its own, who talk until they are stopped."""

    def __init__(self, assistant: Assistant, course: Course, count: int, seed: int = 1) -> None:
        self._assistant, self._course = assistant, course
        self._over, self._lock = threading.Event(), threading.Lock()
        self._sentences = [each.text for each in read_sentences()]
        self._threads = [
            threading.Thread(target=self._talk, args=(random.Random(seed + each),), daemon=True) for each in range(count)
        ]

    def start(self) -> None:
        """They begin."""
        for each in self._threads:
            each.start()

    def stop(self) -> None:
        """They say no more; waits for the answers that are under way."""
        self._over.set()
        for each in self._threads:
            each.join(_GIVEN_UP_SECONDS)

    def _talk(self, chance: random.Random) -> None:
        told = False
        while not self._over.is_set():
            told = not told
            said = chance.choice(CONVERSATIONS) if told else chance.sample(self._sentences, _SENTENCES)
            self._converse(said, chance)

    def _converse(self, said: Sequence[str], chance: random.Random) -> None:
        sender = uuid.uuid4().hex
        for message in said:
            body = json.dumps({"sender": sender, "message": message, "message_id": uuid.uuid4().hex}).encode()
            started = time.perf_counter()
            try:
                status, _ = self._assistant.post(body)
            except (OSError, ValueError):
                status = 0
            with self._lock:
                if status == 200:
                    self._course.milliseconds.append(1000 * (time.perf_counter() - started))
                else:
                    self._course.failed += 1
            if self._over.wait(chance.uniform(*_WAIT_SECONDS)):
                return


def resident(pid: int) -> float:
    """The resident memory of the process in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def _memory(servers: Sequence[Server]) -> dict[str, float]:
    found = {}
    for each in servers:
        if each.process is None or each.process.poll() is not None:
            raise CannotStart(f"The server of {each.name} ended; see {each.log}.")
        found[each.name] = resident(each.process.pid)
    return found


def soak(assistant: Assistant, people: int, minutes: float) -> Course:
    """Has so many people talk for so long, and prints the memory of both servers each minute.

    Raises:
        CannotStart: a server ended.
    """
    course, servers = Course(), (assistant.assistant, assistant.actions)
    crowd = People(assistant, course, people)
    print(f"| minute | {' | '.join(f'{each.name} (MB)' for each in servers)} | turns | half within (ms) | failed |")
    print("|---:|" + "---:|" * (len(servers) + 3))
    started, printed, counted = time.monotonic(), 0, 0
    crowd.start()
    try:
        while (passed := (time.monotonic() - started) / 60) < minutes:
            course.sample(passed, memory := _memory(servers))
            if passed >= printed:
                new = course.milliseconds[counted:]
                counted += len(new)
                half = f"{statistics.median(new):.0f}" if new else ""
                shown = " | ".join(f"{each:.1f}" for each in memory.values())
                print(f"| {printed} | {shown} | {len(new)} | {half} | {course.failed} |", flush=True)
                printed += 1
            time.sleep(_SAMPLE_SECONDS)
        course.sample(minutes, _memory(servers))
    finally:
        crowd.stop()
    return course


def main() -> int:
    """Prints the course and the growth; 1 when there is too much of it, or when a turn failed."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--people", type=int, default=6)
    given = parser.parse_args()
    if given.minutes <= 0 or given.people <= 0:
        raise CannotStart("Minutes and people must be more than 0.")
    model = ensure_model()
    with tempfile.TemporaryDirectory(prefix="icp-soak-") as folder:
        with running_assistant(model, Path(folder), CREDENTIALS=str(CONFIGS / "unlimited_door.yml")) as running:
            running.wait_until_ready()
            course = soak(running, given.people, given.minutes)
        said, well = course.verdict()
    print(f"\n{said}")
    return 0 if well else 1


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    exit_with(main)
