"""Logs as lines of JSON, chosen by LOG_FORMAT=json: each with its time, level, part and request, and without what a person said."""

from __future__ import annotations

import json
import logging
import os
import traceback
from datetime import datetime, timezone

from telemetry.request import request_id

# Besides what has gone wrong, these say something about every request.
_OWN = ("channels", "actions", "store")


class JsonLines(logging.Formatter):
    """One line of JSON for each record.

    Args:
        part: which process it is, such as "assistant".
    """

    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part

    def format(self, record: logging.LogRecord) -> str:
        """The line. Of an error it has the kind and the place, not its own words, which may quote a message."""
        line = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "part": self._part,
            "logger": record.name,
            "request_id": request_id(),
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["at"] = [f"{each.filename}:{each.lineno}" for each in traceback.extract_tb(record.exc_info[2])][-8:]
        return json.dumps({name: value for name, value in line.items() if value is not None}, ensure_ascii=False)


def log_as_asked(part: str) -> None:
    """From now on this process logs in JSON, if LOG_FORMAT asks for it; else as Rasa has it."""
    if os.environ.get("LOG_FORMAT") != "json":
        return
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(part))
    root = logging.getLogger()
    root.handlers = [handler]
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    for name in _OWN:
        logging.getLogger(name).setLevel(logging.INFO)
