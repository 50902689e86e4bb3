"""A rate limit for each key: token buckets in memory, of this process only.

Several processes share a limit through Redis, see `channels/shared_limits.py`.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass
class _Bucket:
    tokens: float
    at: float


class RateLimit:
    """Lets each key through `burst` times at once and `per_minute` times a minute in the long run.

    Args:
        per_minute: 0 lets everything through.
        burst: at least 1.
        clock: seconds that never run backwards, such as `time.monotonic`.
        most_keys: how many keys are remembered. Above, those that were not seen for the longest time are forgotten.
    """

    def __init__(self, per_minute: int, burst: int, clock: Callable[[], float], most_keys: int = 20_000) -> None:
        self._per_second = per_minute / 60
        self._burst = burst
        self._clock = clock
        self._most_keys = most_keys
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._buckets)

    def wait(self, key: str) -> float:
        """Takes one token; 0.0 when there was one, else the seconds until there is one again."""
        if self._per_second == 0:
            return 0.0
        now = self._clock()
        bucket = self._buckets.setdefault(key, _Bucket(float(self._burst), now))
        self._buckets.move_to_end(key)
        while len(self._buckets) > self._most_keys:
            self._buckets.popitem(last=False)
        bucket.tokens = min(float(self._burst), bucket.tokens + (now - bucket.at) * self._per_second)
        bucket.at = now
        # Sums of fractions may miss a whole token by a hair.
        if bucket.tokens >= 1 - 1e-9:
            bucket.tokens -= 1
            return 0.0
        return (1 - bucket.tokens) / self._per_second


def client_address(peer: str, forwarded: Sequence[str], trusted_proxies: int) -> str:
    """The address that a request is counted for.

    Args:
        peer: who opened the connection.
        forwarded: the values of the X-Forwarded-For headers, in order.
        trusted_proxies: how many proxies of ours appended to it; everything further left is the client's own claim.

    Returns:
        An IPv4 address, or the /64 network of an IPv6 one: that is what a single customer gets.
    """
    claimed = [each.strip() for line in forwarded for each in line.split(",") if each.strip()]
    chain = [*claimed, peer][-(trusted_proxies + 1) :]
    return _network(chain[0]) or _network(peer) or peer


def _network(text: str) -> str | None:
    try:
        address = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
