"""Sixty working days of eight reps with twenty-five deals each: how often Baton speaks unasked to one person on one day.

People behave by chance, by a seed: they call, try, promise, put off, ask for help, wait, move, lose and win deals, and leave most
of what they are told alone. What is counted are posts of a day where the reader is; reminders of a time that somebody
promised, and what a person hears of what another did (a new deal, an end), are not unasked.
"""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select, update

from rules.answers.digests import ManagerList, VerbFilled
from rules.calendar import Calendar
from rules.errors import BatonError
from rules.facts import Rung
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import risk, stages
from services.deals.stages import Sent
from services.sending import grouping, promises
from services.sending.grouping import COUNTED
from services.team.calendars import calendars
from storage.tables import Deal, Delivery, Nudge, Person
from tests.services.hand import FILLED, Hand
from tests.services.machine import START, Machine
from tests.services.mornings import Post, at, audited

REPS, DEALS, DAYS = 8, 25, 60
STAGES = ("screened", "discovery", "proposal", "negotiation")
HELP = "help_asked"
TIMED = "steps"


class Company:
    """Reps at work under one manager, and what they did."""

    def __init__(self, machine: Machine, seed: int, reps: int, deals: int) -> None:
        self.machine, self.post, self.chance = machine, Post(machine), random.Random(seed)
        self.did: Counter[str] = Counter()
        self.reps = [f"rep{n}" for n in range(reps)]
        for name in self.reps:
            machine.join(name, "rep", manager="maya")
        for name in self.reps:
            for _ in range(deals):
                machine.clock.set(START - timedelta(minutes=self.chance.randrange(9_000)))
                self.new_deal(name)
        machine.clock.set(START)
        with machine.db.read() as tx:
            maya = tx.get(Person, machine.ids["maya"])
            assert maya is not None
            self.calendar: Calendar = calendars(tx, [maya], START.year)[maya.id]

    def new_deal(self, name: str) -> None:
        self.machine.deal(name, self.chance.choice(STAGES), amount_minor=self.chance.randrange(10**7))

    def live(self, days: int) -> None:
        """Working days, on each of which a rep does four things in the mean."""
        day = START.date()
        for _ in range(days):
            day = self.calendar.shift_day(day, 1)
            minutes = sorted(self.chance.randrange(9 * 60) for _ in range(len(self.reps) * 4))
            for minute in minutes:
                self.post.live(
                    datetime(day.year, day.month, day.day, 1, tzinfo=UTC) + timedelta(minutes=minute)
                )
                self.act(self.chance.choice(self.reps))

    def act(self, name: str) -> None:
        """One thing that a rep does about one of their deals, if they may."""
        machine, chance, hand = self.machine, self.chance, Hand(self.machine, name)
        own = [x for x in machine.rows(Deal) if x.owner_id == hand.person.id and x.state == "open"]
        if len(own) < DEALS:
            self.new_deal(name)
        deal = chance.choice(own)
        pressed = Pressed(self._nudge(deal, hand), deal.id)
        ahead = self.calendar.shift_day(machine.clock.now().date(), chance.randrange(1, 9))
        what = chance.choices(*zip(*WHAT.items(), strict=True))[0]
        with suppress(BatonError):
            if what == "note":
                hand.note("Talked to Ms. Chen about the budget", deal_id=deal.id, is_again=True)
            elif what == "try":
                hand.note("no answer", deal_id=deal.id, is_again=True)
            elif what == "call":
                said = (
                    f"Talked to Ms. Chen // call them {ahead:%b} {ahead.day} at {chance.randrange(9, 18)}:30"
                )
                hand.note(said, deal_id=deal.id, is_again=True)
            elif what == "move":
                to = STAGES[(STAGES.index(deal.stage) + 1) % len(STAGES)]
                hand.do(stages.move, Sent(deal.id, to, values=FILLED, reason="they think again"))
            elif what == "risk":
                hand.do(risk.mark, deal.id, "their buyer leaves")
            else:
                verb, _, choice = what.partition(" ")
                filled = VerbFilled(on=ahead, text="send the plan", who="Ms. Chen", choice=choice)
                hand.do(verbs.act, verb, pressed, filled)
            self.did[what] += 1
        self.post.run()

    def _nudge(self, deal: Deal, hand: Hand) -> int:
        """The last that was said of it to them, which they press on."""
        of = select(Nudge.id).where(Nudge.deal_id == deal.id, Nudge.person_id == hand.person.id)
        with self.machine.db.read() as tx:
            return max(tx.exec(of).all(), default=0)

    def heard(self, names: list[str], kinds: tuple[str, ...]) -> Counter[tuple[int, date]]:
        """(person, day) → posts of these kinds."""
        people = {self.machine.ids[name] for name in names}
        return Counter(
            (x.person_id, self.calendar.local(x.sent_at).date())
            for x in self.machine.rows(Delivery)
            if x.person_id in people and x.op == "post" and x.kind in kinds and x.state == "sent"
        )


