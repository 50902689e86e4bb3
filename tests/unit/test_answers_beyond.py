"""What the article does not say: answered behind it, marked, sourced, and only where it is surely asked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from dialogue.beyond import beyond_answer, beyond_choice
from dialogue.conversation import Beyond, Case, Conversation, Message, Turn
from dialogue.language import LANGUAGES, Language
from dialogue.may_ask import perhaps_beyond, surely_beyond
from dialogue.texts import speaking
from dialogue.thresholds import thresholds
from dialogue.turns import take_turn
from icp.facts import Activity, Facts, Place, Question
from icp.wider import WiderTopic, wider_topic, wider_topics

TODAY = date(2026, 11, 24)
SUFFIX, HOLDER, HONG_KONG = "uncovered_domain/suffix", "uncovered_domain/holder", "determine/hong_kong"
SURE = Beyond(((SUFFIX, 0.8), (HOLDER, 0.1)), right=0.95, known=0.98)
UNSURE = Beyond(((SUFFIX, 0.3), (HOLDER, 0.25)), right=thresholds().beyond - 0.05, known=thresholds().nearby + 0.05)
NONE = Beyond(((SUFFIX, 0.1),), right=0.01, known=0.01)


def message(*beyond: Beyond, intent: str = "uncovered_domain") -> Message:
    text = "my name ends in .io, may it be filed"
    return Message(text, intent, (), ((intent, 0.9),), (), beyond, right=0.9, in_scope=0.99, asks=True)


def said(beyond: Beyond, conversation: Conversation | None = None, intent: str = "uncovered_domain") -> Turn:
    return take_turn(replace(conversation or Conversation(TODAY), message=message(beyond, intent=intent)))


def customs(turn: Turn, kind: str) -> list[dict[str, object]]:
    return [dict(each.custom) for each in turn.replies if each.custom and each.custom["type"] == kind]


def topic(name: str) -> WiderTopic:
    found = wider_topic(name)
    assert found is not None
    return found


def test_what_is_surely_asked_is_answered_and_said_not_to_be_the_articles() -> None:
    turn = said(SURE)
    (answer,) = customs(turn, "answer")
    assert answer["topic"] == SUFFIX
    assert answer["from_article"] is False
    assert answer["facts"] == [each.id for each in topic("suffix").facts]
    words = turn.replies[0].text or ""
    assert "article" in words.splitlines()[0] or "Sources differ" in words.splitlines()[0]
    assert words.splitlines()[-1].startswith("Source: ")
    assert "Alibaba Cloud, 20 Oct 2017" not in words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (Facts(server=Place.MAINLAND), "stays closed there"),
        (Facts(server=Place.OUTSIDE, cdn=Place.OUTSIDE), "does not matter"),
        (Facts(), None),
    ],
)
def test_an_answer_says_what_it_changes_for_the_website_that_is_spoken_of(facts: Facts, words: str | None) -> None:
    turn = said(SURE, Conversation(TODAY, case=Case(facts)))
    (answer,) = customs(turn, "answer")
    assert (words is None) == (answer["for_case"] is None)
    assert str(answer["for_case"] or "") in (turn.replies[0].text or "")
    assert (words or "") in (turn.replies[0].text or "")


def test_a_fact_that_is_told_beside_the_question_counts_already() -> None:
    told = replace(message(SURE), entities=[{"entity": "server", "value": "mainland"}])
    turn = take_turn(Conversation(TODAY, message=told))
    assert turn.conversation.facts.server is Place.MAINLAND
    assert "For your website: " in "".join(each.text or "" for each in turn.replies)


def test_what_is_perhaps_asked_is_offered_with_the_first_sentence_of_its_answer() -> None:
    (fallback,) = customs(said(UNSURE), "fallback")
    assert fallback["reason"] == "not_covered"
    assert fallback["readings"] == ['uncovered_domain{"answer": "suffix"}', 'uncovered_domain{"answer": "holder"}']


STORY = (
    "Three years ago a nephew set the pages up for us and nobody has touched them since, it is all a bit of a mess; now that the server is "
    "in Wuhan they tell me the name is the trouble"
)


def told_as(text: str, beyond: Beyond | None = None, intent: str = "determine") -> Turn:
    known = beyond or Beyond(UNSURE.topics, UNSURE.right, known=0.9)
    entities = ({"entity": "server", "value": "mainland"},)
    told = replace(message(known, intent=intent), text=text, entities=entities, coverage=0.2)
    return take_turn(Conversation(TODAY, message=told))


def test_a_story_is_offered_what_it_may_ask_besides_and_its_open_question_keeps_the_first_choice() -> None:
    turn = told_as(STORY)
    (also,) = customs(turn, "also_asked")
    assert also["readings"] == ['uncovered_domain{"answer": "suffix"}', 'uncovered_domain{"answer": "holder"}']
    assert (turn.replies[-1].custom or {})["type"] == "question"
    assert [each["payload"] for each in turn.conversation.choices][-2:] == [f"/{each}" for each in also["readings"]]


@pytest.mark.parametrize(
    ("facts", "may"), [(Facts(server=Place.MAINLAND), False), (Facts(server=Place.OUTSIDE), True), (Facts(), True)]
)
def test_a_question_of_sites_abroad_is_not_offered_to_one_in_the_mainland(facts: Facts, may: bool) -> None:
    near = Beyond(((HONG_KONG, 0.3), (SUFFIX, 0.25)), UNSURE.right, UNSURE.known)
    (fallback,) = customs(said(near, Conversation(TODAY, case=Case(facts))), "fallback")
    assert ('determine{"answer": "hong_kong"}' in fallback["readings"]) == may


@pytest.mark.parametrize(("place", "may"), [(Place.MAINLAND, False), (Place.OUTSIDE, True)])
def test_a_question_of_sites_abroad_is_no_reading_of_a_message_about_one_in_the_mainland(place: Place, may: bool) -> None:
    near = Beyond(((HONG_KONG, 0.3), (SUFFIX, 0.25)), UNSURE.right, known=0.9)
    doubtful = replace(
        message(near), right=0.1, topics=(("ask_psb", 0.4), ("ask_levels", 0.3), ("determine", 0.2)), intent="ask_psb"
    )
    (fallback,) = customs(take_turn(Conversation(TODAY, case=Case(Facts(server=place)), message=doubtful)), "fallback")
    assert fallback["reason"] == "unsure"
    assert ('determine{"answer": "hong_kong"}' in fallback["readings"]) == may
    assert 'uncovered_domain{"answer": "suffix"}' in fallback["readings"]


def test_a_story_that_surely_asks_one_thing_is_offered_the_next_likeliest_behind_its_answer() -> None:
    turn = told_as(STORY, SURE, "uncovered_domain")
    assert [each["topic"] for each in customs(turn, "answer")] == [SUFFIX]
    (also,) = customs(turn, "also_asked")
    assert also["readings"] == ['uncovered_domain{"answer": "holder"}']


@pytest.mark.parametrize("likely", [True, False])
def test_three_that_are_hardly_likelier_than_any_others_are_not_offered(likely: bool) -> None:
    bar = thresholds().together
    spread = replace(UNSURE, among_three=bar + 0.01 if likely else bar - 0.01)
    (fallback,) = customs(said(spread), "fallback")
    assert bool(fallback["readings"]) == likely
    assert bool(customs(told_as(STORY, replace(spread, known=0.9)), "also_asked")) == likely


def test_a_crisp_message_is_offered_nothing_besides() -> None:
    assert not customs(told_as("Server in Wuhan. Which certificate?"), "also_asked")


def test_what_nothing_is_known_of_is_said_to_be_unknown() -> None:
    turn = said(NONE)
    (fallback,) = customs(turn, "fallback")
    assert fallback["reason"] == "not_covered"
    assert not customs(turn, "answer")
    assert fallback["readings"] == []


def test_a_click_on_an_offered_question_answers_it() -> None:
    payload = beyond_choice(topic("suffix"))["payload"]
    turn = take_turn(replace(said(UNSURE).conversation, message=Message.of_choice(payload, payload)))
    assert [each["topic"] for each in customs(turn, "answer")] == [SUFFIX]


def test_the_number_of_an_offered_question_answers_it_too() -> None:
    offered = said(UNSURE).conversation
    turn = take_turn(replace(offered, message=Message("2", "out_of_scope", topics=(("out_of_scope", 0.9),))))
    assert [each["topic"] for each in customs(turn, "answer")] == [HOLDER]


def test_the_open_question_comes_back_behind_the_answer() -> None:
    turn = said(SURE, Conversation(TODAY, open_question=Question.HOSTING))
    assert customs(turn, "answer")
    assert customs(turn, "question")[-1]["fact"] == "hosting"
    assert turn.conversation.open_question is Question.HOSTING


def test_a_remark_stands_behind_the_determination_that_it_belongs_to() -> None:
    hosted = Case(Facts(server=Place.OUTSIDE, cdn=Place.OUTSIDE, activity=Activity.INFORMATIONAL))
    turn = said(Beyond(((HONG_KONG, 0.9),), 0.95, 0.99), Conversation(TODAY, case=hosted), "determine")
    kinds = [each.custom["type"] for each in turn.replies if each.custom]
    assert kinds.index("determination") < kinds.index("answer")


def test_two_questions_in_one_message_get_both_answers() -> None:
    turn = take_turn(Conversation(TODAY, message=message(SURE, Beyond(((HOLDER, 0.9),), 0.95, 0.99))))
    assert [each["topic"] for each in customs(turn, "answer")] == [SUFFIX, HOLDER]


def test_a_part_of_a_message_counts_only_where_the_whole_makes_its_question_possible() -> None:
    foreign = Beyond((("uncovered_app/apple", 0.9),), 0.95, 0.99)
    assert surely_beyond(message(SURE, foreign)) == [SUFFIX]
    assert perhaps_beyond(message(NONE)) == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("id_", list(wider_topics()))
def test_every_answer_beyond_the_article_names_its_sources_and_whether_they_are_weak(id_: str, language: str) -> None:
    asked = wider_topics()[id_]
    with speaking(language):  # type: ignore[arg-type]
        words, machine_part = beyond_answer(asked)
    assert words.text is not None
    assert machine_part.custom is not None
    assert words.text.splitlines()[-1].startswith("Source: " if language == "en" else "来源：")
    assert machine_part.custom["weak"] == asked.is_weak
    assert bool(re.search("single weak source|不太可靠的来源", words.text)) == asked.is_weak
    assert machine_part.custom["sources"]


PENALTIES = [each for each in wider_topics().values() if each.intent == "uncovered_penalty"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", PENALTIES, ids=lambda each: each.name)
def test_a_penalty_names_its_provision_and_the_year_of_the_text(asked: WiderTopic, language: Language) -> None:
    by_law = [each for each in asked.facts if each.source.kind == "law"]
    with speaking(language):
        words = beyond_answer(asked)[0].text or ""
    lines = [each for each in words.splitlines() if each.startswith(("Provision: ", "依据："))]
    assert len(lines) == bool(by_law)
    for fact in by_law:
        title = fact.source.title_zh if language == "zh" else fact.source.title
        assert title in lines[0]
        assert re.findall(r"\d+", fact.clause or "")[0] in lines[0]
        assert re.search(r"(?:19|20)\d\d", words.splitlines()[-1])
