"""Starts the action server and the assistant together, says where to go when both answer, and ends both on Ctrl-C."""

from __future__ import annotations

import argparse
import os
import re
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TextIO

from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Message, Printer

from actions.clock import WrongToday, china_today
from tools.environment import DATA, ROOT, CannotStart, environment, one_line_and_exit, write_endpoints
from tools.model import ensure_model

START_UP_SECONDS = 180


def check_port(port: int, host: str, variable: str) -> None:
    """Makes sure that nothing listens on the port yet.

    Raises:
        CannotStart: something does; the message names the variable that chooses another port.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise CannotStart(f"Port {port} is in use; stop what uses it, or choose another with {variable}=...") from None


def free_port() -> int:
    """A port on loopback that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings(port: int, action_port: int, interface: str, model: Path, data: Path = DATA) -> dict[str, str]:
    """What the Procfile takes from the environment; the action server listens on loopback only, and what is kept is in `data`."""
    action_server = f"http://127.0.0.1:{action_port}"
    return environment(
        data,
        PORT=str(port),
        ACTION_PORT=str(action_port),
        INTERFACE=interface,
        MODEL=str(model),
        CREDENTIALS=os.environ.get("CREDENTIALS", "credentials.yml"),
        ACTION_SERVER=action_server,
        ENDPOINTS=str(write_endpoints(data, action_server)),
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


class QuietPrinter(Printer):
    """Shows what a person must know, warnings and errors, and writes every line of both servers to a file."""

    _WORTH_SHOWING = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b|Traceback|Error: ")

    def __init__(self, log: TextIO) -> None:
        super().__init__(sys.stdout)
        self._log = log

    def write(self, message: Message) -> None:
        """Called by honcho for each line."""
        line = message.data.decode("utf-8", "replace") if isinstance(message.data, bytes) else str(message.data)
        self._log.write(f"{message.name}: {line.rstrip()}\n")
        self._log.flush()
        if self._WORTH_SHOWING.search(line):
            super().write(message)


def _announce(port: int) -> None:
    address = f"http://localhost:{port}"
    deadline = time.monotonic() + START_UP_SECONDS
    while time.monotonic() < deadline:
        if answers(f"{address}/ready"):
            print(
                f"\nReady: {address}/ has the widget, {address}/webhooks/rest/webhook takes messages. Ctrl-C ends it.\n",
                flush=True,
            )
            return
        time.sleep(0.5)


def serve(port: int, action_port: int, interface: str) -> int:
    """Runs both servers until one ends or Ctrl-C; returns the exit code.

    Raises:
        CannotStart: ICP_TODAY is no date, a port is in use, a YAML file is broken, or the training failed.
    """
    try:
        china_today()
    except WrongToday as error:
        raise CannotStart(str(error)) from error
    check_port(port, interface, "PORT")
    check_port(action_port, "127.0.0.1", "ACTION_PORT")
    model = ensure_model()
    print("Starting the action server and the assistant, about half a minute ...", flush=True)
    DATA.mkdir(parents=True, exist_ok=True)
    log = DATA / "servers.log"
    manager = Manager(QuietPrinter(log.open("w", encoding="utf-8")))
    for name, command in parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes.items():
        manager.add_process(name, command, env=settings(port, action_port, interface, model), cwd=str(ROOT))
    threading.Thread(target=_announce, args=(port,), daemon=True).start()
    manager.loop()
    if manager.returncode in (130, None):
        return 0
    print(f"A server ended; what it said is in {log.relative_to(ROOT)}.", file=sys.stderr)
    return int(manager.returncode)


def main() -> None:
    """Reads PORT, ACTION_PORT and INTERFACE from the environment."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "5005")))
    parser.add_argument("--action-port", type=int, default=int(os.environ.get("ACTION_PORT", "5055")))
    parser.add_argument("--interface", default=os.environ.get("INTERFACE", "127.0.0.1"))
    arguments = parser.parse_args()
    try:
        sys.exit(serve(arguments.port, arguments.action_port, arguments.interface))
    except CannotStart as error:
        one_line_and_exit(error)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
