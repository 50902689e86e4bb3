"""Which bodies become a turn, and what the others are told."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.masking import E_MAIL_MASK, PHONE_MASK
from channels.pages import description
from channels.refusals import Refusal
from channels.settings import DoorSettings
from channels.validation import (
    MESSAGE_ID_PATTERN,
    MESSAGE_PATTERN,
    SENDER_PATTERN,
    Turn,
    read_turn,
    refused_content_type,
)

SETTINGS = DoorSettings()
PAYLOADS = frozenset({"/determine", '/inform{"server": "mainland"}'})


def read(body: bytes, key: str | None = None) -> Turn | Refusal:
    return read_turn(body, SETTINGS, PAYLOADS, key)


def say(message: Any, sender: Any = "ann", **more: Any) -> Turn | Refusal:
    return read(json.dumps({"sender": sender, "message": message, **more}).encode())


def code(result: Turn | Refusal) -> str:
    assert isinstance(result, Refusal), result
    assert 400 <= result.status < 500
    return result.code


def message(result: Turn | Refusal) -> str:
    assert isinstance(result, Turn), result
    return result.message


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"{",
        b"[]",
        b"[1]",
        b'"text"',
        b"null",
        b"5",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b'{"sender": "ann", "message": NaN}',
        b'{"sender": "ann", "message": "hi", "metadata": {"a": -Infinity}}',
        b'{"sender": "ann", "sender": "bob", "message": "hi"}',
        b'{"sender": "ann", "message": "hi", "metadata": {"a": 1, "a": 2}}',
        b"[" * 8000,
        b'{"sender": "ann", "message": "hi", "x": ' + b"[" * 8000 + b"]" * 8000 + b"}",
        b'{"sender": "ann", "message": "hi", "x": ' + b'{"x":' * 2000 + b"1" + b"}" * 2000 + b"}",
        b'{"sender": "ann", "message": "hi", "x": ' + b"1" * 9000 + b"}",
        b'{"sender": "ann", "message": "hi"} trailing',
    ],
)
def test_a_body_that_is_no_json_object_is_refused(body: bytes) -> None:
    assert code(read(body)) == "body_invalid"


def test_a_body_of_the_longest_length_passes_and_one_byte_more_does_not() -> None:
    start, end = b'{"sender": "ann", "message": "hi", "x": "', b'"}'
    longest = start + b"x" * (16_384 - len(start) - len(end)) + end
    assert message(read(longest)) == "hi"
    assert code(read(b" " + longest)) == "body_too_large"


@pytest.mark.parametrize(
    "sender",
    [
        None,
        "",
        " ",
        " ann",
        "ann ",
        "\u3000",
        "a\x00b",
        "a\nb",
        "a\tb",
        "ann\n",
        "\u200b",
        "a\u202eb",
        "\ud800",
        "x" * 129,
        5,
        True,
        [],
        {},
    ],
)
def test_an_unusable_sender_is_refused(sender: Any) -> None:
    assert code(say("hi", sender)) == "sender_invalid"


def test_a_missing_sender_is_not_given_a_shared_one() -> None:
    assert code(read(b'{"message": "hi"}')) == "sender_invalid"


@pytest.mark.parametrize("sender", ["a", "x" * 128, "ann b", "5f0c9a52-6d0e-4b9c", "客户-1", "café", "🙂", "a/b?c", "default"])
def test_a_printable_sender_is_taken_as_it_is(sender: str) -> None:
    result = say("hi", sender)
    assert isinstance(result, Turn)
    assert result.sender == sender


@pytest.mark.parametrize(
    "text",
    [
        None,
        5,
        True,
        [],
        {},
        "",
        " ",
        "\n\t ",
        "\u3000",
        "\u200b\u200d",
        "\ufeff",
        "a\x00b",
        "a\x1bb",
        "a\x7fb",
        "a\x85b",
        "hi \ud83d",
    ],
)
def test_an_unusable_message_is_refused(text: Any) -> None:
    assert code(say(text)) == "message_invalid"


def test_a_missing_message_is_refused() -> None:
    assert code(read(b'{"sender": "ann"}')) == "message_invalid"


def test_a_message_of_a_thousand_characters_passes_and_one_more_does_not() -> None:
    assert message(say("网" * 1000)) == "网" * 1000
    assert code(say("x" * 1001)) == "message_too_long"


@pytest.mark.parametrize(
    "text", ["hi", "two\nlines", "a\tb", "我们需要备案吗？", "👨‍👩‍👧 family", "e\u0301", "\u202bשלום\u202c", "?"]
)
def test_what_people_type_passes_unchanged(text: str) -> None:
    assert message(say(text)) == text


def test_blanks_around_a_message_are_dropped() -> None:
    assert message(say("  hi \n")) == "hi"


@pytest.mark.parametrize(
    "text", ["/restart", "/session_start", '/inform{"server": "outside"}', "/inform", " /restart", "\u3000/restart", "/"]
)
def test_a_typed_command_becomes_plain_text_that_still_reads_the_same(text: str) -> None:
    assert message(say(text)) == "／" + text.strip()[1:]


@pytest.mark.parametrize("text", ["/determine", '/inform{"server": "mainland"}', " /determine "])
def test_the_payload_of_a_button_passes_as_it_is(text: str) -> None:
    assert message(say(text)) == text.strip()


def test_personal_data_is_masked_in_message_and_metadata() -> None:
    result = say("I am jane@example.com, 13812345678", metadata={"from": "jane@example.com", "n": [13812345678]})
    assert isinstance(result, Turn)
    assert result.message == f"I am {E_MAIL_MASK}, {PHONE_MASK}"
    assert result.metadata == {"from": E_MAIL_MASK, "n": [PHONE_MASK]}


@pytest.mark.parametrize(
    "metadata",
    [
        5,
        "text",
        [],
        True,
        {"a": {"b": {"c": 1}}},
        {"a": [[1]]},
        {"a": "x" * 2050},
        {"网" * 700: 1},
        {"a": 2**53},
        {"a": -(10**30)},
        {"a": "\ud800"},
        {"\udfff": 1},
    ],
)
def test_unusable_metadata_is_refused(metadata: Any) -> None:
    assert code(say("hi", metadata=metadata)) == "metadata_invalid"


def test_a_number_too_large_for_a_float_is_refused() -> None:
    assert code(read(b'{"sender": "ann", "message": "hi", "metadata": {"a": 1e999}}')) == "metadata_invalid"


@pytest.mark.parametrize(
    "metadata", [None, {}, {"a": 1, "b": [True, None, 1.5], "c": {"d": "e"}}, {"a": 2**53 - 1}, {"a": "x" * 2000}]
)
def test_usable_metadata_is_passed_on(metadata: Any) -> None:
    result = say("hi", metadata=metadata)
    assert isinstance(result, Turn)
    assert result.metadata == metadata


@pytest.mark.parametrize("message_id", ["", 5, "a b", "é", "x" * 129, "a\n", []])
def test_an_unusable_message_id_is_refused(message_id: Any) -> None:
    assert code(say("hi", message_id=message_id)) == "message_id_invalid"


def test_an_unusable_id_in_the_header_is_refused_also_beside_a_usable_one() -> None:
    body = b'{"sender": "ann", "message": "hi", "message_id": "m1"}'
    assert [code(read(body, key)) for key in ("", "a b", "\xe9")] == ["message_id_invalid"] * 3


def test_the_message_id_of_the_body_comes_before_the_header() -> None:
    body = b'{"sender": "ann", "message": "hi", "message_id": %s}'
    results = [read(body % b'"m1"', "k1"), read(body % b"null", "k1"), read(body % b"null")]
    assert [each.message_id for each in results if isinstance(each, Turn)] == ["m1", "k1", None]


def test_names_that_mean_nothing_here_are_ignored() -> None:
    assert say("hi", input_channel="telegram", x=[1, {"y": 2}]) == say("hi")


@pytest.mark.parametrize(
    "value", ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8", "application/json;"]
)
def test_json_in_utf_8_is_the_content_type(value: str) -> None:
    assert refused_content_type(value) is None


@pytest.mark.parametrize(
    "value", ["", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk", "application/jsonx"]
)
def test_any_other_content_type_is_refused(value: str) -> None:
    refusal = refused_content_type(value)
    assert refusal is not None
    assert refusal.status == 415


@given(st.text(max_size=12))
@example("a\n")
@example("\u00a0")
def test_the_description_says_the_same_as_the_code(text: str) -> None:
    schemas = description()["components"]["schemas"]
    message = schemas["Message"]["properties"]
    for described, pattern in (
        (message["sender"]["pattern"], SENDER_PATTERN),
        (message["message"]["pattern"], MESSAGE_PATTERN),
        (schemas["MessageId"]["pattern"], MESSAGE_ID_PATTERN),
    ):
        # In ECMA-262, which JSON Schema refers to, `$` is the very end.
        assert bool(re.search(described.removesuffix("$") + r"\Z", text)) == bool(re.fullmatch(pattern, text))
