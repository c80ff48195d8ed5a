"""The hours of one working day, and those that a country's calendar begins with."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

AHEAD = timedelta(minutes=30)


@dataclass(frozen=True)
class Hours:
    """One working day: open to close, local time, with quiet spans inside it (sorted, not overlapping)."""

    open: time
    close: time
    quiet: tuple[tuple[time, time], ...] = ()

    @cached_property
    def spans(self) -> tuple[tuple[time, time], ...]:
        """The spans in which one works and may be spoken to."""
        edges = [self.open]
        for start, end in self.quiet:
            edges += [start, end]
        edges.append(self.close)
        return tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)

    def kept(self, clock: time) -> time:
        """A time of day, kept inside the hours."""
        if clock < self.open:
            return self.open
        return clock if clock < self.close else self.close

    def list_clock(self, clock: time) -> time:
        """When a list of this clock comes: at most half an hour before one begins, and while one may be spoken to; in a
        quiet time it waits for its end, and where one has left by then it comes with the start of the day."""
        at = max(clock, self._before)
        at = next((end for start, end in self.quiet if start <= at < end), at)
        return at if at < self.close else self._before

    @cached_property
    def _before(self) -> time:
        opens = datetime.combine(date.max, self.open)
        return max(opens - AHEAD, datetime.combine(opens.date(), time())).time()


PRESETS = {
    "cn": (Hours(time(9), time(18), ((time(12), time(13, 30)),)), "Asia/Shanghai"),
    "us": (Hours(time(9), time(17)), "America/New_York"),
}
