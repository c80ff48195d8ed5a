"""A small team in two worlds: lived by the services and by `reference_clock`, and what must be the same in both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from rules.calendar import Calendar
from rules.facts import Rung
from services.team.calendars import calendars
from storage.tables import Nudge, Person
from tests.services import reference_clock as reference
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, lines_of
from tests.services.reference_lived import Reference

BEGIN, END = at("11-24 15:35"), at("12-28 09:00")
PEOPLE = ("liam", "noor", "maya")  # Noor sells in New York
SHANGHAI = at("11-24 00:00").tzinfo
SPANS = (1, 40, 300, 1500)  # minutes


def rung_of(nudge: Nudge) -> str:
    return f"again{nudge.rung - Rung.AGAIN}" if nudge.rung > Rung.AGAIN else Rung(nudge.rung).name.lower()


class Team(RuleBasedStateMachine):
    """Three deals of two reps, one of them in New York, under one manager, in both worlds."""

    url: Callable[[], str]

    def __init__(self) -> None:
        super().__init__()
        self.machine = Machine(self.url())
        there = {"slack_tz": "America/New_York", "home_tz": "America/New_York", "calendar": "us"}
        self.machine.join("noor", "rep", manager="maya", **there)
        self.machine.join("wang", "legal", manager="zoe")
        self.machine.take_any_number()
        self.post = Post(self.machine)
        self.names = {number: name for name, number in self.machine.ids.items()}
        self.model = Reference(self.calendars(), "maya")
        self.machine.clock.set(BEGIN)

    def teardown(self) -> None:
        self.machine.close()

    # -- what is so ------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.machine.clock.now()

    def calendars(self) -> dict[str, Calendar]:
        people = [x for x in self.machine.rows(Person) if x.handle in PEOPLE]
        with self.machine.db.read() as tx:
            found = calendars(tx, people, BEGIN.year)
        return {x.handle: found[x.id] for x in people}

    def pick(self, n: int) -> tuple[int, reference.Deal, Hand]:
        """A deal and its owner, some time later: nobody does two things at once."""
        self.live(SPANS[n // 3] if self.now < END - timedelta(days=2) else 1)
        number, deal = sorted(self.model.deals.items())[n % len(self.model.deals)]
        return number, deal, Hand(self.machine, deal.owner)

    def own(self, deal: reference.Deal) -> Calendar:
        return self.model.calendars[deal.owner]

    # -- time, and what must be the same -------------------------------------------------------------------------

    def settle(self) -> None:
        """What an act makes due is said, by both."""
        self.post.run()
        self.model.pass_time(self.now, self.now)
        self.compare()

    def live(self, minutes: int) -> None:
        start, end = self.now, self.now + timedelta(minutes=minutes)
        self.post.through(f"{end.astimezone(SHANGHAI):%m-%d %H:%M}")
        self.model.pass_time(start, end)
        self.compare()

    def compare(self) -> None:
        out = (x for x in self.machine.nudges if x.delivered_at)
        said = sorted((x.delivered_at, x.deal_id, x.rule, rung_of(x), self.names[x.person_id]) for x in out)
        assert self.shown(said) == self.shown(sorted(self.model.said))
        read = {
            (when, self.names.get(person), line.head.deal_id)
            for person, (when, _, _, answer) in zip(self.post.to, self.post.said, strict=True)
            for line in lines_of(answer)
        }
        assert {(f"{x[0].astimezone(SHANGHAI):%m-%d %H:%M}", x[4], x[1]) for x in said} <= read

    @staticmethod
    def shown(said: list[Any]) -> list[str]:
        return [f"{x[0].astimezone(SHANGHAI):%m-%d %H:%M} deal {x[1]}: {x[2]} {x[3]} to {x[4]}" for x in said]
