"""A turn sees the last turns of its session and every slot, read or kept in memory alike, however long the conversation is."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.events import ActiveLoop, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from store.window import recent
from tests.unit.conversing import DOMAIN, add_turn, begin, store_in, texts

# What happens in a turn: a new session first, how many slots are set to what, or a form that stays open.
STEPS = st.lists(
    st.one_of(
        st.just("new session"),
        st.tuples(st.sampled_from(["server", "cdn", "live"]), st.sampled_from(["mainland", "outside", None, False])),
        st.just("form"),
    ),
    max_size=8,
)


async def take(store: object, steps: list[object]) -> None:
    tracker = await store.get_or_create_tracker("ann", append_action_listen=False)  # type: ignore[attr-defined]
    if not tracker.events or steps == ["new session"]:
        begin(tracker)
    for step in steps:
        if step == "form":
            tracker.update(ActiveLoop("a form"), DOMAIN)
        elif isinstance(step, tuple):
            tracker.update(SlotSet(*step), DOMAIN)
    add_turn(tracker, f"message {len(tracker.events)}")
    await store.save(tracker)  # type: ignore[attr-defined]


@settings(deadline=None, max_examples=12)
@given(STEPS)
def test_what_is_kept_in_memory_is_what_would_be_read_and_knows_all_that_was_said(steps: list[object]) -> None:
    async def scenario(folder: Path) -> None:
        living, reading = store_in(folder, recent_turns=2), store_in(folder, recent_turns=2)
        for step in steps:
            await take(living, [step])
            kept, read, whole = (
                await living.retrieve("ann"),
                await reading.retrieve("ann"),
                await living.retrieve_full_tracker("ann"),
            )
            assert kept is not None
            assert read is not None
            assert whole is not None
            assert list(kept.events) == list(read.events)
            assert (kept.stored, kept.last) == (read.stored, read.last)
            assert kept.current_slot_values() == read.current_slot_values() == whole.current_slot_values()
            assert kept.active_loop_name == whole.active_loop_name
            # Taken out above; put back, so that the next turn goes on from memory.
            living._live["ann"] = kept
        living.close()
        reading.close()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(scenario(Path(folder)))


def test_a_long_conversation_is_no_longer_than_a_short_one(tmp_path: Path) -> None:
    async def scenario() -> None:
        store, lengths = store_in(tmp_path, recent_turns=3), []
        for _ in range(30):
            await take(store, [])
            tracker = await store.retrieve("ann")
            assert tracker is not None
            lengths.append(len(tracker.events))
            store._live["ann"] = tracker
        assert len(set(lengths[5:])) == 1
        assert len(texts(await store.retrieve("ann"))) == 3
        assert len(texts(await store.retrieve_full_tracker("ann"))) == 30

    asyncio.run(scenario())


def test_what_has_a_lasting_effect_is_kept_with_all_that_came_after_it() -> None:
    tracker = DialogueStateTracker("ann", DOMAIN.slots)
    begin(tracker)
    for number in range(6):
        add_turn(tracker, f"message {number}")
    assert len(recent(tracker.events, 2)) < len(tracker.events) - 10
    tracker.update(ActiveLoop("a form"), DOMAIN)
    for number in range(6):
        add_turn(tracker, f"later {number}")
    kept = recent(tracker.events, 2)
    assert isinstance(kept[0], SessionStarted)
    assert [each.text for each in kept if isinstance(each, UserUttered)] == ["message 5", *(f"later {n}" for n in range(6))]


def test_a_session_with_fewer_turns_is_kept_whole() -> None:
    tracker = DialogueStateTracker("ann", DOMAIN.slots)
    begin(tracker)
    for number in range(3):
        add_turn(tracker, f"message {number}")
        for turns in (3, 4, 5, 100):
            assert recent(tracker.events, turns)[1:] == list(tracker.events)[2:]
