"""*Next* is true: weeks are lived through, and every message that says when a deal is heard of next is held against the
message that comes; *Why this?* says the same at that minute."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from rules.answers.digests import ManagerList, VerbFilled
from rules.answers.nudges import NudgeLine
from services.clock import said, verbs
from services.clock.said import Pressed
from storage.tables import Deal, GateAnswer, Step, Wait
from tests.services.hand import Hand
from tests.services.machine import START, Machine
from tests.services.mornings import Post, at, lines_of

pytestmark = pytest.mark.few_on_postgresql

WEEK, FORTNIGHT = "12-04 12:00", "12-08 12:00"
STAGES = ("lead", "screened", "discovery", "proposal", "negotiation")
PLACES = (("Asia/Shanghai", "cn"), ("America/New_York", "us"), ("Asia/Shanghai", "cn"))
Said = tuple[datetime, int, NudgeLine]


class Told(Post):
    """Keeps who was told what of which deal, and what *Why this?* says of it at that minute."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine)
        self.lines: list[Said] = []
        self.asked: list[NudgeLine] = []
        self.more: Counter[tuple[int, datetime]] = Counter()

    def run(self, when: str | None = None) -> None:
        before = len(self.said)
        super().run(when)
        for person, answer in zip(self.to[before:], (x[3] for x in self.said[before:]), strict=True):
            if isinstance(answer, ManagerList) and person is not None:
                self.more[person, self.machine.clock.now()] = answer.more
            for line in lines_of(answer):
                assert person is not None
                self.lines.append((self.machine.clock.now(), person, line))
                self.asked.append(self._why(person, line))

    def _why(self, person: int, line: NudgeLine) -> NudgeLine:
        name = next(name for name, known in self.machine.ids.items() if known == person)
        hand = Hand(self.machine, name)
        return said.why(hand.ask(), Pressed(line.nudge_id, line.head.deal_id))


@pytest.fixture
def told(machine: Machine) -> Told:
    return Told(machine)


def deal_of(machine: Machine, chance: random.Random, owner: str, **values: Any) -> int:
    """A deal with a past, and perhaps a step, a wait, something owed, a day of signing, a flag, or somebody asked for help."""
    machine.clock.set(START - timedelta(days=chance.randrange(5), hours=chance.randrange(3)))
    now = machine.clock.now()
    contact = None if chance.random() < 0.2 else now
    deal_id = machine.deal(owner, chance.choice(STAGES), last_contact_at=contact, **values)
    day = START.date() + timedelta(days=chance.randrange(1, 12))
    what = chance.choice(("", "", "step", "step", "wait", "owed", "risk", ""))
    with machine.db.write() as tx:
        if what == "step":
            clock, kind = chance.choice((10, 15, 17, None)), chance.choice(("by", "at", "on"))
            due = at(f"{day:%m-%d} {clock or 18}:00")
            tx.add(
                Step(
                    deal_id=deal_id, text=chance.choice(("call them", "send it")), kind=kind, on_date=day,
                    at_time=due.time() if clock else None, tz="Asia/Shanghai", due_at=due, opened_at=START,
                )
            )  # fmt: skip
        if what == "wait":
            until = at(f"{day:%m-%d} 09:00")
            tx.add(Wait(deal_id=deal_id, stage=_stage(machine, deal_id), who="", since=START, until=until))
        if what == "owed":
            tx.add(GateAnswer(deal_id=deal_id, item="pain", state="owed", value="", owed_until=day, at=START))
    flagged = {"at_risk_since": START, "at_risk_reason": "silent"} if what == "risk" else {}
    flagged |= {"expected_sign_on": day} if deal_id % 3 == 0 else {}
    machine.clock.set(START)
    machine.change(deal_id, **flagged)
    return deal_id


