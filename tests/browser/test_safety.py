"""The widget asks nobody else, runs under a strict policy, on another site too, and shows what it is sent as text."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.browser.conftest import WEBHOOK, Visit, Visitor, Widget, answering
from tools.background import Assistant

SITE = "http://support.example"


def test_no_request_leaves_the_origin_and_the_browser_complains_of_nothing(visitor: Visit) -> None:
    person = visitor(color_scheme="dark")
    widget = (
        person.visit().open().say("We sell office chairs from a server in Suzhou and customers pay with Alipay. What do we need?")
    )
    widget.say("When is my PSB filing due if we opened on 3 November?").say("send me a summary").say("remind me")
    widget.page.get_by_role("link", name="Opening a website").click()
    expect(widget.log).to_contain_text("Suzhou")
    assert person.foreign == []
    assert person.problems == []


def test_the_pages_are_served_with_a_strict_policy(visitor: Visit) -> None:
    widget = visitor().visit()
    response = widget.page.goto(widget.page.url)
    assert response is not None
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def embedded(person: Visitor, assistant: Assistant, body: str) -> Widget:
    """A page of another site with a strict policy that lets in only what the widget needs."""
    policy = f"default-src 'none'; script-src {assistant.address}; connect-src {assistant.address}"
    script = f'<script src="{assistant.address}/widget/icp-chat.js" defer></script>'
    page = f'<!doctype html><html lang="en"><title>Site</title><body>{body}{script}'
    person.context.route(
        f"{SITE}/",
        lambda route: route.fulfill(body=page, content_type="text/html", headers={"Content-Security-Policy": policy}),
    )
    tab = person.context.new_page()
    tab.on("console", lambda message: person.problems.append(message.text) if message.type == "error" else None)
    tab.goto(f"{SITE}/")
    return Widget(tab)


def test_one_script_tag_embeds_it_on_another_site(visitor: Visit, assistant: Assistant) -> None:
    person = visitor()
    embedded(person, assistant, "").open().say("What is an ICP Filing?")
    assert person.problems == []
    assert person.foreign == [f"{SITE}/"]


def test_the_attributes_set_the_title_the_theme_and_that_it_is_open(visitor: Visit, assistant: Assistant) -> None:
    person = visitor()
    element = f'<icp-chat title="Ask Lantern" theme="dark" open server="{assistant.address}/"></icp-chat>'
    widget = embedded(person, assistant, element)
    expect(widget.root).to_have_count(1)
    expect(widget.root.get_by_role("dialog", name="Ask Lantern")).to_be_visible()
    assert widget.root.get_by_role("dialog").evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(22, 28, 36)"
    widget.say("What is an ICP Filing?")


def test_what_is_sent_is_shown_as_text_and_only_safe_addresses_become_links(visitor: Visit) -> None:
    person = visitor()
    widget = person.visit()
    text = (
        "<img src=x onerror=\"document.title='broken'\"> <b>bold</b>\n"
        "See https://example.org/a?b=c. Not http://example.org/plain, javascript:alert(1), data:text/html,x or https://[bad"
    )
    source = {"title": "Unsafe", "publisher": "Nobody", "date": None, "url": "javascript:alert(1)"}
    reason = {"rule": "x", "text": "<i>why</i>", "source": source}
    decision = {
        "type": "determination",
        "today": "2026-11-24",
        "title": "<u>title</u>",
        "understood": "",
        "source_line": "Source: x",
        "certificates": [],
        "required": [],
        "plan": [],
        "plan_title": "",
        "breaches": [],
        "calendar": "",
        "standing": [],
        "branches": [],
        "reasons": [reason],
        "remarks": [],
    }
    answer = [
        {"recipient_id": "me", "text": text, "buttons": [{"title": "<s>press</s>", "payload": "/x"}]},
        {"recipient_id": "me", "text": "A decision"},
        {"recipient_id": "me", "custom": decision},
    ]
    widget.page.route(WEBHOOK, answering(200, json.dumps(answer)))
    widget.open().say("hello")
    expect(widget.answers).to_contain_text("<b>bold</b>")
    expect(widget.cards).to_contain_text("<u>title</u>")
    expect(widget.button("<s>press</s>")).to_be_visible()
    assert widget.root.locator("img, b, i, u, s").count() == 0
    links = widget.root.locator("a").all()
    assert [each.get_attribute("href") for each in links] == ["https://example.org/a?b=c"]
    assert links[0].get_attribute("rel") == "noopener noreferrer"
    assert widget.page.title() != "broken"
    assert person.problems == []


def test_an_answer_that_is_no_list_of_messages_is_trouble_and_not_silence(widget: Widget) -> None:
    widget.page.route(WEBHOOK, answering(200, '{"unexpected": true}'))
    widget.open()
    widget.field.fill("hello")
    widget.field.press("Enter")
    expect(widget.log).to_contain_text("The assistant cannot be reached at the moment.")
