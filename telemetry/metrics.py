"""Figures for Prometheus, on a port of their own that is not for the public: METRICS_PORT, on METRICS_HOST (loopback unless set)."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

from prometheus_client import Counter, Gauge, Histogram, start_http_server

from telemetry.request import add_seconds

logger = logging.getLogger(__name__)

# Up to what the door waits for a turn.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 45)

TURNS = Counter("icp_turns", "Messages that got past the checks of the door, by what became of them.", ["outcome"])
TURN_SECONDS = Histogram("icp_turn_seconds", "How long turns took, from the door and back.", buckets=_SECONDS)
PART_SECONDS = Histogram("icp_part_seconds", "How long a part of a turn took.", ["part"], buckets=_SECONDS)
ACTION_SECONDS = Histogram("icp_action_seconds", "How long the action server took for an action.", ["status"], buckets=_SECONDS)
UNDER_WAY = Gauge("icp_turns_under_way", "Turns under way just now.")
REFUSALS = Counter("icp_refusals", "Requests that were not answered, by the code of the refusal.", ["code"])
ANSWERS = Counter("icp_answers", "Answers by topic and language.", ["topic", "language"])
SAID = Counter("icp_said", "Machine-readable parts of what was said, by type.", ["type"])
FALLBACKS = Counter("icp_fallbacks", "Messages that were not simply answered, by reason.", ["reason"])
LANGUAGES = Counter("icp_turns_by_language", "Turns by the language of the answer.", ["language"])
STORE_FAILURES = Counter("icp_store_failures", "Pieces of work that the database did not do.", ["kind"])
REDIS_AWAY = Gauge("icp_redis_away", "1 while Redis does not answer this process.")
MADE_ANEW = Counter("icp_turns_made_anew", "Turns into whose conversation another process had spoken meanwhile.")


@contextmanager
def timed(part: str) -> Iterator[None]:
    """Counts how long the block takes for that part of a turn, and adds it to the present request."""
    started = time.perf_counter()
    try:
        yield
    finally:
        seconds = time.perf_counter() - started
        PART_SECONDS.labels(part).observe(seconds)
        add_seconds(part, seconds)


@asynccontextmanager
async def timed_entry(part: str, context: AbstractAsyncContextManager[Any]) -> AsyncIterator[None]:
    """Enters the context, and counts how long it took to get in."""
    async with AsyncExitStack() as stack:
        with timed(part):
            await stack.enter_async_context(context)
        yield


def count_said(messages: Iterable[Mapping[str, Any]]) -> None:
    """Counts what the messages of one turn are, by their machine-readable parts."""
    language = None
    for each in messages:
        part = each.get("custom") or {}
        if "type" not in part:
            continue
        language = part.get("language") or language
        SAID.labels(part["type"]).inc()
        if part["type"] == "answer":
            ANSWERS.labels(part.get("topic", "unknown"), part.get("language", "unknown")).inc()
        if part["type"] == "fallback":
            FALLBACKS.labels(part.get("reason", "unknown")).inc()
    if language:
        LANGUAGES.labels(language).inc()


def serve_metrics() -> None:
    """Serves the figures where METRICS_PORT says; nowhere without it. A port in use is logged, and no reason to end."""
    port = os.environ.get("METRICS_PORT", "")
    if not port.isdigit():
        return
    try:
        start_http_server(int(port), os.environ.get("METRICS_HOST", "127.0.0.1"))
    except OSError as error:
        logger.error("No metrics are served: port %s cannot be used (%s).", port, error.strerror)
