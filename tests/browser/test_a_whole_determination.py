"""A person comes to a decision in the widget: by keyboard alone, by click, on a phone, with a date."""

from __future__ import annotations

import json
from datetime import date

from icalendar import Calendar
from playwright.sync_api import expect

from tests.browser.conftest import Visit, Widget
from tools.background import Assistant

SHOP = "We sell office chairs from a server in Suzhou and customers pay with Alipay. What do we need?"
THREE = ["ICP Filing (Bei'An)", "ICP Commercial License (ICP Zheng)", "PSB filing"]


def needed(widget: Widget) -> list[str]:
    return widget.cards.last.locator(".certificates .to_get .name").all_inner_texts()


def test_by_keyboard_alone(widget: Widget) -> None:
    keyboard = widget.page.keyboard
    for _ in range(12):
        keyboard.press("Tab")
        if widget.launcher.evaluate("each => each.matches(':focus')"):
            break
    keyboard.press("Enter")
    expect(widget.field).to_be_focused()
    keyboard.type("Do I need an ICP license?")
    keyboard.press("Enter")
    replies = ("Server or CDN in mainland China", "It only informs")
    for answered, title in enumerate(replies, start=1):
        expect(widget.answers).to_have_count(answered)
        reply = widget.button(title)
        expect(widget.field).to_be_focused()
        for _ in range(20):
            keyboard.press("Shift+Tab")
            if reply.evaluate("each => each.matches(':focus')"):
                break
        expect(reply).to_be_focused()
        keyboard.press("Enter")
    expect(widget.cards).to_have_count(1)
    assert needed(widget) == ["ICP Filing (Bei'An)", "PSB filing"]
    why = widget.cards.locator("summary").first
    for _ in range(20):
        keyboard.press("Shift+Tab")
        if why.evaluate("each => each.matches(':focus')"):
            break
    keyboard.press("Enter")
    expect(widget.cards.get_by_text("may receive no traffic")).to_be_visible()
    keyboard.press("Escape")
    expect(widget.launcher).to_be_focused()


def test_by_click(widget: Widget) -> None:
    widget.open().choose("Which ICP certificate does my website need?")
    widget.choose("Server or CDN in mainland China").choose("Others sell on it")
    assert needed(widget) == THREE
    for old in widget.root.get_by_role("button", name="It only informs").all():
        expect(old).to_be_disabled()


def test_what_is_held_is_told_on_the_card(widget: Widget) -> None:
    widget.open().say(SHOP)
    card = widget.cards.first
    assert card.get_by_text("I have it", exact=True).count() == 3
    card.get_by_role("button", name="I have the ICP Filing").click()
    expect(widget.cards).to_have_count(2)
    assert widget.cards.last.locator(".certificates .tag").all_inner_texts() == ["Held", "To get", "To get"]
    expect(widget.cards.last).to_contain_text("What changed: you have the ICP Filing")
    expect(card.get_by_role("button", name="I have the ICP Filing")).to_be_disabled()


def test_the_readings_of_an_unclear_message_tell_what_each_is_about(widget: Widget) -> None:
    widget.open().say("hm, what about that one, when and where?")
    choices = widget.root.locator(".choice")
    expect(choices.first).to_be_visible()
    assert all("\n" in each for each in choices.all_inner_texts())
    choices.first.click()
    expect(widget.answers).to_have_count(2)
    expect(choices.first).to_be_disabled()


def test_on_a_phone_everything_fits_and_nothing_scrolls_sideways(visitor: Visit) -> None:
    phone = visitor(viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True).visit()
    phone.launcher.tap()
    phone.field.fill(SHOP)
    phone.button("Send").tap()
    expect(phone.cards).to_have_count(1)
    assert needed(phone) == THREE
    panel = phone.root.get_by_role("dialog").bounding_box()
    assert panel is not None
    assert (panel["x"], panel["y"], panel["width"], panel["height"]) == (0, 0, 320, 568)
    for each in (phone.log, phone.page.locator("html")):
        assert each.evaluate("each => each.scrollWidth - each.clientWidth") <= 0


