"""The dialogue turn by turn, without Rasa: what is asked next, what is kept, and that nothing loops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from icalendar import Calendar

from dialogue import answering, dating, determining, statements, steering
from dialogue.conversation import Conversation, Message, Turn
from icp.determination import Question
from icp.facts import Activity, Facts, Holding, Place
from tests.unit.turns import TODAY, asked, custom, say, texts_of

SHOP = {"server": "mainland", "activity": "own_sales", "payments": "yes"}


@pytest.fixture
def fresh() -> Conversation:
    return Conversation(TODAY)


def test_a_hypothesis_without_a_change_is_asked_for_and_offers_only_what_would_be_one(fresh: Conversation) -> None:
    before = say(fresh, determining.what_if_turn, "what_if").replies
    assert [each["payload"] for each in before[0].buttons] == ["/determine"]
    known = say(fresh, determining.determine_turn, "determine", server="mainland", activity="informational").conversation
    offered = [each["title"] for each in say(known, determining.what_if_turn, "what_if").replies[0].buttons]
    assert offered == ["Only served from outside", "With a shop of our own"]


def test_a_fully_described_site_gets_its_result_without_a_question(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine", **SHOP)
    result = custom(turn, "determination")
    assert asked(turn) is None
    assert result["required"] == result["outstanding"] == ["icp_filing", "icp_commercial_license", "psb_filing"]
    assert result["unknown"] == ["filing_held", "license_held"]
    assert result["assumed_not_held"]


def test_a_month_without_a_day_does_not_keep_a_described_site_from_its_result(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine", {"value": "June", "role": "opened"}, live="yes", **SHOP)
    assert custom(turn, "determination")["breaches"]
    assert turn.conversation.facts.opened_on is None


def test_a_month_without_a_day_is_asked_back_where_the_day_matters(fresh: Conversation) -> None:
    turn = say(fresh, dating.deadline_turn, "ask_deadline", {"value": "June", "role": "opened"}, live="yes")
    assert "June" in texts_of(turn)
    assert asked(turn) == "opened_on"


def test_a_bare_question_is_asked_one_thing_at_a_time_until_the_result(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine")
    assert asked(turn) == "hosting"
    turn = say(turn.conversation, statements.statement_turn, "inform", server="mainland")
    assert asked(turn) == "activity"
    turn = say(turn.conversation, statements.statement_turn, "inform", activity="informational")
    assert asked(turn) == "payments"
    turn = say(turn.conversation, statements.statement_turn, "deny")
    assert asked(turn) == "filing_held"
    turn = say(turn.conversation, statements.statement_turn, "affirm")
    assert asked(turn) == "opened_on"
    turn = say(turn.conversation, statements.statement_turn, "inform", {"value": "3 March"})
    assert custom(turn, "determination")["deadlines"][0]["date"] == "2026-04-02"


@pytest.mark.parametrize("intent", ["affirm", "deny"])
def test_a_yes_or_a_no_does_not_tell_where_the_site_is_served_from(fresh: Conversation, intent: str) -> None:
    opened = say(fresh, determining.determine_turn, "determine").conversation
    turn = say(opened, statements.statement_turn, intent)
    assert asked(turn) == "hosting"
    assert turn.conversation.facts == Facts()


def test_another_company_s_certificate_is_left_out_and_that_is_said(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine", another_holds="yes", **SHOP)
    assert custom(turn, "determination")["held"] == []
    assert "what another company holds" in texts_of(turn)
    opened = say(fresh, determining.determine_turn, "determine").conversation
    turn = say(opened, statements.statement_turn, "inform", another_holds="yes")
    assert "what another company holds" in texts_of(turn)
    assert asked(turn) == "hosting"


def test_a_correction_replaces_the_fact_and_only_what_depends_on_it_changes(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine", **SHOP)
    turn = say(turn.conversation, statements.statement_turn, "inform", server="outside")
    assert custom(turn, "determination")["required"] == []
    assert turn.conversation.facts.activity is Activity.OWN_SALES


def test_a_mainland_cdn_keeps_deciding_when_the_server_moves_abroad(fresh: Conversation) -> None:
    turn = say(
        fresh, determining.determine_turn, "determine", server="outside", cdn="mainland", activity="informational", payments="no"
    )
    assert custom(turn, "determination")["required"] == ["icp_filing", "psb_filing"]
    assert "the CDN serves the site from the mainland" in texts_of(turn)


def test_a_hypothesis_leaves_the_facts_as_they_were(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine", **SHOP)
    facts = turn.conversation.facts
    turn = say(turn.conversation, determining.what_if_turn, "what_if", server="outside")
    assert custom(turn, "determination")["required"] == []
    assert "no longer needed" in texts_of(turn)
    assert turn.conversation.facts == facts


def test_a_digression_brings_the_open_question_back(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine")
    turn = say(turn.conversation, answering.answer_turn, "ask_psb")
    assert custom(turn, "answer")["topic"] == "psb"
    assert asked(turn) == "hosting"


def test_useless_answers_are_reworded_explained_and_then_left_open(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine")
    said = []
    for _ in range(3):
        turn = say(turn.conversation, statements.statement_turn, "inform")
        said.append(texts_of(turn))
    assert len(set(said)) == 3
    assert Question.HOSTING in turn.conversation.passed_over
    assert asked(turn) == "activity"


def test_passing_over_every_question_ends_in_what_each_answer_would_mean(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine")
    for _ in range(len(Question)):
        if asked(turn) is None:
            break
        turn = say(turn.conversation, steering.pass_over_turn, "dont_know")
    result = custom(turn, "determination")
    assert result["required"] == []
    assert "hosting" in result["unknown"]
    assert "server in mainland China" in texts_of(turn)


def test_a_question_that_was_left_open_can_be_answered_later(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine")
    turn = say(turn.conversation, steering.pass_over_turn, "skip")
    turn = say(turn.conversation, statements.statement_turn, "inform", server="outside")
    assert custom(turn, "determination")["not_required"] == ["icp_filing", "icp_commercial_license", "psb_filing"]


def test_an_opening_told_in_the_middle_gives_its_deadline_and_the_question_comes_back(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine", server="mainland")
    turn = say(turn.conversation, statements.statement_turn, "inform", {"value": "3 March", "role": "opened"}, psb="not_held")
    assert custom(turn, "deadline")["date"] == "2026-04-02"
    assert asked(turn) == "activity"
    assert "opened on 3 Mar 2026" in texts_of(turn)


def test_a_question_on_the_psb_filing_that_tells_the_opening_gets_the_date(fresh: Conversation) -> None:
    turn = say(fresh, answering.answer_turn, "ask_psb", {"value": "9 November", "role": "opened"})
    assert custom(turn, "deadline")["date"] == "2026-12-09"


def test_an_ambiguous_date_is_asked_back_and_the_choice_is_taken(fresh: Conversation) -> None:
    turn = say(fresh, dating.deadline_turn, "ask_deadline", {"value": "03/04/2026", "role": "opened"})
    assert [button["payload"] for button in turn.replies[0].buttons] == ["2026-03-04", "2026-04-03"]
    turn = say(turn.conversation, statements.statement_turn, "inform", {"value": "2026-04-03"})
    assert custom(turn, "deadline")["date"] == "2026-05-03"


@pytest.mark.parametrize("words", ["1 January 1999", "2099-01-01"])
def test_a_far_off_date_is_answered_with_what_is_allowed(fresh: Conversation, words: str) -> None:
    turn = say(fresh, dating.deadline_turn, "ask_deadline", {"value": words, "role": "opened"})
    assert "from 1 Jan 2018 to the end of 2031" in texts_of(turn)
    assert turn.conversation.facts.opened_on is None


def test_the_license_is_meant_when_the_filing_is_held(fresh: Conversation) -> None:
    held = replace(fresh, facts=Facts(filing=Holding.HELD))
    turn = say(held, dating.deadline_turn, "ask_deadline", {"value": "2026-01-05", "role": "submitted"})
    assert custom(turn, "deadline")["certificate"] == "icp_commercial_license"


def test_another_provider_gets_no_invented_filing_date(fresh: Conversation) -> None:
    turn = say(fresh, dating.deadline_turn, "ask_deadline", {"value": "2026-01-05", "role": "submitted"}, provider="other")
    assert "I can give no date" in texts_of(turn)


def test_a_plan_without_facts_covers_all_certificates_and_says_so(fresh: Conversation) -> None:
    turn = say(fresh, dating.plan_turn, "ask_plan", {"value": "1 December", "role": "start"})
    plan = custom(turn, "plan")["plan"]
    assert plan[0]["date"] == "2026-12-01"
    assert [step["step"] for step in plan][-1] == "psb_due"
    assert "only informs skips the license" in texts_of(turn)


def test_a_calendar_file_holds_the_known_deadline(fresh: Conversation) -> None:
    opened = replace(fresh, facts=Facts(server=Place.MAINLAND, opened_on=date(2026, 11, 1)))
    turn = say(opened, dating.reminder_turn, "ask_reminder")
    events = Calendar.from_ical(custom(turn, "calendar")["content"]).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [date(2026, 12, 1)]


def test_there_is_no_calendar_file_without_a_date(fresh: Conversation) -> None:
    turn = say(fresh, dating.reminder_turn, "ask_reminder")
    assert [reply.custom for reply in turn.replies] == [None]


def test_a_follow_up_asks_the_same_about_another_certificate(fresh: Conversation) -> None:
    after = replace(fresh, last_topic="how_long_filing")
    turn = say(after, answering.follow_up_turn, "ask_follow_up", certificate="icp_commercial_license")
    assert custom(turn, "answer")["topic"] == "how_long_license"
    turn = say(fresh, answering.follow_up_turn, "ask_follow_up", certificate="psb_filing")
    assert custom(turn, "answer")["topic"] == "psb"


def test_two_misunderstandings_in_a_row_hand_over_to_a_person_with_what_was_understood(fresh: Conversation) -> None:
    known = replace(fresh, facts=Facts(server=Place.MAINLAND))
    for reason in ("no_idea", "hand_over"):
        turn = say(known, answering.fallback_turn, "nlu_fallback")
        assert custom(turn, "fallback")["reason"] == reason
        known = turn.conversation
    assert "server in mainland China" in texts_of(turn)


def test_a_question_that_was_understood_but_is_not_covered_ends_the_row_of_misunderstandings(fresh: Conversation) -> None:
    unclear = say(fresh, answering.fallback_turn, "nlu_fallback").conversation
    known = say(unclear, answering.fallback_turn, "uncovered_cost").conversation
    assert custom(say(known, answering.fallback_turn, "nlu_fallback"), "fallback")["reason"] == "no_idea"


def test_an_unnamed_license_is_asked_back(fresh: Conversation) -> None:
    turn = say(fresh, statements.statement_turn, "inform", either="held")
    assert "either certificate" in texts_of(turn)
    assert turn.conversation.facts == Facts()


def test_an_unnamed_license_answers_the_open_question(fresh: Conversation) -> None:
    open_question = replace(fresh, open_question=Question.FILING_HELD, task="determination", guided=True)
    turn = say(open_question, statements.statement_turn, "inform", either="held")
    assert turn.conversation.facts.filing is Holding.HELD


def test_starting_over_forgets_the_facts_and_keeps_the_feedback(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine", **SHOP)
    turn = say(turn.conversation, steering.feedback_turn, "helped")
    turn = say(turn.conversation, steering.start_over_turn, "start_over")
    assert turn.conversation.facts == Facts()
    assert [entry["helped"] for entry in turn.conversation.feedback] == [True]


def test_stopping_keeps_the_facts_and_closes_the_question(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine", server="mainland")
    turn = say(turn.conversation, steering.stop_turn, "stop")
    assert turn.conversation.open_question is None
    assert turn.conversation.facts.server is Place.MAINLAND


def test_a_summary_holds_facts_decision_plan_and_sources(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine", **SHOP)
    turn = say(turn.conversation, steering.summary_turn, "ask_summary")
    words = custom(turn, "summary")["text"]
    for part in ("server in mainland China", "ICP Filing", "PSB filing due", "Source:", "Where to ask"):
        assert part in words


def test_another_described_website_starts_afresh(fresh: Conversation) -> None:
    turn = say(fresh, determining.determine_turn, "determine", **SHOP)
    turn = say(turn.conversation, determining.determine_turn, "determine", server="outside", activity="informational")
    assert turn.conversation.facts.payments is None


def test_every_open_question_is_explained_and_asked_again(fresh: Conversation) -> None:
    for question in Question:
        turn = say(replace(fresh, open_question=question, task="determination"), steering.why_question_turn, "ask_why_question")
        assert asked(turn) == question.value
        assert turn.replies[0].text is not None
        assert turn.replies[0].text.startswith("Because")


def test_the_day_on_which_a_filing_was_granted_starts_no_plan(fresh: Conversation) -> None:
    granted, opened = {"value": "3 Nov", "role": "granted"}, {"value": "10 November", "role": "opened"}
    told = say(fresh, dating.deadline_turn, "ask_deadline", granted, opened, certificate="icp_filing", filing="held", live="yes")
    assert custom(told, "deadline")["date"] == "2026-12-10"
    assert told.conversation.facts.filing is Holding.HELD


def test_a_date_without_a_verb_starts_no_plan_beside_one_that_tells_the_opening(fresh: Conversation) -> None:
    dates_told = {"value": "3 Nov"}, {"value": "10 November", "role": "opened"}
    told = say(fresh, dating.deadline_turn, "ask_deadline", *dates_told, live="yes")
    assert custom(told, "deadline")["counted_from"] == "2026-11-10"


def test_a_question_that_says_it_is_about_the_certificate_of_the_last_answer(fresh: Conversation) -> None:
    on_license = replace(fresh, last_topic="license")
    leaning = replace(on_license, message=Message("and how do I get it?", "ask_apply"))
    assert custom(answering.answer_turn(leaning), "answer")["topic"] == "apply_license"
    general = replace(on_license, message=Message("how does one apply?", "ask_apply"))
    assert custom(answering.answer_turn(general), "answer")["topic"] == "apply"
    named = replace(
        leaning, message=Message("where is it filed?", "ask_apply", [{"entity": "certificate", "value": "psb_filing"}])
    )
    assert custom(answering.answer_turn(named), "answer")["topic"] == "apply_psb"


def test_a_doubtful_message_that_changes_a_concluded_case_is_taken_for_a_correction_or_a_hypothesis(fresh: Conversation) -> None:
    known = say(fresh, determining.determine_turn, "determine", **SHOP).conversation
    entities = [{"entity": "server", "value": "outside"}]
    correction = Message("no wait, the live one stands in Osaka", "nlu_fallback", entities, ["ask_psb", "ask_order"])
    corrected = answering.fallback_turn(replace(known, message=correction))
    assert corrected.conversation.facts.server is Place.OUTSIDE
    hypothesis = replace(correction, text="and with the machine in Osaka?")
    supposed = answering.fallback_turn(replace(known, message=hypothesis))
    assert custom(supposed, "determination")["hypothetical"] is True
    assert supposed.conversation.facts.server is Place.MAINLAND
    refused = replace(correction, intent="out_of_scope")
    assert answering.fallback_turn(replace(known, message=refused)).conversation.facts.server is Place.OUTSIDE
    aside = Message("my cousin serves pages from Oslo", "out_of_scope", [{"entity": "cdn", "value": "outside"}])
    assert answering.fallback_turn(replace(known, message=aside)).conversation.facts.cdn is None
    unknown = answering.fallback_turn(replace(fresh, message=correction))
    assert custom(unknown, "fallback")["reason"] == "unsure"


@pytest.mark.parametrize(
    ("kept", "dropped", "then"),
    [("payments", {"activity": "informational"}, "And without payments"), ("sells", {"payments": "no"}, "And without sales")],
)
def test_dropping_one_of_two_reasons_for_the_license_names_the_other(
    fresh: Conversation, kept: str, dropped: dict[str, str], then: str
) -> None:
    known = say(fresh, determining.determine_turn, "determine", **SHOP).conversation
    turn = say(known, determining.what_if_turn, "what_if", **dropped)
    assert kept in str(turn.replies[-1].text)
    assert [each["title"] for each in turn.replies[-1].buttons] == [then]


def test_a_hypothesis_that_drops_both_reasons_names_none(fresh: Conversation) -> None:
    known = say(fresh, determining.determine_turn, "determine", **SHOP).conversation
    last = say(known, determining.what_if_turn, "what_if", activity="informational", payments="no").replies[-1]
    assert "ICP Commercial License (ICP Zheng) is no longer needed" in str(last.text)
    assert not last.buttons


def test_a_fact_instead_of_the_day_is_kept_and_the_day_asked_for_again(fresh: Conversation) -> None:
    waiting = say(fresh, dating.deadline_turn, "ask_deadline", certificate="psb_filing").conversation
    turn = say(waiting, statements.statement_turn, "inform", server="mainland")
    assert turn.conversation.facts.server is Place.MAINLAND
    assert "Understood: server in mainland China" in texts_of(turn)
    assert asked(turn) == "opened_on"


@pytest.mark.parametrize(
    ("words", "expected"), [("we got the filing last week", "opened_on"), ("got it last week, may we sell now", "hosting")]
)
def test_a_message_about_days_is_one_about_a_deadline_unless_it_asks_something(
    fresh: Conversation, words: str, expected: str
) -> None:
    entities = [{"entity": "filing", "value": "held"}, {"entity": "date", "value": "last week", "role": "granted"}]
    turn = statements.statement_turn(replace(fresh, message=Message(words, "inform", entities)))
    assert asked(turn) == expected


def test_a_hand_over_still_offers_what_may_be_meant(fresh: Conversation) -> None:
    message = Message("and how many days till then?", "nlu_fallback", readings=("ask_how_long", "ask_plan"))
    turn = answering.fallback_turn(replace(fresh, unclear=answering.MOST_UNCLEAR, message=message))
    offered = [each["payload"] for reply in turn.replies for each in reply.buttons]
    assert offered == ["/ask_person", "/ask_how_long", "/ask_plan"]
    assert custom(turn, "fallback")["readings"] == ["ask_how_long", "ask_plan"]


@pytest.mark.parametrize(("turn", "intent"), [(dating.deadline_turn, "ask_deadline"), (answering.fallback_turn, "nlu_fallback")])
def test_a_supposed_opening_gives_its_deadline_and_leaves_the_known_one(
    fresh: Conversation, turn: Callable[[Conversation], Turn], intent: str
) -> None:
    opened = Facts(server=Place.MAINLAND, opened_on=date(2026, 11, 15), live=True)
    day = [{"entity": "date", "value": "1 November", "role": "opened"}, {"entity": "live", "value": "yes"}]
    supposed = Message("what if we had opened on 1 November?", intent, day, readings=("ask_deadline", "ask_plan"))
    made = turn(replace(fresh, facts=opened, concluded=True, message=supposed))
    assert custom(made, "deadline")["date"] == "2026-12-01"
    assert made.conversation.facts == opened
    told = replace(supposed, text="It was 1 November")
    made = dating.deadline_turn(replace(fresh, facts=opened, concluded=True, message=told))
    assert made.conversation.facts.opened_on == date(2026, 11, 1)


def test_a_fact_that_is_told_twice_instead_of_the_day_is_an_answer_that_cannot_be_used(fresh: Conversation) -> None:
    known = say(fresh, dating.deadline_turn, "ask_deadline", certificate="psb_filing").conversation
    for _ in range(4):
        known = say(known, statements.statement_turn, "inform", server="mainland").conversation
    assert known.open_question is not Question.OPENED_ON
