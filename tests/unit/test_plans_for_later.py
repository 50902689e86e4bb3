"""What a site is to do later is heard apart from what it does now, decides nothing today, and is told with the result."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogue.conversation import Conversation, Message, Turn
from icp.facts import Activity, Facts, Place, Question
from nlu.asking import asks, supposes
from nlu.fact_extractor import as_entity
from nlu.statements import find_statements
from tests.unit.heard import wanted
from tests.unit.turns import TODAY, answered, custom, say, texts_of


def now_and_later(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """The activity and the payments that a message states, first those of now."""
    found = [each for each in find_statements(text) if each.fact in ("activity", "payments")]
    now, later = ({each.fact: each.value for each in found if each.role == role} for role in (None, "later"))
    return now, later


@pytest.mark.parametrize(
    ("text", "now", "later"),
    [
        ("We want to sell later, now it only informs", {"activity": "informational"}, {"activity": "own_sales"}),
        ("It is a blog, but next year we will add a shop", {"activity": "informational"}, {"activity": "own_sales"}),
        ("a company site, with an online store in the future", {"activity": "informational"}, {"activity": "own_sales"}),
        ("we sell now and want to run a marketplace later", {"activity": "own_sales"}, {"activity": "platform"}),
        ("a catalogue, eventually with checkout", {"activity": "informational"}, {"payments": "yes"}),
        ("next year we open a webshop", {}, {"activity": "own_sales"}),
        ("a blog, and we want to add a shop", {"activity": "informational"}, {"activity": "own_sales"}),
        ("目前只是展示，以后想卖东西", {"activity": "informational"}, {"activity": "own_sales"}),
        ("a shop, payments by invoice", {"activity": "own_sales", "payments": "no"}, {}),
        ("order now, pay later with Alipay", {"payments": "yes"}, {}),
    ],
)
def test_plans_are_heard_apart_from_what_holds_now(text: str, now: dict[str, str], later: dict[str, str]) -> None:
    assert now_and_later(text) == (now, later)


def told(conversation: Conversation, text: str, intent: str = "determine", right: float = 0.8) -> Turn:
    """The turn that answers what really is heard in the text."""
    entities = [as_entity(each) for each in find_statements(text)]
    shares = [(intent, 0.8), ("ask_order", 0.1)]
    put = {"asks": asks(text), "asks_for": wanted(text), "supposes": supposes(text)}
    message = Message(text, intent, entities, shares, right=right, coverage=0.5, **put)
    return answered(conversation, message)


def required(turn: Turn) -> list[str]:
    return list(custom(turn, "determination")["required"])


def test_a_result_is_for_today_and_tells_what_the_plans_will_need() -> None:
    turn = told(Conversation(TODAY), "A company site without payments in Wuhan, later with a web shop. What do we need?")
    assert required(turn) == ["icp_filing", "psb_filing"]
    assert "Later, as you plan (sells its own goods or services)" in texts_of(turn)
    assert "ICP Commercial License" in texts_of(turn)


def test_plans_that_need_nothing_else_are_not_mentioned() -> None:
    turn = told(Conversation(TODAY), "A web shop with Alipay in Wuhan, later also a marketplace. What do we need?")
    assert "icp_commercial_license" in required(turn)
    assert "as you plan" not in texts_of(turn)


def test_a_plan_alone_is_what_the_site_is_going_to_be() -> None:
    turn = told(Conversation(TODAY), "In the future we will run a web shop with Alipay on a server in Wuhan. What do we need?")
    assert required(turn) == ["icp_filing", "icp_commercial_license", "psb_filing"]


def test_a_plan_told_after_the_result_leaves_the_result_and_is_added_to_it() -> None:
    before = told(Conversation(TODAY), "A blog without payments on a server in Wuhan. What do we need?")
    after = told(before.conversation, "in the future we want to sell on it", "inform")
    assert required(after) == required(before) == ["icp_filing", "psb_filing"]
    assert "as you plan" in texts_of(after)
    assert after.conversation.facts.activity is Activity.INFORMATIONAL
    assert "as you plan" in texts_of(say(after.conversation, "ask_summary"))


def test_a_plan_told_instead_of_an_answer_is_noted_and_the_question_comes_back() -> None:
    asked = told(Conversation(TODAY), "A web shop with Alipay. What do we need?")
    turn = told(asked.conversation, "later maybe a marketplace", "inform")
    assert "Noted for later" in texts_of(turn)
    assert turn.conversation.open_question is asked.conversation.open_question


def test_a_server_that_moves_is_judged_where_it_stands_today_and_where_it_will_stand() -> None:
    plan = {"entity": "server", "value": "mainland", "role": "later"}
    today = {"entity": "server", "value": "outside"}
    message = Message("in Frankfurt now, in Shanghai from January", "determine", [today, plan], certain=True)
    turn = answered(Conversation(TODAY), message)
    result = custom(turn, "determination")
    assert result["required"] == []
    assert result["later"]["required"] == ["icp_filing", "psb_filing"]
    assert "Later, as you plan (server in mainland China)" in texts_of(turn)
    planned = custom(say(turn.conversation, "affirm"), "plan")["plan"]
    assert [each["step"] for each in planned][:2] == ["filing_applied", "filing_ready"]
    assert turn.conversation.facts.server is Place.OUTSIDE


def test_a_supposed_plan_is_a_hypothesis() -> None:
    before = told(Conversation(TODAY), "A blog without payments on a server in Wuhan. What do we need?")
    turn = told(before.conversation, "and with a web shop in the future?", "what_if")
    assert required(turn) == ["icp_filing", "icp_commercial_license", "psb_filing"]
    assert turn.conversation.facts == before.conversation.facts
    assert turn.conversation.case.later == before.conversation.case.later


def test_a_doubtful_message_that_tells_of_a_plan_adds_it_to_the_result() -> None:
    before = told(Conversation(TODAY), "A blog without payments on a server in Wuhan. What do we need?")
    turn = told(before.conversation, "a web shop comes in the future", "ask_order", right=0.3)
    assert required(turn) == ["icp_filing", "psb_filing"]
    assert "as you plan" in texts_of(turn)


def test_a_plan_is_no_answer_to_what_the_site_does_today() -> None:
    asked = told(Conversation(TODAY), "It stands on a server in Wuhan. What do we need?")
    turn = told(asked.conversation, "next year we will sell tea there", "inform")
    assert "Noted for later" in texts_of(turn)
    assert turn.conversation.facts.activity is None
    assert turn.conversation.open_question is asked.conversation.open_question


def test_payments_that_come_later_are_none_today() -> None:
    asked = replace(Conversation(TODAY), open_question=Question.PAYMENTS)
    turn = told(asked, "not now, online payments come later", "inform")
    assert turn.conversation.facts.payments is False
    assert turn.conversation.case.later.payments is True


def test_starting_over_forgets_the_plans() -> None:
    turn = told(Conversation(TODAY), "A blog in Wuhan, later with a web shop. What do we need?")
    assert say(turn.conversation, "start_over").conversation.case == Conversation(TODAY).case


def test_a_plan_that_is_given_up_leaves_the_facts_of_today() -> None:
    before = told(Conversation(TODAY), "A blog without payments on a server in Wuhan, later with a web shop. What do we need?")
    turn = told(before.conversation, "well, we won't then", "what_if", right=0.3)
    assert turn.conversation.case.later == Facts()
    assert turn.conversation.facts == before.conversation.facts
    assert "stays as it is today: server in mainland China, informs only" in texts_of(turn)
    assert "as you plan" not in texts_of(say(turn.conversation, "ask_summary"))


def test_a_supposition_that_is_given_up_does_not_go_on() -> None:
    before = told(Conversation(TODAY), "A blog without payments on a server in Wuhan. What do we need?")
    supposed = told(before.conversation, "what if it moved to Oslo?", "what_if")
    assert supposed.conversation.case.supposed == Facts(server=Place.OUTSIDE)
    turn = told(supposed.conversation, "scrap the idea", "ask_order", right=0.3)
    assert turn.conversation.case.supposed == Facts()
    assert "stays as it is today" in texts_of(turn)


def test_to_stop_without_such_words_keeps_a_plan() -> None:
    before = told(Conversation(TODAY), "A blog without payments on a server in Wuhan, later with a web shop. What do we need?")
    assert say(before.conversation, "stop").conversation.case.later == Facts(activity=Activity.OWN_SALES)


SHOP = "网店卖茶具，服务器在武汉，接微信支付"


def after(*messages: str) -> Turn:
    """The last turn of a conversation in which all that is heard is really heard."""
    turn = Turn((), Conversation(TODAY))
    for text in messages:
        turn = told(turn.conversation, text, "inform", 0.5)
    return turn


@pytest.mark.parametrize("text", ["课程不卖了", "那就不卖课程了吧"])
def test_what_is_denied_is_the_plan_where_there_is_one_in_that_matter(text: str) -> None:
    turn = after(SHOP, "以后打算卖课程", text)
    assert turn.conversation.facts.activity is Activity.OWN_SALES
    assert turn.conversation.case.later == Facts()


def test_without_a_plan_it_is_what_the_site_does_and_what_still_holds_the_result_is_named() -> None:
    turn = after(SHOP, "茶具不卖了")
    assert turn.conversation.facts.activity is Activity.INFORMATIONAL
    assert "在线支付还在" in texts_of(turn)


def test_only_the_plan_that_is_named_is_given_up() -> None:
    turn = after("官网，服务器在巴黎", "以后想迁到上海，再接支付宝", "支付宝不接了")
    assert turn.conversation.case.later == Facts(server=Place.MAINLAND)
    assert "以后的计划已记下：服务器在中国大陆" in texts_of(turn)
    assert after("官网，服务器在巴黎", "以后想迁到上海，再接支付宝", "都算了").conversation.case.later == Facts()


def test_under_an_open_question_a_plan_that_is_named_is_given_up_and_the_question_comes_back() -> None:
    turn = after("我们的官网现在只展示，以后想加个商城", "商城先不做了")
    assert turn.conversation.case.later == Facts()
    assert turn.conversation.open_question is Question.HOSTING


def test_a_cdn_that_is_wished_for_is_a_plan_and_a_mere_thought_is_none() -> None:
    turn = after("官网，服务器在首尔，想用国内CDN")
    assert turn.conversation.case.later == Facts(cdn=Place.MAINLAND)
    assert custom(turn, "determination")["later"]["required"] == ["icp_filing", "psb_filing"]
    assert after("官网，服务器在首尔", "考虑着上国内CDN").conversation.case.later == Facts()
