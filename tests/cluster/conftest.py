"""One cluster for all tests, with the data of its PostgreSQL on a small disk of its own where one can be mounted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cluster.parts import open_folder
from tests.cluster.running import RunningCluster
from tests.faults.disks import Disk, mounted
from tools.model import ensure_model
from tools.services import bring

DISK = "96m"


@pytest.fixture(scope="session")
def database_disk() -> Iterator[Disk]:
    with open_folder() as folder, mounted(folder, DISK) as disk:
        folder.chmod(0o711)
        yield disk


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
