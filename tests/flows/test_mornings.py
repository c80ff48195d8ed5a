"""S6 and S7 through the front door: heads-up, red, the manager's list, the blocked list, verbs, why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from sandbox.driver import Persona, buttons_of, text_of
from storage.tables import Deal, DigestChannel, Note, Person, PersonRole, Task
from tests.lending import CopyOf
from tests.world import Started, World

Json = dict[str, Any]
CHANNEL = "C0SALES"
ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def world(copy_of: CopyOf, request: pytest.FixtureRequest) -> Iterator[World]:
    yield from thursday(copy_of, getattr(request, "param", "15:20"))


def thursday(copy_of: CopyOf, time: str = "15:20") -> Iterator[World]:
    """Liam's deal is in Proposal since last Tuesday, 15:30, so that its 7 working days end today."""
    now = f"2026-12-03T{time}+08:00"
    made = World(copy_of(Started(now)), now=now)
    made.liam.command("#sales-east", "/lead 恒达机械 张总 13800138000 ERP 80万 展会")
    began = datetime.fromisoformat("2026-11-24T15:30+08:00")
    maya = next(p for p in everybody(made) if p.handle == "maya")
    with made.deps.db.write() as tx:
        deal = tx.exec(select(Deal).where(Deal.code == "EXPO-2026-001")).one()
        deal.stage, deal.version = "proposal", deal.version + 1
        deal.stage_entered_at = deal.clocks_from = deal.owner_since = deal.created_at = began
        deal.last_contact_at, deal.last_contact_kind = began + timedelta(days=7), "talked"
        deal.next_check_at = made.clock.now()
        tx.add(deal)
        for day in (2, 7):  # they keep in touch
            at = began + timedelta(days=day)
            tx.add(Note(deal_id=deal.id, agreed="好的", raw="好的", contact_at=at, created_at=at))
        where = DigestChannel(channel=CHANNEL, locale="zh", tz="Asia/Shanghai", declared_at=began)
        where.root_person_id = maya.id
        tx.add(where)
    yield made
    made.stop()


def everybody(world: World) -> list[Any]:
    with world.deps.db.read() as tx:
        return list(tx.exec(select(Person)))


def last(person: Persona, what: str) -> Json:
    """The newest message of Baton's in the DM that says this."""
    return next(m for m in reversed(person.dm()) if what in text_of(m))


def posts(world: World) -> list[Json]:
    return [
        m for m in world.maya.messages("#sales-east") if "今日卡点" in text_of(m) or "没有卡住" in text_of(m)
    ]


def until(world: World, found: Callable[[], object]) -> None:
    world.slack.wait_for(found)


def limit(world: World) -> None:
    """Past 15:30: the limit."""
    world.slack.advance(to="2026-12-03T15:40+08:00")


@pytest.mark.parametrize("world", ["08:20"], indirect=True)
def test_slow_but_not_silent_is_heard_in_order(world: World) -> None:
    limit(world)
    heads_up = last(world.liam, "卡在哪儿")
    assert "早，今天 1 件事" in text_of(heads_up) and "「方案演示」" in text_of(heads_up)
    red = last(world.liam, "就是没往前走")
    assert float(heads_up["ts"]) < float(red["ts"])
    assert buttons_of(red) == ["找经理帮忙", "记一笔", "nudge_more"]
    assert not any("需要你搭把手" in text_of(m) for m in world.maya.dm())
    world.slack.advance(to="2026-12-04T09:00+08:00")
    assert "8:50 的卡点清单里有它" in text_of(last(world.liam, "早，今天")).replace("08:50", "8:50")
    assert "早，1 单需要你搭把手" in text_of(last(world.maya, "搭把手"))
    listed = text_of(posts(world)[-1])
    assert "恒达机械" in listed and "方案演示" in listed and "李明" in listed and "新上榜" in listed
    assert "<@" not in str(posts(world)[-1]["blocks"]) and "80" not in listed

    world.liam.command("#sales-east", "/followup EXPO-2026-001 又聊了聊")
    before = len(posts(world))
    world.slack.advance(minutes=10)
    assert len(posts(world)) == before and "刚有进展" in text_of(posts(world)[-1])


@ON_SQLITE
@pytest.mark.parametrize("world", ["08:20"], indirect=True)
def test_what_is_in_the_way_goes_to_pre_sales_and_not_to_the_rep(world: World) -> None:
    limit(world)
    heads_up = last(world.liam, "卡在哪儿")
    world.liam.click(heads_up, "nudge_blocker", selected_option=_option(heads_up, ":our_quote"))
    told = "知道了，卡在「等我们报价」。任务给 王芳 Maya 了，你这边先不用动。没动静的话，12月4日（周五）08:30 我再提醒。"
    until(world, lambda: told in text_of(last(world.liam, "早，今天")))
    world.slack.advance(minutes=1)
    assert "李明 Liam 请你搭把手：*恒达机械*" in text_of(last(world.maya, "请你搭把手"))
    with world.deps.db.read() as tx:
        tasks = list(tx.exec(select(Task).where(Task.kind == "blocker")))
    assert [(t.group_role, t.state) for t in tasks] == [("presales", "open")]


