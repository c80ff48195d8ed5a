"""Lives what `reference_clock` says: from one moment at which something could be said to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rules.calendar import Calendar
from tests.services.reference_clock import MANAGER, STEP_NEAR, Asked, Deal, limit_of
from tests.services.reference_steps import REP, evening, near, over, soon


def moments(deal: Deal, own: Calendar, boss: Calendar, start: datetime, end: datetime) -> Iterator[datetime]:
    """When something could come to be said while nobody acts: each list, each limit, and round a step."""
    for calendar, clock in ((own, REP), (boss, MANAGER)):
        at = calendar.next_morning(start, clock)
        while at <= end:
            yield at
            at = calendar.next_morning(at, clock)
    found = [own.next_opening(start)]
    found += [limit_of(rule, deal, own, start).red for rule in ("quiet", "slow")]
    if deal.step:
        found += [soon(deal.step, own), deal.step.due, over(deal.step, own) or deal.step.due]
        found.append(evening(deal.step, deal.since, own) or deal.step.due)
        found += near(deal.step, own, STEP_NEAR)
    yield from (at for at in found if start < at <= end)


@dataclass
class Reference:
    """Some deals, the calendars of their people, and what was said: (instant, deal, rule, rung, who)."""

    calendars: Mapping[str, Calendar]
    boss: str
    deals: dict[int, Deal] = field(default_factory=dict)
    said: list[tuple[datetime, int, str, str, str]] = field(default_factory=list)

    def pass_time(self, start: datetime, end: datetime) -> None:
        """Lives from one instant to another; nobody does anything meanwhile."""
        for number, deal in self.deals.items():
            now: datetime | None = start
            own, boss = self.calendars[deal.owner], self.calendars[self.boss]
            while now is not None:
                for key, rung, to in list(Asked(deal, now, own, boss).due()):
                    deal.heard[key, rung, to] = now
                    self.said.append(
                        (now, number, str(key[0]), rung, deal.owner if to == "owner" else self.boss)
                    )
                now = min(moments(deal, own, boss, now, end), default=None)
