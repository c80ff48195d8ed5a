"""Tables through Slack: sent in the DM, looked at, corrected, imported, mended, taken back; and the lead table as a file."""

from __future__ import annotations

import io
import urllib.request
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import col, select

from bot.sheets import writing
from bot.sheets.writing import Page
from sandbox.driver import OPENER, Sandbox, text_of
from storage.tables import Deal
from tests.flows.talking import Talker, buttons, is_booked
from tests.world import World

HEAD = ["客户名称", "联系人", "手机", "预算（万元）", "颜色", "销售代表"]
ROWS: list[list[Any]] = [
    ["恒达机械", "张总", "13800138000", 80, "红", ""],
    ["云帆科技", "李工", "1390013900", 20, "蓝", ""],
    ["安信达仓储", "王姐", "13700137000", 12, "绿", ""],
    ["海川物流", "赵总", "13600136000", 35, "绿", "小李子"],
]


def book(*rows: list[Any], head: list[str] = HEAD) -> bytes:
    return writing.xlsx([Page("名单", head, rows)])


def send(talk: Talker, name: str, data: bytes, text: str = "") -> None:
    talk.who.say("app", text, files=[talk.who.upload(name, data)])


def hears(talk: Talker, says: str, buttons_too: str = "") -> dict[str, Any]:
    """The newest of Baton's messages that says this."""

    def there() -> dict[str, Any] | None:
        found = [one for one in talk.answers() if says in text_of(one) or says in one["text"]]
        return found[-1] if found and (not buttons_too or buttons_too in buttons(found[-1])) else None

    found = talk.world.slack.wait_for(there)
    assert found is not None
    is_booked(talk.world)
    return found


def file_sent(talk: Talker, part: str) -> tuple[str, bytes]:
    """The newest file of Baton's with this in its name."""

    def there() -> list[dict[str, Any]]:
        return [file for one in talk.answers() for file in one.get("files") or [] if part in file["name"]]

    file = talk.world.slack.wait_for(there)[-1]
    wanted = urllib.request.Request(
        file["url_private"], headers={"Authorization": f"Bearer {Sandbox.bot_token}"}
    )
    with OPENER.open(wanted, timeout=5) as answer:
        return str(file["name"]), answer.read()


def live(world: World) -> list[Deal]:
    with world.deps.db.read() as tx:
        return [deal for deal in tx.exec(select(Deal).order_by(col(Deal.id))) if deal.state != "void"]


def test_a_file_is_looked_at_imported_mended_and_taken_back(world: World) -> None:
    talk = Talker(world, "maya")
    send(talk, "名单.xlsx", book(*ROWS))
    seen = hears(talk, "打算这样导入", "导入")
    said = text_of(seen)
    assert "4 条线索" in said and "手机 → 电话" in said and "不导入：颜色" in said
    assert "新增 2 单" in said and "手机：1390013900 少一位" in said and "小李子（1 行）" in said
    assert not live(world), "nothing is written before somebody says so"
    form = talk.who.opening.click(seen, "改对应关系")
    assert talk.who.submit(form, {"c4_deals": "联系人"})["result"] == "errors"
    assert (
        talk.who.submit(form, {"c4_deals": "需求", "owner0": "U0LIAM", "source": "展会"})["result"]
        == "closed"
    )
    seen = talk.read(seen, "新增 3 单")
    assert "颜色 → 需求" in text_of(seen) and "小李子" not in text_of(seen)
    talk.who.click(seen, "导入")
    talk.who.click(seen, "导入")
    done = talk.read(seen, "导入好了")
    assert "新增 3 单" in text_of(done) and buttons(done) == ["要改的 1 行", "撤销"]
    assert [(d.need, d.source) for d in live(world)] == [("红", "expo"), ("绿", "expo"), ("绿", "expo")]
    with world.deps.db.read() as tx:
        owners = {deal.owner_id for deal in tx.exec(select(Deal))}
    assert len(owners) == 2
    name, data = file_sent(talk, "待改")
    assert name == "名单-待改.xlsx"
    sheet = load_workbook(io.BytesIO(data))
    next(c for c in sheet.worksheets[0][2] if c.value == "1390013900").value = "13900139000"
    target = io.BytesIO()
    sheet.save(target)
    send(talk, name, target.getvalue())
    mended = hears(talk, "名单-待改.xlsx", "导入")
    assert "要改什么" not in text_of(mended), "our own column is nothing to be told of"
    talk.who.click(mended, "导入")
    world.slack.wait_for(lambda: len(live(world)) == 4)
    liam = Talker(world, "liam")
    liam.who.command("#sales-east", "/followup 海川 同意看样；周五发报价")
    talk.who.click(done, "撤销")
    undone = talk.read(done, "撤销了")
    assert "撤掉 2 单" in text_of(undone) and "1 条有人跟进过，留着" in text_of(undone)
    assert len(live(world)) == 2
    send(talk, "名单.xlsx", book(*ROWS))
    seen = hears(talk, "用的是你上次改过的")
    again = text_of(seen)
    assert "颜色 → 需求" in again and "新增 2 单" in again and "小李子" not in again
    assert "'initial_user': 'U0LIAM'" in str(talk.who.opening.click(seen, "改对应关系"))
    send(talk, "照片.png", b"\x89PNG")
    photo = hears(talk, "*照片.png*：是哪一单的？")
    talk.say("海川", under=photo)
    assert "现场照片" in buttons(talk.read(photo, "是什么"))