@ON_SQLITE
@pytest.mark.parametrize("world", ["08:20"], indirect=True)
def test_a_message_that_slack_did_not_rewrite_is_rewritten_later(world: World) -> None:
    limit(world)
    heads_up = last(world.liam, "卡在哪儿")
    world.slack.fault("chat.update", "http_500", times=3)
    world.liam.click(heads_up, "nudge_blocker", selected_option=_option(heads_up, ":legal"))
    until(
        world,
        lambda: (
            "卡在「法务」。团队里还没有法务，请管理员用 `/baton 人员` 设一位。"
            in text_of(last(world.liam, "早，今天"))
        ),
    )


@ON_SQLITE
@pytest.mark.parametrize("world", ["08:20"], indirect=True)
def test_one_of_pre_sales_answers_and_everybody_sees_it(world: World) -> None:
    chen_id = next(p.id for p in everybody(world) if p.handle == "chen")
    with world.deps.db.write() as tx:
        tx.add(PersonRole(person_id=chen_id, role="presales"))
    limit(world)
    heads_up = last(world.liam, "卡在哪儿")
    world.liam.click(heads_up, "nudge_blocker", selected_option=_option(heads_up, ":our_quote"))
    until(world, lambda: "任务给" in text_of(last(world.liam, "早，今天")))
    world.slack.advance(minutes=1)
    chen = world.person("chen")
    mine, hers = last(chen, "恒达机械"), last(world.maya, "请你搭把手")
    assert buttons_of(hers) == ["做好了", "定个日子…", "task_more"]
    form = world.maya.opening.click(hers, "定个日子…")
    assert world.maya.submit(form, {"on": "2026-12-07", "text": "等现场勘查"})["result"] == "closed"
    until(world, lambda: "12月7日" in text_of(_same(world.maya, hers)))
    world.slack.advance(minutes=1)
    assert "「等我们报价」，王芳 Maya 说12月7日" in text_of(last(world.liam, "等现场勘查"))
    assert "12月7日" in text_of(_same(chen, mine)) or "Dec 7" in text_of(_same(chen, mine))
    chen.click(_same(chen, mine), "task_done")
    until(world, lambda: "task_undo" in str(_same(chen, mine)["blocks"]))
    world.maya.click(hers, "做好了")
    until(world, lambda: "陈工 Chen 做好了" in text_of(_same(world.maya, hers)))
    world.slack.advance(minutes=1)
    assert buttons_of(_same(world.maya, hers)) == []
    assert len([m for m in world.liam.dm() if "可以往下走了" in text_of(m)]) == 1
    with world.deps.db.read() as tx:
        assert tx.exec(select(Deal.blocker)).one() is None


def _option(message: Json, ends: str) -> str:
    values = [
        option["value"]
        for block in message["blocks"]
        for element in block.get("elements", [])
        for option in element.get("options", [])
    ]
    return next(value for value in values if value.endswith(ends) or value.startswith(ends))


@ON_SQLITE
def test_why_and_help_rewrite_the_message(world: World) -> None:
    limit(world)
    red = last(world.liam, "就是没往前走")
    shown = text_of(world.liam.opening.click(red, "nudge_more", selected_option=_option(red, "why:")))
    assert "「方案演示」上限 7 个工作日" in shown and "11月24日" in shown and "中国的工作日" in shown
    world.liam.close(world.liam.views()[-1])

    form = world.liam.opening.click(red, "找经理帮忙")
    assert world.liam.submit(form, {"text": ""})["result"] == "errors"
    assert world.liam.submit(form, {"text": "张总要再降 5%"})["result"] == "closed"
    until(world, lambda: "已经请 王芳 Maya 帮忙" in text_of(_same(world.liam, red)))
    world.slack.advance(minutes=1)
    asked = last(world.maya, "想请你帮忙")
    assert "张总要再降 5%" in text_of(asked)
    assert buttons_of(asked) == ["我来帮", "改派", "nudge_more"]
    world.maya.click(asked, "我来帮")
    until(world, lambda: "你来帮" in text_of(_same(world.maya, asked)))
    world.slack.advance(minutes=1)
    assert last(world.liam, "王芳 Maya 来帮")


def _same(person: Persona, message: Json) -> Json:
    return next(m for m in person.dm() if m["ts"] == message["ts"])


