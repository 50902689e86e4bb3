"""What both channels need of Sanic: JSON answers, a body that is never read beyond its limit, and a way to reach the app."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Callable, Mapping
from typing import Any

from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException, ServiceUnavailable
from sanic.handlers import ErrorHandler
from sanic.request import Request
from sanic.response import HTTPResponse

from channels.refusals import NOTHING_HERE, Refusal
from channels.texts import language_asked_for
from telemetry.metrics import REFUSALS
from telemetry.request import HEADER, request_id

BODY_SECONDS = 10.0

_dumps = functools.partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
# Of the errors that Sanic itself raises. Their own words quote the request, so they are not passed on.
_KNOWN = {
    400: ("bad_request", "The request is broken."),
    404: (NOTHING_HERE.code, NOTHING_HERE.message),
    405: ("method_not_allowed", "This address takes other methods; see the header Allow."),
    408: ("request_timed_out", "The request took too long to arrive."),
    413: ("body_too_large", "The request is too large."),
}


class AppBlueprint(Blueprint):
    """A blueprint that is told the app which it is registered with, and the prefix of its addresses there."""

    def __init__(self, name: str, registered: Callable[[Sanic, str], None]) -> None:
        super().__init__(name)
        self.ctx.tell = registered

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """Registers the routes, then tells."""
        super().register(app, options)
        self.ctx.tell(app, (options.get("url_prefix") or "").rstrip("/"))


def json_response(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HTTPResponse:
    """An answer that no cache keeps and no browser takes for anything but JSON."""
    kept = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **(headers or {})}
    if present := request_id():
        kept[HEADER] = present
    return HTTPResponse(_dumps(content), status=status, headers=kept, content_type="application/json")


def refuse(refusal: Refusal, request: Request, metadata: Mapping[str, Any] | None = None) -> HTTPResponse:
    """The refusal as an answer, in the language that the message or else the request asks for."""
    language = language_asked_for(metadata, request.headers.get("accept-language", ""))
    REFUSALS.labels(refusal.code).inc()
    return json_response(refusal.body(language), refusal.status, refusal.headers)


def answer_errors_as_json(app: Sanic) -> None:
    """Has the app answer every error of its own, such as an unknown address or a wrong method, in the form of a refusal."""

    def known(request: Request, error: SanicException) -> HTTPResponse:
        # Sanic says 503 when it is a request that was not all there in time.
        status = 408 if isinstance(error, ServiceUnavailable) else getattr(error, "status_code", 500)
        if status >= 500:
            return failed(request, error)
        code, message = _KNOWN.get(status, _KNOWN[400])
        return refuse(Refusal(status, code, message, getattr(error, "headers", None) or {}), request)

    def failed(request: Request, error: Exception) -> HTTPResponse:
        ErrorHandler.log(request, error)
        status = getattr(error, "status_code", 500)
        return refuse(Refusal(status, "internal_error", "The server failed to answer; try again in a minute."), request)

    app.error_handler.add(SanicException, known)
    app.error_handler.add(Exception, failed)


async def read_body(request: Request, too_large: Refusal, most_bytes: int) -> bytes | Refusal:
    """The body of a request to a streaming route, of which never more than the limit is held.

    What comes beyond it is thrown away as it arrives, so that the client gets to read its refusal.

    Args:
        request: of a route with `stream=True`; for others Sanic has read the body already.
        too_large: the refusal of a longer body.
        most_bytes: the limit, whether or not the length is declared.
    """
    if int(request.headers.getone("content-length", "0")) > most_bytes:
        return too_large
    try:
        body = await asyncio.wait_for(_read(request, most_bytes), BODY_SECONDS)
    except asyncio.TimeoutError:
        hang_up(request)
        return Refusal(408, "request_timed_out", f"The body must arrive within {BODY_SECONDS:g} seconds.")
    return too_large if len(body) > most_bytes else body


async def _read(request: Request, most_bytes: int) -> bytes:
    body = bytearray()
    stream: Any = request.stream
    while stream.request_body and len(body) <= most_bytes:
        body += await stream.read() or b""
    return bytes(body)


def hang_up(request: Request) -> None:
    """Has Sanic close the connection after the answer, without waiting for the rest of the body."""
    stream: Any = request.stream
    stream.request_body = None
    stream.keep_alive = False
