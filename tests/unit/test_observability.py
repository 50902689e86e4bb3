"""Dashboard and alerts ask only for figures that there are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

import telemetry.metrics
from tools.environment import ROOT
from tools.report.reading import NOT_UNDERSTOOD

FOLDER = ROOT / "deploy" / "observability"
_OF_THE_CLIENT = {"up", "process_resident_memory_bytes", "process_cpu_seconds_total"}


def expressions() -> Iterator[tuple[str, str]]:
    """Name and query of each alert and panel."""
    for group in yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))["groups"]:
        yield from ((rule["alert"], rule["expr"]) for rule in group["rules"])
    for panel in json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))["panels"]:
        yield from ((panel["title"], target["expr"]) for target in panel["targets"])


def figures() -> dict[str, set[str]]:
    """The labels of each figure that our processes serve, by every name that it has there."""
    found: dict[str, set[str]] = {name: {"job", "instance"} for name in _OF_THE_CLIENT}
    for each in vars(telemetry.metrics).values():
        if hasattr(each, "describe") and each in REGISTRY._collector_to_names:
            for name in REGISTRY._collector_to_names[each]:
                found[name] = {*each._labelnames, "le"}
    return found


@pytest.mark.parametrize(("name", "query"), list(expressions()), ids=[name for name, _ in expressions()])
def test_a_query_names_figures_and_labels_that_there_are(name: str, query: str) -> None:
    known = figures()
    asked = re.findall(r"\b(?:icp|process)_\w+|\bup\b", query)
    assert asked
    assert set(asked) <= set(known)
    labels: Any = {label for inside in re.findall(r"\{([^}]*)\}", query) for label in re.findall(r"(\w+)\s*(?:=~|!=|=)", inside)}
    labels |= {label.strip() for inside in re.findall(r"by \(([^)]*)\)", query) for label in inside.split(",")}
    assert labels <= set.union(*(known[each] for each in asked))


def test_every_alert_says_how_grave_it_is_and_is_explained() -> None:
    explained = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    for group in yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))["groups"]:
        for rule in group["rules"]:
            assert rule["labels"]["severity"] in ("page", "ticket")
            assert f"`{rule['alert']}`" in explained


def test_the_outcomes_and_codes_that_alerts_ask_for_are_said_somewhere() -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "channels").glob("*.py")))
    for name, query in expressions():
        for value in re.findall(r'(?:outcome|code)=~?"([^"]*)"', query):
            assert all(f'"{each}"' in said for each in value.split("|")), name


def test_little_is_understood_goes_by_reasons_that_the_dialogue_gives_and_the_report_counts() -> None:
    given = {value for _, query in expressions() for each in re.findall(r'reason=~"([^"]*)"', query) for value in each.split("|")}
    assert given
    # What had nothing to do with ICP is in the report, but no reason to get up.
    assert given == NOT_UNDERSTOOD - {"out_of_scope"}
