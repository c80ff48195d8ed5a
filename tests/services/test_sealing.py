"""The record of changes: sealed every few seconds, and nothing of it is changed, taken out or put in unseen."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import sqlalchemy as sa

from jobs.guarding import guarded
from rules import seals
from services import audit, health
from services.watching import sealing
from storage.db import Session
from storage.tables import Audit, AuditSeal, AuditValue
from tests.services.machine import Machine


def acts(machine: Machine, count: int, action: str = "note.log") -> None:
    for number in range(count):
        with machine.db.write() as tx:
            audit.record(
                tx, None, action, f"deal:{number % 3}", now=machine.clock.now(), after={"words": f"第 {number} 条", "by": 2}
            )  # fmt: skip


def flushed(late: Session, machine: Machine) -> None:
    """An entry that has its id and is not committed."""
    audit.record(late, None, "note.log", "deal:1", now=machine.clock.now())
    late.connection().execute(sa.text("SELECT 1"))  # what was left to the end is written before it


def seal(machine: Machine) -> int:
    return sealing.Sealer(machine.deps).run(now=machine.clock.now())


@pytest.fixture
def machine(migrated_url: str) -> Iterator[Machine]:
    """Three batches of entries are on record and sealed."""
    made = Machine(migrated_url)
    for count in (3, 4, 2):
        acts(made, count)
        seal(made)
    yield made
    made.close()


def run(machine: Machine, statement: sa.Executable) -> None:
    with machine.db.write() as tx:
        tx.connection().execute(statement)


def nth(machine: Machine, number: int) -> int:
    return sorted(entry.id for entry in machine.rows(Audit))[number]


def test_what_is_on_record_is_sealed_once_and_the_newest_waits(machine: Machine) -> None:
    assert seal(machine) == 0
    acts(machine, 2)
    found = sealing.verify(machine.deps)
    assert not found.broken and found.unsealed == 2
    assert found.sealed == len(machine.rows(Audit)) - 2
    assert seal(machine) == 2
    assert sealing.verify(machine.deps).unsealed == 0
    assert [one.id for one in machine.rows(AuditSeal)] == list(range(1, len(machine.rows(AuditSeal)) + 1))


@pytest.mark.parametrize(
    ("kind", "tamper"),
    [
        ("changed", lambda m: sa.update(Audit).where(Audit.id == nth(m, 4)).values(actor_id=m.ids["dana"])),
        ("changed", lambda m: sa.update(Audit).where(Audit.id == nth(m, 4)).values(at=m.clock.now().replace(year=2025))),
        ("values", lambda m: sa.update(AuditValue).where(AuditValue.audit_id == nth(m, 4)).values(after={"words": "x"})),
        ("values", lambda m: sa.delete(AuditValue).where(AuditValue.audit_id == nth(m, 4))),
        ("missing", lambda m: sa.delete(Audit).where(Audit.id == nth(m, 4))),
        ("lost_seal", lambda m: sa.delete(AuditSeal).where(AuditSeal.id == 2)),
    ],
)  # fmt: skip
def test_each_kind_of_tampering_is_named(
    machine: Machine, kind: seals.Break, tamper: Callable[[Machine], sa.Executable]
) -> None:
    statement, entry = tamper(machine), nth(machine, 4)
    if kind == "missing":
        run(machine, sa.delete(AuditValue).where(AuditValue.audit_id == entry))
    run(machine, statement)
    broken = sealing.verify(machine.deps).broken
    assert kind in broken
    assert broken[kind] == [2] if kind == "lost_seal" else entry in broken[kind]


def test_an_entry_in_place_of_another_is_named(machine: Machine) -> None:
    entry = nth(machine, 4)
    run(machine, sa.delete(AuditValue).where(AuditValue.audit_id == entry))
    run(machine, sa.delete(Audit).where(Audit.id == entry))
    with machine.db.write() as tx:
        tx.add(Audit(id=entry, at=machine.clock.now(), action="deal.won", subject="deal:1"))
    assert entry in sealing.verify(machine.deps).broken["changed"]


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_who_drew_an_id_and_commits_late_is_waited_for(machine: Machine) -> None:
    """PostgreSQL hands ids out before it commits, so a lower one may come to light after a higher one."""
    with machine.db.write() as late:
        flushed(late, machine)
        acts(machine, 3)
        assert seal(machine) == 0
    assert seal(machine) == 4
    assert sealing.verify(machine.deps).broken == {}


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_where_somebody_always_writes_what_came_before_them_is_sealed(machine: Machine) -> None:
    sealer = sealing.Sealer(machine.deps)
    with machine.db.write() as late:
        flushed(late, machine)
        acts(machine, 3)
        assert sealer.run(now=machine.clock.now()) == 0
        with ExitStack() as stack:
            flushed(stack.enter_context(machine.db.write()), machine)
            late.commit()
            assert sealer.run(now=machine.clock.now()) == 4
    assert sealer.run(now=machine.clock.now()) == 1
    assert sealing.verify(machine.deps).broken == {}


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_who_holds_the_record_open_for_minutes_turns_health_red(machine: Machine) -> None:
    sealer = sealing.Sealer(machine.deps)
    sealing_job = guarded(machine.deps, "seal", lambda: sealer.run(now=machine.clock.now()))
    with machine.db.write() as late:
        flushed(late, machine)
        for _ in range(sealing.HELD - 1):
            sealing_job()
        assert health.troubles(machine.deps, now=machine.clock.now()) == []
        sealing_job()
        (found,) = health.troubles(machine.deps, now=machine.clock.now())
        assert (found.key, found.code) == ("health.failing", "seal")
    sealing_job()
    assert health.troubles(machine.deps, now=machine.clock.now()) == []


def test_what_was_put_in_below_the_newest_is_named(machine: Machine) -> None:
    top = nth(machine, -1)
    for entry, sealed in ((top + 10, 1), (top + 3, 0)):
        with machine.db.write() as tx:
            tx.add(Audit(id=entry, at=machine.clock.now(), action="note.log", subject="deal:1"))
        assert seal(machine) == sealed
    assert sealing.verify(machine.deps).broken["between"] == [top + 3]


def test_the_last_seal_tells_apart_a_record_whose_newest_part_is_gone(machine: Machine) -> None:
    """Nothing in the database can: what is left is whole."""
    before = sealing.verify(machine.deps).last
    newest = seals.ids_in(machine.rows(AuditSeal)[-1].spans)
    run(machine, sa.delete(AuditSeal).where(AuditSeal.id == before.number))
    run(machine, sa.delete(AuditValue).where(AuditValue.audit_id.in_(newest)))
    run(machine, sa.delete(Audit).where(Audit.id.in_(newest)))
    found = sealing.verify(machine.deps)
    assert not found.broken and found.last.number == before.number - 1


def test_erased_values_leave_the_chain_whole_when_that_is_on_record(machine: Machine) -> None:
    erase = sa.update(AuditValue).where(AuditValue.audit_id == nth(machine, 1)).values(before={}, after={})
    run(machine, erase)
    assert sealing.verify(machine.deps).broken == {"values": [nth(machine, 1)]}
    with machine.db.write() as tx:
        subject = tx.get_one(Audit, nth(machine, 1)).subject
        audit.record(tx, None, "note.redact", subject, now=machine.clock.now())
    seal(machine)
    assert not sealing.verify(machine.deps).broken


def test_two_instances_seal_each_entry_once(migrated_url: str) -> None:
    one = Machine(migrated_url)
    acts(one, 60)
    with ThreadPoolExecutor(4) as pool:
        sealed = list(pool.map(lambda _: seal(one), range(8)))
    assert sum(sealed) == len(one.rows(Audit)) == sealing.verify(one.deps).sealed
    assert not sealing.verify(one.deps).broken
    one.close()


def test_spans_say_the_same_ids_again() -> None:
    for ids in ([1], [1, 2, 3], [1, 3, 4, 9], [5, 7, 9]):
        assert seals.ids_in(seals.spans(ids)) == ids
    assert seals.spans([1, 2, 3, 7]) == "1-3,7"
