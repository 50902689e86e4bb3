"""The machine-readable parts are those of the REST contract: `channels/openapi.yml` for programs, `docs/rest.md` for people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import jsonschema

from channels.pages import description
from channels.texts import unavailable_messages
from dialogue.conversation import Beyond, Conversation, Message, Turn
from icp.facts import Question
from tests.unit.turns import TODAY, answered, doubtful, say, typed
from tools.environment import ROOT

SCHEMAS = description()["components"]["schemas"]
PAPER = (ROOT / "docs" / "rest.md").read_text(encoding="utf-8")
TYPES = {
    each["properties"]["type"]["const"]: each
    for each in SCHEMAS.values()
    if "const" in each.get("properties", {}).get("type", {})
}
FRESH = Conversation(TODAY)
SUFFIX = "uncovered_domain/suffix"


def with_beyond(text: str, intent: str, beyond: Beyond, **how: Any) -> Turn:
    put = {"right": 0.9, "in_scope": 0.99, **how}
    return answered(FRESH, Message(text, intent, topics=[(intent, 0.9)], beyond=[beyond], asks=True, **put))


def turns() -> Iterator[Turn]:
    """Turns of which each kind of part comes: a case from its first question to its dates, and what is asked beside it."""
    opened = {"value": "2026-11-02", "role": "opened"}
    yield say(FRESH, "determine")
    case = say(FRESH, "determine", server="mainland", activity="own_sales", payments="yes")
    yield case
    held = say(case.conversation, "inform", opened, text="I have the filing", filing="held", live="yes")
    yield held
    yield say(held.conversation, "what_if", server="outside", text="what if it stood abroad?")
    for intent in ("ask_why_result", "ask_plan", "ask_reminder", "ask_summary", "ask_deadline", "ask_how_long"):
        yield say(held.conversation, intent)
    waiting = say(FRESH, "determine", server="mainland", activity="informational", filing="applied")
    for conversation in (held.conversation, waiting.conversation):
        yield answered(conversation, Message("what do I do first?", "ask_order", asks=True, in_scope=0.9))
    yield say(replace(FRESH, open_question=Question.OPENED_ON), "inform", text="not open yet", live="no")
    yield say(case.conversation, "uncovered_documents", text="which documents?")
    province = {"asks": True, "right": 0.9, "in_scope": 0.9}
    yield answered(
        FRESH, Message("which rules has Guangdong?", "uncovered_province", topics=[("uncovered_province", 0.9)], **province)
    )
    yield answered(FRESH, Message("京ICP备12345678号", "inform", topics=[("inform", 0.5)], right=0.5, in_scope=0.9))
    yield say(FRESH, "uncovered_cost", text="what does it cost?")
    sure = Beyond(((SUFFIX, 0.95),), right=0.95, known=0.98)
    yield with_beyond("may a name in .io be filed", "uncovered_domain", sure)
    story = (
        "A nephew set it all up for us long ago and nobody has touched it since, now they tell us that the name is the trouble"
    )
    yield with_beyond(story, "determine", replace(sure, topics=((SUFFIX, 0.3),), right=0.1))
    unsure = doubtful(FRESH, "the thing with the number?", "ask_psb", "ask_filing")
    yield unsure
    yield doubtful(unsure.conversation, "that other thing with it?", "ask_psb", "ask_filing")
    yield typed(FRESH, "a song about the sea")
    yield doubtful(FRESH, "a song about the filing", "out_of_scope", in_scope=0.1, certificate="icp_filing")


@lru_cache(maxsize=1)
def parts() -> tuple[Mapping[str, Any], ...]:
    said = [reply.custom for turn in turns() for reply in turn.replies if reply.custom]
    return (*said, unavailable_messages("ann")[1]["custom"])


def row_of(kind: str) -> str:
    (row,) = re.findall(rf"^\| `{kind}` \|.*$", PAPER, re.MULTILINE)
    return row


def test_every_type_that_is_sent_is_described_and_no_other() -> None:
    assert {each["type"] for each in parts()} == set(TYPES)
    assert set(re.findall(r"^\| `(\w+)` \|", PAPER.partition("`custom.type`")[2], re.MULTILINE)) == set(TYPES)
    assert set(SCHEMAS["Other"]["properties"]["type"]["not"]["enum"]) == set(TYPES)


def test_every_part_is_as_described() -> None:
    for each in parts():
        schema = {"allOf": [TYPES[each["type"]]], "components": {"schemas": SCHEMAS}}
        jsonschema.Draft202012Validator(schema).validate(each)


def test_every_field_that_is_sent_is_described() -> None:
    for each in parts():
        unknown = set(each) - set(TYPES[each["type"]]["properties"]) - {"language"}
        assert not unknown, (each["type"], unknown)


def test_every_field_that_is_sent_is_told_to_people() -> None:
    for each in parts():
        untold = [
            name for name in each if name not in ("type", "language") and not re.search(rf"`{name}[`:]", row_of(each["type"]))
        ]
        assert not untold, (each["type"], untold)
