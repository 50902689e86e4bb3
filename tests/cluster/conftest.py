"""One cluster for all tests, with the data of its PostgreSQL on a small disk of its own where one can be mounted."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.cluster.parts import open_folder
from tests.cluster.running import RunningCluster
from tests.faults.conftest import Disk
from tools.model import ensure_model
from tools.services import bring

DISK = "96m"


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


@pytest.fixture(scope="session")
def database_disk() -> Iterator[Disk]:
    with open_folder() as folder:
        is_small = bool(shutil.which("mount")) and _succeeds("mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder))
        folder.chmod(0o711)
        yield Disk(folder, is_small)
        if is_small:
            _succeeds("umount", "--lazy", str(folder))


@pytest.fixture(scope="session")
def shared_cluster(database_disk: Disk) -> Iterator[RunningCluster]:
    bring()
    ensure_model()
    with open_folder() as folder:
        cluster = RunningCluster(folder, database_disk.folder / "postgres")
        cluster.start()
        yield cluster
        cluster.stop()


@pytest.fixture
def cluster(shared_cluster: RunningCluster) -> RunningCluster:
    """It is whole, whatever was done to it before."""
    shared_cluster.whole_again()
    shared_cluster.refusals.clear()
    return shared_cluster
