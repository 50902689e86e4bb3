"""Endings of domain names that may be refused for a filing: which are found, and when they are spoken of."""

from __future__ import annotations

import pytest

from dialogue.acts import Act
from dialogue.conversation import Case, Conversation, Message, Reply, Turn
from dialogue.endings import endings_in_doubt, with_endings
from icp.facts import Activity, Facts, Place, Question
from tests.unit.turns import TODAY

SITE = Facts(server=Place.MAINLAND, activity=Activity.INFORMATIONAL)


@pytest.mark.parametrize(
    ("words", "endings"),
    [
        ("our site is at www.lakeside.choir, in Hangzhou", ["choir"]),
        ("see https://tea.example.IO/shop and www.tea.io", ["io"]),
        ("our domain is lakeside.berlin", ["berlin"]),
        ("域名是 lakeside.moe，服务器在杭州", ["moe"]),
        ("a .choir domain on a server in Wuhan", ["choir"]),
        ("the domain ends in .dev", ["dev"]),
        # What is approved, what is no address, and mail.
        ("www.lakeside.com and www.lakeside.org.cn", []),
        ("built with next.js, hosted on vercel.app", []),
        ("the site is next.js, our page: index.html", []),
        ("write to me@www.lakeside.choir", []),
        ("we sell tea.no payments", []),
    ],
)
def test_endings_of_which_nothing_is_known_are_found(words: str, endings: list[str]) -> None:
    assert endings_in_doubt(words) == endings


def _with(facts: Facts, question: Question | None = None, act: Act = Act.DETERMINE) -> Turn:
    message = Message("www.lakeside.choir on our server")
    conversation = Conversation(TODAY, case=Case(facts), open_question=question, message=message)
    return with_endings(Turn((Reply("result"),), conversation), conversation, act)


def test_it_stands_behind_a_result_and_before_a_question() -> None:
    assert [each.text is not None and ".choir" in each.text for each in _with(SITE).replies[:2]] == [False, True]
    before = _with(Facts(), Question.HOSTING).replies
    assert before[0].text is not None
    assert ".choir" in before[0].text
    assert before[-1].text == "result"


def test_it_is_said_once_and_never_of_a_site_outside_or_beside_other_answers() -> None:
    first = _with(SITE)
    conversation = first.conversation
    assert len(with_endings(Turn((), conversation), conversation, Act.DETERMINE).replies) == 0
    assert len(_with(Facts(server=Place.OUTSIDE)).replies) == 1
    assert len(_with(SITE, act=Act.ANSWER).replies) == 1
