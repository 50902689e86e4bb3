"""Which day of the case a day in a message is: an opening, an application, or one on which something is to be done."""

from __future__ import annotations

from datetime import date

import pytest

from dialogue.conversation import Case, Conversation
from icp.facts import Activity, Facts, Holding, Place, Question
from tests.unit.turns import TODAY, asked, custom, say, texts_of

OPENED = date(2026, 11, 2)
SITE = Facts(server=Place.MAINLAND, activity=Activity.INFORMATIONAL, filing=Holding.HELD)
OPEN_SITE = SITE.stating(live=True, opened_on=OPENED)


@pytest.mark.parametrize("text", ["那今天去弄还来得及吗", "12月8号去办来得及吗"])
def test_the_day_on_which_something_is_to_be_done_is_no_opening_of_a_site_that_is_open(text: str) -> None:
    words = "今天" if "今天" in text else "12月8号"
    turn = say(Conversation(TODAY, case=Case(OPEN_SITE, result=OPEN_SITE)), "ask_deadline", {"value": words}, text=text)
    assert turn.conversation.facts.opened_on == OPENED
    assert "2026年12月2日" in texts_of(turn)


def test_of_a_site_that_is_not_open_it_is_the_opening_that_is_to_be_reached() -> None:
    facts = SITE.stating(filing=Holding.NOT_HELD)
    turn = say(
        Conversation(TODAY, case=Case(facts, result=facts)), "ask_deadline", {"value": "12月30日"}, text="那12月30日呢，来得及吗"
    )
    assert turn.conversation.facts.opened_on == date(2026, 12, 30)


@pytest.mark.parametrize("facts", [SITE, SITE.stating(filing=Holding.NOT_HELD)])
def test_the_day_of_the_psb_filing_is_no_day_of_another_application(facts: Facts) -> None:
    day = {"value": "11月10号", "role": "submitted", "about": "psb_filing", "tense": "past"}
    turn = say(Conversation(TODAY, case=Case(facts, result=facts)), "inform", day, text="公安备案11月10号交的", psb="applied")
    assert (turn.conversation.facts.filing_submitted_on, turn.conversation.facts.license_submitted_on) == (None, None)
    assert "公安备案已提交" in texts_of(turn)


def test_a_psb_filing_that_is_handed_in_is_waited_for() -> None:
    turn = say(Conversation(TODAY, case=Case(SITE)), "determine", text="公安备案已提交", psb="applied")
    assert "下一步：等公安备案办好" in texts_of(turn)
    states = {each["certificate"]: each["state"] for each in custom(turn, "determination")["certificates"]}
    assert states == {"icp_filing": "held", "icp_commercial_license": "not_needed", "psb_filing": "applied"}


@pytest.mark.parametrize("intent", ["ask_plan", "ask_deadline"])
def test_a_plan_of_an_application_since_an_unknown_day_asks_for_that_day(intent: str) -> None:
    facts = SITE.stating(filing=Holding.APPLIED)
    turn = say(Conversation(TODAY, case=Case(facts, result=facts)), intent, text="什么时候能上线")
    assert asked(turn) == "submitted_on"
    passed = Case(facts, result=facts, passed_over=frozenset({Question.SUBMITTED_ON}))
    assert custom(say(Conversation(TODAY, case=passed), "ask_plan", text="什么时候能上线"), "plan")
