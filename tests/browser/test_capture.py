"""Capture, to the end: by keyboard alone, on a page as wide as a phone, and a file of 500 rows mended and sent again."""

import io
import urllib.request
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from sqlmodel import col, select

from bot.sheets import writing
from bot.sheets.writing import Page
from sandbox.driver import OPENER, Sandbox
from storage.tables import Deal
from tests.browser.pages import PATIENCE
from tests.browser.walk import NARROW, Walk, Walker
from tests.world import World

pytestmark = pytest.mark.browser
WITHIN = 60  # presses of Tab, back from the line to what was said last
HEAD = ["客户名称", "联系人", "手机", "预算（万元）", "来源"]


def by_keyboard(one: Walker, text: str) -> None:
    """Goes back by Tab to the nearest button of this name, or ⋯ by its label, and presses it."""
    for _ in range(WITHIN):
        one.page.keyboard.press("Shift+Tab")
        here = one.page.evaluate(
            "document.activeElement.innerText.trim() || document.activeElement.ariaLabel"
        )
        if here == text:
            one.page.keyboard.press("Enter")
            return
    raise AssertionError(f"{text} is not reached by Tab")


def typed(one: Walker, line: str) -> None:
    before = one.page.locator(".centre .message").count()
    one.page.locator(".centre .composer-input").focus()
    one.page.keyboard.insert_text(line)
    one.page.keyboard.press("Enter")
    expect(one.page.locator(".centre .message").nth(before)).to_be_visible(timeout=PATIENCE)


def test_at_the_fair_with_a_phone_and_no_mouse(walk: Walk) -> None:
    liam, dana = walk("U0LIAM"), walk("U0DANA")
    liam.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    typed(liam, "/lead 恒达机械 张总 13800138000 想上ERP 预算80万")
    expect(liam.last()).to_contain_text("从哪儿来的")
    liam.shot("asked")
    by_keyboard(liam, "展会")
    expect(liam.last()).to_contain_text("EXPO-2026-004）归你跟，11月25日（周三）15:30 前")
    typed(liam, "/lead 远景能源 李工 13900139000 风机监测")
    expect(liam.last()).to_contain_text("来源用的是今天的「展会」")
    expect(liam.last().get_by_role("button", name="换个来源")).to_be_visible()
    liam.shot("sticks")
    there = dana.type("/lead 恒达机械有限公司 王经理 13800138000 MES 40万")
    expect(there).to_contain_text("Liam")
    for secret in ("张总", "ERP", "80"):
        expect(there).not_to_contain_text(secret)
    dana.shot("somebody-has-them")
    by_keyboard(liam, "撤销")
    expect(liam.last("EXPO-2026-005 这个号作废")).to_be_focused(timeout=PATIENCE)
    liam.go("app")
    liam.page.click("[data-tab=home]")
    expect(liam.page.locator(".home")).to_contain_text("EXPO-2026-005 这个号作废")
    liam.shot("home")
    liam.go()
    typed(liam, "/lead 远景能源 李工 13900139000 风机监测")
    expect(liam.last()).to_contain_text("EXPO-2026-006")
    typed(liam, "/followup 恒达 见了张总，方案认可；下周三发报价")
    expect(liam.last()).to_contain_text("按见面记的")
    liam.shot("logged")
    by_keyboard(liam, "改时间")
    expect(liam.field("on").locator(".combo")).to_be_focused(timeout=PATIENCE)
    liam.page.keyboard.press("Escape")
    expect(liam.last().get_by_role("button", name="改时间")).to_be_focused(timeout=PATIENCE)
    liam.page.locator(".centre .composer-input").focus()
    by_keyboard(liam, "更多操作")
    expect(liam.page.locator(".menu-item", has_text="修改")).to_be_focused(timeout=PATIENCE)
    liam.page.keyboard.press("Enter")
    form = liam.modal()
    expect(liam.field("agreed").locator("textarea")).to_have_value("见了张总，方案认可")
    liam.fill("agreed", "电话里聊了，方案认可")
    liam.choose("outcome", "通了电话")
    liam.shot("edited")
    liam.submit()
    expect(form).to_contain_text("记好了，恒达机械")
    liam.page.keyboard.press("Shift+Tab")
    expect(form.locator("[data-modal=close]")).to_be_focused()
    liam.shot("put-right")


def test_500_rows_with_20_faults_come_in_are_mended_and_come_in_again(walk: Walk, team: World) -> None:
    maya = walk("U0MAYA")
    maya.dm()
    before = _deals(team)
    rows: list[list[Any]] = [
        [f"客户{n:04}第{n * 7919 % 10000}机械厂", f"张{n}", f"1371{n * 10:07}", n + 1, "展会"]
        for n in range(1, 501)
    ]
    for row in rows[::25]:
        row[2] = str(row[2])[:-1]  # a digit is missing
    _send(team, "名单.xlsx", writing.xlsx([Page("名单", HEAD, rows)]))
    _import(maya, "名单.xlsx", "新增 480 单")
    maya.shot("imported")
    expect(maya.last("导入好了")).to_contain_text("要改的 20 行")
    back = team.slack.wait_for(lambda: _sent_back(team))
    assert back is not None
    name, data = back
    table = load_workbook(io.BytesIO(data))
    cells = [cell for row in table.worksheets[0].iter_rows(min_row=2) for cell in row]
    faulty = [cell for cell in cells if str(cell.value).startswith("1371") and len(str(cell.value)) == 10]
    assert len(faulty) == 20
    for cell in faulty:
        cell.value = f"{cell.value}0"
    mended = io.BytesIO()
    table.save(mended)
    _send(team, name, mended.getvalue())
    _import(maya, name, "新增 20 单")
    maya.shot("mended")
    _send(team, "名单.xlsx", writing.xlsx([Page("名单", HEAD, rows)]))
    expect(maya.last("打算这样导入")).to_contain_text("480", timeout=PATIENCE)
    assert _deals(team) == before + 500
    maya.shot("again")


def _deals(team: World) -> int:
    with team.deps.db.read() as tx:
        return len(tx.exec(select(Deal.id).where(col(Deal.state) != "void")).all())


def _send(team: World, name: str, data: bytes) -> None:
    team.maya.say("app", "", files=[team.maya.upload(name, data)])


def _import(maya: Walker, name: str, brings: str) -> None:
    offer = maya.last(f"{name}：打算这样导入")
    expect(offer).to_contain_text(brings, timeout=PATIENCE)
    maya.press(offer, "导入")
    expect(maya.last(f"{name} 导入好了")).to_contain_text(brings, timeout=PATIENCE)


def _sent_back(team: World) -> tuple[str, bytes] | None:
    """The file of what has to be mended."""
    found = [f for one in team.maya.dm() for f in one.get("files") or [] if "待改" in f["name"]]
    if not found:
        return None
    asked = urllib.request.Request(
        found[-1]["url_private"], headers={"Authorization": f"Bearer {Sandbox.bot_token}"}
    )
    with OPENER.open(asked, timeout=5) as answer:
        return str(found[-1]["name"]), answer.read()
