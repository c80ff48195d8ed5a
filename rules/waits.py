"""How long one wait on a customer may be, how many a stage may see, and what a parked deal is not asked."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from rules.calendar import Calendar
from rules.clocks import asked_at
from rules.durations import Duration
from rules.facts import DealFacts, LadderRules, WaitFacts

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


class TakenUp(NamedTuple):
    """A promise that a park set aside counts again: from when, and the owner's morning list that first asks about it."""

    at: datetime
    listed: datetime


def stood_still(deal: DealFacts, at: datetime) -> bool:
    """It waited then, whatever came of it since."""
    is_on = deal.waiting is not None and deal.waiting.runs(at)
    return is_on or any(since <= at < ended for since, ended in deal.pauses)


def set_aside(deal: DealFacts, delivery: Calendar, now: datetime, rules: LadderRules) -> DealFacts:
    """The facts of a deal that is parked: nobody is to look at it until the list that asks about the park, so what was
    promised before it asks nothing meanwhile. Any other deal's as they are."""
    wait = deal.waiting
    if wait is None or not wait.is_park or not wait.since <= now < asked_at(wait, delivery, rules):
        return deal
    is_later = deal.step is not None and deal.step.opened_at > wait.since
    owed = tuple(x for x in deal.owed if x.since > wait.since)
    return replace(deal, step=deal.step if is_later else None, owed=owed)


def park_over(deal: DealFacts, since: datetime) -> WaitFacts | None:
    """The last park that a promise made then was set aside by; what it counts from is its end."""
    now = (deal.waiting,) if deal.waiting is not None and deal.waiting.is_park else ()
    return max((x for x in (*deal.parks, *now) if x.since >= since), key=lambda x: x.since, default=None)


def taken_up(deal: DealFacts, since: datetime, delivery: Calendar, rules: LadderRules) -> TakenUp | None:
    """When a promise made then counts again: with the list that asks about the park, or the first after somebody ended it."""
    park = park_over(deal, since)
    if park is None:
        return None
    asked = asked_at(park, delivery, rules)
    if park.ended is None or park.ended >= asked:
        return TakenUp(asked, asked)
    return TakenUp(park.ended, delivery.next_morning(park.ended, rules.owner_list))


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
