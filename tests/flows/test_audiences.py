"""A channel's audience through the front door: declared, chosen anew where the channel is gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import select

from sandbox.driver import buttons_of, text_of
from storage.tables import DigestChannel
from tests.flows.test_mornings import CHANNEL, last, limit, thursday, until
from tests.lending import CopyOf
from tests.world import World

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def world(copy_of: CopyOf) -> Iterator[World]:
    yield from thursday(copy_of)


def test_a_managers_word_declares_who_reads_a_channel(world: World) -> None:
    world.dana.command("#expo-leads", "/baton digest")
    form = world.maya.opening.command("#expo-leads", "/baton digest")
    assert "3 个人会看到 王芳 Maya 团队的客户名字" in text_of(form)
    assert world.dana.views() == []
    world.maya.submit(form, {"audience": "只有数目", "language": "English"})
    until(world, lambda: "好了，从下个工作日早上起" in text_of(world.maya.views()[-1]))
    with world.deps.db.read() as tx:
        row = tx.exec(select(DigestChannel).where(DigestChannel.channel == "C0EXPO")).one()
    assert (row.audience, row.locale, row.member_count) == ("counts", "en", 3)
    assert "只有本人、上级经理或管理员能关" in world.liam.command("#expo-leads", "/baton 卡点 关闭").text
    assert "不再收今日卡点了" in world.maya.command("#expo-leads", "/baton 卡点 关闭").text
    assert "没什么可关的" in world.maya.command("#expo-leads", "/baton digest off").text


def test_a_channel_without_baton_leaves_its_list_to_the_manager_who_chooses_another(world: World) -> None:
    limit(world)
    world.slack.members(CHANNEL, remove=["baton"])
    world.slack.advance(to="2026-12-04T09:00+08:00")
    listed = last(world.maya, "今日卡点没能发到")
    assert "恒达机械" in text_of(listed) and "把我拉进去" in text_of(listed)
    pick = world.maya.opening.click(listed, "换个频道")
    assert world.maya.submit(pick, {"channel": "C0GENERAL"})["result"] == "updated"
    until(world, lambda: "我不在这个频道里" in text_of(world.maya.views()[-1]))
    world.maya.submit(world.maya.views()[-1], {"channel": "C0EXPO"})
    until(world, lambda: "个人会看到" in text_of(world.maya.views()[-1]))
    world.maya.submit(world.maya.views()[-1], {"audience": "只有数目"})
    until(world, lambda: "<#C0SALES> 不再发了" in text_of(world.maya.views()[-1]))
    with world.deps.db.read() as tx:
        rows = tx.exec(select(DigestChannel).where(DigestChannel.kind == "blocked_list")).all()
    assert {row.channel: row.is_active for row in rows} == {CHANNEL: False, "C0EXPO": True}


def test_an_audience_whose_window_cannot_be_updated_is_told_in_the_dm(world: World) -> None:
    form = world.maya.opening.command("#expo-leads", "/baton digest")
    world.slack.fault("views.update", "http_500", times=3)
    world.maya.submit(form, {"audience": "只有数目", "language": "English"})
    until(world, lambda: any("好了，从下个工作日早上起" in text_of(m) for m in world.maya.dm()))


def test_the_audiences_form_comes_late_rather_than_never(world: World) -> None:
    world.slack.fault("views.open", "expired_trigger_id", times=1)
    world.maya.command("#expo-leads", "/baton digest")
    until(world, lambda: any("继续" in buttons_of(m) for m in world.maya.messages("#expo-leads")))
