"""One open message a recipient and so many attempts a second, also for two who look at once. On both databases."""

from __future__ import annotations

import random
import threading
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from jobs import ROUND
from rules.errors import Busy
from services.sending import outbox
from services.sending.outbox import Timing
from storage import outbox as rows
from storage.db import Session
from storage.tables import Delivery
from tests.services.hand import at_once
from tests.services.machine import Machine

PACED = Timing(rate=3)
WIDE = Timing(gap=timedelta(), rate=0)


def open_of(machine: Machine) -> Counter[str]:
    """Recipient → how many messages to them are under way."""
    return Counter(x.recipient for x in machine.deliveries if x.state == "leased")


def lease(machine: Machine, tx: Session, worker: str, timing: Timing) -> Delivery | None:
    now, process = machine.clock.now(), machine.process.now()
    return rows.lease(tx, worker, now, process, process + timing.lease, timing.gap, timing.rate)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize("timing", [WIDE, Timing()])
def test_who_looks_while_another_takes_waits_for_it(machine: Machine, timing: Timing) -> None:
    """Two open transactions: the second sees what the first took, or it would send beside it."""
    for _ in range(2):
        machine.promise()
    found: list[Delivery | None] = []

    def second() -> None:
        found.append(outbox.lease(machine.deps, "second", timing))

    with machine.db.write() as tx:
        assert lease(machine, tx, "first", timing) is not None
        other = threading.Thread(target=second)
        other.start()
        with pytest.raises(Busy), machine.db.write() as third:
            third.connection().exec_driver_sql("SET LOCAL lock_timeout = 100")
            lease(machine, third, "third", timing)
    other.join()
    assert found == [None] and len(open_of(machine)) == 1


def test_however_many_workers_there_are_a_recipient_has_one_message_open(machine: Machine) -> None:
    for name in ("liam", "dana", "maya"):
        for _ in range(4):
            machine.promise(to=f"person:{name}")
    at_once([partial(outbox.lease, machine.deps, f"w{n}", WIDE) for n in range(12)])
    assert set(open_of(machine).values()) == {1} and len(open_of(machine)) == 3


def test_what_was_just_taken_is_counted_before_it_is_sent(machine: Machine) -> None:
    """Ten workers look at the same moment; none has sent anything yet."""
    for name in ("liam", "dana", "maya", "zoe"):
        machine.promise(to=f"person:{name}")
    at_once([partial(outbox.lease, machine.deps, f"w{n}", PACED) for n in range(10)])
    assert len(open_of(machine)) == PACED.rate


def test_what_was_not_sent_holds_nobody_up(machine: Machine) -> None:
    """Dropped, or put off to the morning: whoever is next to hear something hears it now."""
    for _ in range(3):
        machine.promise()
    for end in (outbox.drop, None):
        leased = outbox.lease(machine.deps, "w", Timing(rate=1))
        assert leased is not None
        if end:
            end(machine.deps, leased, "unwanted")
        else:
            outbox.postpone(machine.deps, leased, machine.clock.now() + timedelta(hours=12))
    assert outbox.lease(machine.deps, "w", Timing(rate=1)) is not None


def test_the_next_message_keeps_its_distance_from_the_request(machine: Machine) -> None:
    """Counted from when the request began, not from when its message was taken."""
    for _ in range(2):
        machine.promise()
    leased = outbox.lease(machine.deps, "w", Timing())
    assert leased is not None
    machine.process.push(seconds=3)
    assert outbox.begin(machine.deps, leased, "D1", Timing())
    outbox.sent(machine.deps, leased, "D1", "1.2")
    machine.process.push(seconds=0.9)
    assert outbox.lease(machine.deps, "w", Timing()) is None
    machine.process.push(seconds=0.2)
    assert outbox.lease(machine.deps, "w", Timing()) is not None


def test_the_clockworks_rounds_use_the_pace_that_they_keep(machine: Machine) -> None:
    """Attempts take now longer, now less: one look a second would meet the last round's in its own second."""
    dice = random.Random(4)
    timing, begin, out = Timing(gap=timedelta(), rate=8), machine.process.now(), 0
    for _ in range(50):
        machine.promise()
    while machine.process.now() < begin + timedelta(seconds=6):
        look = machine.process.now()
        machine.process.push(milliseconds=dice.uniform(1, 9))
        while (leased := outbox.lease(machine.deps, f"w{out}", timing)) is not None:
            machine.process.push(milliseconds=dice.uniform(6, 14))
            outbox.sent(machine.deps, leased, "D1", f"{out}")
            out += 1
        machine.process.set(look + ROUND)
    assert 30 <= out <= 48  # Slack's own 5 a second, and not more than the pace
