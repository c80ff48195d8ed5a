"""*Undo* of an import leaves what was here as it was before: every row of it, whoever was told, and the file may come in
again. What somebody has worked with since stays, whole, and is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from bot.sheets import lead_table, writing
from rules.answers.digests import VerbFilled
from rules.answers.imports import ImportDone, ImportUndone
from rules.answers.teams import DealsOver
from rules.exchange.actions import Action
from rules.exchange.cells import Ways
from rules.exchange.people import Contact as Said
from services.deals import colleagues, story, team
from services.exchange import arriving, export, taking_back, working
from storage.tables import (
    Account,
    AccountAlias,
    Contact,
    Deal,
    DealContact,
    DealTeam,
    ImportBefore,
    ImportRow,
    Note,
    Person,
    PersonRole,
    Product,
    SearchToken,
    StageEntry,
    Step,
    Task,
)
from tests.services.canary import CANARY, left
from tests.services.desk import LEADS, Desk, book, rows
from tests.services.hand import Hand
from tests.services.interleaving import overtaken
from tests.services.machine import Machine
from tests.services.mornings import Post

HELD = (Deal, Contact, DealContact, StageEntry, Note, Step, Task, DealTeam, SearchToken, ImportRow)
MOVES = {"version", "next_check_at", "told"}  # the clock looks again, and messages are asked for anew


@pytest.fixture
def machine(team_url: str) -> Iterator[Machine]:
    """Pia is pre-sales, Chen delivers."""
    made = Machine(team_url)
    for name, role in (("pia", "presales"), ("chen", "delivery")):
        made.join(name, role)
    yield made
    made.close()


@pytest.fixture
def desk(machine: Machine) -> Desk:
    return Desk(machine)


@pytest.fixture
def maya(machine: Machine) -> Desk:
    return Desk(machine, "maya")


def here(machine: Machine) -> dict[str, list[Any]]:
    """Everything that stands of the deals; what was taken back leaves no more than a mark."""

    def stand(every: Sequence[Any]) -> list[Any]:
        told = [x.model_dump(exclude=MOVES) for x in every if getattr(x, "state", "") != "undone"]
        return sorted(told, key=str)

    with machine.db.read() as tx:
        return {table.__name__: stand(tx.exec(select(table)).all()) for table in HELD}


def a_lead(machine: Machine) -> int:
    """A deal with everything that a deal may have."""
    hand = Hand(machine, "liam")
    lead = hand.lead("远景能源 张总 13600136000 展会 20万 想要叉车")
    deal_id: int = lead.head.deal_id
    hand.note(f"{lead.head.code} 张总要看方案；周五发报价 #price")
    hand.do(colleagues.ask_colleague, deal_id, VerbFilled(choice=str(machine.ids["chen"]), text="pilot?"))
    hand.do(team.change, deal_id, ["U0PIA"], team.form(hand.ask(), deal_id).people)
    machine.change(deal_id, probability=30, probability_by=machine.ids["liam"])
    machine.clock.push(minutes=5)
    return deal_id


def table(desk: Desk, **changed: Any) -> bytes:
    """The lead table as this person has it, with some of the first line changed."""
    out = export.seen(desk.hand.ask())
    lines = (replace(out.lines[0], **changed), *out.lines[1:])
    return writing.xlsx([lead_table.page(lines, out.pipeline, "zh", out.region)])


LI = Said("李工", "工程师", "decision_maker", Ways("+8613900139000", "13900139000", None))
ZHANG = Said("张总", "总经理", "decision_maker", Ways("+8613600136000", "13600136000", "zhang@yuanjing.cn"))
CHANGES: dict[str, dict[str, Any]] = {
    "values": {
        "source": "referral", "need": "两台堆高机", "amount_minor": 5_000_000, "sign_on": date(2026, 12, 30),
        "tags": ("competitor",), "probability": 80,
    },
    "customer": {"account": "远景重工", "contacts": (ZHANG, LI)},
    "stage and owner": {"stage": "proposal", "probability": None, "next_text": "送样机", "next_on": date(2026, 12, 8), "owner": "Pia"},
    "lost, and given away": {"state": "lost", "reason": "price", "detail": "太贵", "owner": "Dana"},
    "won": {"state": "won"},
}  # fmt: skip


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("what", CHANGES)
def test_what_a_file_changed_is_as_it_was_and_the_file_comes_in_again(
    machine: Machine, maya: Desk, what: str
) -> None:
    with machine.db.write() as tx:  # she is on the team of the deal
        pia = tx.get_one(Person, machine.ids["pia"])
        pia.manager_id = machine.ids["maya"]
        tx.add_all((pia, PersonRole(person_id=pia.id, role="rep")))
    a_lead(machine)
    before, file = here(machine), table(maya, **CHANGES[what])
    for _ in range(2):
        run_id = maya.bring(file, "线索.xlsx")
        assert maya.said(ImportDone).counts == {"changed": 1}
        assert here(machine) != before and machine.rows(ImportBefore)
        likely = {"values": 80, "stage and owner": None, "won": None}  # it goes with its stage
        assert machine.deal_row(1).probability == likely.get(what, 30)
        undone = maya.undo(run_id)
        assert (undone.restored, undone.touched, undone.changed) == (1, 0, 0)
        assert here(machine) == before and machine.rows(ImportBefore) == []
        file = table(maya, **CHANGES[what])  # the version has moved on


def test_a_note_of_the_file_goes_and_the_last_contact_is_the_one_before(machine: Machine, maya: Desk) -> None:
    deal_id = a_lead(machine)
    before = here(machine)
    spoken = Action(machine.clock.now().replace(tzinfo=None), "meeting", "Liam", "看了样机", "")
    out = export.seen(maya.hand.ask()).lines[0]
    run_id = maya.bring(table(maya, actions=(*out.actions, spoken)))
    assert machine.deal_row(deal_id).last_contact_kind == "meeting"
    assert maya.undo(run_id).restored == 1 and here(machine) == before


def test_a_list_with_its_own_numbers_is_taken_back_and_comes_in_again(desk: Desk, machine: Machine) -> None:
    """The digest of its line is the one before: the same file changes the same once more."""
    head = ["编号", *LEADS]
    desk.bring(book([[f"A{n}", *row] for n, row in enumerate(rows(3))], head))
    before, changed = here(machine), [[f"A{n}", *row] for n, row in enumerate(rows(3))]
    changed[1][2:] = ["王五", "13988888888", 99]
    for _ in range(2):
        run_id = desk.bring(book(changed, head))
        assert desk.said(ImportDone).counts == {"changed": 1, "same": 2}
        assert desk.undo(run_id).restored == 1 and here(machine) == before


def test_runs_are_taken_back_one_after_the_other(desk: Desk, machine: Machine) -> None:
    first = desk.bring(book(rows(1)))
    runs, states = [], [here(machine)]
    for amount in (50, 60):
        changed = rows(1)
        changed[0][3] = amount
        runs.append(desk.bring(book(changed)))
        states.append(here(machine))
    undone = [desk.undo(run).restored for run in reversed(runs)]
    assert undone == [1, 1] and here(machine) == states[0]
    assert desk.undo(first).deals == 1 and desk.live() == [], "nobody worked with it"


def test_what_a_later_run_or_a_person_changed_since_stays_and_is_counted(
    desk: Desk, machine: Machine
) -> None:
    desk.bring(book(rows(3)))
    changed = [[*row[:3], 50] for row in rows(3)]
    run_id = desk.bring(book(changed))
    desk.bring(book([[*changed[0][:3], 60], *changed[1:]]))
    desk.hand.note(f"{desk.live()[1].code} 同意出方案；周五发报价")
    undone = desk.undo(run_id)
    assert (undone.restored, undone.touched) == (1, 2)
    assert [deal.amount_minor for deal in desk.live()] == [6000, 5000, 300]


def test_what_somebody_does_at_that_moment_is_theirs(desk: Desk, machine: Machine) -> None:
    """While the file changes the deal: Undo takes no note of theirs. While that is taken back: it stays."""
    desk.bring(book(rows(2)))
    one, two = (deal.code for deal in desk.live())
    run_id = desk.send(book([[*row[:3], 50] for row in rows(2)]))
    arriving.start(desk.hand.ask(), run_id, "D1", "1.0")
    overtaken(machine.db, lambda: desk.hand.note(f"{one} 同意出方案"), lambda: desk.work(desk.write))
    _, undone = overtaken(machine.db, lambda: desk.hand.note(f"{two} 同意"), lambda: desk.undo(run_id))
    assert (undone.restored, undone.touched) == (0, int(desk.said(ImportDone).counts["changed"]))
    assert {note.state for note in machine.rows(Note)} == {"active"}


def test_what_ended_is_asked_for_again(machine: Machine, post: Post, maya: Desk) -> None:
    a_lead(machine)
    post.run()
    run_id = maya.bring(table(maya, state="lost", reason="price"))
    post.run()
    assert [task.state for task in machine.rows(Task)] == ["cancelled"]
    post.said.clear()
    maya.undo(run_id)
    post.run()
    assert [task.state for task in machine.rows(Task)] == ["open"]
    said = [answer for _, _, op, answer in post.said if op == "update"]
    assert any(getattr(answer, "is_open", False) for answer in said), "the message asks again"
    assert any(isinstance(answer, DealsOver) and answer.deals[0].is_back for answer in said)


def test_what_it_hung_on_is_gone(machine: Machine, maya: Desk) -> None:
    """Whose it was has left: it stays with whom the file gave it to, and is counted."""
    a_lead(machine)
    run_id = maya.bring(table(maya, owner="Dana"))
    with machine.db.write() as tx:
        liam = tx.get_one(Person, machine.ids["liam"])
        liam.is_active = False
        tx.add(liam)
    undone = maya.undo(run_id)
    assert (undone.restored, undone.touched) == (0, 1)
    assert maya.live()[0].owner_id == machine.ids["dana"]


def test_cut_off_it_goes_on_and_counts_right(desk: Desk, machine: Machine) -> None:
    desk.bring(book(rows(30)))
    before = here(machine)
    run_id = desk.bring(book([[*row[:3], 777] for row in rows(30)]))
    arriving.undo(desk.hand.ask(), run_id, "D1", "1.0")
    turns = iter([1])
    with pytest.raises(StopIteration):
        desk.work(lambda work: taking_back.undo(desk.deps, work, lambda: next(turns) and None))
    machine.process.push(seconds=working.LEASE.total_seconds() + 1)
    desk.work(lambda work: taking_back.undo(desk.deps, work, lambda: None))
    assert desk.said(ImportUndone).restored == 30 and here(machine) == before


def test_accounts_and_products_of_lists_are_as_they_were(machine: Machine) -> None:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["maya"], role="admin"))
    desk = Desk(machine, "maya")
    desk.bring(book([["甲机械", "jia.cn"]], head=["客户名称", "官网"]), "客户.xlsx")
    desk.bring(book([["GTX Pro", 100], ["MG", 50]], head=["产品名称", "目录价"]), "产品.xlsx")

    def lists() -> list[Any]:
        every = [row for kind in (Account, AccountAlias, Product) for row in machine.rows(kind)]
        return [row.model_dump(exclude={"version"}) for row in every]

    before = lists()
    run_id = desk.bring(
        book([["甲机械", "jia.cn", "江苏", "甲公司"]], head=["客户名称", "官网", "地区", "别名"]), "客户.xlsx"
    )
    assert lists() != before
    assert desk.undo(run_id).restored_others == 1 and lists() == before
    run_id = desk.bring(book([["GTX Pro", 120], ["MG", 60]], head=["产品名称", "目录价"]), "产品.xlsx")
    with machine.db.write() as tx:
        other = tx.exec(select(Product).where(Product.name == "MG")).one()
        other.list_price_minor = 6100
        tx.add(other)
    undone = desk.undo(run_id)
    assert (undone.restored_others, undone.touched) == (1, 1)
    assert [one.list_price_minor for one in machine.rows(Product)] == [10000, 6100]


def test_words_that_are_taken_out_are_not_kept_for_undo(machine: Machine, maya: Desk) -> None:
    liam, deal_id = Hand(machine, "liam"), machine.deal(need=f"they want the {CANARY} pilot")
    told = liam.note(f"EXPO-2026-001 they want the {CANARY} pilot; call Friday", deal_id=deal_id)
    run_id = maya.bring(table(maya, need="nothing of that"))
    assert any(CANARY in str(one.back) for one in machine.rows(ImportBefore))
    liam.do(story.redact, told.note_id)
    assert not any(row.startswith("import_befores") for row in left(machine))
    undone = maya.undo(run_id)
    assert (undone.restored, undone.touched, machine.deal_row(deal_id).need) == (0, 1, "nothing of that")


def test_what_was_before_is_kept_no_longer_than_undo(desk: Desk, machine: Machine) -> None:
    desk.bring(book(rows(1)))
    desk.bring(book([[*rows(1)[0][:3], 50]]))
    for hours, kept in ((23, 1), (2, 0)):
        machine.clock.push(hours=hours)
        working.forget_old(desk.deps, now=machine.clock.now())
        assert len(machine.rows(ImportBefore)) == kept
