"""A step that somebody dates, adds or takes back while another comes in its place."""

from __future__ import annotations

from datetime import date
from typing import Any

from rules.when import When
from services.capture import note_more, steps
from storage.tables import Note, Step
from tests.services.hand import Hand
from tests.services.interleaving import overtaken
from tests.services.machine import Machine


def test_a_date_for_a_step_that_is_replaced_meanwhile_goes_to_the_new_one(machine: Machine) -> None:
    liam, deal_id = Hand(machine, "liam"), machine.deal()
    first = liam.note("agreed; send the offer by Fri", deal_id=deal_id)
    on = When(date=date(2026, 12, 2), time=None, kind="by")
    overtaken(
        machine.db,
        lambda: liam.note("met them; send the contract by Thu", deal_id=deal_id),
        lambda: liam.do(steps.set_date, f"s{first.step.step_id}", on),
    )
    (step,) = [x for x in machine.rows(Step) if x.state == "open"]
    assert step.text == "send the contract" and step.on_date == on.date


def test_of_two_lines_that_were_added_the_first_is_taken_back_alone(machine: Machine) -> None:
    liam, deal_id = Hand(machine, "liam"), machine.deal()
    note = liam.note("they like the pilot", deal_id=deal_id)

    def add(text: str, key: str) -> Any:
        with machine.db.write() as tx:
            found = note_more.note_of(tx, liam.ask(key), note.note_id)
            assert found is not None
            return note_more.add(tx, liam.ask(key), *found, text)

    first, second = add("and have a budget", "1"), add("and want a price", "2")
    liam.undo_note(first.undo_id)
    (kept,) = machine.rows(Note)
    assert kept.agreed == "they like the pilot\nand want a price"
    liam.undo_note(second.undo_id)
    (kept,) = machine.rows(Note)
    assert kept.agreed == "they like the pilot"


def test_an_added_step_that_a_newer_note_replaced_brings_no_second_one_back(machine: Machine) -> None:
    liam, deal_id = Hand(machine, "liam"), machine.deal()
    note = liam.note("agreed; send the offer by Fri", deal_id=deal_id)
    with machine.db.write() as tx:
        found = note_more.note_of(tx, liam.ask("1"), note.note_id)
        assert found is not None
        more = note_more.add(tx, liam.ask("1"), *found, "next: call their boss by Thu")
    newer = liam.note("met them; send the contract by Wed", deal_id=deal_id)
    liam.undo_note(more.undo_id)
    assert [s.text for s in machine.rows(Step) if s.state == "open"] == ["send the contract"]
    liam.undo_note(newer.undo_id)
    assert [s.text for s in machine.rows(Step) if s.state == "open"] == ["send the offer"]


def test_a_step_keeps_the_comma_that_stood_before_its_day(machine: Machine) -> None:
    liam, deal_id = Hand(machine, "liam"), machine.deal()
    step = liam.note("发票开错了；让财务重开，明天快递", deal_id=deal_id).step
    assert step.text == "让财务重开，快递"
