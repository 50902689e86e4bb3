"""axe-core finds nothing in any state, light and dark; screen readers are told what happens, and motion can be left out."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import WEBHOOK, Visit, Widget

SHOP = "We sell office chairs from a server in Suzhou, customers pay with Alipay, and we opened last Friday."


def violations(widget: Widget, within: str | None = None) -> list[str]:
    """What axe finds on the page, or within an element of it."""
    found = Axe().run(widget.page, within).response["violations"]
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(visitor: Visit, colours: str) -> None:
    widget = visitor(color_scheme=colours).visit()
    assert violations(widget) == [], "closed"
    widget.open()
    assert violations(widget) == [], "greeting"
    widget.choose("When is my PSB filing due?")
    assert violations(widget) == [], "date picker"
    widget.say(SHOP)
    for each in widget.cards.last.locator("summary").all():
        each.click()
    assert violations(widget) == [], "decision with reasons"
    widget.say("what if we moved to Hong Kong?")
    assert violations(widget) == [], "what if"
    widget.say("What is an ICP Filing?")
    widget.button("Yes, this helped").click()
    assert violations(widget) == [], "voted"
    widget.say("send me a summary").say("remind me").say("plan the dates")
    assert violations(widget) == [], "summary, calendar, plan"
    widget.page.route(WEBHOOK, lambda route: None)
    widget.field.fill("hello")
    widget.field.press("Enter")
    expect(widget.root.locator(".wait")).to_be_visible()
    assert violations(widget) == [], "waiting"
    widget.page.unroute(WEBHOOK)
    widget.page.route(WEBHOOK, lambda route: route.abort())
    widget.page.reload()
    expect(widget.button("Try again")).to_be_visible()
    assert violations(widget) == [], "trouble"


def test_axe_finds_nothing_on_a_phone(visitor: Visit) -> None:
    phone = visitor(viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True).visit()
    phone.open().say(SHOP)
    assert violations(phone) == []


def test_the_log_is_a_live_region_that_says_who_speaks(widget: Widget) -> None:
    widget.open().say("What is an ICP Filing?")
    expect(widget.log).to_have_attribute("aria-label", "Conversation")
    expect(widget.log).to_contain_text("You said:")
    expect(widget.answers.last).to_contain_text("Assistant said:")


def test_the_focus_returns_where_it_came_from(widget: Widget) -> None:
    widget.open()
    expect(widget.field).to_be_focused()
    widget.choose("What is an ICP Filing?")
    expect(widget.field).to_be_focused()
    widget.button("Close").click()
    expect(widget.launcher).to_be_focused()


def test_nothing_moves_for_who_wants_less_motion(visitor: Visit) -> None:
    moving = {}
    for motion in ("reduce", "no-preference"):
        widget = visitor(reduced_motion=motion).visit().open()
        moving[motion] = widget.root.get_by_role("dialog").evaluate("each => getComputedStyle(each).animationName")
    assert moving == {"reduce": "none", "no-preference": "rise"}


def test_enter_that_ends_the_choice_of_a_character_sends_nothing(widget: Widget) -> None:
    widget.open()
    widget.field.fill("beian")
    widget.field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(widget.root.locator(".asks")).to_have_count(0)
    widget.field.press("Enter")
    expect(widget.root.locator(".asks")).to_have_count(1)


def test_a_page_can_set_the_colours(widget: Widget) -> None:
    widget.root.evaluate("each => each.style.setProperty('--icp-accent', 'rgb(120, 0, 60)')")
    assert widget.launcher.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(120, 0, 60)"
