"""How the measurement of heard facts counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.facts_heard import compared, messages, misses, score, table
from tools.environment import CannotStart

MESSAGE = {
    "text": "The server is in Shanghai. Our China website sells lamps.",
    "lang": "en",
    "facts": {"server": "outside", "activity": "own_sales", "payments": False, "later": {"cdn": "mainland"}},
}


def test_what_was_meant_is_held_against_what_was_heard() -> None:
    rows = {(each.fact, each.later): (each.meant, each.heard) for each in compared(MESSAGE)}
    assert rows == {
        ("server", False): ("outside", "mainland"),
        ("activity", False): ("own_sales", "own_sales"),
        ("payments", False): ("no", ""),
        ("cdn", True): ("mainland", ""),
    }


def test_no_cdn_is_none_in_the_mainland() -> None:
    rows = list(compared({"text": "The server is in Oslo. No CDN.", "lang": "en", "facts": {"server": "outside", "cdn": "none"}}))
    assert all(each.meant == each.heard for each in rows)


def test_contraries_precision_and_recall_are_told_apart() -> None:
    rows = list(compared(MESSAGE))
    server = score([each for each in rows if each.fact == "server"])
    activity = score([each for each in rows if each.fact == "activity"])
    assert (server.stated_contrary, server.precision, server.recall) == (1, 0.0, 0.0)
    assert (activity.stated_contrary, activity.precision, activity.recall_stated) == (0, 1.0, 1.0)
    assert "server" in table(rows)
    assert "meant outside, heard mainland" in misses(rows, "server")


def test_only_messages_of_the_use_and_with_facts_are_read(tmp_path: Path) -> None:
    file = tmp_path / "messages.yml"
    file.write_text("- {use: train, facts: {}}\n- {use: train}\n- {use: measure, facts: {}}\n", encoding="utf-8")
    assert messages(file, "train") == [{"use": "train", "facts": {}}]
    with pytest.raises(CannotStart):
        messages(tmp_path / "missing.yml", "train")