@ON_SQLITE
def test_later_comes_back_once_and_a_double_click_is_one(world: World) -> None:
    limit(world)
    red = last(world.liam, "就是没往前走")
    form = world.liam.opening.click(red, "nudge_more", selected_option=_option(red, "later:"))
    assert world.liam.submit(form, {"choice": "明天早上"})["result"] == "closed"
    until(world, lambda: "好，12月4日" in text_of(_same(world.liam, red)))
    before, way_back = buttons_of(red), "撤销（15:50 前）"
    assert buttons_of(_same(world.liam, red)) == [way_back]
    world.liam.click(_same(world.liam, red), way_back)
    until(world, lambda: buttons_of(_same(world.liam, red)) == before)
    form = world.liam.opening.click(
        _same(world.liam, red), "nudge_more", selected_option=_option(red, "later:")
    )
    assert world.liam.submit(form, {"choice": "明天早上"})["result"] == "closed"
    world.slack.advance(to="2026-12-04T09:00+08:00")
    assert not any("搭把手" in text_of(m) for m in world.maya.dm())
    again = last(world.liam, "早，今天 1 件事")
    form = world.liam.opening.click(again, "nudge_more", selected_option=_option(again, "dismiss:"))
    assert world.liam.submit(form, {"choice": "已经办了"})["result"] == "closed"
    until(world, lambda: buttons_of(_same(world.liam, again)) == ["记一笔", "撤销（09:10 前）"])
    note = world.liam.opening.click(_same(world.liam, again), "记一笔")
    world.liam.submit(note, {"agreed": "同意出方案"})
    until(world, lambda: "恒达机械* 记好了" in text_of(_same(world.liam, again)))


@ON_SQLITE
def test_a_day_in_the_reason_of_a_dismissal_is_one_press_away(world: World) -> None:
    limit(world)
    red = last(world.liam, "就是没往前走")
    form = world.liam.opening.click(red, "nudge_more", selected_option=_option(red, "dismiss:"))
    world.liam.submit(form, {"choice": "客户就是这个节奏", "text": "年会 12 月中才批预算"})
    quiet = "静到 12月15日（周二）"
    until(world, lambda: buttons_of(_same(world.liam, red)) == [quiet, "撤销（15:50 前）"])
    world.liam.click(_same(world.liam, red), quiet)
    until(world, lambda: buttons_of(_same(world.liam, red)) == ["撤销（15:50 前）"])
    assert "等客户" in text_of(_same(world.liam, red)) and "12月15日" in text_of(_same(world.liam, red))


@ON_SQLITE
def test_a_manager_gives_the_deal_to_somebody_else(world: World) -> None:
    limit(world)
    world.slack.advance(to="2026-12-04T09:00+08:00")
    listed = last(world.maya, "搭把手")
    form = world.maya.opening.click(listed, "改派")
    assert world.maya.submit(form, {"choice": "李娜 Dana"})["result"] == "updated"
    assert buttons_of(world.maya.views()[-1])[:1] == ["撤销（09:10 前）"]
    until(world, lambda: "现在归 李娜 Dana 跟了" in text_of(_same(world.maya, listed)))
    world.slack.advance(minutes=1)
    assert last(world.dana, "is yours now") and last(world.liam, "现在归 李娜 Dana 跟了")
    for old in (m for m in world.liam.dm() if "恒达机械" in text_of(m)):  # what he was told of it before
        until(world, lambda old=old: buttons_of(_same(world.liam, old)) == [])  # type: ignore[misc]
    world.maya.click(_same(world.maya, listed), "撤销（09:10 前）")
    until(world, lambda: "改派" in buttons_of(_same(world.maya, listed)))
    world.slack.advance(minutes=1)
    assert last(world.dana, "took that back") and last(world.liam, "还归你跟")


@ON_SQLITE
def test_a_guest_in_the_channel_stops_the_list_and_ada_hears_why(world: World) -> None:
    limit(world)
    world.slack.members(CHANNEL, add=["gus"])
    world.slack.advance(to="2026-12-04T09:00+08:00")
    assert not any("恒达机械" in text_of(m) for m in posts(world)[-1:])
    assert "there are guests in the channel" in text_of(last(world.person("ada"), "stuck deals"))


@ON_SQLITE
@pytest.mark.parametrize("world", ["08:20"], indirect=True)
def test_the_stand_up_goes_through_the_list_and_leaves_next_steps(world: World) -> None:
    limit(world)
    world.slack.advance(to="2026-12-04T09:00+08:00")
    listed, maya = posts(world)[-1], world.maya
    assert buttons_of(listed) == ["开早会"]
    form = maya.opening.click(listed, "开早会")
    assert "*恒达机械*" in text_of(form) and "90 秒" in text_of(form)
    assert maya.submit(form, {"what_0": "发新报价"})["errors"] == {"on_0": "选个日子"}
    assert maya.submit(form, {"what_0": "下周二前发新报价"})["result"] == "updated"
    over = text_of(maya.views()[-1])
    assert "撤销" in buttons_of(maya.views()[-1])
    assert "定了 1 件" in over and "李明 Liam：发新报价" in over and "12月8日" in over
    world.slack.advance(minutes=1)
    assert "早会上 王芳 Maya 定了" in text_of(last(world.liam, "早会上"))
    again = maya.opening.command("#general", "/baton standup")  # typed anywhere, the same
    assert "下一步：发新报价" in text_of(again)
    maya.click(again, "结束早会，看小结")
    until(world, lambda: "定了 1 件" in text_of(maya.views()[-1]))  # in the one before
    maya.click(maya.views()[-1], "撤销")
    until(world, lambda: "没定新的" in text_of(maya.views()[-1]))
    world.slack.advance(minutes=1)
    until(world, lambda: "王芳 Maya 撤回了" in str(world.liam.dm()))
