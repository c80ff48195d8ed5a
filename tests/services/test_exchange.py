"""Files as reps and managers bring them: 500 rows with 20 faults, whose rows are whose, who is on a customer already."""

from __future__ import annotations

import io
import random
from collections import Counter
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from bot.sheets import faults, writing
from bot.sheets.writing import Page
from rules.errors import Refused
from rules.exchange.outcome import Outcome, Part
from rules.exchange.sheet import Broken, Cell
from services.deals import cards
from services.exchange.parts import Importer
from storage import meeting
from storage.tables import Account, Contact, Deal, DealContact, Note, PersonRole, Product, Step
from tests.services import tables
from tests.services.hand import Hand
from tests.services.machine import START, Machine

HEAD = ["客户名称", "联系人", "手机", "预算（万元）", "阶段", "预计签约日", "来源", "备注"]


def by(machine: Machine, name: str) -> Importer:
    hand = Hand(machine, name)
    return Importer(hand.actor, "zh", ZoneInfo("Asia/Shanghai"), "cn")


def file_of(*rows: list[Cell], head: list[str] = HEAD) -> list[Part]:
    return tables.of_file("名单.xlsx", writing.xlsx([Page("名单", head, rows)]))


def take(machine: Machine, given: list[Part], who: str = "liam", **plan: Any) -> Outcome:
    return tables.take(machine.deps, given, machine.clock.now(), by(machine, who), **plan)


def why(outcome: Outcome) -> list[list[str]]:
    return [[fault.key for fault in held.faults] for held in outcome.held]


def only(machine: Machine) -> Deal:
    (deal,) = machine.rows(Deal)
    return deal


def good(n: int) -> list[Cell]:
    return [f"客户{n:03}第{n * 7919 % 1000}机械厂", f"张{n}", f"139{n:08}", n % 50 + 1, "方案演示", date(2027, 1, n % 28 + 1), "展会", "想上 ERP"]  # fmt: skip


# -- the story ------------------------------------------------------------------------------------------

SPOILT: dict[int, tuple[int, Cell, str]] = {  # row: (column, what stands there, what is told)
    10: (2, "1390000001", "cell.phone_one_short"), 20: (3, "很多", "cell.amount"), 30: (4, "跳舞", "cell.stage"),
    40: (5, "2027-02-30", "cell.day"), 50: (6, "火星", "cell.source"), 60: (0, "客户005第595机械厂有限公司", "line.same_customer"),
    70: (2, 1.38e22, "cell.phone_shortened"), 80: (3, -5, "cell.amount"), 90: (5, "下周三", "cell.day"), 100: (5, Broken("#N/A"), "cell.error"),
}  # fmt: skip


def rows_with_faults() -> list[list[Cell]]:
    rows = [good(n) for n in range(500)]
    for n, (column, said, _) in SPOILT.items():
        rows[n][column] = said
        rows[n + 200][column] = said if column else f"客户{n + 3:03}第{(n + 3) * 7919 % 1000}机械厂"
    return rows


def test_a_row_names_everything_that_is_wrong_with_it(machine: Machine) -> None:
    row = good(1)
    row[3], row[6] = "-3", "火星"
    given = file_of([*row, "Nobody Known"], head=[*HEAD, "负责人"])
    assert why(take(machine, given, "maya")) == [["cell.amount", "cell.source", "line.no_owner"]]


