"""Bad days of Slack's, of people's and of the machine's, as far as sending goes: with the sandbox as Slack, which judges.
docs/reliability.md says which test is about which fault."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

import jobs
from rules.answers.admin import Undelivered
from rules.answers.digests import BlockedList, DigestRefused, ListInstead
from rules.digest import ChannelSeen
from rules.errors import Busy
from sandbox.driver import Sandbox, text_of
from services.deals import risk
from services.lists import digests
from services.sending import alarms, grouping
from services.sending.outbox import Timing
from storage.db import spent
from storage.tables import Person, PersonRole
from tests.lending import CopyOf
from tests.services.hand import Hand, at_once
from tests.services.machine import ROOT, Machine, team
from tests.services.mornings import Post, at, audited, stuck, verified, with_channel
from tests.services.passing import tick
from tests.services.test_staff import slack_says

pytestmark = pytest.mark.few_on_postgresql

RED = "12-01 15:30"


@pytest.fixture
def machine(posting: Machine) -> Machine:
    return posting


def claim(machine: Machine) -> None:
    tick(machine)
    grouping.claim(machine.deps, now=machine.clock.now())


def told(machine: Machine, sink: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """(whose conversation, the words) of each post in the sink."""
    refs = {x.ref: x for x in machine.deliveries}
    names = {pid: name for name, pid in machine.ids.items()}
    posts = [x for x in sink if x["kind"] == "post"]
    found = [refs[x["metadata"]["event_payload"]["ref"]] for x in posts]
    return [(names.get(d.person_id or 0, d.recipient), text_of(x)) for d, x in zip(found, posts, strict=True)]


# -- Slack ----------------------------------------------------------------------------------------------


def test_slack_down_for_hours_is_queued_then_paced_and_what_is_stale_is_not_said(
    team_url: str, slack: Sandbox
) -> None:
    machine = Machine(team_url, slack, Timing())
    lost, _ = machine.deal(), machine.deal()
    machine.clock.set(at(RED))
    claim(machine)
    for _ in range(3):
        machine.promise()
    before = slack.sink()[-1:]
    slack.fault("*", "http_503")
    with machine.judged() as sink:
        for _ in range(8):
            machine.postman.run()
            machine.process.push(minutes=15)
            machine.clock.push(minutes=15)
        assert {x.state for x in machine.deliveries} <= {"ready", "unknown"}
        assert slack.sink()[-1:] == before
        machine.change(lost, state="lost")
        slack.no_faults()
        machine.process.push(minutes=15)
        ends = []
        for _ in range(60):
            machine.postman.run()
            ends.append(sum(x.state == "sent" for x in machine.deliveries))
            machine.process.push(seconds=1)
    assert max(b - a for a, b in zip(ends, ends[1:], strict=False)) <= 1, "one a second"
    said = told(machine, sink)
    assert [who for who, _ in said] == ["liam"] * 4
    assert "Acme 2" in said[0][1] and "Acme 1" not in str(said)
    machine.close()


# -- a channel ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["is_archived", "not_in_channel", "channel_not_found"])
def test_a_channel_archived_or_without_baton_after_it_was_looked_at_leaves_its_list_to_the_manager(
    team_url: str, slack: Sandbox, word: str
) -> None:
    """And admins hear of it once, though the next morning's look finds the channel gone too."""
    with_channel(team_url).close()
    machine = Machine(team_url, slack)
    machine.join("ann", "admin")
    stuck(machine, Post(machine))
    for when in ("12-02 08:40", "12-02 08:50"):
        machine.postman.run()  # everybody's own morning, before the channel's
        machine.clock.set(at(when))
        claim(machine)
        digests.take_slots(machine.deps, now=machine.clock.now())
    slack.fault("chat.postMessage", word, times=1)
    with machine.judged() as sink:
        (listed,) = [x.id for x in machine.deliveries if x.kind == BlockedList.kind]
        for _ in range(3):
            machine.postman.run()
            alarms.run(machine.deps, now=machine.clock.now())
    assert [(x.state, x.error) for x in machine.deliveries if x.id == listed] == [("dead", word)]
    lists = [text for who, text in told(machine, sink) if who == "maya" and "couldn't post" in text]
    assert len(lists) == 1 and "Acme 1" in lists[0]
    gone = ChannelSeen(archived=word == "is_archived", baton_in=word == "is_archived")
    machine.clock.set(at("12-03 08:50"))
    claim(machine)
    digests.take_slots(machine.deps, now=machine.clock.now(), look=lambda channel: gone)
    kinds = Counter(x.kind for x in machine.deliveries)
    assert (kinds[Undelivered.kind], kinds[DigestRefused.kind], kinds[ListInstead.kind]) == (1, 0, 2)
    slack.no_faults()
    machine.close()


