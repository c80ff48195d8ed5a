"""S6 and S7 to their ends, on the page: what an amount and a stage move do to a red deal, and a guest in the channel."""

import pytest
from playwright.sync_api import expect

from tests.browser.walk import Walk
from tests.world import World

pytestmark = pytest.mark.browser


def test_an_amount_restarts_nothing_and_a_stage_move_clears_the_red(walk: Walk, team: World) -> None:
    liam, maya = walk("U0LIAM"), walk("U0MAYA")
    team.slack.advance(to="2026-11-26T08:55+08:00")
    listed = maya.held(maya.last("今日卡点 · 11月26日（周四）"))
    expect(listed).to_contain_text("博远物流 · 方案演示 · 7 个工作日 · 李明 Liam")
    posts = maya.page.locator(".centre .message", has_text="今日卡点 ·").count()
    card = liam.type("/deal 博远物流")
    liam.pick(card, "修改")
    liam.modal()
    liam.fill("amount", "52万")
    liam.submit()
    expect(liam.modal()).to_contain_text("52 万")
    liam.dismiss()
    card = liam.type("/deal 博远物流")
    expect(card).to_contain_text("🔴 博远物流")
    expect(card).to_contain_text("¥520,000")
    liam.shot("amount-restarts-nothing")
    liam.move("hour")
    expect(listed).to_contain_text("博远物流 · 方案演示 · 7 个工作日")
    expect(listed).not_to_contain_text("✓")
    liam.dm()
    liam.pick(liam.last("「方案演示」上限 7 个工作日"), "为什么提醒我")
    expect(liam.modal()).to_contain_text("11月16日（周一）")
    liam.dismiss()
    liam.go()
    liam.press(liam.type("/deal 博远物流"), "换阶段")
    form = liam.modal()
    liam.fill("link_quote", "https://example.com/quote")
    liam.fill("item_reaction", "报价能接受，想先上两条线")
    liam.submit()
    expect(form).to_contain_text("博远物流 进「商务谈判」了")
    liam.dismiss()
    liam.move("hour")
    expect(listed).to_contain_text("✓ 博远物流 · 李明 Liam · 解决了")
    expect(listed).to_contain_text("（已编辑）")
    expect(maya.page.locator(".centre .message", has_text="今日卡点 ·")).to_have_count(posts)
    maya.shot("cleared-in-place")
    expect(liam.type("/deal 博远物流")).to_contain_text("🟢 博远物流")
    home = liam.home()
    expect(home).to_contain_text("我的一天")
    expect(home).not_to_contain_text("🔴 博远物流")
    liam.shot("no-red-left")


def test_a_guest_in_the_channel_stops_the_list_and_the_admin_hears_why(walk: Walk, team: World) -> None:
    maya, ada = walk("U0MAYA"), walk("U0ADA")
    ada.dm()
    team.slack.members("C0SALES", add=["gus"])
    gus = walk("U0GUEST")
    maya.move("morning")
    maya.move("hour")
    expect(ada.last("I didn't post the stuck deals in")).to_contain_text("there are guests in the channel")
    ada.shot("told")
    for reader in (maya, gus):
        expect(reader.page.locator(".centre .message")).to_have_count(1)
    gus.shot("nothing-for-guests")
    team.slack.members("C0SALES", remove=["gus"])
    maya.move("workday")
    expect(maya.last("今日卡点 ·")).to_contain_text("新增 2")
    expect(ada.page.locator(".centre .message", has_text="stuck deals")).to_have_count(1)
