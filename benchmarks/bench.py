"""Speed and memory, ours beside the stock configuration that `rasa init` writes: same data, same machine, one run.

Both assistants run at the same time, and every measurement is taken of one and then of the other, so that what else the machine
does hits both. Compare the ratios: absolute times depend on the machine. Untrained models are trained first, one after the other.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.models import CONFIGS, STOCK, trained
from benchmarks.sentences import read_sentences
from tools.background import WEBHOOK, Assistant, running_assistant
from tools.environment import ROOT, CannotStart, one_line_and_exit
from tools.serve import free_port

TURNS = (5, 50, 200, 500)
PARALLEL = (1, 8, 32)
PROBES = 10
_PARALLEL_TURNS = 192
_BUSY_TURNS = 60
_LONG_RUN_CONVERSATION = 20

Figures = dict[str, float]
Target = tuple[str, Callable[[Figures, Figures], float], float]
TARGETS: tuple[Target, ...] = (
    ("whole turn, p50, ours to stock", lambda ours, stock: _ratio("whole turn, p50 (ms)", ours, stock), 0.7),
    ("whole turn at turn 5, p50, ours to stock", lambda ours, stock: _ratio("turn 5, p50 (ms)", ours, stock), 0.7),
    ("start-up, ours to stock", lambda ours, stock: _ratio("start-up to the first answer (s)", ours, stock), 0.6),
    ("training, ours to stock", lambda ours, stock: _ratio("training (s)", ours, stock), 0.2),
)


# What is asked of ours for itself, whatever stock does.
ALONE: Sequence[tuple[str, Callable[[Figures], float], float]] = (
    ("turn 500 to turn 5, p50", lambda ours: ours["turn 500 to turn 5"], 1.15),
    ("whole turn, p95 to p50", lambda ours: ours["whole turn, p95 (ms)"] / ours["whole turn, p50 (ms)"], 2.5),
    ("milliseconds a turn with 32 conversations at once", lambda ours: 1000 / ours["32 in parallel (turns/s)"], 1000 / 30),
    ("growth of memory (%)", lambda ours: ours["growth of memory (%)"], 3.0),
)


def _ratio(name: str, ours: Figures, stock: Figures) -> float:
    return ours[name] / stock[name]


@dataclass
class Contender:
    """An assistant to measure: its pipeline, its door, its store, where it says that it is ready, and its figures by name."""

    name: str
    config: Path
    credentials: Path
    store: Mapping[str, str]
    ready: str
    figures: Figures = field(default_factory=dict)
    running: Assistant | None = None
    metrics: int = 0

    def start(self, stack: ExitStack) -> None:
        """Trains and starts it; it ends with the stack."""
        made = trained(self.config)
        self.figures["training (s)"] = made.seconds
        self.figures["model (MB)"] = made.model.stat().st_size / 2**20
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="icp-bench-")))
        started = time.monotonic()
        self.metrics = free_port()
        running = running_assistant(
            made.model, folder, "--enable-api", self.store, self.metrics, CREDENTIALS=str(self.credentials)
        )
        self.running = stack.enter_context(running)
        self.running.wait_until_ready(self.ready)
        self.turn("warm-up", "hello")
        self.figures["start-up to the first answer (s)"] = time.monotonic() - started
        self.figures["memory idle (MB)"] = self.memory()

    def turn(self, sender: str, message: str) -> float:
        """The milliseconds from a message to the webhook until its answer is there."""
        return self._milliseconds({"sender": sender, "message": message}, WEBHOOK)

    def parse(self, text: str) -> float:
        """The milliseconds that understanding alone takes, over HTTP as well."""
        return self._milliseconds({"text": text}, "/model/parse")

    def _milliseconds(self, content: dict[str, str], path: str) -> float:
        assert self.running is not None
        body = json.dumps(content).encode()
        started = time.perf_counter()
        status, _ = self.running.post(body, path)
        if status != 200:
            raise CannotStart(f"{self.name} answered {path} with {status}.")
        return (time.perf_counter() - started) * 1000

    def memory(self) -> float:
        """The resident memory of the assistant in megabytes."""
        assert self.running is not None
        assert self.running.assistant.process is not None
        status = Path(f"/proc/{self.running.assistant.process.pid}/status").read_text(encoding="utf-8")
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024

    def seconds_by_part(self) -> Counter[str]:
        """How many seconds the assistant has spent on each part of its turns, and on them as a whole; nothing where it does not count."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics}/metrics", timeout=10) as response:
                lines = response.read().decode().splitlines()
        except OSError:
            return Counter()
        found = (re.fullmatch(r'icp_(?:part_seconds_sum\{part="(\w+)"\}|turn_seconds_sum()) (\S+)', line) for line in lines)
        return Counter({each[1] or "whole": float(each[3]) for each in found if each})

    def note(self, name: str, times: Sequence[float]) -> None:
        """Keeps median and 95th percentile of the milliseconds."""
        self.figures[f"{name}, p50 (ms)"] = statistics.median(times)
        self.figures[f"{name}, p95 (ms)"] = statistics.quantiles(times, n=20)[-1]


