"""A small disk that can be filled, where one can be mounted."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Disk:
    """Where the data are.

    Attributes:
        folder: its root.
        is_small: whether it can be filled.
    """

    folder: Path
    is_small: bool

    @contextmanager
    def filled(self) -> Iterator[None]:
        """No byte more has room on it, if it is small; whatever happens meanwhile, there is room again afterwards."""
        filler = self.folder / "filler"
        try:
            with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * 4096)
            yield
        finally:
            filler.unlink()


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[Disk]:
    """The folder as a disk of that size ("24m"); as it is where a mount is forbidden."""
    is_small = bool(shutil.which("mount")) and _succeeds("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    yield Disk(folder, is_small)
    if is_small:
        _succeeds("umount", "--lazy", str(folder))


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0
