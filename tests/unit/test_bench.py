"""How the figures of the bench are shown and judged."""

from __future__ import annotations

from benchmarks.bench import table, verdicts

STOCK = {
    "training (s)": 1000.0,
    "start-up to the first answer (s)": 50.0,
    "whole turn, p50 (ms)": 100.0,
    "whole turn, p95 (ms)": 900.0,
    "32 in parallel (turns/s)": 10.0,
    "turn 5, p50 (ms)": 80.0,
    "turn 500 to turn 5": 20.0,
    "growth of memory (%)": 1.0,
}
OURS = {
    "training (s)": 100.0,
    "start-up to the first answer (s)": 40.0,
    "whole turn, p50 (ms)": 70.0,
    "whole turn, p95 (ms)": 140.0,
    "32 in parallel (turns/s)": 25.0,
    "turn 5, p50 (ms)": 60.0,
    "turn 500 to turn 5": 1.2,
    "growth of memory (%)": -0.5,
    "of a turn, mean, encoding (ms)": 12.0,
}


def test_the_table_shows_ours_stock_and_their_ratio() -> None:
    assert "| training (s) | 100 | 1000 | 0.10 |" in table(OURS, STOCK)
    assert "| whole turn, p50 (ms) | 70.0 | 100 | 0.70 |" in table(OURS, STOCK)


def test_what_is_a_ratio_already_gets_none() -> None:
    assert "| turn 500 to turn 5 | 1.2 | 20.0 |  |" in table(OURS, STOCK)
    assert "| growth of memory (%) | -0.5 | 1.0 |  |" in table(OURS, STOCK)


def test_what_stock_does_not_count_stands_alone() -> None:
    assert "| of a turn, mean, encoding (ms) | 12.0 |  |  |" in table(OURS, STOCK)


def test_each_target_is_met_or_missed() -> None:
    lines = verdicts(OURS, STOCK).splitlines()
    assert "whole turn, p50, ours to stock: 0.70, at most 0.7: met" in lines
    assert "start-up, ours to stock: 0.80, at most 0.6: MISSED" in lines
    assert [line.endswith("met") for line in lines] == [False, True, False, True, True, False, False, True]


def test_ours_alone_is_shown_and_judged_without_stock() -> None:
    assert "| training (s) | 100 |" in table(OURS)
    assert verdicts(OURS).splitlines() == [
        "turn 500 to turn 5, p50: 1.20, at most 1.15: MISSED",
        "whole turn, p95 to p50: 2.00, at most 2.5: met",
        "milliseconds a turn with 32 conversations at once: 40.00, at most 33.33: MISSED",
        "growth of memory (%): -0.50, at most 3: met",
    ]