def test_500_rows_with_20_faults_are_imported_corrected_and_imported_again(machine: Machine) -> None:
    given = file_of(*rows_with_faults())
    seen = tables.look(machine.deps, given, START, by(machine, "liam"))
    assert seen.counts == {"deals": 480, "held": 20} and machine.rows(Deal) == []
    outcome = take(machine, given)
    assert outcome.counts == seen.counts and outcome.held == seen.held
    assert Counter(key for each in why(outcome) for key in each) == Counter(
        [told for _, _, told in SPOILT.values()] * 2
    )
    mend = faults.workbook(given, outcome.held, "zh")
    sheet = load_workbook(io.BytesIO(mend)).worksheets[0]
    head = [str(cell.value) for cell in sheet[1]]
    assert head == ["要改什么", "不是同一家", *HEAD] and sheet.max_row == 21
    assert str(sheet["A2"].value) == "手机：1390000001 少一位"
    unmended = tables.of_file("待改.xlsx", mend)
    assert take(machine, unmended).counts == {"held": 20}, "nothing comes in by being sent again"
    for n, row in enumerate(sheet.iter_rows(min_row=2), 2):
        line = outcome.held[n - 2].line - 2
        column, _, told = SPOILT[line % 200]
        if told == "line.same_customer":
            row[1].value = "是"
        else:
            row[2 + column].value = good(line)[column]
    target = io.BytesIO()
    sheet.parent.save(target)  # type: ignore[union-attr]
    again = take(machine, tables.of_file("待改.xlsx", target.getvalue()))
    assert again.counts == {"deals": 20} and not again.held
    assert len(machine.rows(Deal)) == 500 and len({deal.code for deal in machine.rows(Deal)}) == 500
    third = take(machine, given)
    assert third.counts == {"same": 482, "held": 18} and not third.is_changed, (
        "other companies are known by now"
    )


@pytest.mark.parametrize(
    ("said", "told"), [("问前台", True), ("分机 8012", True), ("13900000001 转 5", False), ("-", False)]
)
def test_what_is_no_number_is_kept_as_it_is_and_said(machine: Machine, said: Cell, told: bool) -> None:
    row = good(1)
    row[2] = said
    outcome = take(machine, file_of(row))
    kept = [(gap.what, gap.value) for gap in outcome.gaps if gap.done == "import.no_number"]
    assert kept == ([("phone", str(said))] if told else []) and not outcome.held


@pytest.mark.parametrize(("column", "letters"), [(0, 12_000), (0, 121), (1, 12_000)])
def test_a_cell_too_long_for_a_name_holds_its_row_back(machine: Machine, column: int, letters: int) -> None:
    long = good(1)
    long[column] = "".join(random.Random(7).choices("机械数控轴承", k=letters))
    outcome = take(machine, file_of(long, good(2)))
    assert why(outcome) == [["cell.too_long"]] and outcome.counts == {"deals": 1, "held": 1}


def test_a_row_becomes_a_deal_with_all_that_it_says(machine: Machine) -> None:
    head = [*HEAD, "币种", "职务", "邮箱", "下一步", "下一步时间", "跟进记录", "获取时间", "行业"]
    take(machine, file_of([*good(7), "USD", "采购总监", "z@hengda.cn", "发报价", date(2026, 12, 2), "来过展位", "2026-11-20 10:30", "机械"], head=head))  # fmt: skip
    deal = only(machine)
    assert (deal.stage, deal.source, deal.amount_minor, deal.currency) == (
        "proposal",
        "expo",
        8 * 10_000_00,
        "USD",
    )
    assert (deal.code, deal.owner_id, deal.origin) == ("EXPO-2026-001", machine.ids["liam"], "import")
    assert deal.created_at == datetime.fromisoformat("2026-11-20T10:30+08:00") and deal.clocks_from is None
    (account,), (contact,), (note,), (step,) = (
        machine.rows(table) for table in (Account, Contact, Note, Step)
    )
    assert (account.industry, account.domain) == ("机械", "hengda.cn")
    assert (contact.name, contact.title, contact.phone) == ("张7", "采购总监", "+8613900000007")
    assert (note.agreed, note.kind) == ("来过展位", "internal") and (step.text, step.on_date) == (
        "发报价",
        date(2026, 12, 2),
    )
    with machine.db.read() as tx:
        found: Any = cards.look_up(Hand(machine, "liam").ask(), "13900000007")
        assert found.head.deal_id == deal.id and tx.exec(select(DealContact)).one().contact_id == contact.id


# -- the second time ------------------------------------------------------------------------------------


