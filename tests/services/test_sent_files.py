"""Files that people send: pressed twice, worked on by two, cut off half-way, refused at the press or after, taken back."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from bot.sheets import faults
from rules.answers.imports import ImportDone, ImportPreview, ImportUndone
from rules.answers.notes import NoteSaved
from rules.errors import Conflict, NotFound, Refused
from services.exchange import arriving, offering, working
from services.exchange.arriving import Sent
from services.exchange.working import Work
from storage import files as store
from storage.tables import Account, Blob, Deal, Delivery, ImportRun, Person, PersonRole, Product, Task
from tests.services.desk import LEADS, Desk, book, rows
from tests.services.hand import Hand
from tests.services.interleaving import overtaken
from tests.services.machine import Machine


class Cut(Exception):
    """Baton is killed here."""


@pytest.fixture
def desk(machine: Machine) -> Desk:
    return Desk(machine)


def killed(after: int) -> Callable[[], None]:
    """Dies before that many batches more."""
    left = itertools.count()

    def pause() -> None:
        if next(left) == after:
            raise Cut

    return pause


# -- once -----------------------------------------------------------------------------------------------


def test_a_press_counts_once_and_only_for_whoever_sent_the_file(desk: Desk, machine: Machine) -> None:
    run_id = desk.send(book(rows(3)))
    preview = desk.said(ImportPreview)
    assert (preview.counts, preview.can_go, machine.rows(Deal)) == ({"deals": 3}, True, [])
    with pytest.raises(NotFound):
        arriving.start(Hand(machine, "dana").ask(), run_id, "D1", "1.0")
    arriving.start(desk.hand.ask(), run_id, "D1", "1.0")
    arriving.start(desk.hand.ask(), run_id, "D1", "1.0")
    with pytest.raises(NotFound):
        arriving.drop(desk.hand.ask(), run_id)
    desk.work(desk.write)
    assert working.take(desk.deps) is None and len(desk.live()) == 3
    with pytest.raises(NotFound):
        arriving.start(desk.hand.ask(), run_id, "D1", "1.0")
    assert desk.bring(book(rows(3))) != run_id and len(desk.live()) == 3
    assert desk.said(ImportDone).counts == {"same": 3} and desk.said(ImportDone).undo_until is None


def test_the_same_event_twice_is_one_file(desk: Desk, machine: Machine) -> None:
    for _ in range(2):
        arriving.receive(desk.hand.ask("event:Ev1"), Sent("F1", "a.csv", 10))
    arriving.receive(desk.hand.ask("event:Ev2"), Sent("F1", "a.csv", 10))
    assert len(machine.rows(ImportRun)) == 2, "sent once more on purpose it is another one"


# -- cut off, and two at it -----------------------------------------------------------------------------


def test_a_run_that_was_cut_off_goes_on_and_counts_right(desk: Desk, machine: Machine) -> None:
    given = rows(350)
    given[10][2], given[320][2] = "1390000001", "1390000002"
    run_id = desk.send(book(given))
    arriving.start(desk.hand.ask(), run_id, "D1", "1.0")
    with pytest.raises(Cut):
        desk.work(lambda work: desk.write(work, killed(after=2)))
    assert len(desk.live()) == 199 and working.take(desk.deps) is None, "its lease holds"
    machine.process.push(seconds=working.LEASE.total_seconds() + 1)
    machine.clock.push(minutes=5)
    desk.work(desk.write)
    done = desk.said(ImportDone)
    assert (done.counts, done.held) == ({"deals": 348, "held": 2}, 2) and len(desk.live()) == 348
    assert sorted(machine.rows(ImportRun)[0].held["0"]) == ["12", "322"]
    assert len({deal.code for deal in desk.live()}) == 348
    assert desk.undo(run_id).deals == 348


def test_whose_lease_ran_out_writes_nothing_more(desk: Desk, machine: Machine) -> None:
    run_id = desk.send(book(rows(250)))
    arriving.start(desk.hand.ask(), run_id, "D1", "1.0")
    slow = working.take(desk.deps)
    assert slow is not None
    machine.process.push(seconds=working.LEASE.total_seconds() + 1)
    desk.work(desk.write)
    with pytest.raises(Conflict):
        desk.write(slow)
    assert len(desk.live()) == 250 and desk.said(ImportDone).counts == {"deals": 250}
    assert len([row for row in machine.rows(Delivery) if row.kind == ImportDone.kind]) == 1


def test_what_never_gets_any_further_is_given_up_and_told(desk: Desk, machine: Machine) -> None:
    run_id = desk.send(book(rows(3)))
    arriving.start(desk.hand.ask(), run_id, "D1", "1.0")
    for _ in range(working.TRIES):
        assert working.take(desk.deps) is not None
        machine.process.push(seconds=working.LEASE.total_seconds() + 1)
    assert working.take(desk.deps) is None and desk.state(run_id) == "failed"
    assert machine.rows(Delivery)[-1].payload["key"] == "import.broke"


# -- rights ---------------------------------------------------------------------------------------------


def test_rights_are_those_of_the_moment(desk: Desk, machine: Machine) -> None:
    with pytest.raises(Refused):
        arriving.receive(Hand(machine, "zoe").ask(), Sent("F1", "a.csv", 10))
    run_id = desk.send(book(rows(3)))
    arriving.start(desk.hand.ask(), run_id, "D1", "1.0")
    with machine.db.write() as tx:
        role = tx.exec(select(PersonRole).where(PersonRole.person_id == machine.ids["liam"])).one()
        tx.delete(role)
    work = working.take(desk.deps)
    assert work is not None
    with pytest.raises(Refused):
        desk.write(work)
    assert machine.rows(Deal) == []
    with pytest.raises(Refused):
        arriving.export(Hand(machine, "liam").ask(), "xlsx")


def test_a_list_of_products_is_not_a_reps_to_bring(desk: Desk) -> None:
    with pytest.raises(Refused):
        desk.send(book([["GTX Pro", 100]], head=["产品名称", "目录价"]), "产品.xlsx")


# -- corrected ------------------------------------------------------------------------------------------


def test_who_a_name_is_is_said_once_and_columns_are_remembered(machine: Machine) -> None:
    desk = Desk(machine, "maya")
    data = book([[*row, "小李"] for row in [*rows(2), ["丙", "张", "", "很多"]]], head=[*LEADS, "跟单"])
    run_id = desk.send(data)
    columns = ("account", "contact", "phone", "amount", "owner")
    said = {"kind": "deals", "columns": columns, "source": "expo", "owners": {"小李": "U0DANA"}}
    desk.hand.do(arriving.remap, run_id, 0, said)
    desk.work(lambda work: offering.look(desk.deps, work, desk.sheets))
    assert desk.said(ImportPreview).counts == {"deals": 2, "held": 1}
    arriving.start(desk.hand.ask(), run_id, "D1", "1.0")
    desk.work(desk.write)
    assert {(d.owner_id, d.source) for d in desk.live()} == {(machine.ids["dana"], "expo")}
    mended: list[bytes] = []

    def hand(work: Work) -> None:
        mended.append(faults.workbook(desk.parts(work), working.held(work.run), "zh"))
        working.handed(desk.deps, work)

    desk.work(hand)
    desk.send(data)
    again = desk.said(ImportPreview)
    assert again.is_remembered and [one.field for one in again.tables[0].columns] == list(columns)
    assert again.counts == {"same": 2, "held": 1}
    run_id = desk.send(mended[0], "名单-待改.xlsx")
    assert [one.key for one in desk.said(ImportPreview).faults] == ["cell.amount"], "of 小李 it knows"
    assert offering.form(desk.hand.ask(), run_id, 0).owners == (("小李", "U0DANA"),), "and may be told better"
    with machine.db.write() as tx:
        tx.exec(sa.update(Person).where(col(Person.id) == machine.ids["dana"]).values(is_active=False))
    run_id = desk.send(mended[0], "名单-待改.xlsx")
    assert [one.key for one in desk.said(ImportPreview).faults] == ["cell.amount", "line.no_owner"]
    for kind in ("deals", "accounts"):
        desk.hand.do(arriving.remap, run_id, 0, {**said, "kind": kind, "columns": ("", *columns[:2])})
        kept = machine.rows(ImportRun)[-1].plan["parts"][0]["columns"]
        assert kept == ["wrong", *columns[:2], "", "", ""], "our column stays ours, and each has its place"
        desk.work(lambda work: offering.look(desk.deps, work, desk.sheets))


# -- taken back -----------------------------------------------------------------------------------------


def test_undo_takes_what_nobody_touched_and_the_file_comes_in_again(desk: Desk, machine: Machine) -> None:
    run_id = desk.bring(book(rows(5)))
    first = desk.live()[0].code
    desk.hand.note(f"{first} 同意出方案；周五发报价")
    changed = rows(5)
    changed[1][3] = 99
    later = desk.bring(book(changed))
    assert desk.said(ImportDone).counts["changed"] == 1
    with machine.db.write() as tx:
        at = desk.live()[-1].id or 0
        tx.add(Task(deal_id=at, kind="unblock", episode="x", opened_at=machine.clock.now()))
    undone = desk.undo(run_id)
    assert (undone.deals, undone.touched) == (3, 2) and len(desk.live()) == 2
    assert [task.state for task in machine.rows(Task)] == ["cancelled"], "they end as any deal does"
    assert (desk.undo(later).restored, len(desk.live()), desk.live()[1].amount_minor) == (1, 2, 200)
    assert desk.state(run_id) == "undone"
    codes = {deal.code for deal in machine.rows(Deal)}
    desk.bring(book(rows(5)))
    assert desk.said(ImportDone).counts["deals"] == 3 and len(desk.live()) == 5
    assert len({deal.code for deal in machine.rows(Deal)}) == len(codes) + 3, "numbers are not used again"


def test_undo_leaves_what_somebody_works_on_at_that_moment(desk: Desk, machine: Machine) -> None:
    run_id = desk.bring(book(rows(3)))
    code = desk.live()[1].code
    noted, undone = overtaken(
        machine.db, lambda: desk.hand.note(f"{code} 同意出方案；周五发报价"), lambda: desk.undo(run_id)
    )
    assert isinstance(noted, NoteSaved) and (undone.deals, undone.touched) == (2, 1)
    assert [deal.code for deal in desk.live()] == [code]


def test_undo_has_an_end(desk: Desk, machine: Machine) -> None:
    run_id = desk.bring(book(rows(1)))
    machine.clock.push(hours=25)
    with pytest.raises(NotFound):
        arriving.undo(desk.hand.ask(), run_id, "D1", "1.0")


def test_lists_that_nothing_hangs_on_are_taken_back(machine: Machine) -> None:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["maya"], role="admin"))
    desk = Desk(machine, "maya")
    listed = [["甲机械", "jia.cn", 50], ["乙机械", "yi.cn", 80]]
    accounts = desk.bring(book(listed, head=["客户名称", "官网", "员工数"]), "客户.xlsx")
    products = desk.bring(book([["GTX Pro", 100], ["MG", 50]], head=["产品名称", "目录价"]), "产品.xlsx")
    desk.hand.lead("甲机械 张总 13800138000 展会")
    assert (desk.undo(accounts).others, desk.said(ImportUndone).touched) == (1, 1)
    assert [one.name for one in machine.rows(Account)] == ["甲机械"]
    assert desk.undo(products).others == 2 and machine.rows(Product) == []


# -- kept, and forgotten --------------------------------------------------------------------------------


def test_the_bytes_and_samples_go_after_a_few_days(desk: Desk, machine: Machine) -> None:
    run_id = desk.send(book(rows(2)))
    data = b"as it was fetched"
    with machine.db.write() as tx:
        store.put(machine.db, tx, "0" * 64, data)
        run = tx.get_one(ImportRun, run_id)
        run.sha256 = "0" * 64
        tx.add(run)
    run = machine.rows(ImportRun)[0]
    assert working.bytes_kept(desk.deps, run) == data and "13900000000" in str(run.plan)
    assert working.forget_old(desk.deps, now=machine.clock.now() + timedelta(days=2)) == 0
    assert working.forget_old(desk.deps, now=machine.clock.now() + timedelta(days=4)) == 1
    with machine.db.read() as tx:
        assert store.get(machine.db, tx, "0" * 64) is None and tx.exec(select(Blob)).all() == []
    assert "13900000000" not in str(machine.rows(ImportRun)[0].plan)
    assert offering.form(desk.hand.ask(), run_id, 0).columns[0].samples == ()
