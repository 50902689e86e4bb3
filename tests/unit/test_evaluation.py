"""How an understood sentence is judged."""

from __future__ import annotations

import pytest

from benchmarks.evaluate import of_kind, share, table
from benchmarks.sentences import Opening, Outcome, Sentence, judge
from benchmarks.situations import facts_of
from dialogue.conversation import Message
from icp.facts import Place


def reported(intent: str, *others: str) -> Opening:
    """The opening by a message of which the intent is certain, or one in doubt between it and others."""
    if not others:
        return Opening.of(Message("words", intent, certain=True))
    shares = [(topic, 0.5**number) for number, topic in enumerate((intent, *others), start=1)]
    return Opening.of(Message("words", intent, topics=shares, right=0.1, in_scope=0.9))


def outcome(expected: str, given: str, *others: str) -> Outcome:
    return judge(Sentence("words", (expected,)), reported(given, *others)).outcome


@pytest.mark.parametrize(
    ("expected", "given", "others", "judged"),
    [
        ("ask_psb", "ask_psb", [], "right"),
        ("ask_psb", "ask_filing", [], "wrong"),
        ("ask_psb", "greet", [], "wrong"),
        ("ask_psb", "ask_filing", ["ask_psb"], "asked back, offered"),
        ("ask_psb", "ask_filing", ["ask_order"], "asked back, not offered"),
        ("ask_psb", "uncovered_cost", [], "refused"),
        ("determine", "inform", [], "right"),
        ("uncovered_cost", "uncovered_cost", [], "right"),
        ("uncovered_cost", "uncovered_app", [], "refused"),
        ("uncovered_cost", "ask_how_long", [], "wrong"),
        ("out_of_scope", "out_of_scope", [], "right"),
        ("out_of_scope", "greet", [], "refused"),
        ("out_of_scope", "determine", [], "wrong"),
    ],
)
def test_an_answer_is_judged_by_what_the_person_gets(expected: str, given: str, others: list[str], judged: Outcome) -> None:
    assert outcome(expected, given, *others) == judged


def test_a_second_intent_that_is_as_right_counts() -> None:
    assert judge(Sentence("words", ("ask_levels", "ask_order")), reported("ask_order")).outcome == "right"


def test_the_table_tells_languages_and_kinds_apart() -> None:
    texts = {
        "how long": "ask_how_long",
        "多久": "ask_how_long",
        "what does it cost": "uncovered_cost",
        "nice weather": "out_of_scope",
    }
    judged = [judge(Sentence(text, (intent,)), reported("ask_how_long")) for text, intent in texts.items()]
    assert [each.sentence.text for each in of_kind(judged, "documented, Chinese")] == ["多久"]
    assert share(of_kind(judged, "out of scope"), "wrong") == 1
    assert "| documented, English (1) | answered rightly at once | 100.0% |" in table({"ours": judged})


def test_a_described_website_is_heard_as_in_a_conversation() -> None:
    assert facts_of("our server stands in Tianjin").server is Place.MAINLAND