def test_what_changed_in_the_file_is_changed_and_the_rest_stays(machine: Machine) -> None:
    head = ["编号", *HEAD]
    take(machine, file_of(["A-7", *good(1)], ["A-9", *good(2)], head=head))
    first = machine.rows(Deal)[0]
    row = good(1)
    row[2], row[3], row[4], row[7] = "13777777777", 99, "丢单", ""
    changed = file_of(["A-7", *row], ["A-9", *good(2)], head=head)
    assert tables.look(machine.deps, changed, START, by(machine, "liam")).counts == {"changed": 1, "same": 1}
    assert take(machine, changed).counts == {"changed": 1, "same": 1}
    deal = machine.rows(Deal)[0]
    assert (deal.state, deal.stage, deal.amount_minor, deal.need) == (
        "lost",
        "proposal",
        990_000_00,
        "想上 ERP",
    )
    assert deal.code == first.code and deal.created_at == first.created_at
    assert machine.rows(Contact)[0].phone == "+8613777777777" and len(machine.rows(Contact)) == 2
    assert take(machine, changed).counts == {"same": 2}


def test_two_people_may_both_count_from_one(machine: Machine) -> None:
    head = ["编号", "客户名称"]
    take(machine, file_of(["A-7", "恒达机械"], head=head))
    assert take(machine, file_of(["A-7", "云帆科技"], head=head), "dana").counts == {"deals": 1}
    assert {deal.owner_id for deal in machine.rows(Deal)} == {machine.ids["liam"], machine.ids["dana"]}


# -- whose they are -------------------------------------------------------------------------------------


def test_reps_bring_their_own_and_managers_their_teams(machine: Machine) -> None:
    head = ["客户名称", "负责人"]
    given = file_of(["甲机械厂", "Liam"], ["乙食品厂", "@dana"], ["丙物流", "Zoe"], ["丁化工", "Nobody Such"], ["戊电气", None], head=head)  # fmt: skip
    liam = take(machine, given)
    assert why(liam) == [["line.not_your_team"], ["line.not_your_team"], ["line.no_owner"]]
    maya = take(machine, given, "maya")
    assert why(maya) == [["line.have_it"], ["line.not_your_team"], ["line.no_owner"], ["line.have_it"]]
    owners = {machine.ids[name] for name in ("liam", "dana")}
    assert {deal.owner_id for deal in machine.rows(Deal)} == owners and len(machine.rows(Deal)) == 3


def test_who_may_bring_what(machine: Machine) -> None:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="admin"))
    deals, products = file_of(["甲"], head=["客户名称"]), file_of(["GTX", 5], head=["产品名称", "单价"])
    people, accounts = (
        file_of(["Liam", "Dana"], head=["姓名", "直属经理"]),
        file_of(["甲", "机械"], head=["公司名称", "成立年份"]),
    )
    assert [part.kind for each in (deals, products, people, accounts) for part in each] == ["deals", "products", "people", "accounts"]  # fmt: skip
    may = {"liam": [deals], "maya": [deals, accounts], "zoe": [products, people, accounts]}
    for who, theirs in may.items():
        for given in (deals, products, people, accounts):
            if given in theirs:
                tables.look(machine.deps, given, START, by(machine, who))
            else:
                with pytest.raises(Refused):
                    take(machine, given, who)


def test_an_admin_sets_places_and_prices_and_a_rep_no_products(machine: Machine) -> None:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="admin"))
    given = file_of(
        ["Liam", "Dana", "销售、经理"],
        ["新来的", "Maya", None],
        ["Maya", "Liam", None],
        head=["姓名", "直属经理", "角色"],
    )
    outcome = take(machine, given, "zoe")
    assert outcome.counts == {"changed": 1, "people": 1, "held": 1} and why(outcome) == [["people.cycle"]]
    liam = Hand(machine, "liam")
    assert liam.person.manager_id == machine.ids["dana"] and liam.actor.roles == {"rep", "manager"}
    take(machine, file_of(["GTX", 5, "USD"], head=["产品", "单价（万）", "币种"]), "zoe")
    assert [(p.name, p.list_price_minor, p.currency) for p in machine.rows(Product)] == [
        ("GTX", 50_000_00, "USD")
    ]
    take(machine, file_of(["甲", "g t x"], ["乙", "Gizmo"], head=["客户名称", "意向产品"]))
    one, two = machine.rows(Deal)
    assert one.product_id == machine.rows(Product)[0].id and len(machine.rows(Product)) == 1
    assert (two.product_id, two.need) == (None, "Gizmo")


