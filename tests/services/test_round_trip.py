"""The lead table goes out and comes back without loss: into an empty Baton, into the same one, as a file somebody changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.sheets import lead_table, writing
from bot.sheets.writing import Page
from bot.views import fields
from bot.words import LOCALES
from rules.exchange import heads
from rules.exchange.deals import DealRow
from rules.exchange.sheet import Cell
from services.exchange import export, importing, parts
from services.exchange.export import Exported
from storage.tables import Account, Deal, Person, Step
from tests.lending import CopyOf
from tests.services import tables
from tests.services.hand import Hand
from tests.services.lead_tables import HERE, as_file, filled
from tests.services.machine import START, Machine

LEAD_TABLE = "线索编号 来源渠道 客户名称 联系人 联系方式 获取时间 当前阶段 进入阶段时间 预计转化时间 销售代表 销售经理 关键动作记录 结果状态 转化周期 流失原因 备注"


@pytest.fixture
def other(copy_of: CopyOf) -> Iterator[Machine]:
    """Another Baton, with nothing in it but the same process and team."""
    made = Machine(copy_of(None))
    yield made
    made.close()


def everything(machine: Machine) -> Exported:
    return export.everything(machine.deps, HERE, now=machine.clock.now())


def cells(found: Exported) -> list[list[Cell]]:
    return [list(row) for row in lead_table.page(found.lines, found.pipeline, "zh", found.region).rows]


# -- without loss ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "locale"), [("xlsx", "zh"), ("csv", "en")])
def test_out_into_an_empty_baton_and_out_again_is_the_same(
    machine: Machine, other: Machine, kind: str, locale: str
) -> None:
    filled(machine)
    with machine.db.write() as tx:  # people whom the other one has never heard of
        for person in tx.exec(select(Person)):
            person.name = f"{person.name} 某"
            tx.add(person)
        for account in tx.exec(select(Account)):  # more than a card or a form shows of it
            account.region = f"浦东 {'新区' * 60}"
    before = everything(machine)
    assert {line.state for line in before.lines} == {"open", "draft", "won", "lost", "invalid"}
    other.clock.set(machine.clock.now())
    outcome = tables.take(other.deps, tables.of_file(*as_file(before, kind, locale)), other.clock.now())
    assert outcome.counts["deals"] == len(before.lines) and not outcome.held
    after = everything(other)
    assert cells(after) == cells(before)
    assert {account.region for account in other.rows(Account)} == {f"浦东 {'新区' * 60}"}
    last = max(line.code.seq for line in before.lines if line.code and line.code.source == "EXPO")
    following = Hand(other, "liam").lead("新来的客户 展会 13600136000").head.code
    assert following == f"EXPO-2026-{last + 1:03}", "no number twice"
    with other.db.read() as tx:
        assert {p.name for p in tx.exec(select(Person)) if p.kind == "unmapped"} >= {
            "Liam 某",
            "Maya 某",
            "Zoe 某",
        }
    assert [s.text for s in other.rows(Step) if s.state == "open"] == [
        s.text for s in machine.rows(Step) if s.state == "open"
    ]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_into_the_same_baton_everything_is_as_it_was(machine: Machine, kind: str) -> None:
    filled(machine)
    found = everything(machine)
    outcome = tables.take(machine.deps, tables.of_file(*as_file(found, kind, "zh")), machine.clock.now())
    drafts = sum(line.state == "draft" for line in found.lines)
    assert outcome.counts == {"same": len(found.lines) - drafts, "held": drafts}, (
        "a draft has no number: it is there"
    )
    assert not outcome.is_changed and cells(everything(machine)) == cells(found)


def test_the_head_is_the_usual_lead_tables_and_every_head_is_known_again() -> None:
    for locale in LOCALES:
        head = [fields.name(key, locale) for key in lead_table.COLUMNS]
        assert [max(heads.FIELDS["deals"], key=lambda f, said=said: heads.score(said, "deals", f.key)).key for said in head] == list(lead_table.COLUMNS)  # type: ignore[misc]  # fmt: skip
        if locale == "zh":
            assert head[:16] == LEAD_TABLE.split()
    for key in ("wrong", "different"):
        for locale in LOCALES:
            assert heads.score(fields.name(key, locale), "deals", key) == 1.0


WORD = st.text(alphabet="ab恒 ：:;；、/·→›'=+-@\t1，,", max_size=12).map(lambda s: " ".join(s.split()))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.lists(st.tuples(WORD, WORD, WORD), min_size=1, max_size=5))
def test_whatever_people_wrote_comes_back(other: Machine, said: list[tuple[str, str, str]]) -> None:
    pipeline = other.deps.config.active().pipeline
    lines = [
        DealRow(number=f"EXPO-2030-{n:03}", source="expo", account=account, need=need, state="lost", reason="other",
                detail=detail, created=datetime.fromisoformat("2026-01-02T03:04"), stage="lead")
        for n, (account, need, detail) in enumerate(said, 1)
    ]  # fmt: skip
    page = lead_table.page(lines, pipeline, "zh", "CN")
    for file in ("x.csv", "x.xlsx"):
        data = writing.as_csv(page) if file == "x.csv" else writing.xlsx([page])
        (part,) = tables.of_file(file, data)
        read = [tables.read(other.deps, part, line) for line in part.table.lines]
        assert [(r.account, r.need, r.detail) for r in read] == [
            (line.account, line.need, _bare(line.detail)) for line in lines
        ]


def _bare(detail: str) -> str:
    return detail.strip()


@pytest.mark.parametrize("batch", [2, 100])
def test_a_number_that_stands_twice_is_held_in_whichever_batch_it_comes(machine: Machine, batch: int) -> None:
    """As the preview says, which has written nothing of the first."""
    head = ["客户名称", "来源", "金额", "编号"]
    lines = [["恒达机械", "官网", "1000", "A-1"], ["云帆科技", "官网", "2000", "A-2"]]
    lines += [["恒达机械", "官网", "7000", "A-1"], ["安信仓储", "官网", "10", "A-3"]]
    file = tables.of_file("名单.xlsx", writing.xlsx([Page("名单", head, lines)]))
    course = parts.Course()
    course.batch = batch
    out = importing.run(machine.deps, file, parts.Plan(tables.OPERATOR), now=START, course=course)
    assert [[fault.key for fault in held.faults] for held in out.held] == [["line.double"]]
    assert [deal.amount_minor for deal in machine.rows(Deal)] == [1000_00, 2000_00, 10_00]


def test_lines_that_change_deals_go_in_few_at_a_time(machine: Machine) -> None:
    """Each takes statements of its own, and whoever types meanwhile waits for the lock."""
    deals = [machine.deal_row(machine.deal()) for _ in range(importing.DEARER + 2)]
    head = ["线索编号", "客户名称", "版本", "预计金额"]
    lines = [[deal.code, f"Acme {n}", deal.version, "12345"] for n, deal in enumerate(deals, 1)]
    lines += [["", f"恒达机械{n}", "", "12345"] for n in range(5)]
    file = tables.of_file("名单.xlsx", writing.xlsx([Page("名单", head, lines)]))
    done: list[int] = []
    out = importing.run(machine.deps, file, parts.Plan(tables.OPERATOR), now=START, progress=done.append)
    assert done == [importing.DEARER, 2 + 5]
    assert (out.counts["changed"], out.counts["deals"]) == (len(deals), 5)
    assert {deal.amount_minor for deal in machine.rows(Deal)} == {12345_00}
