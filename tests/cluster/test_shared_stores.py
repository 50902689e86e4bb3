"""What several processes share, with a real PostgreSQL and a real Redis and no assistant."""

from __future__ import annotations

import asyncio
import os
import signal
import time
import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from rasa.shared.core.trackers import DialogueStateTracker

from channels.rate_limit import RateLimit
from channels.refusals import Refusal
from channels.remembered import Remembered
from channels.shared_limits import SharedRateLimit
from channels.turns import Answer
from channels.validation import Turn
from store.errors import ConversationChanged, NotStored, StoreUnusable
from store.locks import HELD_SECONDS, ConversationLocks
from store.shared import Shared
from store.tracker_store import ConversationStore
from tests.cluster.parts import Services, services
from tests.unit.conversing import DOMAIN, add_turn, begin, say, texts
from tools.environment import ROOT
from tools.serve import free_port


@pytest.fixture(scope="module")
def parts() -> Iterator[Services]:
    with services() as running:
        yield running


@pytest.fixture
def stores(parts: Services, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[ConversationStore, ConversationStore]]:
    """The stores of two processes."""
    monkeypatch.setenv("DATABASE_URL", parts.database_url)
    made = ConversationStore(DOMAIN, wait_seconds=1.0), ConversationStore(DOMAIN, wait_seconds=1.0)
    yield made
    for each in made:
        each.close()


@pytest.fixture
def sender() -> str:
    return uuid.uuid4().hex


Clients = tuple[Shared, Shared]


@pytest.fixture
def two(parts: Services) -> Clients:
    """The clients of two processes."""
    return Shared(parts.redis_url), Shared(parts.redis_url)


def test_two_processes_speak_in_one_conversation(stores: tuple[ConversationStore, ...], sender: str) -> None:
    async def scenario() -> None:
        one, other = stores
        for number in range(3):
            await say(one, sender, f"one {number}")
            await say(other, sender, f"其他 {number}")
        expected = [f"{who} {number}" for number in range(3) for who in ("one", "其他")]
        assert texts(await one.retrieve_full_tracker(sender)) == expected

    asyncio.run(scenario())


def test_of_two_turns_at_once_exactly_one_is_stored_and_the_other_is_told(
    stores: tuple[ConversationStore, ...],
) -> None:
    async def read(store: ConversationStore, sender: str, text: str) -> DialogueStateTracker:
        tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
        begin(tracker)
        add_turn(tracker, text)
        return tracker

    async def save(store: ConversationStore, tracker: DialogueStateTracker) -> bool:
        try:
            await store.save(tracker)
        except ConversationChanged:
            return False
        return True

    async def scenario() -> None:
        for _ in range(50):
            sender = uuid.uuid4().hex
            trackers = [await read(store, sender, str(number)) for number, store in enumerate(stores)]
            stored = await asyncio.gather(*map(save, stores, trackers))
            assert sum(stored) == 1
            assert texts(await stores[0].retrieve_full_tracker(sender)) == [str(stored.index(True))]

    asyncio.run(scenario())


def test_the_longest_sender_that_the_door_may_let_in_is_stored(stores: tuple[ConversationStore, ...]) -> None:
    async def scenario() -> None:
        sender = "站" * 255
        await say(stores[0], sender, "hello")
        assert texts(await stores[1].retrieve(sender)) == ["hello"]
        assert await stores[0].erase(sender) > 0
        assert await stores[1].retrieve(sender) is None

    asyncio.run(scenario())


def test_what_is_old_is_deleted_and_the_rest_stays(stores: tuple[ConversationStore, ...], sender: str) -> None:
    async def scenario() -> None:
        one, other = stores
        now = time.time
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(time, "time", lambda: now() - 200 * 86_400)
            await say(one, f"{sender}-old", "long ago")
        await say(one, f"{sender}-new", "just now")
        await asyncio.gather(one.delete_old(), other.delete_old())
        assert await one.retrieve(f"{sender}-old") is None
        assert texts(await one.retrieve(f"{sender}-new")) == ["just now"]

    asyncio.run(scenario())


