"""Speed and memory, ours beside the stock configuration that `rasa init` writes: same data, same machine, one run.

Both assistants run at the same time, and every measurement is taken of one and then of the other, so that what else the machine
does hits both. Compare the ratios: absolute times depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.models import CONFIGS, STOCK, trained
from benchmarks.sentences import read_sentences
from tools.background import Assistant, running_assistant
from tools.environment import ROOT, CannotStart, one_line_and_exit

TURNS = (5, 50, 200, 500)
PARALLEL = (1, 8, 32)
_AROUND = 5


@dataclass
class Contender:
    """An assistant to measure: its pipeline, its door, where it says that it is ready, and its figures by name."""

    name: str
    config: Path
    credentials: Path
    ready: str
    figures: dict[str, float] = field(default_factory=dict)
    running: Assistant | None = None

    def turn(self, sender: str, message: str) -> float:
        """Sends one message and returns the milliseconds until the answer is there."""
        assert self.running is not None
        body = json.dumps({"sender": sender, "message": message}).encode()
        started = time.perf_counter()
        status, _ = self.running.post(body)
        if status != 200:
            raise CannotStart(f"{self.name} answered with {status}.")
        return (time.perf_counter() - started) * 1000

    def memory(self) -> float:
        """The resident memory of the assistant in megabytes."""
        assert self.running is not None
        assert self.running.assistant.process is not None
        status = Path(f"/proc/{self.running.assistant.process.pid}/status").read_text(encoding="utf-8")
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def measure(contenders: Sequence[Contender], sentences: Sequence[str], long_run: int) -> None:
    """Fills in the figures of all; `long_run` is the number of turns over which the memory is watched."""
    with ExitStack() as stack:
        for each in contenders:
            made = trained(each.config)
            each.figures["training (s)"] = made.seconds
            each.figures["model (MB)"] = made.model.stat().st_size / 2**20
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="icp-bench-")))
            started = time.monotonic()
            each.running = stack.enter_context(running_assistant(made.model, folder, CREDENTIALS=str(each.credentials)))
            each.running.wait_until_ready(each.ready)
            each.turn("warm-up", "hello")
            each.figures["start-up to the first answer (s)"] = time.monotonic() - started
            each.figures["memory idle (MB)"] = each.memory()
            print(f"{each.name}: trained and started", file=sys.stderr, flush=True)
        _one_conversation(contenders, sentences)
        _parallel(contenders, sentences)
        _long_run(contenders, sentences, long_run)


def _one_conversation(contenders: Sequence[Contender], sentences: Sequence[str]) -> None:
    sender = uuid.uuid4().hex
    times: dict[str, list[float]] = {each.name: [] for each in contenders}
    for number in range(max(TURNS) + _AROUND):
        for each in contenders:
            times[each.name].append(each.turn(sender, sentences[number % len(sentences)]))
    for each in contenders:
        for turn in TURNS:
            around = times[each.name][max(0, turn - _AROUND) : turn + _AROUND]
            each.figures[f"turn {turn}, p50 (ms)"] = statistics.median(around)
            each.figures[f"turn {turn}, p95 (ms)"] = statistics.quantiles(around, n=20)[-1]
        each.figures["all turns of it, p50 (ms)"] = statistics.median(times[each.name])
        each.figures["turn 500 / turn 5"] = each.figures["turn 500, p50 (ms)"] / each.figures["turn 5, p50 (ms)"]


def _parallel(contenders: Sequence[Contender], sentences: Sequence[str]) -> None:
    for parallel in PARALLEL:
        for each in contenders:
            turns = max(40, parallel * 5) // parallel

            def talk(number: int, contender: Contender = each, turns: int = turns) -> None:
                sender = uuid.uuid4().hex
                for turn in range(turns):
                    contender.turn(sender, sentences[(number * 7 + turn) % len(sentences)])

            started = time.monotonic()
            with ThreadPoolExecutor(parallel) as pool:
                list(pool.map(talk, range(parallel)))
            each.figures[f"{parallel} in parallel (turns/s)"] = turns * parallel / (time.monotonic() - started)


def _long_run(contenders: Sequence[Contender], sentences: Sequence[str], turns: int) -> None:
    before = {each.name: each.memory() for each in contenders}
    for number in range(turns):
        for each in contenders:
            each.turn(f"long-{number // 20}", sentences[number % len(sentences)])
    for each in contenders:
        each.figures[f"memory after {turns} more turns (MB)"] = each.memory()
        each.figures["growth over them (%)"] = 100 * (each.memory() / before[each.name] - 1)


def main() -> None:
    """Prints a Markdown table: each figure of ours, of stock, and the ratio of the two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long-run", type=int, default=5000, help="turns over which the memory is watched")
    arguments = parser.parse_args()
    ours = Contender("ours", ROOT / "config.yml", CONFIGS / "unlimited_door.yml", "/ready")
    stock = Contender("stock", STOCK, CONFIGS / "stock_door.yml", "/")
    try:
        measure((ours, stock), [each.text for each in read_sentences()], arguments.long_run)
    except CannotStart as error:
        one_line_and_exit(error)
    print("| | ours | stock | ratio |\n|---|---|---|---|")
    for name, value in ours.figures.items():
        ratio = "" if "growth" in name else f"{value / stock.figures[name]:.2f}"
        print(f"| {name} | {value:.1f} | {stock.figures[name]:.1f} | {ratio} |")


if __name__ == "__main__":
    main()
