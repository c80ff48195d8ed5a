"""A lead is not offered where guests or another company read: admins hear why, a manager is asked, and the post waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from rules.answers import load
from rules.answers.triage import TriageAsked, TriageRefused
from storage.tables import Delivery
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.test_configured import applied

pytestmark = pytest.mark.few_on_postgresql

CHANNEL = "C0EXPO"
Why = Callable[[Machine], AbstractContextManager[None]]


@pytest.fixture
def machine(posting: Machine) -> Machine:
    """With an admin, Baton as Slack lists it, and a channel of colleagues for leads that are nobody's."""
    posting.join("ada", "admin")
    posting.join("baton", slack_id="U0SANDBOX", kind="bot")
    triage = {"rules": [], "triage": {"channel": CHANNEL, "locale": "en"}}
    applied(posting, lambda data: data.update(assignment=triage))
    return posting


@contextmanager
def a_guest(machine: Machine) -> Iterator[None]:
    assert machine.slack is not None
    machine.slack.members(CHANNEL, add=["U0GUEST"])
    try:
        yield
    finally:
        machine.slack.members(CHANNEL, remove=["U0GUEST"])


@contextmanager
def shared_outside(machine: Machine) -> Iterator[None]:
    assert machine.slack is not None
    machine.slack.channels(id=CHANNEL, shared=True)
    try:
        yield
    finally:
        machine.slack.channels(id=CHANNEL, shared=False)


def states(machine: Machine) -> list[str]:
    return [d.state for d in machine.deliveries if d.recipient == f"channel:{CHANNEL}"]


def heard(machine: Machine, who: str) -> list[object]:
    mine: list[Delivery] = [d for d in machine.deliveries if d.recipient == f"person:{machine.ids[who]}"]
    return [load(d.payload) for d in mine]


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(("why", "reason"), [(a_guest, "digest.guests"), (shared_outside, "digest.shared")])
def test_before_strangers_a_lead_is_held_back_until_they_have_left(
    machine: Machine, why: Why, reason: str
) -> None:
    with why(machine):
        Hand(machine, "maya").lead("Acme Corp, Ann Lee 13800138000, ERP, expo")
        machine.postman.run()
        machine.clock.push(hours=1)
        machine.postman.run()
        assert states(machine) == ["ready"]
        assert [x for x in heard(machine, "ada") if isinstance(x, TriageRefused)] == [
            TriageRefused(channel=CHANNEL, reason=reason)
        ]
        assert len([x for x in heard(machine, "maya") if isinstance(x, TriageAsked)]) == 1
    machine.clock.push(hours=1)
    machine.postman.run()
    assert states(machine) == ["sent"]


def test_among_colleagues_it_is_offered_at_once(machine: Machine) -> None:
    Hand(machine, "maya").lead("Acme Corp, Ann Lee 13800138000, ERP, expo")
    machine.postman.run()
    assert states(machine) == ["sent"] and heard(machine, "ada") == []
