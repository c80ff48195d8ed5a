"""What `people check` says a file would do today, and that looking changes nothing."""

from __future__ import annotations

import pytest

from rules.facts import Rung
from services.setup import people_preview
from services.setup.people_preview import Effect
from services.team import people_file
from storage.tables import Person
from tests.services.machine import Machine
from tests.services.mornings import Post, at

pytestmark = pytest.mark.few_on_postgresql


def look(machine: Machine, people: str) -> Effect:
    source, now = f"people: {people}", machine.clock.now()
    assert people_file.apply(machine.deps, source, by_id=None, now=now, dry=True) == []
    before = machine.rows(Person)
    found = people_preview.look(machine.deps, source, now=now)
    assert [p.model_dump() for p in machine.rows(Person)] == [p.model_dump() for p in before]
    return found


def test_another_calendar_flags_what_its_holidays_had_spared(machine: Machine) -> None:
    """Thursday and Friday of Thanksgiving are none of Shanghai's."""
    machine.join("tom", "rep", manager="maya", calendar="us")
    for name in ("liam", "liam", "tom"):
        machine.deal(name)
    machine.clock.set(at("12-01 18:00"))
    found = look(machine, "{tom: {calendar: cn}}")
    assert [x["quiet"] for x in found.flagged] == [2, 3] and list(found.turns) == [3]
    found = look(machine, "{liam: {calendar: us}}")
    assert [x["quiet"] for x in found.flagged] == [2, 0] and found.turns == {}
    assert (found.unheard, found.unseen) == ((0, 0), {})


def test_who_would_hear_of_nothing_and_whose_deals_would_lie(machine: Machine) -> None:
    machine.deal()
    Post(machine).through("12-01 18:00")
    assert machine.nudges[-1].rung == Rung.RED
    found = look(machine, "{liam: {manager: }, maya: {manager: }, zoe: {roles: []}}")
    assert (found.unheard, found.unseen) == ((0, 1), {})
    found = look(machine, "{liam: {roles: [presales]}, dana: {roles: []}, zoe: {roles: [manager]}}")
    assert (found.unheard, found.unseen) == ((0, 0), {"liam": 1})
