"""Time limits and repeated messages, without a server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from channels.refusals import Refusal
from channels.turns import Answer, Result, Turns
from channels.validation import Turn

HI = Turn("ann", "hi")
HI_WITH_ID = Turn("ann", "hi", message_id="m1")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Assistant:
    """Counts what is asked of it, and answers after a pause."""

    def __init__(self, pause: float = 0.0, final: bool = True) -> None:
        self.asked = 0
        self.cancelled = 0
        self._pause = pause
        self._final = final

    async def __call__(self) -> Answer:
        self.asked += 1
        number = self.asked
        try:
            await asyncio.sleep(self._pause)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return Answer([{"text": f"answer {number}"}], self._final)


def turns(clock: Callable[[], float] | None = None, **settings: Any) -> Turns:
    given = {"seconds": 5, "repeat_seconds": 120, "at_once": 10, **settings}
    return Turns(clock=clock or Clock(), **given)


def run(scenario: Callable[[], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        return await asyncio.wait_for(scenario(), 10)

    return asyncio.run(main())


def code(result: Result) -> str:
    assert isinstance(result, Refusal), result
    return result.code


def test_a_message_sent_again_with_its_id_gets_the_same_answer_without_a_second_turn() -> None:
    async def scenario() -> None:
        table, assistant = turns(), Assistant()
        first = await table.result(HI_WITH_ID, assistant)
        assert await table.result(HI_WITH_ID, assistant) == first
        assert assistant.asked == 1

    run(scenario)


def test_two_at_the_same_time_get_the_answer_of_one_turn_with_and_without_an_id() -> None:
    async def scenario() -> None:
        for turn in (HI, HI_WITH_ID):
            table, assistant = turns(), Assistant(pause=0.02)
            first, second = await asyncio.gather(table.result(turn, assistant), table.result(turn, assistant))
            assert first == second == Answer([{"text": "answer 1"}])

    run(scenario)


def test_without_an_id_the_same_words_later_are_a_new_turn() -> None:
    async def scenario() -> None:
        table, assistant = turns(), Assistant()
        await table.result(HI, assistant)
        assert await table.result(HI, assistant) == Answer([{"text": "answer 2"}])

    run(scenario)


def test_other_words_other_metadata_and_other_senders_are_other_turns() -> None:
    async def scenario() -> None:
        table, assistant = turns(), Assistant(pause=0.02)
        others = [HI, Turn("ann", "ho"), Turn("bob", "hi"), Turn("ann", "hi", {"a": 1}), Turn("bob", "hi", message_id="m1")]
        await asyncio.gather(*(table.result(each, assistant) for each in others))
        assert assistant.asked == len(others)

    run(scenario)


def test_an_id_used_for_another_message_is_refused() -> None:
    async def scenario() -> None:
        table, assistant = turns(), Assistant()
        await table.result(HI_WITH_ID, assistant)
        result = await table.result(Turn("ann", "ho", message_id="m1"), assistant)
        assert code(result) == "message_id_reused"
        assert assistant.asked == 1

    run(scenario)


def test_an_answer_is_kept_for_its_time_and_no_longer() -> None:
    async def scenario() -> None:
        clock, assistant = Clock(), Assistant()
        table = turns(clock)
        await table.result(HI_WITH_ID, assistant)
        clock.now = 119
        await table.result(HI_WITH_ID, assistant)
        assert assistant.asked == 1
        clock.now = 121
        await table.result(HI_WITH_ID, assistant)
        assert assistant.asked == 2

    run(scenario)


def test_no_more_answers_are_kept_than_allowed() -> None:
    async def scenario() -> None:
        table = turns(most_kept=5)
        for number in range(50):
            await table.result(Turn("ann", "hi", message_id=f"m{number}"), Assistant())
        assert table.kept == 5

    run(scenario)


def test_a_turn_without_a_real_answer_is_made_again_when_it_is_sent_again() -> None:
    async def scenario() -> None:
        table, assistant = turns(), Assistant(final=False)
        await table.result(HI_WITH_ID, assistant)
        await table.result(HI_WITH_ID, assistant)
        assert assistant.asked == 2

    run(scenario)


def test_a_turn_that_takes_too_long_is_given_up_and_can_be_sent_again() -> None:
    async def scenario() -> None:
        table, slow = turns(seconds=0.05), Assistant(pause=60)
        result = await table.result(HI_WITH_ID, slow)
        assert (result.status if isinstance(result, Refusal) else 200, code(result)) == (504, "turn_timed_out")
        await asyncio.sleep(0)
        assert slow.cancelled == 1
        assert await table.result(HI_WITH_ID, Assistant()) == Answer([{"text": "answer 1"}])

    run(scenario)


def test_a_turn_that_does_not_give_in_is_not_waited_for() -> None:
    async def scenario() -> None:
        finish = asyncio.Event()

        async def stubborn() -> Answer:
            while not finish.is_set():
                try:
                    await finish.wait()
                except asyncio.CancelledError:
                    continue
            return Answer([])

        assert code(await turns(seconds=0.05).result(HI, stubborn)) == "turn_timed_out"
        finish.set()
        await asyncio.sleep(0)

    run(scenario)


def test_a_failing_turn_is_refused_can_be_sent_again_and_is_logged_without_words_of_the_person(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def failing() -> Answer:
        raise ValueError("what the person typed")

    async def scenario() -> None:
        table = turns()
        assert code(await table.result(HI_WITH_ID, failing)) == "turn_failed"
        assert await table.result(HI_WITH_ID, Assistant()) == Answer([{"text": "answer 1"}])

    with caplog.at_level(logging.DEBUG):
        run(scenario)
    assert "A turn failed: ValueError" in caplog.text
    assert "typed" not in caplog.text.replace("raise ValueError", "").replace('("what the person typed")', "")


def test_the_turn_goes_on_when_the_client_hangs_up() -> None:
    async def scenario() -> None:
        table, assistant = turns(), Assistant(pause=0.05)
        request = asyncio.ensure_future(table.result(HI_WITH_ID, assistant))
        await asyncio.sleep(0.01)
        request.cancel()
        assert await table.result(HI_WITH_ID, assistant) == Answer([{"text": "answer 1"}])

    run(scenario)


def test_more_turns_at_once_than_allowed_are_turned_away() -> None:
    async def scenario() -> None:
        table, assistant = turns(at_once=2), Assistant(pause=0.05)
        results = await asyncio.gather(*(table.result(Turn(f"sender {n}", "hi"), assistant) for n in range(3)))
        assert [isinstance(each, Answer) for each in results] == [True, True, False]
        assert code(results[2]) == "busy"
        assert isinstance(await table.result(HI, assistant), Answer)

    run(scenario)
