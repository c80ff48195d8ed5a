"""The first minute of somebody who has never seen Baton, and a look over every surface at a phone's width."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Pages
from tests.browser.walk import NARROW, WIDE, Walk, Walker
from tests.world import World

pytestmark = pytest.mark.browser
KEY = re.compile(
    r"\b(?:btn|lead|note|gate|deal|home|nudge|why|digest|myday|mgr|verb|err|help|setup)\.[a-z_]{3,}"
)


def test_a_newcomer_is_led_from_the_first_look_to_whom_baton_wrote(team: World, pages: Pages) -> None:
    page = pages.lend(team.slack, **WIDE).page
    page.goto(team.slack.url)
    expect(page.locator(".who-card", has_text="Start here")).to_have_attribute("data-user", "U0DANA")
    page.click(".who-card:has-text('先从这里开始')")
    page.click("[data-try=shortcut]")
    page.click("[data-callback-id=capture_lead]")
    expect(page.locator(".modal [data-block-id=account] input")).to_have_value("苏州安信达")
    page.keyboard.press("Escape")
    page.click("[data-try=command]")
    page.keyboard.press("Enter")
    expect(page.locator(".message", has_text="记下了：恒达机械")).to_be_visible()
    page.click("[data-try=time]")
    expect(page.locator(".clock-move[data-clock=morning]")).to_be_focused()
    page.click(".clock-move[data-clock=workday]")
    page.click(".toast [data-heard=U0DANA]", timeout=60_000)
    expect(page.locator(".me")).to_contain_text("李娜 Dana")
    expect(page.locator(".centre .message").last).to_contain_text("What's in the way?")
    dana = team.slack.person("dana")
    team.slack.wait_for(lambda: not any(row["unread"] for row in dana.channels() if row["kind"] == "app"))
    page.click(".me")
    expect(page.locator(".person-row[data-user=U0DANA] .count")).to_have_count(0)


def test_the_card_of_a_message_leads_to_one_that_tells_of_a_lead(team: World, pages: Pages) -> None:
    page = pages.lend(team.slack, **WIDE).page
    page.goto(f"{team.slack.url}/#U0LIAM/C0SALES")
    expect(page.locator("[data-try=shortcut]")).to_contain_text("#expo-leads")
    page.click("[data-try=shortcut]")
    page.click("[data-callback-id=capture_lead]")
    expect(page.locator(".modal [data-block-id=account] input")).to_have_value("苏州安信达")


def test_no_surface_scrolls_sideways_on_a_phone_or_shows_a_raw_key(walk: Walk, team: World) -> None:
    team.slack.advance(to="2026-11-26T09:00+08:00")
    for who, deal in (("U0LIAM", "博远物流"), ("U0DANA", "Acme Corp")):
        one = walk(who)
        one.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        card = one.type(f"/deal {deal}")
        looked_at(one, "card")
        one.press(card, "换阶段" if who == "U0LIAM" else "Move stage")
        form = one.modal()
        looked_at(one, "gate")
        one.submit()
        expect(form).to_contain_text("还差这一项" if who == "U0LIAM" else "Still missing")
        looked_at(one, "refused")
        walked_by_keyboard(one)
        for line in ("/deal", "/baton help", "/followup", "/lead"):  # a form lies on top of what was said
            box = one.page.locator(".centre .composer-input")
            box.fill(line)
            box.press("Enter")
            if line in ("/followup", "/lead"):
                one.modal()
                looked_at(one, line[1:])
                one.dismiss()
        one.page.goto(f"{team.slack.url}/#{who}/app")
        expect(one.page.locator(".centre .message").last).to_be_visible()
        looked_at(one, "dm")
        one.page.click("[data-tab=home]")
        expect(one.page.locator(".home")).to_contain_text(deal)
        looked_at(one, "home")


def looked_at(one: Walker, name: str) -> None:
    page = one.page
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name
    wide = """[...document.querySelectorAll('.message, .dialog, .home .block')]
        .filter((el) => el.getBoundingClientRect().right > innerWidth + 1).map((el) => el.innerText)"""
    assert page.evaluate(wide) == [], name
    assert not KEY.search(page.inner_text("body")), name


def walked_by_keyboard(one: Walker) -> None:
    """Tab goes round inside the form, and shows where it is; Esc leaves it."""
    page, inside = one.page, "document.activeElement.closest('.dialog') !== null"
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(inside)
    ring = "getComputedStyle(document.activeElement)"
    shown = f"{ring}.outlineStyle !== 'none' || {ring}.boxShadow !== 'none'"
    assert page.evaluate(shown), page.evaluate("document.activeElement.outerHTML")
    page.keyboard.press("Escape")
    expect(page.locator(".modal")).to_have_count(0)
