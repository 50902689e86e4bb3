"""What can be seen of the widget without a browser."""

from __future__ import annotations

import gzip
import re

from tools.environment import ROOT

MOST_BYTES = 16 * 1024
MOST_LINES = 400
SCRIPTS = [ROOT / "widget" / "icp-chat.js", *sorted((ROOT / "widget" / "parts").glob("*.js"))]


def test_all_scripts_together_stay_below_16_kb_compressed_and_each_is_short() -> None:
    assert len(SCRIPTS) > 5
    assert len(gzip.compress(b"".join(each.read_bytes() for each in SCRIPTS))) < MOST_BYTES
    assert all(len(each.read_text(encoding="utf-8").splitlines()) <= MOST_LINES for each in SCRIPTS)


def test_every_word_of_the_widget_is_there_in_both_languages() -> None:
    words = (ROOT / "widget" / "parts" / "strings.js").read_text(encoding="utf-8").split("const WORDS = {")[1].split("\n};")[0]
    entries = re.split(r"\n  (?=\w+: \[)", words)[1:]
    assert len(entries) > 50
    for each in entries:
        assert re.search("[\u4e00-\u9fff]|zh|，|ICP", each), each


def test_the_document_names_what_a_page_can_set() -> None:
    document = (ROOT / "docs" / "widget.md").read_text(encoding="utf-8")
    style = (ROOT / "widget" / "parts" / "style.js").read_text(encoding="utf-8")
    element = (ROOT / "widget" / "parts" / "element.js").read_text(encoding="utf-8")
    palette = style.split("const PALETTE = [")[1].split("];")[0]
    variables = {*re.findall(r"--icp-([a-z-]+)", style), *re.findall(r'\["([a-z-]+)", "', palette)} - {""}
    assert variables == set(re.findall(r"`--icp-([a-z-]+)`", document))
    (observed,) = re.findall(r"observedAttributes = \[(.+)\]", element)
    for each in [*re.findall(r'"(\w+)"', observed), "theme"]:
        assert f"| `{each}` |" in document


def test_no_script_builds_the_page_from_strings_of_html_or_runs_strings() -> None:
    for each in SCRIPTS:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", each.read_text(encoding="utf-8")
        )


def test_the_scripts_import_only_what_lies_beside_them() -> None:
    for each in SCRIPTS[1:]:
        for name in re.findall(r'from "([^"]+)"', each.read_text(encoding="utf-8")):
            assert (each.parent / name).is_file()
            assert name.startswith("./")
