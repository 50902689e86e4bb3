"""What must be heard and what must not, by the mark on the words; and what each mark does to each kind of mention."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nlu.statements import find_statements

CASES = [Path(__file__).parents[1] / "cases" / name for name in ("claims.yml", "claims_in_posts.yml")]
MESSAGES = [
    pytest.param(message, id=f"{group['mark']}: {message['text']}")
    for path in CASES
    for group in yaml.safe_load(path.read_text(encoding="utf-8"))
    for message in group["messages"]
]


def heard(text: str, certainty: str | None = None, role: str | None = None) -> dict[str, str]:
    """The facts that a message tells in that role, with that certainty or with any."""
    return {
        each.fact: each.value
        for each in find_statements(text)
        if each.role == role and (certainty is None or each.certainty == certainty)
    }


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_states_what_it_says_and_no_more(message: dict) -> None:
    text = message["text"]
    assert message.get("hear", {}).items() <= heard(text, "stated").items()
    assert message.get("likely", {}).items() <= heard(text, "likely").items()
    assert message.get("later", {}).items() <= heard(text, role="later").items()
    assert not heard(text, "stated").keys() & set(message.get("not", []))


def test_there_are_enough_messages_and_half_of_them_chinese() -> None:
    texts = [each.values[0]["text"] for each in MESSAGES]
    assert len(texts) >= 150
    assert sum(not text.isascii() for text in texts) * 2 >= len(texts) - 10


# What a mark does

MENTIONS = {
    "server": ["the server is in Shanghai", "it is hosted in Hong Kong", "the site runs on a VPS in Wuhan"],
    "cdn": ["the CDN has nodes in Beijing", "the CDN stands in the mainland"],
    "activity": ["the site is a web shop", "it is a marketplace", "members pay for reports on it"],
    "payments": ["it takes Alipay", "the site has a checkout"],
}
FRAMES = {
    "supposed": ["if {}, what then?", "suppose {}", "what if {}?", "assuming {}"],
    "unsure": ["not sure whether {}", "I don't know if {}"],
    "possible": ["maybe {}", "perhaps {}"],
    "past": ["until last year {}", "previously {}", "in the past {}"],
    "another": ["our competitor says {}", "at a friend of mine who says that {}"],
    "told": ["somebody told me {}", "the tutorial says {}", "according to the forum {}"],
    "later": ["next year {}", "later {}", "from June on {}", "when the filing is done {}"],
    "option": ["two options: {}, or we leave it"],
}
CHINESE_MENTIONS = {
    "server": ["服务器在上海", "网站部署在香港"],
    "activity": ["网站是自营商城", "会员付费阅读"],
    "payments": ["支持支付宝", "有在线支付"],
}
CHINESE_FRAMES = {
    "supposed": ["如果{}", "假如{}", "{}的话"],
    "unsure": ["不确定{}", "不知道{}"],
    "possible": ["可能{}", "也许{}"],
    "past": ["以前{}", "曾经{}"],
    "another": ["竞争对手{}", "朋友说{}"],
    "told": ["听说{}", "教程说{}"],
    "later": ["明年{}", "以后{}", "下个月{}"],
}
TRANSFORMED = [
    pytest.param(fact, frame.format(mention), id=f"{mark}: {frame.format(mention)}")
    for mentions, frames in ((MENTIONS, FRAMES), (CHINESE_MENTIONS, CHINESE_FRAMES))
    for fact, sentences in mentions.items()
    for mention in sentences
    for mark, texts in frames.items()
    for frame in texts
]


@pytest.mark.parametrize(
    ("fact", "text"), [(fact, text) for each in (MENTIONS, CHINESE_MENTIONS) for fact, texts in each.items() for text in texts]
)
def test_a_mention_without_a_mark_is_stated(fact: str, text: str) -> None:
    assert fact in heard(text, "stated")


@pytest.mark.parametrize(("fact", "text"), TRANSFORMED)
def test_a_marked_mention_is_gone_likely_or_later_and_never_stated_of_today(fact: str, text: str) -> None:
    assert fact not in heard(text, "stated")


@pytest.mark.parametrize(
    "text",
    ["next year the server is in Shanghai", "later it takes Alipay", "next year the site is a web shop", "明年服务器在上海"],
)
def test_what_comes_later_is_heard_as_such(text: str) -> None:
    assert heard(text, role="later")


# Chinese without punctuation

SPACED = [
    ("公司展示页，服务器在成都，没有支付", "公司展示页 服务器在成都 没有支付"),
    ("弄了个网站卖土鸡蛋，机器在杭州，微信收钱", "弄了个网站卖土鸡蛋 机器在杭州 微信收钱"),
    ("企业官网，上海机房，无支付", "企业官网 上海机房 无支付"),
]


@pytest.mark.parametrize(("commas", "spaces"), SPACED)
def test_spaces_part_chinese_clauses_as_commas_do(commas: str, spaces: str) -> None:
    assert heard(commas, "stated") == heard(spaces, "stated") != {}