def test_reading_much_may_take_longer_than_a_turn_and_nothing_else_may(
    stores: tuple[ConversationStore, ...],
) -> None:
    async def scenario() -> None:
        database = stores[0]._database
        assert (
            await database.read_all(lambda connection: connection.exec_driver_sql("SELECT 7 FROM pg_sleep(2)").scalar(), 5) == 7
        )
        with pytest.raises(NotStored):
            await database.read(lambda connection: connection.exec_driver_sql("SELECT 7 FROM pg_sleep(2)").scalar())

    asyncio.run(scenario())


def test_a_store_in_parts_of_a_month_is_one_store_and_its_old_parts_can_be_dropped(
    parts: Services, monkeypatch: pytest.MonkeyPatch, sender: str
) -> None:
    engine = sa.create_engine(parts.database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE in_parts")
    monkeypatch.setenv("DATABASE_URL", parts.database_url.replace("/icp", "/in_parts"))
    engine = sa.create_engine(os.environ["DATABASE_URL"], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql((ROOT / "deploy" / "partition.sql").read_text(encoding="utf-8").replace("%", "%%"))
    store = ConversationStore(DOMAIN)

    async def scenario() -> None:
        now, later = time.time, time.time() + 40 * 86_400
        await say(store, sender, "this month")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(time, "time", lambda: later)
            await say(store, sender, "a month later")
        assert now() < later
        assert texts(await store.retrieve_full_tracker(sender)) == ["this month", "a month later"]

    asyncio.run(scenario())
    with engine.connect() as connection:
        # Whoever calls from another time zone adds months that meet those that there are.
        connection.exec_driver_sql("SET timezone = 'Asia/Shanghai'")
        connection.exec_driver_sql("SELECT icp_make_months(12)")
        assert connection.exec_driver_sql("SELECT count(*) FROM pg_inherits WHERE inhparent = 'events'::regclass").scalar() == 13
        assert connection.exec_driver_sql("SELECT icp_drop_before(now())").scalar() == 0
        assert connection.exec_driver_sql("SELECT icp_drop_before(now() + interval '32 days')").scalar() == 1
    assert texts(asyncio.run(store.retrieve_full_tracker(sender))) == ["a month later"]
    store.close()
    engine.dispose()


def test_a_database_that_was_killed_is_used_again_as_soon_as_it_is_back(
    stores: tuple[ConversationStore, ...], parts: Services, sender: str
) -> None:
    async def scenario() -> None:
        await say(stores[0], sender, "before")
        parts.postgres.end(signal.SIGKILL)
        with pytest.raises(NotStored):
            await say(stores[0], sender, "meanwhile")
        assert not await stores[0].can_write()
        parts.postgres.start()
        while not await stores[0].can_write():
            await asyncio.sleep(0.05)
        await say(stores[0], sender, "after")
        assert texts(await stores[1].retrieve(sender)) == ["before", "after"]

    asyncio.run(asyncio.wait_for(scenario(), 60))


def test_a_database_that_answers_nothing_is_given_up_in_time(
    stores: tuple[ConversationStore, ...], parts: Services, sender: str
) -> None:
    async def scenario() -> None:
        await say(stores[0], sender, "before")
        with parts.postgres.frozen():
            started = time.monotonic()
            with pytest.raises(NotStored):
                await say(stores[0], sender, "meanwhile")
            assert time.monotonic() - started < 4
        await say(stores[0], sender, "after")
        assert texts(await stores[1].retrieve(sender)) == ["before", "after"]

    asyncio.run(scenario())


def test_a_database_that_is_not_there_is_named_in_one_line_at_the_start_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://icp:hunter2@127.0.0.1:{free_port()}/icp")
    with pytest.raises(StoreUnusable, match="DATABASE_URL") as raised:
        ConversationStore(DOMAIN)
    assert "\n" not in str(raised.value)
    assert "hunter2" not in str(raised.value)


def test_a_conversation_is_locked_over_all_processes_and_who_waits_is_woken_at_once(two: Clients, sender: str) -> None:
    async def scenario() -> None:
        locks = [ConversationLocks(shared=each) for each in two]
        inside, most, pauses = 0, 0, []

        async def turn(number: int) -> None:
            nonlocal inside, most
            async with locks[number % 2].lock(sender):
                if left:
                    pauses.append(time.monotonic() - left[-1])
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0.01)
                inside -= 1
                left.append(time.monotonic())

        left: list[float] = []
        await asyncio.gather(*(turn(number) for number in range(40)))
        assert most == 1
        assert sorted(pauses)[-4] < 0.5

    asyncio.run(scenario())


def test_the_lock_of_a_killed_process_is_free_after_a_moment(two: Clients, sender: str) -> None:
    async def scenario() -> None:
        killed, other = (ConversationLocks(shared=each) for each in two)
        lock = killed._over_all(sender, 1.0, 0.1)
        await lock.__aenter__()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        started = time.monotonic()
        async with other.lock(sender, wait_time_in_seconds=0.1):
            assert 0.5 < time.monotonic() - started < HELD_SECONDS

    asyncio.run(scenario())


def test_a_long_turn_keeps_its_lock(two: Clients, sender: str) -> None:
    async def scenario() -> None:
        one, other = (ConversationLocks(shared=each) for each in two)
        order = []

        async def long() -> None:
            async with one.lock(sender, lock_lifetime=0.6):
                await asyncio.sleep(2)
                order.append("long")

        async def short() -> None:
            await asyncio.sleep(0.1)
            async with other.lock(sender):
                order.append("short")

        await asyncio.gather(long(), short())
        assert order == ["long", "short"]

    asyncio.run(scenario())


def test_a_limit_holds_over_all_processes(two: Clients, sender: str) -> None:
    async def scenario() -> None:
        def limit(shared: Shared) -> SharedRateLimit:
            return SharedRateLimit("test", 60, 5, RateLimit(60, 5, time.monotonic), shared)

        limits = [limit(each) for each in two]
        waits = [await limits[number % 2].wait(sender) for number in range(8)]
        assert [wait > 0 for wait in waits] == [False] * 5 + [True] * 3
        assert 0 < waits[-1] <= 1
        await asyncio.sleep(waits[-1])
        assert await limits[0].wait(sender) == 0
        assert await limits[1].wait("another sender") == 0

    asyncio.run(scenario())


def test_an_answer_is_remembered_for_all_processes_and_its_id_for_one_message(two: Clients, sender: str) -> None:
    async def scenario() -> None:
        one, other = (Remembered(each, 60) for each in two)
        turn, messages = Turn(sender, "hi", message_id="m1"), [{"recipient_id": sender, "text": "你好"}]
        await one.keep(turn, messages)
        assert await other.answer(turn) == Answer(messages)
        reused = await other.answer(Turn(sender, "something else", message_id="m1"))
        assert isinstance(reused, Refusal)
        assert await other.answer(Turn(sender, "hi", message_id="m2")) is None

    asyncio.run(scenario())


def test_redis_is_used_again_once_it_is_back(two: Clients, parts: Services, sender: str) -> None:
    async def scenario() -> None:
        one, _ = two
        limit = SharedRateLimit("test", 60, 5, RateLimit(60, 5, time.monotonic), one)
        await limit.wait(sender)
        parts.redis.end(signal.SIGKILL)
        assert await limit.wait(sender) == 0
        assert one.is_away
        parts.redis.start()
        while one.is_away:
            await limit.wait(uuid.uuid4().hex)
            await asyncio.sleep(0.1)

    asyncio.run(asyncio.wait_for(scenario(), 30))


def test_a_redis_that_answers_nothing_holds_up_a_turn_for_a_moment_only(two: Clients, parts: Services, sender: str) -> None:
    async def scenario() -> None:
        limit = SharedRateLimit("test", 60, 5, RateLimit(60, 5, time.monotonic), two[0])
        locks = ConversationLocks(shared=two[0])
        with parts.redis.frozen():
            started = time.monotonic()
            for _ in range(3):
                await limit.wait(sender)
                async with locks.lock(sender):
                    pass
            assert time.monotonic() - started < 1.5

    asyncio.run(scenario())
