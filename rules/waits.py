"""How long one wait on a customer may be, how many a stage may see, and what a parked deal is not asked."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from rules.calendar import Calendar
from rules.durations import Duration
from rules.facts import DealFacts

# A step further off than this may be a slip of the finger: it is asked about, once.
MEANT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class WaitRules:
    """How long one wait may be, and how many of them a stage may see before the manager is asked."""

    most: Duration = Duration(20, "wd")
    times: int = 2


def wait_fault(
    since: datetime, until: datetime, earlier: int, calendar: Calendar, rules: WaitRules
) -> str | None:
    """Why a wait may not be had: in the past, too long, or one too many in a stage (ask the manager)."""
    if until <= since:
        return "wait.past"
    if until > calendar.add(since, rules.most):
        return "wait.too_long"
    return "wait.too_many" if earlier >= rules.times else None


def set_aside(deal: DealFacts, now: datetime) -> DealFacts:
    """The facts of a deal that is parked: nobody is to look at it until its day, so what was promised before asks nothing
    meanwhile. Any other deal's as they are."""
    wait = deal.waiting
    if wait is None or not wait.is_park or not wait.runs(now):
        return deal
    is_later = deal.step is not None and deal.step.opened_at > wait.since
    return replace(deal, step=deal.step if is_later else None, owed=())


def longest_wait(
    now: datetime, asked_on: Callable[[date], datetime], calendar: Calendar, rules: WaitRules
) -> date:
    """The last day that a wait may be set to, where `asked_on` is the instant at which its end is asked about."""
    end = calendar.add(now, rules.most)
    day = calendar.local(end).date()
    return day if asked_on(day) <= end else day - timedelta(days=1)


def is_far_step(day: date, now: datetime, calendar: Calendar, ahead: Duration) -> bool:
    """Whether a step lies so far ahead that it does not hold the silence before it back."""
    return day > calendar.local(calendar.add(now, ahead)).date()


def is_doubtful(day: date, today: date, before: date | None) -> bool:
    """Whether a step's day is asked about: it is that far ahead, and was not already when the day was last set."""
    return day - today > MEANT and (before is None or before - today <= MEANT)
