"""Words that were taken out of a note do not come back by a file, and leave nothing behind in one that was imported."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rules.answers.digests import MorningList
from rules.exchange.outcome import Outcome
from services.deals import story
from services.exchange import export
from services.exchange.export import Exported
from storage.tables import Deal, Note, Step
from tests.services import tables
from tests.services.canary import CANARY, left
from tests.services.hand import Hand
from tests.services.lead_tables import HERE, as_file
from tests.services.machine import Machine
from tests.services.mornings import Post, at


def everything(machine: Machine) -> Exported:
    return export.everything(machine.deps, HERE, now=machine.clock.now())


def bring(machine: Machine, found: Exported) -> Outcome:
    return tables.take(machine.deps, tables.of_file(*as_file(found, "xlsx", "zh")), machine.clock.now())


def as_of_now(machine: Machine, old: Exported, **more: Any) -> Exported:
    """The old lines with the versions that the deals have by now, as somebody pastes them into a new file."""
    versions = {line.number: line.version for line in everything(machine).lines}
    lines = [replace(line, version=versions[line.number], **more) for line in old.lines]
    return replace(old, lines=lines)


@pytest.fixture
def liam(machine: Machine) -> Hand:
    return Hand(machine, "liam")


@pytest.mark.parametrize("is_undone", [False, True])
def test_an_old_file_brings_no_words_back(machine: Machine, liam: Hand, is_undone: bool) -> None:
    told = liam.note(f"they like the {CANARY} pilot; send the {CANARY} paper by Fri", deal_id=machine.deal())
    other = liam.note("and met the boss", deal_id=told.head.deal_id)
    old = everything(machine)
    if is_undone:
        liam.undo_note(told.undo_id)
    liam.do(story.redact, told.note_id)
    for file in (old, as_of_now(machine, old), as_of_now(machine, old, need="more than that")):
        outcome = bring(machine, file)
        assert left(machine) == [] and outcome.counts["emptied"] == 2
    (deal,) = machine.rows(Deal)
    assert deal.need == "more than that"  # what else the line says goes in
    assert [n.state for n in machine.rows(Note)] == ["undone" if is_undone else "redacted", "active"]
    assert [s.text for s in machine.rows(Step)] == [""]
    assert other.note_id


def test_a_note_that_a_file_brought_is_emptied_everywhere(machine: Machine, liam: Hand) -> None:
    deal = machine.deal()
    liam.note("met the boss", deal_id=deal)
    found = everything(machine)
    (line,) = found.lines
    more = replace(line.actions[0], agreed=f"the {CANARY} pilot", following=f"send the {CANARY} paper")
    action = replace(more, at=more.at and more.at.replace(day=20))
    changed = replace(line, actions=(*line.actions, action), next_text=f"send the {CANARY} paper")
    assert bring(machine, replace(found, lines=[changed])).counts == {"changed": 1}
    assert left(machine)
    note = next(n for n in machine.rows(Note) if CANARY in n.agreed)
    Hand(machine, "maya").do(story.redact, note.id)
    (step,) = (x for x in machine.rows(Step) if CANARY in x.text)  # of its own line, of no note
    old = everything(machine)
    Hand(machine, "maya").do(story.redact, step.id, "step")
    assert left(machine) == []
    assert bring(machine, as_of_now(machine, old)).counts["emptied"] == 1 and left(machine) == []


def test_nor_do_words_stay_in_an_older_message_that_came_to_say_them(
    machine: Machine, liam: Hand, post: Post
) -> None:
    """A list told the step of its day; a newer step stands in it, and the list is too old to be brought up to date."""
    deal = machine.deal()
    liam.note("talked // call them Nov 25", deal_id=deal)
    post.run()
    post.run("11-25 08:30")
    machine.clock.set(at("11-25 10:00"))
    saved = Hand(machine, "maya").note(
        f"EXPO-2026-001 talked to their boss; send the {CANARY} list by Dec 10", deal_id=deal
    )
    post.run("11-25 10:05")
    assert any(CANARY in str(answer) for _, answer in post.as_it_stands(MorningList))
    machine.clock.set(at("12-01 10:00"))
    Hand(machine, "maya").do(story.redact, saved.note_id)
    assert left(machine) == []
