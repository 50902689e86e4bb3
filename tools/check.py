"""Every check in the order in which mistakes are cheapest: style, types, units, data, rules, training, live, faults, cluster."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from tools.browser import bring_browser
from tools.deploy_lint import lint as lint_deploy
from tools.environment import DATA, ROOT, CannotStart, environment, one_line_and_exit
from tools.model import current_model, ensure_model
from tools.services import bring as bring_services

_PYTHON = sys.executable
_RASA_TESTS = str(DATA / "rasa-test")


def _run(*command: str) -> None:
    code = subprocess.run([*command], cwd=ROOT, env=environment(), check=False).returncode
    if code:
        raise CannotStart(f"Failed: {' '.join(command[:6])} ...")


def _module(*command: str) -> None:
    _run(_PYTHON, "-m", *command)


def _rasa(*command: str) -> list[str]:
    """Runs a command of Rasa, which is talkative, and returns its lines; they are shown when it fails."""
    made = subprocess.run(
        [_PYTHON, "-m", "rasa", *command], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    lines = (made.stdout + made.stderr).splitlines()
    if made.returncode:
        print("\n".join(lines[-40:]), file=sys.stderr)
        raise CannotStart(f"Failed: rasa {' '.join(command[:2])}")
    return lines


def lint() -> None:
    """Style and format."""
    _module("ruff", "check", ".")
    _module("ruff", "format", "--check", ".")


def types() -> None:
    """Static types."""
    _module("mypy")


def unit() -> None:
    """Tests that need no model and no server."""
    _module("pytest", "tests/unit")


def deploy() -> None:
    """What is in deploy/ and cannot be run here: linters, and the schemas of Kubernetes."""
    lint_deploy()


def validate() -> None:
    """Rasa's validation of data and domain; a warning is an error, but for those of `nlu/expected_warnings.py`."""
    lines = _rasa("data", "validate", "--fail-on-warnings", "--max-history", "2")
    if warnings := [line for line in lines if "UserWarning" in line]:
        raise CannotStart("The data are not valid: " + " ".join(warnings))


def rules() -> None:
    """Contradictions between rules and stories, found without training the NLU."""
    _rasa("train", "core", "--force", "--out", str(DATA / "core"), "--fixed-model-name", "rules")


def train() -> None:
    """The model."""
    ensure_model()


def rasa_test() -> None:
    """Rasa's own conversation tests on the trained model."""
    model = str(current_model())
    _rasa("test", "core", "--model", model, "--stories", "tests/rasa", "--out", _RASA_TESTS, "--fail-on-prediction-errors")


def live() -> None:
    """Conversations, the door and the widget in a real browser, with both servers and the trained model."""
    bring_browser()
    _module("pytest", "tests", "--ignore=tests/unit", "--ignore=tests/faults", "--ignore=tests/cluster")


def faults() -> None:
    """What must be true when a disk is full, a lock is held or a process is killed, with the assistant as `make run` keeps it up."""
    _module("pytest", "tests/faults")


def cluster() -> None:
    """Nginx, two assistants, two action servers, PostgreSQL and Redis: nothing that was answered is lost, whichever of them is killed."""
    bring_services()
    _module("pytest", "tests/cluster", "-s")


STEPS: Sequence[Callable[[], None]] = (lint, types, unit, validate, rules, deploy, train, rasa_test, live, faults, cluster)


def main() -> None:
    """Runs the steps named on the command line, or else those of `STEPS`, and stops at the first that fails."""
    wanted = sys.argv[1:]
    names = [step.__name__ for step in STEPS]
    if unknown := set(wanted) - set(names):
        one_line_and_exit(CannotStart(f"There is no step {', '.join(sorted(unknown))}; allowed are {', '.join(names)}."))
    for step in STEPS:
        if step.__name__ in wanted or not wanted:
            started = time.monotonic()
            print(f"== {step.__name__}: {step.__doc__}", flush=True)
            try:
                step()
            except CannotStart as error:
                one_line_and_exit(error)
            print(f"== {step.__name__}: good, {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
