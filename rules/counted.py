"""How many working days count against a limit: those since its clock started, without the time waited for the customer.

The number that people read and the instant at which a limit is reached come from the same count: a deal close to its
limit never shows as many days as the limit has, one past it never fewer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from rules.calendar import Calendar
from rules.durations import Duration
from rules.facts import DealFacts, LadderRules


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


def last_sign(deal: DealFacts) -> datetime:
    """The latest of contact, stage move and the start of the clocks."""
    return max(stage_start(deal), deal.last_contact_at or deal.stage_entered_at)


def is_untouched(deal: DealFacts, rules: LadderRules) -> bool:
    """Nobody has done anything about a lead since it became its owner's."""
    given, is_first = deal.given_at, deal.stage in rules.first_stages
    if given is None or deal.clocks_from is None or not is_first or deal.tries or deal.waiting:
        return False
    done = (deal.last_contact_at, deal.acted_at, deal.step.opened_at if deal.step else None)
    return not any(at is not None and at >= given for at in done)


def in_stage(deal: DealFacts, calendar: Calendar, now: datetime) -> Counted:
    """The days that count against the stage's limit, as shown to people."""
    start = stage_start(deal)
    most = calendar.wd_between(start, now)
    days = most if not deal.pauses and deal.waiting is None else _without_waits(deal, calendar, now, most)
    return Counted(days, None if start == deal.stage_entered_at else start, most - days)


class _Wait(NamedTuple):
    """Working time that was waited, from an instant on."""

    begin: datetime
    days: int
    rest: timedelta


def _without_waits(deal: DealFacts, calendar: Calendar, now: datetime, most: int) -> int:
    """How many working days the stage's clock has counted, of at most so many."""
    start = stage_start(deal)
    waits = tuple(_waits(deal, calendar, start))

    def is_full(n: int) -> bool:
        return _moved(calendar, calendar.add_wd(start, n), waits) <= now

    days = max(most - sum(wait.days for wait in waits if wait.begin < now), 0)
    while days and not is_full(days):  # of a last day a part was waited too
        days -= 1
    while days < most and is_full(days + 1):
        days += 1
    return days


def reached_at(deal: DealFacts, calendar: Calendar, start: datetime, length: Duration) -> datetime:
    """When a clock that runs since `start` has counted so long: moved on by the working time that was waited; a wait
    that began later changes nothing."""
    return _moved(calendar, calendar.add(start, length), _waits(deal, calendar, start))


def _moved(calendar: Calendar, limit_at: datetime, waits: Iterable[_Wait]) -> datetime:
    for wait in waits:
        if wait.begin >= limit_at:
            break
        limit_at = calendar.add_wd(limit_at, wait.days) if wait.days else limit_at
        limit_at = calendar.add_wh(limit_at, wait.rest) if wait.rest else limit_at
    return limit_at


def _waits(deal: DealFacts, calendar: Calendar, start: datetime) -> Iterator[_Wait]:
    """The waits since an instant, each moment once; one that runs now counts up to its end."""
    running = [(deal.waiting.since, deal.waiting.until)] if deal.waiting else []
    counted = start
    for begin, end in sorted([*deal.pauses, *running]):
        begin = max(begin, counted)
        if begin < end:
            days = calendar.wd_between(begin, end)
            yield _Wait(begin, days, calendar.wh_between(calendar.add_wd(begin, days), end))
            counted = end
