"""Keeps the action server and the assistant up, says where to go when both answer, and ends both on Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import re
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from honcho.environ import parse_procfile

from actions.clock import WrongToday, china_today
from store.database import database_of
from store.errors import StoreUnusable
from tools.environment import DATA, ROOT, STORE, CannotStart, environment, exit_with, write_endpoints
from tools.logs import ServersLog
from tools.model import ensure_model
from tools.supervisor import Program, Supervisor

STORE_WAIT_SECONDS = 3.0


def check_port(port: int, host: str, variable: str) -> None:
    """Makes sure that nothing listens on the port yet.

    Raises:
        CannotStart: something does; the message names the variable that chooses another port.
    """
    if is_used(port, host):
        raise CannotStart(f"Port {port} is in use; stop what uses it, or choose another with {variable}=...")


def is_used(port: int, host: str) -> bool:
    """Whether something listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def free_port() -> int:
    """A port on loopback that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings(
    port: int, action_port: int, interface: str, model: Path, data: Path = DATA, store: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What the Procfile takes from the environment; the action server listens on loopback only, and what is kept is in `data`."""
    action_server = f"http://127.0.0.1:{action_port}"
    return environment(
        data,
        ICP_DATA=str(data),
        PORT=str(port),
        ACTION_PORT=str(action_port),
        INTERFACE=interface,
        MODEL=str(model),
        CREDENTIALS=os.environ.get("CREDENTIALS", "credentials.yml"),
        ACTION_SERVER=action_server,
        ENDPOINTS=str(write_endpoints(data, action_server, store or {})),
        SANIC_HOST="127.0.0.1",
        PATH=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    )


def answers(url: str) -> bool:
    """Whether a GET of the address is answered with 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


class Console:
    """Shows on the terminal what a person must know, warnings and errors, and writes every line of both servers to the log."""

    _WORTH_SHOWING = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b|Traceback|Error: |Unusable: ")

    def __init__(self, log: ServersLog) -> None:
        self._log = log

    def hear(self, name: str, line: str) -> None:
        """A server wrote the line."""
        self._log.write(name, line)
        if self._WORTH_SHOWING.search(line):
            self._show(f"{name}: {line}")

    def tell(self, sentence: str) -> None:
        """A sentence about the servers."""
        self._log.write("make run", sentence)
        self._show(sentence)

    def _show(self, text: str) -> None:
        # The terminal may be gone, or a full disk where it was sent to.
        with contextlib.suppress(OSError):
            print(text, flush=True)


def check_store(data: Path) -> None:
    """Makes sure that conversations can be stored in the data folder.

    Raises:
        CannotStart: they cannot; the message names the file and says what to do.
    """
    database = database_of({"dialect": "sqlite", "db": str(data / STORE)}, STORE_WAIT_SECONDS)
    try:
        database.open(alone=True)
    except StoreUnusable as error:
        raise CannotStart(str(error)) from error
    finally:
        database.close()


def programs(environment: dict[str, str]) -> list[Program]:
    """The servers of the Procfile, the action server first, with the variables of the environment put in."""
    commands = parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes
    return [Program(name, words(command, environment), environment, ROOT) for name, command in commands.items()]


def words(command: str, environment: dict[str, str]) -> list[str]:
    """The words of a command with the variables put in; each stays one word, whatever it holds."""
    return [environment.get(word[1:], "") if word.startswith("$") else word for word in command.split()]


async def _announce(port: int, console: Console) -> None:
    address = f"http://localhost:{port}"
    while not await asyncio.to_thread(answers, f"{address}/ready"):
        await asyncio.sleep(0.5)
    console.tell(f"\nReady: {address}/ has the widget, {address}/webhooks/rest/webhook takes messages. Ctrl-C ends it.\n")


async def _run(supervisor: Supervisor, port: int, console: Console) -> bool:
    announcing = asyncio.ensure_future(_announce(port, console))
    try:
        return await supervisor.run()
    finally:
        announcing.cancel()


def serve(port: int, action_port: int, interface: str, data: Path = DATA) -> int:
    """Keeps both servers up until it is told to stop, as by Ctrl-C; returns the exit code.

    Raises:
        CannotStart: ICP_TODAY is no date, a port is in use, conversations cannot be stored, a YAML file is broken, or the training
            failed.
    """
    try:
        china_today()
    except WrongToday as error:
        raise CannotStart(str(error)) from error
    check_port(port, interface, "PORT")
    check_port(action_port, "127.0.0.1", "ACTION_PORT")
    check_store(data)
    model = ensure_model()
    path = data / "servers.log"
    console = Console(ServersLog(path))
    console.tell("Starting the action server and the assistant, about half a minute ...")
    supervisor = Supervisor(programs(settings(port, action_port, interface, model, data)), console.hear, console.tell)
    if asyncio.run(_run(supervisor, port, console)):
        return 0
    print(f"What it said is in {path}.", file=sys.stderr)
    return 1


def main() -> None:
    """Reads PORT, ACTION_PORT, INTERFACE and ICP_DATA from the environment."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "5005")))
    parser.add_argument("--action-port", type=int, default=int(os.environ.get("ACTION_PORT", "5055")))
    parser.add_argument("--interface", default=os.environ.get("INTERFACE", "127.0.0.1"))
    arguments = parser.parse_args()
    data = Path(os.environ.get("ICP_DATA", DATA))
    # What it writes holds what people said.
    os.umask(0o077)
    exit_with(lambda: serve(arguments.port, arguments.action_port, arguments.interface, data))


if __name__ == "__main__":
    main()
