"""What does not arrive is told to the admins, once an hour at most, and stops nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers import load
from rules.answers.admin import NotDelivered, Undelivered
from services import health
from services.clock import nudges
from services.sending import alarms, grouping, outbox
from services.team.people import zone_of
from storage.tables import Delivery, PersonRole
from tests.services.machine import START, Machine
from tests.services.mornings import at


@pytest.fixture
def machine(team_url: str) -> Iterator[Machine]:
    made = Machine(team_url)
    with made.db.write() as tx:
        tx.add(PersonRole(person_id=made.ids["zoe"], role="admin"))
    yield made
    made.close()


def lose(machine: Machine, kind: Any, code: str, **promised: Any) -> Delivery:
    machine.promise(**promised)
    return fail(machine, kind, code)


def fail(machine: Machine, kind: Any, code: str, doing: outbox.Doing = "post") -> Delivery:
    leased = outbox.lease(machine.deps, "w", machine.timing)
    assert leased is not None
    if doing == "post":
        outbox.begin(machine.deps, leased, "D1", machine.timing)
    outbox.failed(machine.deps, leased, kind, code, machine.timing, doing=doing)
    return leased


def arrive(machine: Machine) -> None:
    leased = outbox.lease(machine.deps, "w", machine.timing)
    assert leased is not None
    outbox.sent(machine.deps, leased, "D1", "1.0")


def heard(machine: Machine) -> list[Undelivered]:
    found = [load(one.payload) for one in machine.deliveries if one.kind == Undelivered.kind]
    return [one for one in found if isinstance(one, Undelivered)]


def test_admins_hear_once_what_did_not_arrive_and_why(machine: Machine) -> None:
    for _ in range(2):
        lose(machine, "refused", "msg_too_long")
    lose(machine, "channel_gone", "is_archived", to="channel:C0SALES")
    assert alarms.run(machine.deps, now=machine.clock.now()) == 1
    assert alarms.run(machine.deps, now=machine.clock.now()) == 0
    (told,) = heard(machine)
    assert (told.count, told.more) == (3, 0)
    assert told.lines == (
        NotDelivered(who="Liam", code="msg_too_long", count=2),
        NotDelivered(channel="C0SALES", code="is_archived"),
    )


def test_the_next_message_waits_an_hour_and_then_tells_the_rest(machine: Machine) -> None:
    lose(machine, "refused", "msg_too_long")
    alarms.run(machine.deps, now=machine.clock.now())
    arrive(machine)
    lose(machine, "refused", "no_text")
    machine.clock.push(minutes=59)
    assert alarms.run(machine.deps, now=machine.clock.now()) == 0
    machine.clock.push(minutes=1)
    assert alarms.run(machine.deps, now=machine.clock.now()) == 1
    assert [[line.code for line in one.lines] for one in heard(machine)] == [["msg_too_long"], ["no_text"]]


def test_an_alarm_that_does_not_arrive_raises_none(machine: Machine) -> None:
    lose(machine, "refused", "msg_too_long")
    alarms.run(machine.deps, now=machine.clock.now())
    fail(machine, "refused", "msg_too_long")
    machine.clock.push(hours=2)
    assert alarms.run(machine.deps, now=machine.clock.now()) == 0


def test_without_an_admin_it_is_kept_for_the_first(machine: Machine) -> None:
    with machine.db.write() as tx:
        role = tx.get(PersonRole, (machine.ids["zoe"], "admin"))
        tx.delete(role)
    lose(machine, "refused", "msg_too_long")
    assert alarms.run(machine.deps, now=machine.clock.now()) == 0
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="admin"))
    assert alarms.run(machine.deps, now=machine.clock.now()) == 1


def test_a_message_that_may_be_out_counts_as_said_so_that_its_ladder_goes_on(machine: Machine) -> None:
    machine.deal()
    machine.clock.set(at("12-01 15:30"))
    nudges.tick(machine.deps, now=machine.clock.now())
    grouping.claim(machine.deps, now=machine.clock.now())
    fail(machine, "unknown", "TimeoutError")
    machine.process.push(seconds=60)
    fail(machine, "refused", "channel_not_found", doing="find")
    assert [one.state for one in machine.deliveries] == ["ambiguous"]
    assert {one.state for one in machine.nudges} == {"sent"}
    alarms.run(machine.deps, now=machine.clock.now())
    (told,) = heard(machine)
    assert told.lines == (NotDelivered(who="Liam", is_unsure=True, code="channel_not_found"),)


def test_a_revoked_token_turns_health_red_with_slacks_word_until_a_message_passes(machine: Machine) -> None:
    leased = lose(machine, "revoked", "token_revoked")
    (trouble,) = health.troubles(machine.deps, now=machine.clock.now())
    assert (trouble.key, trouble.code) == ("health.revoked", "token_revoked")
    assert alarms.run(machine.deps, now=machine.clock.now()) == 0  # it is kept, not lost
    outbox.sent(machine.deps, leased, "D1", "1.0")
    assert health.troubles(machine.deps, now=machine.clock.now()) == []


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_each_reason_has_its_words(locale: Any) -> None:
    codes = ("user_disabled", "inactive", "is_archived", "msg_too_long", "crashes")
    lines = [NotDelivered(who="Liam & Co", code=code, count=2) for code in codes]
    told = Undelivered(lines=(*lines, NotDelivered(channel="C1", is_unsure=True, code="x")), count=13, more=2)
    said = render(told, Reader(locale, zone_of("UTC"), START))["blocks"][1]["text"]["text"].split("\n")
    assert len(said) == 7 and len({line.split(": " if locale == "en" else "：")[-1] for line in said}) == 7
    assert "Liam &amp; Co" in said[0] and "<#C1>" in said[5]
