"""The papers: short enough to be read, complete, and without a link that leads nowhere."""

from __future__ import annotations

import re

import pytest

from nlu.lexicon import word_files, word_groups
from tools.environment import ROOT

PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "deploy").glob("*.md")])
_LINK = re.compile(r"\]\(([^)#\s]+)?(?:#([^)]*))?\)|src=\"(docs/[^\"]+)\"")
_TARGET = re.compile(r"\bmake ([a-z][a-z-]+)")
_MODULE = re.compile(
    r"\b((?:nlu|icp|days|dialogue|actions|channels|store|tools|knowledge|data|tests|benchmarks|widget)/[\w./-]*\w\.\w+)"
)
# A file that is named without its folder, or with that of its language: `payments.yml`, `zh/speech.yml`.
_BARE = re.compile(r"`((?:en/|zh/)?[\w-]+\.(?:py|yml))`")
_FOLDERS = ("nlu", "icp", "days", "dialogue", "actions", "channels", "store", "tools", "knowledge", "data", "tests", "deploy")


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


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_every_file_that_is_named_without_its_folder_is_there(path) -> None:
    named = set(_BARE.findall(path.read_text(encoding="utf-8")))
    there = {
        each
        for each in named
        if (ROOT / each).exists() or any(found for one in _FOLDERS for found in (ROOT / one).glob(f"**/{each}"))
    }
    assert named - there == set()


def test_every_attribute_of_a_group_of_words_is_explained() -> None:
    paper = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    files = [each for each in word_files() if each.layer not in ("regions", "spelling")]
    used = {name for file in files for each in word_groups(file) for name in each.group.attributes}
    assert [name for name in sorted(used) if f"`{name}" not in paper] == []
