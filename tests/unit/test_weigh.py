"""What a message is taken for: the rows of the table one by one, with the evidence that each of them decides on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from dialogue.acts import Act, acts_of_topics
from dialogue.conversation import Case, Clause, Conversation, Message
from dialogue.hearing import hear
from dialogue.may_ask import also_asked, in_doubt, readings
from dialogue.thresholds import Thresholds
from dialogue.weigh import ROWS, weigh
from icp.facts import Activity, Facts, Place, Question
from tests.unit.heard import wanted
from tests.unit.turns import TODAY

BAR = Thresholds(
    sure=0.7,
    in_scope=0.5,
    refused=0.3,
    foreign=0.5,
    silent=0.6,
    case=0.3,
    served=0.2,
    told=0.75,
    asked=0.6,
    likely=0.6,
    telling=0.4,
    whole=0.2,
    story=0.8,
    steering=0.5,
    clause=0.85,
    subject=0.5,
    reading=0.05,
    beyond=0.6,
    beside=0.9,
    plausible=0.25,
    clear=0.7,
    nearby=0.4,
    besides=0.7,
    together=0.3,
)
SHOP = Facts(server=Place.MAINLAND, activity=Activity.OWN_SALES)
CONCLUDED = Conversation(TODAY, case=Case(SHOP, result=SHOP))
TWO_SITES = Conversation(TODAY, case=Case(SHOP, result=SHOP), other_cases=(Case(Facts(server=Place.OUTSIDE), number=2),))
PLANNED = Conversation(TODAY, case=Case(SHOP, later=Facts(server=Place.OUTSIDE), result=SHOP))
WITH_PLAN = Conversation(TODAY, case=Case(SHOP, result=SHOP, plan_start=TODAY, last_day=TODAY))
AHEAD = TODAY + timedelta(days=6)
HANDED_IN_LATER = Conversation(TODAY, case=Case(Facts(filing_submitted_on=AHEAD), last_day=AHEAD))
OPEN = Conversation(TODAY, open_question=Question.HOSTING)
FRESH = Conversation(TODAY)


@dataclass(frozen=True)
class Said:
    """A message with its likeliest topics, how sure the first is, and what it states."""

    text: str
    topics: dict[str, float]
    right: float = 0.9
    in_scope: float = 0.9
    states: dict[str, str] = field(default_factory=dict)
    day: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    hinted: str = ""
    role: str | None = None

    @property
    def message(self) -> Message:
        entities: list[dict[str, Any]] = [
            {"entity": name, "value": value, "role": self.role} for name, value in self.states.items()
        ]
        entities += [{"entity": "date", **self.day}] if self.day else []
        hint = {"entity": self.hinted, "value": "mainland", "certainty": "likely", "hinted": True, "start": 0, "end": 3}
        entities += [hint] if self.hinted else []
        first = next(iter(self.topics))
        asks = "?" in self.text
        return Message(
            self.text,
            first,
            entities,
            list(self.topics.items()),
            right=self.right,
            in_scope=self.in_scope,
            asks=asks,
            asks_for=wanted(self.text),
            **({"coverage": 1.0} if self.hinted else {}),
            **self.more,
        )


CASES: list[tuple[str, Conversation, Said, Act]] = [
    (
        "a click or a known sentence means what it says",
        FRESH,
        Said("/ask_psb", {"ask_psb": 1}, more={"certain": True}),
        Act.ANSWER,
    ),
    ("a plan given up", PLANNED, Said("no, we stay as we are", {"deny": 0.9}), Act.STOP),
    ("a plan given up", PLANNED, Said("那还是照旧吧", {"inform": 0.2, "what_if": 0.2}, 0.2), Act.STOP),
    ("a plan given up", PLANNED, Said("scrap the idea", {"start_over": 0.5}, 0.4), Act.STOP),
    ("a plan given up", PLANNED, Said("our plans have been called off", {"uncovered_change": 0.9}, 0.9), Act.STOP),
    ("a plan given up", PLANNED, Said("计划都黄了", {"uncovered_change": 0.6, "ask_plan": 0.2}, 0.7), Act.STOP),
    (
        "a plan given up",
        PLANNED,
        Said("so no CDN after all", {"what_if": 0.8, "deny": 0.1}, 0.8, states={"server": "mainland"}),
        Act.STOP,
    ),
    (
        "a known question, surely asked",
        PLANNED,
        Said(
            "the plan is cancelled, and the filing, how is it cancelled?",
            {"uncovered_change": 0.9},
            states={"certificate": "icp_filing"},
        ),
        Act.SAY_NOT_COVERED,
    ),
    (
        "the same of another certificate",
        replace(CONCLUDED, last_topic="filing"),
        Said("and the license", {"ask_license": 0.55, "ask_follow_up": 0.4}, 0.4, more={"coverage": 0.0}),
        Act.FOLLOW_UP,
    ),
    (
        "a described website",
        FRESH,
        Said(
            "I sell rugs and people pay by card, that is all",
            {"ask_filing_permits": 0.8, "inform": 0.3},
            states={"activity": "own_sales", "payments": "yes"},
        ),
        Act.DETERMINE,
    ),
    (
        "in doubt",
        FRESH,
        Said(
            "our club's pages stand in Suzhou, and since the treasurer moved away nobody here can tell what became of the papers",
            {"determine": 0.7, "uncovered_status": 0.2},
            states={"server": "mainland"},
        ),
        Act.ASK_BACK,
    ),
    (
        "a described website",
        FRESH,
        Said(
            "our club's pages stand in Suzhou, all they do is show the programme, and the treasurer who knew about it moved away",
            {"determine": 0.7, "uncovered_status": 0.2},
            states={"server": "mainland", "activity": "informational"},
        ),
        Act.DETERMINE,
    ),
    ("a word that steers", PLANNED, Said("drop it, from the beginning please", {"start_over": 0.9}), Act.START_OVER),
    ("why, and are you sure", CONCLUDED, Said("so never a filing?", {"ask_follow_up": 0.9}), Act.EXPLAIN),
    ("a known question, surely asked", PLANNED, Said("never mind, give me the dates", {"ask_plan": 0.9}), Act.GIVE_PLAN),
    ("a bare yes", OPEN, Said("sure", {"affirm": 0.9}), Act.TAKE_YES),
    ("a bare no", CONCLUDED, Said("nah", {"deny": 0.9}), Act.TAKE_NO),
    (
        "a click means what it says",
        FRESH,
        Said("/inform", {"inform": 1}, states={"server": "mainland"}, more={"certain": True}),
        Act.TAKE_STATEMENT,
    ),
    (
        "an answer to the open question",
        OPEN,
        Said("Wuhan, what is it to you", {"ask_why_question": 0.8}, states={"server": "mainland"}),
        Act.TAKE_STATEMENT,
    ),
    ("the other of two websites", TWO_SITES, Said("and the second one?", {"ask_follow_up": 0.9}), Act.SWITCH_SITE),
    (
        "another language and nothing else",
        CONCLUDED,
        Said("could you reply in Chinese, please?", {"ask_platform_language": 0.9}),
        Act.SWITCH_LANGUAGE,
    ),
    (
        "what to do first",
        CONCLUDED,
        Said("so where do we begin?", {"ask_order": 0.4, "ask_apply": 0.4}, 0.3),
        Act.GIVE_FIRST_STEP,
    ),
    ("what a plan will need", PLANNED, Said("那搬完以后还要办什么", {"ask_follow_up": 0.6}, 0.6), Act.SUPPOSE),
    ("in doubt", CONCLUDED, Said("那我把轮播图撤了", {"forget_everything": 0.6}, 0.6), Act.ASK_BACK),
    (
        "whether a planned opening can be kept",
        replace(CONCLUDED, case=Case(replace(SHOP, live=False, opened_on=TODAY + timedelta(days=30)), result=SHOP)),
        Said("is that doable?", {"affirm": 0.5, "ask_why_result": 0.2}, 0.4),
        Act.GIVE_PLAN,
    ),
    (
        "what is still needed",
        CONCLUDED,
        Said("is that enough?", {"stop": 0.8, "ask_why_result": 0.05}, 0.4),
        Act.DETERMINE,
    ),
    (
        "opening before the filing",
        FRESH,
        Said("may we launch the page now and do the filing later?", {"ask_order": 0.4, "ask_before_filing": 0.3}, 0.3),
        Act.ANSWER,
    ),
    ("put off", CONCLUDED, Said("以后再说吧", {"repeat": 0.9}), Act.STOP),
    (
        "a plan from another day",
        WITH_PLAN,
        Said("and a week later?", {"what_if": 0.8}, day={"value": "a week later"}),
        Act.GIVE_PLAN,
    ),
    ("a plan from another day", WITH_PLAN, Said("推迟两周呢?", {"ask_plan": 0.8}, day={"value": "推迟两周"}), Act.GIVE_PLAN),
    (
        "another day for what is ahead",
        HANDED_IN_LATER,
        Said("晚两天呢?", {"ask_deadline": 0.6}, day={"value": "晚两天", "language": "zh"}),
        Act.GIVE_DEADLINE,
    ),
    ("a word that steers", OPEN, Said("enough of this", {"stop": 0.8}), Act.STOP),
    ("a courtesy and nothing else", FRESH, Said("good day", {"greet": 0.9}), Act.RETURN_COURTESY),
    ("why, and are you sure", CONCLUDED, Said("how so?", {"ask_why_result": 0.8}), Act.EXPLAIN),
    ("why, and are you sure", OPEN, Said("how so?", {"ask_why_result": 0.4, "ask_why_question": 0.4}, right=0.3), Act.EXPLAIN),
    (
        "a case that is only supposed",
        CONCLUDED,
        Said("if it stood in Oslo?", {"ask_order": 0.4}, 0.2, states={"server": "outside"}, more={"supposes": True}),
        Act.SUPPOSE,
    ),
    (
        "a case that is only supposed",
        CONCLUDED,
        Said("and in Oslo?", {"ask_order": 0.4}, 0.2, states={"server": "outside"}),
        Act.SUPPOSE,
    ),
    (
        "an answer that only hints at where it is",
        OPEN,
        Said(
            "阿里云", {"inform": 0.4, "ask_who_offers_license": 0.3}, 0.3, states={"provider": "alibaba_cloud"}, hinted="server"
        ),
        Act.ASK_AGAIN,
    ),
    (
        "nothing but a certificate number",
        OPEN,
        Said("京ICP备12345678号-1", {"determine": 0.9}, states={"certificate": "icp_filing"}),
        Act.READ_NUMBER,
    ),
    (
        "the rules of another province",
        replace(FRESH, last_topic="province/guangdong"),
        Said("and in Zhejiang?", {"what_if": 0.5, "inform": 0.3}, 0.4, states={"server": "mainland"}),
        Act.SAY_NOT_COVERED,
    ),
    (
        "the documents of another owner",
        replace(CONCLUDED, last_topic="uncovered_documents/checklist"),
        Said(
            "and for a foreign company?",
            {"uncovered_foreign": 0.5, "inform": 0.3},
            0.4,
            states={"owner_told": "foreign_company"},
            more={"coverage": 1.0},
        ),
        Act.SAY_NOT_COVERED,
    ),
    (
        "a certificate number beside what is not understood",
        FRESH,
        Said("the shop at the corner shows 粤B2-20090059, fancy that", {"out_of_scope": 0.5}, 0.2, 0.2),
        Act.READ_NUMBER,
    ),
    (
        "a day that is known",
        Conversation(TODAY, case=Case(replace(SHOP, license_submitted_on=TODAY), result=SHOP)),
        Said("大概几号下来", {"ask_how_long": 0.4, "uncovered_display": 0.25, "ask_deadline": 0.2}, 0.4),
        Act.GIVE_DEADLINE,
    ),
    ("a known question, surely asked", OPEN, Said("what does the police want?", {"ask_psb": 0.9}), Act.ANSWER),
    (
        "a known question, surely asked",
        FRESH,
        Said("police filing, how many days?", {"ask_psb": 0.4, "ask_how_long": 0.4}, 0.3, states={"certificate": "psb_filing"}),
        Act.ANSWER,
    ),
    ("a known question, surely asked", FRESH, Said("what does it cost?", {"uncovered_cost": 0.9}), Act.SAY_NOT_COVERED),
    (
        "a plan from the day of an application still ahead",
        CONCLUDED,
        Said(
            "if I hand it in on 1 December 2026, when can I open?",
            {"ask_plan": 0.5, "ask_deadline": 0.3},
            0.4,
            day={"value": "1 December 2026", "role": "submitted"},
        ),
        Act.GIVE_PLAN,
    ),
    (
        "a day of the case",
        FRESH,
        Said("handed in on 9 March, and now?", {"ask_order": 0.4}, 0.3, day={"value": "9 March", "role": "submitted"}),
        Act.GIVE_DEADLINE,
    ),
    (
        "nothing but facts",
        FRESH,
        Said(
            "Nanjing, a wiki",
            {"out_of_scope": 0.6},
            0.3,
            0.2,
            {"server": "mainland", "activity": "informational"},
            more={"coverage": 0.9},
        ),
        Act.TAKE_STATEMENT,
    ),
    (
        "a described website",
        FRESH,
        Said(
            "chess club, a wiki in Nanjing.", {"inform": 0.4, "determine": 0.3, "greet": 0.1}, 0.3, states={"server": "mainland"}
        ),
        Act.DETERMINE,
    ),
    (
        "nothing but facts",
        CONCLUDED,
        Said(
            "next year we sell memberships",
            {"what_if": 0.7, "inform": 0.2},
            0.7,
            states={"activity": "paid_content"},
            more={"coverage": 0.9},
            role="later",
        ),
        Act.TAKE_STATEMENT,
    ),
    (
        "what if nothing changes",
        CONCLUDED,
        Said("what if we leave everything as it is?", {"what_if": 0.9}),
        Act.DETERMINE,
    ),
    (
        "a case that is only supposed",
        CONCLUDED,
        Said("would memberships next year change it?", {"what_if": 0.7}, 0.7, states={"activity": "paid_content"}, role="later"),
        Act.SUPPOSE,
    ),
    (
        "news of a case that is under way",
        CONCLUDED,
        Said("we gave up the sales", {"ask_help": 0.3}, 0.2, states={"activity": "informational"}),
        Act.TAKE_STATEMENT,
    ),
    (
        "a question that the article most likely does not answer",
        FRESH,
        Said("and with the app?", {"uncovered_app": 0.35, "uncovered_several": 0.3, "ask_order": 0.1}, 0.3),
        Act.SAY_NOT_COVERED,
    ),
    ("which certificate, without a description", FRESH, Said("do we need one?", {"determine": 0.9}), Act.DETERMINE),
    (
        "which certificate, without a description",
        FRESH,
        Said("网站要备案吗?", {"ask_filing": 0.3, "determine": 0.3}, 0.4, states={"certificate": "icp_filing"}),
        Act.DETERMINE,
    ),
    ("no answer to the open question", OPEN, Said("the school is in Wuhan", {"inform": 0.7}, 0.7), Act.ASK_AGAIN),
    (
        "why, and are you sure",
        CONCLUDED,
        Said("那怎么没有许可证", {"ask_license": 0.5, "ask_why_result": 0.2}, 0.5, states={"certificate": "either"}),
        Act.EXPLAIN,
    ),
    (
        "a known question, surely asked",
        CONCLUDED,
        Said("when can we go live then?", {"ask_plan": 0.5, "ask_deadline": 0.3}, 0.5),
        Act.GIVE_PLAN,
    ),
    (
        "a known question, surely asked",
        CONCLUDED,
        Said("how soon could it be issued?", {"ask_how_long": 0.5, "uncovered_license_upkeep": 0.2, "ask_deadline": 0.25}, 0.5),
        Act.ANSWER,
    ),
    ("no answer to the open question", OPEN, Said("hm hm", {"ask_help": 0.2, "ask_order": 0.2}, 0.2), Act.ASK_AGAIN),
    ("nothing to do with ICP", FRESH, Said("how to boil an egg?", {"out_of_scope": 0.9}, in_scope=0.1), Act.REFUSE),
    (
        "nothing to do with ICP",
        FRESH,
        Said("a price in Wuhan?", {"out_of_scope": 0.7, "determine": 0.2}, 0.7, states={"server": "mainland"}),
        Act.REFUSE,
    ),
    ("no answer to the open question", OPEN, Said("pictures of cats", {"out_of_scope": 0.9}, 0.8, 0.1), Act.ASK_AGAIN),
    (
        "in doubt",
        FRESH,
        Said(
            "handed in on 9 March, may we test already?",
            {"ask_before_filing": 0.6},
            0.3,
            day={"value": "9 March", "role": "submitted"},
        ),
        Act.ASK_BACK,
    ),
    ("in doubt", CONCLUDED, Said("offline meanwhile?", {"out_of_scope": 0.3, "ask_before_filing": 0.2}, 0.3), Act.ASK_BACK),
    ("in doubt", FRESH, Said("that one, when?", {"ask_order": 0.4, "ask_how_long": 0.4}, 0.3), Act.ASK_BACK),
]


@pytest.mark.parametrize(("row", "conversation", "said", "act"), CASES, ids=[f"{row}: {said.text}" for row, _, said, _ in CASES])
def test_a_message_is_taken_for_what_its_row_says(row: str, conversation: Conversation, said: Said, act: Act) -> None:
    site = replace(conversation, message=said.message)
    taken, decided_by = weigh(site, hear(site), BAR)
    assert (decided_by.name, taken) == (row, act)


def test_every_row_of_the_table_has_a_case() -> None:
    assert [each.name for each in ROWS] == list(dict.fromkeys(each.name for each in ROWS))
    assert {row for row, *_ in CASES} == {each.name for each in ROWS}


def test_every_topic_of_rasa_s_rules_leads_to_an_act() -> None:
    assert acts_of_topics()["determine"] is Act.DETERMINE
    assert acts_of_topics()["ask_psb"] is Act.ANSWER
    assert acts_of_topics()["out_of_scope"] is Act.REFUSE


def test_a_third_reading_is_offered_only_while_it_is_not_too_improbable() -> None:
    message = Said("hm?", {"ask_psb": 0.5, "greet": 0.2, "ask_order": 0.1, "ask_apply": 0.01}).message
    assert readings(message, BAR) == ["ask_psb", "ask_order"]
    assert readings(replace(message, topics=[*message.topics, ("ask_test", 0.06)]), BAR) == ["ask_psb", "ask_order"]
    assert readings(Said("hm?", {"ask_psb": 0.4, "ask_order": 0.3, "ask_test": 0.1}).message, BAR)[-1] == "ask_test"


def test_what_leans_on_the_turn_before_is_no_reading_to_offer() -> None:
    assert readings(Said("and?", {"ask_follow_up": 0.5, "stop": 0.2, "ask_psb": 0.2}).message, BAR) == ["ask_psb"]


def test_a_part_of_a_message_is_answered_besides_only_where_the_whole_bears_it_out() -> None:
    said = Said("what and how long?", {"determine": 0.8, "ask_how_long": 0.15}).message
    clear, borne_out = Clause("ask_test", 0.95, 0.95), Clause("ask_how_long", 0.95, 0.95)
    assert also_asked(replace(said, clauses=[clear, borne_out]), Act.DETERMINE, BAR) == ["ask_how_long"]
    assert also_asked(replace(said, clauses=[replace(borne_out, right=0.6)]), Act.DETERMINE, BAR) == []


def test_a_click_is_never_in_doubt() -> None:
    assert not in_doubt(Message("/ask_psb", "ask_psb", right=0.1, certain=True), BAR)
    assert in_doubt(Said("hm", {"ask_psb": 0.4}, 0.3).message, BAR)
