"""Several people at once: each window is whoever its address names, wide and narrow, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def person(page: Page, user: str) -> None:
    """The page is this person's, whatever other windows are."""
    page.wait_for_selector(f"body[data-user={user}] .place.here", state="attached")
    assert f"#{user}/" in page.url


def opened(page: Page, act: str, keys: str = "") -> Page:
    """The window that comes of pressing a button of the list of people."""
    page.click(".me:visible, .me-button:visible")
    with page.expect_popup() as came:
        if keys:
            page.locator(act).focus()
            page.keyboard.press(keys)
        else:
            page.click(act)
    return came.value


def test_a_second_window_is_somebody_else(visit: Visit) -> None:
    liam = visit("U0LIAM", "C0SALES")
    dana = opened(liam, "[data-beside=U0DANA]")
    person(dana, "U0DANA")
    dana.goto(dana.url.split("#")[0] + "#U0DANA/C0SALES")
    dana.fill(".composer-input", "side by side")
    dana.press(".composer-input", "Enter")
    expect(liam.locator(".centre .message", has_text="side by side")).to_contain_text("Dana")
    person(liam, "U0LIAM")
    liam.reload()
    person(liam, "U0LIAM")
    assert "李明" in liam.title() and "Dana" in dana.title()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_keyboard_opens_it_too(visit: Visit, width: int) -> None:
    liam = visit("U0LIAM", "C0SALES", width=width)
    person(opened(liam, ".person-row[data-user=U0MAYA]", "Control+Enter"), "U0MAYA")
    liam.keyboard.press("Control+k")
    liam.keyboard.type("换成 Dana")
    with liam.expect_popup() as came:
        liam.keyboard.press("Control+Enter")
    person(came.value, "U0DANA")
    person(liam, "U0LIAM")


def test_arrows_walk_over_people_and_to_their_windows(visit: Visit) -> None:
    liam = visit("U0LIAM", "C0SALES")
    liam.focus(".me")
    liam.keyboard.press("Enter")
    expect(liam.locator(".person-row[data-user=U0LIAM]")).to_be_focused()
    liam.keyboard.press("ArrowDown")
    liam.keyboard.press("ArrowRight")
    expect(liam.locator("[data-beside=U0DANA]")).to_be_focused()
    liam.keyboard.press("ArrowDown")
    liam.keyboard.press("ArrowLeft")
    expect(liam.locator(".person-row[data-user=U0MAYA]")).to_be_focused()
    liam.keyboard.press("Enter")
    person(liam, "U0MAYA")


def test_on_a_phone_one_sees_who_one_is_and_reaches_the_wire_log(visit: Visit) -> None:
    liam = visit("U0LIAM", "C0SALES", width=390)
    expect(liam.locator(".me-button")).to_contain_text("李明")
    liam.locator(".centre .composer-input").fill("早")
    liam.locator(".centre .composer-input").press("Enter")
    expect(liam.locator(".centre .message").last).to_contain_text("早")
    liam.evaluate("import('/static/js/toast.js').then(({ toast }) => toast('Dana has something new'))")
    expect(liam.locator(".toast")).to_be_visible()
    drawn = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    ends = "[...document.querySelectorAll('.centre .message, #toasts')].slice(-2).map((x) => x.getBoundingClientRect())"
    message, notices = liam.evaluate(f"{drawn}.then(() => {ends})")
    assert message["bottom"] <= notices["top"]
    liam.click(".nav-button")
    liam.click(".side-foot .jump")
    expect(liam.locator(".wire")).to_be_visible()
    assert liam.evaluate("document.documentElement.scrollWidth") <= 390
