"""A kept text is used once, and nothing is called saved that was taken back since."""

from __future__ import annotations

from datetime import date

import pytest

from rules.answers.leads import LeadSaved
from rules.answers.note_forms import NoteFilled
from rules.answers.notes import NoteSaved
from rules.errors import Invalid, Refused
from services.capture import lead_taps, note_forms, note_sent, notes
from services.deals import risk
from storage.tables import Deal, Note
from tests.services.hand import Hand
from tests.services.machine import Machine


def test_a_note_meant_once_more_after_it_was_taken_back_is_a_new_one(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    first = liam.note("EXPO-2026-001 agreed on the pilot")
    again = liam.do(notes.log_again, first.note_id)
    assert liam.do(notes.log_again, first.note_id) == again
    liam.do(notes.undo, again.undo_id)
    anew = liam.do(notes.log_again, first.note_id)
    assert isinstance(anew, NoteSaved) and anew.note_id != again.note_id
    assert [n.state for n in machine.rows(Note) if n.deal_id == deal] == ["active", "undone", "active"]


def test_a_lead_meant_once_more_after_it_was_taken_back_is_a_new_one(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    first = liam.lead("Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo")
    again = liam.do(lead_taps.capture_again, first.head.deal_id)
    liam.do(lead_taps.undo, again.undo_id)
    anew = liam.do(lead_taps.capture_again, first.head.deal_id)
    assert isinstance(anew, LeadSaved) and anew.head.deal_id != again.head.deal_id
    assert [d.state for d in machine.rows(Deal)] == ["open", "void", "open"]


def test_a_form_under_a_text_that_was_saved_meanwhile_says_so_and_makes_no_second_note(
    machine: Machine,
) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    form = liam.do(note_forms.form, "EXPO-2026-001 agreed on the pilot")
    filled = NoteFilled(
        deal_id=deal, draft_id=form.draft_id, agreed="agreed on the pilot", on=date(2026, 11, 27)
    )
    liam.do(note_sent.sent, filled)
    with pytest.raises(Invalid) as refused:
        liam.do(note_sent.sent, filled)
    assert refused.value.faults == {"agreed": "note.fault_saved"}
    assert len(machine.rows(Note)) == 1


def test_an_answer_that_was_given_is_told_to_nobody_else(machine: Machine) -> None:
    """Whoever comes with the key of somebody else's request is refused, and reads nothing of it."""
    liam, dana, deal = Hand(machine, "liam"), Hand(machine, "dana"), machine.deal()
    told = liam.note("EXPO-2026-001 agreed on the pilot", key="one")
    marked = liam.do(risk.mark, deal, "they look at a rival", key="two")
    for again in (
        lambda: dana.note("EXPO-2026-001 agreed on the pilot", key="one"),
        lambda: dana.lead("Acme Corp, Ms. Chen, expo", key="one"),
        lambda: dana.do(risk.mark, deal, "they look at a rival", key="two"),
    ):
        with pytest.raises(Refused):
            again()
    assert liam.note("EXPO-2026-001 agreed on the pilot", key="one") == told
    assert liam.do(risk.mark, deal, "they look at a rival", key="two") == marked
