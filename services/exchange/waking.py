"""Brings imported deals alive without a flood: quiet start, at most five new flags a person and day."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from rules.calendar import Calendar
from rules.facts import LadderRules
from rules.thresholds import ladder_rules
from rules.turns import NEW_FLAGS
from services.deps import Deps
from services.money.worth import dearest_first
from services.team.calendars import calendars
from storage import imports as rows
from storage import people as people_rows

BATCH = 200


def wake(deps: Deps, now: datetime, pause: Callable[[], None]) -> int:
    """Starts the clocks of imported open deals whose owner is in Slack, the dearest first; returns how many."""
    pipeline = deps.config.active().pipeline
    rules = ladder_rules(pipeline)
    with deps.db.read() as tx:
        sleeping = dearest_first(tx, pipeline, rows.asleep(tx), now)
        mine: dict[int, list[tuple[int, str]]] = {}
        for deal in sleeping:
            mine.setdefault(deal.owner_id or 0, []).append((deal.id, deal.stage))
        home = calendars(tx, [p for p in people_rows.everybody(tx) if p.id in mine], now.year)
    starts: dict[int, datetime] = {}
    for owner, deals in mine.items():
        starts |= dict(spread(deals, home[owner], rules, now))
    pairs = list(starts.items())
    for first in range(0, len(pairs), BATCH):
        pause()
        with deps.db.write() as tx:
            rows.wake(tx, dict(pairs[first : first + BATCH]), now)
    return len(pairs)


def spread(
    deals: Sequence[tuple[int, str]], calendar: Calendar, rules: LadderRules, now: datetime
) -> Iterator[tuple[int, datetime]]:
    """deal → when its clocks start: the first working day on which its flag is one of that day's five."""
    flags: Counter[int] = Counter()
    first_free: dict[int, int] = {}
    for deal, stage in deals:
        ahead = days_to_flag(stage, calendar, rules, now)
        wait = first_free.get(ahead, 0)
        while flags[wait + ahead] >= NEW_FLAGS:
            wait += 1
        first_free[ahead] = wait
        flags[wait + ahead] += 1
        yield deal, calendar.add_wd(now, wait)


def days_to_flag(stage: str, calendar: Calendar, rules: LadderRules, now: datetime) -> int:
    """Working days from the start of the clocks to the first limit of this stage."""
    limits = [rules.slow_after[stage]] if stage in rules.slow_after else []
    limits += [rules.quiet_after] if stage in rules.quiet_stages else []
    return min((calendar.wd_between(now, calendar.add(now, limit)) for limit in limits), default=0)
