"""What the action server does beside its actions: names the request in its logs, and serves figures for Prometheus.

Rasa's SDK imports every module of the package and then asks its plugins for such extensions.
"""

from __future__ import annotations

import logging
import sys
import time

import pluggy
from rasa_sdk.plugin import plugin_manager
from sanic import Sanic
from sanic.request import Request
from sanic.response import BaseHTTPResponse

from telemetry.logs import log_as_asked
from telemetry.metrics import ACTION_SECONDS, serve_metrics
from telemetry.request import HEADER, begin_request

logger = logging.getLogger(__name__)
_implementation = pluggy.HookimplMarker("rasa_sdk")


@_implementation
def attach_sanic_app_extensions(app: Sanic) -> None:
    """Called by the SDK with its server before that starts."""
    log_as_asked("actions")
    serve_metrics()

    async def begin(request: Request) -> None:
        if request.path == "/webhook":
            begin_request(request.headers.get(HEADER))
            request.ctx.began = time.perf_counter()

    async def end(request: Request, response: BaseHTTPResponse) -> None:
        if (began := getattr(request.ctx, "began", None)) is not None:
            seconds = time.perf_counter() - began
            ACTION_SECONDS.labels(str(response.status)).observe(seconds)
            logger.info("action", extra={"fields": {"status": response.status, "seconds": round(seconds, 4)}})

    app.register_middleware(begin, "request")
    app.register_middleware(end, "response")


plugin_manager().register(sys.modules[__name__], name=__name__)
