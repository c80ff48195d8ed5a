"""A contact that is logged on a later day: the clocks count from when it took place, and what came after it stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from rules.answers.note_forms import NoteFilled
from rules.answers.waits import Wish
from rules.errors import Invalid
from services.capture import note_forms, note_sent
from services.deals import cards, story, waits
from storage.tables import Deal, Note, Step, Wait
from tests.services.hand import Hand
from tests.services.machine import Machine

pytestmark = pytest.mark.few_on_postgresql

FRIDAY, MONDAY, TODAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def liam(machine: Machine) -> Hand:
    return Hand(machine, "liam")


@pytest.fixture
def deal(liam: Hand) -> int:
    return int(liam.lead("Globex, Tom Reed 13900139000, pumps, expo").head.deal_id)


def past(deal: int, **said: Any) -> NoteFilled:
    return NoteFilled(**{"deal_id": deal, "agreed": "they like it", "took_on": FRIDAY, **said})


def of(machine: Machine) -> Deal:
    (deal,) = machine.rows(Deal)
    return deal


def day(at: datetime | None) -> date | None:
    return at.date() if at else None


def test_it_counts_from_when_it_took_place(machine: Machine, liam: Hand, deal: int) -> None:
    saved = liam.do(note_sent.sent, past(deal, reaction="keen", quote="we need it by March"))
    (note,) = machine.rows(Note)
    assert saved.took_on == FRIDAY and day(of(machine).last_contact_at) == FRIDAY
    assert (day(note.contact_at), day(note.created_at)) == (FRIDAY, TODAY)
    line = story.page_of(liam.ask(), deal).lines[-1]  # older than the lead itself, and so below it
    assert (line.reaction, line.quote, day(line.logged_at)) == ("keen", "we need it by March", TODAY)
    assert cards.open_card(liam.ask(), deal).notes[0].quote == "we need it by March"


def test_an_older_contact_is_on_record_and_moves_nothing(machine: Machine, liam: Hand, deal: int) -> None:
    liam.note("Globex agreed; send SOW by today")
    spoke = of(machine).last_contact_at
    older = liam.do(note_sent.sent, past(deal))
    assert of(machine).last_contact_at == spoke
    liam.undo_note(older.undo_id)
    assert of(machine).last_contact_at == spoke


def test_the_newer_note_taken_back_leaves_the_older_day(machine: Machine, liam: Hand, deal: int) -> None:
    newer = liam.note("Globex agreed; send SOW by Thu")
    liam.do(note_sent.sent, past(deal))
    liam.undo_note(newer.undo_id)
    assert day(of(machine).last_contact_at) == FRIDAY


def test_tries_after_it_still_count_and_before_it_no_more(machine: Machine, liam: Hand, deal: int) -> None:
    liam.do(note_sent.sent, past(deal, outcome="no_answer", took_on=date(2026, 11, 19)))
    liam.do(note_sent.sent, past(deal, outcome="no_answer", took_on=MONDAY))
    assert of(machine).tries == 2
    saved = liam.do(note_sent.sent, past(deal))
    assert of(machine).tries == 1
    late = liam.do(note_sent.sent, past(deal, outcome="no_answer", took_on=date(2026, 11, 18)))
    assert of(machine).tries == 1
    liam.undo_note(late.undo_id)
    liam.undo_note(saved.undo_id)
    assert (of(machine).tries, of(machine).last_contact_at) == (2, None)


def test_a_later_promise_and_a_later_wait_stand(machine: Machine, liam: Hand, deal: int) -> None:
    liam.do(note_sent.sent, NoteFilled(deal_id=deal, agreed="ok", next_text="send SOW", on=TODAY))
    liam.do(waits.wait, Wish(deal_id=deal, who="Tom", why="board", until=date(2026, 12, 1)))
    liam.do(note_sent.sent, past(deal))
    assert [x.state for x in machine.rows(Step)] == ["open"]
    assert [x.ended_at for x in machine.rows(Wait)] == [None]
    machine.clock.push(days=2)
    liam.do(note_sent.sent, past(deal, took_on=date(2026, 11, 25)))
    assert [x.state for x in machine.rows(Step)] == ["done"]
    (wait,) = machine.rows(Wait)
    assert day(wait.ended_at) == date(2026, 11, 25)


def test_who_just_logged_something_old_hears_about_it_next_morning(
    machine: Machine, liam: Hand, deal: int
) -> None:
    liam.do(note_sent.sent, past(deal, took_on=date(2026, 11, 2)))
    assert of(machine).acted_at == machine.clock.now()


@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), date(2020, 1, 1)])
def test_days_that_cannot_be_go_back_into_the_form(liam: Hand, deal: int, on: date) -> None:
    with pytest.raises(Invalid) as raised:
        liam.do(note_sent.sent, past(deal, took_on=on))
    assert "took_on" in raised.value.faults


def test_more_fields_keep_what_was_typed(liam: Hand, deal: int) -> None:
    form = note_forms.full_form(
        liam.ask(), None, NoteFilled(deal_id=deal, agreed="half a sen", outcome="meeting")
    )
    assert (form.is_full, form.chosen, form.agreed, form.outcome) == (True, deal, "half a sen", "meeting")
    assert note_forms.full_form(liam.ask(), deal, NoteFilled(deal_id=deal)).deal is not None
