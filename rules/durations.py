"""Limits and delays as people write them: `7wd`, `48h` (= 2 working days), `4wh`, `60d`, `30min`.

In these rules 24h = 1wd and half a day = 4wh; days and months of 60 days and
more stay calendar time.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from rules.patterns import late

Unit = Literal["wd", "wh", "d", "min"]

_WRITTEN = late(r"(?P<n>\d{1,5}) ?(?P<unit>wd|wh|min|mo|h|d|m|w)", re.IGNORECASE)
_WORKDAYS_OF_A_MONTH = 22


@dataclass(frozen=True, slots=True)
class Duration:
    """`n` units: wd working days, wh working hours, d calendar days, min minutes of real time."""

    n: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.n}{self.unit}"

    @property
    def span(self) -> timedelta:
        """Real time, for `d` and `min` alone; working units need a calendar."""
        if self.unit == "d":
            return timedelta(days=self.n)
        if self.unit == "min":
            return timedelta(minutes=self.n)
        raise ValueError(f"{self} needs a calendar")


def read_duration(text: str) -> Duration:
    """`48h` → 2wd, `12h` → 4wh, `5h` → 5wh, `1mo` → 22wd, `1w` → 5wd, `60d` as it stands.

    Hours that fill whole days are working days; 12h is half a day; other hours are working hours.
    Raises ValueError with the text when it is not a duration.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if not found or int(found["n"]) == 0:
        raise ValueError(text)
    n, unit = int(found["n"]), found["unit"].lower()
    match unit:
        case "wd" | "wh" | "d" | "min":
            return Duration(n, unit)
        case "m" | "mo":
            return Duration(n * _WORKDAYS_OF_A_MONTH, "wd")
        case "w":
            return Duration(n * 5, "wd")
    if n % 24 == 0:
        return Duration(n // 24, "wd")
    return Duration(4, "wh") if n == 12 else Duration(n, "wh")
