"""However a delivery ends, its deals' ladders go on, and waiting is not counted as failing. On both databases."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from rules.answers import dump
from rules.answers.base import DealHead
from rules.answers.waiving import WaiveRequest, WaiveSaid
from rules.facts import Rung
from rules.retry import MOST_FAILURES, FailureKind
from services.letters import messages
from services.sending import grouping, outbox, promises, telling
from services.sending.outbox import MOST_CRASHES, Delivery
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage.tables import Audit
from tests.lending import CopyOf
from tests.services.interleaving import LONGEST, until_it_waits
from tests.services.machine import QUICK, Machine
from tests.services.passing import at, follow, tick


def taken(machine: Machine) -> Delivery:
    found = outbox.lease(machine.deps, "w", QUICK)
    assert found is not None
    return found


def red(url: str) -> None:
    """A deal of Liam's is red, and he is about to hear it."""
    machine = Machine(url)
    machine.deal()
    follow(machine, "12-01 15:29")
    tick(machine, "12-01 15:30")
    assert grouping.claim(machine.deps, now=machine.clock.now()).deliveries == 1
    machine.close()


@pytest.fixture
def told(copy_of: CopyOf) -> Iterator[Machine]:
    made = Machine(copy_of(red))
    made.clock.set(at("12-01 15:30"))
    yield made
    made.close()


def counted(machine: Machine, **counts: int) -> None:
    """The delivery that is next has had so many failures or crashes."""
    with machine.db.write() as tx:
        row = tx.get_one(Delivery, machine.deliveries[-1].id)
        for name, value in counts.items():
            setattr(row, name, value)
        tx.add(row)


def crash(machine: Machine, *, in_doubt: bool = False) -> None:
    """A worker dies with what it took."""
    leased = taken(machine)
    if in_doubt:
        assert outbox.begin(machine.deps, leased, "D1", QUICK)
    machine.process.push(seconds=60)
    assert outbox.reconcile(machine.deps, QUICK) == 1
    machine.process.push(seconds=60)


def state(machine: Machine, delivery_id: int | None) -> tuple[str, str | None]:
    found = next(x for x in machine.deliveries if x.id == delivery_id)
    return found.state, found.error


def booked(machine: Machine) -> list[str]:
    return [x.action for x in machine.rows(Audit) if x.action.startswith("delivery.")]


def test_what_kills_its_workers_goes_to_the_manager_and_the_ladder_goes_on(told: Machine) -> None:
    about = told.deliveries[-1].id
    counted(told, crashes=MOST_CRASHES - 2)
    crash(told)
    assert state(told, about) == ("ready", None)
    crash(told)
    assert state(told, about) == ("dead", "crashes")
    assert booked(told) == ["delivery.dead"]
    assert told.deliveries[-1].person_id == told.ids["maya"]
    heard = follow(told, "12-20 00:00")
    assert [rung for _, _, rung in heard] == [Rung.RED, Rung.MANAGER, Rung.DECIDE]
    assert [x.state for x in told.nudges] == ["sent"] * 4


def test_what_killed_its_workers_and_may_be_out_counts_as_said(told: Machine) -> None:
    about = told.deliveries[-1].id
    counted(told, crashes=MOST_CRASHES - 2)
    crash(told, in_doubt=True)
    assert state(told, about) == ("unknown", None)
    crash(told, in_doubt=True)
    assert state(told, about) == ("ambiguous", "crashes")
    assert booked(told) == ["delivery.ambiguous"]
    assert [rung for _, _, rung in follow(told, "12-20 00:00")] == [Rung.MANAGER, Rung.DECIDE]


def test_while_a_deal_is_changed_its_message_waits_for_the_deal_not_the_deal_for_it(told: Machine) -> None:
    """Who changes a deal goes on to what was told of it, so who books a message takes its deals first."""
    leased = taken(told)
    assert outbox.begin(told.deps, leased, "D1", QUICK)
    (about,) = {nudge.deal_id for nudge in told.nudges}
    with ThreadPoolExecutor(max_workers=1) as pool:
        with told.db.write() as tx:
            deal_rows.held(tx, about or 0)
            booking = pool.submit(outbox.sent, told.deps, leased, "D1", "1764000001.000100")
            until_it_waits(told.db, booking)
            assert delivery_rows.held(tx, leased.id) is not None
        booking.result(LONGEST)
    assert state(told, leased.id) == ("sent", None)
    assert told.nudges[-1].state == "sent"


