"""A team whose morning went well, for the auditor's tests, and the faults that they write into its tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from rules import auditing
from rules.facts import Rung
from services.watching import auditor, incidents
from storage.tables import Delivery, Nudge, Person, PersonRole
from tests.services.machine import Machine
from tests.services.mornings import Post, with_channel


def told(url: str) -> None:
    """Liam was told at 15:30 that his deal went quiet; the lists of the next morning are out. It is 9:30; Zoe is an admin."""
    machine = with_channel(url)
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="admin"))
        for name in ("liam", "dana"):
            person = tx.get(Person, machine.ids[name])
            assert person is not None
            person.dm_channel = f"D{person.id}"
    machine.deal()
    Post(machine).through("12-02 09:30")
    machine.close()


def look(machine: Machine) -> list[auditing.Found]:
    with machine.db.read() as tx:
        config = machine.deps.config.current(tx)
        return auditor.look(tx, config, now=machine.clock.now(), process=machine.process.now())


def red(machine: Machine) -> Nudge:
    return next(x for x in machine.nudges if x.rung == Rung.RED)


def change(machine: Machine, table: Any, row_id: Any, **values: Any) -> int:
    with machine.db.write() as tx:
        return tx.connection().execute(sa.update(table).where(table.id == row_id).values(**values)).rowcount


def another(machine: Machine, of: Any, **values: Any) -> int:
    """A copy of a row, as a fault of ours would write it."""
    row = {name: value for name, value in of.model_dump().items() if name != "id"}
    with machine.db.write() as tx:
        made = type(of)(**row | values)
        tx.add(made)
        tx.flush()
        return int(made.id)


def with_message(machine: Machine) -> Delivery:
    (one,) = [x for x in machine.deliveries if x.id == red(machine).delivery_id]
    return one


def plan(machine: Machine, **values: Any) -> int:
    return another(machine, red(machine), episode="other", state="planned", delivery_id=None, **values)


def hanging(machine: Machine) -> object:
    return change(machine, Nudge, red(machine).id, state="claimed")


def said_again(machine: Machine) -> object:
    return another(machine, with_message(machine), ref="again", slot=None, ts="9.9")


def minute(machine: Machine, count: int = 1) -> None:
    """Minutes pass, with a look in each."""
    for _ in range(count):
        machine.clock.push(minutes=1)
        machine.process.push(minutes=1)
        incidents.run(machine.deps, now=machine.clock.now())
