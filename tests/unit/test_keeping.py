"""What is stored can be handed out and erased, and is deleted by itself when it has been kept long enough."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest
import yaml

from channels.housekeeping import delete_old_daily
from store.errors import NotStored
from tests.unit.conversing import add_turn, begin, say, store_in, texts
from tools import conversations

DAY = 86_400
WORDS = "our shop in Wuxi sells lamps"


def everything_in(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.glob("conversations.db*"))


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    endpoints = {"tracker_store": {"type": "x", "dialect": "sqlite", "db": str(folder / "conversations.db"), "keep_days": 1}}
    (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    monkeypatch.setenv("ICP_DATA", str(folder))
    conversations.main(words)


def test_one_conversation_is_exported_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def scenario() -> None:
        store = store_in(tmp_path)
        await say(store, "ann", WORDS)
        await say(store, "bob", "something else")

    asyncio.run(scenario())
    run(tmp_path, monkeypatch, "list")
    assert capsys.readouterr().out == "ann\nbob\n"
    run(tmp_path, monkeypatch, "export", "ann")
    events = json.loads(capsys.readouterr().out)
    assert [each["text"] for each in events if each["event"] == "user"] == [WORDS]
    with pytest.raises(SystemExit, match="There is no conversation cyd"):
        run(tmp_path, monkeypatch, "export", "cyd")


def test_an_erased_conversation_leaves_no_trace_on_the_disk_and_a_running_assistant_notices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def scenario() -> None:
        store = store_in(tmp_path)
        await say(store, "ann", WORDS)
        await say(store, "ann", "and more")
        await say(store, "bob", "something else")
        assert WORDS.encode() in everything_in(tmp_path)
        run(tmp_path, monkeypatch, "erase", "ann")
        assert WORDS.encode() not in everything_in(tmp_path)
        assert await store.retrieve("ann") is None
        await say(store, "ann", "new")
        assert texts(await store.retrieve("ann")) == ["new"]
        assert texts(await store.retrieve("bob")) == ["something else"]

    asyncio.run(scenario())
    assert "events were erased" in capsys.readouterr().out


def test_with_the_slot_for_it_a_person_has_the_own_words_erased(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = store_in(tmp_path)
        await say(store, "ann", WORDS)
        await say(store, "bob", "something else")
        await say(store, "ann", "forget everything I said about lamps", erases=True)
        assert await store.retrieve("ann") is None
        assert b"lamps" not in everything_in(tmp_path)
        await say(store, "ann", "hello again")
        assert texts(await store.retrieve_full_tracker("ann")) == ["hello again"]
        assert texts(await store.retrieve("bob")) == ["something else"]

    asyncio.run(scenario())


def test_what_is_older_than_the_days_is_deleted_and_what_goes_on_keeps_its_last_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        store, now = store_in(tmp_path, keep_days=180), time.time()
        monkeypatch.setattr(time, "time", lambda: now - 200 * DAY)
        for sender in ("gone", "goes on", "goes on in its session"):
            await say(store, sender, "long ago")
        monkeypatch.setattr(time, "time", lambda: now - 10 * DAY)
        await say(store, "goes on in its session", "lately")
        await say(store, "new", "lately")
        tracker = await store.get_or_create_tracker("goes on", append_action_listen=False)
        begin(tracker)
        add_turn(tracker, "lately")
        await store.save(tracker)
        monkeypatch.setattr(time, "time", lambda: now)
        assert await store.delete_old() > 0
        kept = {sender: texts(await store.retrieve_full_tracker(sender)) for sender in await store.keys()}
        assert kept == {"goes on": ["lately"], "goes on in its session": ["long ago", "lately"], "new": ["lately"]}
        assert await store.delete_old() == 0
        assert await store_in(tmp_path, keep_days=0).delete_old() == 0

    asyncio.run(scenario())


def test_old_conversations_are_deleted_at_the_start_and_each_day_whatever_goes_wrong_in_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("channels.housekeeping.DAY_SECONDS", 0.001)

    class Store:
        days = 0

        async def delete_old(self) -> int:
            self.days += 1
            if self.days == 2:
                raise NotStored("held")
            return 1

    async def scenario() -> None:
        store = Store()
        task = asyncio.ensure_future(delete_old_daily(store))
        while store.days < 4:
            await asyncio.sleep(0.001)
        task.cancel()
        await delete_old_daily(object())

    asyncio.run(scenario())
