"""A deal that was closed while somebody typed: what they typed is kept, nothing is planned, and they are told."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from rules.answers.note_forms import NoteFilled
from rules.errors import Invalid
from rules.when import When
from services.capture import lead_edit, note_forms, note_sent, notes, steps
from services.deals import stages
from storage.tables import Deal, Note, Step
from tests.services.hand import Hand
from tests.services.machine import Machine

pytestmark = pytest.mark.few_on_postgresql

ACME = "Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo"
THURSDAY = date(2026, 11, 26)


@pytest.fixture
def liam(machine: Machine) -> Hand:
    hand = Hand(machine, "liam")
    hand.lead(ACME)
    return Hand(machine, "liam")


def lost(machine: Machine) -> int:
    """The manager closes it while the rep's form is open."""
    with machine.db.read() as tx:
        deal_id = tx.exec(select(Deal.id).order_by(col(Deal.id))).first()
    assert deal_id is not None
    Hand(machine, "maya").do(lambda ask: stages.close(ask, deal_id, state="lost", reason="price", words=""))
    machine.clock.set(machine.clock.now() + timedelta(hours=1))
    return deal_id


def filled(deal_id: int) -> NoteFilled:
    return NoteFilled(deal_id=deal_id, agreed="they ask again", next_text="send the offer", on=THURSDAY)


@pytest.mark.one_on_postgresql
def test_a_note_on_a_closed_deal_is_on_record_and_plans_nothing(machine: Machine, liam: Hand) -> None:
    deal_id = lost(machine)
    told = liam.do(note_sent.sent, filled(deal_id))
    assert told.closed is not None and (told.closed.state, told.closed.on) == ("lost", date(2026, 11, 24))
    assert told.unplanned == "send the offer" and told.step is None and not told.why_ask and not told.missing
    with machine.db.read() as tx:
        note = tx.exec(select(Note)).one()
        assert (note.agreed, note.next_text) == ("they ask again", "send the offer")
        assert list(tx.exec(select(Step))) == [] and tx.exec(select(Deal.state)).one() == "lost"
    liam.undo_note(told.undo_id)
    with machine.db.read() as tx:
        assert tx.exec(select(Note.state)).one() == "undone"


def test_a_line_and_the_form_know_that_a_deal_is_closed(machine: Machine, liam: Hand) -> None:
    deal_id = lost(machine)
    opened = note_forms.form(liam.ask(), "", deal_id=deal_id)
    assert opened.closed is not None and opened.closed.state == "lost"
    told = liam.note("EXPO-2026-001 they ask again; send the offer by Fri")
    assert told.closed is not None and told.unplanned == "send the offer by Fri"


def test_no_next_step_gets_a_date_on_a_closed_deal(machine: Machine, liam: Hand) -> None:
    """Neither by the form that was open, nor by a tap under an old answer, nor by opening the form."""
    saved = liam.note("Acme likes the pilot; send SOW by Fri")
    deal_id = lost(machine)
    for where in (f"s{saved.step.step_id}", f"d{deal_id}"):
        with pytest.raises(Invalid) as refused:
            liam.do(lambda ask, at=where: steps.set_date(ask, at, When(date=THURSDAY)))  # type: ignore[misc]
        assert refused.value.faults == {"on": "step.closed_lost"}
        assert refused.value.fields == {"name": "Acme Corp"}
        with pytest.raises(Invalid):
            steps.pick_form(liam.ask(), where)


def test_a_new_lead_from_the_customer_of_a_closed_deal_needs_nothing_typed_again(
    machine: Machine, liam: Hand
) -> None:
    deal_id = lost(machine)
    form = lead_edit.anew(liam.ask(), deal_id)
    assert (form.account, form.contact, form.phone) == ("Acme Corp", "Ms. Chen", "+12125550143")
    assert (form.deal_id, form.need, form.amount) == (None, "", "")


def test_a_kept_text_may_go_to_a_deal_that_was_closed_meanwhile(machine: Machine, liam: Hand) -> None:
    liam.lead("Acme Foods, Mr. Doe 212-555-0177, CRM, expo")
    asked = liam.note("Acme likes it; send SOW by Fri")
    deal_id = lost(machine)
    told = liam.do(notes.choose, asked.draft_id, deal_id)
    assert told.closed is not None and told.step is None
