"""Bringing a newly announced year in."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools import calendar_years
from tools.calendar_years import CALENDAR, add_year, main, report, written_years
from tools.environment import CannotStart

NOTICE = "https://www.gov.cn/zhengce/content/202611/content_1.htm"


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    """The calendar as it was before 2026 was announced."""
    path = tmp_path / "calendar.yml"
    lines = CALENDAR.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("2026")), encoding="utf-8")
    return path


def test_a_year_that_only_the_package_knows_is_new_with_the_days_that_its_notice_lists(calendar: Path) -> None:
    said = report(calendar)
    assert "2026 is new" in said
    assert "make calendar YEAR=2026" in said
    assert "16 Feb" in said.split("no work")[1].split("made up")[0]
    assert "10 Oct" in said.split("made up")[1]


def test_the_year_is_written_with_its_notice_and_then_nothing_is_new(calendar: Path) -> None:
    before = calendar.read_text(encoding="utf-8")
    add_year(2026, NOTICE, calendar)
    assert calendar.read_text(encoding="utf-8") == f"{before}2026: {NOTICE}\n"
    assert "Nothing is new" in report(calendar)


@pytest.mark.parametrize("year", [2024, 2025, 2027])
def test_only_the_next_year_can_be_added(calendar: Path, year: int) -> None:
    with pytest.raises(CannotStart, match="2026 comes next"):
        add_year(year, NOTICE, calendar)


def test_a_year_that_the_package_does_not_know_is_refused(calendar: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_years, "years_in_library", lambda: frozenset(range(2001, 2026)))
    with pytest.raises(CannotStart, match="make lock UPGRADE=holidays"):
        add_year(2026, NOTICE, calendar)


@pytest.mark.parametrize(
    "notice", ["", "http://www.gov.cn/x", "https://example.com/gov.cn", "https://www.gov.cn/a b", "https://www.gov.cn/\n"]
)
def test_only_an_address_of_the_government_is_a_notice(calendar: Path, notice: str) -> None:
    with pytest.raises(CannotStart, match="is not the address of a notice"):
        add_year(2026, notice, calendar)
    assert written_years(calendar)[-1] == 2025


@pytest.mark.parametrize("arguments", [["2027"], ["next", NOTICE], ["2027", NOTICE, "more"]])
def test_a_wrong_call_says_how(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["calendar_years", *arguments])
    with pytest.raises(SystemExit, match="make calendar YEAR="):
        main()
