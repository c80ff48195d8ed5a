"""What counts as doing something about a deal, and what that is worth: one morning before it is late, no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from jobs import tick as tick_job
from rules.answers.digests import VerbFilled
from rules.facts import Rung
from rules.when import When
from services.capture import note_more, steps
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import stages
from storage.tables import Step
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import at

pytestmark = pytest.mark.few_on_postgresql

Act = Callable[[Hand, int], object]


def logs(liam: Hand, deal: int) -> object:
    return liam.note("no answer", deal_id=deal)


def adds(liam: Hand, deal: int) -> None:
    told = liam.note("they like it", deal_id=deal)
    liam.machine.clock.push(minutes=1)
    with liam.deps.db.write() as tx:
        found = note_more.note_of(tx, liam.ask(), told.note_id)
        assert found is not None
        note_more.add(tx, liam.ask("more"), *found, "and the price")


def dates(liam: Hand, deal: int) -> object:
    return liam.do(steps.set_date, f"d{deal}", When(date=date(2026, 12, 2), time=None, kind="by"))


def verb(name: str, **filled: str) -> Act:
    return lambda liam, deal: liam.do(verbs.act, name, Pressed(0, deal), VerbFilled(**filled))


@pytest.mark.parametrize(
    "act", [logs, adds, dates, verb("blocker", choice="budget"), verb("ask_help", text="the price")]
)
def test_an_act_is_on_the_deal(machine: Machine, act: Act) -> None:
    deal = machine.deal()
    machine.clock.push(hours=1)
    act(Hand(machine, "liam"), deal)
    assert machine.deal_row(deal).acted_at == machine.clock.now()


def test_a_move_counts_by_itself(machine: Machine) -> None:
    deal = machine.deal(stage="discovery")
    Hand(machine, "liam").do(stages.move, stages.Sent(deal, "lead", reason="too early"))
    assert machine.deal_row(deal).acted_at is None  # its stage is a new one: the clocks begin anew


def reds(machine: Machine) -> list[str]:
    return [f"{n.due_at:%m-%d %H:%M}" for n in machine.nudges if n.rung == Rung.RED and n.rule == "quiet"]


def test_a_try_that_closes_the_step_is_not_followed_by_red_at_once(machine: Machine) -> None:
    """The step lay near, so the silence was not late; now it is, and who just tried hears so tomorrow."""
    start = machine.clock.now() - timedelta(days=8)
    since = dict.fromkeys(("stage_entered_at", "last_contact_at", "clocks_from", "owner_since"), start)
    deal = machine.deal("liam", "proposal", **since)
    with machine.db.write() as tx:
        tx.add(
            Step(
                deal_id=deal, owner_id=machine.ids["liam"], text="call", on_date=date(2026, 11, 24),
                tz="Asia/Shanghai", due_at=at("11-24 18:00"), opened_at=start,
            )
        )  # fmt: skip
    tick_job.run(machine.deps)
    assert Hand(machine, "liam").note("no answer", deal_id=deal).tries == 1
    assert [s.state for s in machine.rows(Step)] == ["done"]
    tick_job.run(machine.deps)
    assert not reds(machine)
    machine.clock.set(at("11-25 14:31"))
    tick_job.run(machine.deps)
    assert reds(machine) == ["11-25 06:30"]
