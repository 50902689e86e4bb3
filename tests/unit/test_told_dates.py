"""Dates that were told before their calendar was announced."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from icp.deadlines import license_expected, psb_deadline
from icp.told_dates import Moved, Told, moved, told

TODAY = date(2026, 11, 26)
EXPECTED = license_expected(date(2026, 12, 1), TODAY)


def test_a_provisional_date_that_the_announced_calendar_moves_is_told_with_the_day_that_it_was() -> None:
    announced = replace(EXPECTED, day=date(2027, 3, 26), provisional=False)
    assert moved(told([EXPECTED]), [announced]) == (Moved(announced, EXPECTED.day),)


@pytest.mark.parametrize(
    "now",
    [
        EXPECTED,
        replace(EXPECTED, provisional=False),
        license_expected(date(2026, 12, 2), TODAY),
        psb_deadline(date(2026, 12, 1), TODAY),
    ],
    ids=["the same", "confirmed", "counted from another day", "another deadline"],
)
def test_a_date_that_did_not_move_or_is_counted_otherwise_is_no_change(now: object) -> None:
    assert moved(told([EXPECTED]), [now]) == ()


def test_a_date_that_was_never_called_provisional_is_not_taken_back() -> None:
    firm = replace(EXPECTED, provisional=False)
    assert moved(told([firm]), [replace(firm, day=date(2027, 3, 26))]) == ()


def test_what_was_told_survives_a_slot_and_later_dates() -> None:
    kept = {name: Told(*each) for name, each in json.loads(json.dumps(told([EXPECTED]))).items()}
    assert kept == told([EXPECTED])
    assert told([psb_deadline(date(2026, 12, 1), TODAY)], kept).keys() > kept.keys()
