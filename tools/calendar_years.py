"""Brings a newly announced year in: compares the installed `holidays` with `knowledge/calendar.yml`, and adds a year to it.

`python -m tools.calendar_years` says what is new; `python -m tools.calendar_years 2027 https://www.gov.cn/...` writes it, with the address
of the State Council's notice.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from icp.knowledge import FOLDER
from icp.working_days import is_working_day, years_in_library
from tools.environment import CannotStart, one_line_and_exit

CALENDAR = FOLDER / "calendar.yml"
_HOW = "make calendar YEAR={year} NOTICE=https://www.gov.cn/..."


def written_years(path: Path = CALENDAR) -> list[int]:
    """The years that the file names as announced, in order."""
    return sorted(yaml.safe_load(path.read_text(encoding="utf-8")))


def report(path: Path = CALENDAR) -> str:
    """What the installed package knows and the file does not, and what to do about it."""
    written = written_years(path)
    new = sorted(each for each in years_in_library() if each > written[-1])
    lines = [
        f"{path.name} has the announced calendars of {written[0]} to {written[-1]}; holidays {version('holidays')} is installed."
    ]
    if not new:
        lines.append(f"Nothing is new. For {written[-1] + 1}, bring a newer package first: make lock UPGRADE=holidays")
    for year in new:
        lines += [f"{year} is new. Hold it against the notice, then: {_HOW.format(year=year)}", *_unusual_days(year)]
    return "\n".join(lines)


def add_year(year: int, notice: str, path: Path = CALENDAR) -> None:
    """Writes the year with the address of its notice.

    Raises:
        CannotStart: the year is there already, does not follow the last one, or is not known to the installed package; or the
            address is none of the government's.
    """
    last = written_years(path)[-1]
    if year != last + 1:
        raise CannotStart(f"{year} cannot be added: {path.name} ends with {last}, so {last + 1} comes next.")
    if year not in years_in_library():
        raise CannotStart(
            f"holidays {version('holidays')} does not know the announced calendar of {year}; bring a newer one: make lock UPGRADE=holidays"
        )
    address = urlsplit(notice)
    if address.scheme != "https" or not (address.hostname or "").endswith(".gov.cn") or not notice.isprintable() or " " in notice:
        raise CannotStart(
            f"{notice!r} is not the address of a notice; one like https://www.gov.cn/zhengce/content/... is needed."
        )
    content = path.read_text(encoding="utf-8")
    path.write_text(f"{content.rstrip()}\n{year}: {notice}\n", encoding="utf-8")


def _unusual_days(year: int) -> list[str]:
    """The weekdays without work and the weekend days with work, as the notice lists them."""
    days = [date(year, 1, 1) + timedelta(days=each) for each in range(366)]
    days = [each for each in days if each.year == year]
    off = [each for each in days if each.weekday() < 5 and not is_working_day(each)]
    on = [each for each in days if each.weekday() >= 5 and is_working_day(each)]
    return [f"  {what}: {', '.join(f'{each:%d %b}' for each in which)}" for what, which in (("no work", off), ("made up", on))]


def main() -> None:
    """Says what is new, or writes the year that is named."""
    try:
        if len(sys.argv) == 3 and sys.argv[1].isdecimal():
            add_year(int(sys.argv[1]), sys.argv[2])
        elif len(sys.argv) != 1:
            raise CannotStart(f"Name a year and the address of its notice: {_HOW.format(year=written_years()[-1] + 1)}")
        print(report())
    except CannotStart as error:
        one_line_and_exit(error)


if __name__ == "__main__":
    main()
