"""What can be seen of the widget without a browser."""

from __future__ import annotations

import gzip
import re

from tools.environment import ROOT

MOST_BYTES = 15 * 1024
SCRIPTS = [ROOT / "widget" / "icp-chat.js", *sorted((ROOT / "widget" / "parts").glob("*.js"))]


def test_all_scripts_together_stay_below_15_kb_when_each_is_compressed() -> None:
    assert len(SCRIPTS) > 5
    assert sum(len(gzip.compress(each.read_bytes())) for each in SCRIPTS) < MOST_BYTES


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
