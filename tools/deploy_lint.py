"""Looks over what is in deploy/ and cannot be run on a machine without containers: with linters, and against schemas.

Three of the linters want other versions of packages than Rasa, so uv brings them into environments of their own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools.environment import ROOT, CannotStart, one_line_and_exit

DEPLOY = ROOT / "deploy"
# What they would have otherwise, and why not.
EXPECTED = {
    "CKV_K8S_43": "the images' names stand for those of whoever builds them, who also knows their digests",
    "CKV_K8S_35": "addresses with passwords come from the environment, which is what the stores read",
}
_CHECKOV, _VALIDATE, _COMPOSE = "checkov==3.3.30", "kubernetes-validate==1.37.0", "check-jsonschema==0.37.4"


def uv() -> str:
    """The path of uv.

    Raises:
        CannotStart: it is missing.
    """
    found = shutil.which("uv") or shutil.which("uv", path=str(ROOT / ".tools" / "bin"))
    if found is None:
        raise CannotStart("uv is missing; make setup brings it.")
    return found


def _lint(*command: str) -> None:
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if made.returncode:
        print(made.stdout[-6000:] + made.stderr[-3000:], file=sys.stderr)
        raise CannotStart(f"Failed: {Path(command[0]).name} on deploy/")


def lint() -> None:
    """Every linter on its files.

    Raises:
        CannotStart: one found something, which it has said.
    """
    beside = Path(sys.executable).parent
    _lint(str(beside / "yamllint"), "--strict", "-c", str(DEPLOY / ".yamllint.yml"), str(DEPLOY))
    _lint(str(beside / "hadolint"), str(DEPLOY / "Dockerfile"))
    alone = (uv(), "run", "-q", "--no-project", "--python", sys.executable)
    apart = (*alone, "--with", _CHECKOV, "--with", _VALIDATE)
    _lint(*apart, "kubernetes-validate", "--strict", *map(str, sorted((DEPLOY / "kubernetes").glob("*.yml"))))
    compose = (*alone, "--with", _COMPOSE, "check-jsonschema", "--builtin-schema", "vendor.compose-spec")
    _lint(*compose, str(DEPLOY / "compose.yml"))
    skipped = ",".join(EXPECTED)
    _lint(
        *apart, "checkov", "--quiet", "--compact", "--skip-download", "-d", str(DEPLOY), "--framework", "kubernetes", "dockerfile",
        "--skip-check", skipped,
    )  # fmt: skip


if __name__ == "__main__":
    try:
        lint()
    except CannotStart as error:
        one_line_and_exit(error)
