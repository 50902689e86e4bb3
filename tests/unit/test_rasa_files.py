"""Rasa's own files as plain `rasa` commands read them, and which of Rasa's warnings are left out."""

from __future__ import annotations

import warnings

import pytest
from rasa.core.utils import AvailableEndpoints
from rasa.shared.utils.io import raise_warning, read_config_file

from nlu.expected_warnings import EXPECTED, leave_out_expected
from tools.environment import ROOT, write_endpoints


@pytest.mark.parametrize("name", ["config.yml", "domain.yml", "endpoints.yml", "credentials.yml"])
def test_no_file_wants_a_variable(name: str) -> None:
    assert "${" not in (ROOT / name).read_text(encoding="utf-8")


def test_rasa_finds_both_servers_parts_without_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "ACTION_PORT", "ACTION_SERVER", "ICP_DATA", "ENDPOINTS"):
        monkeypatch.delenv(name, raising=False)
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    assert endpoints.action.url == "http://localhost:5055/webhook"
    assert endpoints.tracker_store.kwargs["db"] == "var/conversations.db"
    assert "channels.rest.IcpRestInput" in read_config_file(str(ROOT / "credentials.yml"))


def test_another_set_up_gets_a_copy_with_its_own_address_and_folder(tmp_path) -> None:
    made = AvailableEndpoints.read_endpoints(str(write_endpoints(tmp_path, "http://127.0.0.1:6055", {"keep_days": "9"})))
    assert made.action.url == "http://127.0.0.1:6055/webhook"
    assert made.tracker_store.kwargs["db"] == str(tmp_path / "conversations.db")
    assert made.tracker_store.kwargs["keep_days"] == "9"


def test_only_the_warnings_that_tell_nothing_are_left_out() -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        leave_out_expected()
        raise_warning("The utterance 'utter_levels' is not used in any story or rule.")
        raise_warning("The following duplicated intents have been found across multiple domain files: ask_psb")
        raise_warning("The intent 'ask_psb' is listed in the domain file, but is not found in the NLU training data.")
    assert [str(each.message)[:25] for each in heard] == ["The intent 'ask_psb' is l"]
    assert all(len(reason) > 40 for reason in EXPECTED.values())
