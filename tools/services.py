"""PostgreSQL, Redis and nginx from Debian's packages, as processes of ours with their data in a folder of ours."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools.environment import CannotStart, environment
from tools.supervisor import Program

# What is looked for, and the package that has it.
_PACKAGES = {"redis-server": "redis-server", "nginx": "nginx-light", "postgres": "postgresql", "openssl": "openssl"}
_PATH = os.pathsep.join(["/usr/sbin", "/sbin", os.environ.get("PATH", "")])
DATABASE = "icp"
# They do not run as root, so a root's are run by the users that their packages make.
_POSTGRES_USER, _NGINX_USER = "postgres", "www-data"


def find(name: str) -> str | None:
    """The path of a program: on the PATH, or, of PostgreSQL, the newest that Debian has put beside it."""
    if found := shutil.which(name, path=_PATH):
        return found
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(versions[-1]) if versions else None


def bring() -> None:
    """Makes sure that all of them are there: installs by apt what is missing, where that is allowed.

    Raises:
        CannotStart: something is missing still; one line says how to install it.
    """
    missing = [package for name, package in _PACKAGES.items() if find(name) is None]
    if missing and shutil.which("apt-get"):
        print(f"Bringing {', '.join(missing)} ...", flush=True)
        apt = [*([] if os.geteuid() == 0 else ["sudo", "-n"]), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        for command in ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *missing]):
            quiet = subprocess.DEVNULL
            if (
                shutil.which(command[0]) is None
                or subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=900, check=False).returncode
            ):
                break
    if missing := [package for name, package in _PACKAGES.items() if find(name) is None]:
        raise CannotStart(f"The cluster needs {', '.join(missing)}: apt-get install {' '.join(missing)}")


def needed(name: str) -> str:
    """The path of a program that must be there.

    Raises:
        CannotStart: it is not.
    """
    path = find(name)
    if path is None:
        raise CannotStart(f"{name} is missing: apt-get install {_PACKAGES.get(name, name)}")
    return path


def dying_with_us(words: Sequence[str], signal: str = "TERM", user: str | None = None) -> list[str]:
    """The command, which gets the signal when the thread that started it is gone; as that user where we are root."""
    change = ["--reuid", user, "--regid", user, "--clear-groups"] if user else []
    return ["setpriv", *change, "--pdeathsig", signal, "--", *words]


def redis(folder: Path, port: int) -> Program:
    """Redis on loopback. It keeps nothing on the disk, because nothing in it must outlive it."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [
        needed("redis-server"), "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder), "--save", "", "--appendonly", "no",
        "--maxmemory", "64mb", "--maxmemory-policy", "volatile-ttl", "--loglevel", "warning",
        "--logfile", str(folder / "redis.log"),
    ]  # fmt: skip
    return Program("redis", dying_with_us(words), environment(), folder)


def own_folder(folder: Path, user: str) -> str | None:
    """Makes the folder that user's, where we are root; the user, or None where we are not and run everything ourselves.

    Raises:
        CannotStart: the user does not get into it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return None
    shutil.chown(folder, user)
    folder.chmod(0o700)
    as_user = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--", "test", "-x", str(folder)]
    if subprocess.run(as_user, check=False).returncode:
        raise CannotStart(f"The user {user} does not get into {folder}; let others through the folders above it (chmod o+x).")
    return user


class PostgresFolder:
    """A PostgreSQL whose data and socket are in a folder."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port
        self.user = own_folder(folder, _POSTGRES_USER)

    @property
    def url(self) -> str:
        """Its DATABASE_URL."""
        return f"postgresql://{self.user or pwd.getpwuid(os.geteuid()).pw_name}@127.0.0.1:{self._port}/{DATABASE}"

    def make(self) -> None:
        """Makes the data, unless they are there.

        Raises:
            CannotStart: they cannot be made; the message has the last line that was said about it.
        """
        data = self._folder / "data"
        if (data / "PG_VERSION").exists():
            return
        # Small files, for a small disk; and no fsync of what is made only now.
        self._run(needed("initdb"), "-D", str(data), "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--wal-segsize=1", "-N")
        # The database is made before the server listens to anybody.
        single = [needed("postgres"), "--single", "-D", str(data), "template1"]
        self._run(*single, said=f"CREATE DATABASE {DATABASE}\n")

    def program(self) -> Program:
        """The server, on loopback."""
        words = [
            needed("postgres"), "-D", str(self._folder / "data"), "-p", str(self._port), "-k", str(self._folder),
            "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=60", "-c", "shared_buffers=32MB", "-c", "min_wal_size=2MB",
            "-c", "max_wal_size=8MB", "-c", "log_min_messages=warning",
        ]  # fmt: skip
        # INT has it end at once, also with clients.
        return Program("postgres", dying_with_us(words, "INT", self.user), environment(), self._folder)

    def _run(self, *words: str, said: str = "") -> None:
        as_user = ["setpriv", "--reuid", self.user, "--regid", self.user, "--clear-groups", "--"] if self.user else []
        made = subprocess.run([*as_user, *words], input=said, capture_output=True, text=True, cwd=self._folder, check=False)
        if made.returncode:
            reason = (made.stderr or made.stdout).strip().splitlines()[-1:]
            raise CannotStart(f"PostgreSQL could not be set up in {self._folder}: {' '.join(reason)}")


def nginx(folder: Path, configuration: str) -> Program:
    """nginx with that configuration, in its folder, to which all files that it reads belong."""
    path = folder / "nginx.conf"
    path.write_text(configuration, encoding="utf-8")
    user = own_folder(folder, _NGINX_USER)
    if user is not None:
        for each in folder.rglob("*"):
            shutil.chown(each, user)
    words = [needed("nginx"), "-p", str(folder), "-c", str(path), "-e", "stderr"]
    return Program("nginx", dying_with_us(words, "QUIT", user), environment(), folder)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that nobody signed, and its key; kept once made.

    Raises:
        CannotStart: openssl could not make it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    certificate, key = folder / "localhost.crt", folder / "localhost.key"
    if not certificate.exists():
        words = [
            needed("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "365",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", str(certificate),
            "-keyout", str(key),
        ]  # fmt: skip
        if subprocess.run(words, capture_output=True, check=False).returncode:
            raise CannotStart("openssl could not make a certificate for localhost.")
    return certificate, key
