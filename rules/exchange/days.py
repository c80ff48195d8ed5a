"""Days in a file: a spreadsheet's own, its serial numbers, and what people write in either language.

A reading that depends on when somebody wrote it (`yesterday`) is none: nobody knows when that was.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from rules import when
from rules.exchange.sheet import Broken, Cell, text
from rules.patterns import late
from rules.when import When

Order = Literal["dmy", "mdy"]
ORDERS: tuple[Order, ...] = ("dmy", "mdy")
EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # 1954 to 2119
_ISO = late(
    r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日号]?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
)
_PARTS = late(
    r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(\d{2}|\d{4})(?:\s+(\d{1,2}):(\d{2})(?::\d{2})?\s?([ap]m)?)?",
    re.I,
)
_NUMBER = late(r"\d{5}(?:\.\d+)?")
_COMPACT = late(r"(?:19|20)\d{6}")
# Months by name or sign: what is said without one hangs on the day it was said.
_ABSOLUTE = late(r"月|\d\s?[-/.]\s?\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.I)
_RELATIVE = late(r"上|下|本|这|前|后|昨|今|明|last|next|this|ago|from|before|after", re.I)


def order_of(cells: Iterable[Cell], locale: str) -> tuple[Order, bool]:
    """Whether day or month comes first in a column, and whether its values prove it: a first part over 12 is a day.

    Dashes and dots are written day first, strokes as the reader's language has them."""
    seen = ""
    for cell in cells:
        found = _PARTS.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            return "dmy", True
        if second > 12 >= first:
            return "mdy", True
        seen = seen or found[2]
    if not seen:
        return "mdy", True
    day_first = seen in "-." or locale.lower() in ("en-gb", "en-au", "en-nz", "en-in", "en-ie", "en-za")
    return ("dmy" if day_first else "mdy"), False


def unclear(cells: Iterable[Cell], locale: str) -> str:
    """The first value that is another day in the other order, where nothing in the column proves which is meant."""
    said = [cell.strip() for cell in cells if isinstance(cell, str)]
    if order_of(said, locale)[1]:
        return ""
    parts = ((one, _PARTS.fullmatch(one)) for one in said)
    return next((one for one, found in parts if found and int(found[1]) != int(found[3])), "")


@lru_cache(maxsize=8192)
def _day_said(
    said: str, order: Order, locale: str, now: datetime, tz: ZoneInfo, lean: when.Lean
) -> date | datetime | None:
    if found := _ISO.fullmatch(said):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return _made(year, month, day, (hour, minute, second) if found[4] else None)
    if found := _PARTS.fullmatch(said):
        first, month, year = int(found[1]), int(found[3]), int(found[4])
        day, month = (first, month) if order == "dmy" else (month, first)
        hour = int(found[5] or 0) % 12 + 12 * (found[7].lower() == "pm") if found[7] else int(found[5] or 0)
        clock = (hour, int(found[6]), 0) if found[5] else None
        return _made(year + (2000 if year < 100 else 0), month, day, clock)
    if _NUMBER.fullmatch(said):
        return _serial(float(said))
    if _COMPACT.fullmatch(said):
        return _made(int(said[:4]), int(said[4:6]), int(said[6:]), None)
    if not _ABSOLUTE.search(said) or (_RELATIVE.search(said) and not re.search(r"\d{4}", said)):
        return None
    read = when.parse(said, now=now, tz=tz, locale=locale, lean=lean)
    if isinstance(read, When):
        return _as_day(read)
    return _as_day(read.candidates[0] if read.candidates and read.reason in ("year", "passed") else None)


def _as_day(read: When | None) -> date | datetime | None:
    if read is None:
        return None
    return datetime.combine(read.date, read.time) if read.time is not None else read.date


def _made(year: int, month: int, day: int, clock: tuple[int, int, int] | None) -> date | datetime | None:
    try:
        found = date(year, month, day)
        return datetime.combine(found, time(*clock)) if clock else found
    except ValueError:
        return None


def _serial(number: float) -> date | datetime | None:
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return None
    day, seconds = EPOCH + timedelta(days=int(number)), round((number - int(number)) * 86_400)
    return datetime.combine(day, time()) + timedelta(seconds=seconds) if seconds else day


def read(
    cell: Cell, *, order: Order, locale: str, now: datetime, tz: ZoneInfo, lean: when.Lean = "past"
) -> date | datetime | None:
    """A local day, with its clock time where one is told; None for what is no day. ``now`` gives a year to `3月5日`."""
    if isinstance(cell, datetime):
        plain = cell.replace(tzinfo=None)
        return plain.date() if plain.time() == time() else plain
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool | time | Broken) or cell is None:
        return None
    if isinstance(cell, int | float) and not 19_000_101 <= cell <= 21_001_231:
        return _serial(float(cell))
    return _day_said(" ".join(text(cell).split()), order, locale, now, tz, lean)
