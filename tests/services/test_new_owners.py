"""Another owner, by whichever way: nobody gets deals who sells nothing, and who gets some by a file hears it once."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.sheets import writing
from bot.sheets.writing import Page
from rules.errors import Refused
from rules.exchange.outcome import Outcome
from services.exchange.parts import Importer
from services.exchange.team import Team
from storage.tables import Audit, Deal, Delivery, Person, PersonRole
from tests.services import tables
from tests.services.hand import Hand
from tests.services.machine import START, Machine

HEAD = ["编号", "客户名称", "来源", "销售代表"]


def person(machine: Machine, handle: str, *roles: str) -> int:
    with machine.db.write() as tx:
        one = Person(
            slack_id=f"U0{handle.upper()}", handle=handle, name=handle.title(), manager_id=machine.ids["maya"],
            slack_tz="Asia/Shanghai", home_tz="Asia/Shanghai", calendar="cn", created_at=START,
        )  # fmt: skip
        tx.add(one)
        tx.flush()
        tx.add_all(PersonRole(person_id=one.id, role=role) for role in roles)
        return one.id


def bring(machine: Machine, *lines: list[str], who: str | None = "maya", **plan: Any) -> Outcome:
    file = tables.of_file("名单.xlsx", writing.xlsx([Page("名单", HEAD, list(lines))]))
    by = tables.OPERATOR
    if who is not None:
        by = Importer(Hand(machine, who).actor, "zh", ZoneInfo("Asia/Shanghai"), "cn")
    return tables.take(machine.deps, file, machine.clock.now(), by, **plan)


def told(machine: Machine) -> dict[int, list[tuple[str, dict[str, Any]]]]:
    found: dict[int, list[tuple[str, dict[str, Any]]]] = {}
    delivery: Delivery
    for delivery in machine.deliveries:
        if delivery.kind == "sentence":
            said = (delivery.payload["key"], delivery.payload["fields"])
            found.setdefault(delivery.person_id or 0, []).append(said)
    return found


def test_a_file_gives_no_deal_to_who_sells_nothing(machine: Machine) -> None:
    person(machine, "fin", "finance")
    outcome = bring(machine, ["", "恒达机械", "展会", "Fin"], ["", "远景能源", "展会", "Liam"])
    assert [[fault.key for fault in held.faults] for held in outcome.held] == [["line.sells_not"]]
    assert [deal.owner_id for deal in machine.rows(Deal)] == [machine.ids["liam"]]
    whole = bring(machine, ["B1", "恒达机械", "展会", "Fin"], who=None)
    assert [[fault.key for fault in held.faults] for held in whole.held] == [["line.sells_not"]]


def test_whoever_gets_deals_by_a_colleagues_file_hears_it_in_one_message(machine: Machine) -> None:
    lines = [["", f"客户{n}公司", "展会", "Liam"] for n in range(12)]
    bring(machine, *lines, ["", "恒达机械", "展会", "Dana"], ["", "远景能源", "展会", "Maya"])
    by = {"who": "Maya"}
    assert told(machine) == {
        machine.ids["liam"]: [("import.brought_by", {"count": 12, **by})],
        machine.ids["dana"]: [("import.brought_by", {"count": 1, **by})],
    }
    bring(machine, *lines)
    assert sum(map(len, told(machine).values())) == 2, "the same file says nothing new"


def test_a_deal_that_a_later_file_gives_to_another_is_told_to_them(machine: Machine) -> None:
    bring(machine, ["A1", "恒达机械", "展会", "Liam"], ["A2", "远景能源", "展会", "Liam"])
    machine.clock.push(minutes=5)
    bring(machine, ["A1", "恒达机械", "展会", "Dana"], ["A2", "远景能源", "展会", "Liam"])
    assert told(machine)[machine.ids["dana"]] == [("import.brought_by", {"count": 1, "who": "Maya"})]
    assert len(told(machine)[machine.ids["liam"]]) == 1


def test_a_whole_crm_that_is_taken_over_is_told_in_no_message(machine: Machine) -> None:
    bring(machine, ["A1", "恒达机械", "展会", "Liam"], who=None)
    assert [deal.owner_id for deal in machine.rows(Deal)] == [machine.ids["liam"]]
    assert told(machine) == {}


def test_who_turns_out_to_be_somebody_in_slack_gets_their_deals_on_record(machine: Machine) -> None:
    bring(machine, ["A1", "恒达机械", "展会", "Bob Ray"], ["A2", "远景能源", "展会", "Bob Ray"], who=None)
    fin, bob = person(machine, "fin", "finance"), person(machine, "bob", "rep")
    for deal in machine.rows(Deal):
        machine.change(deal.id, clocks_from=START, next_check_at=None)
    machine.clock.push(minutes=5)
    again = ["A1", "恒达机械", "展会", "Bob Ray"]
    with pytest.raises(Refused, match="sells_not"):
        bring(machine, again, who=None, mapping={"Bob Ray": "fin"})
    assert fin not in {deal.owner_id for deal in machine.rows(Deal)}
    assert bring(machine, again, who=None, mapping={"Bob Ray": "bob"}).counts["given"] == 2
    now = machine.clock.now()
    assert [(d.owner_id, d.owner_since, d.next_check_at) for d in machine.rows(Deal)] == [(bob, now, now)] * 2
    audited = {row.subject for row in machine.rows(Audit) if row.action == "deal.assign"}
    assert audited == {f"deal:{deal.id}" for deal in machine.rows(Deal)}
    assert told(machine) == {bob: [("import.brought", {"count": 2})]}


def test_managers_that_a_file_sets_are_on_record(machine: Machine) -> None:
    head = ["name", "manager"]
    page = Page("people", head, [["Ann Lee", "Max Roe"], ["Bob Ray", "Max Roe"]])
    tables.take(machine.deps, tables.of_file("people.xlsx", writing.xlsx([page])), START)
    with machine.db.read() as tx:
        team = Team(tx)
    ann, max_ = team.named("Ann Lee"), team.named("Max Roe")
    assert team.manager_of(ann) == "Max Roe"
    set_ = [row.subject for row in machine.rows(Audit) if row.action == "person.place"]
    assert f"person:{ann}" in set_ and max_ is not None
