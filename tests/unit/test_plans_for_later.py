"""What a site is to do later is heard apart from what it does now, decides nothing today, and is told with the result."""

from __future__ import annotations

import pytest

from actions import answering, determining, statements, steering
from actions.conversation import Conversation, Message, Turn
from icp.facts import Activity
from nlu.statements import find_statements
from tests.unit.turns import TODAY, answered, custom, texts_of


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


TURNS = {
    "determine": determining.determine_turn,
    "inform": statements.statement_turn,
    "what_if": determining.what_if_turn,
    "nlu_fallback": answering.fallback_turn,
}


def told(conversation: Conversation, text: str, intent: str = "determine") -> Turn:
    """The turn that answers what really is heard in the text."""
    entities = [{"entity": each.fact, "value": each.value, "role": each.role} for each in find_statements(text)]
    return answered(conversation, TURNS[intent], Message(text, intent, entities))


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
    assert "as you plan" in texts_of(steering.summary_turn(after.conversation))


def test_a_plan_told_instead_of_an_answer_is_noted_and_the_question_comes_back() -> None:
    asked = told(Conversation(TODAY), "A web shop with Alipay. What do we need?")
    turn = told(asked.conversation, "later maybe a marketplace", "inform")
    assert "Noted for later" in texts_of(turn)
    assert turn.conversation.open_question is asked.conversation.open_question


@pytest.mark.parametrize("intent", ["what_if", "nlu_fallback"])
def test_a_supposed_plan_is_a_hypothesis(intent: str) -> None:
    before = told(Conversation(TODAY), "A blog without payments on a server in Wuhan. What do we need?")
    turn = told(before.conversation, "and with a web shop in the future?", intent)
    assert required(turn) == ["icp_filing", "icp_commercial_license", "psb_filing"]
    assert turn.conversation.facts == before.conversation.facts
    assert turn.conversation.later == before.conversation.later


def test_a_doubtful_message_that_tells_of_a_plan_adds_it_to_the_result() -> None:
    before = told(Conversation(TODAY), "A blog without payments on a server in Wuhan. What do we need?")
    turn = told(before.conversation, "a web shop comes in the future", "nlu_fallback")
    assert required(turn) == ["icp_filing", "psb_filing"]
    assert "as you plan" in texts_of(turn)


def test_a_plan_is_no_answer_to_what_the_site_does_today() -> None:
    asked = told(Conversation(TODAY), "It stands on a server in Wuhan. What do we need?")
    turn = told(asked.conversation, "next year we will sell tea there", "inform")
    assert "Noted for later" in texts_of(turn)
    assert turn.conversation.facts.activity is None
    assert turn.conversation.open_question is asked.conversation.open_question


def test_payments_that_come_later_are_none_today() -> None:
    asked = told(Conversation(TODAY), "A blog on a server in Wuhan. What do we need?")
    turn = told(asked.conversation, "not now, online payments come later", "inform")
    assert turn.conversation.facts.payments is False
    assert turn.conversation.later.payments is True


def test_starting_over_forgets_the_plans() -> None:
    turn = told(Conversation(TODAY), "A blog in Wuhan, later with a web shop. What do we need?")
    assert steering.start_over_turn(turn.conversation).conversation == Conversation(TODAY)
