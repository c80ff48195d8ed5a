"""Who may mark a deal at risk, with what words, and that its ladder runs on the mark, on both databases."""

from __future__ import annotations

import pytest
from sqlmodel import select

from rules.answers.deals import RiskEnded, RiskMarked
from rules.errors import Invalid, NotFound, Refused
from rules.facts import Rung
from services.clock import nudges
from services.deals import risk
from storage.tables import Audit
from tests.services.hand import Hand
from tests.services.machine import START, Machine
from tests.services.mornings import at

pytestmark = pytest.mark.few_on_postgresql


def planned(machine: Machine) -> list[tuple[str, int, str]]:
    return [(x.rule, x.rung, x.state) for x in machine.nudges if x.rule == "risk"]


def test_a_mark_plans_the_managers_list_and_its_end_takes_it_back(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    marked = liam.do(risk.mark, deal, " their CFO left ")
    assert isinstance(marked, RiskMarked) and (marked.reason, marked.manager) == ("their CFO left", "Maya")
    row = machine.deal_row(deal)
    assert (row.at_risk_since, row.at_risk_reason) == (START, "their CFO left")
    nudges.tick(machine.deps, now=at("11-25 08:40"))
    assert planned(machine) == [("risk", Rung.MANAGER, "planned")]
    assert isinstance(liam.do(risk.end, deal), RiskEnded)
    row = machine.deal_row(deal)
    assert (row.at_risk_since, row.at_risk_reason) == (None, None)
    nudges.tick(machine.deps, now=at("11-25 08:40"))
    assert planned(machine) == [("risk", Rung.MANAGER, "cancelled")]
    liam.do(risk.end, deal)  # nothing left to end, nothing written
    with machine.db.read() as tx:
        actions = [x.action for x in tx.exec(select(Audit)) if x.subject == f"deal:{deal}"]
    assert (actions.count("deal.risk"), actions.count("deal.risk_end")) == (1, 1)


def test_marked_by_the_manager_nobody_else_is_promised_to_hear(machine: Machine) -> None:
    marked = Hand(machine, "maya").do(risk.mark, machine.deal(), "no budget left")
    assert isinstance(marked, RiskMarked) and marked.manager == ""


@pytest.mark.parametrize("reason", ["", " . ", "tbd", "待定"])
def test_a_mark_wants_a_reason(machine: Machine, reason: str) -> None:
    deal = machine.deal()
    with pytest.raises(Invalid) as told:
        Hand(machine, "liam").do(risk.mark, deal, reason)
    assert set(told.value.faults) == {"reason"} and machine.deal_row(deal).at_risk_since is None


@pytest.mark.parametrize(("who", "fault"), [("dana", NotFound), ("zoe", Refused)])
def test_others_mark_nothing(machine: Machine, who: str, fault: type[Exception]) -> None:
    deal = machine.deal()
    with pytest.raises(fault):
        Hand(machine, who).do(risk.mark, deal, "x y")
    with pytest.raises(fault):
        Hand(machine, who).do(risk.end, deal)


@pytest.mark.one_on_postgresql
def test_a_closed_deal_takes_no_mark(machine: Machine) -> None:
    deal = machine.deal()
    machine.change(deal, state="lost")
    with pytest.raises(Invalid):
        Hand(machine, "liam").do(risk.mark, deal, "too late")
