"""The dialogue turn by turn, without Rasa: what is asked next, what is kept, and that nothing loops."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from icalendar import Calendar

from dialogue.conversation import Case, Conversation, Message
from dialogue.turns import take_turn
from icp.facts import Activity, Facts, Holding, Place, Question
from tests.unit.turns import TODAY, answered, asked, custom, doubtful, say, texts_of, typed

SHOP = {"server": "mainland", "activity": "own_sales", "payments": "yes"}


@pytest.fixture
def fresh() -> Conversation:
    return Conversation(TODAY)


def test_a_hypothesis_without_a_change_is_asked_for_and_offers_only_what_would_be_one(fresh: Conversation) -> None:
    before = say(fresh, "what_if").replies
    assert [each["payload"] for each in before[0].buttons] == ["/determine"]
    known = say(fresh, "determine", server="mainland", activity="informational").conversation
    offered = [each["title"] for each in say(known, "what_if").replies[0].buttons]
    assert offered == ["Only served from outside", "With a shop of our own"]


def test_a_fully_described_site_gets_its_result_without_a_question(fresh: Conversation) -> None:
    turn = say(fresh, "determine", **SHOP)
    result = custom(turn, "determination")
    assert asked(turn) is None
    assert result["required"] == result["outstanding"] == ["icp_filing", "icp_commercial_license", "psb_filing"]
    assert result["unknown"] == ["filing_held", "license_held"]
    assert result["assumed_not_held"]


def test_a_month_without_a_day_does_not_keep_a_described_site_from_its_result(fresh: Conversation) -> None:
    turn = say(fresh, "determine", {"value": "June", "role": "opened"}, live="yes", **SHOP)
    assert custom(turn, "determination")["breaches"]
    assert turn.conversation.facts.opened_on is None


def test_a_month_without_a_day_is_asked_back_where_the_day_matters(fresh: Conversation) -> None:
    turn = say(fresh, "ask_deadline", {"value": "June", "role": "opened"}, live="yes")
    assert "June" in texts_of(turn)
    assert asked(turn) == "opened_on"


@pytest.mark.parametrize("intent", ["affirm", "deny"])
def test_a_yes_or_a_no_does_not_tell_where_the_site_is_served_from(fresh: Conversation, intent: str) -> None:
    opened = say(fresh, "determine").conversation
    turn = say(opened, intent)
    assert asked(turn) == "hosting"
    assert turn.conversation.facts == Facts()


def test_another_company_s_certificate_is_left_out_and_that_is_said(fresh: Conversation) -> None:
    turn = say(fresh, "determine", another_holds="yes", **SHOP)
    assert custom(turn, "determination")["held"] == []
    assert "what another company holds" in texts_of(turn)
    opened = say(fresh, "determine").conversation
    turn = say(opened, "inform", another_holds="yes")
    assert "what another company holds" in texts_of(turn)
    assert asked(turn) == "hosting"


def test_a_correction_replaces_the_fact_and_only_what_depends_on_it_changes(fresh: Conversation) -> None:
    turn = say(fresh, "determine", **SHOP)
    turn = say(turn.conversation, "inform", server="outside")
    assert custom(turn, "determination")["required"] == []
    assert turn.conversation.facts.activity is Activity.OWN_SALES


def test_a_mainland_cdn_keeps_deciding_when_the_server_moves_abroad(fresh: Conversation) -> None:
    turn = say(fresh, "determine", server="outside", cdn="mainland", activity="informational", payments="no")
    assert custom(turn, "determination")["required"] == ["icp_filing", "psb_filing"]
    assert "the CDN serves the site from the mainland" in texts_of(turn)


def test_a_hypothesis_leaves_the_facts_as_they_were(fresh: Conversation) -> None:
    turn = say(fresh, "determine", **SHOP)
    facts = turn.conversation.facts
    turn = say(turn.conversation, "what_if", server="outside")
    assert custom(turn, "determination")["required"] == []
    assert "no longer needed" in texts_of(turn)
    assert turn.conversation.facts == facts


def test_a_digression_brings_the_open_question_back(fresh: Conversation) -> None:
    turn = say(fresh, "determine")
    turn = say(turn.conversation, "ask_psb")
    assert custom(turn, "answer")["topic"] == "psb"
    assert asked(turn) == "hosting"


def test_passing_over_every_question_ends_in_what_each_answer_would_mean(fresh: Conversation) -> None:
    turn = say(fresh, "determine")
    for _ in range(len(Question)):
        if asked(turn) is None:
            break
        turn = say(turn.conversation, "dont_know")
    result = custom(turn, "determination")
    assert result["required"] == []
    assert "hosting" in result["unknown"]
    assert "server in mainland China" in texts_of(turn)


def test_a_question_that_was_left_open_can_be_answered_later(fresh: Conversation) -> None:
    turn = say(fresh, "determine")
    turn = say(turn.conversation, "skip")
    turn = say(turn.conversation, "inform", server="outside")
    assert custom(turn, "determination")["not_required"] == ["icp_filing", "icp_commercial_license", "psb_filing"]


def test_a_question_on_the_psb_filing_that_tells_the_opening_gets_the_date(fresh: Conversation) -> None:
    turn = say(fresh, "ask_psb", {"value": "9 November", "role": "opened"})
    assert custom(turn, "deadline")["date"] == "2026-12-09"


def test_an_ambiguous_date_is_asked_back_and_the_choice_is_taken(fresh: Conversation) -> None:
    turn = say(fresh, "ask_deadline", {"value": "03/04/2026", "role": "opened"})
    assert [button["payload"] for button in turn.replies[0].buttons] == ["2026-03-04", "2026-04-03"]
    turn = say(turn.conversation, "inform", {"value": "2026-04-03"})
    assert custom(turn, "deadline")["date"] == "2026-05-03"


@pytest.mark.parametrize("words", ["1 January 1999", "2099-01-01"])
def test_a_far_off_date_is_answered_with_what_is_allowed(fresh: Conversation, words: str) -> None:
    turn = say(fresh, "ask_deadline", {"value": words, "role": "opened"})
    assert "from 1 Jan 2018 to the end of 2031" in texts_of(turn)
    assert turn.conversation.facts.opened_on is None


def test_the_license_is_meant_when_the_filing_is_held(fresh: Conversation) -> None:
    held = replace(fresh, case=Case(Facts(filing=Holding.HELD)))
    turn = say(held, "ask_deadline", {"value": "2026-01-05", "role": "submitted"})
    assert custom(turn, "deadline")["certificate"] == "icp_commercial_license"


def test_another_provider_gets_no_invented_filing_date(fresh: Conversation) -> None:
    turn = say(fresh, "ask_deadline", {"value": "2026-01-05", "role": "submitted"}, provider="other")
    assert "I can give no date" in texts_of(turn)


def test_a_plan_without_facts_covers_all_certificates_and_says_so(fresh: Conversation) -> None:
    turn = say(fresh, "ask_plan", {"value": "1 December", "role": "start"})
    plan = custom(turn, "plan")["plan"]
    assert plan[0]["date"] == "2026-12-01"
    assert [step["step"] for step in plan][-1] == "psb_due"
    assert "only informs skips the license" in texts_of(turn)


def test_a_calendar_file_holds_the_known_deadline(fresh: Conversation) -> None:
    opened = replace(fresh, case=Case(Facts(server=Place.MAINLAND, opened_on=date(2026, 11, 1))))
    turn = say(opened, "ask_reminder")
    events = Calendar.from_ical(custom(turn, "calendar")["content"]).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [date(2026, 12, 1)]


def test_there_is_no_calendar_file_without_a_date(fresh: Conversation) -> None:
    turn = say(fresh, "ask_reminder")
    assert [reply.custom for reply in turn.replies] == [None]


def test_a_follow_up_asks_the_same_about_another_certificate(fresh: Conversation) -> None:
    after = replace(fresh, last_topic="how_long_filing")
    turn = say(after, "ask_follow_up", certificate="icp_commercial_license")
    assert custom(turn, "answer")["topic"] == "how_long_license"
    turn = say(fresh, "ask_follow_up", certificate="psb_filing")
    assert custom(turn, "answer")["topic"] == "psb"


def test_an_unnamed_license_is_asked_back(fresh: Conversation) -> None:
    turn = say(fresh, "inform", either="held")
    assert "either certificate" in texts_of(turn)
    assert turn.conversation.facts == Facts()


def test_starting_over_forgets_the_facts_and_keeps_the_feedback(fresh: Conversation) -> None:
    turn = say(fresh, "determine", **SHOP)
    turn = say(turn.conversation, "helped")
    turn = say(turn.conversation, "start_over")
    assert turn.conversation.facts == Facts()
    assert [entry["helped"] for entry in turn.conversation.feedback] == [True]


def test_stopping_keeps_the_facts_and_closes_the_question(fresh: Conversation) -> None:
    turn = say(fresh, "determine", server="mainland")
    turn = say(turn.conversation, "stop")
    assert turn.conversation.open_question is None
    assert turn.conversation.facts.server is Place.MAINLAND


def test_a_summary_holds_facts_decision_plan_and_sources(fresh: Conversation) -> None:
    turn = say(fresh, "determine", **SHOP)
    turn = say(turn.conversation, "ask_summary")
    words = custom(turn, "summary")["text"]
    for part in ("server in mainland China", "ICP Filing", "PSB filing due", "Source:", "Where to ask"):
        assert part in words


def test_another_described_website_starts_afresh(fresh: Conversation) -> None:
    turn = say(fresh, "determine", **SHOP)
    turn = say(turn.conversation, "determine", server="outside", activity="informational")
    assert turn.conversation.facts.payments is None


def test_the_day_on_which_a_filing_was_granted_starts_no_plan(fresh: Conversation) -> None:
    granted, opened = {"value": "3 Nov", "role": "granted"}, {"value": "10 November", "role": "opened"}
    told = say(fresh, "ask_deadline", granted, opened, certificate="icp_filing", filing="held", live="yes")
    assert custom(told, "deadline")["date"] == "2026-12-10"
    assert told.conversation.facts.filing is Holding.HELD


def test_a_date_without_a_verb_starts_no_plan_beside_one_that_tells_the_opening(fresh: Conversation) -> None:
    dates_told = {"value": "3 Nov"}, {"value": "10 November", "role": "opened"}
    told = say(fresh, "ask_deadline", *dates_told, live="yes")
    assert custom(told, "deadline")["counted_from"] == "2026-11-10"


@pytest.mark.parametrize(
    ("kept", "dropped", "then"),
    [("payments", {"activity": "informational"}, "And without payments"), ("sells", {"payments": "no"}, "And without sales")],
)
def test_dropping_one_of_two_reasons_for_the_license_names_the_other(
    fresh: Conversation, kept: str, dropped: dict[str, str], then: str
) -> None:
    known = say(fresh, "determine", **SHOP).conversation
    turn = say(known, "what_if", **dropped)
    assert kept in str(turn.replies[-1].text)
    assert [each["title"] for each in turn.replies[-1].buttons] == [then]


def test_a_hypothesis_that_drops_both_reasons_names_none(fresh: Conversation) -> None:
    known = say(fresh, "determine", **SHOP).conversation
    last = say(known, "what_if", activity="informational", payments="no").replies[-1]
    assert "ICP Commercial License (ICP Zheng) is no longer needed" in str(last.text)
    assert not last.buttons


def test_a_fact_instead_of_the_day_is_kept_and_the_day_asked_for_again(fresh: Conversation) -> None:
    waiting = say(fresh, "ask_deadline", certificate="psb_filing").conversation
    turn = say(waiting, "inform", server="mainland")
    assert turn.conversation.facts.server is Place.MAINLAND
    assert "Understood: server in mainland China" in texts_of(turn)
    assert asked(turn) == "opened_on"


def test_a_bare_question_is_asked_one_thing_at_a_time_until_the_result_and_no_longer(fresh: Conversation) -> None:
    turn = say(fresh, "determine")
    assert asked(turn) == "hosting"
    turn = say(turn.conversation, "inform", server="mainland")
    assert asked(turn) == "activity"
    turn = say(turn.conversation, "inform", activity="informational")
    assert asked(turn) is None
    result = custom(turn, "determination")
    assert result["required"] == result["outstanding"] == ["icp_filing", "psb_filing"]
    assert "I take it that there are none on a site that only informs" in texts_of(turn)


def test_what_is_held_is_offered_beside_the_result_and_then_first_what_changed_is_said(fresh: Conversation) -> None:
    turn = say(fresh, "determine", **SHOP)
    offered = {each["title"]: each["payload"] for reply in turn.replies for each in reply.buttons}
    assert offered["I have the ICP Filing"] == '/inform{"filing": "held"}'
    turn = say(turn.conversation, "inform", filing="held")
    result = custom(turn, "determination")
    assert result["outstanding"] == ["icp_commercial_license", "psb_filing"]
    assert result["changed"]["obtained"] == ["icp_filing"]
    assert texts_of(turn).startswith("What changed: you have the ICP Filing (Bei'An)")
    assert "Direct online sales are not permitted" not in texts_of(turn)


def test_a_result_that_stays_the_same_says_so_and_is_not_read_out_again(fresh: Conversation) -> None:
    first = say(fresh, "determine", **SHOP)
    again = say(first.conversation, "inform", live="no")
    assert texts_of(again).startswith("That changes nothing")
    assert len(texts_of(again)) < len(texts_of(first)) / 2
    assert custom(again, "determination")["required"] == custom(first, "determination")["required"]


def test_the_opening_that_the_result_waits_for_may_be_told_as_a_bare_day(fresh: Conversation) -> None:
    turn = say(fresh, "determine", server="mainland", activity="informational", filing="held")
    assert "Tell me the opening day" in texts_of(turn)
    turn = say(turn.conversation, "inform", {"value": "3 March"}, text="3 March")
    assert custom(turn, "deadline")["date"] == "2026-04-02"


def test_a_message_in_doubt_is_asked_back_with_the_first_sentence_of_each_answer(fresh: Conversation) -> None:
    turn = doubtful(fresh, "and the police thing?", "ask_psb", "ask_order", server="mainland")
    fallback = custom(turn, "fallback")
    assert fallback["readings"] == [
        "ask_psb",
        "ask_order",
        "determine",
    ]  # what a described website needs is always worth offering
    assert fallback["facts"] == {"server": "mainland"}
    assert "What the PSB filing is: The PSB filing is a further, mandatory filing" in texts_of(turn)


def test_a_message_in_doubt_is_told_what_was_understood_and_what_the_website_needs_by_it(fresh: Conversation) -> None:
    turn = doubtful(fresh, "the hoster wrote about our box in Jinan", "determine", "ask_psb", server="mainland")
    assert "Understood: server in mainland China." in texts_of(turn)
    assert "Certain already: ICP Filing (Bei'An), PSB filing." in texts_of(turn)
    told = doubtful(fresh, "is our page in Oslo fine?", "ask_filing", "ask_order", server="outside", cdn="outside")
    assert "By what you tell: no certificate." in texts_of(told)


def test_what_a_message_in_doubt_stated_is_still_known_when_a_reading_is_clicked(fresh: Conversation) -> None:
    turn = doubtful(fresh, "our CDN is closed, who do I ask", "ask_help", "ask_person", cdn="mainland", activity="informational")
    assert custom(turn, "fallback")["reason"] == "unsure"
    turn = say(turn.conversation, "determine")
    assert custom(turn, "determination")["required"] == ["icp_filing", "psb_filing"]


def test_a_second_message_in_doubt_never_gets_the_same_ask_back_and_hands_over_with_what_was_understood(
    fresh: Conversation,
) -> None:
    turn = doubtful(fresh, "that filing?", "ask_filing", "ask_order", "ask_levels", server="mainland")
    again = doubtful(turn.conversation, "that filing!?", "ask_filing", "ask_order", "ask_levels")
    assert custom(again, "fallback")["reason"] == "hand_over"
    assert "server in mainland China" in texts_of(again)
    assert not {"/ask_filing", "/ask_order"} & {each["payload"] for reply in again.replies for each in reply.buttons}


def test_a_question_that_was_understood_but_is_not_covered_ends_the_row_of_misunderstandings(fresh: Conversation) -> None:
    unclear = typed(fresh, "boiled eggs").conversation
    known = say(unclear, "uncovered_cost").conversation
    assert custom(typed(known, "fried eggs"), "fallback")["reason"] == "out_of_scope"
    assert custom(typed(unclear, "fried eggs"), "fallback")["reason"] == "hand_over"


def test_useless_answers_are_reworded_explained_and_then_left_open(fresh: Conversation) -> None:
    turn = say(fresh, "determine")
    said = []
    for _ in range(3):
        turn = typed(turn.conversation, "hm hm")
        said.append(texts_of(turn))
    assert len(set(said)) == 3
    assert Question.HOSTING in turn.conversation.case.passed_over


@pytest.mark.parametrize(
    "words", ["1", "the first", "1.", "Server or CDN in mainland China", "第一个", "option 1", "the first one"]
)
def test_a_choice_may_be_named_by_its_number_or_its_title(fresh: Conversation, words: str) -> None:
    turn = typed(say(fresh, "determine").conversation, words)
    assert turn.conversation.facts.server is Place.MAINLAND


def test_the_last_choice_may_be_named_as_such_and_a_number_without_a_choice_means_nothing(fresh: Conversation) -> None:
    opened = say(fresh, "determine").conversation
    assert Question.HOSTING in typed(opened, "the last one").conversation.case.passed_over
    assert asked(typed(opened, "4")) == "hosting"
    assert typed(opened, "4").conversation.facts == Facts()


def test_a_choice_of_an_ask_back_may_be_named_by_its_number(fresh: Conversation) -> None:
    turn = doubtful(fresh, "the police thing?", "ask_order", "ask_psb")
    assert custom(typed(turn.conversation, "the second"), "answer")["topic"] == "psb"


def test_a_likely_place_is_asked_for_and_never_decides(fresh: Conversation) -> None:
    message = {"entity": "server", "value": "mainland", "certainty": "likely", "start": 4, "end": 17}
    turn = answered(fresh, Message("our site in china", "determine", [message], certain=True))
    assert turn.conversation.facts == Facts()
    assert asked(turn) == "hosting"
    assert '"site in china" leaves open where it is served from' in texts_of(turn)


def test_every_question_of_a_determination_is_explained_and_asked_again(fresh: Conversation) -> None:
    for question in Question:
        turn = say(replace(fresh, open_question=question), "ask_why_question")
        assert asked(turn) == question.value
        assert turn.replies[0].text is not None
        assert turn.replies[0].text.startswith("Because")


def test_a_result_is_explained_with_its_reasons_and_with_what_it_takes_for_granted(fresh: Conversation) -> None:
    known = say(fresh, "determine", **SHOP).conversation
    explained = say(known, "ask_why_result")
    assert [each["rule"] for each in custom(explained, "explanation")["reasons"]][:3] == [
        "mainland_server",
        "own_sales",
        "online_payments",
    ]
    assert "I take it that you hold none of them yet" in texts_of(explained)
    of_the_license = say(known, "ask_why_result", certificate="icp_commercial_license")
    assert "mainland_server" not in [each["rule"] for each in custom(of_the_license, "explanation")["reasons"]]


def test_a_second_website_has_a_case_of_its_own_and_the_first_can_be_returned_to(fresh: Conversation) -> None:
    first = say(fresh, "determine", **SHOP).conversation
    second = say(first, "determine", another_site="yes", server="outside", activity="informational")
    assert custom(second, "determination")["required"] == []
    assert second.conversation.facts.payments is None
    back = say(second.conversation, "switch_site")
    assert back.conversation.facts == first.facts
    assert "sells its own goods" in texts_of(back)
    assert custom(say(back.conversation, "affirm"), "determination")["required"][0] == "icp_filing"
    assert say(back.conversation, "switch_site").conversation.facts == second.conversation.facts


def test_there_is_nothing_to_return_to_without_a_second_website(fresh: Conversation) -> None:
    assert "one website only" in texts_of(say(fresh, "switch_site"))


def test_an_opening_told_in_the_middle_gives_its_deadline_and_the_question_comes_back(fresh: Conversation) -> None:
    turn = say(fresh, "determine", server="mainland")
    turn = say(turn.conversation, "inform", {"value": "3 March", "role": "opened"}, psb="not_held")
    assert custom(turn, "deadline")["date"] == "2026-04-02"
    assert asked(turn) == "activity"


def test_an_unnamed_license_answers_the_open_question(fresh: Conversation) -> None:
    turn = say(replace(fresh, open_question=Question.FILING_HELD), "inform", either="held")
    assert turn.conversation.facts.filing is Holding.HELD


def test_a_question_that_says_it_is_about_the_certificate_of_the_last_answer(fresh: Conversation) -> None:
    on_license = replace(fresh, last_topic="license")
    assert custom(say(on_license, "ask_apply", text="and how do I get it?"), "answer")["topic"] == "apply_license"
    assert custom(say(on_license, "ask_apply", text="how does one apply?"), "answer")["topic"] == "apply"
    named = say(on_license, "ask_apply", text="where is it filed?", certificate="psb_filing")
    assert custom(named, "answer")["topic"] == "apply_psb"


def test_a_message_that_changes_a_concluded_case_is_a_correction_or_if_it_asks_a_hypothesis(fresh: Conversation) -> None:
    known = say(fresh, "determine", **SHOP).conversation
    corrected = doubtful(known, "no wait, the live one stands in Osaka", "ask_psb", "ask_order", server="outside")
    assert corrected.conversation.facts.server is Place.OUTSIDE
    supposed = doubtful(known, "and with the machine in Osaka?", "ask_psb", "ask_order", server="outside")
    assert custom(supposed, "determination")["hypothetical"] is True
    assert supposed.conversation.facts.server is Place.MAINLAND
    aside = doubtful(known, "my cousin serves pages from Oslo", "out_of_scope", "ask_psb", in_scope=0.1, cdn="outside")
    assert custom(aside, "fallback")["reason"] == "out_of_scope"
    assert aside.conversation.facts.cdn is None


def test_a_supposed_opening_gives_its_deadline_and_leaves_the_known_one(fresh: Conversation) -> None:
    opened = Facts(server=Place.MAINLAND, opened_on=date(2026, 11, 15), live=True)
    case = replace(fresh, case=Case(opened, result=opened))
    day = [{"entity": "date", "value": "1 November", "role": "opened"}, {"entity": "live", "value": "yes"}]
    supposed = Message("what if we had opened on 1 November?", "ask_deadline", day, certain=True, supposes=True, asks=True)
    made = answered(case, supposed)
    assert custom(made, "deadline")["date"] == "2026-12-01"
    assert made.conversation.facts == opened
    told = answered(case, replace(supposed, text="It was 1 November", supposes=False, asks=False))
    assert told.conversation.facts.opened_on == date(2026, 11, 1)


def test_a_fact_that_is_told_twice_instead_of_the_day_is_an_answer_that_cannot_be_used(fresh: Conversation) -> None:
    known = say(fresh, "ask_deadline", certificate="psb_filing").conversation
    for _ in range(4):
        known = say(known, "inform", server="mainland").conversation
    assert known.open_question is not Question.OPENED_ON


def test_an_application_for_a_license_that_may_be_either_certificate_gets_both_dates(fresh: Conversation) -> None:
    day = {"value": "9 March", "role": "submitted"}
    turn = say(fresh, "ask_deadline", day, certificate="either")
    dates = {reply.custom["certificate"]: reply.custom["date"] for reply in turn.replies if reply.custom}
    assert dates == {"icp_filing": "2026-04-07", "icp_commercial_license": "2026-06-04"}
    assert "tell me which one" in texts_of(turn)


def test_two_days_for_the_same_thing_are_asked_back(fresh: Conversation) -> None:
    days = [{"value": "3 March", "role": "opened"}, {"value": "5 March", "role": "opened"}]
    turn = say(fresh, "ask_deadline", *days)
    assert [each["payload"] for each in turn.replies[0].buttons] == ["2026-03-03", "2026-03-05"]


def test_each_kind_of_no_day_is_asked_in_its_own_words(fresh: Conversation) -> None:
    for words, said in (
        ("31 February", "The calendar has no"),
        ("last month", "no single day"),
        ("13 to 15 July", "from a single day"),
    ):
        turn = say(fresh, "ask_deadline", {"value": words, "role": "opened"})
        assert said in texts_of(turn)
        assert asked(turn) == "opened_on"


def test_what_is_only_likely_never_replaces_what_is_known_but_is_asked(fresh: Conversation) -> None:
    known = say(fresh, "determine", server="mainland", activity="informational").conversation
    likely = {"entity": "activity", "value": "own_sales", "certainty": "likely"}
    turn = answered(known, Message("we sell there too", "inform", [likely], certain=True))
    assert asked(turn) == "activity"
    assert turn.replies[-2].buttons[0]["title"] == "It sells our own goods or services"
    assert turn.conversation.facts.activity is Activity.INFORMATIONAL


def test_a_person_who_wants_everything_erased_is_told_so_and_the_store_is_told_to_keep_nothing(fresh: Conversation) -> None:
    known = say(fresh, "determine", **SHOP).conversation
    made = take_turn(replace(known, message=Message("delete my data", "forget_everything", certain=True)))
    assert made.conversation.to_slots()["erased"] is True
    assert made.conversation.facts == Facts()
    assert "Erased" in texts_of(made)
    unsure = doubtful(known, "delete the shop?", "forget_everything", "uncovered_change")
    assert unsure.conversation.to_slots()["erased"] is None
    assert unsure.conversation.facts == known.facts


def test_several_sites_in_one_breath_are_not_mixed_and_each_gets_its_own_case(fresh: Conversation) -> None:
    told = say(fresh, "determine", another_site="several", server="mainland", activity="own_sales")
    assert told.conversation.facts == Facts()
    assert "one website at a time" in texts_of(told)
    assert asked(told) == "hosting"
    first = say(told.conversation, "inform", server="mainland", activity="informational")
    assert custom(first, "determination")["required"] == ["icp_filing", "psb_filing"]
    second = say(first.conversation, "inform", server="outside", activity="own_sales")
    assert custom(second, "determination")["required"] == []
    assert [each.facts.activity for each in second.conversation.other_cases] == [Activity.INFORMATIONAL]


def test_the_other_one_is_the_certificate_of_the_other_level(fresh: Conversation) -> None:
    filing = say(fresh, "ask_filing")
    assert custom(say(filing.conversation, "ask_follow_up"), "answer")["topic"] == "license"


def test_a_question_after_a_supposed_day_shows_the_facts_as_they_are(fresh: Conversation) -> None:
    asked_first = say(fresh, "inform", filing="held", live="yes").conversation
    opened = replace(asked_first, case=replace(asked_first.case, facts=asked_first.facts.stating(opened_on=date(2026, 11, 19))))
    day = {"entity": "date", "value": "1 October", "role": "opened"}
    turn = answered(opened, Message("and if it had opened on 1 October?", "ask_deadline", [day], supposes=True, certain=True))
    assert custom(turn, "question")["facts"]["opened_on"] == "2026-11-19"
    assert turn.conversation.facts.opened_on == date(2026, 11, 19)


def test_a_plan_begins_with_an_application_that_is_still_ahead_and_takes_none_for_handed_in(fresh: Conversation) -> None:
    day = {"entity": "date", "value": "2026-12-01", "role": "submitted"}
    turn = say(fresh, "ask_plan", day, server="mainland", activity="informational")
    assert custom(turn, "plan")["start"] == "2026-12-01"
    assert turn.conversation.facts.filing is None
    assert turn.conversation.facts.server is Place.MAINLAND


def test_who_asks_when_to_begin_for_an_opening_gets_the_last_day_for_it(fresh: Conversation) -> None:
    day = {"entity": "date", "value": "2027-05-03", "role": "opened"}
    site = {"server": "mainland", "activity": "informational"}
    turn = say(fresh, "ask_plan", day, text="we open on 3 May 2027, when must I start?", **site)
    plan = custom(turn, "plan")
    assert texts_of(turn).startswith("To open on 3 May 2027")
    assert plan["plan"][-1]["date"] == "2027-06-02"
    assert plan["start"] < "2027-04-06"
    assert next(each for each in plan["plan"] if each["step"] == "launch")["date"] <= "2027-05-03"


def test_an_opening_that_cannot_be_reached_is_told_with_the_first_that_can(fresh: Conversation) -> None:
    day = {"entity": "date", "value": "2026-12-01", "role": "opened"}
    site = {"server": "mainland", "activity": "informational"}
    turn = say(fresh, "ask_deadline", day, text="12月1日开站，备案最晚什么时候交", **site)
    assert "来不及" in texts_of(turn)
    assert custom(turn, "plan")["start"] == "2026-11-24"


def test_the_police_are_no_beginning(fresh: Conversation) -> None:
    day = {"entity": "date", "value": "2027-05-03", "role": "opened"}
    turn = say(
        fresh, "ask_deadline", day, text="we open on 3 May 2027, by when must I file with the police?", certificate="psb_filing"
    )
    assert custom(turn, "deadline")["date"] == "2027-06-02"


def test_and_the_other_one_beside_a_deadline_asks_for_its_day(fresh: Conversation) -> None:
    days = [
        {"entity": "date", "value": "2026-12-20", "role": "opened"},
        {"entity": "date", "value": "2026-11-10", "role": "submitted"},
    ]
    told = say(fresh, "ask_deadline", days[0], server="mainland", activity="own_sales", filing="held")
    told = say(told.conversation, "ask_deadline", days[1], certificate="icp_commercial_license")
    assert custom(say(told.conversation, "ask_follow_up", certificate="psb_filing"), "deadline")["date"] == "2027-01-19"


def test_who_takes_payments_on_an_official_site_still_sells(fresh: Conversation) -> None:
    seller = say(fresh, "inform", activity="own_sales").conversation
    told = say(seller, "inform", server="mainland", activity="informational", payments="yes").conversation
    assert told.facts.activity is Activity.OWN_SALES
    assert say(seller, "inform", activity="informational").conversation.facts.activity is Activity.INFORMATIONAL


def test_a_cloud_alone_is_no_place_where_the_place_was_asked(fresh: Conversation) -> None:
    hint = {"entity": "server", "value": "mainland", "certainty": "likely", "hinted": True, "start": 0, "end": 3}
    asked_for = say(fresh, "determine").conversation
    turn = answered(asked_for, Message("阿里云", "inform", [hint], [("inform", 0.9)], coverage=1.0))
    assert turn.conversation.facts.server is None
    assert asked(turn) == "hosting"
    plain = answered(asked_for, Message("阿里云", "inform", [{**hint, "hinted": False}], [("inform", 0.9)], coverage=1.0))
    assert plain.conversation.facts.server is Place.MAINLAND


def test_a_planned_opening_is_not_called_one_that_was(fresh: Conversation) -> None:
    day = {"entity": "date", "value": "2027-03-01", "role": "opened"}
    turn = say(fresh, "inform", day, server="mainland")
    assert "to open on 1 Mar 2027" in texts_of(turn)
    assert "opened on" not in texts_of(turn)


def test_each_day_goes_to_the_certificate_that_its_clause_names(fresh: Conversation) -> None:
    named = [{"entity": "certificate", "value": each} for each in ("icp_filing", "either")]
    day = {"entity": "date", "value": "2026-10-14", "role": "submitted", "about": "either"}
    turn = say(fresh, "ask_deadline", *named, day, filing="held")
    assert turn.conversation.facts.license_submitted_on == date(2026, 10, 14)
    assert turn.conversation.facts.filing_submitted_on is None
