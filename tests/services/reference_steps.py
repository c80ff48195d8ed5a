"""What `reference_clock` says of a promised step: when it is spoken of before, shortly after, and at the end of its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rules.calendar import Calendar

REP = time(8, 30)


@dataclass
class Step:
    number: int
    kind: str  # by, at, on
    on: date  # as it was said
    due: datetime
    opened: datetime
    is_call: bool = False


def soon(step: Step, own: Calendar) -> datetime:
    """An hour before a deadline, half an hour before an appointment; where that is closed, the last open time before."""
    before = timedelta(minutes=30 if step.kind == "at" else 60)
    opens = own.next_opening(step.due - before)
    if opens < step.due:
        return opens
    begin, end = own.last_open_before(step.due - before)
    return max(begin, end - before)


def over(step: Step, own: Calendar) -> datetime | None:
    """Ten minutes after a call, or when the day opens, on that day and within four hours."""
    at, ended = step.due + timedelta(minutes=40), step.due + timedelta(minutes=30)
    opens = own.next_opening(at)
    is_fresh = opens < at + timedelta(hours=4) and own.local(opens).date() == own.local(ended).date()
    return opens if is_fresh else None


def evening(step: Step, since: datetime, own: Calendar) -> datetime | None:
    """An hour before the close of a step's day: what nobody logged, unless a list, a reminder of that hour or, of a call,
    a question of the two hours before asked whose it is now."""
    hours = own.hours_on(own.local(step.due).date())
    if hours is None:
        return None
    at = own.at_local(own.local(step.due).date(), hours.close) - timedelta(hours=1)
    asks = over(step, own) if step.is_call else soon(step, own) if step.kind == "by" else None
    is_ahead = step.kind == "at" and step.due + timedelta(minutes=30 * step.is_call) > at
    is_listed = own.next_morning(max(step.due, since), REP) < at
    is_asked = (
        asks is not None
        and asks > since
        and (at - asks < timedelta(hours=2) if step.is_call else at - asks <= timedelta(hours=1))
    )
    return None if is_ahead or is_listed or is_asked or at <= since else at


def near(step: Step, own: Calendar, days: int) -> list[datetime]:
    """So many working days before it is due, or before the last minute in which somebody works before that."""
    found = []
    for at in (own.local(step.due), own.local(own.last_open_before(step.due)[1])):
        found.append(own.at_local(own.shift_day(at.date(), -days), at.time()))
    return found
