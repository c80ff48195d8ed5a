"""When a contact took place that is logged later: which days that may be, and the instant that clocks count from."""

from datetime import date, datetime, time

from rules.calendar import Calendar
from rules.clocks import step_due_at

FURTHEST = 366  # days back; what is older is a slip of the finger, or comes with an import

CATCH_UP = ("catch up", "catchup", "catch-up", "补记")  # typed, it is the form for a contact of another day


def is_catch_up(text: str) -> bool:
    return text.strip().casefold() in CATCH_UP


def fault(on: date | None, at: time | None, calendar: Calendar, now: datetime) -> str | None:
    """Why a contact cannot have taken place then, as a catalogue key. `calendar` is in the person's zone."""
    today = now.astimezone(calendar.tz).date()
    day = on or today
    if (today - day).days > FURTHEST:
        return "note.fault_long_ago"
    is_ahead = day > today or (at is not None and calendar.at_local(day, at) > now)
    return "note.fault_future" if is_ahead else None


def instant(on: date | None, at: time | None, calendar: Calendar, now: datetime) -> datetime | None:
    """When it took place, None for just now. A day without a time counts from its closing."""
    today = now.astimezone(calendar.tz).date()
    if at is None and on in (None, today):
        return None
    return min(step_due_at(on or today, at, calendar), now)
