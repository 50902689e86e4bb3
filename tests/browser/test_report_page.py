"""The report as people see it: axe-core finds nothing, nothing runs out of the page, no label over another; light, dark, phone, wide."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.unit.simulated import bot, simulate, user
from tools.report.clusters import grouped
from tools.report.page import page as report_page
from tools.report.reading import Findings, read

NOON = 1_795_752_000.0  # 27 November 2026, 12:00 in China
_LONG = "我们的网站放在阿里云上面卖自己生产的椅子" * 12
_SAID_IN_ONE_DAY = [
    user(_LONG, "ask_apply", NOON), bot(NOON + 0.4, type="fallback", reason="hand_over", language="zh"),
    user("w" * 300, "uncovered_change", NOON), bot(NOON + 9, type="fallback", reason="unsure", language="en"),
    user("/not_helped", "not_helped", NOON),
]  # fmt: skip
_STORED = {
    "nothing": [],
    "one day": [("s", json.dumps(event)) for event in _SAID_IN_ONE_DAY],
    "a month": simulate(300, NOON)[0],
}
_OVERLAPS = """() => {
  const seen = [...document.querySelectorAll('.x span, .y span, .key li, .numbers li, .groups li, .bars td, .bars th')]
    .filter(each => each.getClientRects().length && !each.closest('details:not([open])'));
  const boxes = seen.map(each => each.getBoundingClientRect());
  const found = [];
  for (let one = 0; one < seen.length; one++)
    for (let two = one + 1; two < seen.length; two++) {
      const a = boxes[one], b = boxes[two];
      if (seen[one].contains(seen[two])) continue;
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
        found.push(seen[one].textContent + ' | ' + seen[two].textContent);
    }
  return found;
}"""


def by_first_letter(texts: Sequence[str]) -> np.ndarray:
    """An encoder for which sentences with one first letter mean the same."""
    return np.array([np.eye(128)[ord(text[0]) % 128] for text in texts])


def shown(browser: Browser, findings: Findings, width: int, colours: str) -> Page:
    """The report in a new tab."""
    tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if colours == "dark" else "light")
    tab.set_content(report_page(findings, grouped(findings.not_understood, by_first_letter)))
    for each in tab.locator("summary").all():
        each.click()
    return tab


@pytest.fixture(params=[(width, colours) for width in (390, 1400) for colours in ("light", "dark")], ids=str)
def tabs(request: pytest.FixtureRequest, browser: Browser) -> Iterator[dict[str, Page]]:
    """The report of each amount of conversations."""
    width, colours = request.param
    made = {name: shown(browser, read(rows), width, colours) for name, rows in _STORED.items()}
    yield made
    for each in made.values():
        each.close()


def test_it_is_readable_by_everybody_and_at_any_width(tabs: dict[str, Page]) -> None:
    for name, tab in tabs.items():
        violations = Axe().run(tab).response["violations"]
        assert [f"{each['id']}: {node['target']}" for each in violations for node in each["nodes"]] == [], name
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert tab.evaluate(_OVERLAPS) == [], name


def test_a_chart_has_its_scale_its_days_and_its_key(tabs: dict[str, Page]) -> None:
    for figure in tabs["a month"].locator("figure").all():
        assert len(figure.locator(".y span").all_inner_texts()) == 3
        assert figure.locator(".x span:visible").count() >= 3
        assert figure.locator(".key li").count() == 2
    assert tabs["one day"].locator("figure").first.locator(".x").inner_text() == "27 Nov"
    assert tabs["nothing"].locator("figure").count() == 0
