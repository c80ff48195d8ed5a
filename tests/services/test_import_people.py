"""Who is meant by a name in a file; a list of people that is taken back: who stands under whom, their roles and calendars are
as they were."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from bot.sheets import faults
from rules.answers.imports import ImportDone
from services.exchange import offering, working
from services.team import people
from storage import people as people_rows
from storage.tables import Deal, ImportRun, Person, PersonRole
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


def test_a_part_of_a_name_that_is_one_persons_is_that_person(machine: Machine) -> None:
    """Whole words of it; of two it is nobody."""
    for handle, name in (("lm", "李明 Liming"), ("lf1", "陈芳 Fang"), ("lf2", "陈芳Fay")):
        machine.join(handle, "rep", manager="maya")
        with machine.db.write() as tx:
            tx.exec(sa.update(Person).where(col(Person.id) == machine.ids[handle]).values(name=name))
    said = ("李明", "Fay", "陈芳", "李", "Liming X", "Danna")
    desk = Desk(machine, "maya")
    desk.bring(book([[f"客户{n}{name}机械厂", name] for n, name in enumerate(said)], ["客户名称", "负责人"]))
    assert {deal.owner_id for deal in machine.rows(Deal)} == {machine.ids["lm"], machine.ids["lf2"]}
    run = machine.rows(ImportRun)[-1]
    part = offering.parts_of(run, desk.sheets)[0]
    assert [faults.sentence(part, one.faults, "zh") for one in working.held(run)] == [
        "负责人：有两个人叫 陈芳，写用户名，例如 @liam",
        "负责人：没有叫「李」的人",
        "负责人：没有叫「Liming X」的人（像是：李明 Liming、Liam）",
        "负责人：没有叫「Danna」的人（像是：Dana）",
    ]
