"""A move that is taken back takes along what its form put on record, and nothing that was there before or came since."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlmodel import col, select

from rules.answers.deals import DealCard, StageMoved
from rules.answers.waits import Wish
from services.deals import cards, stage_undo, stages, waits
from services.deals.stages import Sent
from storage.tables import GateAnswer, Wait
from tests.services.hand import Hand
from tests.services.machine import Machine

pytestmark = pytest.mark.few_on_postgresql

DISCOVERY = {
    "interview": "two hours on site",
    "pain_list": "https://wiki.example/pain",
    "decision_maker": "Ms. Chen",
}
PROPOSAL = {
    "demo": "demo on site went well",
    "reaction": "They like it",
    "quote": "https://wiki.example/quote",
}


def card(machine: Machine, deal: int) -> DealCard:
    shown = cards.open_card(Hand(machine, "liam").ask(), deal)
    assert isinstance(shown, DealCard)
    return shown


def answers(machine: Machine) -> list[GateAnswer]:
    with machine.db.read() as tx:
        return list(tx.exec(select(GateAnswer).order_by(col(GateAnswer.item))))


def go(hand: Hand, sent: Sent, *, by_file: bool = False) -> int:
    if by_file:
        kept = stages.keep_filled(hand.ask(), sent, ())
        assert isinstance(kept, Sent)
        sent = kept
    answer = hand.do(stages.move, sent)
    assert isinstance(answer, StageMoved) and answer.undo_id is not None
    return answer.undo_id


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("by_file", [False, True])
@pytest.mark.parametrize(
    ("stage", "to", "values"),
    [("discovery", "proposal", DISCOVERY), ("proposal", "negotiation", PROPOSAL)],
)
def test_the_deal_reads_as_before(
    machine: Machine, stage: str, to: str, values: Mapping[str, str], by_file: bool
) -> None:
    """A visit of the form, with the wait that it ended; a decision maker, with the person; what was told before."""
    liam, deal = Hand(machine, "liam"), machine.deal(stage=stage, tries=2)
    visit, words, _ = values
    liam.do(stages.move, Sent(deal, to, {visit: "待定", words: "https://wiki.example/older"}))
    until = (machine.clock.now() + timedelta(days=5)).date()
    liam.do(waits.wait, Wish(deal_id=deal, who="Mr. Wu", why="board", until=until))
    machine.clock.push(hours=1)
    before, given = card(machine, deal), answers(machine)
    undo = go(liam, Sent(deal, to, values), by_file=by_file)
    assert card(machine, deal) != before
    machine.clock.push(minutes=1)
    stage_undo.undo(liam.ask(), undo)
    assert card(machine, deal) == before
    assert answers(machine) == given


def test_what_was_said_since_stands(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(stage="proposal")
    undo = go(liam, Sent(deal, "negotiation", PROPOSAL))
    machine.clock.push(minutes=1)
    liam.note("EXPO-2026-001 talked, they want two seats more // send the offer Friday")
    since = card(machine, deal)
    stage_undo.undo(liam.ask(), undo)
    now = card(machine, deal)
    assert (now.last_contact_at, now.last_contact_kind) == (since.last_contact_at, since.last_contact_kind)
    assert now.step == since.step and [n.agreed for n in now.notes] == ["talked, they want two seats more"]


def test_a_note_since_that_is_taken_back_too_leaves_nothing_of_the_form(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(stage="proposal")
    until = (machine.clock.now() + timedelta(days=5)).date()
    liam.do(waits.wait, Wish(deal_id=deal, who="Mr. Wu", why="board", until=until))
    machine.clock.push(minutes=1)
    before, undo = card(machine, deal), go(liam, Sent(deal, "negotiation", PROPOSAL))
    machine.clock.push(minutes=1)
    note = liam.note("EXPO-2026-001 talked, they want two seats more")
    stage_undo.undo(liam.ask(), undo)
    liam.undo_note(note.undo_id)
    assert card(machine, deal) == before
    assert [wait.ended_at for wait in machine.rows(Wait)] == [None]
