"""How the limits of a proposal are read, for `config check`: "48h = 2 working days: Tue 15:30 → Thu 15:30"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rules.calendar import Calendar
from rules.durations import Duration, read_duration

_LIMITS = frozenset(
    [
        "slow_after",
        "slipping_after",
        "due",
        "quiet_after",
        "step_ahead",
        "heads_up",
        "by_before",
        "at_before",
        "evening_before",
        "step_manager_after",
        "date_manager_after",
        "decide_after",
        "first_contact",
        "wait_most",
        "bump_after",
        "manager_after",
        "director_after",
    ]
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A limit as written, as read, and what it comes to from a sample start (UTC)."""

    path: str
    written: str
    limit: Duration
    start: datetime
    end: datetime


def readings(data: object, calendar: Calendar, start: datetime) -> list[Reading]:
    """Every limit of the raw data that can be read, in its order; unreadable ones are faults elsewhere."""
    return [
        Reading(path, written, limit, start, calendar.add(start, limit))
        for path, written in _written(data, "")
        if (limit := _read(written)) is not None
    ]


def _read(written: str) -> Duration | None:
    try:
        return read_duration(written)
    except ValueError:
        return None


def _written(data: Any, path: str) -> Iterator[tuple[str, str]]:
    pairs = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        below = f"{path}.{key}" if path else str(key)
        if key in _LIMITS and isinstance(value, str):
            yield below, value
        else:
            yield from _written(value, below)