# -- people ---------------------------------------------------------------------------------------------


def no_role(machine: Machine, name: str, role: str) -> None:
    with machine.db.write() as tx:
        tx.delete(tx.get_one(PersonRole, (machine.ids[name], role)))


def live(machine: Machine, until: str) -> list[tuple[str, str]]:
    """The jobs' own look at the clock and their own delivery, every hour; who heard what."""
    with machine.judged() as sink:
        while machine.clock.now() < at(until):
            machine.clock.push(hours=1)
            machine.process.push(hours=1)
            jobs.look(machine.deps, machine.gateway)
            machine.postman.run()
    return told(machine, sink)


def test_who_changes_role_before_it_is_sent_does_not_hear_it(machine: Machine) -> None:
    machine.deal()
    machine.clock.set(at(RED))
    claim(machine)
    no_role(machine, "liam", "rep")
    with machine.judged() as sink:
        machine.postman.run()
    assert told(machine, sink) == []


def test_a_manager_who_leaves_is_replaced_by_the_one_above(machine: Machine) -> None:
    machine.deal()
    machine.clock.set(at(RED))
    assert {who for who, _ in live(machine, "12-01 18:00")} == {"liam"}
    slack_says(machine, "maya", is_active=False)
    heard = [who for who, text in live(machine, "12-03 12:00") if "Acme 1" in text]
    assert heard.count("zoe") == 1 and "maya" not in heard


def test_a_cycle_in_the_tree_ends_and_everybody_is_told_once(machine: Machine) -> None:
    """No form and no file makes one; whoever writes into the table might."""
    with machine.db.write() as tx:
        zoe = tx.get_one(Person, machine.ids["zoe"])
        zoe.manager_id = machine.ids["liam"]
        tx.add(zoe)
    machine.deal()
    machine.clock.set(at(RED))
    heard = [who for who, text in live(machine, "12-03 12:00") if "Acme 1" in text]
    assert heard.count("maya") == 1
    audited(machine)


# -- the machine ----------------------------------------------------------------------------------------

WRITES = """
import sys
from sqlmodel import select
from storage.db import Database
from storage.tables import Deal
db = Database(sys.argv[1])
with db.write() as tx:
    deal = tx.exec(select(Deal).with_for_update()).one()
    deal.need = "frozen"
    tx.add(deal)
    tx.flush()
    print("in it", flush=True)
    sys.stdin.readline()
db.close()
"""


@pytest.mark.one_on_postgresql
def test_one_that_is_frozen_during_a_write_holds_nobody_up_for_long_and_goes_on(machine: Machine) -> None:
    """Somebody else's change of the same deal is told to try again, and is made after it; neither is lost."""
    deal_id, liam = machine.deal(), Hand(machine, "liam")
    command = [sys.executable, "-c", WRITES, machine.db.url]
    one = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert one.stdout and one.stdout.readline() == "in it\n"
        one.send_signal(signal.SIGSTOP)
        with spent(1.5), pytest.raises(Busy):
            liam.do(risk.mark, deal_id, "budget")
        one.send_signal(signal.SIGCONT)
        one.communicate("\n", 30)
        assert one.returncode == 0
    finally:
        one.kill()
        one.wait()
    liam.do(risk.mark, deal_id, "budget")
    deal = machine.deal_row(deal_id)
    assert deal.need == "frozen" and deal.at_risk_since is not None


def lived(url: str, slack: Sandbox, instances: int) -> Counter[tuple[str, str]]:
    """Two mornings and the day between, every job of every instance at once at each look; who heard what, how often."""
    them = [Machine(url, slack) for _ in range(instances)]
    for owner in ("liam", "liam", "dana"):
        them[0].deal(owner)
    every = [jobs.table(one.deps, one.gateway, one.postman) for one in them]
    with them[0].judged() as sink:
        for when in (RED, "12-01 15:31", "12-02 08:30", "12-02 08:40", "12-02 09:40"):
            for one in them:
                one.clock.set(at(when))
                one.process.set(at(when))
            for turn in zip(*every, strict=True):
                at_once([job.run for job in turn])
            at_once([one.postman.run for one in them])
    heard = Counter(told(them[0], sink))
    audited(them[0])
    verified(them[0])
    for one in them:
        one.close()
    return heard


@pytest.mark.one_on_postgresql
def test_three_instances_on_every_job_say_what_one_says(copy_of: CopyOf, slack: Sandbox) -> None:
    expected = lived(copy_of(team), slack, 1)
    assert {who for who, _ in expected} == {"liam", "dana", "maya"} and set(expected.values()) == {1}
    assert lived(copy_of(team), slack, 3) == expected
