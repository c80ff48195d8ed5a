"""S2 to S4 on the page: a customer who reads along, a call in dictated words, a customer who cannot be reached."""

import pytest
from playwright.sync_api import expect

from tests.browser.walk import NARROW, Walk
from tests.world import World

pytestmark = pytest.mark.browser
ASKED = "Ana Torres here, Initrode: 40 seats of the ERP, ana@initrode.example, about $60k"
DICTATED = "acme ravi likes the pilot plan security is still looking i need to send the sow by friday"


def test_a_customers_words_become_a_lead_and_the_customer_sees_nothing(walk: Walk, team: World) -> None:
    team.slack.channels(id="C0INITRODE", name="initrode", app=True, shared=True, members=["dana", "gus"])
    dana, gus = walk("U0DANA"), walk("U0GUEST")
    gus.go("C0INITRODE")
    gus.type(ASKED)
    dana.go("C0INITRODE")
    asked = dana.held(dana.last("Ana Torres"))
    form = dana.shortcut(asked, "capture_lead")
    for block, text in (
        ("account", "Initrode"),
        ("contact", "Ana Torres"),
        ("email", "ana@initrode.example"),
    ):
        expect(dana.field(block).locator("input")).to_have_value(text)
    dana.shot("prefilled")
    dana.choose("source", "Website")
    dana.submit()
    expect(form).to_contain_text("Website (SITE-2026-003)")
    dana.shot("saved")
    dana.dismiss()
    dana.go()
    card = dana.type("/deal Initrode")
    dana.shot("card")
    card.get_by_role("link", name="original message").click()
    expect(asked).to_be_visible()
    expect(gus.page.locator(".centre .message")).to_have_count(1)
    gus.shot("nothing")
    home = dana.home()
    expect(home).to_contain_text("undo until 3:40 PM")
    for minute, offered in ((39, 1), (41, 0)):
        team.slack.advance(to=f"2026-11-24T15:{minute}+08:00")
        dana.page.reload()
        dana.page.click("[data-tab=home]")
        expect(home.get_by_role("button", name="Undo", exact=True)).to_have_count(offered)
        dana.shot(f"home-at-{minute}")


def test_a_call_in_dictated_words(walk: Walk) -> None:
    dana = walk("U0DANA")
    dana.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    dana.go("app")
    dana.page.click("[data-tab=messages]")
    said = dana.type(DICTATED)
    offer = dana.held(dana.last("Log this for Acme Corp?"))
    expect(offer).to_contain_text("Agreed: ravi likes the pilot plan security is still looking")
    expect(offer).to_contain_text("Next: send the sow by Fri, Nov 27")
    expect(offer).to_contain_text("Many US teams are off that day")
    dana.shot("offer")
    dana.press(offer, "Save")
    expect(offer).to_contain_text("Logged for Acme Corp")
    dana.press(offer, "Change date")
    form = dana.modal()
    dana.date("on", "2026-11-30")
    dana.shot("change")
    dana.submit()
    expect(form).to_contain_text("send the sow by Mon, Nov 30")
    dana.dismiss()
    expect(offer).to_contain_text("send the sow by Mon, Nov 30")
    expect(offer).not_to_contain_text("Nov 27")
    expect(dana.reply(said, "also they want net 45, budget is tight")).to_contain_text(
        "Added to the note for Acme Corp: also they want net 45, budget is tight"
    )
    dana.shot("added")
    dana.page.keyboard.press("Escape")
    dana.pick(offer, "Recap for customer")
    recap = dana.last("We agreed:")
    expect(recap).to_contain_text("likes the pilot plan security is still looking, also they want net 45")
    expect(recap).to_contain_text("Next: Send the sow by Mon, Nov 30")
    expect(recap).not_to_contain_text("tight")
    dana.shot("recap")


def test_a_customer_who_cannot_be_reached(walk: Walk, team: World) -> None:
    liam = walk("U0LIAM")
    liam.type("/lead 恒达机械 张总 13800138000 想上ERP 预算80万 展会")
    liam.dm()
    for n, text in enumerate(("恒达 张总没接", "恒达 张总还是没接", "恒达 张总又没接"), start=1):
        liam.type(text)
        offer = liam.held(liam.last(f"没打通（第 {n} 次）"))
        expect(offer).to_contain_text("哪天再试？")
        liam.press(offer, "11月25日（周三）")
        expect(offer).to_contain_text(f"记上了（第 {n} 次）")
    liam.shot("tried")
    liam.go()  # where little is said while the days pass
    team.slack.advance(to="2026-12-01T15:35+08:00")
    liam.dm()
    nudge = liam.held(liam.last("试了 3 次"))
    expect(nudge.locator(".block-actions", has_text="换个人")).to_have_text("换个人在等客户无效")
    liam.shot("nudged")
    liam.press(nudge, "换个人")
    liam.modal()
    liam.fill("who", "吴秘书")
    liam.fill("text", "13900001111")
    liam.shot("somebody-else")
    liam.submit()
    expect(nudge).to_contain_text("接下来找 吴秘书")
    liam.type("恒达 空号")
    offer = liam.held(liam.last("空号（第 1 次）"))
    expect(offer).not_to_contain_text("哪天再试")
    liam.shot("no-such-number")
    liam.press(offer, "存")
    expect(offer).to_contain_text("有别的号吗？改号码无效：空号")
    liam.shot("another-number")
    liam.press(offer, "无效：空号")
    expect(offer).to_contain_text("记成无效了：空号")
    liam.shot("invalid")
    maya = walk("U0MAYA")
    expect(maya.type("/deal sources")).to_contain_text("展会：4 条里 1 条无效（25%），空号 1")
    maya.shot("sources")
    liam.go()
    expect(liam.type("/deal 恒达")).to_contain_text("吴秘书 · 139 0000 1111")
