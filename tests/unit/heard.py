"""What the statements of a message tell, in the short forms that the tests compare."""

from __future__ import annotations

from nlu.asking import AskedFor, asked_for
from nlu.statements import find_statements

_ALWAYS_THERE = {"certificate", "date", "provider", "another_site"}


def heard(text: str) -> dict[str, str]:
    """The facts of a message without the certificates it names, its dates and its provider."""
    return {each.fact: each.value for each in find_statements(text) if each.fact not in _ALWAYS_THERE}


def named(text: str) -> set[str]:
    return {each.value for each in find_statements(text) if each.fact == "certificate"}


def dates(text: str) -> list[tuple[str, str | None]]:
    return [(each.value, each.role) for each in find_statements(text) if each.fact == "date"]


def wanted(text: str) -> list[AskedFor]:
    """What the message asks for."""
    return asked_for(text, find_statements(text))