def measure(contenders: Sequence[Contender], sentences: Sequence[str], conversations: int, long_run: int) -> None:
    """Fills in the figures of all: over so many long conversations, and over so many turns while the memory is watched."""
    with ExitStack() as stack:
        for each in contenders:
            each.start(stack)
            _report(f"{each.name} is trained and started")
        _parsing(contenders, sentences)
        _report("parsing is measured")
        _long_conversations(contenders, sentences, conversations)
        _report("long conversations are measured")
        _parallel(contenders, sentences)
        _report("parallel conversations are measured")
        _beside_a_busy_core(contenders, sentences)
        _report("turns beside a busy core are measured")
        _long_run(contenders, sentences, long_run)


def _report(progress: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {progress}", file=sys.stderr, flush=True)


def _parsing(contenders: Sequence[Contender], sentences: Sequence[str]) -> None:
    times: dict[str, list[float]] = {each.name: [] for each in contenders}
    for sentence in sentences:
        for each in contenders:
            times[each.name].append(each.parse(sentence))
    for each in contenders:
        each.note("parse", times[each.name])


def _long_conversations(contenders: Sequence[Contender], sentences: Sequence[str], conversations: int) -> None:
    """Each turn of interest is the middle of ten turns with always the same ten sentences, so that turns can be compared."""
    half = PROBES // 2
    probes = sentences[:: len(sentences) // PROBES][:PROBES]
    probe_at = {turn - half + place: (turn, probe) for turn in TURNS for place, probe in enumerate(probes)}
    times: dict[str, dict[int, list[float]]] = {each.name: {turn: [] for turn in (0, *TURNS)} for each in contenders}
    before = {each.name: each.seconds_by_part() for each in contenders}
    for conversation in range(conversations):
        sender = uuid.uuid4().hex
        for number in range(max(TURNS) + half):
            turn, message = probe_at.get(number, (0, sentences[(conversation * 191 + number) % len(sentences)]))
            for each in contenders:
                times[each.name][turn].append(each.turn(sender, message))
    for each in contenders:
        mine = times[each.name]
        each.note("whole turn", [milliseconds for turn in mine.values() for milliseconds in turn])
        for turn in TURNS:
            each.note(f"turn {turn}", mine[turn])
        took = each.seconds_by_part()
        took.subtract(before[each.name])
        turns = sum(map(len, mine.values()))
        rest = took["whole"] - sum(seconds for part, seconds in took.items() if part != "whole")
        for part, seconds in (*took.most_common(), ("all else", rest)) if took["whole"] else ():
            each.figures[f"of a turn, mean, {part.replace('_', ' ')} (ms)"] = 1000 * seconds / turns
        each.figures["turn 500 to turn 5"] = each.figures["turn 500, p50 (ms)"] / each.figures["turn 5, p50 (ms)"]


def _parallel(contenders: Sequence[Contender], sentences: Sequence[str]) -> None:
    for parallel in PARALLEL:
        turns = _PARALLEL_TURNS // parallel
        for each in contenders:

            def talk(number: int, contender: Contender = each, turns: int = turns) -> None:
                sender = uuid.uuid4().hex
                for turn in range(turns):
                    contender.turn(sender, sentences[(number * 7 + turn) % len(sentences)])

            started = time.monotonic()
            with ThreadPoolExecutor(parallel) as pool:
                list(pool.map(talk, range(parallel)))
            each.figures[f"{parallel} in parallel (turns/s)"] = turns * parallel / (time.monotonic() - started)


def _beside_a_busy_core(contenders: Sequence[Contender], sentences: Sequence[str]) -> None:
    """Something else keeps one core busy: threads that spin while they wait for each other would then wait for it again and again."""
    times: dict[str, list[float]] = {each.name: [] for each in contenders}
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as busy:
        for number in range(_BUSY_TURNS):
            for each in contenders:
                times[each.name].append(each.turn(f"busy-{number // PROBES}", sentences[number % len(sentences)]))
        busy.kill()
    for each in contenders:
        each.note("turn beside a busy core", times[each.name])


def _long_run(contenders: Sequence[Contender], sentences: Sequence[str], turns: int) -> None:
    before = {each.name: each.memory() for each in contenders}
    for number in range(turns):
        for each in contenders:
            each.turn(f"long-{number // _LONG_RUN_CONVERSATION}", sentences[number % len(sentences)])
    for each in contenders:
        after = each.figures[f"memory after {turns} more turns (MB)"] = each.memory()
        each.figures["growth of memory (%)"] = 100 * (after / before[each.name] - 1)


def table(ours: Figures, stock: Figures | None = None) -> str:
    """All figures as a Markdown table: ours, and where stock ran too, its own and the ratio of the two where both are absolute."""
    if stock is None:
        return "\n".join(["| | ours |", "|---|---:|", *(f"| {name} | {_rounded(value)} |" for name, value in ours.items())])
    rows = ["| | ours | stock | ratio |", "|---|---:|---:|---:|"]
    for name, value in ours.items():
        theirs = _rounded(stock[name]) if name in stock else ""
        ratio = f"{_ratio(name, ours, stock):.2f}" if theirs and name.endswith(("(s)", "(ms)", "(MB)", "(turns/s)")) else ""
        rows.append(f"| {name} | {_rounded(value)} | {theirs} | {ratio} |")
    return "\n".join(rows)


def _rounded(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def verdicts(ours: Figures, stock: Figures | None = None) -> str:
    """Each target, what was measured, and whether it is met."""
    reached = [(name, of(ours), most) for name, of, most in ALONE]
    if stock is not None:
        reached += [(name, of(ours, stock), most) for name, of, most in TARGETS]
    return "\n".join(
        f"{name}: {value:.2f}, at most {most:.4g}: {'met' if value <= most else 'MISSED'}" for name, value, most in reached
    )


def machine() -> str:
    """The processor, as the system names it, and how many of its cores there are."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "a processor without a name")
    return f"{os.cpu_count()} cores of {name}"


def main() -> None:
    """Prints a Markdown table of all figures, and then which targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=2, help="long conversations")
    parser.add_argument("--long-run", type=int, default=5000, help="turns over which the memory is watched")
    parser.add_argument("--alone", action="store_true", help="ours only; stock trains for hours")
    arguments = parser.parse_args()
    ours = Contender("ours", ROOT / "config.yml", CONFIGS / "unlimited_door.yml", {}, "/ready")
    stock = Contender("stock", STOCK, CONFIGS / "stock_door.yml", {"type": "SQL"}, "/")
    sentences = [each.text for each in read_sentences()]
    try:
        measure((ours,) if arguments.alone else (ours, stock), sentences, arguments.conversations, arguments.long_run)
    except CannotStart as error:
        one_line_and_exit(error)
    print(f"Measured on {machine()}, with the {len(sentences)} sentences of tests/nlu/\n")
    theirs = None if arguments.alone else stock.figures
    print(f"{table(ours.figures, theirs)}\n\n{verdicts(ours.figures, theirs)}")


if __name__ == "__main__":
    main()
