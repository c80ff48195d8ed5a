"""What tables are about, and what their cells say: heads and values as people and tools write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.exchange import cells, days, heads
from rules.exchange.actions import Action
from rules.exchange.cells import Unit, Unread
from rules.exchange.deals import DealReader, DealRow
from rules.exchange.known import Known
from rules.exchange.others import OtherReader
from rules.exchange.sheet import Broken, Cell, Line, Sheet, Table, text
from rules.money import Amount
from rules.wordlists import words
from services.config import versions

ROOT = Path(__file__).resolve().parents[2]
PIPELINE: Any = versions.read_proposal((ROOT / "pipeline.yaml").read_text("utf-8"))[1]
NOW, TZ = datetime(2026, 11, 24, 7, 30, tzinfo=UTC), ZoneInfo("Asia/Shanghai")
LEAD_TABLE = words(
    "线索编号 来源渠道 客户名称 联系人 联系方式 获取时间 当前阶段 进入阶段时间 预计转化时间 销售代表 销售经理 关键动作记录 结果状态 转化周期 "
    "流失原因 备注"
)


def wall(*parts: int) -> datetime:
    """A local wall clock, as a cell tells it."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc,arg-type]


def known(locale: str = "zh", **more: Any) -> Known:
    values: dict[str, Any] = {"region": "CN", "now": NOW, "tz": TZ, "currency": "CNY"}
    return Known(pipeline=PIPELINE, locale=locale, **values | more)


def table(*rows: list[Cell]) -> Table:
    found = heads.table_of(Sheet("x", tuple(Line(n, tuple(row)) for n, row in enumerate(rows, 1))))
    assert found is not None
    return found


def deal(head: list[str], row: list[Cell], locale: str = "zh", **more: Any) -> tuple[DealRow, list[str]]:
    made = table(list(head), row)
    columns = heads.columns_of(made, "deals").columns
    read = DealReader(made, columns, known(locale, **more)).read(made.lines[0])
    return read.row, [fault.key for fault in read.faults]


@pytest.mark.parametrize(
    ("head", "kind", "columns"),
    [
        (LEAD_TABLE, "deals", "number source account contact reach created stage entered sign_on owner manager actions state cycle lost need"),
        (["公司名称*", "姓名", "手机号码", "职位", "意向产品", "备注（必填）"], "deals", "account contact phone title product need"),
        (["Full Name", "Company", "Job Title", "Mobile Phone Number", "Work E-mail"], "deals", "contact account title phone email"),
        (["First Name", "Last Name", "Organisation", "Est. Value (k)"], "deals", "first last account amount"),
        (["opportunity_id", "sales_agent", "product", "account", "deal_stage", "close_value"], "deals", "number owner product account stage amount"),
        (["account", "sector", "year_established", "office_location"], "accounts", "account industry year_established region"),
        (["产品名称", "系列", "单价(元)"], "products", "product series price"),
        (["sales_agent", "manager", "regional_office"], "people", "name manager office"),
        (["姓名", "角色", "直属经理", "时区"], "people", "name role manager zone"),
    ],
)  # fmt: skip
def test_a_table_is_known_by_its_heads(head: list[str], kind: str, columns: str) -> None:
    guess = heads.guess(table(list(head), ["x"] * len(head)))
    assert (guess.kind, " ".join(key or "-" for key in guess.columns)) == (kind, columns)


def test_the_head_is_found_under_a_title_and_in_two_merged_lines() -> None:
    made = table(
        ["2026 展会客户名单", None, None],
        ["客户信息", None, "商机信息", None],
        ["名称", "电话", "金额（万元）", "阶段"],
        ["恒达机械", 13800138000.0, 80, "方案演示"],
    )
    assert made.head == ("客户名称", "电话", "金额（万元）", "阶段")
    row, faults = deal(list(made.head), list(made.lines[0].cells))
    assert (row.account, row.amount_minor, row.stage, faults) == ("恒达机械", 800_000_00, "proposal", [])
    assert row.contacts[0].ways.phone == "+8613800138000"


