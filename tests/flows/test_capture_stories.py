"""S1 and S2 over the front door: a fair on a phone, and a customer's message in a channel shared outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlmodel import select

from sandbox.driver import buttons_of, text_of
from storage.tables import Deal
from tests.world import World

LINE = "/lead 恒达机械 张总 13800138000 想上ERP 预算80万"
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def last(world: World, *words: str) -> Callable[[], dict[str, Any] | None]:
    """Liam's newest answer in the channel, once it says all this."""

    def look() -> dict[str, Any] | None:
        told = [m for m in world.liam.messages("#expo-leads") if m.get("ephemeral")]
        return next((m for m in reversed(told) if all(word in text_of(m) for word in words)), None)

    return look


def test_s1_a_rep_at_the_fair(world: World) -> None:
    draft = world.liam.command("#expo-leads", LINE)
    assert "从哪儿来的" in draft.text and buttons_of(draft.message)[:1] == ["展会"]
    world.liam.click(draft.message, "展会")
    first = world.slack.wait_for(last(world, "EXPO-2026-001", "归你跟，11月25日（周三）15:30 前联系一下"))
    second = world.liam.command("#expo-leads", "/lead 云帆科技 王工 13912345678 仓库盘点")
    assert "EXPO-2026-002" in second.text and "来源用的是今天的「展会」" in second.text
    assert "换个来源" in buttons_of(second.message)
    known = world.dana.command("#expo-leads", "/lead 恒达机械有限公司 张总 138-0013-8000")
    assert (
        "李明 Liam" in known.text and "EXPO" not in known.text and "80" not in known.text.replace("8000", "")
    )
    world.liam.click(first, "撤销")
    world.slack.wait_for(last(world, "撤销了，EXPO-2026-001 这个号作废"))
    third = world.liam.command("#expo-leads", "/lead 恒达机械 张总 13800138000 想上ERP")
    assert "EXPO-2026-003" in third.text


@pytest.fixture
def connect(world: World) -> Iterator[World]:
    """#initech is shared with a customer, who has written there."""
    world.slack.channels(id="C0INITECH", name="initech", app=True, shared=True, members=["dana", "gus"])
    world.person("gus").say(
        "#initech", "Ana Torres here, Initech: 40 seats of the ERP, ana@initech.example, about $60k"
    )
    yield world


def test_s2_a_rep_captures_where_the_customer_reads(connect: World) -> None:
    gus, dana = connect.person("gus"), connect.dana
    before = len(gus.messages("#initech"))
    message = dana.messages("#initech")[-1]
    form = dana.opening.shortcut("capture_lead", message)
    filled = {
        b["block_id"]: b["element"].get("initial_value") for b in form["blocks"] if b["type"] == "input"
    }
    assert (filled["account"], filled["contact"], filled["email"]) == (
        "Initech",
        "Ana Torres",
        "ana@initech.example",
    )
    assert dana.submit(form, {"source": "Website"})["result"] == "updated"
    assert "SITE-2026-001" in text_of(dana.views()[-1])
    assert len(gus.messages("#initech")) == before and not any(
        "SITE" in text_of(m) for m in gus.messages("#initech")
    )
    dana.home()

    def home() -> dict[str, Any] | None:
        shown = [x for x in connect.slack.sink() if x["kind"] == "publish" and x["user"] == "U0DANA"]
        return next((v for v in reversed(shown) if "undo until 3:40 PM" in text_of(v)), None)

    assert connect.slack.wait_for(home)
    dana.home()  # looked at again: still there
    assert connect.slack.wait_for(home)

    def link() -> str | None:
        with connect.deps.db.read() as tx:
            return tx.exec(select(Deal)).one().permalink

    assert message["ts"].replace(".", "") in connect.slack.wait_for(link)
