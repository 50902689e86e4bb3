"""The public webhook: the protocol of Rasa's own REST channel, at its address, for requests that are what they should be.

Of `credentials.yml`, section `channels.rest.IcpRestInput`; the settings are described in `channels/settings.py`.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from channels.action_server import PatientEndpoint, is_worth_logging
from channels.connections import Connections, possible_connections
from channels.earlier import earlier_answer
from channels.housekeeping import delete_old_daily
from channels.payloads import allowed_payloads
from channels.rate_limit import RateLimit, client_address
from channels.refusals import Refusal, rate_limited
from channels.remembered import Remembered
from channels.repeated_work import spare_repeated_work
from channels.settings import DoorSettings, read_settings
from channels.shared_limits import SharedRateLimit
from channels.texts import language_asked_for, unavailable_messages
from channels.timed_parts import time_parts
from channels.turns import Answer, Result, Turns
from channels.validation import Turn, body_too_large, read_turn, refused_content_type
from channels.watched import watched
from channels.web import AppBlueprint, answer_errors_as_json, hang_up, json_response, read_body, refuse
from nlu.encoder import SentenceEncoder
from store.errors import ConversationChanged
from store.locks import ConversationLocks
from store.no_fallback import stop_falling_back
from store.shared import Shared, shared_of_environment
from telemetry.logs import log_as_asked
from telemetry.metrics import MADE_ANEW, serve_metrics, timed, timed_entry
from telemetry.request import ARRIVED, HEADER, begin_request

logger = logging.getLogger(__name__)

SECTION = "channels.rest.IcpRestInput"
# A turn into whose conversation another process has spoken meanwhile is made anew so often.
_TRIES = 4


class IcpRestInput(InputChannel):
    """Our REST channel. Refuses what is unusable, and hands on the rest, masked, with a time limit, once.

    Args:
        settings: the limits.
        clock: seconds that never run backwards.
        shared: the Redis of all processes; None when this is the only one.

    Raises:
        ChannelSettingsError: the files with the button payloads cannot be read.
    """

    def __init__(self, settings: DoorSettings, clock: Callable[[], float] = time.monotonic, shared: Shared | None = None) -> None:
        def limit(name: str, per_minute: int, burst: int) -> SharedRateLimit:
            return SharedRateLimit(name, per_minute, burst, RateLimit(per_minute, burst, clock), shared)

        self._settings = settings
        self._payloads = allowed_payloads(settings.responses, settings.domain)
        self._senders = limit("sender", settings.sender_per_minute, settings.sender_burst)
        self._addresses = limit("address", settings.address_per_minute, settings.address_burst)
        # For an agent whose own locks are of another kind, such as Rasa's.
        self._locks = ConversationLocks(shared=shared)
        self._shared = shared
        self._is_stopping = False
        self._housekeeping: asyncio.Future[None] | None = None
        self._turns = Turns(settings.turn_seconds, settings.repeat_seconds, settings.turns_at_once, clock)
        self._remembered = Remembered(shared, settings.repeat_seconds)

    @classmethod
    def name(cls) -> str:
        """The name of the stock channel, for its address."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> IcpRestInput:
        """The channel with the settings of its section; from then on Rasa is spared repeated work, and its stores may fail.

        Raises:
            ChannelSettingsError: a setting is unknown or unusable.
            SharedUnusable: REDIS_URL is no address of a Redis.
        """
        spare_repeated_work()
        stop_falling_back()
        return cls(read_settings(DoorSettings, SECTION, credentials), shared=shared_of_environment())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes: `GET /` says that the channel is there, `POST /webhook` takes a message."""
        blueprint = AppBlueprint("icp_rest", self._set_up)

        async def here(request: Request) -> HTTPResponse:
            return json_response({"status": "ok"})

        async def receive(request: Request) -> HTTPResponse:
            seen = begin_request(request.headers.get(HEADER))
            turn = await self._read(request)
            if isinstance(turn, Refusal):
                return refuse(turn, request)
            if self._is_stopping:
                hang_up(request)
                return refuse(
                    Refusal(503, "stopping", "The assistant is being stopped; try again soon.", {"Retry-After": "5"}), request
                )
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return refuse(
                    Refusal(503, "not_ready", "The assistant is still starting; try again soon.", {"Retry-After": "5"}), request
                )
            language = language_asked_for(turn.metadata, request.headers.get("accept-language", ""))
            with watched(seen) as outcome:
                result = await self._turns.result(turn, lambda: self._answer(turn, on_new_message, agent, language, seen.arrived))
                outcome.of(result)
            return refuse(result, request, turn.metadata) if isinstance(result, Refusal) else json_response(result.messages)

        blueprint.add_route(here, "/", methods=["GET"], name="here")
        blueprint.add_route(receive, "/webhook", methods=["POST"], stream=True, name="webhook")
        return blueprint

    async def _read(self, request: Request) -> Turn | Refusal:
        """The turn that is asked for; every check that costs little comes before the one that costs more."""
        forwarded = request.headers.getall("x-forwarded-for", [])
        address = client_address(request.ip, forwarded, self._settings.trusted_proxies)
        if wait := await self._addresses.wait(address):
            return rate_limited(wait)
        if any(each != "false" for each in request.get_args(keep_blank_values=True).getlist("stream") or ()):
            return Refusal(400, "stream_not_supported", "Answers are not streamed; leave `stream` out.")
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            return Refusal(415, "content_encoding_unsupported", "The body must be sent uncompressed.")
        if refusal := refused_content_type(request.headers.get("content-type", "")):
            return refusal
        body = await read_body(request, body_too_large(self._settings), self._settings.body_bytes)
        if isinstance(body, Refusal):
            return body
        turn = read_turn(body, self._settings, self._payloads, request.headers.get("idempotency-key"))
        if isinstance(turn, Turn) and (wait := await self._senders.wait(turn.sender)):
            return rate_limited(wait)
        return turn

    async def _answer(
        self, turn: Turn, on_new_message: Callable[[UserMessage], Awaitable[Any]], agent: Any, language: str, arrived: float
    ) -> Result:
        locks = agent.lock_store if isinstance(agent.lock_store, ConversationLocks) else self._locks
        async with timed_entry("waiting", locks.lock(turn.sender)):
            if SentenceEncoder.serving is not None and not turn.message.startswith(INTENT_MESSAGE_PREFIX):
                with timed("encoding"):
                    await SentenceEncoder.serving.encode_ahead(turn.message)
            for _ in range(_TRIES):
                if earlier := await self._remembered.answer(turn) or await earlier_answer(turn, agent.tracker_store):
                    return earlier
                collector = CollectingOutputChannel()
                metadata = {**(turn.metadata or {}), ARRIVED: arrived}
                message = UserMessage(turn.message, collector, turn.sender, None, self.name(), turn.message_id, metadata)
                try:
                    await on_new_message(message)
                except ConversationChanged as error:
                    # Another process was faster, which the lock prevents but while Redis is away; what it said counts now.
                    changed = error
                    MADE_ANEW.inc()
                else:
                    break
            else:
                raise changed
        if collector.messages:
            await self._remembered.keep(turn, collector.messages)
            return Answer(list(collector.messages))
        # Rasa only logs it when an action cannot be run; every turn of ours answers something when it can.
        logger.warning("A turn produced no message; is the action server running?")
        return Answer(unavailable_messages(turn.sender, language), final=False)

    def _set_up(self, app: Sanic, prefix: str) -> None:
        answer_errors_as_json(app)
        self._limit_connections(app)
        self._begin_and_end_with(app)
        webhook, origins = f"{prefix}/webhook", frozenset(self._settings.allowed_origins)

        async def allow_origins(request: Request, response: BaseHTTPResponse) -> None:
            # On every answer, refusals included, or a page elsewhere could not read them; `--cors` of Rasa hides Retry-After.
            if not origins or request.path.rstrip("/") != webhook:
                return
            response.headers["Vary"] = "Origin"
            origin = request.headers.get("origin", "")
            if origin in origins:
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers["Access-Control-Expose-Headers"] = "Retry-After"
                if request.method == "OPTIONS":
                    response.headers["Access-Control-Allow-Methods"] = "POST"
                    response.headers["Access-Control-Allow-Headers"] = "Content-Type, Idempotency-Key"
                    response.headers["Access-Control-Max-Age"] = "86400"

        async def add_at_the_end(app: Sanic, loop: object) -> None:
            # Rasa adds its own CORS headers when the server starts; ours come after it.
            app.response_middleware.append(allow_origins)

        app.register_listener(add_at_the_end, "before_server_start")

    def _begin_and_end_with(self, app: Sanic) -> None:
        """What is done once the assistant is loaded, and what when it is stopped."""

        async def take_no_more(app: Sanic, loop: object) -> None:
            self._is_stopping = True

        async def begin(app: Sanic, loop: object) -> None:
            agent = getattr(app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return
            log_as_asked("assistant")
            serve_metrics()
            time_parts(agent.processor)
            if agent.action_endpoint is not None:
                agent.action_endpoint = PatientEndpoint(agent.action_endpoint, self._settings.patience_seconds)
                agent.processor.action_endpoint = agent.action_endpoint
            self._housekeeping = asyncio.ensure_future(delete_old_daily(agent.tracker_store))
            # Model and domain stay as long as the process: looking through them for garbage would hold up a turn time and again.
            gc.collect()
            gc.freeze()

        async def close(app: Sanic, loop: object) -> None:
            if self._housekeeping is not None:
                self._housekeeping.cancel()
            if isinstance(endpoint := getattr(getattr(app.ctx, "agent", None), "action_endpoint", None), PatientEndpoint):
                await endpoint.close()
            if self._shared is not None:
                await self._shared.close()

        logging.getLogger("rasa.core.processor").addFilter(is_worth_logging)
        app.register_listener(begin, "after_server_start")
        app.register_listener(take_no_more, "before_server_stop")
        app.register_listener(close, "after_server_stop")

    def _limit_connections(self, app: Sanic) -> None:
        limits = self._settings
        each = 0 if limits.trusted_proxies else limits.address_connections
        Connections(possible_connections(limits.connections), each, limits.silent_seconds).watch(app)
        app.config.REQUEST_TIMEOUT = limits.silent_seconds
        app.config.KEEP_ALIVE_TIMEOUT = limits.idle_seconds
        # Turns under way are answered when the server is stopped.
        app.config.GRACEFUL_SHUTDOWN_TIMEOUT = limits.turn_seconds + 5
