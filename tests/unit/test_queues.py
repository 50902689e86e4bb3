"""Turns of one conversation come one after the other, without a pause in between."""

from __future__ import annotations

import asyncio

import pytest

from store.locks import Queues


def test_turns_of_a_sender_come_in_order_and_others_need_not_wait() -> None:
    async def scenario() -> None:
        queues, seen = Queues(), []

        async def turn(sender: str, name: str, seconds: float = 0) -> None:
            async with queues.turn_of(sender):
                seen.append(f"{name} begins")
                await asyncio.sleep(seconds)
                seen.append(f"{name} ends")

        await asyncio.gather(turn("ann", "first", 0.05), turn("ann", "second"), turn("bob", "other"))
        assert seen == ["first begins", "other begins", "other ends", "first ends", "second begins", "second ends"]
        assert len(queues) == 0

    asyncio.run(scenario())


def test_a_turn_that_fails_or_is_given_up_holds_up_nobody() -> None:
    async def scenario() -> None:
        queues = Queues()

        async def fail() -> None:
            async with queues.turn_of("ann"):
                raise ValueError

        async def wait() -> None:
            async with queues.turn_of("ann"):
                await asyncio.sleep(60)

        with pytest.raises(ValueError):  # noqa: PT011
            await fail()
        first, second = asyncio.ensure_future(wait()), asyncio.ensure_future(wait())
        await asyncio.sleep(0)
        for each in (second, first):
            each.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        assert len(queues) == 0

    asyncio.run(scenario())
