"""The last turn said again in another language: all of it, whatever it was, and the conversation is where it was."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rasa.shared.core.trackers import EventVerbosity
from rasa_sdk import Tracker

from actions.actions import conversation_of
from dialogue.conversation import Conversation, Turn
from tests.unit import conversing
from tests.unit.turns import TODAY, asked, custom, doubtful, say, texts_of

Last = Callable[[Conversation], Turn]


def _told() -> Conversation:
    """A shop that has its result."""
    return say(Conversation(TODAY), "determine", server="mainland", activity="own_sales", payments="yes").conversation


LAST_TURNS: dict[str, Last] = {
    "result": lambda known: say(known, "determine"),
    "plan": lambda known: say(known, "ask_plan"),
    "deadline": lambda known: say(known, "ask_deadline", {"value": "2026-11-03", "role": "opened"}, live="yes"),
    "calendar": lambda known: say(known, "ask_reminder"),
    "documents": lambda known: say(known, "uncovered_documents"),
    "summary": lambda known: say(known, "ask_summary"),
    "readings": lambda known: doubtful(known, "that thing of yours", "ask_filing", "ask_license"),
    "why": lambda known: say(known, "ask_why_result"),
    "what if": lambda known: say(known, "what_if", server="outside"),
    "first step": lambda known: doubtful(known, "so where do we begin?", "ask_order"),
    "question": lambda known: say(known.forgotten(), "determine"),
    "courtesy": lambda known: say(known, "thank"),
    "feedback": lambda known: say(known, "not_helped"),
    "province": lambda known: doubtful(known, "what of Guangdong?", "uncovered_province"),
}


def wish(conversation: Conversation, words: str = "请用中文回答") -> Turn:
    return doubtful(conversation, words, "ask_capabilities")


@pytest.mark.parametrize("last", LAST_TURNS.values(), ids=LAST_TURNS)
def test_all_that_the_last_turn_said_is_said_in_the_other_language(last: Last) -> None:
    switched, in_chinese = wish(last(_told()).conversation), last(replace(_told(), language="zh", language_wished="zh"))
    first, *again = switched.replies
    assert first.text == "好的，接下来用中文。"
    assert again == list(in_chinese.replies)
    assert replace(switched.conversation, last_said=(), before=None) == replace(
        in_chinese.conversation, last_said=(), before=None
    )


def test_a_second_wish_says_the_same_turn_again() -> None:
    known = say(_told(), "ask_plan").conversation
    back = wish(wish(known).conversation, "in English please")
    assert custom(back, "plan")["title"].startswith("The plan")
    assert asked(wish(say(Conversation(TODAY), "determine").conversation)) == "hosting"


def test_a_wish_alone_is_only_agreed_to() -> None:
    assert texts_of(wish(Conversation(TODAY))) == "好的，接下来用中文。"


def test_who_asks_in_the_other_language_to_have_it_repeated_gets_it_in_that_language() -> None:
    known = say(_told(), "ask_plan").conversation
    assert custom(say(known, "repeat", text="请再说一遍"), "plan")["language"] == "zh"
    assert say(known, "repeat", text="say that again please").replies == known.last_said


def test_the_turns_before_are_read_from_the_tracker_as_the_store_shows_it(tmp_path: Path) -> None:
    async def tracker_of_three_turns() -> Tracker:
        store = conversing.store_in(tmp_path, recent_turns=3)
        for words in ("one", "two", "three", "four"):
            await conversing.say(store, "ann", words)
        read = await conversing.store_in(tmp_path, recent_turns=3).retrieve("ann")
        assert read is not None
        conversing.add_turn(read, "five")
        return Tracker.from_dict(read.current_state(EventVerbosity.ALL))

    found = conversation_of(asyncio.run(tracker_of_three_turns()))
    told = []
    while found.before is not None:
        found = found.before
        told.append((found.message.text, [each.text for each in found.last_said if each.text]))
    assert told == [("four", ["heard three"]), ("three", ["heard two"]), ("two", [])]
