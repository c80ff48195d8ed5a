"""Edit on a note just logged: its form, filled in, takes its place; Undo is about the new one from then on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from rules.answers.note_forms import NoteFilled
from rules.answers.notes import NoteSaved
from rules.errors import Invalid, NotFound
from services.capture import note_forms, note_sent
from storage import steps as step_rows
from storage.tables import Note, Step
from tests.services.hand import Hand
from tests.services.machine import Machine

pytestmark = pytest.mark.few_on_postgresql

SAID = "EXPO-2026-001 met Ravi, he likes it; send SOW by Fri"


def sent(liam: Hand, undo_id: int, **changed: Any) -> NoteSaved:
    form = note_forms.form_of_note(liam.ask(), undo_id)
    assert form.deal is not None
    filled = NoteFilled(
        deal_id=form.deal.deal_id, **form.model_dump(include=set(NoteFilled.model_fields) - {"deal_id"})
    )
    answer = liam.do(note_sent.sent, filled.model_copy(update=changed))
    assert isinstance(answer, NoteSaved)
    return answer


def standing(machine: Machine) -> list[tuple[str, str, str]]:
    found: list[Note] = machine.rows(Note)
    return [(n.kind, n.agreed, n.next_text) for n in found if n.state == "active"]


def test_the_form_opens_as_the_note_was_read_and_takes_its_place(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    saved = liam.note(SAID)
    form = note_forms.form_of_note(liam.ask(), saved.undo_id)
    assert (form.agreed, form.next_text, form.outcome) == ("met Ravi, he likes it", "send SOW", "meeting")
    assert form.on is not None and form.on.isoformat() == "2026-11-27"
    edited = sent(liam, saved.undo_id, agreed="spoke to Ravi, he likes it", outcome="talked")
    assert standing(machine) == [("talked", "spoke to Ravi, he likes it", "send SOW")]
    with machine.deps.db.read() as tx:
        step = step_rows.open_of(tx, deal)
        assert step is not None and step.note_id == edited.note_id and step.on_date == form.on
    assert machine.deal_row(deal).last_contact_kind == "talked"


def test_undo_in_the_old_answer_takes_the_new_note_back(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    before = machine.deal_row(deal).last_contact_at
    machine.clock.push(hours=1)
    saved = liam.note(SAID)
    again = sent(liam, saved.undo_id, agreed="once")
    sent(liam, saved.undo_id, agreed="twice", next_text="")
    assert [agreed for _, agreed, _ in standing(machine)] == ["twice"]
    liam.undo_note(saved.undo_id)
    assert standing(machine) == [] and machine.deal_row(deal).last_contact_at == before
    liam.undo_note(again.undo_id or 0)  # pressed in the answer between: it says the same
    assert standing(machine) == []


def test_edited_it_keeps_when_it_was_said_and_all_that_was_typed(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    machine.deal()
    saved = liam.note(SAID)
    said_at = machine.clock.now()
    machine.clock.push(minutes=9)
    sent(liam, saved.undo_id, next_text="send the SOW")
    [note] = [n for n in machine.rows(Note) if n.state == "active"]
    assert note.contact_at == said_at and SAID in note.raw


def test_a_plan_put_right_is_no_contact_until_it_is_said_that_one_took_place(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    before = machine.deal_row(deal).last_contact_at
    machine.clock.push(hours=1)
    saved = liam.note("EXPO-2026-001 next: send SOW by Fri")
    form = note_forms.form_of_note(liam.ask(), saved.undo_id)
    assert saved.is_plan and form.outcome == "internal" and form.on is not None
    edited = sent(liam, saved.undo_id, on=form.on + timedelta(days=4))
    assert edited.is_plan and edited.step is not None and edited.step.on == form.on + timedelta(days=4)
    assert [kind for kind, *_ in standing(machine)] == ["internal"]
    assert machine.deal_row(deal).last_contact_at == before
    sent(liam, saved.undo_id, outcome="talked")
    assert machine.deal_row(deal).last_contact_at != before


def test_after_ten_minutes_the_form_keeps_what_was_typed(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    machine.deal()
    saved = liam.note(SAID)
    form = note_forms.form_of_note(liam.ask(), saved.undo_id)
    machine.clock.push(minutes=11)
    with pytest.raises(NotFound):
        note_forms.form_of_note(liam.ask(), saved.undo_id)
    assert form.deal is not None
    late = NoteFilled(deal_id=form.deal.deal_id, undo_id=saved.undo_id, agreed="spoke to Ravi")
    with pytest.raises(Invalid) as refused:
        liam.do(note_sent.sent, late)
    assert refused.value.faults == {"agreed": "note.fault_late"}
    assert [agreed for _, agreed, _ in standing(machine)] == ["met Ravi, he likes it"]


def test_nobody_edits_what_somebody_else_wrote(machine: Machine) -> None:
    machine.deal()
    saved = Hand(machine, "liam").note(SAID)
    with pytest.raises(NotFound):
        note_forms.form_of_note(Hand(machine, "dana").ask(), saved.undo_id)


def open_step(machine: Machine, deal: int) -> tuple[str, date | None]:
    with machine.deps.db.read() as tx:
        step = step_rows.open_of(tx, deal)
        assert step is not None
        return step.text, step.on_date


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("opened", ["before", "after"])
def test_an_older_note_put_right_leaves_what_a_newer_one_promised(machine: Machine, opened: str) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    code = machine.deal_row(deal).code
    older = liam.note(f"{code} met Ravi; send SOW by Fri")
    early = note_forms.form_of_note(liam.ask(), older.undo_id)
    machine.clock.push(minutes=2)
    newer = liam.note(f"{code} called again; send contract by Mon")
    form = early if opened == "before" else note_forms.form_of_note(liam.ask(), older.undo_id)
    typed = form.model_dump(include=set(NoteFilled.model_fields) - {"deal_id"}) | {"agreed": "met Ravi P."}
    edited = liam.do(note_sent.sent, NoteFilled(deal_id=deal, **typed))
    assert isinstance(edited, NoteSaved) and not edited.why_ask
    assert open_step(machine, deal) == ("send contract", date(2026, 11, 30))
    assert [x.state for x in machine.rows(Step)] == ["done", "open"]
    liam.undo_note(newer.undo_id)
    assert open_step(machine, deal) == ("send SOW", date(2026, 11, 27))  # the edited note's again
    liam.undo_note(edited.undo_id or 0)
    assert [x.state for x in machine.rows(Step)] == ["undone", "undone"]


def test_another_day_in_an_older_note_is_meant(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    code = machine.deal_row(deal).code
    older = liam.note(f"{code} met Ravi; send SOW by Fri")
    liam.note(f"{code} called again; send contract by Mon")
    sent(liam, older.undo_id, next_text="send SOW", on=date(2026, 12, 1))
    assert open_step(machine, deal) == ("send SOW", date(2026, 12, 1))
