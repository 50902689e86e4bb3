"""The description of the webhook is true: its codes, its limits, its examples, and the parts that our actions send."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from channels import pages
from channels.pages import description
from channels.settings import DoorSettings
from channels.texts import unavailable_messages
from dialogue.conversation import Case
from dialogue.results import result
from dialogue.wording import deadline_json
from icp.deadlines import known_deadlines, psb_deadline
from icp.facts import Activity, Certificate, Facts, Holding, Place

DESCRIPTION = description()
TODAY = date(2026, 11, 24)


def validate(value: Any, name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DESCRIPTION["components"]}
    jsonschema.Draft202012Validator(schema).validate(value)


def test_every_code_that_the_door_gives_is_described_and_no_other() -> None:
    sources = [each.read_text(encoding="utf-8") for each in Path(pages.__file__).parent.glob("*.py")]
    given = {
        code for source in sources for code in re.findall(r'(?:\(\s*\d{3},|status,|"code":|: \()\s*"([a-z]+_?[a-z_]*)"', source)
    }
    assert given == set(DESCRIPTION["components"]["schemas"]["Error"]["properties"]["error"]["properties"]["code"]["enum"])


def test_the_described_limits_are_the_defaults() -> None:
    message, settings = DESCRIPTION["components"]["schemas"]["Message"]["properties"], DoorSettings()
    webhook = DESCRIPTION["paths"]["/webhooks/rest/webhook"]["post"]
    assert message["sender"]["maxLength"] == settings.sender_characters
    assert message["message"]["maxLength"] == settings.message_characters
    assert str(settings.metadata_bytes) in message["metadata"]["description"]
    assert str(settings.body_bytes) in webhook["requestBody"]["description"]


def test_the_examples_are_valid() -> None:
    webhook = DESCRIPTION["paths"]["/webhooks/rest/webhook"]["post"]
    validate(webhook["requestBody"]["content"]["application/json"]["example"], "Message")
    for each in webhook["responses"]["200"]["content"]["application/json"]["example"]:
        validate(each, "Said")


def test_the_sentence_of_an_unavailable_turn_is_as_described() -> None:
    for each in unavailable_messages("ann"):
        validate(each, "Said")


@pytest.mark.parametrize(
    "facts",
    [
        Facts(),
        Facts(server=Place.MAINLAND, activity=Activity.OWN_SALES),
        Facts(server=Place.OUTSIDE, cdn=Place.OUTSIDE),
        Facts(server=Place.MAINLAND, filing=Holding.HELD, license=Holding.HELD, opened_on=date(2026, 11, 3), payments=True),
    ],
)
def test_a_determination_and_its_deadlines_are_as_described(facts: Facts) -> None:
    shown = result(Case(facts), TODAY).to_json(TODAY)
    validate(shown, "Determination")
    validate({"recipient_id": "ann", "custom": shown}, "Said")
    for deadline in known_deadlines(facts, tuple(Certificate), TODAY):
        validate(deadline_json(deadline), "Deadline")


def test_a_part_of_a_known_type_that_lacks_something_is_not_as_described() -> None:
    lacking = {**deadline_json(psb_deadline(date(2026, 11, 3), TODAY)), "date": None}
    with pytest.raises(jsonschema.ValidationError):
        validate(lacking, "Custom")
