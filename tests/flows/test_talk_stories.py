"""S3 and S4 as they are told: a call logged in dictated words, a customer who cannot be reached."""

import pytest

from sandbox.driver import text_of
from tests.flows.talking import Talker, buttons
from tests.world import World

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
DICTATED = "acme ravi likes the pilot plan security is still looking i need to send the sow by friday"


def test_a_call_in_dictated_words(world: World) -> None:
    world.dana.command("#sales-east", "/lead Acme Foods, Lena Ortiz 212-555-0161, batch tracing, website")
    world.dana.command("#sales-east", "/lead Acme Corp, Ravi Patel 212-555-0143, ERP, $80k, expo")
    dana = Talker(world, "dana")
    offer = dana.say(DICTATED)
    told = text_of(offer)
    assert "Log this for *Acme Corp*?" in told and "Acme Foods" not in told
    assert (
        "by Fri, Nov 27" in told
        and "Many US teams are off that day" in told
        and "Mon, Nov 30" in buttons(offer)
    )
    saved = dana.tap(offer, "Save", "Logged for *Acme Corp*. Next: send the sow")
    form = dana.who.opening.click(saved, "Change date")
    assert dana.who.submit(form, {"on": "2026-12-01"})["result"] == "updated"
    moved = dana.read(offer, "Next for *Acme Corp*: send the sow *by Tue, Dec 1*")
    assert {"Change date", "Undo", "Recap for customer"} <= set(buttons(moved))
    again = dana.who.opening.click(dana.who.views()[-1], "Change date")
    assert dana.who.submit(again, {"on": "2026-11-30"})["result"] == "updated"
    dana.read(offer, "send the sow *by Mon, Nov 30*")
    assert "net 45" in text_of(dana.say("also they want net 45, budget is tight", under=offer))
    before = len(dana.answers())
    dana.who.click(dana.read(offer, "Next for"), "Recap for customer")
    recap = world.slack.wait_for(lambda: dana.answers()[before:])[-1]
    lines = text_of(recap).splitlines()
    assert lines[0] == "We agreed: Ravi likes the pilot plan security is still looking, also they want net 45"
    assert lines[1] == "Next: Send the sow by Mon, Nov 30" and "budget" not in " ".join(lines[:2])


def test_a_customer_who_cannot_be_reached(world: World) -> None:
    world.liam.command("#sales-east", "/lead 恒达机械 张总 13800138000 想上ERP 预算80万 展会")
    liam = Talker(world, "liam")
    for n, text in enumerate(("恒达 张总没接", "恒达 张总还是没接", "恒达 张总又没接"), start=1):
        offer = liam.say(text)
        assert f"没打通（第 {n} 次）" in text_of(offer) and "哪天再试" in text_of(offer)
        liam.tap(offer, "11月25日（周三）", f"记上了（第 {n} 次）")
    world.slack.advance(to="2026-12-01T15:35+08:00")
    nudge = [m for m in liam.answers() if "试了 3 次" in text_of(m)][-1]
    assert {"换个人", "在等客户", "无效"} <= set(buttons(nudge))
    form = liam.who.opening.click(nudge, "换个人")
    liam.who.submit(form, {"who": "吴秘书", "text": "13900001111"})
    liam.read(nudge, "接下来找 吴秘书")
    assert "吴秘书 · 139 0000 1111" in liam.card("恒达")
    saved = liam.tap(liam.say("恒达 空号"), "存", "这个号是空号，记上了（第 1 次）")
    assert "改号码" in buttons(saved)
    liam.tap(saved, "无效：空号", "记成无效了：空号")
    assert "无效" in liam.card("恒达")
