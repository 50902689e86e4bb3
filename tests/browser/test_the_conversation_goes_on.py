"""The conversation survives a reload and a new page, ends where a person ends it, and loses nothing when the server is away."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import WEBHOOK, Visit, Widget, answering
from tools.background import Assistant

ANSWER = [{"recipient_id": "me", "text": "An answer."}]


def sender(widget: Widget) -> str:
    return str(widget.page.evaluate("JSON.parse(Object.values(sessionStorage)[0]).sender"))


def test_it_survives_a_reload_and_the_open_question_can_still_be_answered(widget: Widget) -> None:
    widget.open().choose("Which ICP certificate does my website need?")
    before = sender(widget)
    widget.page.reload()
    expect(widget.log).to_contain_text("Where is the website served from?")
    assert sender(widget) == before
    widget.choose("Only from outside")
    assert widget.cards.locator(".certificates .tag").all_inner_texts() == ["Not needed"] * 3


def test_it_goes_on_on_another_page_of_the_site_in_the_same_tab(widget: Widget) -> None:
    widget.open().say("What is the PSB filing?")
    before = sender(widget)
    widget.page.get_by_role("link", name="Opening a website").click()
    expect(widget.page).to_have_title(re.compile("Opening a website in China"))
    expect(widget.log).to_contain_text("What is the PSB filing?")
    assert sender(widget) == before
    widget.say("and how long does that take?")
    expect(widget.answers.last).to_contain_text("30 days")


def test_a_closed_widget_stays_closed_on_the_next_page(widget: Widget) -> None:
    widget.open().say("What is the PSB filing?")
    widget.button("Close").click()
    widget.page.reload()
    expect(widget.launcher).to_be_visible()
    expect(widget.field).to_be_hidden()


def test_an_answer_that_comes_to_a_closed_widget_is_told_at_the_launcher(widget: Widget) -> None:
    widget.open()
    held: list[Route] = []
    widget.page.route(WEBHOOK, lambda route: held.append(route))
    widget.field.fill("What is an ICP Filing?")
    with widget.page.expect_request(WEBHOOK):
        widget.field.press("Enter")
    widget.field.press("Escape")
    expect(widget.field).to_be_hidden()
    held[0].continue_()
    expect(widget.launcher).to_have_attribute("aria-label", "Ask about ICP certification: new answer")
    widget.open()
    expect(widget.launcher).to_have_attribute("aria-label", "Ask about ICP certification")


def test_start_over_forgets_everything_here_and_is_another_sender_there(widget: Widget) -> None:
    widget.open().say("Our server is in Nanjing.")
    before = sender(widget)
    widget.button("Start over").click()
    expect(widget.log).to_contain_text("Which ICP certificate does your website need?")
    expect(widget.field).to_be_focused()
    assert sender(widget) != before
    widget.page.reload()
    expect(widget.log).not_to_contain_text("Nanjing")
    widget.say("Which certificates do I need?")
    expect(widget.answers.last).to_contain_text("Where is the website served from?")


def test_an_answer_that_comes_after_start_over_is_not_shown(widget: Widget) -> None:
    held: list[Route] = []
    widget.page.route(WEBHOOK, lambda route: held.append(route))
    widget.open()
    widget.field.fill("What is an ICP Filing?")
    widget.field.press("Enter")
    expect(widget.root.locator(".wait")).to_be_visible()
    widget.button("Start over").click()
    expect(widget.root.locator(".wait")).to_have_count(0)
    widget.page.unroute(WEBHOOK)
    widget.say("What is the PSB filing?")
    expect(widget.answers).to_have_count(1)


def test_senders_are_random_and_differ_from_visitor_to_visitor(visitor: Visit) -> None:
    senders = {sender(visitor().visit().open()) for _ in range(3)}
    assert len(senders) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in senders)


def test_while_the_server_is_stopped_it_says_so_and_when_it_is_back_trying_again_brings_the_answer(
    widget: Widget, assistant: Assistant
) -> None:
    widget.open().say("Our server is in Nanjing, only information on the site.")
    assistant.assistant.stop()
    try:
        widget.field.fill("no payments")
        widget.field.press("Enter")
        expect(widget.log).to_contain_text("The assistant cannot be reached at the moment. Your message is kept here.")
        widget.button("Try again").click()
        expect(widget.root.locator(".trouble")).to_have_count(1)
        expect(widget.button("Try again")).to_be_enabled()
    finally:
        assistant.assistant.start()
        assistant.wait_until_ready()
    widget.button("Try again").click()
    expect(widget.answers).to_have_count(2)
    expect(widget.answers.last).to_contain_text("online payments: no")
    expect(widget.root.locator(".trouble")).to_have_count(0)


def test_while_the_action_server_is_away_the_message_can_be_sent_again(widget: Widget, assistant: Assistant) -> None:
    widget.open()
    assistant.actions.stop()
    try:
        widget.say("What is an ICP Filing?")
        expect(widget.button("Try again")).to_be_visible()
    finally:
        assistant.actions.start()
        assistant.wait_until_ready()
    widget.choose("Try again")
    expect(widget.answers.last).to_contain_text("Source: Why do we apply for ICP Filing?")


def test_trying_again_sends_the_same_message_id_and_a_reload_does_too(widget: Widget) -> None:
    ids = []

    def refuse(route: Route) -> None:
        ids.append(json.loads(route.request.post_data or "")["message_id"])
        route.abort()

    widget.page.route(WEBHOOK, refuse)
    widget.open()
    widget.field.fill("What is an ICP Filing?")
    widget.field.press("Enter")
    widget.button("Try again").click()
    expect(widget.button("Try again")).to_be_enabled()
    widget.page.reload()
    expect(widget.button("Try again")).to_be_enabled()
    assert len(ids) == 3
    assert len(set(ids)) == 1


def test_a_message_that_is_given_up_for_another_is_marked_as_not_answered(widget: Widget) -> None:
    widget.page.route(WEBHOOK, lambda route: route.abort())
    widget.open()
    widget.field.fill("What is an ICP Filing?")
    widget.field.press("Enter")
    expect(widget.button("Try again")).to_be_visible()
    widget.page.unroute(WEBHOOK)
    widget.say("What is the PSB filing?")
    expect(widget.root.locator(".asks").first).to_contain_text("Not answered")
    expect(widget.root.locator(".asks").last).not_to_contain_text("Not answered")


def test_too_many_messages_say_how_long_to_wait_and_the_button_waits_as_long(widget: Widget) -> None:
    body = json.dumps({"error": {"code": "rate_limited", "message": "Wait."}})
    widget.page.route(WEBHOOK, answering(429, body, **{"Retry-After": "2"}))
    widget.open()
    widget.field.fill("What is an ICP Filing?")
    widget.field.press("Enter")
    expect(widget.log).to_contain_text("Too many messages at once. You can try again in 2 seconds.")
    expect(widget.button("Try again")).to_be_disabled()
    expect(widget.button("Try again")).to_be_enabled()
    widget.page.unroute(WEBHOOK)
    widget.button("Try again").click()
    expect(widget.answers).to_have_count(1)


def test_a_refused_message_shows_what_is_allowed_and_no_useless_button(widget: Widget) -> None:
    body = json.dumps({"error": {"code": "message_too_long", "message": "At most so many characters."}})
    widget.page.route(WEBHOOK, answering(400, body))
    widget.open()
    widget.field.fill("What is an ICP Filing?")
    widget.field.press("Enter")
    expect(widget.log).to_contain_text("At most so many characters.")
    expect(widget.root.get_by_role("button", name="Try again")).to_have_count(0)


def test_a_slow_answer_is_announced_and_one_that_never_comes_is_given_up(widget: Widget) -> None:
    held: list[Route] = []
    widget.page.clock.install()
    widget.page.reload()
    widget.page.route(WEBHOOK, lambda route: held.append(route))
    widget.open()
    widget.field.fill("What is an ICP Filing?")
    widget.field.press("Enter")
    expect(widget.log).to_contain_text("The assistant is writing")
    widget.page.clock.fast_forward(9_000)
    expect(widget.log).to_contain_text("This takes longer than usual.")
    widget.page.clock.fast_forward(25_000)
    expect(widget.log).to_contain_text("No answer came within 30 seconds. Your message is kept here.")
    expect(widget.button("Try again")).to_be_enabled()


def test_nothing_is_sent_twice_while_an_answer_is_on_its_way(widget: Widget) -> None:
    held: list[Route] = []
    widget.page.route(WEBHOOK, lambda route: held.append(route))
    widget.open()
    for message in ("What is an ICP Filing?", "And the license?"):
        widget.field.fill(message)
        widget.field.press("Enter")
    expect(widget.root.locator(".asks")).to_have_count(1)
    expect(widget.field).to_have_value("And the license?")
    held[0].fulfill(status=200, body=json.dumps(ANSWER), headers={"Content-Type": "application/json"})
    expect(widget.answers).to_have_count(1)
    assert len(held) == 1


def test_a_thumb_that_could_not_be_told_can_be_given_again(widget: Widget) -> None:
    widget.open().say("What is an ICP Filing?")
    widget.page.route(WEBHOOK, lambda route: route.abort())
    widget.button("Yes, this helped").click()
    expect(widget.log).to_contain_text("That could not be told. Did this help?")
    expect(widget.button("Yes, this helped")).to_be_enabled()