WHAT = {
    "note": 8, "try": 6, "call": 6, "date": 6, "wait": 3, "move": 3, "later tomorrow": 4, "ask_help": 3, "risk": 1,
    "lost price": 1,
}  # fmt: skip


def a_day(told: Counter[tuple[int, date]], people: int) -> tuple[float, int]:
    """In the mean of a person's working days, and at the most."""
    return round(sum(told.values()) / people / DAYS, 2), max(told.values(), default=0)


def test_the_morning_list_is_one_of_a_managers_three(machine: Machine, post: Post) -> None:
    """Who asks for help after that is first in the next list."""
    liam, deals = Hand(machine, "liam"), [machine.deal("liam") for _ in range(4)]
    liam.do(risk.mark, deals[0], "their buyer leaves")
    post.through("11-25 10:00")
    for deal in deals[1:]:
        liam.do(verbs.act, "ask_help", Pressed(0, deal), VerbFilled(text="the price"))
    post.through("11-25 18:00")
    to_maya = [
        answer
        for person, (*_, answer) in zip(post.to, post.said, strict=True)
        if person == machine.ids["maya"]
    ]
    assert [x.kind for x in to_maya] == ["manager_list", HELP, HELP]
    post.through("11-26 09:00")
    listed = post.of(ManagerList)[-1][1]
    assert deals[3] in [line.head.deal_id for line in listed.lines if line.asks]


@pytest.mark.parametrize(("told", "held"), [(2, 0), (3, 1)])
def test_what_a_list_should_have_carried_waits_for_the_next_where_the_day_is_spent(
    machine: Machine, told: int, held: int
) -> None:
    deal, maya = machine.deal(), machine.ids["maya"]
    now, to = at("11-25 15:00"), f"person:{maya}"
    with machine.db.write() as tx:
        for _ in range(told):
            promises.promise(tx, None, HELP, to, {}, now)
        tx.add(
            Nudge(
                rule="quiet", subject=f"deal:{deal}", deal_id=deal, episode="e", rung=Rung.MANAGER, recipient=to,
                person_id=maya, lane="list", due_at=at("11-25 08:40"), created_at=now, state="planned",
                facts={"to": "manager"},
            )
        )  # fmt: skip
        tx.exec(update(Delivery).values(state="sent"))
    assert grouping.claim(machine.deps, now=now).held == held


@pytest.mark.proof
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(2))
def test_nobody_is_told_more_than_the_budget_allows(machine: Machine, seed: int) -> None:
    company = Company(machine, seed, REPS, DEALS)
    company.live(DAYS)
    audited(machine)
    rep = a_day(company.heard(company.reps, COUNTED), REPS)
    timed = a_day(company.heard(company.reps, (*COUNTED, TIMED)), REPS)
    manager = a_day(company.heard(["maya"], COUNTED), 1)
    print(f"a day in the mean, and at the most: rep {rep}, with promised times {timed}, manager {manager}")
    print(f"done: {dict(company.did)}")
    assert rep <= (3, 4) and rep[1] <= 4
    assert manager[1] <= 3
