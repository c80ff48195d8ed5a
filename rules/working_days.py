"""The dates of a calendar: which are worked on, in which hours, and how many lie between two of them.

Far dates are found by counting, near ones day by day, and what was found is kept: a morning asks for the same few
dates for each deal of each person.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, NamedTuple

from rules.hours import Hours
from rules.memo import Memo

_DAY = timedelta(days=1)
_WALK = 12
Closed = Literal["holiday", "closed", "off"]  # everybody's, the company's, one's own


class Shut(NamedTuple):
    """Days of the usual week, with what lies between them, on which nobody works, and why."""

    first: date
    last: date
    why: Closed


@dataclass(frozen=True)
class WorkingDays:
    """Hours per weekday (Monday first, None = off) in a zone, and the dates that differ.

    `make_up` are working days on a weekend (China); they win over holidays of the same list, while
    closures of the company and own days off win over everything.
    """

    zone: str
    week: tuple[Hours | None, ...]
    holidays: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()
    closures: frozenset[date] = frozenset()
    days_off: frozenset[date] = frozenset()
    name: str = ""

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("a calendar needs seven weekdays and at least one working day")

    @cached_property
    def _usual(self) -> Hours:
        return next(hours for hours in self.week if hours)

    @cached_property
    def _on(self) -> Memo[date, Hours | None]:
        return Memo(self._find_hours)

    def _find_hours(self, day: date) -> Hours | None:
        if day in self.closures or day in self.days_off:
            return None
        usual = self.week[day.weekday()]
        if day in self.make_up:
            return usual or self._usual
        return None if day in self.holidays else usual

    def is_working(self, day: date) -> bool:
        return self._on[day] is not None

    def hours_on(self, day: date) -> Hours | None:
        """The hours of a date; a make-up day on a weekend has those of the first working weekday."""
        return self._on[day]

    def _hours(self, day: date) -> Hours:
        """The hours of a date that is known to be worked on."""
        hours = self._on[day]
        assert hours is not None
        return hours

    @cached_property
    def _exceptions(self) -> tuple[list[int], list[int]]:
        """Ordinals of dates added to and taken from the plain week, sorted."""
        dates = self.holidays | self.make_up | self.closures | self.days_off
        added = sorted(d.toordinal() for d in dates if self.is_working(d) and not self.week[d.weekday()])
        gone = sorted(d.toordinal() for d in dates if not self.is_working(d) and self.week[d.weekday()])
        return added, gone

    @cached_property
    def _week_counts(self) -> tuple[int, ...]:
        """Working days in the first n days of a week, n = 0..7, ordinal 1 being a Monday."""
        counts = [0]
        for hours in self.week:
            counts.append(counts[-1] + (hours is not None))
        return tuple(counts)

    def _count(self, ordinal: int) -> int:
        """Working days from the beginning of time up to and including a date: O(log exceptions)."""
        weeks, rest = divmod(ordinal, 7)
        added, gone = self._exceptions
        plain = weeks * self._week_counts[7] + self._week_counts[rest]
        return plain + bisect_right(added, ordinal) - bisect_right(gone, ordinal)

    def days_between(self, day: date, until: date) -> int:
        """Working dates after `day`, up to and including `until`; 0 where that is no later."""
        return max(0, self._count(until.toordinal()) - self._count(day.toordinal()))

    def shut(self, first: date, until: date) -> tuple[Shut, ...]:
        """The days of the usual week from the first one up to another, on which nobody works."""
        found: list[Shut] = []
        for n in range((until - first).days):
            day = first + n * _DAY
            if self.is_working(day) or self.week[day.weekday()] is None:
                continue
            why: Closed = "off" if day in self.days_off else "closed" if day in self.closures else "holiday"
            last = found[-1] if found else None
            if last and last.why == why and not self.days_between(last.last, day):
                found[-1] = last._replace(last=day)
            else:
                found.append(Shut(day, day, why))
        return tuple(found)

    def shift_day(self, day: date, n: int) -> date:
        """The n-th working date after `day` (n > 0), before it (n < 0), or it or the next one (n = 0)."""
        return self._shifted[day, n]

    @cached_property
    def _shifted(self) -> Memo[tuple[date, int], date]:
        return Memo(lambda asked: self._find_day(*asked))

    def _find_day(self, day: date, n: int) -> date:
        if n == 0 and self.is_working(day):
            return day
        if -_WALK <= n <= _WALK:
            return self._walk(day, n or 1)
        return self._search(day, n)

    def _walk(self, day: date, n: int) -> date:
        """Near dates: day by day, for as long as a holiday may be; then by search."""
        step, left = (_DAY if n > 0 else -_DAY), abs(n)
        for _ in range(5 * _WALK):
            day += step
            left -= self.is_working(day)
            if not left:
                return day
        return self._search(day, left if n > 0 else -left)

    def _search(self, day: date, n: int) -> date:
        """Far dates: by counting, whatever lies between."""
        base, per_week = day.toordinal(), self._week_counts[7]
        wanted = self._count(base) + n if n > 0 else self._count(base - 1) + 1 + n
        guess = base - 1 + 7 * n // per_week
        low, step = min(guess, base - 1), 7
        while self._count(low) >= wanted:
            low, step = low - step, step * 2
        high, step = max(guess, base) + 3, 7
        while self._count(high) < wanted:
            high, step = high + step, step * 2
        while high - low > 1:
            middle = (low + high) // 2
            if self._count(middle) >= wanted:
                high = middle
            else:
                low = middle
        return date.fromordinal(high)
