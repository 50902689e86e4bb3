"""A case that is only supposed is called so, and of many websites the last ones are kept."""

from __future__ import annotations

from dialogue.conversation import Case, Conversation
from icp.facts import Activity, Facts, Place
from tests.unit.turns import TODAY, custom, say, texts_of

SHOWN = Facts(server=Place.MAINLAND, activity=Activity.INFORMATIONAL)


def test_a_result_that_is_only_supposed_is_explained_as_supposed() -> None:
    supposing = Conversation(TODAY, case=Case(SHOWN, result=SHOWN, supposed=Facts(payments=True)))
    turn = say(supposing, "ask_why_result", text="why the license?", certificate="icp_commercial_license")
    explanation = custom(turn, "explanation")
    assert explanation["hypothetical"] is True
    assert "icp_commercial_license" in explanation["required"]
    assert "what is supposed" in texts_of(turn)


def test_a_result_that_was_given_is_explained_as_it_is() -> None:
    turn = say(Conversation(TODAY, case=Case(SHOWN, result=SHOWN)), "ask_why_result", text="why?")
    assert "hypothetical" not in custom(turn, "explanation")
    assert "what you told me" in texts_of(turn)


def test_of_many_websites_the_last_ones_are_kept() -> None:
    many = Conversation(TODAY)
    for number in range(1, 9):
        many = many.keeping(Case(number=number))
    assert [each.number for each in many.other_cases] == [4, 5, 6, 7, 8]
