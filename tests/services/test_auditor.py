"""The auditor: silent where all is well, finds each fault that is planted, tells the admins once, says when it is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from rules import auditing
from services import audit
from services.watching import auditor
from storage.tables import Deal, Delivery, Nudge
from tests.lending import CopyOf
from tests.services.audited import (
    another,
    change,
    hanging,
    look,
    minute,
    plan,
    red,
    said_again,
    told,
    with_message,
)
from tests.services.machine import Machine
from tests.services.mornings import CHANNEL, at, audited
from tests.services.plans import asked


@pytest.fixture
def machine(copy_of: CopyOf) -> Iterator[Machine]:
    made = Machine(copy_of(told))
    made.clock.set(at("12-02 09:30"))
    yield made
    made.close()


Plant = Callable[[Machine], object]


def unsaid(machine: Machine) -> object:
    return plan(machine, lane="timed", due_at=machine.clock.now() - timedelta(minutes=11))


def left_by_its_list(machine: Machine) -> object:
    return plan(machine, lane="morning", due_at=machine.clock.now() - timedelta(minutes=41))


def on_nothing(machine: Machine) -> object:
    return another(machine, red(machine), episode="other", state="claimed", delivery_id=None)


def held_for_nothing(machine: Machine) -> object:
    return plan_held(machine, None)


def plan_held(machine: Machine, reason: str | None) -> int:
    return another(
        machine, red(machine), episode="held", state="held", delivery_id=None, reason=reason, lane="timed"
    )


def unlooked(machine: Machine) -> object:
    return change(machine, Deal, 1, next_check_at=machine.clock.now() - timedelta(minutes=10))


def no_list(machine: Machine) -> object:
    return slotless(machine, f"morning:person:{machine.ids['liam']}:2026-12-02")


def no_post(machine: Machine) -> object:
    return slotless(machine, f"blocked:{CHANNEL}:2026-12-02")


def slotless(machine: Machine, slot: str) -> int:
    return change(machine, Delivery, next(x.id for x in machine.deliveries if x.slot == slot), slot=None)


def untaken(machine: Machine) -> object:
    machine.promise()
    machine.clock.push(minutes=2)
    machine.process.push(minutes=2)
    return None


def held_by_the_dead(machine: Machine) -> object:
    untaken(machine)
    one = machine.deliveries[-1]
    past = machine.process.now() - timedelta(minutes=1, seconds=1)
    return change(machine, Delivery, one.id, state="leased", leased_by="w", leased_until=past, tried_at=past)


def a_second_list(machine: Machine) -> object:
    (mine,) = [x for x in machine.deliveries if x.kind == "morning" and "12-02" in str(x.slot) and x.ts]
    return another(machine, mine, ref="list again", slot="morning:again", ts="9.9")


def to_another_conversation(machine: Machine) -> object:
    return change(machine, Delivery, with_message(machine).id, channel=f"D{machine.ids['dana']}")


def to_another_channel(machine: Machine) -> object:
    one = next(x for x in machine.deliveries if x.recipient.startswith("channel:"))
    return change(machine, Delivery, one.id, channel="C0OTHER", state="sent")


def not_the_owners(machine: Machine) -> object:
    return change(machine, Deal, 1, owner_id=machine.ids["dana"])


def on_anothers_message(machine: Machine) -> object:
    to = {"recipient": f"person:{machine.ids['dana']}", "person_id": machine.ids["dana"]}
    return change(machine, Nudge, red(machine).id, **to)


PLANTED: list[tuple[Plant, auditing.Fault]] = [
    (unsaid, "unsaid"), (left_by_its_list, "unsaid"), (hanging, "hanging"), (on_nothing, "hanging"),
    (held_for_nothing, "forgotten"), (unlooked, "unlooked"), (no_list, "unlisted"), (no_post, "unlisted"),
    (untaken, "unsent"), (held_by_the_dead, "unsent"), (said_again, "twice"), (a_second_list, "twice"),
    (to_another_conversation, "astray"), (to_another_channel, "astray"), (not_the_owners, "astray"),
    (on_anothers_message, "astray"),
]  # fmt: skip


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(("plant", "fault"), PLANTED, ids=lambda x: getattr(x, "__name__", x))
def test_each_planted_fault_is_found_and_nothing_else(machine: Machine, plant: Plant, fault: str) -> None:
    audited(machine)
    plant(machine)
    assert {one.fault for one in look(machine)} == {fault}


def test_a_reminder_that_a_later_list_left_behind_is_forgotten(machine: Machine) -> None:
    """Held at noon for the next list, and still held when that one is out."""
    nudge_id = plan_held(machine, "budget")
    assert look(machine) == []  # the next list is to come
    with machine.db.write() as tx:
        audit.record(tx, None, "nudge.hold", "deal:1", now=at("12-01 12:00"))
    assert [(x.fault, x.subject) for x in look(machine)] == [("forgotten", f"nudge:{nudge_id}")]


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("why", ["list", "paused", "future", "given_back"])
def test_what_waits_for_a_reason_is_no_fault(machine: Machine, why: str) -> None:
    liam = f"person:{machine.ids['liam']}"
    if why == "list":  # on its way: Slack is away
        left_by_its_list(machine)
        another(machine, with_message(machine), ref="list", slot="x", kind="morning", state="ready", ts=None,
                recipient=liam, tried_at=machine.process.now())  # fmt: skip
    elif why == "paused":
        untaken(machine)
        until = machine.process.now() + timedelta(hours=1)
        change(machine, Delivery, machine.deliveries[-1].id, not_before=until)
    elif why == "future":
        plan(machine, lane="timed", due_at=machine.clock.now() + timedelta(minutes=1))
    else:  # Dana had it for a while, after Liam was told
        not_the_owners(machine)
        with machine.db.write() as tx:
            given = {"before": {"owner_id": 1}, "after": {"owner_id": 2}}
            audit.record(tx, 1, "deal.assign", "deal:1", now=machine.clock.now(), **given)
    assert look(machine) == []


def test_no_look_walks_a_table_that_grows(machine: Machine) -> None:
    for plant in (unsaid, held_for_nothing, said_again, a_second_list, not_the_owners, untaken):
        plant(machine)
    with asked(machine.db) as found:
        minute(machine, 2)
    assert found.walks == []
    assert len(found.statements) > 15


def test_many_messages_are_looked_at_some_at_a_time(machine: Machine) -> None:
    """A statement takes so many values, not any number; what is wrong in the last ones is found all the same."""
    sent = {name: x for name, x in with_message(machine).model_dump().items() if name != "id"}
    rows = [{**sent, "ref": f"n{n}", "slot": None, "payload": {}} for n in range(1200)]
    with machine.db.write() as tx:
        tx.connection().execute(sa.insert(Delivery), rows)
    another(machine, with_message(machine), ref="again", slot=None, ts="9.9")
    with asked(machine.db) as found:
        assert {one.fault for one in look(machine)} == {"twice"}
    most = max(sql.count("?") + sql.count("%(") for sql in found.statements)
    assert 0 < most < 600


def test_the_balance_counts_every_reminder(machine: Machine) -> None:
    balance, found = auditor.whole(machine.deps)
    assert found == [] and balance.left == 0 and balance.due == balance.sent > 0
    unsaid(machine)
    another(machine, red(machine), episode="hollow", delivery_id=None)
    balance, found = auditor.whole(machine.deps)
    assert balance.left == 2 and {one.fault for one in found} == {"unsaid", "hanging"}
