"""How well days are read: `make days CASES=file` measures the cases of a YAML file.

A case is a mapping of `lang` (en or zh), `today`, `words`, and the day that the words mean when they speak of the `past` and of the
`future`. Each is given to the assistant as a whole message, in both tenses. It is right when both days are, wrong when one of them
is another day, and asked otherwise; asked with the right day among those offered is counted apart.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any, Literal

import yaml

from days import Day, Either, FarOff, Reading, find, read
from tools.environment import CannotStart, one_line_and_exit

Outcome = Literal["right", "offered", "asked", "wrong"]
OUTCOMES: tuple[Outcome, ...] = ("right", "offered", "asked", "wrong")


def outcome(case: Mapping[str, Any]) -> Outcome:
    """What becomes of a case, the worse of its two tenses."""
    found = find(case["words"])
    if len(found) != 1:
        return "asked"
    past, future = (
        _judged(read(found[0].words, case["today"], tense, found[0].chinese or case["lang"] == "zh"), case[tense])
        for tense in ("past", "future")
    )
    return max(past, future, key=OUTCOMES.index)


def _judged(reading: Reading, day: date) -> Outcome:
    if isinstance(reading, (Day, FarOff)):
        return "right" if reading.day == day else "wrong"
    return "offered" if isinstance(reading, Either) and day in reading.days else "asked"


def main() -> None:
    """Prints the share of each outcome by language, the cases that are not right, and the time for one."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        one_line_and_exit(CannotStart("Name a file of cases: make days CASES=path/to/cases.yml"))
    cases = yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8"))
    counted: dict[str, Counter[Outcome]] = {}
    times = []
    for case in cases:
        started = time.perf_counter()
        result = outcome(case)
        times.append(time.perf_counter() - started)
        counted.setdefault(case["lang"], Counter())[result] += 1
        if result != "right":
            print(f"{result:8}{case['lang']}  {case['today']}  {case['words']}")
    for language, counts in counted.items():
        total = sum(counts.values())
        shares = ", ".join(f"{name} {counts[name]} ({counts[name] / total:.1%})" for name in OUTCOMES)
        print(f"{language}: {total} cases: {shares}")
    print(f"One case, found once and read twice: {median(times) * 1000:.2f} ms at the median")


if __name__ == "__main__":
    main()
