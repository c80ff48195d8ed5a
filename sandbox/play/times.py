"""Times of a story: an ISO date and time, `08:40`, `Thu 08:40`; lengths as `1d 2h 30m`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOCK = re.compile(r"(?:(?P<day>[A-Za-z]{3})[a-z]*\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})")
LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*([dhms])")
UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def moment(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The time that is meant, the next one after `now` where only a clock time is said; raises ValueError."""
    text = text.strip()
    if found := CLOCK.fullmatch(text):
        return _next(found, now.astimezone(zone))
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is no time, as 2026-11-26T08:40, 08:40 or Thu 08:40 are") from None
    return read if read.tzinfo else read.replace(tzinfo=zone)


def _next(found: re.Match[str], now: datetime) -> datetime:
    hour, minute, day = int(found["hour"]), int(found["minute"]), (found["day"] or "").lower()
    if hour > 23 or minute > 59 or (day and day not in DAYS):
        raise ValueError(f"{found[0]} is no time of a day")
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    while at <= now or (day and at.weekday() != DAYS.index(day)):
        at += timedelta(days=1)
    return at


def length(text: str) -> timedelta:
    """Raises ValueError."""
    if not LENGTH.sub("", text).strip() and (parts := LENGTH.findall(text)):
        return sum((timedelta(**{UNITS[unit]: float(number)}) for number, unit in parts), timedelta())
    raise ValueError(f"{text} is no length of time, as 2h, 30m or 1d 2h are")
