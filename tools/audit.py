"""`make audit`: asks the package index for published weaknesses of all that runs, and holds them against `deploy/threat-model.md`.

It ends with 0 only if every package was looked up, and every package with a weakness is one that Rasa holds back and that the threat model
fences. Where the index knows nothing of weaknesses, it says so in one line and ends with 1: what nobody has looked up is not good. With
`--where-known`, for a CI that may stand behind a mirror, that alone is no failure.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from tools.deploy_lint import uv
from tools.environment import ROOT, CannotStart, exit_with

_AUDITOR = "pip-audit==2.10.1"
_LOCK = ROOT / "deploy" / "requirements.lock"
_MODEL = ROOT / "deploy" / "threat-model.md"
_SECONDS = 600


def plain(name: str) -> str:
    """The name of a package as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def fences() -> Mapping[str, str]:
    """What fences each package that cannot be renewed alone, by its plain name: the last table of the threat model."""
    table = _MODEL.read_text(encoding="utf-8").rpartition("| package |")[2]
    rows = (line.strip("|").split("|") for line in table.splitlines() if line.startswith("| `"))
    return {plain(name): fence.strip() for packages, fence in rows for name in re.findall(r"`([^`]+)`", packages)}


class NothingKnown(CannotStart):
    """The index was asked and knows of no weaknesses at all."""


def judged(found: Mapping[str, Any], fenced: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """What is tolerable and what is not, a line each.

    Args:
        found: what pip-audit says, as JSON.
        fenced: what fences each package, by its plain name.

    Raises:
        NothingKnown: nothing was looked up.
    """
    packages: Sequence[Mapping[str, Any]] = found["dependencies"]
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    if len(skipped) == len(packages):
        raise NothingKnown(
            f"Nothing was audited: this package index knows of no weaknesses, of none of {len(packages)} packages; "
            "run make audit where pypi.org answers."
        )
    tolerable, others = [], [f"{name}: not known to the index" for name in skipped]
    for each in packages:
        if weaknesses := each.get("vulns"):
            line = f"{each['name']} {each['version']}: {', '.join(one['id'] for one in weaknesses)}"
            fence = fenced.get(plain(each["name"]))
            if fence:
                tolerable.append(f"{line}; held back by Rasa, {fence}")
            else:
                mended = sorted({version for one in weaknesses for version in one.get("fix_versions", ())})
                others.append(f"{line}; mended in {', '.join(mended) or 'no version yet'}")
    return tolerable, others


def _asked() -> Mapping[str, Any]:
    command = [
        uv(),
        "run",
        "-q",
        "--no-project",
        "--with",
        _AUDITOR,
        "pip-audit",
        "--disable-pip",
        "--require-hashes",
        "-f",
        "json",
    ]
    try:
        made = subprocess.run([*command, "-r", str(_LOCK)], capture_output=True, text=True, timeout=_SECONDS, check=False)
        found: Mapping[str, Any] = json.loads(made.stdout)
    except subprocess.TimeoutExpired:
        raise CannotStart(f"Nothing was audited: no answer within {_SECONDS} seconds.") from None
    except ValueError:
        last = (made.stderr.strip().splitlines() or ["no word of it"])[-1]
        raise CannotStart(f"Nothing was audited: pip-audit failed, {last}") from None
    return found


def main() -> int:
    """Prints what was found; 1 if anything of it is not fenced."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--where-known", action="store_true", help="an index that knows of no weaknesses fails nothing")
    where_known = parser.parse_args().where_known
    found = _asked()
    try:
        tolerable, others = judged(found, fences())
    except NothingKnown as unknown:
        if not where_known:
            raise
        print(unknown)
        return 0
    print("\n".join([*(f"tolerable: {each}" for each in tolerable), *(f"NOT FENCED: {each}" for each in others)]))
    print(f"{len(found['dependencies'])} packages, {len(tolerable)} with a weakness that is fenced, {len(others)} not.")
    return 1 if others else 0


if __name__ == "__main__":
    exit_with(main)
