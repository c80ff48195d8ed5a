"""How many working days count against a limit: those since its clock started, without the time waited for the customer.

The number that people read and the instant at which a limit is reached come from the same count: a deal close to its
limit never shows as many days as the limit has, one past it never fewer.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime

from rules.calendar import Calendar
from rules.durations import Duration
from rules.facts import DealFacts


@dataclass(frozen=True, slots=True)
class Counted:
    """Whole working days; `since`: from when, where that is not the stage's entry; `waited`: further working days since
    then that were waited and are not among them."""

    days: int
    since: datetime | None = None
    waited: int = 0


def stage_start(deal: DealFacts) -> datetime:
    """From when a deal's time in its stage counts: its entry, or the first touch of a deal that was imported in it."""
    started = deal.clocks_from
    return started if started and started > deal.stage_entered_at else deal.stage_entered_at


def in_stage(deal: DealFacts, calendar: Calendar, now: datetime) -> Counted:
    """The days that count against the stage's limit, as shown to people."""
    start = stage_start(deal)
    most = calendar.wd_between(start, now)
    days = bisect_right(
        range(1, most + 1), now, key=lambda n: reached_at(deal, calendar, start, Duration(n, "wd"))
    )
    return Counted(days, None if start == deal.stage_entered_at else start, most - days)


def reached_at(deal: DealFacts, calendar: Calendar, start: datetime, length: Duration) -> datetime:
    """When a clock that runs since `start` has counted so long: moved on by the working time that was waited.

    A wait that runs now counts up to its end; one that began later changes nothing."""
    pauses = list(deal.pauses)
    if deal.waiting:
        pauses.append((deal.waiting.since, deal.waiting.until))
    reached, limit_at = start, calendar.add(start, length)
    for begin, end in sorted(pauses):
        begin = max(begin, reached)
        if begin >= limit_at or end <= begin:
            continue
        days = calendar.wd_between(begin, end)
        rest = calendar.wh_between(calendar.add_wd(begin, days), end)
        limit_at = calendar.add_wd(limit_at, days) if days else limit_at
        limit_at = calendar.add_wh(limit_at, rest) if rest else limit_at
        reached = end
    return limit_at
