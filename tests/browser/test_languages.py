"""English and Simplified Chinese: the widget's own words, what it tells the server, and each reply in its own language."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visit, Widget, reply
from tests.browser.test_accessibility import violations

_PREPARE = """document.addEventListener("readystatechange", () => {
  document.documentElement.lang = PAGE_LANG;
  if (LANG) document.body.append(Object.assign(document.createElement("icp-chat"), { lang: LANG }));
}, { once: true });"""


def visited(site: Site, page_lang: str, lang: str = "") -> Widget:
    """The widget on a page in a language, with a language of its own or none."""
    site.context.add_init_script(_PREPARE.replace("PAGE_LANG", json.dumps(page_lang)).replace("LANG", json.dumps(lang)))
    return site.visit()


@pytest.mark.parametrize(
    ("page_lang", "lang", "spoken"),
    [
        ("en", "", "en"),
        ("zh-CN", "", "zh"),
        ("zh_Hans", "", "zh"),
        ("ZH", "", "zh"),
        ("fr", "", "en"),
        ("", "", "en"),
        ("en", "zh", "zh"),
        ("zh-CN", "en-GB", "en"),
    ],
)
def test_the_element_then_the_page_says_which_language_and_the_server_is_told(
    site: Site, page_lang: str, lang: str, spoken: str
) -> None:
    widget = visited(site, page_lang, lang).open()
    expect(widget.field).to_have_attribute("aria-label", {"en": "Your message", "zh": "输入消息"}[spoken])
    widget.say("ICP?")
    assert site.asked[0]["metadata"] == {"language": spoken}
    assert widget.root.locator(".root").get_attribute("lang") == spoken


def test_a_page_that_changes_its_language_changes_the_widgets(site: Site) -> None:
    widget = site.visit().open().say("What is an ICP Filing?")
    widget.page.evaluate("document.documentElement.lang = 'zh-CN'")
    expect(widget.button("发送")).to_be_visible()
    expect(widget.questions).to_have_count(1)


def test_everything_on_a_chinese_card_is_chinese_but_the_titles_of_the_sources(site: Site) -> None:
    site.answer = reply("shop.zh")
    widget = visited(site, "zh-CN").open()
    expect(widget.log).to_contain_text("我的网站需要哪种 ICP 证件？")
    widget.say("我们在苏州的服务器上卖椅子，用支付宝收款。")
    card = widget.cards.first
    for each in card.locator("summary").all():
        each.click()
    for words in (
        "待办理",
        "我已取得",
        "时间表",
        "2026年11月24日",
        "28 天",
        "暂定",
        "理由 (5)",
        "加入日历",
        "复制摘要",
        "打印",
        "来源：",
    ):
        expect(card).to_contain_text(words)
    shown = card.evaluate(
        """each => {
          const copy = each.cloneNode(true);
          copy.querySelectorAll(".source").forEach((line) => line.remove());
          return copy.textContent;
        }"""
    )
    english = set(re.findall("[A-Za-z]+", shown)) - {"ICP", "CDN", "APP", "IP"}
    assert english == set()
    assert violations(widget) == []


def test_a_reply_in_another_language_has_the_labels_of_its_own(site: Site) -> None:
    site.answer = reply("shop.zh")
    widget = site.visit().open().say("We sell chairs from a server in Suzhou.")
    expect(widget.cards.first).to_contain_text("待办理")
    expect(widget.cards.first).to_have_attribute("lang", "zh")
    site.answer = reply("shop")
    widget.say("And again?")
    expect(widget.cards.last).to_contain_text("To get")
    expect(widget.button("Send")).to_be_visible()


def test_a_thumb_tells_the_language_too(site: Site) -> None:
    site.answer = reply("answer.zh")
    widget = visited(site, "zh-CN").open().say("什么是 ICP 备案？")
    with widget.page.expect_response("**/webhook"):
        widget.button("有帮助").click()
    assert site.asked[-1] == {**site.asked[-1], "message": "/helped", "metadata": {"language": "zh"}}


def test_the_chinese_demo_page_speaks_chinese_with_the_assistant(visitor: Visit) -> None:
    person = visitor()
    widget = person.visit("/widget/demo-zh.html").open()
    with widget.page.expect_request("**/webhook") as asked:
        widget.say("什么是ICP备案？")
    assert asked.value.post_data_json["metadata"] == {"language": "zh"}
    expect(widget.button("有帮助")).to_be_visible()
    assert violations(widget) == []
    assert person.problems == []
