"""The lead table as somebody changed it, and as each may see it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from bot.views import fields
from rules.errors import Refused
from services.exchange import export
from services.exchange.export import Exported
from services.exchange.parts import Importer
from storage.tables import Account, Contact, DealContact, PersonRole
from tests.services import tables
from tests.services.hand import Hand
from tests.services.lead_tables import HERE, as_file, filled
from tests.services.machine import Machine

# -- changed in the file --------------------------------------------------------------------------------


def changed(data: bytes, **values: Any) -> bytes:
    """The file with the first line's cells changed, by the heads of the lead table."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    head = [str(cell.value) for cell in sheet[1]]
    for name, value in values.items():
        sheet.cell(2, head.index(fields.name(name, "zh")) + 1).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_what_somebody_changed_in_the_file_is_changed_here(machine: Machine) -> None:
    filled(machine)
    liam = Hand(machine, "liam")
    _, data = as_file(export.seen(liam.ask()), "xlsx", "zh")
    file = changed(
        data,
        amount=900_000,
        stage="需求确认",
        sign_on=date(2027, 2, 1),
        contact="张总 · 总经理 · 拍板人",
        need="想上 MES",
        tags="交期、price",
        probability=0.8,  # as a spreadsheet keeps 80%
    )
    by = Importer(liam.actor, "zh", HERE, "cn")
    outcome = tables.take(machine.deps, tables.of_file("x.xlsx", file), machine.clock.now(), by)
    assert outcome.counts["changed"] == 1
    deal = machine.deal_row(1)
    assert (deal.probability, deal.probability_by) == (80, machine.ids["liam"])
    assert (deal.amount_minor, deal.stage, deal.expected_sign_on, deal.tags) == (
        900_000_00,
        "discovery",
        date(2027, 2, 1),
        ",delivery,price,",
    )
    with machine.db.read() as tx:
        contact, link = (
            tx.get_one(Contact, 1),
            tx.exec(select(DealContact).where(DealContact.deal_id == 1)).one(),
        )
    assert (contact.name, contact.title, contact.phone, link.role) == (
        "张总",
        "总经理",
        "+8613800138000",
        "decision_maker",
    )
    later = changed(data, amount=5)
    held = tables.take(machine.deps, tables.of_file("x.xlsx", later), machine.clock.now(), by).held
    assert [fault.key for fault in held[0].faults] == ["line.changed_since"], "an old file puts nothing back"


def test_a_file_without_versions_changes_nothing_that_is_here(machine: Machine) -> None:
    filled(machine)
    liam = Hand(machine, "liam")
    _, data = as_file(export.seen(liam.ask()), "xlsx", "zh")
    file = changed(data, amount=5, version=None)
    by = Importer(liam.actor, "zh", HERE, "cn")
    assert (
        tables.take(machine.deps, tables.of_file("x.xlsx", file), machine.clock.now(), by).counts["kept"] == 1
    )
    assert machine.deal_row(1).amount_minor == 800_000_00


# -- who sees what --------------------------------------------------------------------------------------


def test_each_exports_what_they_may_see(machine: Machine) -> None:
    filled(machine)
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["liam"], role="admin"))

    def owners(who: str) -> set[str]:
        return {line.owner for line in export.seen(Hand(machine, who).ask()).lines}

    assert owners("liam") == {"Liam"} and owners("dana") == {"Dana"}
    assert owners("maya") == {"Liam", "Dana", "Maya"} == owners("zoe")
    with machine.db.write() as tx:
        for person in ("liam", "zoe"):
            for row in tx.exec(select(PersonRole).where(PersonRole.person_id == machine.ids[person])):
                tx.delete(row)
        tx.add(PersonRole(person_id=machine.ids["liam"], role="admin"))
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="finance"))
    for who in ("liam", "zoe"):
        with pytest.raises(Refused):
            owners(who)


def test_a_number_that_is_not_yours_is_as_one_that_is_not_there(machine: Machine) -> None:
    filled(machine)
    liam = Hand(machine, "liam")
    by = Importer(liam.actor, "zh", HERE, "cn")
    theirs = next(line for line in export.seen(Hand(machine, "dana").ask()).lines)
    for number in (theirs.number, "EXPO-2026-777"):
        line = replace(theirs, number=number, owner="")
        name, data = as_file(Exported((line,), machine.deps.config.active().pipeline, "CN"), "csv", "zh")
        held = tables.take(machine.deps, tables.of_file(name, data), machine.clock.now(), by).held
        assert [(f.key, f.fields) for f in held[0].faults] == [("line.no_such_deal", {"said": number})]
    with machine.db.read() as tx:
        assert len(tx.exec(select(Account)).all()) and machine.deal_row(2).state == "lost"
