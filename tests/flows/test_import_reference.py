"""Imported deals come alive: what the next 15 working days say is compared with a reckoning straight from the file."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from rules.facts import Rung
from services.clock import nudges
from services.letters import messages
from services.letters.messages import Letter
from services.lists import digests
from services.sending import grouping, outbox
from storage.tables import Deal, Delivery, Nudge
from tests.lending import CopyOf
from tests.services import tables
from tests.services.machine import QUICK, START, Machine, team

AGENTS = {"Moses Frase": "liam", "Violet Mclelland": "dana"}
HERE = ZoneInfo("Asia/Shanghai")
DAYS = 15
Said = tuple[str, str, str, int]  # local time, opportunity, who hears it, rung


# -- the reckoning: nothing of Baton in it ---------------------------------------------------------


def workdays(first: datetime) -> list[datetime]:
    """Monday to Friday from the start on; China has no holiday between 24 November and New Year's Eve."""
    days = (first + timedelta(days=n) for n in range(60))
    return [day for day in days if day.weekday() < 5]


def reckoned(folder: Path) -> Counter[Said]:
    """Lead slow after 2 working days, discovery quiet after 5; five flags a person and day, the dearest first."""
    with (folder / "products.csv").open(newline="", encoding="utf-8") as file:
        prices = {r["product"].replace(" ", ""): int(r["sales_price"]) for r in csv.DictReader(file)}
    opportunities = tables.opportunities(folder)
    days, said = workdays(START), Counter[Said]()
    for agent, rep in AGENTS.items():
        mine = [r for r in opportunities if r["sales_agent"] == agent]
        live = [r for r in mine if r["deal_stage"] in ("Prospecting", "Engaging")]
        live.sort(key=lambda r: -prices[r["product"].replace(" ", "")])
        flags: Counter[int] = Counter()
        for row in live:
            day = 2 if row["deal_stage"] == "Prospecting" else 5
            while flags[day] == 5:
                day += 1
            flags[day] += 1
            for after, clock, who, rung in (
                (0, "08:30", rep, Rung.HEADS_UP),
                (0, "15:30", rep, Rung.RED),
                (1, "08:40", "maya", Rung.MANAGER),
                (6, "08:40", "maya", Rung.DECIDE),
            ):
                if day + after <= DAYS:
                    said[f"{days[day + after]:%m-%d} {clock}", row["opportunity_id"], who, rung] += 1
    return said


# -- Baton -----------------------------------------------------------------------------------------


@pytest.fixture
def machine(copy_of: CopyOf) -> Iterator[Machine]:
    made = Machine(copy_of(team))
    yield made
    made.close()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_right_people_hear_and_nobody_is_flooded(
    machine: Machine, shared_data: Path, tmp_path: Path
) -> None:
    """All that these two have, and a tenth of what nobody here has and nobody hears of (the proof takes in all)."""
    whole = shared_data / "crm-sales-opportunities"
    folder = tables.part_of(
        whole, tmp_path / "part", lambda number, line: line["sales_agent"] in AGENTS or number % 10 == 0
    )
    outcome = tables.take(machine.deps, folder, START, mapping=AGENTS, clocks_now=True)
    expected = reckoned(folder)
    assert outcome.counts["deals"] > 1000 and sum(expected.values()) > 150
    until = workdays(START)[DAYS].replace(hour=23)
    while machine.clock.now() < until:
        pass_on(machine, until)
    assert heard(machine, until) == expected
    told = Counter((d.recipient, d.sent_at.astimezone(HERE).date()) for d in sent(machine) if d.sent_at)
    assert max(told.values()) <= 2, "a morning list, and one message about what turned red"


def pass_on(machine: Machine, until: datetime) -> None:
    """Everything that is due now, then on to the next instant that something wants."""
    now = machine.clock.now()
    nudges.tick(machine.deps, now=now)
    digests.take_slots(machine.deps, now=now)
    grouping.claim(machine.deps, now=now)
    while leased := outbox.lease(machine.deps, "w", QUICK):
        letter = messages.prepare(machine.deps, leased)
        if isinstance(letter, Letter):
            assert outbox.begin(machine.deps, leased, "D1", QUICK)
            outbox.sent(machine.deps, leased, "D1", "1.2")
        elif letter.until:
            outbox.postpone(machine.deps, leased, letter.until)
        else:
            outbox.drop(machine.deps, leased, letter.reason)
    nudges.tick(machine.deps, now=now)
    wanted = (
        nudges.next_at(machine.deps),
        outbox.next_due(machine.deps, now),
        digests.next_slot(machine.deps, now=now),
    )
    machine.clock.set(min((at for at in wanted if at and at > now), default=until))


def heard(machine: Machine, until: datetime) -> Counter[Said]:
    names = {pid: name for name, pid in machine.ids.items()}
    found: Counter[Said] = Counter()
    with machine.db.read() as tx:
        pairs = tx.exec(select(Nudge, Deal).where(Nudge.deal_id == Deal.id)).all()
    for nudge, deal in pairs:
        if nudge.delivered_at and nudge.delivered_at <= until and nudge.person_id:
            local = nudge.delivered_at.astimezone(HERE)
            key = deal.raw_text.partition(",")[0]
            found[f"{local:%m-%d %H:%M}", key, names[nudge.person_id], nudge.rung] += 1
    return found


def sent(machine: Machine) -> list[Delivery]:
    return [d for d in machine.deliveries if d.state == "sent"]
