"""The documents for what is still to be got: from facts that are named, for each kind of owner, with what the province adds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogue.conversation import Beyond, Case, Conversation, Message, Turn
from dialogue.documents import checklist_json, checklist_lines
from dialogue.language import LANGUAGES, Language
from dialogue.results import result
from dialogue.texts import responses_in, speaking
from icp.documents import Owner, checked, documents, documents_for
from icp.facts import Activity, Certificate, Facts, Holding, Place
from icp.knowledge import KnowledgeError
from nlu.fact_extractor import entities
from tests.unit.test_beyond import figures
from tests.unit.turns import TODAY, answered, custom, say, texts_of

SHOP = Facts(server=Place.MAINLAND, activity=Activity.OWN_SALES)
ASKED = Message("what papers do I need", "uncovered_documents", topics=[("uncovered_documents", 0.9)], right=0.95)


def concluded(facts: Facts = SHOP, **case: Any) -> Conversation:
    return Conversation(TODAY, case=Case(facts, result=facts, **case))


def shown_entries(turn: Turn) -> list[dict[str, Any]]:
    return list(custom(turn, "answer")["documents"]["entries"])


@pytest.mark.parametrize("document", documents(), ids=lambda each: each.id)
def test_every_figure_of_a_document_stands_in_a_fact_that_it_names(document) -> None:
    known = figures(" ".join(words for fact in document.facts for words in fact.words.values()))
    for words in document.words.values():
        assert figures(words) - known == set()


@pytest.mark.parametrize("certificate", Certificate)
@pytest.mark.parametrize("owner", Owner)
def test_every_owner_is_told_something_of_every_certificate(certificate: Certificate, owner: Owner) -> None:
    assert documents_for(certificate, owner)
    assert any(each.first for each in documents_for(certificate, owner))


def test_a_document_without_a_fact_or_for_nobody_known_is_refused() -> None:
    entry = {"en": "a seal", "zh": "公章", "facts": ["documents-organisation"]}
    assert checked({"icp_filing": {"seal": entry}})[0].for_everybody
    for wrong in ({"facts": ["nonsense"]}, {"owners": ["nobody"]}, {"colour": "red"}):
        with pytest.raises(KnowledgeError, match="icp_filing, seal"):
            checked({"icp_filing": {"seal": {**entry, **wrong}}})
    with pytest.raises(KnowledgeError, match="zh missing"):
        checked({"icp_filing": {"seal": {"en": "a seal", "facts": []}}})


def test_who_has_not_said_whose_the_website_is_sees_what_proves_each_owner_and_is_asked() -> None:
    turn = answered(concluded(), ASKED)
    words = texts_of(turn)
    assert words.startswith("The article lists no papers.")
    for owner in ("company: ", "organisation: ", "person: ", "foreign-owned company: ", "foreigner: "):
        assert owner in words
    assert "in colour" not in words
    assert len(turn.replies[0].buttons) == len(Owner)
    assert custom(turn, "answer")["from_article"] is False
    assert words.splitlines()[-1].startswith("Source: later")


@pytest.mark.parametrize("words", ["A person", "4", "as a foreign-owned company", "we are a company", "an organisation"])
def test_the_owner_can_be_clicked_or_typed_and_then_only_theirs_are_listed(words: str) -> None:
    asked = answered(concluded(), ASKED).conversation
    message = Message(words, "out_of_scope", entities(words), topics=[("out_of_scope", 0.9)], right=0.9, in_scope=0.1)
    turn = answered(asked, message)
    owner = turn.conversation.case.owner
    assert owner is not None
    assert all(owner.value in each["owners"] for each in shown_entries(turn))
    assert "in colour" in texts_of(turn)
    assert "Who owns" not in texts_of(turn)


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("which documents does our company need", Owner.COMPANY),
        ("what must a foundation hand in for these", Owner.ORGANISATION),
        ("documents if I file as a private person", Owner.INDIVIDUAL),
        ("papers for a foreign company please", Owner.FOREIGN_COMPANY),
        ("I am a foreigner, what papers", Owner.FOREIGN_INDIVIDUAL),
        ("个人要交什么材料", Owner.INDIVIDUAL),
        ("我们是外资公司，材料有哪些", Owner.FOREIGN_COMPANY),
        ("外国人要什么材料", Owner.FOREIGN_INDIVIDUAL),
        ("泰国公司要交哪些材料", Owner.FOREIGN_COMPANY),
        ("新加坡的公司，材料有哪些", Owner.FOREIGN_COMPANY),
        ("中国公司要准备什么材料", Owner.COMPANY),
        ("Company papers?", Owner.COMPANY),
        ("we are a small company, which papers", Owner.COMPANY),
        ("we're a Thai company, which papers?", None),
        ("which papers does a Swiss firm need", None),
    ],
)
def test_an_owner_who_is_named_with_the_question_is_heard_and_no_company_from_elsewhere_is_taken_for_one_of_here(
    words: str, owner: Owner | None
) -> None:
    message = Message(words, "uncovered_documents", entities(words), topics=[("uncovered_documents", 0.9)], right=0.95)
    assert answered(concluded(), message).conversation.case.owner is owner


def test_a_company_that_names_its_province_gets_both_in_one_list() -> None:
    asked = replace(
        ASKED,
        text="papers for a company in Guangdong",
        entities=entities("papers for a company in Guangdong"),
        beyond=(Beyond((("uncovered_documents/company_papers", 0.9),), 0.9, 0.99),),
    )
    turn = answered(concluded(), asked)
    assert turn.conversation.case.owner is Owner.COMPANY
    assert turn.conversation.case.province == "guangdong"
    assert "business licence" in texts_of(turn)
    assert any(each.get("province") == "guangdong" for each in shown_entries(turn))


def test_who_is_no_company_is_told_that_the_license_is_for_companies() -> None:
    turn = say(concluded(), "uncovered_documents", owner="individual")
    assert "granted to companies only" in texts_of(turn)
    assert "business plan" not in texts_of(turn)


def test_what_is_held_needs_no_documents() -> None:
    held = SHOP.stating(filing=Holding.HELD)
    turn = say(concluded(held), "uncovered_documents", owner="company")
    assert {each["certificate"] for each in shown_entries(turn)} == {"icp_commercial_license", "psb_filing"}


def test_without_a_result_or_with_nothing_left_to_get_there_is_no_checklist() -> None:
    outside = Facts(server=Place.OUTSIDE, cdn=Place.OUTSIDE)
    for conversation in (Conversation(TODAY), concluded(outside)):
        turn = answered(conversation, ASKED)
        assert not [each for each in turn.replies if each.custom and each.custom["type"] == "answer"]


def test_a_province_named_behind_the_list_adds_its_own_documents_and_is_no_servers_place() -> None:
    listed = say(concluded(), "uncovered_documents", owner="company").conversation
    turn = answered(listed, Message("in Guangdong", "inform", [{"entity": "server", "value": "outside"}], coverage=1.0))
    assert turn.conversation.facts == SHOP
    assert "Guangdong" in texts_of(turn).splitlines()[0]
    assert "business licence" not in texts_of(turn)
    assert any(each.get("province") == "guangdong" for each in shown_entries(turn))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("owner", [None, *Owner])
def test_the_summary_and_the_print_view_have_the_whole_list_with_its_sources(language: Language, owner: Owner | None) -> None:
    case = Case(SHOP, owner=owner, province="beijing")
    outstanding = tuple(Certificate)
    with speaking(language):
        shown = checklist_json(case, outstanding)["entries"]
        lines = checklist_lines(case, outstanding)
        assert result(case, TODAY).to_json(TODAY)["documents"]["entries"] == shown
    whole = [document for certificate in outstanding for document in documents_for(certificate, owner)]
    assert [each["document"] for each in shown if "certificate" in each] == [each.id for each in whole]
    assert all(any(each.words[language] in line for line in lines) for each in whole)
    assert all(each["source"]["title"] for each in shown)
    assert [each for each in shown if each.get("province") == "beijing"]
    assert responses_in(language)["utter_checklist_title"]["text"] == checklist_json_title(language, case)


def checklist_json_title(language: Language, case: Case) -> str:
    with speaking(language):
        return str(checklist_json(case, ())["title"])


def test_the_summary_names_the_documents_only_while_something_is_outstanding() -> None:
    assert "The article lists no papers" in texts_of(say(concluded(owner=Owner.COMPANY), "ask_summary"))
    everything = SHOP.stating(filing=Holding.HELD, license=Holding.HELD, psb=Holding.HELD)
    assert "The article lists no papers" not in texts_of(say(concluded(everything), "ask_summary"))
