"""Working time in one person's home calendar: which days, which hours, and how limits run through them.

Lunch (China 12:00-13:30) is *quiet*: nothing is delivered then and it is no working hour (`wh`), since
nobody can act in it; but it lies inside the working day, so a `wd` limit may end at 12:15 (the nudge then
waits until 13:30). Everything takes and gives aware datetimes; results are UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from rules import wall
from rules.durations import Duration
from rules.hours import AHEAD, PRESETS
from rules.memo import Memo
from rules.working_days import WorkingDays


@dataclass(frozen=True)
class Calendar(WorkingDays):
    """Working days with instants: how their hours lie in the zone, and how limits run through them."""

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    # -- instants --------------------------------------------------------------------------------------

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.tz)

    def at_local(self, day: date, clock: time) -> datetime:
        """The instant of a local time; one that is skipped is the change itself, of two equal ones it is the first."""
        offset = self._offsets[day]
        if offset is None:
            return wall.instant(self.tz, day, clock)
        return datetime.combine(day, clock, UTC) - offset

    @cached_property
    def _offsets(self) -> Memo[date, timedelta | None]:
        return wall.offsets(self.tz)

    def opening(self, day: date) -> datetime | None:
        hours = self.hours_on(day)
        return self.at_local(day, hours.open) if hours else None

    def is_open(self, at: datetime) -> bool:
        """Working, and not in a quiet span: somebody may be spoken to."""
        return any([start <= at < end for start, end in self._spans[self.local(at).date()]])

    def is_about_to_open(self, at: datetime) -> bool:
        """The half hour before a working day, in which its list comes."""
        opening = self.opening(self.local(at).date())
        return opening is not None and opening - AHEAD <= at < opening

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself when open, else the first open instant after it."""
        for start, end in self._spans[self.local(at).date()]:
            if at < end:
                return max(at, start).astimezone(UTC)
        return next(self._spans_from(at))[0].astimezone(UTC)

    def list_at(self, day: date, clock: time) -> datetime:
        """When somebody's list of a working day is due: at `clock`, but not long before their day opens, nor after it."""
        return self._lists[day, clock]

    @cached_property
    def _lists(self) -> Memo[tuple[date, time], datetime]:
        return Memo(lambda asked: self._find_list(*asked))

    def _find_list(self, day: date, clock: time) -> datetime:
        hours = self.hours_on(day)
        return self.at_local(day, hours.list_clock(clock) if hours else clock)

    def next_morning(self, after: datetime, clock: time) -> datetime:
        """The first instant strictly later at which a list of this clock is due on a working day."""
        return self.morning_from(after + timedelta(microseconds=1), clock)

    def morning_from(self, at: datetime, clock: time) -> datetime:
        """The first instant at or after `at` at which a list of this clock is due on a working day."""
        day = self.shift_day(self.local(at).date(), 0)
        found = self.list_at(day, clock)
        return found if found >= at else self.list_at(self.shift_day(day, 1), clock)

    def previous_working_morning(self, before: datetime, clock: time) -> datetime:
        """The last instant strictly earlier at which a list of this clock was due on a working day."""
        day = self.local(before).date()
        if self.is_working(day) and (found := self.list_at(day, clock)) < before:
            return found
        return self.list_at(self.shift_day(day, -1), clock)

    def list_for(self, at: datetime, clock: time) -> datetime:
        """The first daily list at `clock` that serves an instant: a list before opening serves the opening."""
        day = self.shift_day(self.local(at).date(), 0)
        opening = self.opening(day)
        return self.list_at(day, clock) if opening and opening >= at else self.morning_from(at, clock)

    def last_open_before(self, at: datetime) -> tuple[datetime, datetime]:
        """The last open span that began before `at`, cut off there."""
        day = self.local(at).date()
        while True:
            spans = [(a, min(b, at)) for a, b in self._spans[day] if a < at]
            if spans:
                return spans[-1]
            day = self.shift_day(day, -1)

    # -- limits ----------------------------------------------------------------------------------------

    def start_of_count(self, start: datetime) -> datetime:
        """Where a limit counts from: the start, or the next opening of a day when it is out of hours."""
        day, _ = self._begin(start)
        return max(start, self.at_local(day, self._hours(day).open)).astimezone(UTC)

    def _begin(self, start: datetime) -> tuple[date, time]:
        """The same, as the wall shows it."""
        local = start.astimezone(self.tz)
        day, clock = local.date(), local.time()
        hours = self._on[day]
        if hours and (self._is_before(local, hours.close) if local.fold else clock < hours.close):
            return day, hours.kept(wall.reading(local) if local.fold else clock)
        day = self._shifted[day, 1]
        return day, self._hours(day).open

    def _is_before(self, local: datetime, clock: time) -> bool:
        """Is a local instant before this time of its day? Only an hour that is shown twice needs instants to know."""
        return local < self.at_local(local.date(), clock) if local.fold else local.time() < clock

    def add_wd(self, start: datetime, n: int) -> datetime:
        """The same local clock time n working days later, kept inside the hours of that day."""
        if n == 0:
            return self.start_of_count(start)
        day, clock = self._begin(start)
        day = self._shifted[day, n]
        return self.at_local(day, self._hours(day).kept(clock))

    def add_wh(self, start: datetime, hours: float | timedelta) -> datetime:
        """Working hours later, quiet spans left out; ends no later than the span in which it is used up."""
        left = hours if isinstance(hours, timedelta) else timedelta(hours=hours)
        for begin, end in self._spans_from(start):
            at = max(begin, start)
            if at < end and left <= end - at:
                return (at + left).astimezone(UTC)
            left -= max(end - at, timedelta())
        raise AssertionError("unreachable: a calendar has working days")

    def add(self, start: datetime, limit: Duration) -> datetime:
        """A limit's end, whatever its unit."""
        if limit.unit == "wd":
            return self.add_wd(start, limit.n)
        if limit.unit == "wh":
            return self.add_wh(start, limit.n)
        return start + limit.span

    def wh_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from start to end (zero when end is not later), quiet spans left out."""
        total = timedelta()
        for begin, finish in self._spans_from(start):
            if begin >= end:
                break
            total += max(min(finish, end) - max(begin, start), timedelta())
        return total

    def wd_between(self, start: datetime, end: datetime) -> int:
        """Whole working days, as shown to people: the greatest n with add_wd(start, n) <= end, or 0."""
        (begun, clock), local = self._begin(start), self.local(end)
        last = local.date()
        n = self._count(last.toordinal()) - self._count(begun.toordinal())
        hours = self.hours_on(last) if n > 0 else None  # on a day off the last one is full already
        if hours and self._is_before(local, hours.kept(clock)):
            n -= 1
        return max(n, 0)

    def in_zone(self, zone: str) -> "Calendar":
        """The same hours where the person is now: for delivery alone, a trip shifts no limit."""
        return self if zone == self.zone else _moved(self, zone)

    @cached_property
    def _spans(self) -> Memo[date, tuple[tuple[datetime, datetime], ...]]:
        return Memo(self._find_spans)

    def _find_spans(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        hours = self.hours_on(day)
        return tuple((self.at_local(day, a), self.at_local(day, b)) for a, b in hours.spans) if hours else ()

    def _spans_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open spans in order, the first one ending after `at`."""
        day = self._shifted[at.astimezone(self.tz).date(), 0]
        while True:
            for span in self._spans[day]:
                if span[1] > at:
                    yield span
            day = self._shifted[day, 1]


@lru_cache(maxsize=4096)
def _moved(calendar: Calendar, zone: str) -> Calendar:
    return replace(calendar, zone=zone)


Country = Literal["cn", "us"]
WEEKEND = frozenset({5, 6})


def preset(
    country: str,
    *,
    holidays: frozenset[date] = frozenset(),
    make_up: frozenset[date] = frozenset(),
    weekend: frozenset[int] = WEEKEND,
) -> Calendar:
    """`cn` or `us` with their own hours, every other country with American hours; holidays, make-up days and the
    weekend's days come in as facts, and so does the zone of whoever is not in these two."""
    hours, zone = PRESETS.get(country, PRESETS["us"])
    week = tuple(None if day in weekend else hours for day in range(7))
    return Calendar(zone, week, holidays=holidays, make_up=make_up, name=country)
