"""One request can be followed through front, assistant and action server, and figures are told on ports that the front does not know."""

from __future__ import annotations

import json
import re
import ssl
import urllib.error
import urllib.request
import uuid

import pytest

from tests.cluster.running import RunningCluster
from tests.faults.kept_up import becomes
from tools.background import WEBHOOK
from tools.cluster import METRICS

_ANY_CERTIFICATE = ssl._create_unverified_context()
WORDS = "our secret kite shop in Suzhou takes Alipay"


def test_one_request_is_named_alike_by_all_that_worked_on_it_and_none_has_its_words(cluster: RunningCluster) -> None:
    front = f"https://127.0.0.1:{cluster.state['ports']['front']}"
    sender = f"secret-{uuid.uuid4().hex}"
    body = json.dumps({"sender": sender, "message": WORDS}).encode()
    request = urllib.request.Request(f"{front}{WEBHOOK}", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60, context=_ANY_CERTIFICATE) as response:
        request_id = response.headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{32}", request_id)
    logs = [cluster.folder / "cluster" / "servers.log", cluster.folder / "cluster" / "nginx" / "access.log"]

    def parts() -> set[str]:
        lines = [
            line[line.index("{") :]
            for path in logs
            for line in path.read_text(encoding="utf-8").splitlines()
            if request_id in line
        ]
        return {json.loads(line)["part"] for line in lines}

    becomes(lambda: parts() == {"front", "assistant", "actions"}, "a line of each")
    written = "".join(path.read_text(encoding="utf-8") for path in logs)
    assert "kite" not in written
    assert sender not in written


def test_figures_are_told_by_assistants_and_action_servers_and_not_through_the_front(cluster: RunningCluster) -> None:
    ports = cluster.state["ports"]
    for port, name in [
        *((each, b"icp_turns_total") for each in ports["assistants"]),
        *((each, b"icp_action_seconds") for each in ports["actions"]),
    ]:
        with urllib.request.urlopen(f"http://127.0.0.1:{port + METRICS}/metrics", timeout=10) as response:
            assert name in response.read()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"https://127.0.0.1:{ports['front']}/metrics", timeout=10, context=_ANY_CERTIFICATE)