def test_a_running_number_is_no_number_of_deals_and_unheaded_columns_are_known_by_their_values() -> None:
    made = table(
        ["编号", "客户", "?", "??"], *([str(n), "A", f"a{n}@b.cn", "13800138000"] for n in (1, 2, 3))
    )
    assert heads.guess(made).columns == ("", "account", "email", "phone")
    made = table(["编号", "客户"], ["7", "A"], ["9", "B"])
    assert heads.guess(made).columns == ("number", "account")


DAY = date(2026, 3, 5)


@pytest.mark.parametrize("said", [
    "2026-03-05", "2026/3/5", "2026.03.05", "2026年3月5日", "2026年3月5号", "20260305", 20260305, 46086, 46086.0, "46086",
    wall(2026, 3, 5), DAY, "5 March 2026", "Mar 5, 2026", "March 5th, 2026", "3月5日", "2026-03-05T00:00:00", "二〇二六年三月五日",
])  # fmt: skip
def test_a_day_in_every_written_form(said: Cell) -> None:
    read = days.read(said, order="mdy", locale="en", now=NOW, tz=TZ)
    assert (read.date() if isinstance(read, datetime) else read) == DAY


@pytest.mark.parametrize("said", ["", "soon", "昨天", "下周三", "next friday", "2026-02-30", "31/31/2026", 12, 1e9, True, "3 days ago", Broken("#N/A"), "1.2.3.4"])  # fmt: skip
def test_what_is_no_day_is_none(said: Cell) -> None:
    assert days.read(said, order="mdy", locale="en", now=NOW, tz=TZ) is None


def test_a_day_with_its_hour_and_the_order_of_day_and_month() -> None:
    at = wall(2026, 3, 5, 14, 30)
    for said in ("2026-03-05 14:30", "2026年3月5日 14:30", "3/5/2026 2:30 PM", 46086.604166666664, at):
        assert days.read(said, order="mdy", locale="en", now=NOW, tz=TZ) == at
    assert days.order_of(["03/05/2026", "25/05/2026"], "en") == ("dmy", True)
    assert days.order_of(["03/05/2026", "05/25/2026"], "en") == ("mdy", True)
    assert days.order_of(["03/05/2026"], "en") == ("mdy", False)
    assert days.order_of(["03-05-17"], "en") == ("dmy", False)
    assert days.order_of(["2026-03-05"], "en") == ("mdy", True)


@pytest.mark.parametrize(("head", "said", "want"), [
    ("金额", "80万", (800_000_00, "CNY")), ("金额（万元）", "80", (800_000_00, "CNY")), ("预算(万)", 12.5, (125_000_00, "CNY")),
    ("金额", 1200.5, (1200_50, "CNY")), ("金额", "1,200.50 EUR", (1200_50, "EUR")), ("Amount (USD)", "800k", (800_000_00, "USD")),
    ("预算万元", 80, (800_000_00, "CNY")), ("金额_元", 80, (80_00, "CNY")), ("合同额 万美元", 8, (80_000_00, "USD")),
    ("Budget USD", 80, (80_00, "USD")), ("Value, €", 80, (80_00, "EUR")), ("Amount in k EUR", 80, (80_000_00, "EUR")), ("Sum", 80, (80_00, "CNY")), ("预算（估）", 80, (80_00, "CNY")),
    ("Value (k)", 80, (80_000_00, "CNY")), ("金额", "¥1.2m", (1_200_000_00, "CNY")), ("金额", "￥5,000", (5_000_00, "CNY")),
    ("金额", "20-30万", (200_000_00, "CNY")), ("预算（万）", "20-30", (200_000_00, "CNY")), ("预算（万）", "约20", (200_000_00, "CNY")), ("Amount in k EUR", "60–80", (60_000_00, "EUR")), ("预算（万）", "80k", (80_000_00, "CNY")),
    ("金额", "$5000", (5_000_00, "USD")), ("金额", "1000 JPY", (1000, "JPY")), ("金额", "0", None), ("金额", "", None), ("金额", None, None),
])  # fmt: skip
def test_a_sum_with_its_unit(head: str, said: Cell, want: tuple[int, str] | None) -> None:
    counts = cells.unit(heads.unit_of(head), "CNY")
    read = cells.money(said, counts, "CNY", "CNY")
    assert (read and (read.minor, read.currency)) == want