def test_what_is_dropped_lets_go_of_what_it_carried(told: Machine) -> None:
    """It is not said, so the next look decides about it anew."""
    outbox.drop(told.deps, taken(told), "empty")
    assert [(x.rung, x.state, x.reason) for x in told.nudges[1:]] == [(Rung.RED, "cancelled", "empty")]
    assert [rung for _, _, rung in follow(told, "12-20 00:00")] == [Rung.RED, Rung.MANAGER, Rung.DECIDE]


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
    assert promises.THEN not in instead.payload


def test_waiting_is_not_counted_as_failing(machine: Machine) -> None:
    """No installation, "too many requests", a night: then one stumble and one dead worker, and it is still there."""
    machine.promise()
    waits: tuple[FailureKind, ...] = ("revoked", "later", "revoked")
    for kind in waits:
        outbox.failed(machine.deps, taken(machine), kind, "wait", QUICK, retry_after=30)
        machine.process.push(seconds=901)
        outbox.postpone(machine.deps, taken(machine), machine.clock.now())
    assert [(x.failures, x.crashes) for x in machine.deliveries] == [(0, 0)]
    outbox.failed(machine.deps, taken(machine), "retry", "http_503", QUICK)
    machine.process.push(seconds=901)
    crash(machine)
    assert [(x.state, x.failures, x.crashes) for x in machine.deliveries] == [("ready", 1, 1)]


@pytest.mark.parametrize(("kind", "ends"), [("retry", "dead"), ("unknown", "ambiguous")])
def test_what_fails_for_more_than_a_day_ends(machine: Machine, kind: FailureKind, ends: str) -> None:
    machine.promise()
    counted(machine, failures=MOST_FAILURES - 2)
    outbox.failed(machine.deps, taken(machine), kind, "http_503", QUICK)
    assert machine.deliveries[0].state in ("ready", "unknown")
    machine.process.push(seconds=901)
    outbox.failed(machine.deps, taken(machine), kind, "http_503", QUICK)
    assert machine.deliveries[0].state == ends


def test_where_nobody_is_left_to_hear_it_nothing_stays_claimed(told: Machine) -> None:
    """Neither the owner nor who heard instead: the next look decides anew, and the ladder goes on."""
    for _ in range(2):
        outbox.failed(told.deps, taken(told), "recipient_gone", "user_disabled", QUICK)
    assert [x.state for x in told.deliveries[-2:]] == ["dead", "dead"]
    assert (told.nudges[-1].state, told.nudges[-1].reason) == ("cancelled", "user_disabled")
    assert [rung for _, _, rung in follow(told, "12-20 00:00")] == [Rung.RED, Rung.MANAGER, Rung.DECIDE]


def test_a_worker_that_comes_back_too_late_changes_no_end(told: Machine) -> None:
    """A worker that was frozen while its delivery was given up neither asks nor books anything."""
    about = told.deliveries[-1].id
    counted(told, crashes=MOST_CRASHES - 1)
    frozen = taken(told)
    told.process.push(seconds=60)
    outbox.reconcile(told.deps, QUICK)
    assert isinstance(messages.prepare(told.deps, frozen), messages.Unsent)
    outbox.drop(told.deps, frozen, "unwanted")
    outbox.failed(told.deps, frozen, "recipient_gone", "user_disabled", QUICK)
    assert state(told, about) == ("dead", "crashes") and booked(told) == ["delivery.dead"]


def test_who_hears_a_request_instead_hears_what_was_said_to_it(machine: Machine) -> None:
    """What a message said as it was sent is its own; what was answered to a request is part of that."""
    said = WaiveSaid(how="waived", key="pain", name="the pain", who="Zoe")
    asked = WaiveRequest(
        head=DealHead(deal_id=machine.deal(), account="Acme", contact=""),
        asker="Dana",
        stage_name="Proposal",
        items=("the pain", "the budget"),
        keys=("pain", "budget_band"),
        said=(said,),
    )
    now = machine.clock.now()
    payload = {**dump(asked), promises.THEN: {"kind": "x"}}
    with machine.db.write() as tx:
        promises.promise(tx, "w", asked.kind, f"person:{machine.ids['liam']}", payload, now)
    outbox.failed(machine.deps, taken(machine), "recipient_gone", "user_disabled", QUICK)
    instead = machine.deliveries[-1]
    assert instead.person_id == machine.ids["maya"] and promises.THEN not in instead.payload
    heard = telling.says(instead)
    assert isinstance(heard, WaiveRequest) and heard.said == (said,)
