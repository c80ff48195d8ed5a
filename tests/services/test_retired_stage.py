"""A stage that is retired stands in nobody's way: whoever is before it, in it, or new, has a way on."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.deals import GateForm, StageMoved
from sandbox.driver import text_of
from services.config.versions import ConfigFaults
from services.deals import cards, gate_store, stages, waive_requests
from services.deals.stages import Sent
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.test_configured import applied

GIVEN = {"interview": "on site", "decision_maker": "Ms. Chen", "pain_list": "https://wiki.example/pain"}


def retire(machine: Machine, key: str, to: str) -> None:
    def change(data: dict[str, Any]) -> None:
        next(stage for stage in data["stages"] if stage["key"] == key)["moved_to"] = to

    applied(machine, change)


def card(machine: Machine, deal: int, locale: str = "en") -> str:
    reader = Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0")
    return text_of(render(cards.open_card(Hand(machine, "liam").ask(), deal), reader))


def asked(form: GateForm) -> list[str]:
    return [field.key for field in form.fields]


def test_the_stage_before_it_leads_to_the_one_behind_it(machine: Machine) -> None:
    deal = machine.deal(stage="discovery")
    retire(machine, "proposal", "negotiation")
    liam, maya = Hand(machine, "liam"), Hand(machine, "maya")
    assert "Before Negotiation" in card(machine, deal) and "Proposal" not in card(machine, deal)
    form = cards.move_form(liam.ask(), deal)
    assert form.to == "negotiation" and asked(form) == ["decision_maker", "interview", "pain_list"]
    assert asked(cards.waive_form(maya.ask(), deal)) == asked(form)
    assert isinstance(liam.do(stages.move, Sent(deal, form.to, GIVEN)), StageMoved)
    assert machine.deal_row(deal).stage == "negotiation"


def test_who_stands_in_it_is_asked_for_nothing_on_the_card_either(machine: Machine) -> None:
    deal = machine.deal(stage="proposal")
    retire(machine, "proposal", "negotiation")
    assert "Before Negotiation" not in card(machine, deal)
    form = cards.move_form(Hand(machine, "liam").ask(), deal)
    assert (form.to, form.fields) == ("negotiation", ())


def test_a_new_lead_begins_in_the_first_that_is_not_retired(machine: Machine) -> None:
    """What began in the retired one is still a new lead: it is to be called."""
    before = machine.deal(stage="lead")
    retire(machine, "lead", "screened")
    liam = Hand(machine, "liam")
    new = liam.lead("Globex, Mr. Roe 212-555-0199, CRM, $20k, referral").head.deal_id
    assert machine.deal_row(new).stage == "screened"
    assert cards.move_form(liam.ask(), new).to == "discovery"
    assert cards.move_form(liam.ask(), before).to == "screened"
    assert liam.ask().pipeline.firsts == {"lead", "screened"}


def test_before_a_retired_one_the_last_gate_is_still_the_last(machine: Machine) -> None:
    deal = machine.deal(stage="signing")
    retire(machine, "collecting", "closed")
    liam = Hand(machine, "liam")
    form = cards.move_form(liam.ask(), deal)
    assert form.to == "closed" and not any(field.may_owe for field in form.fields)
    with machine.db.read() as tx:
        assert cards.card(
            tx, liam.ask().pipeline, liam.person, liam.actor, machine.deal_row(deal), liam.ask().now
        ).is_last


def test_the_manager_is_asked_to_waive_what_leads_past_it(machine: Machine) -> None:
    deal = machine.deal(stage="discovery")
    retire(machine, "proposal", "negotiation")
    assert Hand(machine, "liam").do(waive_requests.ask_to_waive, deal, "they sign on Monday")
    with machine.db.read() as tx:
        liam = Hand(machine, "liam").ask()
        row = machine.deal_row(deal)
        known = gate_store.gate_facts.facts(tx, liam.pipeline, row, liam.today)
        assert gate_store.waivable(liam.pipeline, row, known, liam.today)


def test_the_end_itself_cannot_be_retired(machine: Machine) -> None:
    with pytest.raises(ConfigFaults) as told:
        retire(machine, "closed", "collecting")
    assert [(fault.path, fault.key) for fault in told.value.faults] == [("stages", "config.no_end")]
