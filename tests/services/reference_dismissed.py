"""What `reference_clock` says of reminders that somebody called not useful: each settles what it spoke for, for a while."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple


class Dismissed(NamedTuple):
    """What a reminder spoke for, when it was called not useful, and when it had been told."""

    rules: list[str]
    at: datetime
    told: datetime


def anew(
    row: Sequence[Dismissed], rule: str, since: datetime, began: Mapping[str, datetime]
) -> datetime | None:
    """From when a rule counts again: twice in a row, no more; all that a reminder spoke for, while it is the first or
    second time for one of it. `began`: what the other limits count from."""
    last = None
    for one in row:
        if rule in one.rules and one.at > since:
            held = [_times(row, other, began.get(other, since), one.at) <= 2 for other in one.rules]
            last = one.at if any(held) else last
    return last


def _times(row: Sequence[Dismissed], rule: str, since: datetime, until: datetime) -> int:
    """How often in a row; what had been told before that was dismissed counts with it."""
    count, counted = 0, None
    for rules, at, told in row:
        if rule in rules and since < at <= until and (counted is None or told > counted):
            count, counted = count + 1, at
    return count
