"""A result is printed on one sheet, its documents on a second; what a page prints itself is the page's, without the widget."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visit, Widget, reply
from tests.browser.test_a_whole_determination import SHOP

_NO_DIALOG = "() => { window.printed = 0; window.print = () => window.printed++; }"


def pages_of(widget: Widget) -> int:
    """How many sheets of paper the page would take."""
    return len(re.findall(rb"/Type\s*/Page\b", widget.page.pdf(format="A4", prefer_css_page_size=True)))


def printed(widget: Widget, name: str = "Print") -> list[str]:
    """Prints the newest result, and returns the lines of the page's print view."""
    widget.page.evaluate(_NO_DIALOG)
    widget.button(name).click()
    assert widget.page.evaluate("printed") == 1
    widget.page.emulate_media(media="print")
    return [each.strip() for each in widget.root.locator(".sheet").inner_text().split("\n") if each.strip()]


@pytest.mark.parametrize("page", ["plain", "deforming", "application", "right-to-left"])
def test_the_print_view_is_the_result_with_its_documents_on_two_sheets_on_any_page(site: Site, page: str) -> None:
    site.answer = reply("shop")
    site.context.add_init_script("document.documentElement && (document.documentElement.lang = 'en')")
    widget = site.visit(page)
    widget.page.evaluate("customElements.whenDefined('icp-chat')")
    widget.root.evaluate("each => each.open()")
    lines = printed(widget.say(SHOP))
    whole = "\n".join(lines)
    parts = (
        "Understood: ",
        "Today: ",
        "Timeline",
        "Why (5)",
        "Good to know (2)",
        "Papers to prepare (not from the article) (21)",
    )
    assert sorted(parts, key=whole.index) == list(parts)
    for words in (
        "You need three certificates",
        "sells its own goods or services",
        "nothing may be served from mainland China yet",
        "Direct online sales are not permitted under a filing alone",
        "22 Apr 2027",
        "company: business licence",
        "No legal advice.",
    ):
        assert words in whole
    assert "Add to calendar" not in whole
    assert "Print" not in whole
    expect(widget.page.locator("h1, nav").locator("visible=true")).to_have_count(0)
    expect(widget.panel).to_be_hidden()
    assert pages_of(widget) == 2


def test_a_result_without_documents_is_printed_on_one_sheet(site: Site) -> None:
    site.answer = [{**each, "custom": _without_documents(each["custom"])} if "custom" in each else each for each in reply("shop")]
    widget = site.visit().open().say(SHOP)
    printed(widget)
    assert pages_of(widget) == 1


def _without_documents(custom: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in custom.items() if name != "documents"}


def test_after_printing_everything_is_as_before(site: Site) -> None:
    site.answer = reply("shop")
    widget = site.visit().open().say(SHOP)
    printed(widget)
    widget.page.evaluate("dispatchEvent(new Event('afterprint'))")
    widget.page.emulate_media(media="screen")
    expect(widget.root.locator(".sheet")).to_have_count(0)
    expect(widget.panel).to_be_visible()
    widget.page.emulate_media(media="print")
    expect(widget.page.get_by_role("heading", name="A page")).to_be_visible()
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_hidden()


def test_in_chinese(site: Site) -> None:
    site.answer = reply("shop.zh")
    lines = printed(site.visit().open().say(SHOP), "打印")
    for words in (
        "您需要三项证件",
        "已了解：服务器在中国大陆",
        "时间表",
        "2027年4月22日",
        "公安备案截止",
        "理由 (5)",
        "来源：",
        "不构成法律意见",
    ):
        assert words in "\n".join(lines)


def test_the_assistants_own_result_is_printed_and_the_strictest_policy_lets_it(visitor: Visit) -> None:
    person = visitor()
    widget = person.visit().open().say(SHOP)
    lines = printed(widget)
    assert "You need three certificates, in this order:" in lines
    assert any("22 Apr 2027" in each for each in lines)
    assert person.problems == []
