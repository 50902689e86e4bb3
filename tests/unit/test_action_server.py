"""The way to the action server: a short absence is waited out, a long one is not, and neither fills the log."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from channels.action_server import ActionServerAway, PatientEndpoint, is_worth_logging
from tools.serve import free_port


class _Actions(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections: set[Any]
    status = 200

    def do_POST(self) -> None:
        type(self).connections.add(self.client_address)
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"events": [], "responses": []}).encode()
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def action_server(port: int, status: int = 200) -> Iterator[type[_Actions]]:
    handler = type("Actions", (_Actions,), {"connections": set(), "status": status})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield handler
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.INFO, "channels.action_server"):
        yield


async def call(endpoint: PatientEndpoint) -> Any:
    return await endpoint.request(json={"next_action": "action_determine"}, method="post", timeout=30)


def patient(port: int, seconds: float) -> PatientEndpoint:
    return PatientEndpoint(EndpointConfig(f"http://127.0.0.1:{port}/webhook", enable_selective_domain=True), seconds)


def test_actions_are_asked_over_one_connection() -> None:
    port = free_port()

    async def scenario() -> None:
        endpoint = patient(port, 20)
        for _ in range(3):
            assert await call(endpoint) == {"events": [], "responses": []}
        assert endpoint.kwargs == {"enable_selective_domain": True}
        await endpoint.close()

    with action_server(port) as actions:
        asyncio.run(scenario())
    assert len(actions.connections) == 1


def test_an_action_server_that_comes_back_soon_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    port = free_port()

    async def scenario() -> None:
        endpoint = patient(port, 60)
        turns = [asyncio.ensure_future(call(endpoint)) for _ in range(3)]
        await asyncio.sleep(0.3)
        assert not any(each.done() for each in turns)
        with action_server(port):
            assert await asyncio.gather(*turns) == [{"events": [], "responses": []}] * 3
        await endpoint.close()

    with quiet(caplog):
        asyncio.run(scenario())
    assert [each.message.split("/webhook ")[1] for each in caplog.records if each.name == "channels.action_server"] == [
        "does not answer.",
        "answers again.",
    ]


def test_one_that_stays_away_is_waited_for_once_and_then_asked_once_each_time(caplog: pytest.LogCaptureFixture) -> None:
    port, seconds = free_port(), [0.0]

    async def scenario() -> None:
        endpoint = PatientEndpoint(EndpointConfig(f"http://127.0.0.1:{port}/webhook"), 60, lambda: seconds[0])
        first = asyncio.ensure_future(call(endpoint))
        await asyncio.sleep(0.3)
        seconds[0] = 61
        for each in (first, call(endpoint), call(endpoint)):
            with pytest.raises(ActionServerAway):
                await each
        await endpoint.close()

    with quiet(caplog):
        asyncio.run(scenario())
    assert len(caplog.records) == 1


def test_an_action_server_that_fails_is_not_asked_again() -> None:
    port = free_port()

    async def scenario() -> None:
        endpoint = patient(port, 60)
        with pytest.raises(ClientResponseError):
            await call(endpoint)
        await endpoint.close()

    with action_server(port, status=500):
        asyncio.run(scenario())


@pytest.mark.parametrize(("error", "worth"), [(ActionServerAway(), False), (ValueError(), True), (None, True)])
def test_only_the_absence_is_left_out_of_rasas_log(error: Exception | None, worth: bool) -> None:
    information = (type(error), error, None) if error else None
    record = logging.LogRecord("rasa.core.processor", logging.ERROR, "", 0, "Encountered", None, information)
    assert is_worth_logging(record) == worth
