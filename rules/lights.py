"""Which light a deal has: a limit that is reached, a promise that is past, and what is near."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from rules.calendar import Calendar
from rules.clocks import Clock, heads_up_at, red_at, running
from rules.dismissals import is_let_alone
from rules.facts import DealFacts, LadderRules
from rules.promises import step_late_at
from rules.waits import set_aside

Light = Literal["green", "amber", "red"]
LIGHTS: tuple[Light, ...] = ("red", "amber", "green")  # the most pressing first


def light(
    deal: DealFacts,
    calendar: Calendar,
    now: datetime,
    rules: LadderRules,
    delivery: Calendar | None = None,
) -> Light:
    """Red: a limit is reached, or a promise (a step, an owed item) is past. Amber: a heads-up is out, or it is due today.
    `delivery`: the owner's calendar where they are, if that is elsewhere; by it a park is over."""
    deal = set_aside(deal, delivery or calendar, now, rules)
    return light_of(deal, running(deal, calendar, now, rules), calendar, now, rules)


def light_of(
    deal: DealFacts, clocks: Sequence[Clock], calendar: Calendar, now: datetime, rules: LadderRules
) -> Light:
    """The light of a deal whose running clocks are known."""
    if not deal.open or deal.clocks_from is None:
        return "green"
    step, today = deal.step, calendar.local(now).date()
    owed = [x.until for x in deal.owed if not is_let_alone(deal, "owed", x.since, calendar, now)]
    if is_red(deal, clocks, calendar, now):
        return "red"
    if (step and calendar.local(step_late_at(step, deal, calendar)).date() <= today) or today in owed:
        return "amber"
    for clock in clocks:
        if clock.rule in ("untouched", "date"):  # no heads-up: the lead's hour was said when it was given
            continue
        warned = heads_up_at(clock, red_at(clock, calendar, calendar, rules), calendar, calendar, rules)
        if warned is None and clock.wait is not None and clock.wait.until == clock.floor:
            warned = clock.floor  # that it is over was asked in the last list before the limit
        if warned and now >= warned:
            return "amber"
    return "green"


def is_red(deal: DealFacts, clocks: Sequence[Clock], calendar: Calendar, now: datetime) -> bool:
    """A limit is reached, or a promise is past."""
    step, today = deal.step, calendar.local(now).date()
    owed = (x for x in deal.owed if not is_let_alone(deal, "owed", x.since, calendar, now))
    is_past = step is not None and now >= step_late_at(step, deal, calendar)
    return is_past or any(x.until < today for x in owed) or any(clock.on(now) for clock in clocks)
