"""Takes the pictures of the widget that the README shows, from the running assistant on a set day."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools.background import running_assistant
from tools.browser import bring_browser
from tools.environment import ROOT, CannotStart, one_line_and_exit
from tools.model import ensure_model

FOLDER = ROOT / "docs"
_TODAY = "2026-11-24"
_SHOP = "We run a furniture shop on an ECS in Hangzhou and take WeChat Pay. What do we need?"


def _say(page: Page, message: str) -> None:
    answers = page.locator("icp-chat .turn:not(.asks)")
    expected = answers.count() + 1
    field = page.locator("icp-chat textarea")
    field.fill(message)
    page.locator("icp-chat .send").click()
    answers.nth(expected - 1).wait_for()


def _desktop(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light", reduced_motion="reduce")
    page.goto(address)
    page.locator("icp-chat .launcher").click()
    _say(page, _SHOP)
    page.screenshot(path=FOLDER / "decision.png")


def _phone(browser: Browser, address: str) -> None:
    page = browser.new_page(
        viewport={"width": 390, "height": 760}, color_scheme="dark", reduced_motion="reduce", has_touch=True, is_mobile=True
    )
    page.goto(address)
    page.locator("icp-chat .launcher").tap()
    _say(page, _SHOP)
    page.locator("icp-chat .timeline").evaluate("each => each.scrollIntoView()")
    page.screenshot(path=FOLDER / "timeline.png")


def main() -> None:
    """Writes docs/decision.png and docs/timeline.png."""
    try:
        browser_path = bring_browser()
        with tempfile.TemporaryDirectory() as data, running_assistant(ensure_model(), Path(data), ICP_TODAY=_TODAY) as assistant:
            assistant.wait_until_ready()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=browser_path)
                FOLDER.mkdir(exist_ok=True)
                for take in (_desktop, _phone):
                    take(browser, assistant.address)
    except CannotStart as error:
        one_line_and_exit(error)
    print(f"{FOLDER.relative_to(ROOT)}/decision.png and {FOLDER.relative_to(ROOT)}/timeline.png")


if __name__ == "__main__":
    main()
