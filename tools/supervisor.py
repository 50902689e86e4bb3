"""Keeps processes up: starts again what ends, gives up when it ends again and again, and ends all of them in order."""

from __future__ import annotations

import asyncio
import signal
import time
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.leash import GRACE_SECONDS, leashed

# Ends so often in a row, each less than that after its start, and it is given up.
MOST_ENDS = 5
SETTLED_SECONDS = 60.0
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 8.0
_LONGEST_LINE = 2**20


@dataclass(frozen=True)
class Program:
    """A process to keep up.

    Attributes:
        name: what it is called in the log.
        words: its command line.
        environment: its variables.
        folder: where it runs.
    """

    name: str
    words: Sequence[str]
    environment: dict[str, str]
    folder: Path


class Supervisor:
    """Runs programs until it is told to stop, or one of them cannot be kept up.

    Args:
        programs: in the order in which they are started; they are ended in the reverse one, each only after the last is gone, so that
            one that needs another is served until its end.
        hear: called with the name of a program and a line that it wrote.
        tell: called with a sentence for people when a program ends, and when it is given up.
        settled_seconds: a program that ran for so long counts as well again.
        most_ends: so often in a row a program may end before it is given up.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        hear: Callable[[str, str], None],
        tell: Callable[[str], None],
        settled_seconds: float = SETTLED_SECONDS,
        most_ends: int = MOST_ENDS,
    ) -> None:
        self._programs = programs
        self._hear = hear
        self._tell = tell
        self._settled_seconds = settled_seconds
        self._most_ends = most_ends
        self._running: dict[str, Process] = {}
        self._stopping: asyncio.Event | None = None

    async def run(self) -> bool:
        """Whether it was told to stop, by SIGINT, SIGTERM or `stop`; False when a program was given up."""
        self._stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(sign, self._stopping.set)
        keeping = [asyncio.ensure_future(self._keep_up(program)) for program in self._programs]
        told = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({told, *keeping}, return_when=asyncio.FIRST_COMPLETED)
        was_told = told.done()
        self._stopping.set()
        for program in reversed(self._programs):
            await self._end(program)
        for each in (told, *keeping):
            each.cancel()
        await asyncio.gather(told, *keeping, return_exceptions=True)
        return was_told

    def pids(self) -> dict[str, int]:
        """The processes that run, by the names of their programs."""
        return {name: process.pid for name, process in self._running.items()}

    def stop(self) -> None:
        """Has `run` end all programs and return."""
        if self._stopping is not None:
            self._stopping.set()

    async def _keep_up(self, program: Program) -> None:
        """Returns when the program is given up."""
        assert self._stopping is not None
        ends = 0
        while True:
            started = time.monotonic()
            code = await self._run_once(program)
            if self._stopping.is_set():
                await asyncio.Event().wait()
            ends = 1 if time.monotonic() - started >= self._settled_seconds else ends + 1
            if ends == self._most_ends:
                self._tell(f"The server of {program.name} ended {ends} times in a row, the last time with {_how(code)}.")
                return
            pause = min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2 ** (ends - 1))
            self._tell(f"The server of {program.name} ended with {_how(code)}; it is started again in {pause:g} s.")
            await asyncio.sleep(pause)

    async def _run_once(self, program: Program) -> int:
        words = leashed(list(program.words))
        process = await asyncio.create_subprocess_exec(
            *words,
            cwd=program.folder,
            env=program.environment,
            stdin=PIPE,
            stdout=PIPE,
            stderr=STDOUT,
            # Ctrl-C in the terminal reaches this process only, which then ends the others in order.
            start_new_session=True,
            limit=_LONGEST_LINE,
        )
        self._running[program.name] = process
        listening = asyncio.ensure_future(self._listen(program.name, process))
        code = await process.wait()
        del self._running[program.name]
        # A grandchild may hold the output open for ever.
        await asyncio.wait({listening}, timeout=1)
        listening.cancel()
        return code

    async def _listen(self, name: str, process: Process) -> None:
        assert process.stdout is not None
        while True:
            try:
                line = await process.stdout.readline()
            except ValueError:
                # Longer than anything worth reading.
                continue
            if not line:
                return
            self._hear(name, line.decode("utf-8", "replace").rstrip())

    async def _end(self, program: Program) -> None:
        process = self._running.get(program.name)
        if process is None:
            return
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), GRACE_SECONDS)
        except asyncio.TimeoutError:
            process.kill()
            await process.wait()


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
