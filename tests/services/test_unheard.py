"""What a colleague wrote on a deal that was somebody else's for a while: its owner hears of it with the next note."""

from __future__ import annotations

import pytest

from rules.answers import Sentence, dump
from rules.answers.teams import TeamNoted
from services.capture import note_beside
from services.letters import messages
from services.sending import outbox, promises
from storage.tables import Deal
from tests.services.machine import Machine
from tests.services.mornings import at
from tests.services.test_help import press
from tests.services.test_note_beside import at_night, beside_him, deal, heard, joined, machine

pytestmark = pytest.mark.few_on_postgresql

__all__ = ["deal", "machine"]  # fixtures


def given(machine: Machine, deal_id: int, who: str) -> None:
    press(machine, "maya", "reassign", deal_id, choice=str(machine.ids[who]))


def crowded(machine: Machine) -> None:
    """Liam heard as much today as he may be told unasked."""
    said = dump(Sentence(key="err.gone"))
    now, liam = machine.clock.now(), f"person:{machine.ids['liam']}"
    with machine.db.write() as tx:
        for n in range(machine.deps.config.active().pipeline.budget.rep_dms_a_day):
            promises.promise(tx, f"so far:{n}", TeamNoted.kind, liam, said, now, now=now)


def test_it_is_not_lost_where_the_next_note_has_to_wait_for_the_morning(machine: Machine, deal: int) -> None:
    _, pia, code, post = beside_him(machine, deal)
    pia.note(f"{code} they want the manual")
    given(machine, deal, "dana")
    post.run()
    given(machine, deal, "liam")
    crowded(machine)
    pia.note(f"{code} they want the drawings")
    post.run("11-25 09:00")
    told = [said for when, _, said in heard(post, machine, TeamNoted) if when == "11-25 09:00"]
    assert any("want the manual" in said and "want the drawings" in said for said in told)


def test_it_is_not_lost_where_only_a_part_of_a_message_was_left_out(machine: Machine, deal: int) -> None:
    pia, code, other, post = at_night(machine, deal)
    pia.note(f"{code} they will sue us; send a list by Nov 30")
    pia.note(f"{other} they love us")
    given(machine, deal, "dana")
    post.run("11-25 09:00")
    given(machine, deal, "liam")
    machine.clock.set(at("11-25 10:00"))
    pia.note(f"{code} they calmed down")
    post.run("11-25 10:10")
    pia.note(f"{code} they signed")
    post.run("11-25 10:20")
    early, late, last = [said for _, _, said in heard(post, machine, TeamNoted)]
    assert "love us" in early and "sue us" not in early
    assert "sue us" in late and "calmed down" in late and "love us" not in late
    assert "11月30日" in late, "what she promised in it, too"
    assert last.count("sue us") == 1


def test_it_is_told_the_days_after_too_once(machine: Machine, deal: int) -> None:
    _, pia, code, post = beside_him(machine, deal)
    pia.note(f"{code} they want the manual")
    given(machine, deal, "dana")
    post.run()
    given(machine, deal, "liam")
    for when, words in (("11-26 10:00", "they want the drawings"), ("11-27 10:00", "they want a visit")):
        machine.clock.set(at(when))
        pia.note(f"{code} {words}")
        post.run()
    said = [text for _, _, text in heard(post, machine, TeamNoted)]
    assert ["want the manual" in text for text in said] == [True, False]


def test_what_was_taken_back_or_lies_too_far_back_is_not_brought(machine: Machine, deal: int) -> None:
    _, pia, code, post = beside_him(machine, deal)
    pia.note(f"{code} they want the manual")
    given(machine, deal, "dana")
    post.run()
    given(machine, deal, "liam")
    machine.clock.push(days=note_beside.BROUGHT.days + 1)
    pia.undo_note(pia.note(f"{code} they fired Mr. Wong").undo_id)
    pia.note(f"{code} they want a visit")
    post.run()
    ((_, _, said),) = heard(post, machine, TeamNoted)
    assert "want a visit" in said and "manual" not in said and "Wong" not in said


def test_what_two_attempts_left_out_is_told_with_the_next_note(machine: Machine, deal: int) -> None:
    """The first attempt was put off; at the second another deal was somebody else's, too."""
    pia, code, other, post = at_night(machine, deal)
    third = machine.deal(code="EXPO-2026-901")
    joined(machine, third)
    for words in (f"{code} they will sue us", f"{other} they love us", "EXPO-2026-901 all is well"):
        pia.note(words)
    given(machine, deal, "dana")
    machine.clock.set(at("11-25 09:00"))
    while (leased := outbox.lease(machine.deps, "w", machine.timing)) is not None:
        messages.prepare(machine.deps, leased)
        outbox.postpone(machine.deps, leased, at("11-25 09:05"))
    second = next(x.id for x in machine.rows(Deal) if x.code == other)
    given(machine, second, "dana")
    post.run("11-25 09:06")
    given(machine, deal, "liam")
    given(machine, second, "liam")
    machine.clock.set(at("11-25 10:00"))
    pia.note(f"{code} they calmed down")
    pia.note(f"{other} still do")
    post.run("11-25 10:10")
    told = "\n".join(said for _, _, said in heard(post, machine, TeamNoted))
    assert "they will sue us" in told and "they love us" in told
