"""A list of people that is taken back: who stands under whom, their roles and calendars are as they were."""

from __future__ import annotations

from typing import Any

import pytest

from rules.answers.imports import ImportDone
from services.team import people
from storage import people as people_rows
from storage.tables import Person, PersonRole
from tests.services.desk import Desk, book
from tests.services.machine import Machine

HEAD = ["姓名", "直属经理", "角色", "日历"]


@pytest.fixture
def desk(machine: Machine) -> Desk:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="admin"))
    return Desk(machine, "zoe")


def places(machine: Machine) -> list[Any]:
    """Everybody who is there, with their place."""
    with machine.db.read() as tx:
        roles = people_rows.roles_of_all(tx)
    there = [one for one in machine.rows(Person) if one.is_active]
    return [(x.name, x.manager_id, x.calendar, x.home_tz, roles.get(x.id)) for x in there]


def set_place(machine: Machine, handle: str, **values: Any) -> None:
    with machine.db.write() as tx:
        person = people_rows.by_id(tx, machine.ids[handle])
        assert person is not None
        people.set_place(tx, person, by_id=None, now=machine.clock.now(), **values)


def test_a_list_of_people_that_is_taken_back_leaves_them_as_they_were(machine: Machine, desk: Desk) -> None:
    set_place(machine, "dana", manager_id=machine.ids["liam"])
    before = places(machine)
    file = book(
        [["Dana", "Maya", "rep", "US"], ["Liam", "Dana", "rep, finance", "CN"], ["新来的", "Maya", "", ""]],
        HEAD,
    )
    run_id = desk.bring(file, "people.xlsx")
    assert desk.said(ImportDone).counts == {"changed": 2, "people": 1} and places(machine) != before
    undone = desk.undo(run_id)
    assert (undone.restored_others, undone.others, undone.touched, undone.changed) == (2, 1, 0, 0)
    assert places(machine) == before, "also where the two had changed places"
    assert desk.bring(file, "people.xlsx") and desk.said(ImportDone).counts["changed"] == 2, (
        "it may come in again"
    )


def test_a_place_that_was_set_since_stays_and_nobody_may_any_more_puts_back_none(
    machine: Machine, desk: Desk
) -> None:
    before = places(machine)
    set_by_file = book([["Dana", "Zoe", "", ""], ["Liam", "Zoe", "rep, admin", ""]], HEAD)
    run_id = desk.bring(set_by_file, "people.xlsx")
    set_place(machine, "dana", manager_id=machine.ids["liam"])
    undone = desk.undo(run_id)
    assert (undone.restored_others, undone.touched) == (1, 1)
    assert [x for x in places(machine) if x[0] != "Dana"] == [x for x in before if x[0] != "Dana"]
    run_id = desk.bring(set_by_file, "people.xlsx")
    set_place(machine, "zoe", roles=["rep"])
    after = places(machine)
    assert desk.undo(run_id).touched == 2 and places(machine) == after
