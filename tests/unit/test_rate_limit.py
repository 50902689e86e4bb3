"""Token buckets, and whom a request is counted for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.rate_limit import RateLimit, client_address


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_as_many_as_the_burst_pass_at_once_and_the_next_waits() -> None:
    limit = RateLimit(per_minute=60, burst=3, clock=Clock())
    assert [limit.wait("ann") for _ in range(4)] == [0, 0, 0, pytest.approx(1)]


def test_after_the_wait_that_was_told_one_more_passes() -> None:
    clock = Clock()
    limit = RateLimit(per_minute=7, burst=1, clock=clock)
    limit.wait("ann")
    clock.now += limit.wait("ann")
    assert limit.wait("ann") == 0
    assert limit.wait("ann") > 0


def test_one_key_does_not_use_up_another_ones_tokens() -> None:
    limit = RateLimit(per_minute=1, burst=1, clock=Clock())
    limit.wait("ann")
    assert limit.wait("bob") == 0


def test_a_long_pause_does_not_save_up_more_than_the_burst() -> None:
    clock = Clock()
    limit = RateLimit(per_minute=60, burst=2, clock=clock)
    limit.wait("ann")
    clock.now += 3600
    assert [limit.wait("ann") > 0 for _ in range(3)] == [False, False, True]


def test_zero_a_minute_lets_everything_through_and_remembers_nothing() -> None:
    limit = RateLimit(per_minute=0, burst=1, clock=Clock())
    assert not any(limit.wait("ann") for _ in range(100))
    assert len(limit) == 0


def test_no_more_keys_are_remembered_than_allowed_and_the_busy_one_is_not_forgotten() -> None:
    limit = RateLimit(per_minute=1, burst=1, clock=Clock(), most_keys=10)
    for number in range(1000):
        limit.wait("busy")
        limit.wait(f"sender {number}")
    assert len(limit) == 10
    assert limit.wait("busy") > 0


@given(st.lists(st.floats(0, 30), max_size=60), st.integers(1, 120), st.integers(1, 10))
def test_never_more_pass_than_the_burst_and_what_flowed_in_since(pauses: list[float], per_minute: int, burst: int) -> None:
    clock = Clock()
    limit = RateLimit(per_minute, burst, clock)
    passed = 0
    for pause in pauses:
        clock.now += pause
        passed += limit.wait("ann") == 0
    assert passed <= burst + (clock.now - 1000) * per_minute / 60 + 1e-6


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "expected"),
    [
        ("192.0.2.1", [], 0, "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.7"], 0, "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.7"], 1, "198.51.100.7"),
        ("192.0.2.1", ["203.0.113.9, 198.51.100.7"], 1, "198.51.100.7"),
        ("192.0.2.1", ["203.0.113.9, 198.51.100.7"], 2, "203.0.113.9"),
        ("192.0.2.1", ["203.0.113.9", "198.51.100.7"], 1, "198.51.100.7"),
        ("192.0.2.1", [], 2, "192.0.2.1"),
        ("192.0.2.1", ["nonsense"], 1, "192.0.2.1"),
        ("192.0.2.1", ["::ffff:198.51.100.7"], 1, "198.51.100.7"),
        ("2001:db8:1:2:3::4", [], 0, "2001:db8:1:2::/64"),
        ("192.0.2.1", ["[2001:db8:1:2:3::4]"], 1, "2001:db8:1:2::/64"),
    ],
)
def test_the_address_counted_is_what_the_outermost_trusted_proxy_saw(
    peer: str, forwarded: list[str], trusted: int, expected: str
) -> None:
    assert client_address(peer, forwarded, trusted) == expected
