"""The widget in a real Chromium, and what a person does there: on the demo page before the running assistant, and on hostile pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect, sync_playwright

from tools.background import Assistant
from tools.browser import bring_browser
from tools.environment import ROOT

WEBHOOK = "**/webhooks/rest/webhook"
# The site that embeds the widget is an invented public one, and browsers keep those from asking a server on loopback.
_PUBLIC_TO_LOOPBACK = "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests"
expect.set_options(timeout=20_000)


@dataclass
class Widget:
    """The widget on a page."""

    page: Page

    @property
    def root(self) -> Locator:
        """The element."""
        return self.page.locator("icp-chat")

    @property
    def log(self) -> Locator:
        """The conversation as it is seen."""
        return self.root.get_by_role("log")

    @property
    def field(self) -> Locator:
        """Where one types."""
        return self.root.locator("textarea")

    @property
    def questions(self) -> Locator:
        """What the person said."""
        return self.root.locator(".asks .me")

    @property
    def panel(self) -> Locator:
        """The open widget."""
        return self.root.get_by_role("dialog")

    @property
    def launcher(self) -> Locator:
        """What opens the widget."""
        return self.root.locator(".launcher")

    @property
    def cards(self) -> Locator:
        """The decisions and plans."""
        return self.root.locator(".card")

    @property
    def answers(self) -> Locator:
        """The turns of the assistant."""
        return self.root.locator(".turn:not(.asks)")

    def button(self, name: str) -> Locator:
        """The newest button of that name."""
        return self.root.get_by_role("button", name=name, exact=True).last

    def open(self) -> Widget:
        """Opens the widget by a click."""
        self.launcher.click()
        return self

    def say(self, message: str) -> Widget:
        """Types and sends a message, and waits for its answer."""
        before = self.answers.count()
        self.field.fill(message)
        self.field.press("Enter")
        expect(self.answers).to_have_count(before + 1)
        return self

    def choose(self, name: str) -> Widget:
        """Clicks a reply, and waits for the answer to it."""
        before = self.answers.count()
        self.button(name).click()
        expect(self.answers).to_have_count(before + 1)
        return self


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    chromium = bring_browser()  # it may ask Playwright itself, so not inside of it
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[_PUBLIC_TO_LOOPBACK])
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A person with a browser of their own; `problems` are what the browser complained about, `foreign` requests to other origins."""

    context: BrowserContext
    address: str
    problems: list[str]
    foreign: list[str]

    def visit(self, path: str = "/") -> Widget:
        """Opens a page in a new tab."""
        page = self.context.new_page()
        page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.goto(self.address + path)
        return Widget(page)


Visit = Callable[..., Visitor]


@pytest.fixture
def visitor(browser: Browser, assistant: Assistant) -> Iterator[Visit]:
    """Makes visitors; the settings are those of a browser context, such as its viewport."""
    contexts: list[BrowserContext] = []

    def make(**settings: Any) -> Visitor:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, "reduced_motion": "reduce", **settings})
        contexts.append(context)
        made = Visitor(context, assistant.address, [], [])
        context.on(
            "request", lambda request: None if _at_home(request.url, assistant.address) else made.foreign.append(request.url)
        )
        return made

    yield make
    for context in contexts:
        context.close()


def _at_home(url: str, address: str) -> bool:
    return url.startswith((f"{address}/", "blob:", "data:"))


@pytest.fixture
def widget(visitor: Visit) -> Widget:
    """The widget of the demo page, closed as it is at first."""
    return visitor().visit()


def answering(status: int, body: str, **headers: str) -> Callable[[Route], None]:
    """A stand-in for the server's answer."""
    return lambda route: route.fulfill(status=status, body=body, headers={"Content-Type": "application/json", **headers})


SITE = "https://shop.example"
_PAGES = Path(__file__).with_name("pages")
_REPLIES = Path(__file__).with_name("replies")
_CROSS_ORIGIN = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}
_KINDS = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


def reply(name: str) -> list[dict[str, Any]]:
    """A reply that the assistant once gave, or one that it is to give."""
    content: list[dict[str, Any]] = json.loads((_REPLIES / f"{name}.json").read_text(encoding="utf-8"))
    return content


@dataclass
class Site:
    """An invented site with the widget on the pages of the folder `pages`, without a server: what it is asked, and what is answered."""

    context: BrowserContext
    answer: list[dict[str, Any]] = field(default_factory=lambda: [{"text": "An answer."}])
    asked: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def visit(self, page: str = "plain") -> Widget:
        """Opens a page in a new tab."""
        tab = self.context.new_page()
        tab.on("pageerror", lambda error: self.problems.append(str(error)))
        tab.goto(f"{SITE}/{page}.html")
        return Widget(tab)

    def serve(self, route: Route) -> None:
        """Answers as the site would."""
        path = route.request.url.removeprefix(f"{SITE}/").split("?")[0].split("#")[0]
        if path == "webhooks/rest/webhook":
            self.asked.append(json.loads(route.request.post_data or ""))
            route.fulfill(json=self.answer, headers=_CROSS_ORIGIN)
            return
        file = ROOT / path if path.startswith("widget/") else _PAGES / path
        if file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=_KINDS[file.suffix])
        else:
            route.fulfill(status=404, body="Nothing here.")


MakeSite = Callable[..., Site]


@pytest.fixture
def sites(browser: Browser) -> Iterator[MakeSite]:
    """Makes sites, each for a person of its own; the settings are those of a browser context."""
    contexts: list[BrowserContext] = []

    def make(**settings: Any) -> Site:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, "reduced_motion": "reduce", **settings})
        contexts.append(context)
        site = Site(context)
        context.route(f"{SITE}/**", site.serve)
        return site

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def site(sites: MakeSite) -> Site:
    """A site for a person at a desk."""
    return sites()
