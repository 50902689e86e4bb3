"""nginx by itself, before assistants that are not there: what it serves, what it refuses, and what it says."""

from __future__ import annotations

import http.client
import json
import re
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.cluster.parts import Part, open_folder
from tools.cluster import Cluster, Ports
from tools.services import bring

BODY = json.dumps({"sender": "ann", "message": "hi"}).encode()
JSON = {"Content-Type": "application/json"}
WEBHOOK = "/webhooks/rest/webhook"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def error(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.body)["error"]
        return found


@dataclass
class Front:
    cluster: Cluster

    def ask(self, method: str, path: str, body: bytes = b"", plain: bool = False, **headers: str) -> Answer:
        """One request over a new connection."""
        ports = self.cluster.ports
        context = ssl._create_unverified_context()
        connection = (
            http.client.HTTPConnection("127.0.0.1", ports.front_plain, timeout=30)
            if plain
            else http.client.HTTPSConnection("127.0.0.1", ports.front, timeout=30, context=context)
        )
        try:
            connection.request(method, path, body or None, {name.replace("_", "-"): each for name, each in headers.items()})
            made = connection.getresponse()
            return Answer(made.status, {name.lower(): value for name, value in made.getheaders()}, made.read())
        finally:
            connection.close()


class Assistant(BaseHTTPRequestHandler):
    """Takes an assistant's place: says what reached it, with the status that the path asks for."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[int, dict[str, str]]]
    status = 200

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        type(self).seen.append((self.server.server_port, headers))  # type: ignore[attr-defined]
        body = json.dumps({"error": {"code": "not_stored", "message": "said by the assistant"}}).encode()
        self.send_response(type(self).status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def front() -> Iterator[Front]:
    bring()
    with open_folder() as folder:
        cluster = Cluster(folder, Ports.free(), limits=(2, 5))
        part = Part(cluster.front(), cluster.ports.front)
        part.start()
        yield Front(cluster)
        assert part.process is not None
        part.process.terminate()
        part.process.wait(20)


@pytest.fixture
def assistants(front: Front) -> Iterator[type[Assistant]]:
    """Two of them, at the addresses that the front knows."""
    Assistant.seen, Assistant.status = [], 200
    servers = [ThreadingHTTPServer(("127.0.0.1", port), Assistant) for port in front.cluster.ports.assistants]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Assistant
    for server in servers:
        server.shutdown()
        server.server_close()


def test_while_no_assistant_is_there_a_sentence_says_so_in_the_language_of_the_browser(front: Front) -> None:
    english = front.ask("POST", WEBHOOK, BODY, **JSON)
    assert (english.status, english.error["code"]) == (503, "unreachable")
    assert english.headers["retry-after"] == "5"
    assert english.headers["content-type"].startswith("application/json")
    for said in ("zh-CN,zh;q=0.9,en;q=0.8", "fr, zh-TW;q=0.5, en;q=0.1"):
        assert "联系不上" in front.ask("POST", WEBHOOK, BODY, Accept_Language=said, **JSON).error["message"]
    assert "联系不上" not in front.ask("POST", WEBHOOK, BODY, Accept_Language="en, zh;q=0.5", **JSON).error["message"]


def test_what_is_not_for_the_public_is_not_there(front: Front) -> None:
    for path in (
        "/metrics",
        "/conversations/ann/tracker",
        "/model",
        "/ready",
        "/webhooks/rest/",
        "/.git/config",
        "/errors/en/404.json",
    ):
        answer = front.ask("GET", path)
        assert (answer.status, answer.error["code"]) == (404, "not_found"), path


def test_without_tls_everything_but_its_health_is_sent_on(front: Front) -> None:
    assert front.ask("GET", "/health", plain=True).status == 200
    answer = front.ask("GET", "/widget/icp-chat.js?v=1", plain=True)
    assert answer.status == 308
    assert answer.headers["location"] == f"https://127.0.0.1:{front.cluster.ports.front}/widget/icp-chat.js?v=1"


@pytest.mark.parametrize(("version", "is_spoken"), [(ssl.TLSVersion.TLSv1_1, False), (ssl.TLSVersion.TLSv1_2, True)])
def test_old_versions_of_tls_are_not_spoken(front: Front, version: ssl.TLSVersion, is_spoken: bool) -> None:
    context = ssl._create_unverified_context()
    context.minimum_version = context.maximum_version = version
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    connection = http.client.HTTPSConnection("127.0.0.1", front.cluster.ports.front, timeout=10, context=context)
    try:
        connection.request("GET", "/health")
        assert is_spoken
    except ssl.SSLError:
        assert not is_spoken
    finally:
        connection.close()


def test_the_widget_is_kept_for_ever_under_a_name_that_changes_with_it(front: Front) -> None:
    entry = front.ask("GET", "/widget/icp-chat.js")
    assert entry.headers["cache-control"] == "no-cache"
    found = re.search(rb'"([0-9a-f]{16})/place.js"', entry.body)
    assert found
    part = front.ask("GET", f"/widget/{found[1].decode()}/place.js")
    assert (part.status, part.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert part.headers["cache-control"] == "public, max-age=31536000, immutable"
    for name in ("content-security-policy", "strict-transport-security", "x-content-type-options", "referrer-policy"):
        assert name in part.headers
    assert part.headers["access-control-allow-origin"] == "*"


def test_a_page_with_the_entry_of_another_version_gets_the_parts_of_this_one(front: Front) -> None:
    answer = front.ask("GET", f"/widget/{'0' * 16}/place.js")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-cache"


def test_a_message_goes_on_with_one_address_one_request_id_and_an_id_of_its_own(
    front: Front, assistants: type[Assistant]
) -> None:
    front.ask("POST", WEBHOOK, BODY, X_Forwarded_For="9.9.9.9, 8.8.8.8", X_Request_Id="theirs", **JSON)
    front.ask("POST", WEBHOOK, BODY, Idempotency_Key="theirs", **JSON)
    (_, first), (_, second) = assistants.seen
    assert first["x-forwarded-for"] == "127.0.0.1"
    assert re.fullmatch("[0-9a-f]{32}", first["x-request-id"])
    assert first["idempotency-key"] == first["x-request-id"]
    assert second["idempotency-key"] == "theirs"


def test_what_one_assistant_refuses_for_now_is_asked_of_the_other_under_the_same_id(
    front: Front, assistants: type[Assistant]
) -> None:
    assistants.status = 503
    answer = front.ask("POST", WEBHOOK, BODY, **JSON)
    assert (answer.status, answer.error["message"]) == (503, "said by the assistant")
    assert {port for port, _ in assistants.seen} == set(front.cluster.ports.assistants)
    assert len({headers["idempotency-key"] for _, headers in assistants.seen}) == 1


def test_too_long_a_body_is_refused_before_it_reaches_an_assistant(front: Front, assistants: type[Assistant]) -> None:
    answer = front.ask("POST", WEBHOOK, b"x" * 20_000, **JSON)
    assert (answer.status, answer.error["code"]) == (413, "body_too_large")
    assert assistants.seen == []


def test_one_address_does_not_get_more_than_its_rate(front: Front, assistants: type[Assistant]) -> None:
    answers = [front.ask("POST", WEBHOOK, BODY, Accept_Language="zh", **JSON) for _ in range(20)]
    refused = [each for each in answers if each.status == 429]
    assert refused
    assert refused[0].error == {"code": "rate_limited", "message": "消息发得太快了，请过几秒再试。"}
    assert refused[0].headers["retry-after"] == "5"
    assert len(assistants.seen) == 20 - len(refused)


def test_the_configuration_is_sound_and_nothing_personal_is_logged(front: Front) -> None:
    front.ask("GET", "/nothing?sender=ann", X_Forwarded_For="203.0.113.7")
    folder = front.cluster.folder / "nginx"
    lines = [json.loads(line) for line in (folder / "access.log").read_text(encoding="utf-8").splitlines()]
    assert any(line["path"] == "/nothing" for line in lines)
    assert not any(word in json.dumps(line) for line in lines for word in ("sender", "203.0.113.7"))
    subprocess.run(["nginx", "-t", "-q", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"], check=True)