# -- who is on it already -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("恒达机械 张总 13800138000 展会", ["恒达机械有限公司", "", ""]),
        ("恒达机械 张总 13800138000 展会", ["别的名字", "李", 13800138000]),
        ("Acme Corp Ravi ravi@acme-labs.com expo", ["Something Else", "x@acme-labs.com", ""]),
        ("Contoso Industries expo 212-555-0190", ["Contoso Industies", "", ""]),
    ],
)
def test_a_customer_whom_somebody_has_is_held_and_only_named_to_its_own(
    machine: Machine, typed: str, row: list[Cell]
) -> None:
    saved = Hand(machine, "dana").lead(typed)
    given = file_of(row, head=["客户名称", "联系人" if "@" not in str(row[1]) else "邮箱", "手机"])
    liam, dana = take(machine, given), take(machine, given, "dana")
    assert why(liam) == [["line.taken"]] and dict(liam.held[0].faults[0].fields) == {"owner": "Dana"}
    assert why(dana) == [["line.have_it"]] and saved.head.code in str(dana.held[0].faults[0].fields)
    assert saved.head.code not in faults.sentence(given[0], liam.held[0].faults, "en")
    head = [*given[0].table.head, "不是同一家"]
    assert take(machine, file_of([*row, "是"], head=head)).counts == {"deals": 1}


def test_closed_customers_may_come_again_and_numbers_tell_deals_of_one_customer_apart(
    machine: Machine,
) -> None:
    machine.change(machine.deal(state="lost", closed_at=START), state="lost")
    with machine.db.read() as tx:
        name = tx.exec(select(Account.name)).one()
    assert take(machine, file_of([name], head=["客户名称"])).counts == {"deals": 1}
    rows: list[list[Cell]] = [["K-1", "云帆"], ["K-2", "云帆科技有限公司"], ["K-3", "云帆"]]
    assert take(machine, file_of(*rows, head=["编号", "客户名称"]), "dana").counts == {"deals": 3}
    again = take(machine, file_of(*rows, ["K-4", "云帆"], head=["编号", "客户名称"]), "dana")
    assert again.counts == {"deals": 1, "same": 3}
    assert why(take(machine, file_of(["云帆"], head=["客户名称"]))) == [["line.taken"]]
    whole = tables.take(machine.deps, file_of(["CRM-1", name], head=["编号", "客户名称"]), START)
    warned = [gap.done.partition(":")[2] for gap in whole.gaps if gap.kind == "warning"]
    assert warned == ["OTHER-2026-001 · Liam"]
    assert why(take(machine, file_of(["X-1", "云帆"], head=["编号", "客户名称"]))) == [], "a CRM's own number"


def test_the_check_asks_for_names_as_the_lines_have_them(machine: Machine) -> None:
    """Held rows say the first row that has the customer, also across batches."""
    rows: list[list[Cell]] = [[f"客户{n:04}股份", f"139{n:08}"] for n in range(450)]
    rows.append(["别家", "13900000003"])
    outcome = take(machine, file_of(*rows, head=["客户名称", "电话"]))
    assert outcome.counts["deals"] + outcome.counts.get("held", 0) == 451
    assert outcome.held[-1].line == 452 and outcome.held[-1].faults[0].fields == {"line": "5"}
    with machine.db.read() as tx:
        assert meeting.by_codes(tx, []) == {}
