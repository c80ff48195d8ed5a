"""Sent once: whatever Slack answers and whoever dies, the sandbox holds each promised message exactly once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from rules.answers import DealHead, dump
from rules.answers.claims import ContactBrought
from rules.answers.digests import VerbDone
from rules.answers.leads import LeadFacts
from rules.answers.nudges import Done
from sandbox.driver import Sandbox
from services.sending import outbox, promises
from services.sending.outbox import Delivery, Timing
from storage.tables import DigestChannel, Person
from tests.services.machine import QUICK, START, Machine


@pytest.fixture
def machine(posting: Machine) -> Machine:
    return posting


def taken(machine: Machine, worker: str = "w") -> Delivery:
    found = outbox.lease(machine.deps, worker, QUICK)
    assert found is not None
    return found


def states(machine: Machine) -> list[str]:
    return [row.state for row in machine.deliveries]


def test_a_promise_is_delivered_once_with_its_ref(machine: Machine) -> None:
    machine.promise()
    with machine.judged() as sink:
        assert machine.postman.run() == 1
        assert machine.postman.run() == 0
    row = machine.deliveries[0]
    assert (row.state, row.failures, row.crashes) == ("sent", 0, 0)
    assert [x["metadata"]["event_payload"]["ref"] for x in sink] == [row.ref]


def test_a_slot_is_promised_once(machine: Machine) -> None:
    assert machine.promise(slot="morning:person:1:2026-11-25") is not None
    assert machine.promise(slot="morning:person:1:2026-11-25") is None
    assert len(machine.deliveries) == 1


def test_what_is_due_later_waits_for_business_time(machine: Machine) -> None:
    machine.promise()
    machine.clock.push(hours=-1)
    assert machine.postman.run() == 0
    assert outbox.next_due(machine.deps, machine.clock.now()) == START


UNKNOWN = ("stored_not_acked", "http_500", "html", "truncated", "empty", "ok_without_ts", "hang", "closed")


@pytest.mark.parametrize("kind", UNKNOWN)
def test_an_unknown_outcome_is_looked_up_after_the_settle_time(
    machine: Machine, slack: Sandbox, kind: str
) -> None:
    machine.promise()
    machine.gateway.client.timeout = 1  # not Slack's ten seconds
    slack.fault("chat.postMessage", kind, times=1)
    with machine.judged() as sink:
        machine.postman.run()
        assert states(machine) == ["unknown"]
        machine.process.push(seconds=14)
        assert machine.postman.run() == 0
        machine.process.push(seconds=2)
        machine.postman.run()
    assert states(machine) == ["sent"]
    assert len(sink) == 1


def test_a_look_up_that_fails_is_not_taken_for_nothing_found(machine: Machine, slack: Sandbox) -> None:
    machine.promise()
    slack.fault("chat.postMessage", "stored_not_acked", times=1)
    slack.fault("conversations.history", "http_500", times=1)
    with machine.judged() as sink:
        machine.postman.run()
        machine.process.push(seconds=16)
        machine.postman.run()
        assert states(machine) == ["unknown"]
        machine.process.push(seconds=30)
        machine.postman.run()
    assert states(machine) == ["sent"] and len(sink) == 1


PAUSES = {  # Retry-After: how long the conversation is left alone
    "integer": ("60", 60),
    "float": ("60.5", 60.5),
    "date": ("Tue, 24 Nov 2099 07:30:00 GMT", 3600),  # an hour at the most
    "no Retry-After": (None, 30),
}


@pytest.mark.parametrize(("said", "pause"), PAUSES.values(), ids=PAUSES)
def test_a_rate_limit_pauses_one_conversation_only(
    machine: Machine, slack: Sandbox, said: str | None, pause: float
) -> None:
    machine.promise()
    machine.promise()
    machine.promise(to="person:dana")
    slack.fault("chat.postMessage", "ratelimited", times=1, retry_after=said)
    machine.postman.run()
    assert states(machine) == ["ready", "ready", "sent"]
    machine.process.push(seconds=pause - 0.1)
    assert machine.postman.run() == 0
    machine.process.push(seconds=3)
    machine.postman.run()
    assert states(machine) == ["sent"] * 3


def test_messages_to_one_recipient_are_paced(team_url: str, slack: Sandbox) -> None:
    machine = Machine(team_url, slack, Timing())
    for name in ("liam", "liam", "dana"):
        machine.promise(to=f"person:{name}")
    machine.postman.run()
    assert states(machine) == ["sent", "ready", "sent"]
    machine.process.push(seconds=1.1)
    machine.postman.run()
    assert states(machine) == ["sent"] * 3
    machine.close()


def test_the_whole_workspace_is_paced(team_url: str, slack: Sandbox) -> None:
    machine = Machine(team_url, slack, Timing(gap=timedelta(), rate=2))
    for name in ("liam", "dana", "maya"):
        machine.promise(to=f"person:{name}")
    machine.postman.run()
    assert states(machine) == ["sent", "sent", "ready"]
    machine.process.push(seconds=1.1)
    assert machine.postman.run() == 1
    machine.close()


@pytest.mark.parametrize("posted", [False, True])
def test_a_worker_that_dies_in_the_act_is_found_out_about(machine: Machine, posted: bool) -> None:
    machine.promise()
    with machine.judged() as sink:
        leased = taken(machine)
        channel = machine.gateway.open_dm("U0LIAM")
        assert outbox.begin(machine.deps, leased, channel, QUICK)
        if posted:
            machine.gateway.post(channel, {"text": "hello"}, ref=leased.ref)
        assert machine.postman.run() == 0
        machine.process.push(seconds=26)
        machine.postman.run()
    assert states(machine) == ["sent"] and len(sink) == 1


def test_a_lease_that_ran_out_sends_nothing(machine: Machine) -> None:
    machine.promise()
    leased = taken(machine)
    machine.process.push(seconds=26)
    assert outbox.reconcile(machine.deps, QUICK) == 1
    assert not outbox.begin(machine.deps, leased, "D1", QUICK)
    other = taken(machine, "other")
    assert outbox.begin(machine.deps, other, "D1", QUICK)


def test_a_delivery_is_leased_by_one_worker_alone(machine: Machine) -> None:
    for _ in range(6):
        machine.promise()
        machine.promise(to="person:dana")
    found: list[int | None] = []

    def work(name: str) -> None:
        while leased := outbox.lease(machine.deps, name, QUICK):
            found.append(leased.id)
            outbox.drop(machine.deps, leased, "test")

    workers = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    work("last")  # whoever came while the recipients were busy
    assert sorted(x for x in found if x) == list(range(1, 13))


@pytest.mark.parametrize("code", ["user_disabled", "cannot_dm_bot"])
def test_who_is_gone_is_replaced_by_the_manager_once(machine: Machine, slack: Sandbox, code: str) -> None:
    about = ContactBrought(head=DealHead(deal_id=machine.deal()), who="Dana", facts=LeadFacts())
    with machine.db.write() as tx:
        promises.promise(tx, None, about.kind, f"person:{machine.ids['liam']}", dump(about), START)
    slack.fault("conversations.open", code, times=2)
    machine.postman.run()
    assert [(x.state, x.person_id) for x in machine.deliveries] == [
        ("dead", machine.ids["liam"]),
        ("dead", machine.ids["maya"]),
    ]
    assert machine.postman.run() == 0


def test_an_edit_for_who_is_gone_is_no_news_for_the_manager(machine: Machine) -> None:
    about = VerbDone(head=DealHead(deal_id=machine.deal()), done=Done(verb="gone"))
    with machine.db.write() as tx:
        liam = tx.get_one(Person, machine.ids["liam"])
        liam.is_active = False
        tx.add(liam)
        target = ("D1", "1.2")
        promises.promise(tx, None, about.kind, f"person:{liam.id}", dump(about), START, target=target)
    with machine.judged() as sink:
        machine.postman.run()
    assert states(machine) == ["dropped"] and not sink


def test_what_never_passes_is_given_up_and_seen(machine: Machine, slack: Sandbox) -> None:
    machine.promise()
    slack.fault("chat.postMessage", "msg_too_long", times=1)
    machine.postman.run()
    row = machine.deliveries[0]
    assert (row.state, row.error, len(machine.deliveries)) == ("dead", "msg_too_long", 1)


def test_a_channel_that_is_gone_is_a_fault_of_the_channel(machine: Machine) -> None:
    with machine.db.write() as tx:
        tx.add(DigestChannel(channel="C0GENERAL", declared_at=START))
    machine.promise(to="channel:C0GENERAL")
    machine.postman.run()
    assert states(machine) == ["dead"]
    with machine.db.read() as tx:
        found = tx.get(DigestChannel, ("C0GENERAL", "blocked_list"))
        assert found and found.fault == "digest.not_in"


def test_a_revoked_token_keeps_the_queue(machine: Machine, slack: Sandbox) -> None:
    machine.promise()
    slack.fault("chat.postMessage", "token_revoked", times=1)
    machine.postman.run()
    assert (machine.deliveries[0].state, machine.deliveries[0].error) == ("ready", "revoked:token_revoked")
    machine.process.push(minutes=16)
    machine.postman.run()
    assert states(machine) == ["sent"]


def test_an_update_rewrites_the_message_in_place(machine: Machine, slack: Sandbox) -> None:
    machine.promise()
    machine.postman.run()
    first = machine.deliveries[0]
    assert first.channel and first.ts
    with machine.db.write() as tx:
        payload = {"kind": "sentence", "key": "err.refused", "fields": {}}
        target = (first.channel, first.ts)
        promises.promise(
            tx, None, "confirmation", first.recipient, payload, machine.clock.now(), target=target
        )
    slack.fault("chat.update", "http_500", times=1)
    with machine.judged() as sink:
        machine.postman.run()
        machine.process.push(seconds=5)
        machine.postman.run()
    assert states(machine) == ["sent", "sent"]
    assert {(x["action"] if "action" in x else x["kind"]) for x in sink} == {"update"}


def test_a_clock_that_was_set_back_silences_nobody(team_url: str, slack: Sandbox) -> None:
    """What was tried at an instant that is still to come was tried before the clock was set back."""
    machine = Machine(team_url, slack, Timing(rate=2))
    for name in ("liam", "dana"):
        machine.promise(to=f"person:{name}")
    machine.postman.run()
    machine.process.push(hours=-1)
    machine.promise()
    machine.postman.run()
    assert states(machine) == ["sent"] * 3
    machine.close()


def test_what_a_fast_clock_promised_is_found_after_it_was_set_right(machine: Machine, slack: Sandbox) -> None:
    """Slack has stamped the message by its own clock, an hour before the instant that ours said."""
    machine.clock.push(hours=1)
    machine.promise()
    slack.fault("chat.postMessage", "stored_not_acked", times=1)
    with machine.judged() as sink:
        machine.postman.run()
        assert states(machine) == ["unknown"]
        machine.process.push(seconds=16)
        machine.postman.run()
    assert states(machine) == ["sent"] and len(sink) == 1
