"""What is counted and logged of a turn: what became of it and how long its parts took, and no word of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from channels.refusals import Refusal
from channels.turns import Result
from telemetry.metrics import TURN_SECONDS, TURNS, UNDER_WAY, count_said
from telemetry.request import RequestSeen

logger = logging.getLogger(__name__)


class Outcome:
    """What became of a turn; "failed" until it is said."""

    def __init__(self) -> None:
        self.name = "failed"

    def of(self, result: Result) -> None:
        """It ended so: "answered", "unavailable" when the action server could not be asked, or the code of its refusal."""
        if isinstance(result, Refusal):
            self.name = result.code
            return
        self.name = "answered" if result.final else "unavailable"
        count_said(result.messages)


@contextmanager
def watched(request: RequestSeen) -> Iterator[Outcome]:
    """Counts and times the turn that the block makes, and logs one line on it."""
    outcome, started = Outcome(), time.perf_counter()
    UNDER_WAY.inc()
    try:
        yield outcome
    finally:
        seconds = time.perf_counter() - started
        UNDER_WAY.dec()
        TURNS.labels(outcome.name).inc()
        TURN_SECONDS.observe(seconds)
        parts = {name: round(each, 4) for name, each in request.seconds.items()}
        logger.info("turn", extra={"fields": {"outcome": outcome.name, "seconds": round(seconds, 4), "parts": parts}})