@pytest.mark.parametrize(("said", "key"), [
    ("很多", "cell.amount"), (-5, "cell.amount"), ("-5", "cell.amount"), (1e300, "cell.amount"), (Broken("#REF!"), "cell.error"),
    (Broken("="), "cell.formula"), ("1e300", "cell.amount"),
])  # fmt: skip
def test_what_is_no_sum_is_told(said: Cell, key: str) -> None:
    with pytest.raises(Unread) as unread:
        cells.money(said, Unit(), "CNY", "CNY")
    assert unread.value.key == key


@pytest.mark.parametrize(("said", "want"), [
    ("80%", 80), ("80 ％", 80), (80, 80), (0.8, 80), ("0.8", 80), (0.1 + 0.2, 30), (0, 0), ("100%", 100), ("1%", 1),
    (1, None), ("120%", None), (0.333, None), ("33.3%", None), ("high", None), (-5, None), (Broken("#REF!"), None),
])  # fmt: skip
def test_a_percentage_is_whole_and_a_bare_1_may_be_all_of_it(said: Cell, want: int | None) -> None:
    try:
        read = cells.percent(said)
    except Unread:
        read = None
    assert read == want


@pytest.mark.parametrize("head", ["赢率", "成交概率", "Probability (%)", "win rate"])
@pytest.mark.parametrize(("result", "want"), [("", 80), ("lost", None)])
def test_how_likely_a_deal_is_stands_under_many_heads_and_only_of_one_that_runs(
    head: str, result: str, want: int | None
) -> None:
    row, faults = deal(["客户", "结果", head], ["恒达", result, "80%"])
    assert (row.probability, faults) == (want, [])


def test_a_yen_sign_is_asked_about_where_the_base_has_none() -> None:
    with pytest.raises(Unread) as unread:
        cells.money("¥80万", Unit(), "USD", "USD")
    assert unread.value.key == "cell.which_currency"
    assert cells.money("¥80万", Unit("CNY"), "USD", "USD") == Amount(800_000_00, "CNY")


@pytest.mark.parametrize(("said", "want"), [
    (13800138000, "+8613800138000"), (13800138000.0, "+8613800138000"), ("13800138000.0", "+8613800138000"),
    ("138 0013 8000", "+8613800138000"), ("'+86 138-0013-8000", "+8613800138000"), ("021-62881234", "+862162881234"),
])  # fmt: skip
def test_a_phone_as_spreadsheets_spoil_it(said: Cell, want: str) -> None:
    assert [way.phone for way in cells.ways(said, "CN")] == [want]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("1.38E+10", "cell.phone_shortened"),
        ("1380013800", "cell.phone_one_short"),
        (12, "cell.phone_too_short"),
        ("9 99-99", "cell.phone_too_short"),
    ],
)
def test_a_phone_that_lost_digits_is_told(said: Cell, key: str) -> None:
    with pytest.raises(Unread) as unread:
        cells.ways(said, "CN")
    assert unread.value.key == key


def test_a_lead_tables_line_becomes_a_deal() -> None:
    row, faults = deal(LEAD_TABLE, [
        "EXPO-2026-001", "展会", "恒达机械", "张总 · 采购总监 · 拍板人\n李工", "138 0013 8000 / z@hd.cn\n–", "2026-03-05 14:30", "方案演示",
        wall(2026, 4, 1, 9), "2026-12-31", "李明", "王芳", "2026-04-01 10:00 · 见了面 · 李明\n同意出方案\n→ 周三发对比", "跟进中", None, None, "想上 ERP",
    ])  # fmt: skip
    assert faults == [] and str(row.code) == "EXPO-2026-001" and row.source == "expo"
    assert [(c.name, c.title, c.role, c.ways.phone, c.ways.email) for c in row.contacts] == [
        ("张总", "采购总监", "decision_maker", "+8613800138000", "z@hd.cn"),
        ("李工", "", "unknown", None, None),
    ]
    assert row.actions == (Action(wall(2026, 4, 1, 10), "meeting", "李明", "同意出方案", "周三发对比"),)
    assert (row.stage, row.state, row.sign_on, row.need) == (
        "proposal",
        "open",
        date(2026, 12, 31),
        "想上 ERP",
    )


