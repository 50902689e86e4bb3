"""Today's date in China."""

from __future__ import annotations

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

VARIABLE = "ICP_TODAY"


class WrongToday(ValueError):
    """The environment names a today that is no date."""


def china_today() -> date:
    """Today in mainland China (Asia/Shanghai), or the date in the environment variable ICP_TODAY, for demos and tests.

    Raises:
        WrongToday: ICP_TODAY is set and is not a date like 2026-09-20.
    """
    if fixed := os.environ.get(VARIABLE):
        try:
            return date.fromisoformat(fixed)
        except ValueError:
            raise WrongToday(f"{VARIABLE} is {fixed!r}; a date like 2026-09-20 is allowed.") from None
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()
