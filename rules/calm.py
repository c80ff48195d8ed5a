"""Which deals ask for nothing at an instant: their clocks began so late that no list warns of them yet.

A later start never has an earlier limit, and whatever else moves a limit (a wait, a new owner, a step soon) moves it on.
So one instant for each stage says it of all its deals, and a list need look at the others alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from rules.calendar import Calendar
from rules.durations import Duration
from rules.facts import LadderRules, PersonFacts

_A_DAY = timedelta(hours=26)  # the longest that a date lasts


@dataclass(frozen=True, slots=True)
class Calm:
    """By its stage, from when on a deal's last sign of life, and its time there, count if it asks for nothing; a stage
    that is not named has no such clock. `promised_by`: what was promised for later is not due."""

    silence: Mapping[str, datetime]
    stay: Mapping[str, datetime]
    promised_by: datetime
    first_stages: frozenset[str]


def calm(owners: Iterable[PersonFacts], now: datetime, rules: LadderRules) -> Calm:
    """For the lists that these people's deals are in at an instant."""
    pairs = {(each.calendar, hours) for each in owners for hours in (each.calendar, each.delivery)}
    next_lists = {hours: hours.next_morning(now, rules.owner_list) for _, hours in pairs}
    # Who is warned in no list before the next one has a limit no earlier than this.
    limits = [(home, home.add(next_lists[hours], rules.heads_up)) for home, hours in pairs]

    def begun(after: Duration) -> datetime:
        return max((_begun(home, after, at) for home, at in limits), default=now)

    quiet = {stage: rules.quiet_after for stage in rules.quiet_stages}
    silences = [*quiet.items(), *rules.slipping_after.items()]
    known = {after: begun(after) for after in {*rules.slow_after.values(), *(x for _, x in silences)}}
    silence: dict[str, datetime] = {}
    for stage, after in silences:
        silence[stage] = max(silence.get(stage, known[after]), known[after])
    return Calm(
        silence,
        {stage: known[after] for stage, after in rules.slow_after.items()},
        max([now + _A_DAY, *next_lists.values()]),
        rules.first_stages,
    )


def _begun(home: Calendar, after: Duration, limit_at: datetime) -> datetime:
    """An instant from which on whatever begins reaches its limit at this one or later."""
    if after.unit != "wd":
        return limit_at
    local = home.local(limit_at)
    start = home.at_local(home.shift_day(local.date(), -after.n), local.time())
    if home.add_wd(start, after.n) >= limit_at:
        return start
    # A day later than it need be, whatever the clock says.
    return home.at_local(home.shift_day(home.shift_day(local.date(), 1), -after.n), time())
