"""What is said to a certificate number and to a question for a province's rules, beside whatever else the message is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogue.conversation import Case, Conversation, Message, Turn
from dialogue.provinces import province_answer
from icp.facts import Facts, Holding, Place, Question
from icp.provinces import provinces
from icp.wider import wider_facts
from tests.unit.heard import wanted
from tests.unit.turns import TODAY, answered, asked, custom, doubtful, say, texts_of, typed

FRESH = Conversation(TODAY)
CHINESE = replace(FRESH, language="zh")


def customs(turn: Turn, kind: str) -> list[dict[str, Any]]:
    return [dict(reply.custom) for reply in turn.replies if reply.custom and reply.custom["type"] == kind]


def words(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies if reply.text)


def payloads(turn: Turn) -> list[str]:
    return [button["payload"] for reply in turn.replies for button in reply.buttons]


def ask(conversation: Conversation, text: str, intent: str = "uncovered_province", **entities: str) -> Turn:
    """The turn that answers a question whose topic is sure."""
    named = [{"entity": name, "value": value} for name, value in entities.items()]
    put = {"asks": "?" in text, "asks_for": wanted(text)}
    return answered(conversation, Message(text, intent, named, [(intent, 0.9)], right=0.9, in_scope=0.9, **put))


@pytest.mark.parametrize(
    ("text", "certificate", "says", "button"),
    [
        ("京ICP备12345678号", "icp_filing", "Without a suffix it is the number of the holder", '/inform{"filing": "held"}'),
        ("京ICP备12345678号-3A", "icp_filing", "it stands for an app, number 3", '/inform{"filing": "held"}'),
        ("粤ICP备2021012345号-1", "icp_filing", "Guangdong wants the holder's number", '/inform{"filing": "held"}'),
        (
            "京ICP证110507号",
            "icp_commercial_license",
            "ICP Commercial License (ICP Zheng) in Beijing",
            '/inform{"license": "held"}',
        ),
        ("浙B2-20080101", "icp_commercial_license", "telecom licence number, class B2 in Zhejiang", '/inform{"license": "held"}'),
        ("合字B1.B2-20180017", "icp_commercial_license", "good for several provinces", '/inform{"license": "held"}'),
        ("合字A1-20180017", "icp_commercial_license", "none of class B2", None),
        ("京公网安备11010802020134号", "psb_filing", "PSB filing in Beijing", '/inform{"psb": "held"}'),
        (
            "沪公网安备11010802020134号",
            "psb_filing",
            "The character says Shanghai, the district code Beijing",
            '/inform{"psb": "held"}',
        ),
        ("公网安备11010802020134号", "psb_filing", "The character 京 in front is missing", '/inform{"psb": "held"}'),
        ("ICP备12345678号", "icp_filing", "character of the province in front is missing", '/inform{"filing": "held"}'),
        ("京ICP备1234567号", "icp_filing", "It has 7 digits; 8 or 10 are usual", None),
        ("京公网安备1101080202013号", "psb_filing", "It has 13 digits; 14 are usual", None),
        ("粤B2-2009005", "icp_commercial_license", "It has 7 digits; 8 are usual", None),
        ("秦ICP备12345678号", "icp_filing", "Numbers of Shaanxi begin with 陕, not with 秦", None),
        ("港ICP备12345678号", "icp_filing", "港 is no character of a mainland province", None),
        ("京ICP备2031012345号", "icp_filing", "the year 2031", None),
        ("京ICP12345678号", None, "does not tell whether it is a filing or a license", None),
    ],
)
def test_a_number_alone_is_read_and_asked_about_and_never_taken_for_a_claim(
    text: str, certificate: str | None, says: str, button: str | None
) -> None:
    turn = typed(FRESH, text)
    assert says in words(turn)
    assert custom(turn, "certificate_number")["certificate"] == certificate
    assert payloads(turn) == ([button] if button else [])
    assert ("Is it yours?" in words(turn)) is bool(button)
    assert turn.conversation.facts == Facts()


def test_a_number_that_is_wrong_shows_what_a_right_one_looks_like() -> None:
    assert "A right one looks like 京公网安备11010802020134号." in words(typed(FRESH, "京公网安备11010802号"))


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("京ICP备12345678号", "https://beian.miit.gov.cn"),
        ("浙B2-20080101", "https://tsm.miit.gov.cn"),
        ("京公网安备11010802020134号", "https://beian.mps.gov.cn"),
    ],
)
def test_where_to_look_a_number_up_comes_from_the_facts_and_is_no_word_of_the_article(text: str, site: str) -> None:
    turn = typed(FRESH, text)
    part = custom(turn, "certificate_number")
    assert site in words(turn)
    assert any(site in wider_facts()[each].words["en"].replace("beian.miit", "https://beian.miit") for each in part["facts"])
    assert part["from_article"] is False
    assert "Source: later:" in words(turn)
    assert [each["title"] for each in part["sources"]]


def test_the_button_says_that_it_is_theirs_and_after_it_nothing_is_asked_again() -> None:
    turn = typed(FRESH, "京ICP备12345678号-1")
    held = say(turn.conversation, "inform", text='/inform{"filing": "held"}', filing="held").conversation
    assert held.facts.filing is Holding.HELD
    again = typed(held, "京ICP备12345678号-1")
    assert "Is it yours?" not in words(again)
    assert customs(again, "certificate_number")


def test_an_open_question_comes_back_behind_the_number_and_is_not_asked_twice() -> None:
    waiting = replace(FRESH, open_question=Question.FILING_HELD, case=Case(Facts(server=Place.MAINLAND)))
    turn = typed(waiting, "京ICP备12345678号-1")
    assert asked(turn) == "filing_held"
    assert "Is it yours?" not in words(turn)
    assert turn.conversation.open_question is Question.FILING_HELD


def test_a_number_is_read_beside_a_statement_that_is_taken_all_the_same() -> None:
    turn = ask(FRESH, "our shop runs in Wuhan under 京ICP备12345678号", "determine", server="mainland", activity="own_sales")
    assert turn.conversation.facts.server is Place.MAINLAND
    assert customs(turn, "certificate_number")
    assert turn.replies[1].custom
    assert turn.replies[1].custom["type"] == "certificate_number"


def test_a_number_is_read_beside_a_question_that_is_answered_all_the_same() -> None:
    turn = ask(FRESH, "京公网安备11010802020134号 what is the PSB filing?", "ask_psb")
    assert [part["topic"] for part in customs(turn, "answer")]
    assert customs(turn, "certificate_number")


def test_a_number_that_the_message_claims_is_not_asked_about() -> None:
    turn = ask(FRESH, "we hold the filing, 京ICP备12345678号", "inform", filing="held")
    assert "Is it yours?" not in words(turn)
    assert customs(turn, "certificate_number")


def test_a_number_in_a_message_that_nobody_understands_is_read_instead_of_refusing() -> None:
    turn = typed(FRESH, "my cousin tattooed 京ICP备12345678号 on his arm")
    assert customs(turn, "certificate_number")
    assert not customs(turn, "fallback")


def test_a_question_about_a_number_is_answered_by_its_reading_and_not_called_uncovered() -> None:
    turn = ask(FRESH, "Can I check 沪ICP备15021053号-1 somewhere?", "uncovered_display")
    assert customs(turn, "certificate_number")
    assert not customs(turn, "fallback")
    assert customs(ask(FRESH, "Can I check it somewhere?", "uncovered_display"), "fallback")


def test_a_number_alone_does_not_change_the_language_and_in_a_chinese_conversation_is_read_in_chinese() -> None:
    assert custom(typed(FRESH, "京ICP备12345678号-1"), "certificate_number")["language"] == "en"
    turn = typed(CHINESE, "京ICP备12345678号-1")
    assert "京ICP备12345678号-1 是北京的ICP备案号的写法" in words(turn)
    assert "是你们的吗" in words(turn)


def test_three_numbers_are_read_one_by_one() -> None:
    turn = typed(FRESH, "京ICP备12345678号-1 京公网安备 11010802020134号 京B2-20190001")
    assert [part["certificate"] for part in customs(turn, "certificate_number")] == [
        "icp_filing",
        "psb_filing",
        "icp_commercial_license",
    ]


@pytest.mark.parametrize("text", ["call 13812345678", "we opened on 2021-03-05", "shop.example.com"])
def test_a_message_without_a_number_gets_no_reading(text: str) -> None:
    assert not customs(typed(FRESH, text), "certificate_number")


PROVINCES: list[tuple[str, str, str, str]] = [
    ("What are the rules in Guangdong?", "uncovered_province", "guangdong", "a residence permit is accepted (or a property"),
    ("Can I file as an individual in Beijing without a local ID?", "uncovered_individual", "beijing", "elsewhere: not found"),
    ("file as a person in Chongqing?", "uncovered_individual", "chongqing", "only with a local ID card (an older source"),
    ("does Xinjiang want a local phone?", "uncovered_province", "xinjiang", "Phone: a local mobile number is needed"),
    ("Which papers does Shanghai ask for?", "uncovered_documents", "shanghai", "Shanghai's commitment letter"),
    ("Further papers in Liaoning?", "uncovered_documents", "liaoning", "Further papers: not found in these sources"),
    ("my domain in Ningxia?", "uncovered_province", "ningxia", "the filing holder's own (not the legal representative)"),
    ("rules on the age in Hainan?", "uncovered_province", "hainan", "Age: 16."),
    ("must our firm in Tibet name the legal representative?", "uncovered_province", "tibet", "has to be the person in charge"),
    ("change to my company, Jilin?", "uncovered_province", "jilin", "a person's filing can pass to their own company"),
    ("I live in Shenzhen, hukou in Henan?", "uncovered_province", "guangdong", "Henan: only with a local ID card"),
]


@pytest.mark.parametrize(("text", "intent", "province", "says"), PROVINCES, ids=[text for text, *_ in PROVINCES])
def test_what_is_asked_of_a_province_is_answered_first_and_what_was_not_found_is_said_so(
    text: str, intent: str, province: str, says: str
) -> None:
    turn = ask(FRESH, text, intent)
    part = customs(turn, "answer")[0]
    assert says in words(turn)
    assert part["topic"] == f"province/{province}"
    assert part["from_article"] is False
    assert f"https://{provinces()[province].site}" in words(turn)
    assert turn.conversation.last_topic == f"province/{province}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("广东省备案有什么特殊要求？", "居住证可以（房产证或社保也行；学生证不够）"),
        ("外地户口在北京能备案吗？", "外地个人：这些资料里没有找到"),
        ("宁夏外地个人可以备案吗？", "华为云（2025年12月31日）、京东云（未注明日期）：不收外地个人"),
        ("深圳备案要哪些材料？", "广东承诺书"),
    ],
)
def test_the_same_is_told_in_chinese(text: str, says: str) -> None:
    turn = ask(CHINESE, text)
    assert says in words(turn)
    assert "来源：后来的资料" in words(turn)


def test_where_sources_differ_each_is_named_with_its_date() -> None:
    turn = ask(FRESH, "Can I file in Jiangxi with a hukou from elsewhere?")
    assert "Sources differ (Individuals from elsewhere): Tencent Cloud (undated), JD Cloud (undated): refuses" in words(turn)
    assert "Huawei Cloud (31 Dec 2025): a residence permit is accepted" in words(turn)
    (conflict, *_) = custom(turn, "answer")["conflicts"]
    assert {each["source"]["date"] for each in conflict["says"]} == {None, "2025-12-31"}
    assert {each["title"] for each in custom(turn, "answer")["sources"]} >= {each["source"]["title"] for each in conflict["says"]}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "question", ["rules in {}?", "hukou in {}?", "papers in {}?", "our company in {}, age, phone, domain, change?"]
)
@pytest.mark.parametrize("province", provinces().values(), ids=list(provinces()))
def test_the_answer_has_six_lines_at_most(language: Any, question: str, province: Any) -> None:
    conversation = replace(FRESH, language=language, message=Message(question.format(province.name[language])))
    from dialogue.texts import speaking

    with speaking(language):
        words_of, part = province_answer([province], conversation)
    assert words_of.text
    assert len(words_of.text.splitlines()) <= 6
    assert ".." not in words_of.text
    assert "。。" not in words_of.text
    assert part.custom


def test_several_provinces_stand_side_by_side_with_one_part_for_programs_each() -> None:
    turn = ask(FRESH, "Compare the filing requirements of Beijing, Shanghai and Guangdong.")
    assert [part["topic"] for part in customs(turn, "answer")] == ["province/beijing", "province/shanghai", "province/guangdong"]
    assert len([line for line in words(turn).splitlines() if line]) <= 6


def test_another_province_alone_behind_the_answer_gets_its_rules_and_is_no_place_of_a_server() -> None:
    first = ask(FRESH, "What are the rules in Guangdong?").conversation
    turn = doubtful(first, "and in Zhejiang?", "what_if", "inform", server="mainland")
    assert custom(turn, "answer")["topic"] == "province/zhejiang"
    assert turn.conversation.facts == Facts()


def test_there_means_the_province_of_the_last_answer() -> None:
    first = ask(FRESH, "What are the rules in Guangdong?").conversation
    assert (
        custom(ask(first, "which papers do they want there?", "uncovered_documents"), "answer")["topic"] == "province/guangdong"
    )


@pytest.mark.parametrize(
    ("text", "intent", "entities"),
    [
        ("province rules?", "uncovered_province", {}),
        ("Do the police in Shenzhen ask for other things?", "uncovered_province", {"certificate": "psb_filing"}),
        ("Does Hainan go easier on licences?", "uncovered_province", {"certificate": "icp_commercial_license"}),
        ("what papers, the server is in Shanghai?", "uncovered_documents", {"server": "mainland"}),
        ("what does it cost in Beijing?", "uncovered_cost", {}),
        ("rules in Hong Kong?", "uncovered_province", {}),
    ],
)
def test_who_asks_for_no_province_gets_no_province_s_rules(text: str, intent: str, entities: dict[str, str]) -> None:
    assert not [part for part in customs(ask(FRESH, text, intent, **entities), "answer") if part["topic"].startswith("province/")]


def test_a_question_for_a_province_leaves_the_open_question_open_and_a_statement_taken() -> None:
    waiting = replace(FRESH, open_question=Question.HOSTING)
    turn = ask(waiting, "what are the rules in Guangdong for a shop?", "uncovered_province", activity="own_sales")
    assert asked(turn) == "hosting"
    assert turn.conversation.facts.activity is not None
    assert "utter_" not in texts_of(replace(turn, replies=tuple(each for each in turn.replies if each.text)))
