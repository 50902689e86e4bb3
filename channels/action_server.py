"""The way to the action server: over a connection that is kept, and with patience while the server is started again.

Rasa opens a connection for every action, gives up at the first failure, and logs it in some forty lines.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

from telemetry.metrics import timed
from telemetry.request import HEADER, request_id

logger = logging.getLogger(__name__)

_PAUSE_SECONDS = 0.1


class ActionServerAway(RasaException):
    """The action server could not be reached."""


class PatientEndpoint(EndpointConfig):
    """An action server that may be away for a moment.

    A turn waits for it while the absence is short, and is not cut by it: what the server does has no effects, so it can be asked
    again. Once it has been away for longer, turns ask only once, and are answered at once that it is away.

    Args:
        endpoint: the address, with what else `endpoints.yml` says of it.
        patience_seconds: how long an absence counts as short.
        clock: seconds that never run backwards.
    """

    def __init__(self, endpoint: EndpointConfig, patience_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(
            endpoint.url, endpoint.params, endpoint.headers, endpoint.basic_auth, endpoint.token, endpoint.token_name,
            endpoint.cafile, **endpoint.kwargs,
        )  # fmt: skip
        self._patience_seconds = patience_seconds
        self._clock = clock
        self._away_since: float | None = None
        self._kept: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def session(self) -> AsyncIterator[aiohttp.ClientSession]:
        """The session with its open connections; it is not closed when the context ends."""
        if self._kept is None or self._kept.closed:
            self._kept = super().session()
        yield self._kept

    async def request(self, *given: Any, **named: Any) -> Any:
        """What the action server answers, as soon as it does.

        Raises:
            ActionServerAway: it was not to be reached.
            ClientResponseError: it answered that it failed.
        """
        headers = {**named.get("headers", {}), **({HEADER: present} if (present := request_id()) else {})}
        while True:
            try:
                with timed("action_server"):
                    answer = await super().request(*given, **{**named, "headers": headers})
            except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as error:
                if not self._is_worth_waiting():
                    raise ActionServerAway(f"The action server at {self.url} does not answer.") from error
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                self._is_back()
                return answer

    async def close(self) -> None:
        """Closes the connections."""
        if self._kept is not None:
            await self._kept.close()

    def _is_worth_waiting(self) -> bool:
        if self._away_since is None:
            self._away_since = self._clock()
            logger.warning("The action server at %s does not answer.", self.url)
        return self._clock() - self._away_since < self._patience_seconds

    def _is_back(self) -> None:
        if self._away_since is not None:
            logger.warning("The action server at %s answers again.", self.url)
            self._away_since = None


def is_worth_logging(record: logging.LogRecord) -> bool:
    """A filter for Rasa's logs, which say with a traceback for each action what is logged here once."""
    return not (record.exc_info and isinstance(record.exc_info[1], ActionServerAway))
