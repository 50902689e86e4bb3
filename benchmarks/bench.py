"""Speed and memory, ours beside the stock configuration that `rasa init` writes: same data, same machine, one run.

Each assistant is trained, started and talked to over its webhook in turn. Compare the ratios: absolute times depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.sentences import QUESTIONS, read_sentences
from tools.environment import ROOT, CannotStart, environment, one_line_and_exit
from tools.serve import answers, free_port, settings

TURNS = (5, 50, 200, 500)
PARALLEL = (1, 8, 32)
_AROUND = 5
_START_UP_SECONDS = 300


@dataclass
class Figures:
    """What was measured of one assistant: seconds, milliseconds, megabytes and turns a second, by name."""

    values: dict[str, float] = field(default_factory=dict)


@dataclass
class Contender:
    """An assistant to measure: its pipeline, and the channel that it is reached through."""

    name: str
    config: Path
    credentials: Path


def train(contender: Contender, folder: Path) -> tuple[Path, float]:
    """A freshly trained model, without any cache, and the seconds it took."""
    command = [sys.executable, "-m", "rasa", "train", "--force", "--config", str(contender.config)]
    started = time.monotonic()
    code = subprocess.run(
        [*command, "--out", str(folder), "--fixed-model-name", "model"],
        cwd=ROOT,
        env={**environment(), "RASA_CACHE_DIRECTORY": str(folder / "cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode
    if code:
        raise CannotStart(f"Training {contender.name} failed.")
    return folder / "model.tar.gz", time.monotonic() - started


def memory(process: subprocess.Popen[bytes]) -> float:
    """The resident memory of a process in megabytes."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


class Running:
    """Both servers of a contender, and turns over its webhook."""

    def __init__(self, contender: Contender, model: Path, folder: Path) -> None:
        port, action_port = free_port(), free_port()
        self._address = f"http://127.0.0.1:{port}"
        variables = {**settings(port, action_port, "127.0.0.1", model), "ICP_DATA": str(folder)}
        actions = ["-m", "rasa_sdk", "--actions", "actions", "--port", str(action_port)]
        assistant = ["-m", "rasa", "run", "--model", str(model), "--port", str(port), "--interface", "127.0.0.1"]
        assistant += ["--credentials", str(contender.credentials), "--endpoints", "endpoints.yml"]
        started = time.monotonic()
        log = (folder / "log").open("ab")
        self._processes = [
            subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=variables, stdout=log, stderr=log)
            for arguments in (actions, assistant)
        ]
        while not (answers(f"{self._address}/version") or answers(f"{self._address}/health")):
            if time.monotonic() - started > _START_UP_SECONDS:
                raise CannotStart(f"{contender.name} did not start; see {folder / 'log'}.")
            time.sleep(0.2)
        self.turn("warm-up", "hello")
        self.start_up = time.monotonic() - started

    def turn(self, sender: str, message: str) -> float:
        """Sends one message and returns the milliseconds until the answer is there."""
        body = json.dumps({"sender": sender, "message": message}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._address}/webhooks/rest/webhook", data=body, headers=headers)
        started = time.perf_counter()
        with urllib.request.urlopen(request, timeout=120) as response:
            response.read()
        return (time.perf_counter() - started) * 1000

    def memory(self) -> float:
        """The resident memory of the assistant in megabytes."""
        return memory(self._processes[1])

    def stop(self) -> None:
        """Ends both servers."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(timeout=60)


def measure(contender: Contender, sentences: list[str], long_run: int) -> Figures:
    """Everything about one contender; `long_run` is how many turns the memory is watched over."""
    figures = Figures()
    folder = Path(tempfile.mkdtemp(prefix="icp-bench-"))
    try:
        model, figures.values["training (s)"] = train(contender, folder)
        figures.values["model (MB)"] = model.stat().st_size / 2**20
        running = Running(contender, model, folder)
        try:
            figures.values["start-up to first answer (s)"] = running.start_up
            figures.values["memory idle (MB)"] = running.memory()
            _one_conversation(running, sentences, figures)
            _parallel(running, sentences, figures)
            before = running.memory()
            for number in range(long_run):
                running.turn(f"long-{number // 20}", sentences[number % len(sentences)])
            figures.values[f"memory after {long_run} turns (MB)"] = running.memory()
            figures.values[f"growth over {long_run} turns (%)"] = 100 * (running.memory() / before - 1)
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return figures


def _one_conversation(running: Running, sentences: list[str], figures: Figures) -> None:
    sender = uuid.uuid4().hex
    times = [running.turn(sender, sentences[number % len(sentences)]) for number in range(max(TURNS) + _AROUND)]
    for turn in TURNS:
        around = times[max(0, turn - _AROUND) : turn + _AROUND]
        figures.values[f"turn {turn}, p50 (ms)"] = statistics.median(around)
        figures.values[f"turn {turn}, p95 (ms)"] = statistics.quantiles(around, n=20)[-1]


def _parallel(running: Running, sentences: list[str], figures: Figures) -> None:
    for parallel in PARALLEL:
        turns = max(40, parallel * 5)

        def talk(number: int, turns: int = turns, parallel: int = parallel) -> None:
            sender = uuid.uuid4().hex
            for each in range(turns // parallel):
                running.turn(sender, sentences[(number * 7 + each) % len(sentences)])

        started = time.monotonic()
        with ThreadPoolExecutor(parallel) as pool:
            list(pool.map(talk, range(parallel)))
        figures.values[f"{parallel} in parallel (turns/s)"] = turns // parallel * parallel / (time.monotonic() - started)


def main() -> None:
    """Prints a Markdown table: each figure of ours, of stock, and the ratio of the two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long-run", type=int, default=5000, help="turns over which the memory is watched")
    arguments = parser.parse_args()
    sentences = [each.text for each in read_sentences(QUESTIONS)]
    configs = ROOT / "benchmarks" / "configs"
    contenders = [
        Contender("ours", ROOT / "config.yml", configs / "unlimited_door.yml"),
        Contender("stock", configs / "stock.yml", configs / "stock_door.yml"),
    ]
    try:
        ours, stock = (measure(each, sentences, arguments.long_run).values for each in contenders)
    except CannotStart as error:
        one_line_and_exit(error)
    print("| | ours | stock | ratio |\n|---|---|---|---|")
    for name, value in ours.items():
        print(f"| {name} | {value:.1f} | {stock[name]:.1f} | {value / stock[name]:.2f} |")


if __name__ == "__main__":
    main()
