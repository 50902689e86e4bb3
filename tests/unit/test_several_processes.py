"""What is chosen by the environment for one process or several, and what becomes of it while Redis is away; without any server."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from channels.rate_limit import RateLimit
from channels.remembered import Remembered
from channels.rest import IcpRestInput
from channels.settings import DoorSettings
from channels.shared_limits import SharedRateLimit
from channels.turns import Answer
from channels.validation import Turn
from store.database import database_of
from store.errors import ConversationChanged, StoreUnusable
from store.locks import ConversationLocks
from store.shared import Shared, SharedUnusable, name_of, shared_of_environment
from tests.unit.channel_door import StandIn, running
from tests.unit.conversing import store_in
from tools.environment import ROOT

SECRET = "hunter2"


@pytest.fixture
def away() -> Shared:
    """A Redis at whose address nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    return Shared(f"redis://127.0.0.1:{port}/0")


def opened_elsewhere(file: Path, how: str = "alone=True", then: str = "") -> subprocess.CompletedProcess[str]:
    """Another process opens the file, does what is said, and ends."""
    code = f"import os, sys; from store.database import database_of; database_of({{'db': sys.argv[1]}}, 1).open({how}); {then}"
    command = [sys.executable, "-c", code, str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_second_process_on_one_file_is_refused_in_one_line_that_names_the_first(tmp_path: Path) -> None:
    first = store_in(tmp_path)
    second = opened_elsewhere(tmp_path / "conversations.db")
    assert second.returncode == 1
    line = second.stderr.strip().splitlines()[-1]
    assert f"conversations.db belongs to another assistant that runs (process {os.getpid()})" in line
    assert "DATABASE_URL" in line
    first.close()
    assert opened_elsewhere(tmp_path / "conversations.db").returncode == 0


def test_a_file_is_free_again_when_its_process_has_been_killed(tmp_path: Path) -> None:
    assert opened_elsewhere(tmp_path / "conversations.db", then="os.kill(os.getpid(), 9)").returncode == -9
    store_in(tmp_path).close()


def test_tools_look_into_the_file_beside_the_assistant(tmp_path: Path) -> None:
    first = store_in(tmp_path)
    assert opened_elsewhere(tmp_path / "conversations.db", how="").returncode == 0
    first.close()


@pytest.mark.parametrize("url", ["postgres://icp:hunter2@db/icp", "postgresql+psycopg2://icp:hunter2@db:6432/icp"])
def test_the_database_of_the_environment_comes_before_the_file(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    name = database_of({"dialect": "sqlite", "db": "var/conversations.db"}, 1)._name
    assert name.startswith("postgresql")
    assert SECRET not in name


@pytest.mark.parametrize("url", ["hunter2", "mysql://icp:hunter2@db/icp", "postgresql://icp:hunter2@db:port/icp"])
def test_an_unusable_database_url_is_named_in_one_line_without_its_password(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(StoreUnusable, match="DATABASE_URL") as raised:
        database_of({}, 1)
    assert SECRET not in str(raised.value)


def test_an_unusable_redis_url_is_named_in_one_line_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "http://:hunter2@cache")
    with pytest.raises(SharedUnusable, match="REDIS_URL") as raised:
        shared_of_environment()
    assert SECRET not in str(raised.value)


def test_without_a_url_nothing_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert shared_of_environment() is None


def test_a_redis_that_is_away_is_said_once_and_left_alone_for_a_moment(away: Shared, caplog: pytest.LogCaptureFixture) -> None:
    asked = 0

    async def scenario() -> None:
        async def ping(redis: object) -> str:
            nonlocal asked
            asked += 1
            return str(await redis.ping())  # type: ignore[attr-defined]

        with caplog.at_level(logging.WARNING, "store.shared"):
            assert [await away.ask(ping, "without") for _ in range(50)] == ["without"] * 50

    asyncio.run(scenario())
    assert asked == 1
    assert len(caplog.records) == 1
    assert away.is_away


def test_while_redis_is_away_each_process_limits_locks_and_remembers_for_itself(away: Shared) -> None:
    async def scenario() -> None:
        limit = SharedRateLimit("sender", 60, 2, RateLimit(60, 2, time.monotonic), away)
        assert [await limit.wait("ann") > 0 for _ in range(3)] == [False, False, True]
        remembered = Remembered(away, 60)
        turn = Turn("ann", "hi", message_id="m1")
        await remembered.keep(turn, [{"text": "hello"}])
        assert await remembered.answer(turn) is None
        locks, order = ConversationLocks(shared=away), []

        async def work(name: str) -> None:
            async with locks.lock("ann"):
                order.append(name)
                await asyncio.sleep(0)
                order.append(name)

        await asyncio.gather(work("first"), work("second"))
        assert order == ["first", "first", "second", "second"]

    asyncio.run(scenario())


def test_who_holds_a_conversation_may_lock_it_once_more_and_another_turn_waits() -> None:
    async def scenario() -> None:
        locks, order = ConversationLocks(), []

        async def turn(name: str) -> None:
            async with locks.lock("ann"):
                await asyncio.sleep(0)
                async with locks.lock("ann"):
                    await asyncio.sleep(0)
                    order.append(name)
                order.append(name)

        await asyncio.gather(turn("first"), turn("second"))
        assert order == ["first", "first", "second", "second"]

    asyncio.run(asyncio.wait_for(scenario(), 5))


def test_a_turn_into_whose_conversation_another_process_spoke_is_made_anew_and_answered_once() -> None:
    async def changed_twice(message: object) -> None:
        stand_in.tried += 1
        await message.output_channel.send_text_message("ann", f"Try {stand_in.tried}.")  # type: ignore[attr-defined]
        if stand_in.tried < 3:
            raise ConversationChanged("elsewhere")

    stand_in = StandIn(changed_twice)
    stand_in.tried = 0  # type: ignore[attr-defined]
    with running([IcpRestInput(DoorSettings(sender_per_minute=0))], stand_in) as door:
        assert door.say("hi").json == [{"recipient_id": "ann", "text": "Try 3."}]


def test_a_conversation_that_changes_all_the_time_ends_in_a_refusal() -> None:
    async def changed(message: object) -> None:
        raise ConversationChanged("elsewhere")

    with running([IcpRestInput(DoorSettings(sender_per_minute=0))], StandIn(changed)) as door:
        answer = door.say("hi")
        assert (answer.status, answer.code) == (503, "not_stored")


def test_no_sender_address_or_id_can_be_read_from_a_name_in_redis() -> None:
    name = name_of("answer", "ann@example.com", "m1")
    assert "ann" not in name
    assert name_of("answer", "a", "bc") != name_of("answer", "ab", "c")


def test_answers_are_remembered_by_nobody_without_redis() -> None:
    async def scenario() -> None:
        remembered = Remembered(None, 60)
        await remembered.keep(Turn("ann", "hi", message_id="m1"), Answer([]).messages)
        assert await remembered.answer(Turn("ann", "hi", message_id="m1")) is None

    asyncio.run(scenario())
