"""The files that nginx serves by itself, and the template of its configuration."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from channels.pages import _HEADERS as PAGE_HEADERS
from channels.texts import LANGUAGES
from tools.environment import ROOT
from tools.front import PARTS, TEMPLATES, WIDGET, filled, hash_of, write_static, write_widget


def test_the_name_of_the_widgets_parts_changes_with_any_of_them(tmp_path: Path) -> None:
    shutil.copytree(WIDGET, tmp_path / "widget")
    before = hash_of(tmp_path / "widget" / PARTS)
    assert before == hash_of(WIDGET / PARTS)
    with (tmp_path / "widget" / PARTS / "dom.js").open("a") as file:
        file.write("\n")
    assert hash_of(tmp_path / "widget" / PARTS) != before


def test_the_entry_asks_for_the_parts_by_that_name_and_they_are_there(tmp_path: Path) -> None:
    name = write_widget(tmp_path)
    entry = (tmp_path / "icp-chat.js").read_text(encoding="utf-8")
    assert f'"{name}/place.js"' in entry
    assert f'"{PARTS}/' not in entry
    assert {path.name for path in (tmp_path / name).iterdir()} == {path.name for path in (WIDGET / PARTS).iterdir()}


def test_an_entry_that_asks_otherwise_is_noticed(tmp_path: Path) -> None:
    shutil.copytree(WIDGET, tmp_path / "widget")
    (tmp_path / "widget" / "icp-chat.js").write_text("import('elsewhere.js')", encoding="utf-8")
    with pytest.raises(ValueError, match="in one place"):
        write_widget(tmp_path / "made", tmp_path / "widget")


def test_every_status_that_the_front_answers_itself_has_a_sentence_in_each_language(tmp_path: Path) -> None:
    write_static(tmp_path)
    template = (TEMPLATES / "nginx.conf.template").read_text(encoding="utf-8")
    statuses = set(re.findall(r"/errors/\$language/(\d+)\.json", template))
    assert statuses == {"400", "404", "413", "429", "503"}
    for language in LANGUAGES:
        for status in statuses:
            error = json.loads((tmp_path / "errors" / language / f"{status}.json").read_text(encoding="utf-8"))["error"]
            assert error["message"]
            assert bool(re.search("[\u3400-\u9fff]", error["message"])) == (language == "zh")


def test_the_front_serves_files_with_the_headers_of_the_door(tmp_path: Path) -> None:
    write_static(tmp_path)
    headers = dict(re.findall(r'add_header (\S+) "(.*)" always;', (tmp_path / "headers.conf").read_text(encoding="utf-8")))
    for name in set(PAGE_HEADERS) - {"Cache-Control"}:
        assert headers[name] == PAGE_HEADERS[name]


def test_a_template_with_a_missing_value_is_not_used() -> None:
    assert filled("listen ${PORT}; $request_id ${other}", {"PORT": "80"}) == "listen 80; $request_id ${other}"
    with pytest.raises(KeyError):
        filled("${MISSING}", {})


def test_the_image_of_the_front_fills_in_every_name_of_the_template() -> None:
    names = set(re.findall(r"\$\{([A-Z_]+)\}", (TEMPLATES / "nginx.conf.template").read_text(encoding="utf-8")))
    image = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8").partition("AS front")[2]
    assert {name for name in names if not re.search(rf"\b{name}=", image)} == set()


def test_no_limit_of_the_front_is_wider_than_that_of_the_door() -> None:
    template = (TEMPLATES / "nginx.conf.template").read_text(encoding="utf-8")
    assert "client_max_body_size 16k;" in template
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in template
    door = yaml.safe_load((ROOT / "deploy" / "config" / "credentials.yml").read_text(encoding="utf-8"))
    assert door["channels.rest.IcpRestInput"]["trusted_proxies"] == 1


@pytest.mark.parametrize("name", ["compose.yml", "kubernetes/front.yml", "kubernetes/assistant.yml", "kubernetes/actions.yml"])
def test_only_the_front_is_open_to_the_outside(name: str) -> None:
    documents = list(yaml.safe_load_all((ROOT / "deploy" / name).read_text(encoding="utf-8")))
    if name == "compose.yml":
        services = documents[0]["services"]
        assert [each for each, service in services.items() if "ports" in service] == ["front"]
        assert [each for each, service in services.items() if "outside" in service["networks"]] == ["front"]
        return
    services = [each for each in documents if each["kind"] == "Service"]
    assert [each["spec"].get("type", "ClusterIP") for each in services] == ["LoadBalancer" if "front" in name else "ClusterIP"]
    assert all(port["port"] != 9100 for each in services for port in each["spec"]["ports"])
