"""Rasa's own Sanic app with our channels on a free port of loopback, and a stand-in for the assistant behind them."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.run import configure_app
from sanic import Sanic

WEBHOOK = "/webhooks/rest/webhook"


async def say_hello(message: UserMessage) -> None:
    """Answers with one text."""
    await message.output_channel.send_text_message(message.sender_id, "Hello.")


@dataclass
class StandIn:
    """Takes Rasa's place: remembers what reaches it, and answers with `behave`."""

    behave: Callable[[UserMessage], Awaitable[None]] = say_hello
    messages: list[UserMessage] = field(default_factory=list)
    ready: bool = True
    action_endpoint: Any = None
    tracker_store: Any = None
    lock_store: Any = None

    def is_ready(self) -> bool:
        return self.ready

    async def handle_message(self, message: UserMessage) -> None:
        self.messages.append(message)
        await self.behave(message)


@dataclass(frozen=True)
class Response:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        return str(self.json["error"]["code"])


@dataclass
class Door:
    """A running server."""

    port: int
    agent: StandIn
    connection: http.client.HTTPConnection | None = None

    def request(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **how: Any) -> Response:
        """One request over a new connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {}, **how)
            return _response(connection)
        finally:
            connection.close()

    def post(self, body: Any, path: str = WEBHOOK, **headers: str) -> Response:
        """A POST of bytes, or of anything else as JSON, to the webhook."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.request("POST", path, content, {"Content-Type": "application/json", **given})

    def say(self, message: Any, sender: Any = "ann", **more: Any) -> Response:
        """A message."""
        return self.post({"sender": sender, "message": message, **more})

    @property
    def texts(self) -> list[str | None]:
        """What reached the assistant."""
        return [each.text for each in self.agent.messages]


def _response(connection: http.client.HTTPConnection) -> Response:
    answer = connection.getresponse()
    return Response(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())


@contextmanager
def running(channels: Sequence[InputChannel], agent: StandIn | None = None) -> Iterator[Door]:
    """Serves the channels until the block ends."""
    Sanic.test_mode = True
    app = configure_app(list(channels), enable_api=False, use_uvloop=False)
    agent = agent or StandIn()
    app.ctx.agent = agent
    # Sanic takes port 0 for its default port, so the free one is found here.
    listener = socket.create_server(("127.0.0.1", 0))
    loop = asyncio.new_event_loop()
    started = threading.Event()

    async def start() -> Any:
        server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.before_start()
        return server

    async def stop(server: Any) -> None:
        server.close()
        await server.wait_closed()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def serve() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(start())
        started.set()
        loop.run_forever()
        loop.run_until_complete(stop(server))
        loop.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    assert started.wait(10), "the server did not start"
    try:
        yield Door(listener.getsockname()[1], agent)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        listener.close()
