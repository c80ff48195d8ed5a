"""What reading a date phrase yields: a reading, a question with candidates, and the facts a reading needs."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["by", "at", "on"]
Part = Literal["morning", "noon", "afternoon", "evening", "night"]
Lean = Literal["future", "past"]
Order = Literal["mdy", "dmy"]

BY_HOUR = dt.time(18)
ON_HOUR = dt.time(9)
# Hour meant by a part of the day without a clock time: (on, by).
PART_HOURS: dict[Part, tuple[dt.time, dt.time]] = {
    "morning": (dt.time(9), dt.time(12)),
    "noon": (dt.time(12), dt.time(12)),
    "afternoon": (dt.time(14), dt.time(18)),
    "evening": (dt.time(19), dt.time(21)),
    "night": (dt.time(20), dt.time(23)),
}


@dataclass(frozen=True, slots=True)
class When:
    """A reading as said: a local date, perhaps a local time or a part of the day.

    `candidates` are other readings worth a button beside this one (never this one itself).
    """

    date: dt.date
    time: dt.time | None = None
    kind: Kind = "on"
    part: Part | None = None
    candidates: "tuple[When, ...]" = ()

    def local_time(self, *, by: dt.time = BY_HOUR, on: dt.time = ON_HOUR) -> dt.time:
        """The wall clock time meant: as said, else by the part of the day, else `by` or `on` by kind."""
        if self.time is not None:
            return self.time
        if self.part is not None:
            return PART_HOURS[self.part][1 if self.kind == "by" else 0]
        return by if self.kind == "by" else on

    def instant(self, tz: dt.tzinfo, *, by: dt.time = BY_HOUR, on: dt.time = ON_HOUR) -> dt.datetime:
        """The UTC instant in zone `tz`. Twice-shown times take the first (fold=0), skipped ones move forward.

        A time inside a spring gap read with fold=0 carries the offset before the change, so its UTC
        instant lands as far behind the change as it stood inside the gap: 02:30 becomes 03:30.
        """
        wall = dt.datetime.combine(self.date, self.local_time(by=by, on=on))
        return wall.replace(tzinfo=tz, fold=0).astimezone(dt.UTC)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A phrase that must be asked about; the first candidate is the most likely reading.

    `reason` is one of: nonsense (no candidates), no_day (its month has no such day: the last one and the day after
    it), today (a weekday's name said on that weekday), next
    (`next Friday`), passed (the near one is over), order (day/month), week, month, quarter, year, vague,
    duration, weekday (name and date disagree), half (hour and half of the day disagree), range, either, last (`last monday`), inside (one date inside
    other words), spelling (a slip was put right), implausible.
    """

    candidates: tuple[When, ...] = ()
    reason: str = "nonsense"


@dataclass(frozen=True, slots=True)
class Found:
    """A date phrase inside a sentence: `text[start:end]` of the text as given, and its reading."""

    start: int
    end: int
    when: When | Unclear


@dataclass(frozen=True, slots=True)
class Facts:
    """What a reading depends on besides the text. `now` is local and naive; wall clock is all we need."""

    now: dt.datetime
    utc: dt.datetime
    home: dt.tzinfo
    lean: Lean
    order: Order
    order_sure: bool
    is_working: Callable[[dt.date], bool]
    strict: bool = False
    # What was recognised at each place of the one text that these facts are for.
    seen: "dict[int, list[Piece]]" = field(default_factory=dict, compare=False)

    def after(self, seconds: int, *, exact: bool = False) -> dt.datetime:
        """The wall clock so many real seconds from now, to the minute unless `exact`; clock changes count as they run."""
        start = self.utc.replace(microsecond=0) if exact else self.utc.replace(second=0, microsecond=0)
        aware = start + dt.timedelta(seconds=seconds)
        return aware.astimezone(self.home).replace(tzinfo=None, fold=0)

    @property
    def today(self) -> dt.date:
        return self.now.date()

    def day(self, days: int) -> dt.date:
        return self.today + dt.timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Piece:
    """One recognised bit of a phrase, ending at `end`; bits are joined into a phrase.

    `weak`: how much company it needs inside a sentence. 0 none; 1 a preposition, a partner or the end of
    a clause; 2 a preposition or a partner; 3 never read inside a sentence.
    """

    end: int
    days: tuple[dt.date, ...] = ()
    weekday: int | None = None
    clocks: tuple[dt.time, ...] = ()
    part: Part | None = None
    by: bool = False
    reason: str = ""
    weak: int = 0
    week: bool = False
    loose: bool = False  # counted in weeks or months: a weekday beside it means that day of that week


Match = re.Match[str]
Reader = Callable[[Match, Facts], Piece | None]
Rule = tuple[str, Reader]
"""A pattern, compiled when first tried, and what reads its match: None where the match is no date."""
