"""The environment in which every process of the project runs: quiet, offline, and with its data in `var/`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

import yaml

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "var"

QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    "RASA_TELEMETRY_ENABLED": "false",
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "LOG_LEVEL_MATPLOTLIB": "ERROR",
    "MPLBACKEND": "Agg",
}
STORE = "conversations.db"


class CannotStart(Exception):
    """Something that a person must mend first; the message says what, and how."""


def environment(data: Path = DATA, **more: str) -> dict[str, str]:
    """The variables for a child process; what the caller's own environment sets wins over the quiet defaults.

    Creates the data folder.
    """
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    made = {**QUIET, "RASA_CACHE_DIRECTORY": str(data / "cache"), "ICP_DATA": str(data), **os.environ, "PYTHONPATH": path, **more}
    Path(made["ICP_DATA"]).mkdir(parents=True, exist_ok=True)
    return made


def write_endpoints(data: Path, action_server: str, store: Mapping[str, str]) -> Path:
    """Writes a copy of endpoints.yml for an action server at that address and a store in the data folder; returns where it is.

    `store` has settings of the store that differ.
    """
    endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    endpoints["action_endpoint"]["url"] = f"{action_server}/webhook"
    endpoints["tracker_store"] |= {"db": str(data / STORE), **store}
    data.mkdir(parents=True, exist_ok=True)
    path = data / "endpoints.yml"
    path.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    return path


def one_line_and_exit(error: Exception) -> NoReturn:
    """Ends the process with the error as one line instead of a traceback."""
    sys.exit(f"{' '.join(str(error).split())}")


def exit_with(work: Callable[[], int]) -> NoReturn:
    """Ends the process with what the work returns, with one line where a person must mend something first, and with 130 after Ctrl-C."""
    try:
        sys.exit(work())
    except CannotStart as error:
        one_line_and_exit(error)
    except KeyboardInterrupt:
        sys.exit(130)
