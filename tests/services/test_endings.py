"""However a delivery ends, its deals' ladders go on, and waiting is not counted as failing. On both databases."""

from __future__ import annotations

import pytest

from rules.facts import Rung
from rules.retry import MOST_FAILURES, FailureKind
from services.sending import grouping, messages, outbox
from services.sending.outbox import MOST_CRASHES, Delivery
from storage.tables import Audit
from tests.services.machine import QUICK, Machine
from tests.services.passing import follow, tick


def taken(machine: Machine) -> Delivery:
    found = outbox.lease(machine.deps, "w", QUICK)
    assert found is not None
    return found


def is_red(machine: Machine) -> int:
    """A deal of Liam's is red and he is about to hear it; the delivery that tells him."""
    machine.deal()
    follow(machine, "12-01 15:29")
    tick(machine, "12-01 15:30")
    assert grouping.claim(machine.deps, now=machine.clock.now()).deliveries == 1
    return machine.deliveries[-1].id or 0


def crash(machine: Machine, times: int = 1, *, in_doubt: bool = False) -> None:
    """So many workers die with what they took."""
    for _ in range(times):
        leased = taken(machine)
        if in_doubt:
            assert outbox.begin(machine.deps, leased, "D1", QUICK)
        machine.process.push(seconds=60)
        assert outbox.reconcile(machine.deps, QUICK) == 1
        machine.process.push(seconds=60)


def state(machine: Machine, delivery_id: int) -> tuple[str, str | None]:
    found = next(x for x in machine.deliveries if x.id == delivery_id)
    return found.state, found.error


def booked(machine: Machine) -> list[str]:
    return [x.action for x in machine.rows(Audit) if x.action.startswith("delivery.")]


def test_what_kills_its_workers_goes_to_the_manager_and_the_ladder_goes_on(machine: Machine) -> None:
    told = is_red(machine)
    crash(machine, MOST_CRASHES)
    assert state(machine, told) == ("dead", "crashes")
    assert booked(machine) == ["delivery.dead"]
    assert machine.deliveries[-1].person_id == machine.ids["maya"]
    heard = follow(machine, "12-20 00:00")
    assert [rung for _, _, rung in heard] == [Rung.RED, Rung.MANAGER, Rung.DECIDE]
    assert [x.state for x in machine.nudges] == ["sent"] * 4


def test_what_killed_its_workers_and_may_be_out_counts_as_said(machine: Machine) -> None:
    told = is_red(machine)
    crash(machine, MOST_CRASHES, in_doubt=True)
    assert state(machine, told) == ("ambiguous", "crashes")
    assert booked(machine) == ["delivery.ambiguous"]
    assert [rung for _, _, rung in follow(machine, "12-20 00:00")] == [Rung.MANAGER, Rung.DECIDE]


def test_what_is_dropped_lets_go_of_what_it_carried(machine: Machine) -> None:
    """It is not said, so the next look decides about it anew."""
    is_red(machine)
    outbox.drop(machine.deps, taken(machine), "empty")
    assert [(x.rung, x.state, x.reason) for x in machine.nudges[1:]] == [(Rung.RED, "cancelled", "empty")]
    assert [rung for _, _, rung in follow(machine, "12-20 00:00")] == [Rung.RED, Rung.MANAGER, Rung.DECIDE]


def test_who_hears_instead_hears_what_is_true_by_now(machine: Machine) -> None:
    """What a message on its way was changed to is what is passed on, not what it said when it was taken."""
    machine.promise()
    leased = taken(machine)
    with machine.db.write() as tx:
        row = tx.get_one(Delivery, leased.id)
        now_told = {"kind": "sentence", "key": "err.refused", "fields": {}}
        row.payload = outbox.amended(row, now_told, is_wanted=True)
        tx.add(row)
    outbox.failed(machine.deps, leased, "recipient_gone", "user_disabled", QUICK)
    instead = machine.deliveries[-1]
    assert (instead.person_id, instead.payload["key"]) == (machine.ids["maya"], "err.refused")
    assert outbox.THEN not in instead.payload


@pytest.mark.parametrize("kind", ["revoked", "later"])
def test_a_long_wait_is_not_counted_as_failing(machine: Machine, kind: FailureKind) -> None:
    """More than a day without an installation, or of "too many requests", then one stumble and one dead worker."""
    machine.promise()
    for _ in range(MOST_FAILURES):
        outbox.failed(machine.deps, taken(machine), kind, "wait", QUICK, retry_after=30)
        machine.process.push(seconds=901)
    outbox.failed(machine.deps, taken(machine), "retry", "http_503", QUICK)
    machine.process.push(seconds=901)
    crash(machine)
    row = machine.deliveries[0]
    assert (row.state, row.failures, row.crashes) == ("ready", 1, 1)


def test_nights_and_changes_are_not_counted_as_failing(machine: Machine) -> None:
    machine.promise()
    for _ in range(MOST_CRASHES + 1):
        outbox.postpone(machine.deps, taken(machine), machine.clock.now())
    crash(machine)
    row = machine.deliveries[0]
    assert (row.state, row.failures, row.crashes) == ("ready", 0, 1)


@pytest.mark.parametrize(("kind", "ends"), [("retry", "dead"), ("unknown", "ambiguous")])
def test_what_fails_for_more_than_a_day_ends(machine: Machine, kind: FailureKind, ends: str) -> None:
    machine.promise()
    for n in range(MOST_FAILURES):
        assert machine.deliveries[0].failures == n
        outbox.failed(machine.deps, taken(machine), kind, "http_503", QUICK)
        machine.process.push(seconds=901)
    assert machine.deliveries[0].state == ends


def test_where_nobody_is_left_to_hear_it_nothing_stays_claimed(machine: Machine) -> None:
    """Neither the owner nor who heard instead: the next look decides anew, and the ladder goes on."""
    is_red(machine)
    for _ in range(2):
        outbox.failed(machine.deps, taken(machine), "recipient_gone", "user_disabled", QUICK)
    assert [x.state for x in machine.deliveries[-2:]] == ["dead", "dead"]
    assert (machine.nudges[-1].state, machine.nudges[-1].reason) == ("cancelled", "user_disabled")
    assert [rung for _, _, rung in follow(machine, "12-20 00:00")] == [Rung.RED, Rung.MANAGER, Rung.DECIDE]


def test_a_worker_that_comes_back_too_late_changes_no_end(machine: Machine) -> None:
    """A worker that was frozen while its delivery was given up neither asks nor books anything."""
    told = is_red(machine)
    crash(machine, MOST_CRASHES - 1)
    frozen = taken(machine)
    machine.process.push(seconds=60)
    outbox.reconcile(machine.deps, QUICK)
    assert isinstance(messages.prepare(machine.deps, frozen), messages.Unsent)
    outbox.drop(machine.deps, frozen, "unwanted")
    outbox.failed(machine.deps, frozen, "recipient_gone", "user_disabled", QUICK)
    assert state(machine, told) == ("dead", "crashes") and booked(machine) == ["delivery.dead"]
