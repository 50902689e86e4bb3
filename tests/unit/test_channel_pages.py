"""The pages beside the webhook, in Rasa's own server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from channels.pages import PagesInput, read_files
from channels.readiness import health_address
from channels.rest import IcpRestInput
from channels.settings import PageSettings
from tests.unit.channel_door import WEBHOOK, Door, StandIn, running


@pytest.fixture(scope="module")
def widget(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "widget"
    (folder / "icons").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name, content in {
        "demo.html": "<!doctype html><title>Demo</title>",
        "demo.css": "body{}",
        "icp-chat.js": "'use strict'",
        "icons/bubble.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "notes.txt": "not for the public",
        ".hidden.js": "x",
        ".git/config.json": "{}",
    }.items():
        (folder / name).write_text(content, encoding="utf-8")
    (folder.parent / "secret.js").write_text("secret", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def door(widget: Path) -> Iterator[Door]:
    with running([IcpRestInput.from_credentials(None), PagesInput(PageSettings(widget=widget))]) as door:
        yield door


def test_the_demo_page_takes_the_place_of_rasas_greeting(door: Door) -> None:
    answer = door.request("GET", "/")
    assert (answer.status, answer.body) == (200, b"<!doctype html><title>Demo</title>")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_page_may_load_nothing_from_elsewhere_and_run_no_inline_script(door: Door) -> None:
    policy = door.request("GET", "/").headers["content-security-policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules.pop("default-src") == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert set(rules.values()) <= {"'self'", "'none'"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("icp-chat.js", "text/javascript; charset=utf-8"),
        ("demo.css", "text/css; charset=utf-8"),
        ("icons/bubble.svg", "image/svg+xml"),
        ("demo.html", "text/html; charset=utf-8"),
    ],
)
def test_a_file_of_the_widget_is_served_as_what_it_is(door: Door, widget: Path, name: str, kind: str) -> None:
    answer = door.request("GET", f"/widget/{name}")
    assert (answer.status, answer.body) == (200, (widget / name).read_bytes())
    assert answer.headers["content-type"] == kind
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_file_that_the_browser_has_is_not_sent_again(door: Door) -> None:
    tag = door.request("GET", "/widget/icp-chat.js").headers["etag"]
    again = door.request("GET", "/widget/icp-chat.js", headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status, again.body) == (304, b"")
    assert door.request("GET", "/widget/icp-chat.js", headers={"If-None-Match": '"other"'}).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/widget/../secret.js",
        "/widget/..%2fsecret.js",
        "/widget/%2e%2e/secret.js",
        "/widget/icons/../../secret.js",
        "/widget//etc/passwd",
        "/widget/notes.txt",
        "/widget/.hidden.js",
        "/widget/.git/config.json",
        "/widget/icons",
        "/widget/",
        "/widget/%00",
        "/widget/%ff",
        "/secret.js",
    ],
)
def test_nothing_else_can_be_had(door: Door, path: str) -> None:
    answer = door.request("GET", path)
    assert (answer.status, answer.code) == (404, "not_found")


@pytest.mark.parametrize("path", ["/", "/health", "/openapi.json", "/widget/icp-chat.js"])
def test_head_is_answered_without_a_body(door: Door, path: str) -> None:
    answer = door.request("HEAD", path)
    assert (answer.status, answer.body) == (200, b"")


def test_health_says_that_the_server_lives_whatever_is_missing(widget: Path) -> None:
    with running([PagesInput(PageSettings(widget=widget))], StandIn(ready=False)) as door:
        answer = door.request("GET", "/health")
        assert (answer.status, answer.json) == (200, {"status": "ok"})


class _ActionServer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health" else 404)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def action_server() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _ActionServer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/webhook"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(("model", "actions"), [(True, True), (False, True), (True, False), (False, False)])
def test_ready_says_what_is_missing(widget: Path, action_server: str, model: bool, actions: bool) -> None:
    address = action_server if actions else "http://127.0.0.1:9/webhook"
    agent = StandIn(ready=model, action_endpoint=SimpleNamespace(url=address))
    with running([PagesInput(PageSettings(widget=widget))], agent) as door:
        answer = door.request("GET", "/ready")
        assert answer.status == (200 if model and actions else 503)
        assert (answer.json["model"], answer.json["action_server"]) == (model, actions)
        message = answer.json.get("error", {}).get("message", "")
        assert ("No model" in message, "action server" in message) == (not model, not actions)


@pytest.mark.parametrize("can_write", [True, False])
def test_ready_says_when_nothing_can_be_stored(widget: Path, action_server: str, can_write: bool) -> None:
    async def tried() -> bool:
        return can_write

    agent = StandIn(action_endpoint=SimpleNamespace(url=action_server), tracker_store=SimpleNamespace(can_write=tried))
    with running([PagesInput(PageSettings(widget=widget))], agent) as door:
        answer = door.request("GET", "/ready")
        assert (answer.status, answer.json["store"]) == (200 if can_write else 503, can_write)
        assert ("cannot be stored" in answer.json.get("error", {}).get("message", "")) == (not can_write)


def test_without_an_action_server_in_endpoints_it_is_not_ready(door: Door) -> None:
    assert door.request("GET", "/ready").json["action_server"] is False


@pytest.mark.parametrize(
    ("webhook", "health"),
    [
        ("http://actions:5055/webhook", "http://actions:5055/health"),
        ("https://host/actions/webhook/", "https://host/actions/health"),
        ("http://actions:5055", "http://actions:5055/health"),
    ],
)
def test_the_action_server_is_asked_at_its_own_health_address(webhook: str, health: str) -> None:
    assert health_address(webhook) == health


def test_the_description_is_served_and_names_every_address(door: Door) -> None:
    answer = door.request("GET", "/openapi.json")
    assert answer.status == 200
    assert {WEBHOOK, "/health", "/ready"} <= set(answer.json["paths"])


def test_without_a_demo_page_there_is_nothing_at_the_root(widget: Path) -> None:
    with running([PagesInput(PageSettings(widget=widget, demo_page=False))]) as door:
        assert (door.request("GET", "/").status, door.request("HEAD", "/").status) == (404, 404)
        assert door.request("GET", "/").code == "not_found"
        assert door.request("GET", "/widget/icp-chat.js").status == 200


def test_a_missing_folder_serves_nothing(tmp_path: Path) -> None:
    assert read_files(tmp_path / "nowhere") == {}
