"""Leads, notes, customers, and whose they are."""

from __future__ import annotations

from datetime import date
from typing import Any

from rules.answers.contacts import ContactFilled
from rules.answers.forms import LeadFilled
from rules.answers.note_forms import NoteFilled
from rules.when import When
from services.capture import (
    claims,
    decision_chain,
    lead_edit,
    lead_forms,
    lead_taps,
    leads,
    merging,
    note_sent,
    notes,
    steps,
    triage,
)
from services.capture.leads import Captured
from services.capture.note_reading import Typed
from tests.crash.acts import does
from tests.crash.dying import Act, Prepare
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.test_claims import asked_of
from tests.services.test_triage import assign, offered

LINE = "Acme Corp, Ms. Chen 212-555-0143, ERP, about $80k, expo"
MET = "Bluebird Bakery, Ann Lee 13900139000, ovens, 90k, expo"


def _lead(machine: Machine, text: str = LINE, who: str = "liam") -> int:
    return int(Hand(machine, who).lead(text).head.deal_id)


def capture(machine: Machine) -> Act:
    return does("liam", leads.capture, Captured(LINE))


def draft(machine: Machine) -> Act:
    return does("liam", leads.capture, Captured("Acme Corp, Ms. Chen 212-555-0143, ERP"))


def duplicate(machine: Machine) -> Act:
    _lead(machine, who="dana")
    return does("liam", leads.capture, Captured(LINE))


def nobodys(machine: Machine) -> Act:
    """It goes to the channel."""
    assign(machine)
    return does("maya", leads.capture, Captured(LINE))


def choose_source(machine: Machine) -> Act:
    return does(
        "liam", lead_taps.choose_source, _lead(machine, "Acme Corp, Ms. Chen 212-555-0143, ERP"), "expo"
    )


def edit(machine: Machine) -> Act:
    deal = _lead(machine)
    form = lead_edit.form(Hand(machine, "liam").ask(), deal)
    kept = form.model_dump(include=set(LeadFilled.model_fields))
    filled = LeadFilled(**{**kept, "contact": form.contact, "need": "ERP and MES", "amount": "90k"})
    return does("liam", lead_forms.sent, filled)


# -- notes ----------------------------------------------------------------------------------------------


def log(machine: Machine) -> Act:
    return does("liam", notes.log, Typed("they like it // call by Friday", deal_id=machine.deal()))


def which(machine: Machine) -> Act:
    _lead(machine)
    return does("liam", notes.log, Typed("nobody we know // call by Friday"))


def choose(machine: Machine) -> Act:
    _lead(machine, "Acme Steel, Ann Lee 212-555-0188, pumps, expo")
    _lead(machine, "Acme Foods, Bob Ray 212-555-0199, ovens, expo")
    asked = Hand(machine, "liam").note("acme // likes it; call by Friday")
    return does("liam", notes.choose, asked.draft_id, asked.heads[0].deal_id)


def note_form(machine: Machine) -> Act:
    filled = NoteFilled(
        deal_id=_lead(machine), agreed="they like it", took_on=date(2026, 11, 20), reaction="keen"
    )
    return does("liam", note_sent.sent, filled)


def set_date(machine: Machine) -> Act:
    deal = machine.deal()
    Hand(machine, "liam").note("they like it // call by Friday", deal_id=deal)
    return does("liam", steps.set_date, f"d{deal}", When(date=date(2026, 12, 2), time=None, kind="by"))


# -- contacts and customers -----------------------------------------------------------------------------


def _contact(machine: Machine, **typed: Any) -> Any:
    form = decision_chain.form(Hand(machine, "liam").ask(), 1, 0)
    kept = form.model_dump(include=set(ContactFilled.model_fields))
    return ContactFilled(**{**kept, "deal_id": 1, **typed})


def put_contact(machine: Machine) -> Act:
    _lead(machine)
    return does(
        "liam", decision_chain.put, _contact(machine, name="Bob Ray", role="user", phone="212-555-0188")
    )


