"""The sections of credentials.yml, and the payloads collected at the start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from channels.payloads import allowed_payloads, defused
from channels.rest import IcpRestInput
from channels.settings import ROOT, ChannelSettingsError, DoorSettings, PageSettings, read_settings


def read(given: Any) -> DoorSettings:
    return read_settings(DoorSettings, "section", given)


def test_without_settings_the_documented_limits_hold() -> None:
    settings = read(None)
    assert (settings.body_bytes, settings.message_characters, settings.sender_characters) == (16_384, 1_000, 128)
    assert (settings.turn_seconds, settings.trusted_proxies, settings.allowed_origins) == (20, 0, ())


def test_given_values_replace_the_defaults_also_when_they_come_as_text() -> None:
    settings = read({"turn_seconds": "7", "sender_per_minute": 0, "allowed_origins": ["https://support.example.com"]})
    assert (settings.turn_seconds, settings.sender_per_minute) == (7, 0)
    assert settings.allowed_origins == ("https://support.example.com",)
    assert read_settings(PageSettings, "pages", {"demo_page": False, "widget": "w"}) == PageSettings(ROOT / "w", demo_page=False)


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"body_byte": 1}, "there is no setting body_byte. There are: body_bytes"),
        ({"turn_seconds": -1}, "turn_seconds must be a whole number from 1 to 45, not -1"),
        ({"turn_seconds": 0}, "turn_seconds"),
        ({"turn_seconds": "soon"}, "turn_seconds"),
        ({"turn_seconds": True}, "turn_seconds"),
        ({"turn_seconds": 1.5}, "turn_seconds"),
        ({"turn_seconds": None}, "turn_seconds"),
        ({"allowed_origins": "*"}, "allowed_origins must be a list"),
        ({"allowed_origins": ["*"]}, "an origin looks like"),
        ({"allowed_origins": ["https://example.com/"]}, "an origin looks like"),
        ({"allowed_origins": ["https://[example.com"]}, "an origin looks like"),
        ({"domain": 5}, "domain must be a path"),
        (["body_bytes"], "must be names with values"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(given: Any, complaint: str) -> None:
    with pytest.raises(ChannelSettingsError) as error:
        read(given)
    assert complaint in str(error.value)
    assert "section" in str(error.value)


def test_the_payloads_are_those_of_the_buttons_and_the_documented_intents(tmp_path: Path) -> None:
    responses = tmp_path / "responses"
    responses.mkdir()
    (responses / "a.yml").write_text(
        'responses:\n  utter_a:\n  - text: x\n    buttons: &b\n    - {title: A, payload: \'/inform{"server": "mainland"}\'}\n'
        "    - {title: B, payload: 'plain words'}\n  utter_b:\n  - {text: y, buttons: *b}\n",
        encoding="utf-8",
    )
    domain = tmp_path / "domain.yml"
    domain.write_text("intents: [ask_psb, greet, {determine: {use_entities: []}}, {inform: {}}]\n", encoding="utf-8")
    assert allowed_payloads(responses, domain) == {'/inform{"server": "mainland"}', "/ask_psb", "/determine"}


def test_every_button_of_the_project_may_be_pressed_and_rasas_own_commands_may_not() -> None:
    settings = DoorSettings()
    payloads = allowed_payloads(settings.responses, settings.domain)
    assert {'/inform{"server": "mainland"}', "/determine", "/ask_filing", "/start_over", "/dont_know", "/helped"} <= payloads
    assert not payloads & {"/restart", "/session_start", "/back", "/inform", "/unsure", "/nlu_fallback"}


@pytest.mark.parametrize("content", ["a: [", "\t", "intents: 5\n- x"])
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "responses").mkdir()
    (tmp_path / "domain.yml").write_text(content, encoding="utf-8")
    with pytest.raises(ChannelSettingsError, match=r"domain\.yml"):
        allowed_payloads(tmp_path / "responses", tmp_path / "domain.yml")


def test_a_missing_folder_of_responses_stops_the_start() -> None:
    with pytest.raises(ChannelSettingsError, match="no folder"):
        IcpRestInput.from_credentials({"responses": "data/nowhere"})


@pytest.mark.parametrize("text", ["/restart", "/session_start", '/inform{"server":"mainland"}', "/ask_psb@0.9", "//restart", "/"])
def test_rasa_reads_a_defused_command_as_plain_text(text: str) -> None:
    message = Message({TEXT: defused(text)})
    assert YAMLStoryReader.unpack_regex_message(message).get(INTENT) is None
    assert message.get(TEXT)[1:] == text[1:]


def test_rasa_would_have_read_the_same_text_as_a_command() -> None:
    unpacked = YAMLStoryReader.unpack_regex_message(Message({TEXT: "/restart"}))
    assert unpacked.get(INTENT)["name"] == "restart"
