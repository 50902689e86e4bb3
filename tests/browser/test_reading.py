"""Reading: who reads back stays there, and links lead where they should."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Site, Widget, reply

LONG = [{"text": "\n".join(f"Line {each}." for each in range(60))}]


def top(widget: Widget) -> int:
    return int(widget.log.evaluate("each => each.scrollTop"))


def asked_and_held(widget: Widget, held: list[Route]) -> None:
    widget.page.route("**/webhook", lambda route: held.append(route))
    widget.field.fill("What is the PSB filing?")
    with widget.page.expect_request("**/webhook"):
        widget.field.press("Enter")
    expect(widget.root.locator(".wait")).to_be_visible()


def scroll_to(widget: Widget, place: int) -> None:
    widget.log.evaluate("(each, place) => new Promise((done) => { each.scrollTop = place; requestAnimationFrame(done); })", place)


def test_who_reads_back_stays_there_and_is_told_of_the_new_answer(site: Site) -> None:
    site.answer = LONG
    widget = site.visit().open().say("What is an ICP Filing?").say("And the license?")
    below = widget.button("New answer below")
    held: list[Route] = []
    asked_and_held(widget, held)
    scroll_to(widget, 100)
    held[0].fulfill(json=LONG)
    expect(widget.answers).to_have_count(3)
    expect(below).to_be_visible()
    assert top(widget) == 100
    below.click()
    expect(below).to_be_hidden()
    expect(widget.questions.last).to_be_in_viewport()
    expect(widget.answers.last.get_by_text("Line 0.")).to_be_in_viewport()


def test_the_button_goes_once_the_reader_has_come_down_or_asks_again(site: Site) -> None:
    site.answer = LONG
    widget = site.visit().open().say("What is an ICP Filing?").say("And the license?")
    held: list[Route] = []
    asked_and_held(widget, held)
    scroll_to(widget, 0)
    held[0].fulfill(json=LONG)
    expect(widget.button("New answer below")).to_be_visible()
    scroll_to(widget, 99999)
    expect(widget.button("New answer below")).to_be_hidden()
    scroll_to(widget, 0)
    widget.page.unroute("**/webhook")
    widget.say("And now?")
    expect(widget.questions.last).to_be_in_viewport()
    expect(widget.button("New answer below")).to_be_hidden()


def test_who_stays_at_the_end_sees_each_answer_from_its_question(site: Site) -> None:
    site.answer = LONG
    widget = site.visit().open()
    for message in ("One", "Two", "Three"):
        widget.say(message)
        expect(widget.questions.last).to_be_in_viewport(ratio=1)
        expect(widget.button("New answer below")).to_be_hidden()


def test_trouble_and_slowness_leave_a_reader_where_he_is_too(site: Site) -> None:
    site.answer = LONG
    widget = site.visit().open().say("What is an ICP Filing?").say("And the license?")
    held: list[Route] = []
    asked_and_held(widget, held)
    scroll_to(widget, 50)
    held[0].abort()
    expect(widget.root.locator(".trouble")).to_have_count(1)
    assert top(widget) == 50
    expect(widget.button("New answer below")).to_be_visible()


def test_after_a_reload_and_after_it_was_closed_the_newest_is_shown(site: Site) -> None:
    site.answer = LONG
    widget = site.visit().open().say("One").say("Two")
    widget.page.reload()
    expect(widget.questions.last).to_be_in_viewport(ratio=1)
    held: list[Route] = []
    asked_and_held(widget, held)
    widget.field.press("Escape")
    held[0].fulfill(json=LONG)
    expect(widget.launcher).to_have_attribute("aria-label", "Ask about ICP certification: new answer")
    widget.open()
    expect(widget.questions.last).to_be_in_viewport(ratio=1)
    scroll_to(widget, 70)
    widget.field.press("Escape")
    widget.open()
    assert top(widget) == 70


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://en.wikipedia.org/wiki/ICP_(license).", "https://en.wikipedia.org/wiki/ICP_(license)"),
        ("(see https://en.wikipedia.org/wiki/ICP_(license))", "https://en.wikipedia.org/wiki/ICP_(license)"),
        ("(https://example.org/a)", "https://example.org/a"),
        ("(as https://example.org/a?b=[c]), or so", "https://example.org/a?b=[c]"),
        ("参见https://beian.miit.gov.cn/（工信部）。", "https://beian.miit.gov.cn/"),
        ("网址：https://beian.miit.gov.cn/、等", "https://beian.miit.gov.cn/"),
        ("Really https://example.org/a?!", "https://example.org/a"),
    ],
)
def test_a_link_has_the_brackets_that_are_its_own(site: Site, text: str, address: str) -> None:
    site.answer = [{"text": text}]
    widget = site.visit().open().say("Where?")
    expect(widget.log.get_by_role("link")).to_have_attribute("href", address)
    expect(widget.answers).to_contain_text(text)


@pytest.mark.parametrize("name", ["answer", "answer.zh"])
def test_the_line_with_the_source_is_the_quiet_one_in_any_language(site: Site, name: str) -> None:
    site.answer = reply(name)
    widget = site.visit().open().say("What is an ICP Filing?")
    expect(widget.root.locator(".bot .source")).to_have_text([site.answer[0]["text"].split("\n")[-1]])
