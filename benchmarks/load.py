"""Turns a second and how long they take, against the number of assistants: a cluster on this machine under locust.

All of it, locust too, shares the processors of one machine; so this finds what a turn costs and where waiting begins, not what several
machines can do together.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.parts import open_folder
from tests.cluster.running import RunningCluster
from tools.environment import ROOT

LOCUST_FILE = Path(__file__).with_name("locustfile.py")


@dataclass(frozen=True)
class Measured:
    """One run.

    Attributes:
        turns: answered.
        failed: not answered with 200.
        a_second: turns a second.
        half: milliseconds that half of them took at most.
        late: that 95 of 100 took at most.
        processor: seconds of the processors' time that a turn cost, of all processes of the cluster.
    """

    turns: int
    failed: int
    a_second: float
    half: float
    late: float
    processor: float


def processor_seconds(processes: Sequence[int]) -> float:
    """Of their whole time, in user code and in the system's, with their children's."""
    ticks = 0
    for process in processes:
        values = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, values[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(cluster: RunningCluster, assistants: int, people: int, seconds: int) -> Measured:
    """Has so many people talk with the first assistants for so long."""
    hosts = cluster.assistants()[:assistants]
    processes = list(cluster.state["pids"].values())
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable, "-m", "locust", "-f", str(LOCUST_FILE), "--headless", "-u", str(people), "-r", str(people), "-t", f"{seconds}s",
            "--csv", f"{folder}/made", "--only-summary", "--loglevel", "ERROR",
        ]  # fmt: skip
        before = processor_seconds(processes)
        subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "LOAD_HOSTS": " ".join(hosts)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        taken = processor_seconds(processes) - before
        with open(f"{folder}/made_stats.csv", encoding="utf-8", newline="") as file:
            total = next(row for row in csv.DictReader(file) if row["Name"] == "turn")
    turns = int(total["Request Count"])
    return Measured(
        turns, int(total["Failure Count"]), float(total["Requests/s"]), float(total["50%"]), float(total["95%"]),
        taken / max(1, turns),
    )  # fmt: skip


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assistants", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--people", type=int, nargs="+", default=[4, 16, 48])
    parser.add_argument("--seconds", type=int, default=20)
    given = parser.parse_args()
    with open_folder() as folder, open_folder() as database:
        cluster = RunningCluster(folder, database / "postgres", assistants_wanted=max(given.assistants))
        cluster.start()
        try:
            cluster.whole_again()
            for each in cluster.assistants():
                # The first turn of a process is slow.
                cluster.post("warm", "hello", None, past_front=cluster.assistants().index(each))
            print(
                "| assistants | people | turns a second | half within (ms) | 95 of 100 within (ms) | processor (ms a turn) | failed |"
            )
            print("|---:|---:|---:|---:|---:|---:|---:|")
            for assistants in given.assistants:
                for people in given.people:
                    made = measure(cluster, assistants, people, given.seconds)
                    print(
                        f"| {assistants} | {people} | {made.a_second:.1f} | {made.half:.0f} | {made.late:.0f} | "
                        f"{1000 * made.processor:.0f} | {made.failed} |",
                        flush=True,
                    )
            load = os.getloadavg()
            print(f"\nThe machine's load afterwards: {load[0]:.1f}, {load[1]:.1f}, {load[2]:.1f} on {os.cpu_count()} processors.")
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
