"""What a gate is owed, through the front door: promised in the form, told on its day, filled in from the list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.driver import buttons_of, text_of
from tests.flows.test_deal import past_the_lead
from tests.lending import CopyOf
from tests.world import Started, World

NOW = "2026-11-24T15:30+08:00"  # Tuesday


@pytest.fixture
def world(copy_of: CopyOf) -> Iterator[World]:
    """Liam's 恒达 moves to its demo; the pain list is owed by Friday."""
    made = World(copy_of(Started(NOW)), now=NOW)
    made.liam.command("#sales-east", "/lead 恒达机械 张总 13800138000 想上ERP 预算80万 展会")
    past_the_lead(made)
    form = made.liam.opening.click(made.liam.command("#sales-east", "/deal 恒达").message, "move_stage")
    filled = {"item_interview": "聊了两小时", "拍板人": "待定", "link_pain_list": "见群里"}
    assert set(made.liam.submit(form, filled)["errors"]) == {"item_decision_maker", "link_pain_list"}, (
        "one fault hides no other"
    )
    filled = {
        "item_interview": "聊了两小时",
        "拍板人": "张总",
        "link_pain_list": "",
        "11月27日（周五）前补（每个阶段一项）": ["痛点清单"],
    }
    assert made.liam.submit(form, filled)["result"] == "updated"
    assert "进「方案演示」了" in text_of(made.liam.views()[-1])
    made.liam.close(made.liam.views()[-1])
    yield made
    made.stop()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_what_is_owed_today_is_filled_in_from_the_list(world: World) -> None:
    world.slack.advance(to="2026-11-27T09:00+08:00")
    said = next(m for m in reversed(world.liam.dm()) if "今天要补痛点清单" in text_of(m))
    assert "补上" in buttons_of(said) and "过阶段时欠着的（痛点清单）" in text_of(said)
    form = world.liam.opening.click(said, "补上")
    photo = world.liam.upload("现场.jpg", b"\xff\xd8 a photo of the workshop")
    empty = world.liam.upload("清单.txt", b"")
    refused = world.liam.submit(form, {"item_pain_list": [photo["id"], empty["id"]]})
    assert refused["errors"] == {"item_pain_list": "清单.txt：文件是空的"}
    assert world.liam.submit(form, {"item_pain_list": [photo["id"]]})["result"] == "updated"
    world.slack.wait_for(lambda: [v for v in world.liam.views() if "不欠什么了" in text_of(v)])
    world.slack.wait_for(
        lambda: [m for m in world.liam.dm() if m["ts"] == said["ts"] and "欠的都清了" in text_of(m)]
    )


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_an_empty_form_says_so_and_a_link_will_do(world: World) -> None:
    card = world.liam.command("#sales-east", "/deal 恒达")
    assert "要补：痛点清单" in card.text
    form = world.liam.opening.click(card.message, "补上")
    refused = world.liam.submit(form, {})
    assert refused["errors"] == {"link_pain_list": "还没填。补一项再存，或者先关掉"}
    assert world.liam.submit(form, {"或者贴链接": "待定"})["result"] == "errors"
    assert world.liam.submit(form, {"或者贴链接": "https://wiki.example/pain"})["result"] == "updated"
    assert "不欠什么了" in text_of(world.liam.views()[-1])
    assert "要补" not in world.liam.command("#sales-east", "/deal 恒达").text
