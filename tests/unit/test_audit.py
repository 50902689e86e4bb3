"""What an audit makes of what the index says, and that the threat model names all that Rasa holds back."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Any

import pytest
from packaging.requirements import Requirement

from tools.audit import NothingKnown, fences, judged, plain
from tools.environment import ROOT

FENCED = {"old-one": "never asked"}


def package(name: str, *weaknesses: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "version": "1.0", "vulns": [{"id": each, "fix_versions": ["1.1"]} for each in weaknesses], **more}


def test_an_index_that_knows_no_weaknesses_is_no_good_news() -> None:
    unknown = [{"name": name, "skip_reason": "not found"} for name in ("a", "b")]
    with pytest.raises(NothingKnown, match=r"Nothing was audited: .* none of 2 packages"):
        judged({"dependencies": unknown}, FENCED)


def test_a_weakness_of_what_is_fenced_is_tolerable_and_any_other_is_not() -> None:
    found = {"dependencies": [package("Old_One", "PYSEC-1"), package("other", "PYSEC-2"), package("good")]}
    assert judged(found, FENCED) == (
        ["Old_One 1.0: PYSEC-1; held back by Rasa, never asked"],
        ["other 1.0: PYSEC-2; mended in 1.1"],
    )


def test_one_package_that_was_not_looked_up_is_not_good() -> None:
    found = {"dependencies": [package("good"), {"name": "own", "skip_reason": "not found"}]}
    assert judged(found, FENCED) == ([], ["own: not known to the index"])


def held_back() -> set[str]:
    """What Rasa and its SDK keep below some version, of what is installed."""
    found = set()
    for holder in ("rasa", "rasa-sdk"):
        for each in map(Requirement, requires(holder) or ()):
            capped = any(one.operator in ("<", "<=", "==", "~=") for one in each.specifier)
            if capped and (each.marker is None or each.marker.evaluate({"extra": ""})):
                try:
                    version(each.name)
                except PackageNotFoundError:
                    continue
                found.add(plain(each.name))
    return found


def test_the_threat_model_fences_every_package_that_rasa_holds_back() -> None:
    assert held_back() - set(fences()) == set()


def test_it_fences_nothing_that_does_not_run_and_names_the_versions_that_do() -> None:
    lock = (ROOT / "deploy" / "requirements.lock").read_text(encoding="utf-8")
    locked: dict[str, list[str]] = {}
    for name, its in re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.MULTILINE):
        locked.setdefault(plain(name), []).append(its)
    assert set(fences()) <= set(locked)
    table = (ROOT / "deploy" / "threat-model.md").read_text(encoding="utf-8")
    for name, its in re.findall(r"`([\w-]+)` (\d[\d.]*)", table):
        assert any(f"{each}.".startswith(f"{its}.") for each in locked[plain(name)]), name
