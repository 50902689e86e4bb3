"""The papers: short enough to be read, complete, and without a link that leads nowhere."""

from __future__ import annotations

import re

import pytest

from tools.environment import ROOT

PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "deploy").glob("*.md")])
_LINK = re.compile(r"\]\(([^)#\s]+)?(?:#([^)]*))?\)|src=\"(docs/[^\"]+)\"")
_TARGET = re.compile(r"\bmake ([a-z][a-z-]+)")
_MODULE = re.compile(
    r"\b((?:nlu|icp|days|dialogue|actions|channels|store|tools|knowledge|data|tests|benchmarks|widget)/[\w./-]*\w\.\w+)"
)


def anchor(heading: str) -> str:
    """What a heading is called in a link."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 110


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_no_link_leads_nowhere(path) -> None:
    for file, heading, picture in _LINK.findall(path.read_text(encoding="utf-8")):
        if file.startswith(("http://", "https://")):
            continue
        target = ROOT / picture if picture else (path.parent / file if file else path)
        assert target.exists(), file
        headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE) if heading else []
        assert not heading or heading in [anchor(each) for each in headings], heading


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_every_file_and_every_make_target_that_is_named_is_there(path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    code = "\n".join(re.findall(r"`([^`\n]+)`", text) + re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    assert set(_TARGET.findall(code)) - targets == set()
    made = {"data/wider/procedure/paused_site.yml"}
    assert [each for each in _MODULE.findall(code) if each not in made and not list(ROOT.glob(each))] == []