def _stage(machine: Machine, deal_id: int) -> str:
    return str(next(deal.stage for deal in machine.rows(Deal) if deal.id == deal_id))


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    ("seed", "until"),
    [(0, WEEK), *(pytest.param(n, FORTNIGHT, marks=pytest.mark.proof) for n in range(4))],
)
def test_what_next_says_is_what_comes(machine: Machine, told: Told, seed: int, until: str) -> None:
    chance = random.Random(seed)
    for n in range(3):
        tz, calendar = PLACES[n % 3]
        machine.join(f"rep{n}", "rep", manager="maya", slack_tz=tz, home_tz=tz, calendar=calendar)
    deals = [deal_of(machine, chance, f"rep{n}") for n in range(3) for _ in range(3)]
    deals += [deal_of(machine, chance, "maya") for _ in range(2)]
    helped = Hand(machine, "rep0").do(
        verbs.act, "ask_help", Pressed(0, deals[0]), VerbFilled(text="the price")
    )
    assert helped is not None
    told.through(until)
    assert len(told.lines) > 25
    check(machine, told, at(until))


@pytest.mark.one_on_postgresql
def test_what_stays_on_home_names_the_managers_list(machine: Machine, told: Told) -> None:
    """A deal without a place in its owner's next list goes up all the same, and its owner reads when."""
    for _ in range(7):
        machine.deal("liam")
    told.through("12-02 08:45")
    crowded = [(now, line) for now, _, line in told.lines if line.why.next_to == "home"]
    assert crowded
    for now, line in crowded:
        up = line.why.up_at
        assert up == min(t for t, p, _ in told.lines if p == machine.ids["maya"] and t > now)


def test_what_the_day_had_no_room_for_is_said_in_the_next_list(machine: Machine, told: Told) -> None:
    """Not when the day opens: nobody looks for it there."""
    for n in range(5):
        machine.clock.set(START + timedelta(minutes=20 * n))
        machine.deal("liam")
    told.through("12-01 19:00")
    held = [x for x in machine.nudges if x.state == "held"]
    assert held, "a day has four messages"
    for nudge in held:
        asked = said.why(Hand(machine, "liam").ask(), Pressed(0, nudge.deal_id or 0))
        assert asked.why.next_at == at("12-02 08:30")


def check(machine: Machine, told: Told, until: datetime) -> None:
    """Every promise of the past against what came."""
    kinds = set()
    for (now, person, line), asked in zip(told.lines, told.asked, strict=True):
        deal_id, w = line.head.deal_id, line.why
        later = [t for t, p, x in told.lines if p == person and x.head.deal_id == deal_id and t > now]
        shown = (line.rule, line.rung, f"{now:%m-%d %H:%M}", person, deal_id, w.next_at, w.next_to)
        if line.rung < 20:
            assert (w.next_at, w.next_to, w.up_at) == (
                asked.why.next_at,
                asked.why.next_to,
                asked.why.up_at,
            ), shown
        is_own = not line.owner
        kinds.add((w.next_to, w.up_at is not None))
        if w.next_to == "home":
            assert not later or later[0] > _next_list(told, person, now), shown
        elif w.next_at is None or w.next_to == "manager" and is_own:
            assert not later, shown
        elif not is_own and w.next_at <= until:  # named, or behind "and 9 more" with its button
            named = w.next_at in later
            assert named or told.more[person, w.next_at], shown
            assert not [t for t in later if t < w.next_at], shown
        elif w.next_at <= until:
            assert later and later[0] == w.next_at, (shown, later[:1])
        is_told = w.up_at is not None and w.up_at <= until
        if is_told and _up(machine, told, deal_id, now, person) != w.up_at:
            assert told.more[machine.ids["maya"], w.up_at], (shown, w.up_at)
    assert {("owner", False), ("owner", True), ("manager", False)} <= kinds, kinds


def _next_list(told: Told, person: int, now: datetime) -> datetime:
    return min((t for t, p, x in told.lines if p == person and t > now and x.lane == "morning"), default=now)


def _up(machine: Machine, told: Told, deal_id: int, now: datetime, owner: int) -> datetime | None:
    return next((t for t, p, x in told.lines if p != owner and x.head.deal_id == deal_id and t > now), None)
