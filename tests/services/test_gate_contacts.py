"""A visit that is told at a gate is a contact, as it is in a note: nobody is asked afterwards why there was none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.answers.deals import GateRefused
from rules.answers.waits import Wish
from services.deals import owing, stages, waits
from services.deals.stages import Sent
from storage.tables import Wait
from tests.services.hand import Hand
from tests.services.machine import START, Machine
from tests.services.mornings import Post

WHOLE = {"demo": "demo on site went well", "reaction": "They like it", "quote": "https://wiki.example/quote"}


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("told", ["passed", "refused"])
def test_the_visit_of_a_move_is_the_last_contact(machine: Machine, told: str) -> None:
    deal, liam = machine.deal(last_contact_at=START - timedelta(days=7), tries=2), Hand(machine, "liam")
    values = WHOLE if told == "passed" else {"demo": WHOLE["demo"]}
    answer = liam.do(stages.move, Sent(deal, "negotiation", values))
    assert isinstance(answer, GateRefused) == (told == "refused")
    row = machine.deal_row(deal)
    assert (row.last_contact_at, row.last_contact_kind, row.tries) == (machine.clock.now(), "meeting", 0)


def test_so_is_one_that_was_owed_and_it_ends_a_wait(machine: Machine) -> None:
    deal, liam = machine.deal(stage="proposal", last_contact_at=START), Hand(machine, "liam")
    liam.do(stages.move, Sent(deal, "negotiation", {**WHOLE, "demo": ""}, ("demo",)))
    machine.clock.push(days=1)
    until = (machine.clock.now() + timedelta(days=3)).date()
    liam.do(waits.wait, Wish(deal_id=deal, who="Mr. Wu", why="board", until=until))
    machine.clock.push(hours=2)
    liam.do(owing.give, deal, {"demo": WHOLE["demo"]})
    assert machine.deal_row(deal).last_contact_at == machine.clock.now()
    assert [x.ended_at for x in machine.rows(Wait)] == [machine.clock.now()]


def test_what_says_that_it_is_not_known_yet_is_none(machine: Machine) -> None:
    deal, liam = machine.deal(last_contact_at=START - timedelta(days=7)), Hand(machine, "liam")
    liam.do(stages.move, Sent(deal, "negotiation", {**WHOLE, "demo": "tbd"}))
    assert machine.deal_row(deal).last_contact_at == START - timedelta(days=7)


def test_where_the_move_is_refused_the_clock_looks_again(machine: Machine, post: Post) -> None:
    deal, liam = machine.deal(last_contact_at=START), Hand(machine, "liam")
    until = (START + timedelta(days=20)).date()
    liam.do(waits.wait, Wish(deal_id=deal, who="Mr. Wu", why="board", until=until))
    post.run()
    machine.clock.push(minutes=30)
    assert isinstance(liam.do(stages.move, Sent(deal, "negotiation", {"demo": WHOLE["demo"]})), GateRefused)
    post.run()
    assert (machine.deal_row(deal).next_check_at or START) < START + timedelta(days=10)
