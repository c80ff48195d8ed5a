"""Working time by walking every minute of a zone's wall clock: slow, plain, and sharing nothing with `rules.calendar`.

The one idea that it has in common with it: in a day the wall never goes back. While an hour is shown for the second time,
it stands where it had come to.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rules.calendar import Calendar
from rules.hours import Hours

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Minute:
    """One minute: when it begins, the date and the time that the wall has come to, and what one does in it."""

    at: datetime
    day: date
    shown: time
    is_open: bool
    is_in_day: bool


def _after(wall: datetime) -> datetime:
    """The next minute of the same date, its last instant at the end of it."""
    following = wall + MINUTE
    return following if following.date() == wall.date() else datetime.combine(wall.date(), time.max)


class Walk:
    """All minutes from one instant to another, by a calendar's plain facts."""

    def __init__(self, cal: Calendar, start: datetime, end: datetime) -> None:
        self._cal, self.minutes = cal, list[Minute]()
        zone, at = ZoneInfo(cal.zone), start.astimezone(UTC)
        before = latest = datetime.min  # noqa: DTZ901
        while at < end:
            wall = at.astimezone(zone).replace(tzinfo=None)
            stands = wall <= before and wall.date() == before.date()
            if not stands:
                before = wall
            latest = _after(before) if stands else wall
            self.minutes.append(self._minute(at, latest))
            at += MINUTE

    def _minute(self, at: datetime, wall: datetime) -> Minute:
        day, clock, hours = wall.date(), wall.time(), self.hours(wall.date())
        in_day = hours is not None and hours.open <= clock < hours.close
        is_quiet = hours is not None and any(a <= clock < b for a, b in hours.quiet)
        return Minute(at, day, clock, in_day and not is_quiet, in_day)

    def hours(self, day: date) -> Hours | None:
        """The hours of a date, None when nobody works."""
        cal, usual = self._cal, next(hours for hours in self._cal.week if hours)
        if day in cal.closures or day in cal.days_off:
            return None
        of_week = cal.week[day.weekday()]
        if day in cal.make_up:
            return of_week or usual
        return None if day in cal.holidays else of_week

    def _from(self, at: datetime) -> list[Minute]:
        first = int((at - self.minutes[0].at) / MINUTE)
        return self.minutes[first:]

    def is_open(self, at: datetime) -> bool:
        """May somebody be spoken to?"""
        return self._from(at)[0].is_open

    def next_opening(self, at: datetime) -> datetime | None:
        """The first open minute; None beyond the walk."""
        return next((m.at for m in self._from(at) if m.is_open), None)

    def wh_between(self, start: datetime, end: datetime) -> timedelta:
        """Open minutes, counted."""
        return MINUTE * sum(m.is_open for m in self._from(start) if m.at < end)

    def add_wh(self, start: datetime, minutes: int) -> datetime | None:
        """The end of so many open minutes."""
        for m in self._from(start):
            minutes -= m.is_open
            if not minutes:
                return m.at + MINUTE
        return None

    def add_wd(self, start: datetime, n: int) -> datetime | None:
        """The same time of the n-th working date after the one in which the count begins: the start's, or the opening."""
        begun = next((m for m in self._from(start) if m.is_in_day), None)
        if begun is None or n == 0:
            return begun.at if begun else None
        first = self.hours(begun.day)
        assert first is not None
        day, shown = begun.day, begun.shown if begun.at == start else first.open
        while n:
            day += timedelta(days=1)
            n -= self.hours(day) is not None
        hours = self.hours(day)
        assert hours is not None
        wanted = min(max(shown, hours.open), hours.close)
        return next((m.at for m in self._from(begun.at) if m.day == day and m.shown >= wanted), None)

    def wd_between(self, start: datetime, end: datetime) -> int:
        """How often a working day was full by then."""
        n = 0
        while (reached := self.add_wd(start, n + 1)) is not None and reached <= end:
            n += 1
        return n
