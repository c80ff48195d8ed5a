"""One's own working time, as a person sets it: days, hours, a quiet hour; and why it cannot be so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from rules.hours import Hours

SHORTEST = timedelta(hours=4)  # of a day
FEWEST = 3  # days a week: with less, limits would hardly run, and nobody above would hear


@dataclass(frozen=True, slots=True)
class OwnHours:
    """The same hours on each working day; 0 is Monday."""

    days: tuple[int, ...]
    open: time
    close: time
    quiet: tuple[time, time] | None = None

    @property
    def hours(self) -> Hours:
        return Hours(self.open, self.close, (self.quiet,) if self.quiet else ())

    @property
    def week(self) -> tuple[Hours | None, ...]:
        return tuple(self.hours if day in self.days else None for day in range(7))


def fault(
    days: Iterable[int], start: time | None, end: time | None, quiet: tuple[time | None, time | None]
) -> Mapping[str, str]:
    """What is wrong: the field → the key of its sentence; empty when nothing is."""
    if len(set(days)) < FEWEST:
        return {"days": "settings.few_days"}
    if start is None or end is None:
        return {"open" if start is None else "close": "settings.no_hour"}
    if _length(start, end) < SHORTEST:
        return {"close": "settings.too_short"}
    first, last = quiet
    if first is None and last is None:
        return {}
    if first is None or last is None:
        return {"quiet_from" if first is None else "quiet_to": "settings.half_quiet"}
    if not start <= first < last <= end:
        return {"quiet_to": "settings.quiet_outside"}
    return {"quiet_to": "settings.too_short"} if _length(start, end) - _length(first, last) < SHORTEST else {}


def _length(start: time, end: time) -> timedelta:
    return datetime.combine(date.min, end) - datetime.combine(date.min, start)


def of_week(week: tuple[Hours | None, ...]) -> OwnHours:
    """A country's week as somebody would set it."""
    usual = next(hours for hours in week if hours)
    days = tuple(day for day, hours in enumerate(week) if hours)
    return OwnHours(days, usual.open, usual.close, usual.quiet[0] if usual.quiet else None)


def dump(own: OwnHours) -> dict[str, Any]:
    """As it is kept."""
    quiet = [f"{clock:%H:%M}" for clock in own.quiet or ()]
    return {
        "days": list(own.days),
        "open": f"{own.open:%H:%M}",
        "close": f"{own.close:%H:%M}",
        "quiet": quiet,
    }


def load(kept: Mapping[str, Any]) -> OwnHours:
    """What was kept."""
    return _load(tuple(kept["days"]), kept["open"], kept["close"], tuple(kept["quiet"]))


@lru_cache(maxsize=1024)
def _load(days: tuple[int, ...], start: str, end: str, quiet: tuple[str, ...]) -> OwnHours:
    clocks = [time.fromisoformat(clock) for clock in quiet]
    span = (clocks[0], clocks[1]) if clocks else None
    return OwnHours(days, time.fromisoformat(start), time.fromisoformat(end), span)
