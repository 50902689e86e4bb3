"""The log of the servers: appended to, bounded, and never a reason to stop."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

MOST_BYTES = 5_000_000
OLD_FILES = 3


class ServersLog:
    """A file to which lines are appended; when it is full a new one is begun, and the oldest of a few is dropped."""

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES) -> None:
        self._handler = _Forgiving(path, maxBytes=most_bytes, backupCount=OLD_FILES, encoding="utf-8", delay=True)
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))

    def write(self, name: str, line: str) -> None:
        """Appends the line of the server with that name, or loses it when the disk is full."""
        self._handler.handle(logging.LogRecord(name, logging.INFO, "", 0, line, None, None))


class _Forgiving(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """Lets it be: a line that cannot be written is no reason to end what writes it."""
