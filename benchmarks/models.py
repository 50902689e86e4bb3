"""Models of the present data with any configuration, trained without a cache and kept until the data change."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tools.environment import DATA, ROOT, CannotStart, environment
from tools.model import fingerprint

CONFIGS = ROOT / "benchmarks" / "configs"
STOCK = CONFIGS / "stock.yml"
# The wording of the answers is no matter of training.
_DATA = (
    "domain.yml",
    "requirements.lock",
    "data/nlu/**/*.yml",
    "data/wider/**/*.yml",
    "data/rules/*.yml",
    "data/stories/*.yml",
    "nlu/real_messages.*",
)
_OUR_COMPONENTS = ("nlu/**/*.py", "nlu/**/*.yml")


@dataclass(frozen=True)
class Trained:
    """A model, and the seconds that its training took."""

    model: Path
    seconds: float


def _inputs(config: Path) -> tuple[str, ...]:
    ours = _OUR_COMPONENTS if "nlu.encoder." in config.read_text(encoding="utf-8") else ()
    return (config.relative_to(ROOT).as_posix(), *_DATA, *ours)


def trained(config: Path) -> Trained:
    """The model of that configuration, kept until its data change. That of the stock one takes over an hour on two cores.

    Raises:
        CannotStart: the training failed; the message says where its log is.
    """
    folder = DATA / "benchmark-models"
    name = f"{config.stem}-{fingerprint(_inputs(config))}"
    model, taken, log = (folder / f"{name}{ending}" for ending in (".tar.gz", ".seconds", ".log"))
    if not (model.exists() and taken.exists()):
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "rasa", "train", "--force", "--config", str(config), "--out", str(folder)]
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as cache, log.open("w", encoding="utf-8") as output:
            variables = {**environment(), "RASA_CACHE_DIRECTORY": cache}
            made = subprocess.run(
                [*command, "--fixed-model-name", name], cwd=ROOT, env=variables, stdout=output, stderr=output, check=False
            )
        if made.returncode:
            raise CannotStart(f"Training with {config.name} failed; see {log.relative_to(ROOT)}.")
        taken.write_text(f"{time.monotonic() - started:.1f}", encoding="utf-8")
    return Trained(model, float(taken.read_text(encoding="utf-8")))
