"""Facts heard in messages, by class of wording. What is not said must not be heard."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from nlu.fact_extractor import FactExtractor
from nlu.folding import tokens
from nlu.lexicon import LexiconError, lexicon, read_lexicon
from nlu.phrases import Group, Layer, PhraseError
from nlu.statements import Statement, coverage, find_statements
from tests.unit.heard import dates, heard

# Where the server is

MAINLAND = [
    "Shanghai",
    "it's in Shenzhen",
    "and if it were in Beijing after all?",
    "what about Hangzhou?",
    "a reverse proxy in Shanghai, the origin is in the US",
    "mainland China",
    "In China.",
    "The server is in Beijing",
    "our website is hosted in Hangzhou",
    "We're on an ECS in Chengdu",
    "a VPS in Guangzhou",
    "deployed to cn-shanghai",
    "cn-zhangjiakou",
    "AWS cn-north-1",
    "Azure chinaeast2",
    "Tencent ap-guangzhou",
    "aliyun qingdao",
    "Chinese server",
    "inside the Great Firewall",
    "In Nanjing we run two servers",
    "our origin stands in Zhejiang province",
    "the data centre is in Inner Mongolia",
    "hosted in Shanghai, China",
    "we are moving from Hong Kong to Shanghai",
    "not abroad",
    "It isn't overseas",
    "servers in Shanghai and Singapore",
    "It is in Tianjin, we sell lamps there",
    "everything stands in Dalian, guests reserve tables",
    "a server at a college in Jingdezhen",
    "hosted in Suqian",
    "hosted in China, not in Hong Kong",
    "not in Hong Kong but in Shanghai",
    "HOSTED IN SHANGHAI",
    "hosted in Ｓｈａｎｇｈａｉ",
    "our sevrer is in Shangai",
    "服务器在上海",
    "网站放在阿里云杭州",
    "伺服器不用說，主機在廣州",
    "国内服务器",
    "从香港迁到上海",
]
OUTSIDE = [
    "Singapore, sorry",
    "it's in Hong Kong",
    "HK",
    "Taiwan",
    "hosted abroad",
    "foreign server",
    "hosted in the US",
    "us server",
    "our servers are in the U.S.",
    "German VPS",
    "cn-hongkong",
    "eu-central-1",
    "ap-southeast-1",
    "asia-east2",
    "my site runs on GitHub Pages",
    "deployed on Vercel",
    "not hosted in China",
    "outside of mainland China",
    "we don't use servers in China",
    "no server in mainland China",
    "moving our server away from China",
    "we moved off Aliyun Beijing to Singapore",
    "migrated off Tencent Cloud Guangzhou to Hetzner",
    "how about Hong Kong instead?",
    "what if we move to Hong Kong?",
    "is a filing needed for a site in Hong Kong?",
    "We host our site for customers in China in Frankfurt",
    "It was in Beijing, now it's in Singapore",
    "in Beijing, no sorry, in Singapore",
    "our server (Frankfurt)",
    "服务器在香港",
    "不在国内",
    "境外服务器",
    "服务器在上海，不对，在香港",
    "服务器从上海搬到香港了",
    "all of this is served from outside",
    "hosted outside, nothing else",
]
NO_PLACE_OF_A_SERVER = [
    "customers in China",
    "our company is in Beijing",
    "German company",
    "Chinese visitors",
    "a website for users in Shanghai",
    "We're a company from Berlin, Germany",
    "we are in Shanghai",
    "we sell to China",
    "we ship to Hong Kong and Taiwan",
    "I live in China",
    "our domain is registered in China",
    "website visible in China",
    "a website for China",
    "Our site has visitors in China",
    "we move our office to Shanghai",
    "what about customers in Shanghai?",
    "how about a flight to Beijing",
    "workshop in Beijing",
    "bank account in Hong Kong",
    "Chinese hosting company",
    "the weather in Shanghai",
    "flights to Hong Kong",
    "I love Beijing",
    "should I host in Shanghai or Hong Kong?",
    "I don't know whether it's hosted in China",
    "The server is not in Shanghai",
    "Do I need an ICP license in China?",
    "tell us about servers",
    "Alibaba Cloud",
    "our ECS",
    "用户在国内",
    "公司在上海",
    "the server is looked after by an outside agency",
    "In China, our customers pay by phone",
]


@pytest.mark.parametrize("text", MAINLAND)
def test_a_server_in_mainland_china_is_heard(text: str) -> None:
    assert heard(text).get("server") == "mainland"


@pytest.mark.parametrize("text", OUTSIDE)
def test_a_server_outside_is_heard(text: str) -> None:
    assert heard(text).get("server") == "outside"


@pytest.mark.parametrize("text", NO_PLACE_OF_A_SERVER)
def test_a_place_of_something_else_is_no_place_of_a_server(text: str) -> None:
    assert not heard(text).keys() & {"server", "cdn"}


@pytest.mark.parametrize(
    ("text", "cdn", "server"),
    [
        ("CDN in China", "mainland", None),
        ("the CDN has mainland nodes", "mainland", None),
        ("global acceleration incl. mainland", "mainland", None),
        ("CDN nodes in Beijing and Shanghai, origin in Singapore", "mainland", "outside"),
        ("servers in Hong Kong, CDN in China", "mainland", "outside"),
        ("origin in Singapore but CDN in the mainland", "mainland", "outside"),
        ("Hosted on AWS in Tokyo, CDN by Cloudflare with China nodes", "mainland", "outside"),
        ("CDN节点在大陆，源站在香港", "mainland", "outside"),
        ("CDN outside China", "outside", None),
        ("no CDN", "outside", None),
        ("we don't use a CDN", "outside", None),
        ("CDN? None.", "outside", None),
        ("our CDN does not cover mainland China", "outside", None),
        ("neither server nor CDN in China", "outside", "outside"),
        ("both the server and the CDN are outside China", "outside", "outside"),
        ("没有用CDN", "outside", None),
        ("We use Cloudflare", None, None),
        ("do I need a CDN?", None, None),
        ("no CDN, our server is in Beijing", "outside", "mainland"),
        ("the origin sits in Seoul and the CDN delivers from nodes in Wuhan", "mainland", "outside"),
        ("servers in Paris, but our CDN serves from Beijing", "mainland", "outside"),
    ],
)
def test_a_cdn_has_a_place_of_its_own(text: str, cdn: str | None, server: str | None) -> None:
    assert (heard(text).get("cdn"), heard(text).get("server")) == (cdn, server)


# What the website does

ACTIVITIES = {
    "informational": [
        "the choir's homepage",
        "nothing can be sold or paid on it",
        "just notes about moths",
        "only a blog",
        "a brochure site for our coffee shop",
        "company website",
        "my portfolio",
        "just a landing page",
        "documentation",
        "product catalogue without ordering",
        "an internal tool that sells nothing",
        "we only show products, orders by phone",
        "no shop",
        "we don't sell anything",
        "nothing is sold",
        "We do not sell, the site only informs",
        "we no longer sell online",
        "neither shop nor payments",
        "visitors can't buy anything",
        "不卖东西，只展示",
        "企业官网",
    ],
    "own_sales": [
        "we run a web shop",
        "an online store",
        "our Shopify store",
        "WooCommerce",
        "we sell our own products",
        "SaaS with paid plans",
        "guests book rooms online",
        "customers can order there",
        "no shop but we sell tickets",
        "it's not a marketplace, it's a shop",
        "a blog with a small shop",
        "we selll shoes in our onlien shop",
        "自营商城",
        "网上卖自己的产品",
        "we do dropshipping with Shopify",
        "ordering and payment happen on our website",
    ],
    "platform": [
        "a marketplace",
        "merchants sell on our site",
        "third-party sellers",
        "multi-vendor store",
        "something like Taobao",
        "not only a shop but also a marketplace",
        "marketpalce",
        "第三方商家入驻",
    ],
    "paid_content": [
        "members pay for reports",
        "paid articles",
        "everything is behind a paywall",
        "we sell courses",
        "subscription to our magazine",
        "a blog with paid content",
        "付费会员",
        "language lessons, learners subscribe by the month",
        "a poetry archive behind a subscription",
        "we charge our listeners",
    ],
}
NO_ACTIVITY = [
    "app store",
    "guests walk into the store",
    "we store data",
    "the workshop",
    "our coffee shop",
    "newsletter subscription",
    "free membership",
    "our SaaS for hotels",
    "it's not just a brochure site",
    "not a marketplace",
    "best-selling author",
    "I don't know whether we will sell",
    "can't I sell?",
    "we only link to our Tmall shop",
    "patients can book appointments for free",
    "visitors book our free tours on the site",
    "免费预约",
]


@pytest.mark.parametrize(("activity", "text"), [(activity, text) for activity, texts in ACTIVITIES.items() for text in texts])
def test_what_the_website_does_is_heard(activity: str, text: str) -> None:
    assert heard(text).get("activity") == activity


@pytest.mark.parametrize("text", NO_ACTIVITY)
def test_words_that_look_like_an_activity_are_none(text: str) -> None:
    assert "activity" not in heard(text)


# Payments


@pytest.mark.parametrize(
    "text",
    [
        "Alipay",
        "we take WeChat Pay",
        "customers pay with weixin pay",
        "PayPal and Stripe",
        "UnionPay",
        "credit cards",
        "there is a checkout",
        "people can pay online",
        "no credit cards, only Alipay",
        "Alipay or bank transfer",
        "no, we take alipay",
        "no we take alipay",
        "with payments",
        "支持支付宝",
        "微信支付",
    ],
)
def test_payments_online_are_heard(text: str) -> None:
    assert heard(text).get("payments") == "yes"


@pytest.mark.parametrize(
    "text",
    [
        "no payments",
        "without payments",
        "and without payments?",
        "we don't take money online, no payments",
        "we don’t take payments",
        "Payments: no",
        "Payments? No.",
        "payments are not planned",
        "we stopped taking payments",
        "what if we drop the payments",
        "payment offline",
        "guests pay at the front desk",
        "members pay when they come in",
        "by bank transfer",
        "cash on delivery only",
        "paid by invoice",
        "no Alipay, bank transfer only",
        "we used to take PayPal, now everything is by invoice",
        "no shop, payments or membership",
        "we take no cards",
        "customers cannot pay on the site",
        "没有支付功能",
        "不支持在线支付，线下付款",
    ],
)
def test_no_payments_online_is_heard(text: str) -> None:
    assert heard(text).get("payments") == "no"


@pytest.mark.parametrize(
    "text",
    [
        "WeChat",
        "our WeChat account",
        "how do I pay for the license",
        "payment for the filing",
        "check out this page",
        "we can't take payments",
    ],
)
def test_words_that_look_like_payments_are_none(text: str) -> None:
    assert "payments" not in heard(text)


# Open, provider, dates


@pytest.mark.parametrize(
    ("text", "live"),
    [
        ("already live", "yes"),
        ("online since May", "yes"),
        ("we launched", "yes"),
        ("opened last Friday", "yes"),
        ("网站已经上线了", "yes"),
        ("not open yet", "no"),
        ("not yet online", "no"),
        ("going live next month", "no"),
        ("before launch", "no"),
        ("we open on 3 March", "no"),
        ("the site hasn't launched", "no"),
        ("还没有上线", "no"),
        ("when can I launch?", None),
        ("may we go live?", None),
        ("once it is live", None),
        ("I live in Berlin", None),
        ("live chat", None),
        ("open source", None),
        ("we opened an account", None),
        ("our office opened last year", None),
        ("we take no payments online", None),
        ("什么时候可以上线", None),
    ],
)
def test_whether_the_website_is_open(text: str, live: str | None) -> None:
    assert heard(text).get("live") == live


@pytest.mark.parametrize(
    ("text", "provider"),
    [
        ("Alibaba Cloud", "alibaba_cloud"),
        ("an ECS", "alibaba_cloud"),
        ("阿里云", "alibaba_cloud"),
        ("Tencent Cloud", "other"),
        ("not with Alibaba Cloud", "other"),
        ("moving from Tencent Cloud to Aliyun", "alibaba_cloud"),
        ("AWS China", "other"),
        ("a marketplace like Alibaba", None),
        ("our own server", None),
    ],
)
def test_the_provider(text: str, provider: str | None) -> None:
    found = [each.value for each in find_statements(text) if each.fact == "provider"]
    assert found == ([] if provider is None else [provider])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 March", [("3 March", None)]),
        ("we opened on March 3rd, 2026", [("March 3rd, 2026", "opened")]),
        ("launched 2026/9/20", [("2026/9/20", "opened")]),
        ("handed in on 2026-09-20", [("2026-09-20", "submitted")]),
        ("applied 03/04/2026", [("03/04/2026", "submitted")]),
        ("we filed on 3.4.2026", [("3.4.2026", "submitted")]),
        ("went online 20 Sep", [("20 Sep", "opened")]),
        ("2026年9月20日提交的", [("2026年9月20日", "submitted")]),
        ("9月20日上线", [("9月20日", "opened")]),
        ("yesterday", [("yesterday", None)]),
        ("if I begin on Monday when can I launch?", [("Monday", "start")]),
        ("when could we open if I hand everything in on Tuesday", [("Tuesday", "start")]),
        ("we turned it in on Tuesday", [("Tuesday", "submitted")]),
        ("timeline from 1 March", [("1 March", "start")]),
        ("opened last Friday", [("last Friday", "opened")]),
        ("we start in two weeks", [("in two weeks", "start")]),
        ("10 days ago", [("10 days ago", None)]),
        ("a month ago", [("a month ago", None)]),
        ("opening at the end of May", [("the end of May", "opened")]),
        ("昨天", [("昨天", None)]),
        ("上周五开通的", [("上周五", "opened")]),
        ("we submitted on 1 June and launch on 1 July", [("1 June", "submitted"), ("1 July", "opened")]),
        ("31 February", [("31 February", None)]),
        ("in May we had 3", [("May", None)]),
        ("On 3 March, we opened", [("3 March", "opened")]),
        ("the filing came through on 12 May, site live since 20 May", [("12 May", "granted"), ("20 May", "opened")]),
        ("our bei'an is there since 12 May, we launched 20 May", [("12 May", None), ("20 May", "opened")]),
        ("We got the number on 4 March and opened on the 9th", [("4 March", "granted"), ("the 9th", "opened")]),
        ("5月12日批下来的，5月20日上线", [("5月12日", "granted"), ("5月20日", "opened")]),
        ("the 9th day", []),
        ("备案3月2号交的", [("3月2号", "submitted")]),
        ("License papers went in on 9 March", [("9 March", "submitted")]),
        ("Put our ICP application in on 9 March", [("9 March", "submitted")]),
        ("we sent the whole dossier off on 9 March", [("9 March", "submitted")]),
        ("we are turning the licence application in on 9 March", [("9 March", "start")]),
        ("they turned the lights off on 9 March", [("9 March", None)]),
        (
            "we signed the contract on 1 March, filing approved on 2 April, opened on 5 May",
            [("1 March", "other"), ("2 April", "granted"), ("5 May", "opened")],
        ),
        (
            "On 1 March signed, on 2 April approved, on 5 May opened",
            [("1 March", "other"), ("2 April", "granted"), ("5 May", "opened")],
        ),
        ("3月1号签合同，3月20号交备案，5月5号上线", [("3月1号", "other"), ("3月20号", "submitted"), ("5月5号", "opened")]),
        ("3月1号签合同3月20号交备案5月5号上线", [("3月1号", "other"), ("3月20号", "submitted"), ("5月5号", "opened")]),
        ("opened 3 March and 5 April handed in", [("3 March", "opened"), ("5 April", "submitted")]),
        ("opened on 3 March and 5 April", [("3 March and 5 April", "opened")]),
        ("We opened on 3 November. Sorry, it was 5 November", [("5 November", "opened")]),
        ("we opened two days after approval on 2 November", [("2 November", "other")]),
        ("we went live three days after the license on 2 November", [("2 November", "other")]),
        ("after approval we opened on 2 November", [("2 November", "opened")]),
        ("opened on 9 October after the filing was approved on 2 October", [("9 October", "opened"), ("2 October", "other")]),
        ("11月2日批准后三天上线", [("11月2日", "other")]),
        ("we planned to open on 9 May but opened on 12 May", [("12 May", "opened")]),
        ("should have opened on 9 May, opened on 12 May", [("9 May", "other"), ("12 May", "opened")]),
        ("opened 3 November, we go live again on 5 December", [("3 November", "opened")]),
        ("原计划5月9日上线，实际5月12日上线", [("5月9日", "other"), ("5月12日", "opened")]),
        ("本来5月9日上线，改到了5月12日", [("5月9日", "other"), ("5月12日", None)]),
        (
            "filing handed in 15 Sept, approved 8 Oct, site opened 20 Oct",
            [("15 Sept", "submitted"), ("8 Oct", "granted"), ("20 Oct", "opened")],
        ),
        ("合同8月1号签的，备案9月15号交，10月20号上线", [("8月1号", "other"), ("9月15号", "submitted"), ("10月20号", "opened")]),
        ("We opened on 3 November, not on 5 November", [("3 November, not on 5 November", "opened")]),
        ("11月5日开通的，不是11月3日", [("11月5日", "opened")]),
        ("opened 3 Nov, edit: 5 Nov", [("3 Nov", "opened"), ("5 Nov", "opened")]),
        ("opened on 3 November, well, 5 November", [("3 November", "opened"), ("5 November", "opened")]),
        ("opened on 3 November; it was actually the 5th", [("3 November", "opened"), ("actually the 5th", "opened")]),
        ("opened on 3 November, on 9 November the app", [("3 November", "opened"), ("9 November", None)]),
        ("opened on 3 November, our license ends 9 March 2028", [("3 November", "opened"), ("9 March 2028", None)]),
        ("we were going to open on 3 November", [("3 November", "other")]),
        ("11月3号上线，写错，5号", [("11月3号", "opened"), ("5号", "opened")]),
        ("今天是11月26日，我们3号上线的", [("今天是11月26日", "other"), ("3号", "opened")]),
        ("We did not open on 5 November", []),
        ("we haven't opened yet, we open on 5 December", [("5 December", "opened")]),
        ("we have no license and opened on 3 March", [("3 March", "opened")]),
        ("we bought the domain on 3 March and launched on 5 May", [("3 March", "other"), ("5 May", "opened")]),
        ("网站上周五开通了，备案是3月2号批的", [("上周五", "opened"), ("3月2号", "granted")]),
        ("by the contract of 1 March we open on 1 April", [("1 March", "other"), ("1 April", "opened")]),
    ],
)
def test_dates_and_what_they_are_of(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert dates(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "version 1.2.3",
        "v2.10.2024",
        "at 10:30",
        "it costs $3.4",
        "192.168.1.1",
        "call 010-1234-5678",
        "+86 138 0013 8000",
        "京ICP备2021000001号-1",
        "24/7",
        "2026",
        "30 days",
        "takes 20 working days",
        "is it ready in 20 days?",
        "may 3 people share one",
        "the PSB filing is due 30 days after opening",
        "we may sell",
        "每天",
    ],
)
def test_numbers_that_are_no_dates(text: str) -> None:
    assert dates(text) == []


# The whole message


def test_one_message_may_state_much() -> None:
    text = "We run a Shopify-like store on an ECS in Shanghai and take Alipay, what do we need?"
    assert heard(text) == {"activity": "own_sales", "server": "mainland", "payments": "yes"}


def test_statements_stand_where_their_words_are() -> None:
    text = "Sorry — our servers are in Hong Kong, no payments."
    spans = {each.fact: text[each.start : each.end] for each in find_statements(text)}
    assert spans == {"server": "servers are in Hong Kong", "payments": "no payments"}


@pytest.mark.parametrize(
    "text", ["Hello!", "what is the capital of France?", "thanks, that helped", "你好", "", "???", "12345", "no", "yes"]
)
def test_small_talk_states_nothing(text: str) -> None:
    assert find_statements(text) == []


@pytest.mark.parametrize(
    "text",
    ["Shanghai", "Alipay, no shop", "it's in Singapore", "we applied on 1 June", "no filing yet", "服务器在上海", "both, thanks"],
)
def test_an_answer_is_covered_by_its_statements(text: str) -> None:
    assert coverage(text, find_statements(text)) >= 0.75


@pytest.mark.parametrize(
    "text",
    [
        "how long does the review of a shop in Shanghai usually take",
        "what happens to my blog with the new telecom law",
        "tell me what documents companies with Alipay must hand over",
        "hello",
        "",
    ],
)
def test_a_question_is_not_covered_by_what_it_mentions(text: str) -> None:
    assert coverage(text, find_statements(text)) < 0.75


def test_a_message_without_content_words_is_covered_if_it_states_something() -> None:
    assert coverage("it is", []) == 0.0
    assert coverage("it is", [Statement("live", "yes", 0, 5)]) == 1.0


def test_statements_become_entities_beside_those_that_are_there() -> None:
    there = {"entity": "other", "value": "x", "start": 0, "end": 1, "extractor": "Another"}
    message = Message({"text": "we opened on 3 March", "entities": [there]})
    assert FactExtractor().process([message, Message({})])[0] is message
    assert message.get("entities") == [
        there,
        {"entity": "live", "value": "yes", "start": 3, "end": 9, "extractor": "FactExtractor"},
        {
            "entity": "date",
            "value": "3 March",
            "start": 13,
            "end": 20,
            "extractor": "FactExtractor",
            "role": "opened",
            "tense": "past",
        },
    ]


# Hostile text

_WORDS = [
    "server",
    "in",
    "Shanghai",
    "no",
    "not",
    "filing",
    "have",
    "备案",
    "没有",
    "or",
    ",",
    ".",
    "-",
    "1/",
    "May 3",
    "İ",
    "ﷺ",
    "\u200b",
    "e\u0301",
    "?",
]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)))
def test_any_text_gives_statements_that_lie_inside_it_and_always_the_same(text: str) -> None:
    found = find_statements(text)
    assert found == find_statements(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert 0.0 <= coverage(text, found) <= 1.0
    dated = [each for each in found if each.fact == "date"]
    assert all(each.value == text[each.start : each.end] for each in dated)
    assert coverage(text, []) == 0.0
    once = [(each.fact, each.role) for each in found if each.fact not in ("certificate", "date")]
    assert len(once) == len(set(once))


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "unit",
    ["server ", "no ", "备案", "没有", "服务器在上海", "in a ", "1/", "2026-", "u.s.", "cn-a-", "members have to pay ", "ﷺ", "("],
)
def test_a_thousand_hostile_characters_do_not_make_it_hang(unit: str) -> None:
    lexicon()
    text = (unit * 1000)[:1000]
    assert find_statements(text) == find_statements(text)


# The data


@pytest.mark.parametrize(
    "phrase", ["()", "(a|)", "*", "shop *", "a (b", "(a (b|c))", "<unknown> shop", "small? shop", "小? (站|店)"]
)
def test_a_faulty_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        Layer("made up").add(Group("made up", "kind"), phrase)


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("just words", r"en/made_up\.yml is no list"),
        ("- phrases: [shop]", r"en/made_up\.yml:1 is no group"),
        ('- kind: sale\n  hears: [a shop, "a store]', r"en/made_up\.yml:2 is no YAML"),
        ("- kind: sale\n  phrases: shop", r"en/made_up\.yml:2 should be a list"),
        ("- kind: sale\n  phrases:\n  - shop\n  - (a|)", r"en/made_up\.yml:4: '\(a\|\)'"),
    ],
)
def test_a_fault_in_a_file_is_told_with_file_and_line(tmp_path: Path, written: str, complaint: str) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "made_up.yml").write_text(written, encoding="utf-8")
    with pytest.raises(LexiconError, match=complaint):
        read_lexicon(tmp_path)


def test_the_longest_phrase_wins_and_nothing_wins_a_tie() -> None:
    layer = Layer("made up")
    for kind, phrase in (("sale", "shop"), ("sale", "(web|online) shop"), ("nothing", "coffee shop"), ("nothing", "shop")):
        layer.add(Group("made up", kind), phrase)
    assert [(each.label, each.first, each.last) for each in layer.find(tokens("a shop, a coffee shop, a web shop"))] == [
        ("sale", 8, 9)
    ]
