"""The texts: every number comes from knowledge/, every factual answer names its source, every button is understood."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from days import Day, read
from dialogue import answering, texts
from dialogue.acts import Act, acts_of_topics
from dialogue.conversation import Case, Conversation, Message
from dialogue.results import result
from dialogue.texts import Length, speaking
from dialogue.turns import take_turn
from dialogue.wording import value_words
from icp import knowledge
from icp.documents import Owner
from icp.facts import FACTS, Activity, Facts, Holding, Place, Provider, Question
from icp.rules import Permission
from tests.unit.test_determination import ALL_FACTS, TODAY

ROOT = Path(__file__).resolve().parent.parent.parent
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
INTENTS = {name for entry in DOMAIN["intents"] for name in entry}
ENTITIES = {each if isinstance(each, str) else next(iter(each)) for each in DOMAIN["entities"]}
# Numbers that are no facts: an example of how to write a date.
EXAMPLES = re.compile(r"3 March(?: 2026)?|2026-03-03")


def variations() -> Iterator[tuple[str, dict[str, Any]]]:
    """The texts by name, but for the answers beyond the article: their figures are held against the facts that they name."""
    for name, response in texts.responses().items():
        if "/" not in name:
            yield name, dict(response)


@pytest.mark.parametrize(("name", "response"), variations(), ids=[name for name, _ in variations()])
def test_no_number_is_written_by_hand(name: str, response: dict[str, Any]) -> None:
    fields = "".join(part for part, *_ in string.Formatter().parse(response["text"]) if part)
    assert not re.search(r"\d", EXAMPLES.sub("", fields)), fields


@pytest.mark.parametrize("topic", knowledge.topics().values(), ids=list(knowledge.topics()))
def test_every_number_in_an_answer_is_one_of_knowledge_and_its_source_is_named(topic: knowledge.Topic) -> None:
    answer = texts.responses()[f"utter_{topic.id}"]["text"]
    used = {name for _, name, *_ in string.Formatter().parse(answer) if name} - {"article_date"}
    assert used <= set(knowledge.facts())
    assert {knowledge.facts()[name].source.id for name in used} <= {source.id for source in topic.sources}, "source not named"


@pytest.mark.parametrize("topic", knowledge.topics().values(), ids=list(knowledge.topics()))
def test_every_factual_answer_carries_its_source_and_date(topic: knowledge.Topic) -> None:
    words, machine_part = answering.answer(topic)
    assert words.text is not None
    assert machine_part.custom is not None
    last_line = words.text.splitlines()[-1]
    assert last_line.startswith("Source: Why do we apply for ICP Filing?, Alibaba Cloud, 20 Oct 2017")
    assert machine_part.custom["topic"] == topic.id
    assert machine_part.custom["sources"][0] == {
        "title": "Why do we apply for ICP Filing?",
        "title_zh": "为什么要做ICP备案",
        "publisher": "Alibaba Cloud",
        "date": "2017-10-20",
    }


@pytest.mark.parametrize("topic", knowledge.topics().values(), ids=list(knowledge.topics()))
def test_what_is_not_from_the_article_is_marked_and_follows_it(topic: knowledge.Topic) -> None:
    assert topic.sources[0].is_article
    answer = texts.text(topic.id)
    wider = [source for source in topic.sources if not source.is_article]
    assert bool(wider) == ("Later:" in answer or "By law:" in answer), answer


def test_every_answer_is_short_enough_for_a_phone() -> None:
    for topic in knowledge.topics().values():
        assert len(texts.text(topic.id)) <= 480, topic.id


def test_every_topic_has_an_intent_and_every_documented_intent_a_topic() -> None:
    asked = {topic.intent for topic in knowledge.topics().values()}
    served = {"ask_follow_up", "ask_deadline", "ask_plan", "ask_reminder", "ask_summary", "ask_why_question", "ask_why_result"}
    served |= {"ask_capabilities", "ask_bot"}
    assert asked <= INTENTS
    assert {each for each in INTENTS if each.startswith("ask_")} == asked | served


def test_every_question_can_be_asked_asked_again_and_explained() -> None:
    for question in Question:
        for name in (f"ask_{question.value}", f"ask_{question.value}_again", f"why_{question.value}"):
            assert texts.text(name)
        assert texts.buttons(f"ask_{question.value}") == texts.buttons(f"ask_{question.value}_again")


def test_every_reason_and_remark_has_words_and_a_source() -> None:
    for facts in ALL_FACTS[::5]:
        shown = result(Case(facts), TODAY).to_json(TODAY)
        for entry in (*shown["reasons"], *shown["remarks"]):
            assert entry["text"]
            assert entry["source"]["title"]
        assert set(shown["allowed_today"]) <= {each.value for each in Permission}
        json.dumps(shown)


@pytest.mark.parametrize(
    "button",
    [button for _, response in variations() for button in response.get("buttons", ())],
    ids=lambda button: button["payload"],
)
def test_every_button_says_something_that_the_assistant_understands(button: dict[str, str]) -> None:
    match = re.fullmatch(r"/(\w+)(\{.*\})?", button["payload"])
    assert match, button
    assert match[1] in INTENTS
    entities = json.loads(match[2] or "{}")
    assert set(entities) <= ENTITIES
    for name, value in entities.items():
        assert value in set(Owner) if name == "owner" else Facts.from_json({name: value}) != Facts()


def test_the_uncovered_subjects_of_the_domain_all_have_words() -> None:
    for intent in INTENTS:
        if intent.startswith("uncovered_"):
            turn = take_turn(Conversation(TODAY, message=Message(intent=intent, certain=True)))
            assert turn.replies[1].custom is not None
            assert turn.replies[1].custom["reason"] == "not_covered"
            assert texts.text(f"reading_{intent}")


def test_an_unknown_text_or_a_missing_value_is_an_error_that_names_it() -> None:
    with pytest.raises(knowledge.KnowledgeError, match="utter_nonsense"):
        texts.text("nonsense")
    with pytest.raises(knowledge.KnowledgeError, match="needs a value for 'facts'"):
        texts.text("understood")


def test_the_dates_offered_for_an_ambiguous_one_are_understood_when_sent_back() -> None:
    entity = {"entity": "date", "value": "03/04/2026", "role": "opened"}
    turn = take_turn(Conversation(TODAY, message=Message("", "ask_deadline", [entity], certain=True)))
    for choice in turn.replies[0].buttons:
        assert isinstance(read(choice["payload"], TODAY), Day)


def test_every_value_of_every_fact_has_words() -> None:
    values = {"server": Place, "cdn": Place, "activity": Activity, "filing": Holding, "license": Holding, "psb": Holding}
    for name in FACTS.keys() - {"provider"}:
        for value in values.get(name, (True, False) if name in ("payments", "live") else (TODAY,)):
            assert value_words(name, value)
    assert FACTS["provider"].read("other") is Provider.OTHER


def test_every_fact_that_a_message_can_state_is_an_entity_of_the_domain() -> None:
    assert FACTS.keys() - {"opened_on", "filing_submitted_on", "license_submitted_on"} <= ENTITIES


def test_every_act_is_an_action_of_the_domain_and_every_topic_leads_to_one() -> None:
    assert set(DOMAIN["actions"]) == {act.value for act in Act}
    assert set(acts_of_topics()) == INTENTS


def test_no_text_is_dead() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "dialogue").glob("*.py")))
    named = set(re.findall(r"['\"](?:utter_)?([a-z_]+)['\"]", code)) | set(knowledge.topics())
    named |= {each.removeprefix("ask_") for each in INTENTS}
    stems = tuple(set(re.findall(r"f['\"](?:utter_)?([a-z_]+_)\{", code)))
    names = [each.removeprefix("utter_") for each in texts.responses() if "/" not in each]
    assert [each for each in names if each not in named and not each.startswith(stems)] == []


def test_days_print_their_unit_from_the_number() -> None:
    window, processing = knowledge.facts()["psb_window"], knowledge.facts()["license_processing"]
    spelled = Length(window.value, window.unit), Length(processing.value, processing.unit)
    assert [(str(each), each.in_full) for each in spelled] == [
        ("30 days", "30 calendar days"),
        ("60 working days", "60 working days"),
    ]
    with speaking("zh"):
        assert [(str(each), each.in_full) for each in spelled] == [("30天", "30个自然日"), ("60个工作日", "60个工作日")]
