"""From silence to a promise: what the tick writes, groups, holds back and takes back, on both databases."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from rules.answers.deals import StageMoved
from rules.facts import Rung
from services.clock import nudges
from services.deals import stages
from services.deals.stages import Sent
from services.facts import Staff
from services.letters import messages
from services.letters.messages import Unsent
from services.sending import grouping, outbox
from storage.tables import Audit, Later, Step, Task, Wait
from tests.services.hand import Hand
from tests.services.interleaving import closed, until_it_waits
from tests.services.machine import QUICK, START, Machine
from tests.services.passing import at, follow, morning, said, send, tick

pytestmark = pytest.mark.few_on_postgresql


def test_a_slow_deal_climbs_its_ladder(machine: Machine) -> None:
    """Tuesday 15:30 + 5 wd of silence; lists come from elsewhere, so here they are late by half an hour."""
    machine.deal()
    assert follow(machine, "12-20 00:00") == [
        ("12-01 09:00", "quiet", Rung.HEADS_UP),
        ("12-01 15:30", "quiet", Rung.RED),
        ("12-02 09:10", "quiet", Rung.MANAGER),
        ("12-10 09:10", "quiet", Rung.DECIDE),
    ]
    assert [(x.kind, x.state) for x in machine.rows(Task)] == [("unblock", "open")]
    assert [x.actor_id for x in machine.rows(Audit) if x.action == "task.open"] == [None], "on record, once"
    assert [x.state for x in machine.nudges] == ["sent"] * 4


def test_the_tick_writes_once_however_often_it_looks(machine: Machine) -> None:
    deal_id = machine.deal()
    assert tick(machine).planned == 0
    assert tick(machine, "12-01 08:30").planned == 1
    for _ in range(3):
        machine.change(deal_id)
        assert tick(machine).planned == 0
    assert said(machine) == [("quiet", Rung.HEADS_UP, "morning")]


def test_two_instances_tick_as_one(machine: Machine) -> None:
    for _ in range(20):
        machine.deal()
    tick(machine)
    machine.clock.set(at("12-01 08:30"))
    results: list[nudges.TickResult] = []
    work = [threading.Thread(target=lambda: results.append(tick(machine))) for _ in range(2)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    tick(machine)
    assert len(machine.nudges) == 20
    assert sum(x.planned for x in results) == 20


def test_a_contact_takes_back_what_was_only_planned(machine: Machine) -> None:
    deal_id = machine.deal()
    tick(machine)
    tick(machine, "12-01 15:30")
    assert [x.state for x in machine.nudges] == ["planned"]
    machine.change(deal_id, last_contact_at=machine.clock.now())
    tick(machine)
    assert [(x.state, x.reason) for x in machine.nudges] == [("cancelled", "done")]


def test_what_was_cancelled_unsaid_may_be_said_again(machine: Machine) -> None:
    deal_id = machine.deal()
    tick(machine, "12-01 15:30")
    machine.change(deal_id, state="lost")
    tick(machine)
    assert [(x.state, x.reason) for x in machine.nudges] == [("cancelled", "closed")]
    machine.change(deal_id, state="open")
    tick(machine)
    assert [(x.state, x.reason) for x in machine.nudges] == [("planned", None)]
    assert len(send(machine)) == 1


def test_several_deals_are_one_message_with_facts_for_its_words(machine: Machine) -> None:
    for _ in range(3):
        machine.deal(tries=2)
    tick(machine)
    tick(machine, "12-01 15:30")
    (message,) = send(machine)
    assert len(message.lines) == 3
    line = message.lines[0]
    assert (line.head.account, line.days_in_stage, line.days_silent) == ("Acme 1", 5, 5)
    assert (line.why.limit, line.why.event, line.why.next_to) == ("5wd", "contact", "owner")
    assert (line.why.next_at, line.why.up_at) == (at("12-02 08:30"), at("12-02 08:40"))
    assert line.tries == 2
    assert [x.kind for x in machine.deliveries] == ["nudges"]


WON = {"accepted": "yes", "settled": "yes", "after_sales": "pumps run", "who_else": "the Ulm plant"}


@pytest.mark.one_on_postgresql
def test_a_deal_is_won_while_its_owner_s_reminder_is_put_together(machine: Machine) -> None:
    """Both hold the nudge first, then the person: one waits for the other, and no two for each other."""
    deal_id, liam = machine.deal(stage="collecting"), Hand(machine, "liam")
    liam.note("they paid // call again Dec 1 at 10:00", deal_id=deal_id)
    tick(machine)
    tick(machine, "12-01 09:30")
    now = machine.clock.now()
    assert [x.due_at <= now for x in machine.nudges if x.state == "planned" and x.lane == "timed"] == [True]
    with ThreadPoolExecutor(max_workers=2) as pool:
        with closed(machine.db, "undos"):
            won = pool.submit(liam.do, stages.move, Sent(deal_id, "closed", WON))
            until_it_waits(machine.db, won)
            grouped = pool.submit(grouping.claim, machine.deps, now=now)
            until_it_waits(machine.db, grouped, 2)
        assert isinstance(won.result(), StageMoved)
        assert grouped.result().deliveries == 0 or machine.db.is_sqlite
    assert {x.state for x in machine.nudges} == {"cancelled"}


def test_a_list_carries_the_lane_of_lists(machine: Machine) -> None:
    machine.deal()
    tick(machine)
    tick(machine, "12-01 08:30")
    list_id = morning(machine)
    (heads_up,) = machine.nudges
    assert (heads_up.state, heads_up.delivery_id) == ("sent", list_id)
    assert heads_up.delivered_at == machine.clock.now()
    assert tick(machine).considered == 0, "nothing counts from a warning"


def test_more_than_four_messages_a_day_are_held_for_the_next_list(machine: Machine) -> None:
    """The morning list counts as one of the four."""
    for _ in range(5):
        machine.deal()
        machine.clock.push(minutes=10)
    tick(machine)
    tick(machine, "12-01 08:30")
    morning(machine)
    machine.clock.set(at("12-01 15:30"))
    for _ in range(5):
        tick(machine)
        send(machine)
        machine.clock.push(minutes=10)
    reds = [x for x in machine.nudges if x.rung == Rung.RED]
    assert [x.state for x in reds] == ["sent"] * 3 + ["held"] * 2
    assert {x.reason for x in reds[3:]} == {"budget"}
    tick(machine, "12-02 08:30")
    list_id = morning(machine)
    reds = [x for x in machine.nudges if x.rung == Rung.RED]
    assert [(x.state, x.delivery_id) for x in reds[3:]] == [("sent", list_id)] * 2


def test_a_promised_step_is_not_held_back(machine: Machine) -> None:
    for _ in range(4):
        machine.deal()
        tick(machine)
        machine.clock.push(minutes=5)
    machine.clock.set(at("12-01 15:30"))
    for _ in range(4):
        tick(machine)
        send(machine)
        machine.clock.push(minutes=5)
    deal_id = machine.deal()
    due = machine.clock.now() + timedelta(minutes=45)
    with machine.db.write() as tx:
        tx.add(
            Step(
                deal_id=deal_id, text="demo", kind="at", on_date=due.date(), at_time=due.time(),
                tz="Asia/Shanghai", due_at=due, opened_at=machine.clock.now(),
            )
        )  # fmt: skip
    tick(machine)
    machine.clock.push(minutes=15)
    tick(machine)
    (message,) = send(machine)
    assert [(x.rule, x.rung) for x in message.lines] == [("step", Rung.SOON)]
    assert message.lines[0].step and message.lines[0].step.text == "demo"
    assert machine.deliveries[-1].kind == "steps"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"state": "lost"}, "closed"),
        ({"owner_id": 4}, "new_owner"),
        ({"last_contact_at": START + timedelta(days=7)}, "done"),
    ],
)
def test_what_is_no_longer_wanted_is_not_sent(
    machine: Machine, change: dict[str, object], reason: str
) -> None:
    deal_id, other = machine.deal(), machine.deal()
    tick(machine)
    tick(machine, "12-01 15:30")
    grouping.claim(machine.deps, now=machine.clock.now())
    machine.change(deal_id, **change)
    (message,) = send(machine)
    assert [x.head.deal_id for x in message.lines] == [other]
    assert [(x.state, x.reason) for x in machine.nudges] == [("cancelled", reason), ("sent", None)]


def test_an_empty_delivery_is_dropped(machine: Machine) -> None:
    deal_id = machine.deal()
    tick(machine)
    tick(machine, "12-01 15:30")
    grouping.claim(machine.deps, now=machine.clock.now())
    machine.change(deal_id, state="won")
    assert send(machine) == []
    assert [x.state for x in machine.deliveries] == ["dropped"]


def test_nobody_is_written_to_out_of_hours(machine: Machine) -> None:
    machine.deal()
    tick(machine)
    tick(machine, "12-01 15:30")
    grouping.claim(machine.deps, now=machine.clock.now())
    machine.clock.set(at("12-01 18:20"))
    leased = outbox.lease(machine.deps, "w", QUICK)
    assert leased is not None
    assert messages.prepare(machine.deps, leased) == Unsent("later", "hours", at("12-02 09:00"))


def test_waiting_on_the_customer_is_silence_until_it_ends(machine: Machine) -> None:
    deal_id = machine.deal()
    with machine.db.write() as tx:
        until = at("12-04 09:00")
        tx.add(Wait(deal_id=deal_id, stage="proposal", who="Ms. Chen", since=START, until=until))
    assert follow(machine, "12-04 23:00") == [("12-04 09:00", "waiting", Rung.ASK)]


@pytest.mark.one_on_postgresql
def test_later_speaks_again_and_holds_the_manager_back_once(machine: Machine) -> None:
    deal_id = machine.deal()
    tick(machine)
    assert len(follow(machine, "12-01 16:00")) == 2
    red = machine.nudges[-1]
    with machine.db.write() as tx:
        until = at("12-03 08:30")
        tx.add(Later(deal_id=deal_id, rule=red.rule, episode=red.episode, until=until, n=1))
    machine.change(deal_id)
    assert follow(machine, "12-04 12:00") == [
        ("12-03 09:00", "quiet", Rung.AGAIN + 1),
        ("12-04 09:10", "quiet", Rung.MANAGER),
    ]


def test_a_quiet_start_lets_only_steps_speak(machine: Machine) -> None:
    with machine.db.read() as tx:
        people = Staff(tx, 2026)
        people.learn(tx, [machine.ids["liam"]])
        liam = people.facts(machine.ids["liam"])
    assert liam is not None
    until = nudges.quiet_start(machine.deps, liam.calendar, now=machine.clock.now())
    assert until == at("12-01 15:30")
    assert nudges.quiet_start(machine.deps, liam.calendar, now=until) == until
    machine.deal()
    assert [x for x in follow(machine, "12-03 00:00") if x[0] < "12-02 09:00"] == []


def test_next_at_is_the_earliest_look(machine: Machine) -> None:
    assert tick(machine).next_at is None
    machine.deal()
    assert tick(machine).next_at == at("12-01 08:30")
