"""The hours of one working day, and those that a country's calendar begins with (product.md, Units)."""

from dataclasses import dataclass
from datetime import time
from functools import cached_property


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
        return min(max(clock, self.open), self.close)


PRESETS = {
    "cn": (Hours(time(9), time(18), ((time(12), time(13, 30)),)), "Asia/Shanghai"),
    "us": (Hours(time(9), time(17)), "America/New_York"),
}
