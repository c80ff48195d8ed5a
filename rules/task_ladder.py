"""When a task of a colleague is said again: to whose it is on the morning of its day, to who opened it a working day
after that. Once each; then it stands on Home until somebody answers."""

from datetime import datetime, time

from rules.calendar import Calendar
from rules.durations import Duration

THEN = Duration(1, "wd")


def due_morning(due_at: datetime, opened_at: datetime, calendar: Calendar, list_at: time) -> datetime | None:
    """When somebody is told that it is due: with the lists of its day, or of the next working day. None where it was
    asked on that very day, or later: they have just read it."""
    day = calendar.shift_day(calendar.local(due_at).date(), 0)
    return calendar.list_at(day, list_at) if calendar.local(opened_at).date() < day else None


def late_at(due_at: datetime, calendar: Calendar) -> datetime:
    """When who opened it hears that it is still open, in the working time of whose it is."""
    return calendar.add(due_at, THEN)


def is_morning(at: datetime | None, calendar: Calendar, now: datetime) -> bool:
    """The morning has come, and its day is not over."""
    return at is not None and at <= now and calendar.local(at).date() == calendar.local(now).date()
