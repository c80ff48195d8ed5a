"""Which deals a list need look at: all that ask for something are among them, whatever it is they ask for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.clock.weigh import weigh, weigh_asking
from services.facts import Staff
from storage import deal_lists
from storage.tables import GateAnswer, Step, Wait
from tests.services.machine import Machine

pytestmark = pytest.mark.few_on_postgresql

WEEKS = 4


def test_a_list_looks_at_all_that_ask(machine: Machine) -> None:
    """Four weeks of mornings: what is not looked at is green, with nothing promised by then; the rest is as it was."""
    _deals(machine)
    config, liam, left_out = machine.deps.config.active(), machine.ids["liam"], 0
    for _ in range(WEEKS * 7):
        machine.clock.push(days=1)
        now = machine.clock.now()
        with machine.db.read() as tx:
            staff = Staff(tx, now.year)
            every = weigh(tx, deal_lists.running(tx, [liam]), staff, config, now)
            asking = weigh_asking(tx, [liam], staff, config, now)
        for one in every:
            if one.deal_id in asking:
                assert asking[one.deal_id].line == one.line
            else:
                left_out += 1
                assert (one.line.light, one.line.today, one.late) == ("green", False, None)
    assert left_out > WEEKS * 7


def test_what_is_wanted_besides_comes_too(machine: Machine) -> None:
    one, now = machine.deal(), machine.clock.now()
    with machine.db.read() as tx:
        staff, config = Staff(tx, now.year), machine.deps.config.active()
        liam = machine.ids["liam"]
        assert not weigh_asking(tx, [liam], staff, config, now)
        assert set(weigh_asking(tx, [liam], staff, config, now, [one])) == {one}
        assert not weigh_asking(tx, [machine.ids["maya"]], staff, config, now, [one])


def _deals(machine: Machine) -> None:
    """One without an amount, one in another currency, and one for each thing that may be asked for."""
    now, today = machine.clock.now(), machine.clock.now().date()
    for ahead in range(0, 30, 5):
        machine.deal(last_contact_at=now + timedelta(days=ahead), amount_minor=1_000_00, currency="CNY")
    machine.deal(last_contact_at=now + timedelta(days=20))
    machine.deal(
        stage="negotiation", last_contact_at=now + timedelta(days=20), currency="USD", amount_minor=5
    )
    machine.deal(last_contact_at=now + timedelta(days=40), expected_sign_on=today + timedelta(days=9))
    later = {"last_contact_at": now + timedelta(days=40), "stage_entered_at": now + timedelta(days=40)}
    stepping, owing, waiting = (machine.deal(stage="negotiation", **later) for _ in range(3))
    due = now + timedelta(days=11, hours=3)
    with machine.db.write() as tx:
        tx.add(Step(deal_id=stepping, text="call", on_date=due.date(), due_at=due, opened_at=now))
        tx.add(GateAnswer(deal_id=owing, item="quote", state="owed", owed_until=date(2026, 12, 1), at=now))
        stay = now + timedelta(days=40)
        tx.add(Wait(deal_id=waiting, stage="negotiation", since=stay, until=stay + timedelta(days=5)))
