"""The door with everything behind it: both servers, the trained model and the store."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Chat
from tools.background import Assistant
from tools.environment import ROOT, STORE


def stored(assistant: Assistant, sender: str) -> str:
    with closing(sqlite3.connect(Path(assistant.assistant.environment["ICP_DATA"]) / STORE)) as store:
        rows = store.execute("select data from events where sender_id = ?", (sender,)).fetchall()
    return "\n".join(json.dumps(json.loads(row[0]), ensure_ascii=False) for row in rows)


def get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def becomes(address: str, status: int, seconds: float = 20) -> bool:
    """Whether the address answers with the status before the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if get(address)[0] == status:
            return True
        time.sleep(0.2)
    return False


def test_health_readiness_and_description_are_served(assistant: Assistant) -> None:
    assert get(f"{assistant.address}/health")[0] == 200
    assert get(f"{assistant.address}/ready")[0] == 200
    status, description = get(f"{assistant.address}/openapi.json")
    assert status == 200
    assert "/webhooks/rest/webhook" in json.loads(description)["paths"]


def test_while_the_action_server_is_away_a_sentence_says_so_and_the_conversation_goes_on_later(
    assistant: Assistant, chat: Chat
) -> None:
    assert chat.say("Do I need an ICP license?").question == "hosting"
    assistant.actions.stop()
    try:
        said = chat.say("the server is in Nanjing")
        assert said.kinds == ["unavailable"]
        assert said.text
        assert becomes(f"{assistant.address}/ready", 503)
        assert get(f"{assistant.address}/health")[0] == 200
    finally:
        assistant.actions.start()
        assistant.wait_until_ready()
    assert chat.say("the server is in Nanjing").question == "activity"


def test_a_conversation_survives_a_restart_of_the_assistant(assistant: Assistant, chat: Chat) -> None:
    chat.say("Brochure site on a server in Xiamen, no payments. What do I need?")
    assistant.assistant.stop()
    assistant.assistant.start()
    assistant.wait_until_ready()
    assert "server in mainland China" in chat.say("/ask_summary").only("summary")["understood"]


@pytest.mark.parametrize("typed", ["/restart", "/back", '/inform{"server": "moon"}', '/deny{"psb": "held"}'])
def test_typed_commands_are_plain_text(assistant: Assistant, chat: Chat, typed: str) -> None:
    chat.say("our server is in Shenyang")
    chat.say(typed)
    kept = stored(assistant, chat.sender)
    assert '"event": "restart"' not in kept
    assert '"event": "rewind"' not in kept
    assert '"value": "moon"' not in kept
    assert '"name": "psb", "value": "held"' not in kept


def test_what_belongs_to_a_person_is_not_stored(assistant: Assistant, chat: Chat) -> None:
    chat.say("I am Li, call me on 13812345678 or write to li.lei@example.com, my site opened on 2026-11-01")
    kept = stored(assistant, chat.sender)
    assert "13812345678" not in kept
    assert "li.lei" not in kept
    assert "2026-11-01" in kept


def test_a_retried_message_makes_no_second_turn(assistant: Assistant, chat: Chat) -> None:
    body = json.dumps({"sender": chat.sender, "message": "what is the PSB filing?", "message_id": "one"}).encode()
    first, second = assistant.post(body), assistant.post(body)
    assert first == second
    assert stored(assistant, chat.sender).count('"event": "user"') == 1


def test_a_refused_message_stores_nothing(assistant: Assistant, chat: Chat) -> None:
    for message in ("", " ", "x" * 1001, None, 7, ["hi"]):
        status, answer = assistant.post(json.dumps({"sender": chat.sender, "message": message}).encode())
        assert 400 <= status < 500
        assert set(answer["error"]) == {"code", "message"}
    assert stored(assistant, chat.sender) == ""


def test_feedback_is_kept_with_the_conversation(assistant: Assistant, chat: Chat) -> None:
    chat.say("what is the PSB filing?")
    chat.say("/helped")
    assert '"helped": true' in stored(assistant, chat.sender)


def test_a_long_conversation_keeps_its_facts_across_sessions(chat: Chat) -> None:
    chat.say("our server is in Kunming")
    for _ in range(25):
        chat.say("thanks")
    assert "server in mainland China" in chat.say("/ask_summary").only("summary")["understood"]


def test_schemathesis_finds_nothing(assistant: Assistant) -> None:
    command = [str(Path(sys.executable).parent / "schemathesis"), "run", f"{assistant.address}/openapi.json"]
    command += ["--max-examples", "30", "--generation-database", "none", "--seed", "1", "--request-timeout", "30"]
    started = time.monotonic()
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, f"{time.monotonic() - started:.0f} s\n{made.stdout[-4000:]}{made.stderr[-1000:]}"