def take_off(machine: Machine) -> Act:
    _lead(machine)
    Hand(machine, "liam").do(decision_chain.put, _contact(machine, name="Bob Ray", role="user"))
    return does("liam", decision_chain.take_off, 1, 2)


def put_back(machine: Machine) -> Act:
    take_off(machine)
    off = Hand(machine, "liam").do(decision_chain.take_off, 1, 2)
    return does("liam", decision_chain.put_back, off.undo_id)


def _customers(machine: Machine) -> tuple[int, int]:
    """The accounts of a bakery and of its mill."""
    bakery = _lead(machine, "Bluebird Bakery, Bob Hill, 13800138000, bob@bakery.example, ovens, expo", "dana")
    foods = _lead(machine, "Larkspur Foods, Cy Young, 13800138001, cy@foods.example, ovens, expo")
    return machine.deal_row(bakery).account_id or 0, machine.deal_row(foods).account_id or 0


def merge(machine: Machine) -> Act:
    return does("maya", merging.merge, *_customers(machine))


def part(machine: Machine) -> Act:
    told = Hand(machine, "maya").do(merging.merge, *_customers(machine))
    return does("maya", merging.part, told.merge_id)


def add_name(machine: Machine) -> Act:
    return does("maya", merging.add_name, _customers(machine)[0], "Nestling Breads")


def drop_name(machine: Machine) -> Act:
    told = Hand(machine, "maya").do(merging.add_name, _customers(machine)[0], "Nestling Breads")
    return does("maya", merging.drop_name, told.alias_id)


# -- whose it is ----------------------------------------------------------------------------------------


def take(machine: Machine) -> Act:
    return does("liam", triage.take, offered(machine))


def give_out(machine: Machine) -> Act:
    return does("maya", triage.give, offered(machine), machine.ids["dana"])


def pass_on(machine: Machine) -> Act:
    deal = offered(machine)
    Hand(machine, "liam").do(triage.take, deal)
    return does("liam", triage.pass_on, deal)


def _met(machine: Machine) -> tuple[int, int]:
    """Dana's deal with the bakery; Liam met them too, the kept text."""
    deal = _lead(machine, "Bluebird Bakery, Bob Hill, 13800138000, ovens, expo", "dana")
    machine.clock.push(minutes=5)
    return deal, int(Hand(machine, "liam").lead(MET).draft_id)


def tell_owner(machine: Machine) -> Act:
    return does("liam", claims.tell_owner, _met(machine)[1])


def add_contact(machine: Machine) -> Act:
    return does("liam", claims.add_contact, _met(machine)[1])


def ask_manager(machine: Machine) -> Act:
    return does("liam", claims.ask_manager, _met(machine)[1])


def decide(machine: Machine) -> Act:
    deal, met = _met(machine)
    Hand(machine, "liam").do(claims.ask_manager, met)
    return does("maya", claims.decide, asked_of(machine, deal, met), True)


ACTS: dict[str, Prepare] = {
    "leads.capture": capture,
    "leads.capture, draft": draft,
    "leads.capture, known": duplicate,
    "leads.capture, nobody's": nobodys,
    "notes.log": log,
    "notes.log, which": which,
    "lead_taps.choose_source": choose_source,
    "lead_edit.change": edit,
    "notes.choose": choose,
    "note_sent.sent": note_form,
    "steps.set_date": set_date,
    "decision_chain.put": put_contact,
    "decision_chain.take_off": take_off,
    "decision_chain.put_back": put_back,
    "merging.merge": merge,
    "merging.part": part,
    "merging.add_name": add_name,
    "merging.drop_name": drop_name,
    "triage.take": take,
    "triage.give": give_out,
    "triage.pass_on": pass_on,
    "claims.tell_owner": tell_owner,
    "claims.add_contact": add_contact,
    "claims.ask_manager": ask_manager,
    "claims.decide": decide,
}
