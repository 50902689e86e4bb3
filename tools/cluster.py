"""The whole of it on one machine: nginx before two assistants, two action servers, PostgreSQL and Redis, as processes without containers.

`python -m tools.cluster` runs it; `python -m tools.cluster update` has a running one go over to the newest model, one assistant after
the other, so that there is always one that answers.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tools.environment import DATA, ROOT, CannotStart, environment, exit_with
from tools.front import TEMPLATES, filled, write_static
from tools.logs import ServersLog
from tools.model import ensure_model
from tools.serve import Console, answers, free_port, is_used
from tools.services import PostgresFolder, bring, make_certificate, nginx, redis
from tools.supervisor import Program, Supervisor

CREDENTIALS = ROOT / "deploy" / "config" / "credentials.yml"
# A name for the model in use; what it points to changes with an update.
MODEL = "model.tar.gz"
# So far above its own port an assistant or action server has its metrics.
METRICS = 100
# What runs: the ports, and the processes by name.
STATE = "cluster.json"
# A database whose disk is full ends again and again until there is room; nobody is helped when the rest ends with it.
_MOST_ENDS = 1000
_UPDATE_SECONDS = 600


@dataclass(frozen=True)
class Ports:
    """Where each part listens, all but the front on loopback only."""

    front: int = 8443
    front_plain: int = 8080
    assistants: tuple[int, ...] = (5105, 5106)
    actions: tuple[int, ...] = (5155, 5156)
    actions_front: int = 5150
    postgres: int = 5160
    redis: int = 5161

    @classmethod
    def free(cls, assistants: int = 2) -> Ports:
        """Ports that nothing uses."""
        one = free_port
        return cls(one(), one(), tuple(one() for _ in range(assistants)), (one(), one()), one(), one(), one())

    def all(self) -> Sequence[int]:
        """Every one."""
        ends = (self.front, self.front_plain, self.actions_front, self.postgres, self.redis)
        return (*ends, *self.assistants, *self.actions)


@dataclass
class Cluster:
    """The programs, their addresses and their data.

    Attributes:
        folder: for all that they keep and write.
        ports: where they listen.
        settings: further variables of assistants and action servers.
        credentials: the doors' settings.
        limits: requests of one address a second, and at once, that nginx lets through.
        database: where the data of PostgreSQL are, if not in the folder.
    """

    folder: Path
    ports: Ports
    settings: dict[str, str] = field(default_factory=dict)
    credentials: Path = CREDENTIALS
    limits: tuple[int, int] = (10, 100)
    database: Path | None = None

    @property
    def address(self) -> str:
        """Of the front."""
        return f"https://127.0.0.1:{self.ports.front}"

    def programs(self) -> list[Program]:
        """All of them, in the order in which they are started, for a folder in which the model is named already.

        Raises:
            CannotStart: a program is missing, or the database cannot be set up.
        """
        postgres = PostgresFolder(self.database or self.folder / "postgres", self.ports.postgres)
        postgres.make()
        variables = self._variables(postgres.url)
        return [
            redis(self.folder / "redis", self.ports.redis),
            postgres.program(),
            *(self._action_server(number, port, variables) for number, port in enumerate(self.ports.actions, 1)),
            *(self._assistant(number, port, variables) for number, port in enumerate(self.ports.assistants, 1)),
            self.front(),
        ]

    def _variables(self, database: str) -> dict[str, str]:
        return environment(
            self.folder,
            ICP_DATA=str(self.folder),
            DATABASE_URL=database,
            REDIS_URL=f"redis://127.0.0.1:{self.ports.redis}/0",
            ACTION_SERVER=f"http://127.0.0.1:{self.ports.actions_front}",
            DEMO_PAGE="true",
            SANIC_HOST="127.0.0.1",
            # Two encoders on two cores would wait for each other, spinning.
            OMP_WAIT_POLICY="PASSIVE",
            LOG_FORMAT="json",
            **self.settings,
        )

    def _action_server(self, number: int, port: int, variables: dict[str, str]) -> Program:
        words = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)]
        return Program(f"actions-{number}", words, {**variables, "METRICS_PORT": str(port + METRICS)}, ROOT)

    def _assistant(self, number: int, port: int, variables: dict[str, str]) -> Program:
        words = [
            sys.executable, "-m", "rasa", "run", "--model", str(self.folder / MODEL), "--port", str(port), "--interface", "127.0.0.1",
            "--credentials", str(self.credentials), "--endpoints", str(ROOT / "deploy" / "config" / "endpoints.yml"),
        ]  # fmt: skip
        return Program(f"assistant-{number}", words, {**variables, "METRICS_PORT": str(port + METRICS)}, ROOT)

    def front(self) -> Program:
        """nginx."""
        folder = self.folder / "nginx"
        write_static(folder / "static")
        certificate, key = make_certificate(folder)
        requests, at_once = self.limits
        values = {
            "RUN": str(folder),
            "STATIC": str(folder / "static"),
            "ACCESS_LOG": str(folder / "access.log"),
            "BALANCER": "unix:",
            "PORT": f"127.0.0.1:{self.ports.front_plain}",
            "TLS_PORT": f"127.0.0.1:{self.ports.front}",
            "TLS_SUFFIX": f":{self.ports.front}",
            "CERTIFICATE": str(certificate),
            "CERTIFICATE_KEY": str(key),
            "REQUESTS_A_SECOND": str(requests),
            "REQUESTS_AT_ONCE": str(at_once),
            "ASSISTANTS": _servers(self.ports.assistants),
            "ACTIONS": _servers(self.ports.actions),
            "ACTIONS_PORT": str(self.ports.actions_front),
        }
        values["MORE"] = filled((TEMPLATES / "actions.conf.template").read_text(encoding="utf-8"), values)
        return nginx(folder, filled((TEMPLATES / "nginx.conf.template").read_text(encoding="utf-8"), values))


def _servers(ports: Sequence[int]) -> str:
    # Never left out: a database that is away has every assistant refuse, and to find a port closed costs nothing.
    return " ".join(f"server 127.0.0.1:{port} max_fails=0;" for port in ports)


def use_model(folder: Path, model: Path) -> None:
    """From now on an assistant that starts takes this model."""
    new = folder / "model.new"
    new.unlink(missing_ok=True)
    new.symlink_to(model.resolve())
    new.replace(folder / MODEL)


def state(folder: Path) -> dict[str, Any]:
    """`ports` and `pids` of the cluster that runs.

    Raises:
        CannotStart: none does.
    """
    try:
        read: dict[str, Any] = json.loads((folder / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotStart("No cluster is running; start one with make cluster.") from error
    return read


def update(folder: Path, model: Path) -> None:
    """Has the cluster that runs go over to the model, one assistant after the other.

    Raises:
        CannotStart: none is running, or an assistant does not come back.
    """
    ports = state(folder)["ports"]["assistants"]
    use_model(folder, model)
    for number, port in enumerate(ports, 1):
        name = f"assistant-{number}"
        before = state(folder)["pids"].get(name)
        if before is None:
            raise CannotStart(f"{name} does not run just now; wait until it does, and try again.")
        os.kill(before, signal.SIGTERM)
        deadline = time.monotonic() + _UPDATE_SECONDS
        while state(folder)["pids"].get(name) in (before, None) or not answers(f"http://127.0.0.1:{port}/ready"):
            if time.monotonic() > deadline:
                raise CannotStart(f"{name} did not come back with {model.name}; the others still have the model before it.")
            time.sleep(0.3)


async def run(cluster: Cluster, programs: Sequence[Program], console: Console) -> bool:
    """Keeps the programs up until it is told to stop; False when it gave one up."""
    supervisor = Supervisor(programs, console.hear, console.tell, most_ends=_MOST_ENDS)

    path = cluster.folder / STATE

    async def write_state() -> None:
        written = None
        while True:
            if (now := supervisor.pids()) != written:
                new = path.with_suffix(".new")
                new.write_text(json.dumps({"ports": asdict(cluster.ports), "pids": now}), encoding="utf-8")
                new.replace(path)
                written = now
            await asyncio.sleep(0.1)

    async def announce() -> None:
        for port in cluster.ports.assistants:
            while not await asyncio.to_thread(answers, f"http://127.0.0.1:{port}/ready"):
                await asyncio.sleep(0.5)
        console.tell(f"\nReady: {cluster.address}/ (its certificate is signed by nobody). Ctrl-C ends all of it.\n")

    beside = [asyncio.ensure_future(write_state()), asyncio.ensure_future(announce())]
    try:
        return await supervisor.run()
    finally:
        for each in beside:
            each.cancel()
        path.unlink(missing_ok=True)


def start(cluster: Cluster) -> int:
    """Brings what is missing and keeps the cluster up until it is told to stop; returns the exit code.

    Raises:
        CannotStart: a port is in use, a program is missing, or the training failed.
    """
    bring()
    for port in cluster.ports.all():
        if is_used(port, "127.0.0.1"):
            raise CannotStart(
                f"Port {port} is in use; stop what uses it, or let free ones be found: make cluster ARGS=--free-ports"
            )
    cluster.folder.mkdir(parents=True, exist_ok=True)
    # What is in it is readable by its owners only, but two of them are other users than the one who starts it.
    for each in (cluster.folder.parent, cluster.folder):
        each.chmod(0o711)
    use_model(cluster.folder, ensure_model())
    log = cluster.folder / "servers.log"
    console = Console(ServersLog(log))
    console.tell("Starting PostgreSQL, Redis, two action servers, two assistants and nginx, about a minute ...")
    if asyncio.run(run(cluster, cluster.programs(), console)):
        return 0
    print(f"What they said is in {log}.", file=sys.stderr)
    return 1


def main() -> None:
    """Starts it, or updates the one that runs; its data are in `cluster` of ICP_DATA, and PORT is the front's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("do", nargs="?", choices=["run", "update"], default="run")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", Ports.front)))
    parser.add_argument("--assistants", type=int, default=2, help="how many")
    parser.add_argument("--free-ports", action="store_true", help="listen where nothing else does, see cluster.json")
    parser.add_argument("--requests", type=int, default=10, help="of one address a second")
    parser.add_argument("--credentials", type=Path, default=CREDENTIALS)
    parser.add_argument("--database", type=Path, help="the folder for the data of PostgreSQL")
    given = parser.parse_args()
    folder = Path(os.environ.get("ICP_DATA", DATA)) / "cluster"
    os.umask(0o077)

    def work() -> int:
        if given.do == "update":
            update(folder, ensure_model())
            return 0
        first = Ports.assistants[0]
        ports = Ports(front=given.port, assistants=tuple(range(first, first + given.assistants)))
        ports = Ports.free(given.assistants) if given.free_ports else ports
        limits = given.requests, 10 * given.requests
        return start(Cluster(folder, ports, credentials=given.credentials, limits=limits, database=given.database))

    exit_with(work)


if __name__ == "__main__":
    main()
