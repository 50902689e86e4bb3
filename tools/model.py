"""Trains the model when its inputs have changed: `python -m tools.model` prints the path of the current one."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from tools.environment import ROOT, CannotStart, environment, one_line_and_exit
from tools.progress import Progress

MODELS = ROOT / "models"
_INPUTS = (
    "config.yml",
    "domain.yml",
    "requirements.lock",
    "data/nlu/**/*.yml",
    "data/wider/**/*.yml",
    "data/rules/*.yml",
    "data/stories/*.yml",
    "knowledge/wider/*.yml",
    "icp/wider.py",
    "days/*.py",
    "nlu/**/*.py",
    "nlu/**/*.yml",
)
_YAML = (
    *(each for each in _INPUTS if each.endswith(".yml")),
    "endpoints.yml",
    "credentials.yml",
    "data/responses/**/*.yml",
    "knowledge/**/*.yml",
)


def inputs(patterns: Sequence[str] = _INPUTS) -> Iterator[Path]:
    """The files of those patterns, or else those that the assistant's model is made of, in a fixed order."""
    for pattern in patterns:
        yield from sorted(ROOT.glob(pattern))


def fingerprint(patterns: Sequence[str] = _INPUTS) -> str:
    """A short name that changes with every one of those inputs."""
    digest = hashlib.sha256()
    for path in inputs(patterns):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def current_model() -> Path:
    """Where the model of the present inputs is, or would be."""
    return MODELS / f"{fingerprint()}.tar.gz"


def check_yaml() -> None:
    """Reads every YAML file of the project once.

    Raises:
        CannotStart: one is broken; the message names the file, the line and the trouble.
    """
    for pattern in _YAML:
        for path in sorted(ROOT.glob(pattern)):
            try:
                yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            except yaml.YAMLError as error:
                raise CannotStart(f"{path.relative_to(ROOT)} is not valid YAML: {error}") from error


def _run_logged(command: Sequence[str], variables: dict[str, str], log: Path) -> int:
    """Runs the command, puts what it says into the log and shows how far it is; returns its exit code."""
    progress = Progress()
    progress.step("reading the data")
    with (
        log.open("w", encoding="utf-8") as output,
        subprocess.Popen(
            command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as running,
    ):
        for line in running.stdout or ():
            output.write(line)
            progress.hear(line)
    progress.close()
    return running.returncode


def ensure_model() -> Path:
    """The current model, trained first if there is none; says so while it works.

    Raises:
        CannotStart: a YAML file is broken, or the training failed.
    """
    check_yaml()
    model = current_model()
    if model.exists():
        return model
    print("Training the model, some two minutes the first time ...", flush=True)
    started = time.monotonic()
    # Rasa's validation would warn into a log that nobody reads; `make validate` is the one that fails.
    # Stories that Rasa would chain by chance teach nothing here: neither policy learns from them.
    options = ["--force", "--skip-validation", "--augmentation", "0", "--fixed-model-name", fingerprint(), "--out", str(MODELS)]
    command = [sys.executable, "-m", "rasa", "train", *options]
    # Rasa tells at this level what it trains; it goes into the log, and the terminal shows how far it is.
    variables = environment(LOG_LEVEL="INFO")
    log = variables["ICP_DATA"] + "/training.log"
    code = _run_logged(command, variables, Path(log))
    if code or not model.exists():
        tail = Path(log).read_text(encoding="utf-8").strip().splitlines()[-12:]
        print("\n".join(tail), file=sys.stderr)
        raise CannotStart(f"The training failed; all of its output is in {Path(log).relative_to(ROOT)}.")
    print(f"Trained in {time.monotonic() - started:.0f} s.", flush=True)
    return model


if __name__ == "__main__":
    try:
        print(ensure_model().relative_to(ROOT))
    except CannotStart as error:
        one_line_and_exit(error)
    except KeyboardInterrupt:
        sys.exit(130)