def test_what_a_rep_exports_comes_back_whole(world: World) -> None:
    talk = Talker(world, "liam")
    talk.who.command("#sales-east", "/lead 恒达机械 张总 13800138000 想上ERP 预算80万 展会")
    world.dana.command("#sales-east", "/lead 云帆科技 李工 13900139000 官网")
    assert "好了就发到私信里" in talk.who.command("#sales-east", "/baton 导出").text
    name, data = file_sent(talk, "线索-2026-11-24")
    head, *rows = load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    assert [str(one) for one in head][:16] == [
        "线索编号", "来源渠道", "客户名称", "联系人", "联系方式", "获取时间", "当前阶段", "进入阶段时间", "预计转化时间", "销售代表",
        "销售经理", "关键动作记录", "结果状态", "转化周期", "流失原因", "备注",
    ]  # fmt: skip
    assert [row[2] for row in rows] == ["恒达机械"], "a rep's own, and nobody else's"
    send(talk, name, data)
    seen = hears(talk, "打算这样导入")
    assert "1 行已经有了，没变" in text_of(seen) and buttons(seen) == ["改对应关系", "先不导入"]
    talk.tap(seen, "先不导入", "先不导入")
    assert "csv" in talk.who.command("#sales-east", "/baton export pdf").text
    refused = world.person("chen").command("#sales-east", "/baton export").text
    assert "私信" not in refused and "DM" not in refused


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_what_slack_does_not_give_or_take_at_once_is_tried_again_or_said(world: World) -> None:
    talk = Talker(world, "maya")
    world.slack.fault("files.info", "ratelimited", times=1, retry_after=1)
    send(talk, "名单.xlsx", book(*ROWS[:1]))
    seen = hears(talk, "打算这样导入", "导入")
    talk.who.click(seen, "导入")
    talk.read(seen, "导入好了")
    world.slack.fault("files.getUploadURLExternal", "missing_scope", times=1)
    talk.who.command("#sales-east", "/baton export")
    assert "files:write" in text_of(hears(talk, "文件没发出去"))
    world.slack.no_faults()
    talk.who.command("#sales-east", "/baton 导出 csv")
    name, data = file_sent(talk, ".csv")
    assert data.decode("utf-8-sig").splitlines()[1].split(",")[2] == "恒达机械"


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_an_import_that_a_restart_cut_off_goes_on(world: World) -> None:
    talk = Talker(world, "maya")
    many = [
        [f"客户{n:04}第{n * 7919 % 10007}机械厂", f"张{n}", f"139{n:08}", 1, "红", ""] for n in range(900)
    ]
    send(talk, "名单.xlsx", book(*many))
    seen = hears(talk, "打算这样导入", "导入")
    talk.who.click(seen, "导入")
    world.slack.wait_for(lambda: live(world))
    world.baton.stop()
    world.revive()
    assert "新增 900 单" in text_of(talk.read(seen, "导入好了"))
    assert len(live(world)) == 900
