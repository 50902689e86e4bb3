"""One assistant that is kept up for all faults, with its data on a small disk of its own where one can be mounted."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.kept_up import KeptUp
from tools.model import ensure_model

DISK = "24m"


@dataclass(frozen=True)
class Disk:
    """Where the data are.

    Attributes:
        folder: its root.
        is_small: whether it can be filled.
    """

    folder: Path
    is_small: bool


@pytest.fixture(scope="session")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    folder = tmp_path_factory.mktemp("disk")
    is_small = bool(shutil.which("mount")) and _succeeds("mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder))
    yield Disk(folder, is_small)
    if is_small:
        _succeeds("umount", "--lazy", str(folder))


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


@pytest.fixture(scope="session")
def shared(disk: Disk) -> Iterator[KeptUp]:
    ensure_model()
    server = KeptUp(disk.folder)
    server.start()
    yield server
    assert server.process is not None
    server.process.terminate()
    server.process.wait(120)


@pytest.fixture
def server(shared: KeptUp) -> KeptUp:
    """It answers again, whatever was done to it before."""
    shared.wait_until_ready()
    return shared
