"""What a page can do with the widget: attributes that may change at any time, methods, an event and variables (docs/widget.md)."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import SITE, Site, Widget, reply

_LISTEN = """window.told = []; document.addEventListener("icp-chat:answer", (event) =>
  window.told.push({ target: event.target.localName, ...event.detail }));"""


def set_attribute(widget: Widget, name: str, value: str) -> None:
    widget.root.evaluate("(each, [name, value]) => each.setAttribute(name, value)", [name, value])


def test_it_opens_and_closes_by_methods_and_by_its_attribute(site: Site) -> None:
    widget = site.visit()
    widget.root.evaluate("each => each.open()")
    expect(widget.field).to_be_focused()
    expect(widget.root).to_have_attribute("open", "")
    widget.root.evaluate("each => each.close()")
    expect(widget.panel).to_be_hidden()
    expect(widget.root).not_to_have_attribute("open", "")
    set_attribute(widget, "open", "")
    expect(widget.panel).to_be_visible()
    widget.root.evaluate("each => each.removeAttribute('open')")
    expect(widget.panel).to_be_hidden()


def test_title_language_and_theme_may_change_while_it_is_open_and_nothing_is_lost(site: Site) -> None:
    widget = site.visit().open().say("What is an ICP Filing?")
    widget.field.fill("half a mess")
    set_attribute(widget, "title", "Ask Lantern")
    expect(widget.root.get_by_role("dialog", name="Ask Lantern")).to_be_visible()
    assert widget.root.get_attribute("title") is None
    set_attribute(widget, "lang", "zh-CN")
    expect(widget.button("关闭")).to_be_visible()
    expect(widget.root.get_by_role("dialog", name="Ask Lantern")).to_be_visible()
    set_attribute(widget, "theme", "dark")
    assert widget.panel.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(22, 28, 36)"
    expect(widget.questions).to_have_text(["What is an ICP Filing?"])
    expect(widget.field).to_have_value("half a mess")
    widget.say("And now?")
    assert len({each["sender"] for each in site.asked}) == 1


def test_another_server_is_another_conversation(site: Site) -> None:
    widget = site.visit().open().say("What is an ICP Filing?")
    others = []
    widget.page.route(
        "https://other.example/**", lambda route: (others.append(route.request.url), route.fulfill(json=site.answer))
    )
    set_attribute(widget, "server", "https://other.example/")
    expect(widget.questions).to_have_count(0)
    widget.say("Are you there?")
    assert others == ["https://other.example/webhooks/rest/webhook"]
    set_attribute(widget, "server", SITE)
    expect(widget.questions).to_have_count(1)


def test_the_page_is_told_of_each_answer_with_its_parts(site: Site) -> None:
    site.answer = reply("shop")
    widget = site.visit()
    widget.page.evaluate(_LISTEN)
    widget.open().say("We sell chairs from a server in Suzhou.")
    (told,) = widget.page.evaluate("told")
    assert told["target"] == "icp-chat"
    assert told["language"] == "en"
    (part,) = told["parts"]
    assert part["text"] == site.answer[0]["text"]
    assert part["buttons"] == site.answer[0]["buttons"]
    assert [each["type"] for each in part["customs"]] == ["determination"]
    widget.page.evaluate("told[0].parts[0].customs[0].title = 'Another'")
    widget.page.reload()
    expect(widget.cards).to_contain_text("You need three certificates")
    assert widget.page.evaluate("window.told") is None, "what is only shown again is no answer"


def test_a_page_whose_listener_fails_breaks_nothing(site: Site) -> None:
    widget = site.visit()
    widget.page.evaluate("addEventListener('icp-chat:answer', () => { throw new Error('of the page'); })")
    widget.open().say("One").say("Two")
    assert site.problems == ["of the page", "of the page"]


def test_the_place_can_be_set(site: Site) -> None:
    widget = site.visit()
    widget.page.add_style_tag(content="icp-chat { --icp-right: 100px; --icp-bottom: 60px }")
    box = widget.launcher.bounding_box()
    assert box is not None
    assert (box["x"] + box["width"], box["y"] + box["height"]) == (1180, 800)
