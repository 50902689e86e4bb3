"""The pages beside the webhook: the demo support page, the widget's files, the state of the server and its description.

Of `credentials.yml`, section `channels.pages.PagesInput`; the settings are described in `channels/settings.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from channels.readiness import ReadinessCheck
from channels.refusals import NOTHING_HERE
from channels.settings import PageSettings, read_settings
from channels.web import AppBlueprint, answer_errors_as_json, json_response, refuse

SECTION = "channels.pages.PagesInput"
DEMO_PAGE = "demo.html"
_DESCRIPTION = Path(__file__).with_name("openapi.yml")

_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
# For every page and file: nothing from elsewhere, no inline script or style, in nobody's frame.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # Kept by browsers, but asked for anew each time: an update is there at once, and costs nothing while there is none.
    "Cache-Control": "no-cache",
    # A support site on another origin embeds the widget.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}


@dataclass(frozen=True)
class File:
    """A file as it is served."""

    body: bytes
    kind: str
    tag: str

    def response(self, request: Request) -> HTTPResponse:
        """The file, or 304 when the client has it already."""
        headers = {**_HEADERS, "ETag": self.tag}
        if self.tag in [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]:
            return HTTPResponse(status=304, headers=headers)
        return HTTPResponse(self.body, headers=headers, content_type=self.kind)


def read_files(folder: Path) -> Mapping[str, File]:
    """The files of the folder by their names in it, of the kinds that browsers load; none when there is no such folder.

    Only these names are ever looked up, so no address leads out of the folder.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.suffix in _KINDS and not any(part.startswith(".") for part in name.split("/")):
            body = path.read_bytes()
            found[name] = File(body, _KINDS[path.suffix], f'"{hashlib.sha256(body).hexdigest()[:32]}"')
    return found


def description() -> dict[str, Any]:
    """The OpenAPI description of the webhook and these pages."""
    content: dict[str, Any] = yaml.safe_load(_DESCRIPTION.read_text(encoding="utf-8"))
    return content


class PagesInput(InputChannel):
    """Serves pages; takes no messages. An input channel, because that is what `rasa run` lets one add to its server."""

    def __init__(self, settings: PageSettings) -> None:
        self._files = read_files(settings.widget)
        self._page = self._files.get(DEMO_PAGE) if settings.demo_page else None
        self._check = ReadinessCheck(settings.action_server_seconds)

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "pages"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> PagesInput:
        """The channel with the settings of its section.

        Raises:
            ChannelSettingsError: a setting is unknown or unusable.
        """
        return cls(read_settings(PageSettings, SECTION, credentials))

    def url_prefix(self) -> str:
        """The root, instead of a folder under /webhooks/."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        blueprint = AppBlueprint("icp_pages", self._set_up)
        described = description()

        async def health(request: Request) -> HTTPResponse:
            return json_response({"status": "ok"})

        async def ready(request: Request) -> HTTPResponse:
            state = await self._check.look(getattr(request.app.ctx, "agent", None))
            parts = {"model": state.model, "action_server": state.action_server, "store": state.store}
            if state.ready:
                return json_response({"status": "ready", **parts})
            error = {"code": "not_ready", "message": state.missing}
            return json_response({"status": "not_ready", **parts, "error": error}, 503, {"Retry-After": "5"})

        async def openapi(request: Request) -> HTTPResponse:
            return json_response(described)

        async def file(request: Request, name: str) -> HTTPResponse:
            if name not in self._files:
                return refuse(NOTHING_HERE, request)
            return self._files[name].response(request)

        async def page(request: Request) -> HTTPResponse:
            if self._page is None:
                return refuse(NOTHING_HERE, request)
            return self._page.response(request)

        # No body is looked at, so none is read.
        routes = {"/health": health, "/ready": ready, "/openapi.json": openapi, "/widget/<name:path>": file}
        for address, handler in routes.items():
            blueprint.route(address, methods=["GET", "HEAD"], ignore_body=True)(handler)
        blueprint.route("/", methods=["HEAD"], ignore_body=True)(page)
        return blueprint

    def _set_up(self, app: Sanic, prefix: str) -> None:
        answer_errors_as_json(app)
        page = self._page

        async def page_at_root(request: Request) -> HTTPResponse | None:
            # Rasa has a route for GET / already, which greets with its version, and no second one can be added.
            if request.path != "/" or request.method != "GET":
                return None
            return page.response(request) if page else refuse(NOTHING_HERE, request)

        app.register_middleware(page_at_root, "request")
