"""Containers as deploy/ describes them: who they are, what they may write, what is in them, and under which names they are seen."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.environment import ROOT

DEPLOY = ROOT / "deploy"
PACKAGES = {each.parent.name for each in ROOT.glob("*/__init__.py")}
COMPOSE: Mapping[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


def stages() -> dict[str, tuple[str, str]]:
    """The stages of the Dockerfile: what each begins with, and its lines."""
    parts = re.split(r"^FROM (\S+) AS (\S+)\n", DOCKERFILE, flags=re.MULTILINE)[1:]
    return {name: (base, lines) for base, name, lines in zip(parts[::3], parts[1::3], parts[2::3], strict=True)}


def copied(stage: str) -> set[str]:
    """What of the project is in the image of that stage."""
    base, lines = stages()[stage]
    of_us = [line.split()[1:-1] for line in lines.splitlines() if line.startswith("COPY ") and "--from" not in line]
    return {name.rstrip("/") for names in of_us for name in names} | (copied(base) if base in stages() else set())


def workloads() -> Iterator[Mapping[str, Any]]:
    """The pods' templates of kubernetes/."""
    for path in sorted((DEPLOY / "kubernetes").glob("*.yml")):
        for each in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            if each["kind"] == "Deployment":
                yield each["spec"]["template"]


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_container_is_an_ordinary_user_with_a_root_that_it_cannot_write(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert all("size=" in each for each in service["tmpfs"])
    assert "memory" in service["deploy"]["resources"]["limits"]
    user = service.get("user") or re.findall(r"^USER (\S+)", _whole(service["build"]["target"]), re.MULTILINE)[-1]
    assert int(user.partition(":")[0]) > 0


def _whole(stage: str) -> str:
    base, lines = stages()[stage]
    return (_whole(base) if base in stages() else "") + lines


def test_pods_are_ordinary_users_with_a_root_that_they_cannot_write() -> None:
    assert {each["metadata"]["labels"]["app"] for each in workloads()} == {"front", "assistant", "actions"}
    for pod in workloads():
        assert pod["spec"]["securityContext"]["runAsNonRoot"] is True
        assert pod["spec"]["automountServiceAccountToken"] is False
        for container in pod["spec"]["containers"]:
            assert container["securityContext"]["readOnlyRootFilesystem"] is True
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert container["resources"]["limits"]["memory"]


def test_passwords_stand_nowhere_but_in_the_environment() -> None:
    for service in COMPOSE["services"].values():
        for name, value in (service.get("environment") or {}).items():
            if "PASSWORD" in name or "_URL" in name:
                assert ":?" in str(value), f"{name} must be set from outside"
    for pod in workloads():
        for container in pod["spec"]["containers"]:
            assert all("valueFrom" in each for each in container.get("env", ()) if "_URL" in each["name"])


@pytest.mark.parametrize(
    ("image", "entries"), [("actions", ["actions"]), ("assistant", ["nlu", "channels", "store"]), ("static", ["tools/front.py"])]
)
def test_an_image_has_every_module_that_its_processes_import(image: str, entries: list[str]) -> None:
    there, seen = copied(image), set()
    waiting = [path for entry in entries for path in _files(entry)]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        where = path.relative_to(ROOT)
        assert {str(where), *map(str, where.parents)} & there, f"{where} is imported and not in the image {image}"
        waiting += [found for module in _imported(path) for found in _module(module)]


def _files(entry: str) -> list[Path]:
    return [ROOT / entry] if entry.endswith(".py") else sorted((ROOT / entry).rglob("*.py"))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{each.name}" for each in node.names))


def _module(name: str) -> list[Path]:
    if name.partition(".")[0] not in PACKAGES:
        return []
    path = ROOT.joinpath(*name.split("."))
    return [each for each in (path.with_suffix(".py"), path / "__init__.py") if each.exists()]


def test_what_images_are_made_of_is_there_and_is_sent_to_whoever_builds_them() -> None:
    sent = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for name in set.union(*map(copied, stages())):
        where = Path(name)
        assert {f"!{each}" for each in (where, *where.parents)} & set(sent), f"{name} is ignored"
        # The model is made by `make train`, and no part of the project.
        assert where.parts[0] == "models" or (ROOT / where).exists()


def test_ports_are_the_same_in_images_compose_and_kubernetes() -> None:
    for pod in workloads():
        name = pod["metadata"]["labels"]["app"]
        ports = {str(each["containerPort"]) for container in pod["spec"]["containers"] for each in container["ports"]}
        assert ports == set(re.findall(r"^EXPOSE (.*)$", stages()[name][1], re.MULTILINE)[0].split())
    assert {each.partition(":")[2] for each in COMPOSE["services"]["front"]["ports"]} == {"8443", "8080"}


def jobs_asked_for() -> set[str]:
    """Of alerts and dashboard."""
    text = "".join((DEPLOY / "observability" / name).read_text(encoding="utf-8") for name in ("alerts.yml", "dashboard.json"))
    return set(re.findall(r'job=\\?"([\w-]+)\\?"', text))


def test_what_alerts_ask_for_has_that_name_with_docker_and_with_kubernetes() -> None:
    docker = yaml.safe_load((DEPLOY / "observability" / "prometheus.yml").read_text(encoding="utf-8"))
    assert {each["job_name"] for each in docker["scrape_configs"]} == jobs_asked_for()
    for each in docker["scrape_configs"]:
        (found,) = each["dns_sd_configs"]
        assert set(found["names"]) <= set(COMPOSE["services"])
    (kubernetes,) = yaml.safe_load((DEPLOY / "observability" / "prometheus-kubernetes.yml").read_text(encoding="utf-8"))[
        "scrape_configs"
    ]
    (named,) = [each for each in kubernetes["relabel_configs"] if each.get("target_label") == "job"]
    seen = [each for each in workloads() if each["metadata"]["annotations"]["prometheus.io/scrape"] == "true"]
    assert {named["replacement"].replace("$1", each["metadata"]["labels"]["app"]) for each in seen} == jobs_asked_for()
    for pod in seen:
        assert pod["metadata"]["labels"]["metrics"] == "yes"
        assert "metrics" in {port["name"] for container in pod["spec"]["containers"] for port in container["ports"]}


_UNITS = {r"_seconds_bucket": "s", r"memory_bytes": "bytes", r"cpu_seconds": "short", r"\) / sum": "percentunit"}


def test_the_dashboard_shows_what_its_panels_say_in_units_that_grafana_has() -> None:
    board = json.loads((DEPLOY / "observability" / "dashboard.json").read_text(encoding="utf-8"))
    taken: set[tuple[int, int]] = set()
    for panel in board["panels"]:
        place = panel["gridPos"]
        for target in panel["targets"]:
            query = target["expr"]
            units = {unit for pattern, unit in _UNITS.items() if re.search(pattern, query)} or {"reqps", "short"}
            assert panel["fieldConfig"]["defaults"]["unit"] in units, panel["title"]
        cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
        assert place["x"] + place["w"] <= 24
        assert not cells & taken, f"{panel['title']} lies over another panel"
        taken |= cells
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
