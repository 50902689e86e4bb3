"""PostgreSQL and Redis by themselves, and a folder into which their users get."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.serve import free_port
from tools.services import PostgresFolder, bring, redis
from tools.supervisor import Program

START_SECONDS = 30.0


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder for the data of several users."""
    folder = Path(tempfile.mkdtemp(prefix="icp-cluster-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Part:
    """A server that may be killed and started again."""

    program: Program
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """What it said."""
        return self.program.folder.parent / f"{self.program.name}.log"

    def start(self) -> None:
        """Starts it, once more while what a killed one has left behind is still in use."""
        end = time.monotonic() + START_SECONDS
        while not listens(self.port):
            if self.process is None or self.process.poll() is not None:
                assert time.monotonic() < end, self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
                with self.log.open("ab") as log:
                    self.process = subprocess.Popen(
                        self.program.words, cwd=self.program.folder, env=self.program.environment, stdout=log, stderr=log
                    )
            time.sleep(0.05)

    def end(self, how: signal.Signals) -> None:
        """Ends it in that way."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(60)
        self.process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It keeps its connections and answers nothing."""
        assert self.process is not None
        with frozen(self.process.pid):
            yield


def family(pid: int) -> list[int]:
    """The process and its children."""
    found = [pid]
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(status.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(status.parent.name))
    return found


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """The process and its children stand still."""
    stopped = family(pid)
    for each in stopped:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in stopped:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGCONT)


@dataclass
class Services:
    """Both, with their addresses."""

    postgres: Part
    redis: Part
    database_url: str
    redis_url: str


@contextmanager
def services() -> Iterator[Services]:
    """Both, until the block ends."""
    bring()
    with open_folder() as folder:
        ports = free_port(), free_port()
        database = PostgresFolder(folder / "postgres", ports[0])
        database.make()
        made = Services(
            Part(database.program(), ports[0]),
            Part(redis(folder / "redis", ports[1]), ports[1]),
            database.url,
            f"redis://127.0.0.1:{ports[1]}/0",
        )
        made.postgres.start()
        made.redis.start()
        try:
            yield made
        finally:
            made.redis.end(signal.SIGTERM)
            made.postgres.end(signal.SIGINT)
