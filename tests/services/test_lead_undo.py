"""Undo of a capture takes the capture back, and nothing that anybody did since."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers import DealHead
from rules.answers.forms import LeadFilled
from rules.answers.leads import LeadStays, LeadUndone
from rules.errors import NotFound
from rules.when import When
from rules.worked import ACTS, OTHER, TASK
from services.capture import lead_forms, lead_taps, steps
from services.deals import owners, stages
from storage import deals as deal_rows
from tests.services.hand import Hand, at_once
from tests.services.machine import START, Machine

LINE = "Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo"
FOR_DANA = f"{LINE}, for Dana"
FRIDAY = When(date=date(2026, 11, 27), time=None, kind="by")


def noted(who: Hand, deal_id: int) -> Any:
    return who.note("agreed to a pilot; send the offer by Fri", deal_id=deal_id)


def dated(who: Hand, deal_id: int) -> Any:
    return who.do(steps.set_date, f"d{deal_id}", FRIDAY)


def edited(who: Hand, deal_id: int) -> Any:
    form = LeadFilled(deal_id=deal_id, account="Acme Corp", contact="Ms. Chen", amount="$90k", source="expo")
    return who.do(lead_forms.sent, form)


def closed(who: Hand, deal_id: int) -> Any:
    return stages.close(who.ask("close"), deal_id, state="lost", reason="price", words="")


@pytest.mark.parametrize(
    ("act", "what"), [(noted, "note"), (dated, "step"), (edited, "edit"), (closed, "closed")]
)
def test_a_colleagues_work_stays(machine: Machine, act: Callable[[Hand, int], Any], what: str) -> None:
    liam, dana = Hand(machine, "liam"), Hand(machine, "dana")
    saved = liam.lead(FOR_DANA)
    act(dana, saved.head.deal_id)
    before = machine.deal_row(saved.head.deal_id)
    told = liam.undo_lead(saved.undo_id)
    assert isinstance(told, LeadStays)
    assert (told.act, told.who, told.owner, told.may_close) == (what, "Dana", "Dana", False)
    assert machine.deal_row(saved.head.deal_id) == before


def test_it_stays_and_its_new_name_is_not_told_to_who_gave_it_away(machine: Machine) -> None:
    """Home says the same: the names that stand in what was typed."""
    liam = Hand(machine, "liam")
    saved = liam.lead(LINE)
    with machine.db.write() as tx:
        deal = deal_rows.held(tx, saved.head.deal_id)
        assert deal is not None
        owners.give(Hand(machine, "maya").ask(), tx, deal, Hand(machine, "dana").person)
    told = liam.undo_lead(saved.undo_id)
    assert isinstance(told, LeadStays) and (told.sees, told.head.account) == (False, "Acme Corp")
    form = LeadFilled(deal_id=saved.head.deal_id, account="Initech", contact="Ms. Chen", source="expo")
    Hand(machine, "dana").do(lead_forms.sent, form)
    told = liam.undo_lead(saved.undo_id)
    assert isinstance(told, LeadStays) and not told.sees and "Initech" not in str(told)


def test_ones_own_note_stays_too_and_taken_back_it_does_not(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    saved = liam.lead(LINE)
    note = noted(liam, saved.head.deal_id)
    told = liam.undo_lead(saved.undo_id)
    assert isinstance(told, LeadStays) and (told.act, told.who) == ("note", "")
    liam.undo_note(note.undo_id)
    assert isinstance(liam.undo_lead(saved.undo_id), LeadUndone)  # the first press has used nothing up
    assert machine.deal_row(saved.head.deal_id).state == "void"


def test_corrections_of_the_capture_are_taken_back_with_it(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    saved = liam.lead(LINE)
    edited(liam, saved.head.deal_id)
    liam.do(lead_taps.choose_source, saved.head.deal_id, "website")
    assert isinstance(liam.undo_lead(saved.undo_id), LeadUndone)


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_it_says_who_did_what_and_what_to_do(locale: str) -> None:
    reader = Reader(locale, ZoneInfo("Asia/Shanghai"), START)
    said = [
        render(LeadStays(head=DealHead(deal_id=7, account="Acme"), act=what, who=who, **may), reader)["text"]
        for what in {*ACTS.values(), TASK, OTHER}
        for who in ("", "Dana")
        for may in ({"may_close": True}, {"owner": "Dana"}, {})
    ]
    assert all("Acme" in one and "{" not in one for one in said)
    assert len(set(said)) == 10 * (1 + 3)


def test_a_note_at_the_same_moment_is_never_lost(machine: Machine) -> None:
    """Whoever comes second sees what the first has done."""
    liam, dana = Hand(machine, "liam"), Hand(machine, "dana")
    saved = liam.lead(FOR_DANA)

    def note() -> Any:
        with suppress(NotFound):
            return noted(dana, saved.head.deal_id)

    undone, said = at_once([lambda: liam.undo_lead(saved.undo_id), note])
    assert isinstance(undone, LeadStays) == (said is not None)
