"""Pages that are not ours: their style, their direction, their swapped bodies, and the page behind the full screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import MakeSite, Site, Widget, reply
from tests.browser.test_accessibility import violations

LOOK = [
    *(
        "color",
        "cursor",
        "direction",
        "font-family",
        "font-size",
        "font-style",
        "font-weight",
        "hyphens",
        "letter-spacing",
        "line-height",
    ),
    *("list-style-type", "max-width", "opacity", "overflow", "pointer-events", "text-align", "text-indent", "text-shadow"),
    *("text-transform", "transform", "visibility", "white-space", "word-spacing", "writing-mode"),
]
_LOOK_OF_ALL = """(root, names) => [...root.shadowRoot.querySelectorAll("*")].map((each) => {
  const style = getComputedStyle(each);
  const { x, y, width, height } = each.getBoundingClientRect();
  const values = names.map((name) => name + " " + style.getPropertyValue(name));
  return [each.localName + "." + each.className, ...values, x, y, width, height].join("; ");
})"""


def look(widget: Widget) -> list[str]:
    """How everything in the widget looks and where it stands."""
    found: list[str] = widget.root.evaluate(_LOOK_OF_ALL, LOOK)
    return found


def test_no_style_of_a_page_deforms_it(site: Site) -> None:
    site.answer = reply("shop")
    looks = []
    for page in ("plain", "deforming"):
        widget = site.visit(page)
        widget.root.evaluate("each => each.open()")
        looks.append(look(widget.say("We sell chairs from a server in Suzhou.")))
        if page == "deforming":
            assert violations(widget, "icp-chat") == []
    assert len(looks[0]) > 100
    assert looks[1] == looks[0]


def test_a_page_can_still_hide_it(site: Site) -> None:
    widget = site.visit()
    expect(widget.launcher).to_be_visible()
    widget.page.add_style_tag(content="icp-chat { display: none }")
    expect(widget.launcher).to_be_hidden()


def test_on_a_page_from_right_to_left_english_stays_english_and_arabic_gets_its_direction(site: Site) -> None:
    site.answer = [{"text": "What is it?\nما هو ترخيص ICP؟\n- First.\n- أولاً."}]
    widget = site.visit("right-to-left").open().say("هل أحتاج إلى ترخيص؟")
    directions = widget.root.evaluate(
        """root => Object.fromEntries([...root.shadowRoot.querySelectorAll(".me, .bot p, .bot li, textarea, .hello, .note")]
             .map((each) => [each.textContent, getComputedStyle(each).direction]))"""
    )
    assert directions["What is it?"] == directions["First."] == "ltr"
    assert directions["هل أحتاج إلى ترخيص؟"] == directions["ما هو ترخيص ICP؟"] == directions["أولاً."] == "rtl"
    assert directions["Automated answers with their sources. No legal advice."] == "ltr"
    widget.field.fill("سؤال")
    assert widget.field.evaluate("each => getComputedStyle(each).direction") == "rtl"
    assert violations(widget) == []


@pytest.mark.parametrize("way", ["swap", "rewrite", "preview"])
def test_a_page_that_swaps_its_body_keeps_it_and_the_conversation(site: Site, way: str) -> None:
    widget = site.visit("swaps-its-body").open().say("We have a server in Nanjing.")
    for count in (2, 3):
        widget.page.evaluate(f"{way}()")
        expect(widget.root).to_have_count(1)
        expect(widget.log).to_contain_text("We have a server in Nanjing.")
        expect(widget.panel).to_be_visible()
        widget.say("And now?")
        expect(widget.answers).to_have_count(count)
    assert len({each["sender"] for each in site.asked}) == 1
    assert site.problems == []


def test_a_question_that_waits_while_the_body_is_swapped_is_answered_once(site: Site) -> None:
    widget = site.visit("swaps-its-body").open()
    held: list[Route] = []
    widget.page.route("**/webhook", lambda route: held.append(route), times=1)
    widget.field.fill("We have a server in Nanjing.")
    with widget.page.expect_request("**/webhook") as first:
        widget.field.press("Enter")
    widget.page.evaluate("swap()")
    expect(widget.answers).to_have_count(1)
    expect(widget.questions).to_have_count(1)
    assert site.asked == [first.value.post_data_json], "the same message id"


def test_it_stays_away_from_a_page_that_removes_it(site: Site) -> None:
    widget = site.visit()
    widget.root.evaluate("each => each.remove()")
    widget.page.evaluate("document.body.append('more')")
    expect(widget.root).to_have_count(0)


_FOCUSED = "({ shadowRoot: { activeElement } }) => activeElement.ariaLabel || activeElement.textContent"


def focused(widget: Widget) -> bool:
    """Whether the focus is in the widget."""
    return bool(widget.page.evaluate("document.activeElement.localName === 'icp-chat'"))


# A phone, and a window of 1280 by 1024 at 400 %.
@pytest.mark.parametrize("size", [(390, 844), (320, 256)])
def test_where_it_fills_the_screen_tab_stays_in_it(sites: MakeSite, size: tuple[int, int]) -> None:
    widget = sites(viewport={"width": size[0], "height": size[1]}).visit().open()
    expect(widget.panel).to_have_attribute("aria-modal", "true")
    box = widget.panel.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, *size)
    for way in ("Tab", "Shift+Tab"):
        seen = set()
        for _ in range(24):
            widget.page.keyboard.press(way)
            assert focused(widget)
            seen.add(str(widget.root.evaluate(_FOCUSED)))
        assert {"Start over", "Close", "Conversation", "Your message", "Send"} <= seen
    widget.page.evaluate("document.activeElement.blur()")
    widget.page.keyboard.press("Tab")
    assert focused(widget)
    assert violations(widget) == []
    widget.page.keyboard.press("Escape")
    widget.page.keyboard.press("Shift+Tab")
    expect(widget.page.get_by_role("link", name="A link of the page")).to_be_focused()


def test_beside_a_page_tab_goes_on_to_the_page(site: Site) -> None:
    widget = site.visit().open()
    expect(widget.panel).to_have_attribute("aria-modal", "false")
    for _ in range(20):
        widget.page.keyboard.press("Shift+Tab")
        if not focused(widget):
            break
    expect(widget.page.get_by_role("link", name="A link of the page")).to_be_focused()
    widget.page.set_viewport_size({"width": 390, "height": 844})
    expect(widget.panel).to_have_attribute("aria-modal", "true")


def test_in_a_sandboxed_frame_where_nothing_is_stored_it_still_speaks(site: Site) -> None:
    widget = site.visit("sandboxed")
    frame = widget.page.frame_locator("iframe")
    frame.locator(".launcher").click()
    field = frame.locator("textarea")
    field.fill("What is an ICP Filing?")
    field.press("Enter")
    expect(frame.locator(".turn:not(.asks)")).to_have_count(1)
    assert site.problems == []
