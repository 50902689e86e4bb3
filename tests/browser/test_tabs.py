"""Each tab is a conversation of its own, however it came to be."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import SITE, Site, Widget

OTHER_TAB = "The above was said in another tab."


def opened_by(widget: Widget) -> Widget:
    """A window that the page opens, with a copy of its storage, as a duplicated tab has it."""
    with widget.page.context.expect_page() as opened:
        widget.page.evaluate(f"void window.open('{SITE}/plain.html')")
    page: Page = opened.value
    page.wait_for_load_state()
    return Widget(page)


def test_an_opened_window_shows_what_was_said_and_is_another_sender(site: Site) -> None:
    widget = site.visit().open().say("We have a server in Nanjing.")
    copy = opened_by(widget)
    expect(copy.log).to_contain_text("We have a server in Nanjing.")
    expect(copy.log).to_contain_text(OTHER_TAB)
    copy.say("And a shop.")
    widget.say("No shop.")
    first, second, third = (each["sender"] for each in site.asked)
    assert first == third
    assert second != first
    copy.page.reload()
    expect(copy.log).to_contain_text("And a shop.")
    copy.say("Anything else?")
    assert site.asked[-1]["sender"] == second
    expect(widget.log).not_to_contain_text("And a shop.")


def test_a_copy_of_a_copy_and_two_at_once_are_all_different(site: Site) -> None:
    widget = site.visit().open().say("One")
    copies = [opened_by(widget), opened_by(widget)]
    copies.append(opened_by(copies[0]))
    for each in copies:
        expect(each.log).to_contain_text(OTHER_TAB)
        each.say("Hello")
    assert len({each["sender"] for each in site.asked}) == 4


def test_what_the_old_tab_offered_or_still_waits_for_is_not_the_new_ones(site: Site) -> None:
    site.answer = [{"text": "Where?", "buttons": [{"title": "In China", "payload": "/china"}]}]
    widget = site.visit().open().say("Do I need a license?")
    copy = opened_by(widget)
    expect(copy.log).to_contain_text(OTHER_TAB)
    expect(copy.button("In China")).to_be_disabled()
    expect(widget.button("In China")).to_be_enabled()
    widget.page.route("**/webhook", lambda route: None)
    widget.field.fill("Still there?")
    widget.field.press("Enter")
    expect(widget.root.locator(".wait")).to_be_visible()
    second = opened_by(widget)
    expect(second.log).to_contain_text(OTHER_TAB)
    expect(second.root.locator(".wait")).to_have_count(0)
    assert len(site.asked) == 1


def test_a_tab_that_said_nothing_is_copied_without_a_word(site: Site) -> None:
    copy = opened_by(site.visit().open())
    expect(copy.panel).to_be_visible()
    expect(copy.log).not_to_contain_text(OTHER_TAB)
    expect(copy.button("What is an ICP Filing?")).to_be_visible()


def test_after_a_crash_the_conversation_goes_on(site: Site) -> None:
    widget = site.visit().open().say("We have a server in Nanjing.")
    stored = widget.page.evaluate("JSON.stringify(sessionStorage)")
    widget.page.close()
    again = site.context.new_page()
    again.goto(f"{SITE}/nothing.html")
    again.evaluate("stored => Object.assign(sessionStorage, JSON.parse(stored))", stored)
    again.goto(f"{SITE}/plain.html")
    restored = Widget(again)
    expect(restored.log).to_contain_text("We have a server in Nanjing.")
    restored.say("And now?")
    expect(restored.log).not_to_contain_text(OTHER_TAB)
    assert len({each["sender"] for each in site.asked}) == 1


def test_reloads_and_ways_back_go_on_at_once(site: Site) -> None:
    widget = site.visit().open().say("One")
    widget.page.goto(f"{SITE}/shortcuts.html")
    expect(widget.questions).to_have_text(["One"])
    widget.say("Two")
    widget.page.go_back()
    expect(widget.questions).to_have_text(["One", "Two"])
    widget.say("Three")
    widget.page.reload()
    expect(widget.questions).to_have_text(["One", "Two", "Three"])
    assert len({each["sender"] for each in site.asked}) == 1
    expect(widget.log).not_to_contain_text(OTHER_TAB)