@pytest.mark.parametrize(("stage", "state", "want"), [
    ("Won", "", (None, "won")), ("Lost", "", (None, "lost")), ("Engaging", "", ("discovery", "open")), ("Prospecting", "", ("lead", "open")),
    ("", "赢单", (None, "won")), ("商务谈判", "丢单", ("negotiation", "lost")), ("Closed", "", ("closed", "won")), ("proposal", "Open", ("proposal", "open")),
    ("", "", (None, "open")), ("线索", "无效", ("lead", "invalid")), ("Closed Won", "Open", (None, "won")),
])  # fmt: skip
def test_stage_and_state(stage: str, state: str, want: tuple[str | None, str]) -> None:
    row, faults = deal(["客户", "阶段", "状态"], ["A", stage, state])
    assert ((row.stage, row.state), faults) == (want, [])


def test_every_fault_of_a_line_is_named_at_once() -> None:
    head = ["客户", "电话", "金额", "获取时间", "阶段", "来源", "邮箱", "状态", "币种"]
    row, faults = deal(
        head, ["A", "1380013800", "很多", "2026-02-30", "跳舞", "火星", "nobody", "??", "咖啡"]
    )
    assert row.account == "A"
    assert sorted(faults) == sorted(
        ["cell.phone_one_short", "cell.amount", "cell.day", "cell.stage", "cell.source", "cell.email", "cell.state", "cell.currency"]
    )  # fmt: skip
    assert deal(["客户", "金额"], ["", "5"])[1] == ["line.nobody"]


def test_reasons_with_words_and_days_to_close() -> None:
    row, _ = deal(
        ["客户", "结果", "流失原因", "获取时间", "转化周期"], ["A", "丢单", "竞品：用友", "2026-03-05", "46"]
    )
    assert (row.reason, row.detail, row.closed) == ("competitor", "用友", date(2026, 4, 20))
    row, _ = deal(["客户", "结果", "流失原因"], ["A", "丢单", "老板不喜欢"])
    assert (row.reason, row.detail) == ("other", "老板不喜欢")


def test_people_products_accounts_and_rates() -> None:
    def read(kind: Any, head: list[str], row: list[Cell]) -> tuple[Any, list[str]]:
        made = Table("x", tuple(head), (Line(2, tuple(row)),))
        got = OtherReader(kind, made, heads.columns_of(made, kind).columns, known()).read(made.lines[0])
        return got.row, [fault.key for fault in got.faults]

    person, faults = read("people", ["姓名", "角色", "经理", "日历"], ["李明", "销售、经理", "@maya", "中国"])
    assert (person.roles, person.manager, person.calendar, faults) == (("rep", "manager"), "maya", "cn", [])
    assert read("people", ["姓名", "角色"], ["李明", "皇帝"])[1] == ["people.unknown_role"]
    product, _ = read("products", ["产品", "单价（万元）", "币种"], ["GTX", "1.5", "USD"])
    assert (product.price_minor, product.currency) == (15_000_00, "USD")
    account, _ = read(
        "accounts",
        ["公司", "简称", "官网", "员工数"],
        ["恒达机械", "恒达,HD", "https://www.hengda.cn/x", 300],
    )
    assert (account.aliases, account.domain, account.details) == (
        ("恒达", "HD"),
        "hengda.cn",
        {"employees": "300"},
    )
    rate, faults = read("rates", ["币种", "汇率", "日期"], ["美元", "7.1234", "2026-11-01"])
    assert (rate.currency, str(rate.rate), rate.since, faults) == ("USD", "7.1234", date(2026, 11, 1), [])
    assert read("rates", ["currency", "rate"], ["CNY", "1"])[1] == ["rate.is_base"]
    assert read("rates", ["currency", "rate"], ["USD", "-1"])[1] == ["rate.unread"]


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.floats(),
            st.integers(),
            st.booleans(),
            st.dates(),
            st.datetimes(),
            st.text(),
            st.just(Broken("=")),
        )
    )
)
def test_no_cell_makes_a_reader_stumble(row: list[Cell]) -> None:
    head = (*LEAD_TABLE, "金额", "币种", "产品", "下一步时间", "邮箱", "名", "姓")
    made = Table("x", tuple(head), (Line(2, tuple(row)),))
    DealReader(made, heads.columns_of(made, "deals").columns, known()).read(made.lines[0])
    assert all(isinstance(text(cell), str) for cell in row)
