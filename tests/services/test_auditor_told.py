"""What the auditor found is told to the admins once, and told to be over; it is red meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from jobs import watch
from rules import auditing
from rules.answers.admin import AuditFound, ToldTo
from services import health, status
from services.team.people import zone_of
from storage.tables import Delivery, Finding, Nudge, PersonRole
from tests.lending import CopyOf
from tests.services.audited import change, hanging, minute, plan, said_again, told, with_message
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at


@pytest.fixture
def machine(copy_of: CopyOf) -> Iterator[Machine]:
    made = Machine(copy_of(told))
    made.clock.set(at("12-02 09:30"))
    yield made
    made.close()


def heard(machine: Machine) -> list[tuple[AuditFound, str]]:
    post = Post(machine)
    post._deliver()
    return [(answer, op) for _, _, op, answer in post.said if isinstance(answer, AuditFound)]


def reasons(machine: Machine) -> list[str]:
    return [one.key for one in health.troubles(machine.deps, now=machine.clock.now())]


def test_what_stands_is_told_once_and_edited_when_it_is_over(machine: Machine) -> None:
    nudge_ids = [plan(machine, lane="timed", rung=n, due_at=at("12-02 09:10")) for n in (31, 32, 33)]
    minute(machine, 2)
    assert heard(machine) == [] and reasons(machine) == []  # a round may be under way
    minute(machine)
    ((found, op),) = heard(machine)
    assert (found.fault, found.count, found.since) == ("unsaid", 3, at("12-02 09:10"))
    assert [one.who for one in found.whom] == ["Liam"]
    assert op == "post" and reasons(machine) == ["health.unsaid"]
    minute(machine, 30)
    assert heard(machine) == []
    for nudge_id in nudge_ids:
        change(machine, Nudge, nudge_id, state="cancelled", reason="done")
    minute(machine)
    ((over, op),) = heard(machine)
    assert op == "update" and over.mended_at == machine.clock.now() and reasons(machine) == []


def test_what_comes_back_is_told_after_an_hour_and_not_sooner(machine: Machine) -> None:
    nudge_id = plan(machine, lane="timed", due_at=at("12-02 09:10"))
    minute(machine, 3)
    assert len(heard(machine)) == 1
    change(machine, Nudge, nudge_id, state="cancelled")
    minute(machine)
    heard(machine)
    change(machine, Nudge, nudge_id, state="planned")
    minute(machine, 58)
    assert heard(machine) == [] and reasons(machine) == ["health.unsaid"]
    minute(machine)
    assert [found.fault for found, _ in heard(machine)] == ["unsaid"]


def test_what_was_over_before_anybody_read_it_is_not_told(machine: Machine) -> None:
    nudge_id = plan(machine, lane="timed", due_at=at("12-02 09:10"))
    minute(machine, 3)
    change(machine, Nudge, nudge_id, state="cancelled")
    minute(machine)
    assert heard(machine) == []


def test_what_lasted_a_minute_leaves_no_trace(machine: Machine) -> None:
    nudge_id = plan(machine, lane="timed", due_at=at("12-02 09:10"))
    minute(machine)
    change(machine, Nudge, nudge_id, state="cancelled")
    minute(machine)
    assert machine.rows(Finding) == []


def test_what_was_said_wrongly_is_told_at_once_gathered_and_red_for_an_hour(machine: Machine) -> None:
    minute(machine)
    said_again(machine)
    change(machine, Delivery, machine.deliveries[-1].id, tried_at=machine.process.now())
    minute(machine)
    assert [(found.fault, found.count) for found, _ in heard(machine)] == [("twice", 1)]
    minute(machine, 59)
    assert reasons(machine) == ["health.twice"]
    minute(machine, 2)
    assert reasons(machine) == [] and heard(machine) == []


def test_without_an_admin_it_is_kept_for_the_first(machine: Machine) -> None:
    with machine.db.write() as tx:
        tx.delete(tx.get(PersonRole, (machine.ids["zoe"], "admin")))
    hanging(machine)
    minute(machine, 3)
    assert reasons(machine) == ["health.hanging"]
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="admin"))
    minute(machine)
    assert [found.fault for found, _ in heard(machine)] == ["hanging"]


def test_a_look_that_fails_is_red_by_its_name_until_it_succeeds(machine: Machine) -> None:
    """Silence is itself an alarm: nobody would miss an auditor that says nothing."""
    one = with_message(machine)
    change(machine, Delivery, one.id, payload={"said": {"kind": "nudges", "lines": ["torn"]}})
    for _ in range(3):
        watch(machine.deps)
    (trouble,) = health.troubles(machine.deps, now=machine.clock.now())
    assert (trouble.key, trouble.code) == ("health.failing", "audit")
    answer, now = status.look(Hand(machine, "zoe").ask()), machine.clock.now()
    for locale, says in (("en", "(audit)"), ("zh", "（audit）")):
        assert says in render(answer, Reader(locale, zone_of("Asia/Shanghai"), now))["text"]
    change(machine, Delivery, one.id, payload=one.payload)
    watch(machine.deps)
    assert reasons(machine) == [] and heard(machine) == []


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_each_fault_has_its_words(locale: str) -> None:
    now, whom = at("12-02 09:30"), (ToldTo(who="Li & Co"), ToldTo(channel="C1"))
    for fault in auditing.FAULTS:
        answer = AuditFound(finding_id=1, fault=fault, count=2, since=now, whom=whom, more=3)
        reader = Reader(locale, zone_of("Asia/Shanghai"), now)
        shown = render(answer, reader)
        assert len(shown["blocks"][1]["text"]["text"].split("\n")) == 3 and "<#C1>" in str(shown)
        assert shown["text"] in render(answer.model_copy(update={"mended_at": now}), reader)["text"]
