"""Two assistants are one: what is said to both at once is kept, whoever answers knows it, and limits count for both."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from tests.cluster.running import RunningCluster

ROUNDS = 200
SERVER, SHOP = "the server is in Nanjing", "we sell our own goods"


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(calls)) as pool:
        return [each.result() for each in [pool.submit(call) for call in calls]]


def test_of_two_messages_of_one_sender_to_both_assistants_at_once_both_facts_are_kept(cluster: RunningCluster) -> None:
    def lost(round_number: int) -> str | None:
        sender = f"both-{round_number}-{uuid.uuid4().hex}"
        answers = at_once(
            lambda: cluster.post(sender, SERVER, f"{sender}-server", past_front=0),
            lambda: cluster.post(sender, SHOP, f"{sender}-shop", past_front=1),
        )
        if [status for status, _ in answers] != [200, 200]:
            return f"{sender}: {answers}"
        facts = cluster.case(sender)
        kept = (facts.get("server"), facts.get("activity")) == ("mainland", "own_sales")
        stored = sorted(cluster.users(sender)) == [f"{sender}-server", f"{sender}-shop"]
        return None if kept and stored else f"{sender}: {facts}"

    with ThreadPoolExecutor(2) as pool:
        assert [each for each in pool.map(lost, range(ROUNDS)) if each] == []
    print(f"\nBoth facts were kept in {ROUNDS} of {ROUNDS} rounds.")


def test_a_message_sent_to_both_assistants_at_once_is_answered_once_and_alike(cluster: RunningCluster) -> None:
    for _ in range(20):
        sender = f"twice-{uuid.uuid4().hex}"
        ask = partial(cluster.post, sender, "what is the PSB filing?", "m1")
        first, second = at_once(partial(ask, past_front=0), partial(ask, past_front=1))
        assert first == second
        assert first[0] == 200
        assert cluster.users(sender) == ["m1"]


def test_what_one_assistant_answered_the_other_repeats_and_goes_on_from(cluster: RunningCluster) -> None:
    sender = f"known-{uuid.uuid4().hex}"
    first = cluster.post(sender, SERVER, "m1", past_front=0)
    assert cluster.post(sender, SERVER, "m1", past_front=1) == first
    assert cluster.post(sender, SHOP, "m1", past_front=1)[0] == 409
    assert cluster.post(sender, SHOP, "m2", past_front=1)[0] == 200
    assert "server in mainland China" in cluster.summary(sender)
    assert cluster.users(sender)[:2] == ["m1", "m2"]


def test_a_sender_has_one_limit_for_both_assistants(cluster: RunningCluster) -> None:
    sender = f"limit-{uuid.uuid4().hex}"
    statuses = [cluster.post(sender, "hello", "m1", past_front=number % 2)[0] for number in range(100)]
    assert set(statuses) == {200, 429}
    # 60 at once and 10 a second; each for itself would let all of them through.
    assert statuses.index(429) >= 60
    assert {answer["error"]["code"] for _, status, answer in cluster.refusals if status == 429} == {"rate_limited"}


def test_a_message_without_an_id_is_answered_through_the_front(cluster: RunningCluster) -> None:
    status, answer = cluster.post(f"front-{uuid.uuid4().hex}", "what is the PSB filing?", None)
    assert status == 200
    assert "public security" in answer[0]["text"].lower()
