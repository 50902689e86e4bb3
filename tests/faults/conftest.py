"""One assistant that is kept up for all faults, with its data on a small disk of its own where one can be mounted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.disks import Disk, mounted
from tests.faults.kept_up import KeptUp
from tools.model import ensure_model

DISK = "24m"


@pytest.fixture(scope="session")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    with mounted(tmp_path_factory.mktemp("disk"), DISK) as small:
        yield small


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
