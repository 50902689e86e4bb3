"""The store: what it says it has stored is stored, whatever happens in between."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.trackers import EventVerbosity

from store.errors import ConversationChanged, NotStored, StoreBusy, StoreUnusable
from store.no_fallback import stop_falling_back
from store.tracker_store import StoredTurn
from tests.unit.conversing import DOMAIN, add_turn, begin, say, store_in, texts

SECONDS = 0.3


def rows(folder: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "conversations.db")) as database:
        return database.execute("select sender_id, data from events order by id").fetchall()


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Another process works on the database."""
    with closing(sqlite3.connect(folder / "conversations.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_conversation_is_read_back_as_it_was_said(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = store_in(tmp_path)
        for number in range(5):
            await say(store, "ann", f"message {number}")
        assert texts(await store.retrieve("ann")) == [f"message {number}" for number in range(5)]
        assert texts(await store_in(tmp_path).retrieve("ann")) == [f"message {number}" for number in range(5)]
        assert list(await store.keys()) == ["ann"]

    asyncio.run(scenario())


def test_what_is_kept_in_memory_is_what_a_restart_reads(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = store_in(tmp_path)
        for text in ("one", "two", "three"):
            await say(store, "ann", text)
        live, read = await store.retrieve("ann"), await store_in(tmp_path).retrieve("ann")
        assert live is not None
        assert read is not None
        assert live.current_state(EventVerbosity.ALL)["slots"] == read.current_state(EventVerbosity.ALL)["slots"]
        assert list(live.events) == list(read.events)
        assert (live.stored, live.last) == (read.stored, read.last)

    asyncio.run(scenario())


def test_rasas_own_store_reads_the_same_conversation(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = store_in(tmp_path)
        for text in ("one", "two"):
            await say(store, "ann", text)
        theirs = await SQLTrackerStore(DOMAIN, db=str(tmp_path / "conversations.db")).retrieve("ann")
        ours = await store_in(tmp_path).retrieve("ann")
        assert theirs is not None
        assert ours is not None
        assert list(theirs.events) == list(ours.events)

    asyncio.run(scenario())


def test_only_the_last_session_is_read_back_even_when_the_clock_was_set_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        store = store_in(tmp_path)
        await say(store, "ann", "before")
        monkeypatch.setattr(time, "time", lambda: 1_000.0)
        tracker = await store.get_or_create_tracker("ann", append_action_listen=False)
        begin(tracker)
        add_turn(tracker, "after")
        await store.save(tracker)
        assert texts(await store.retrieve("ann")) == ["after"]
        assert texts(await store.retrieve_full_tracker("ann")) == ["before", "after"]

    asyncio.run(scenario())


def test_a_turn_that_fails_half_way_leaves_nothing_in_memory(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = store_in(tmp_path)
        await say(store, "ann", "kept")
        await say(store, "ann", "kept too")
        tracker = await store.get_or_create_tracker("ann", append_action_listen=False)
        add_turn(tracker, "never saved")
        assert texts(await store.retrieve("ann")) == ["kept", "kept too"]

    asyncio.run(scenario())


def test_a_second_process_on_the_same_conversation_is_seen(tmp_path: Path) -> None:
    async def scenario() -> None:
        one, other = store_in(tmp_path), store_in(tmp_path)
        for number in range(3):
            await say(one, "ann", f"one {number}")
            await say(other, "ann", f"other {number}")
        assert texts(await one.retrieve("ann")) == ["one 0", "other 0", "one 1", "other 1", "one 2", "other 2"]

    asyncio.run(scenario())


def test_of_two_processes_in_one_conversation_at_once_one_is_refused_and_may_try_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        one, other = store_in(tmp_path), store_in(tmp_path)
        await say(one, "ann", "first")
        mine = await one.get_or_create_tracker("ann", append_action_listen=False)
        await say(other, "ann", "second")
        add_turn(mine, "third")
        with pytest.raises(ConversationChanged):
            await one.save(mine)
        await say(one, "ann", "third")
        assert texts(await one.retrieve("ann")) == ["first", "second", "third"]

    asyncio.run(scenario())


def test_while_another_process_holds_the_lock_nobody_but_the_turn_waits_and_it_is_refused_in_time(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = store_in(tmp_path, wait_seconds=SECONDS)
        await say(store, "ann", "before")
        beats = 0

        async def others() -> None:
            nonlocal beats
            while True:
                await asyncio.sleep(SECONDS / 30)
                beats += 1

        beating = asyncio.ensure_future(others())
        with held(tmp_path):
            results = await asyncio.gather(*(say(store, f"sender {n}", "hi") for n in range(5)), return_exceptions=True)
            assert texts(await store.retrieve("ann")) == ["before"]
            assert not await store.can_write()
        beating.cancel()
        assert [type(each) for each in results] == [StoreBusy] * 5
        assert beats > 5
        assert {sender for sender, _ in rows(tmp_path)} == {"ann"}
        await say(store, "ann", "after")
        assert await store.can_write()
        assert texts(await store.retrieve("ann")) == ["before", "after"]

    asyncio.run(scenario())


def test_who_is_cancelled_while_it_waits_has_stored_nothing(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = store_in(tmp_path, wait_seconds=30)
        with held(tmp_path):
            turn = asyncio.ensure_future(say(store, "ann", "given up"))
            await asyncio.sleep(0.1)
            turn.cancel()
            await asyncio.gather(turn, return_exceptions=True)
        store.close()
        assert rows(tmp_path) == []

    asyncio.run(scenario())


def test_a_store_that_fails_is_not_replaced_by_one_that_forgets(tmp_path: Path) -> None:
    stop_falling_back()
    store = store_in(tmp_path)
    assert Agent(tracker_store=store).tracker_store is store

    async def scenario() -> None:
        with closing(sqlite3.connect(tmp_path / "conversations.db")) as other:
            other.execute("drop table events")
        with pytest.raises(NotStored):
            await store.retrieve("ann")
        with pytest.raises(NotStored):
            await say(store, "ann", "hi")

    asyncio.run(scenario())


@pytest.mark.parametrize("replaced", [True, False])
def test_nothing_is_written_into_a_file_that_was_deleted_or_replaced(tmp_path: Path, replaced: bool) -> None:
    async def scenario() -> None:
        store = store_in(tmp_path)
        await say(store, "ann", "hi")
        (tmp_path / "conversations.db").rename(tmp_path / "moved.db")
        if replaced:
            (tmp_path / "conversations.db").touch()
        with pytest.raises(NotStored, match="moved or deleted"):
            await say(store, "bob", "hi")
        assert not await store.can_write()

    asyncio.run(scenario())


def test_an_answered_message_is_found_by_its_id_after_a_restart(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = store_in(tmp_path)
        await say(store, "ann", "one", "m%1")
        await say(store, "ann", "two", "m_2")
        await say(store, "bob", "three", "m3")
        found = await store_in(tmp_path).turn("ann", "m%1")
        assert found is not None
        assert found.answers_to("one", {"page": "/filing"})
        assert not found.answers_to("two", {"page": "/filing"})
        assert not found.answers_to("one", None)
        assert [each.get("text") or each["custom"]["type"] for each in found.answers] == ["heard one", "question"]
        assert [await store.turn("ann", each) for each in ("m3", "m", "mx2", "")] == [None] * 4

    asyncio.run(scenario())


def test_a_turn_without_an_answer_is_not_found(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = store_in(tmp_path)
        tracker = await store.get_or_create_tracker("ann", append_action_listen=False)
        begin(tracker)
        add_turn(tracker, "hi", "m1")
        tracker.events = type(tracker.events)(event for event in tracker.events if event.type_name != "bot")
        await store.save(tracker)
        assert await store.turn("ann", "m1") is None

    asyncio.run(scenario())


def test_files_are_readable_by_their_owner_only_also_where_they_were_not(tmp_path: Path) -> None:
    (tmp_path / "conversations.db").touch(0o644)

    async def scenario() -> None:
        await say(store_in(tmp_path), "ann", "hi")
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
        assert "conversations.db-wal" in modes
        assert set(modes.values()) == {0o600}

    asyncio.run(scenario())


def test_what_nobody_reads_is_not_stored(tmp_path: Path) -> None:
    async def scenario() -> None:
        await say(store_in(tmp_path), "ann", "one", "m1")

    asyncio.run(scenario())
    stored = [json.loads(data) for _, data in rows(tmp_path)]
    user = next(each for each in stored if each["event"] == "user")
    assert set(user["parse_data"]) == {"intent", "entities"}
    assert user["metadata"] == {"page": "/filing", "model_id": "model", "assistant_id": "icp-assistant"}
    assert [each for each in stored if each["event"] != "user" and "metadata" in each] == []


def test_a_retry_is_the_same_message_whenever_it_came() -> None:
    assert StoredTurn("hi", {"page": "/filing", "arrived": 1.0}, []).answers_to("hi", {"page": "/filing"})


def test_no_more_conversations_are_kept_in_memory_than_allowed(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = store_in(tmp_path, live_conversations=2)
        for round_ in range(2):
            for sender in ("ann", "bob", "cyd"):
                await say(store, sender, f"{sender} {round_}")
                await say(store, sender, f"{sender} {round_} too")
        assert len(store._live) == 2
        assert texts(await store.retrieve("ann")) == ["ann 0", "ann 0 too", "ann 1", "ann 1 too"]

    asyncio.run(scenario())


def garbage(path: Path) -> None:
    path.write_bytes(b"\x00garbage" * 2_000)


def half(path: Path) -> None:
    store = store_in(path.parent)
    asyncio.run(say(store, "ann", "x" * 50_000))
    store.close()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def another_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("create table events (id integer primary key)")


def a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("spoil", [garbage, half, another_database, a_folder])
def test_an_unusable_database_ends_the_start_with_one_line_that_names_it(tmp_path: Path, spoil: Any) -> None:
    spoil(tmp_path / "conversations.db")
    with pytest.raises(StoreUnusable) as found:
        store_in(tmp_path)
    assert str(tmp_path / "conversations.db") in str(found.value)
    assert "\n" not in str(found.value)


def test_a_folder_that_cannot_be_made_and_a_held_database_are_named_too(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnusable, match="can be read and written"):
        store_in(tmp_path / "file")
    store_in(tmp_path).close()
    with held(tmp_path), pytest.raises(StoreUnusable, match="is held by another process"):
        store_in(tmp_path, wait_seconds=SECONDS)