def test_at_twice_the_size_the_field_and_the_log_stay_in_sight(visitor: Visit) -> None:
    widget = visitor(viewport={"width": 640, "height": 430}, device_scale_factor=2).visit().open().say(SHOP)
    expect(widget.field).to_be_in_viewport(ratio=1)
    assert widget.log.evaluate("each => each.clientHeight") > 150


def test_the_card_shows_states_a_timeline_and_reasons_with_their_source(widget: Widget) -> None:
    widget.open().say(SHOP)
    widget.say("we have the filing already")
    card = widget.cards.last
    assert card.locator(".certificates .tag").all_inner_texts() == ["Held", "To get", "To get"]
    days = [each.get_attribute("datetime") for each in card.locator(".timeline time").all()]
    assert days[0] == "2026-11-24"
    assert days == sorted(days)
    assert card.locator(".timeline .today .sub").inner_text().startswith("Today, 24 Nov 2026")
    assert card.locator(".timeline .launch .name").last.inner_text() == "The website can open"
    expect(card.get_by_text("provisional", exact=True).first).to_be_visible()
    card.locator("summary", has_text="Why").click()
    expect(card.locator("details[open] li").first).to_contain_text(
        "Source: Why do we apply for ICP Filing?, Alibaba Cloud, 20 Oct 2017"
    )
    expect(card.locator(":scope > .source")).to_contain_text("Source: Why do we apply for ICP Filing?")


def test_a_date_is_picked_and_gives_the_deadline_with_the_days_left(widget: Widget) -> None:
    widget.open().say("When is my PSB filing due?")
    picker = widget.root.get_by_label("Or pick the day")
    picker.fill("2026-11-20")
    widget.choose("Use this date")
    chip = widget.root.locator(".chip")
    expect(chip).to_contain_text("20 Dec 2026")
    expect(chip).to_contain_text("26 days left")
    expect(picker).to_be_disabled()


def test_no_date_is_sent_as_long_as_none_is_picked(widget: Widget) -> None:
    widget.open().say("When is my PSB filing due?")
    said = widget.root.locator(".asks")
    widget.button("Use this date").click()
    expect(said).to_have_count(1)


def test_a_what_if_is_marked_as_such(widget: Widget) -> None:
    widget.open().say(SHOP).say("and if we only used servers in Frankfurt?")
    expect(widget.cards.last).to_contain_text("What if")
    assert widget.cards.last.locator(".certificates .tag").all_inner_texts() == ["Not needed"] * 3


def test_the_calendar_file_holds_the_dates_of_the_timeline(widget: Widget) -> None:
    widget.open().say(SHOP)
    with widget.page.expect_download() as download:
        widget.button("Add to calendar").click()
    events = Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    shown = {each.get_attribute("datetime") for each in widget.cards.locator(".timeline time").all()}
    assert download.value.suggested_filename.endswith(".ics")
    assert {event["DTSTART"].dt for event in events} == {date.fromisoformat(each) for each in shown if each}


def test_the_summary_is_copied_with_the_dates(visitor: Visit) -> None:
    widget = visitor(permissions=["clipboard-read", "clipboard-write"]).visit().open().say(SHOP)
    widget.button("Copy summary").click()
    expect(widget.button("Copied")).to_be_visible()
    copied = widget.page.evaluate("navigator.clipboard.readText()")
    assert "You need three certificates" in copied
    assert "22 Apr 2027: PSB filing due" in copied
    assert "Source: Why do we apply for ICP Filing?" in copied


def test_thumbs_reach_the_conversation(widget: Widget, assistant: Assistant) -> None:
    widget.open().say("What is an ICP Filing?")
    with widget.page.expect_response("**/webhooks/rest/webhook") as answer:
        widget.button("Yes, this helped").click()
    assert answer.value.status == 200
    assert json.loads(answer.value.request.post_data or "")["message"] == "/helped"
    assert "noted" in answer.value.json()[0]["text"]
    votes = widget.root.get_by_role("group", name="Did this help?")
    expect(votes).to_contain_text("Thank you.")
    expect(votes.get_by_role("button", name="Yes, this helped")).to_have_attribute("aria-pressed", "true")


def test_a_thumb_down_offers_a_person(widget: Widget) -> None:
    widget.open().say("What is an ICP Filing?")
    widget.button("No, this did not help").click()
    expect(widget.button("Yes, a person")).to_be_enabled()
