"""What is typed: with an input method, on pages with shortcuts of one letter, and more of it than is taken."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeSite, Site, Widget

CHINESE = "备案"


def key(widget: Widget, name: str, **details: object) -> None:
    """A key as an input method tells it."""
    widget.field.dispatch_event("keydown", {"key": name, **details})


@pytest.mark.parametrize("details", [{"isComposing": True}, {"keyCode": 229}], ids=["composing", "Safari's order"])
def test_enter_and_escape_of_an_input_method_neither_send_nor_close(site: Site, details: dict[str, object]) -> None:
    widget = site.visit().open()
    widget.field.fill("beian")
    if "keyCode" in details:
        widget.field.dispatch_event("compositionend", {"data": CHINESE})
    key(widget, "Enter", **details)
    expect(widget.questions).to_have_count(0)
    expect(widget.field).to_have_value("beian")
    key(widget, "Escape", **details)
    expect(widget.panel).to_be_visible()
    widget.field.press("Enter")
    expect(widget.questions).to_have_text(["beian"])
    widget.field.press("Escape")
    expect(widget.panel).to_be_hidden()


def test_a_page_with_shortcuts_of_one_letter_steals_none(site: Site) -> None:
    widget = site.visit("shortcuts").open()
    widget.page.keyboard.type("server /s is ? j k", delay=1)
    expect(widget.field).to_have_value("server /s is ? j k")
    widget.page.keyboard.press("Enter")
    expect(widget.questions).to_have_text(["server /s is ? j k"])
    assert widget.page.evaluate("taken") == []
    widget.page.keyboard.press("Escape")
    widget.page.keyboard.press("Enter")
    expect(widget.panel).to_be_visible()
    assert widget.page.evaluate("taken") == []


def test_the_page_keeps_its_shortcuts(site: Site) -> None:
    widget = site.visit("shortcuts").open()
    widget.page.locator("h1").click()
    widget.page.keyboard.press("j")
    assert "keydown" in widget.page.evaluate("taken")
    widget.page.get_by_label("Search").fill("")
    widget.page.keyboard.type("jk")
    expect(widget.page.get_by_label("Search")).to_have_value("jk")


def test_a_page_that_takes_what_is_pasted_does_not_take_it_from_the_field(sites: MakeSite) -> None:
    site = sites(permissions=["clipboard-read", "clipboard-write"])
    widget = site.visit("shortcuts").open()
    widget.page.evaluate("navigator.clipboard.writeText('a server in Wuxi')")
    widget.page.keyboard.press("Control+V")
    expect(widget.field).to_have_value("a server in Wuxi")
    assert widget.page.evaluate("taken") == []


def test_a_paste_over_the_limit_is_kept_and_said_and_sent_once_it_is_short_enough(site: Site) -> None:
    widget = site.visit().open()
    text = "the server is in Wuxi " * 46
    widget.field.fill(text)
    expect(widget.field).to_have_value(text)
    expect(widget.panel).to_contain_text("11 characters too long. Nothing was cut.")
    expect(widget.field).to_have_attribute("aria-invalid", "true")
    widget.field.press("Enter")
    widget.button("Send").click()
    expect(widget.questions).to_have_count(0)
    expect(widget.field).to_have_value(text)
    widget.field.press("End")
    widget.field.fill(text[:1000])
    expect(widget.field).to_have_attribute("aria-invalid", "false")
    widget.field.press("Enter")
    expect(widget.questions).to_have_count(1)
    expect(widget.field).to_have_value("")
    assert site.asked[0]["message"] == text[:1000].strip()


def test_near_the_limit_what_is_left_is_counted_as_the_server_counts(site: Site) -> None:
    widget = site.visit().open()
    room = widget.root.locator(".room")
    widget.field.fill("a" * 900)
    expect(room).to_be_hidden()
    widget.field.press("a")
    expect(room).to_have_text("99 characters left")
    widget.field.fill("a" * 998 + "😀")
    expect(room).to_have_text("1 character left")
    widget.field.fill("hello")
    expect(room).to_be_hidden()


def test_a_reader_of_the_screen_hears_the_limit_once_and_not_each_number(site: Site) -> None:
    widget = site.visit().open()
    told = widget.root.get_by_role("status")
    widget.field.fill("a" * 950)
    expect(told).to_have_text("50 characters left")
    widget.field.press("a")
    expect(widget.root.locator(".room")).to_have_text("49 characters left")
    expect(told).to_have_text("50 characters left")
    widget.field.fill("a" * 1001)
    expect(told).to_contain_text("1 character too long.")


def test_enter_in_the_field_for_a_day_uses_the_day(site: Site) -> None:
    site.answer = [{"text": "When did it open?"}, {"custom": {"type": "question", "fact": "opened_on", "facts": {}}}]
    widget = site.visit().open().say("When is my PSB filing due?")
    picker = widget.root.get_by_label("Or pick the day")
    picker.press("Enter")
    expect(widget.questions).to_have_count(1)
    picker.fill("2026-11-20")
    picker.press("Enter")
    expect(widget.questions).to_have_text(["When is my PSB filing due?", "2026-11-20"])
