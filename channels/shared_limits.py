"""A rate limit that holds over all processes, when they share a Redis; each counts for itself while that is away."""

from __future__ import annotations

from channels.rate_limit import RateLimit
from store.shared import Shared, name_of

# The bucket of `channels/rate_limit.py`, by the clock of Redis. It is forgotten once it is full again.
_TAKE = """
local burst, per_second = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens, at = tonumber(bucket[1]) or burst, tonumber(bucket[2]) or now
tokens = math.min(burst, tokens + math.max(0, now - at) * per_second)
local wait = 0
if tokens >= 1 - 1e-9 then tokens = tokens - 1 else wait = (1 - tokens) / per_second end
redis.call('HSET', KEYS[1], 'tokens', string.format('%.9f', tokens), 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / per_second * 1000) + 1000)
return string.format('%.6f', wait)
"""


class SharedRateLimit:
    """A rate limit over all processes.

    Args:
        name: of what is limited; two limits of one name are one.
        per_minute: 0 lets everything through.
        burst: at least 1.
        own: the limit of this process, for when there is no Redis, or none that answers.
        shared: the Redis of all processes; None without one.
    """

    def __init__(self, name: str, per_minute: int, burst: int, own: RateLimit, shared: Shared | None) -> None:
        self._name = name
        self._per_second = per_minute / 60
        self._burst = burst
        self._own = own
        self._shared = shared

    async def wait(self, key: str) -> float:
        """Takes one token; 0.0 when there was one, else the seconds until there is one again."""
        if self._shared is None or not self._per_second:
            return self._own.wait(key)
        name = name_of(self._name, key)
        told = await self._shared.ask(lambda redis: redis.eval(_TAKE, 1, name, self._burst, self._per_second), None)
        return self._own.wait(key) if told is None else float(told)
