"""A zone's wall clock as instants: in a day it never goes back, whatever the law does to it.

A time that the clock skips is the instant of the change; of a time shown twice it is the first. So a later time of a day
is never an earlier instant, and spans of working hours neither overlap nor turn round.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from rules.memo import Memo

_TICK = timedelta(microseconds=1)
_LOOKS = tuple(time(hour) for hour in (0, 6, 12, 18)) + (time.max,)


@lru_cache(maxsize=1024)
def offsets(zone: ZoneInfo) -> Memo[date, timedelta | None]:
    """How far ahead of UTC a zone is on a date; None on one in which its clocks change."""

    def find(day: date) -> timedelta | None:
        seen = {
            datetime.combine(day, at, zone).replace(fold=fold).utcoffset() for at in _LOOKS for fold in (0, 1)
        }
        return seen.pop() if len(seen) == 1 else None

    return Memo(find)


@lru_cache(maxsize=8192)  # the same openings and closings are asked for again and again
def instant(zone: ZoneInfo, day: date, clock: time) -> datetime:
    """The first instant (UTC) at which the wall of a zone shows this time of a day, or a later one."""
    wall = datetime.combine(day, clock, zone)
    later = wall.replace(fold=1)
    if (
        (before := wall.utcoffset()) is not None
        and (after := later.utcoffset()) is not None
        and before < after
    ):
        return _change(zone, later.astimezone(UTC), wall.astimezone(UTC))
    return wall.astimezone(UTC)


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The instant in (low, high] from which on the zone has another offset than at `low`."""
    old = low.astimezone(zone).utcoffset()
    while high - low > _TICK:
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high


def reading(local: datetime) -> time:
    """What the wall shows, and while it shows an hour for the second time what it had come to; on the same date."""
    zone = local.tzinfo
    if not local.fold or not isinstance(zone, ZoneInfo):
        return local.time()
    first = local.replace(fold=0)
    change = _change(zone, first.astimezone(UTC), local.astimezone(UTC))
    came_to = (change + (first.utcoffset() or timedelta())).replace(tzinfo=None)
    return came_to.time() if came_to.date() == local.date() else time.max
