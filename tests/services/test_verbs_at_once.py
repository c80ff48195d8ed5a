"""Two lines of one message are answered at once: the message remembers both. Undo, and what is done at that moment."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest

from rules.answers import load
from rules.answers.digests import MorningList, VerbDone, VerbFilled
from rules.answers.given import GivenStays
from rules.answers.notes import NoteSaved
from rules.answers.nudges import Done
from rules.answers.waits import Wish
from services.ask import Ask
from services.clock import said, verb_undo, verbs
from services.clock.said import Pressed
from services.deals import waits
from services.team.people import actor_of
from storage.tables import Deal, Person, Wait
from tests.services.hand import Hand
from tests.services.interleaving import overtaken
from tests.services.machine import Machine
from tests.services.mornings import Post, stuck


def test_two_lines_answered_at_once_are_both_remembered(machine: Machine) -> None:
    """One is saving when the other is pressed: the second waits, and reads what the first has written."""
    post = Post(machine)
    first, second = stuck(machine, post), stuck(machine, post)
    post.run("12-02 08:30")
    sent = next(x for x in machine.deliveries if x.kind == "morning" and x.person_id == machine.ids["liam"])
    with machine.db.read() as tx:
        liam = tx.get_one(Person, machine.ids["liam"])
        actor = actor_of(tx, liam)
    ask = Ask(machine.deps, liam, actor, machine.clock.now(), "other")
    on = {deal: Pressed(0, deal, sent.channel or "", sent.ts or "") for deal in (first, second)}
    other = threading.Thread(target=lambda: verbs.act(ask, "note", on[second], VerbFilled()))
    with machine.db.write() as tx:
        read = said.message_of(tx, actor, on[first])
        other.start()
        other.join(0.5)
        said.rewritten(tx, actor, on[first], tx.get_one(Deal, first), Done(verb="note"))
        assert read is not None
    other.join()
    kept = load(next(x for x in machine.deliveries if x.id == sent.id).payload["said"])
    assert isinstance(kept, MorningList)
    assert {x.head.deal_id: x.done and x.done.verb for x in kept.lines} == {first: "note", second: "note"}


def _waiting(machine: Machine) -> tuple[int, int]:
    """A deal of Liam's, and the way back of its wait."""
    deal_id = machine.deal()
    told = Hand(machine, "liam").do(waits.wait, Wish(deal_id=deal_id, until=date(2026, 12, 7)))
    return deal_id, told.undo_id


def test_undo_pressed_twice_at_once_is_one(machine: Machine) -> None:
    deal_id, undo_id = _waiting(machine)
    version = machine.deal_row(deal_id).version

    def undo() -> Any:
        return verb_undo.undo(Hand(machine, "liam").ask(), undo_id, Pressed(0, 0))

    first, second = overtaken(machine.db, undo, undo)
    assert isinstance(first, VerbDone) and first == second
    assert (machine.rows(Wait), machine.deal_row(deal_id).version) == ([], version + 1)


@pytest.mark.parametrize("is_first", [True, False])
def test_undo_and_a_note_at_once_come_one_after_the_other(machine: Machine, is_first: bool) -> None:
    """What the note ended it has ended; a wait that was taken back before it is none."""
    deal_id, undo_id = _waiting(machine)

    def undo() -> Any:
        return verb_undo.undo(Hand(machine, "liam").ask(), undo_id, Pressed(0, 0))

    def note() -> Any:
        return Hand(machine, "maya").note("they like it", deal_id=deal_id)

    both = overtaken(machine.db, *((undo, note) if is_first else (note, undo)))
    undone, noted = both if is_first else both[::-1]
    assert isinstance(noted, NoteSaved) and isinstance(undone, VerbDone if is_first else GivenStays)
    assert [w.ended_at is not None for w in machine.rows(Wait)] == ([] if is_first else [True])
