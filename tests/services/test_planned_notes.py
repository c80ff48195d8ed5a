"""A note that tells only what is to be done: planned and on record, and no contact took place."""

import pytest

from rules.facts import Rung
from storage.tables import Note
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at

pytestmark = pytest.mark.few_on_postgresql


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("said", ["call on Feb 30", "send SOW by Fri", "周五发报价"])
def test_a_plan_alone_is_no_contact(machine: Machine, said: str) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    before = machine.deal_row(deal).last_contact_at
    machine.clock.push(hours=1)
    saved = liam.note(f"EXPO-2026-001 {said}")
    assert saved.is_plan and saved.step is not None
    assert machine.deal_row(deal).last_contact_at == before
    assert [n.kind for n in machine.rows(Note)] == ["internal"]  # type: ignore[attr-defined]
    liam.undo_note(saved.undo_id)
    assert machine.deal_row(deal).last_contact_at == before


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    "said", ["likes it; call on Friday", "客户同意周五付款", "张总让我们周五去开标", "he'll call on Friday"]
)
def test_what_they_said_is_one(machine: Machine, said: str) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    machine.clock.push(hours=1)
    assert not liam.note(f"EXPO-2026-001 {said}").is_plan
    assert machine.deal_row(deal).last_contact_at == machine.clock.now()


def test_a_plan_is_not_answered_with_the_warning_of_a_list_that_is_over(machine: Machine, post: Post) -> None:
    """The lead that nobody called stood in yesterday's list in place of its stage's limit, which is reached in 35 minutes."""
    machine.clock.set(at("11-24 10:05"))
    deal_id = machine.deal(stage="lead", last_contact_at=None, last_contact_kind=None)
    post.through("11-26 09:30")
    Hand(machine, "liam").note("打算下周一去拜访；11月30日拜访", deal_id=deal_id, is_again=True)
    post.through("11-26 18:00")
    said = [(x.rung, x.delivered_at) for x in machine.nudges if x.rule == "slow" and x.delivered_at]
    assert said == [(Rung.RED, at("11-26 10:05"))]
