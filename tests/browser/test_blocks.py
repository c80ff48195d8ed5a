"""Block Kit on the page: messages, modals and App Home, drawn, filled in and sent."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sandbox.driver import Sandbox
from tests.browser.blocks import EVERYTHING
from tests.browser.conftest import Visit
from tests.browser.fixture_app import FixtureApp, last

pytestmark = pytest.mark.browser


def card(page: Page) -> None:
    box = page.locator(".centre .composer-input")
    box.fill("/deal acme")
    box.press("Enter")
    expect(page.locator(".block-header").last).to_be_visible()


def modal(page: Page) -> None:
    box = page.locator(".centre .composer-input")
    box.fill("/lead")
    box.press("Enter")
    expect(page.locator(".modal h2")).to_have_text("New lead")


def field(page: Page, name: str, part: str = "input") -> str:
    return f".modal [data-block-id={name}] {part}"


def choose(page: Page, name: str, text: str) -> None:
    page.click(field(page, name, ".combo"))
    page.locator(".option", has_text=text).click()


def test_every_block_is_drawn_and_text_stays_text(visit: Visit) -> None:
    page = visit("U0DANA", "C0SALES")
    card(page)
    message = page.locator(".message").last
    expect(message.locator(".fault")).to_have_count(0)
    section = message.locator(".block-section").first
    expect(section.locator("strong")).to_have_text("bold")
    expect(section.locator("a")).to_have_attribute("href", "https://example.com/a_b_c")
    expect(section).to_contain_text("字*粗*字")
    expect(section).to_contain_text("<img>")
    expect(message).to_contain_text("2026-12-03 10:00 PM")
    expect(message.locator(".block-markdown table td").first).to_have_text("1")
    expect(message.locator(".picture-outside")).to_have_text("the plan")
    expect(message.locator(".block.table-wrap th").first).to_have_text("Deal")
    expect(message.locator(".block-rich-text .mention")).to_have_text("@Dana")


def test_an_unknown_block_is_a_loud_red_box(visit: Visit, app: FixtureApp) -> None:
    page = visit("U0DANA", "C0SALES")
    icon = {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": EVERYTHING[0]["text"]}
    app.web.chat_postMessage(
        channel="C0SALES", text="new", blocks=[{"type": "context_actions", "elements": [icon]}]
    )
    fault = page.locator(".fault").last
    expect(fault).to_contain_text("context_actions")
    expect(fault).to_have_css("border-top-color", "rgb(192, 51, 74)")


def test_buttons_and_choices_in_a_message_reach_the_app(
    visit: Visit, app: FixtureApp, slack: Sandbox
) -> None:
    page = visit("U0DANA", "C0SALES")
    card(page)
    message = page.locator(".message:has(.block-header)").last
    message.locator("[data-action-id=source]").click()
    page.locator(".option", has_text="Website").click()
    slack.wait_for(lambda: last(app.acted) and app.acted[-1]["selected_option"]["value"] == "web")
    message.locator("[data-action-id=day]").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    slack.wait_for(lambda: app.acted[-1].get("selected_date"))
    message.locator("[data-action-id=ticks] input").first.check()
    slack.wait_for(lambda: [one["value"] for one in app.acted[-1].get("selected_options", [])] == ["expo"])
    message.locator("[data-action-id=more]").click()
    page.locator(".menu-item[data-value=ref]").click()
    slack.wait_for(lambda: app.acted[-1]["action_id"] == "more")
    message.locator("[data-action-id=lost]").click()
    page.locator(".confirm button", has_text="Keep").click()
    assert app.acted[-1]["action_id"] == "more"
    message.locator("[data-action-id=lost]").click()
    page.locator(".confirm button", has_text="Do it").click()
    expect(page.locator(".message.ephemeral", has_text="Marked as lost.").last).to_be_visible()


def test_a_failing_button_is_told_in_a_notice(visit: Visit, app: FixtureApp, slack: Sandbox) -> None:
    page = visit("U0DANA", "C0SALES")
    app.web.chat_postMessage(channel="C0SALES", text="old", blocks=EVERYTHING)
    button = page.locator("[data-action-id=lost]").last
    expect(button).to_be_visible()
    page.context.set_offline(True)
    button.click()
    page.locator(".confirm button", has_text="Do it").click()
    expect(page.locator(".toast-error").first).to_contain_text("doesn't answer")
    expect(button).not_to_have_class("busy")


def test_a_modal_holds_what_is_wrong_and_what_was_typed(
    visit: Visit, app: FixtureApp, tmp_path: Path
) -> None:
    page = visit("U0DANA", "C0SALES")
    modal(page)
    expect(page.locator(field(page, "company"))).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".modal .has-error")).to_have_count(2)
    page.fill(field(page, "company"), "Taken")
    choose(page, "source", "Referral")
    page.fill(field(page, "budget"), "much")
    page.keyboard.press("Control+Enter")
    expect(page.locator(field(page, "budget", ".field-error"))).to_have_text("Enter a valid number.")
    page.fill(field(page, "budget"), "80.5")
    page.click("[data-modal=submit]")
    expect(page.locator(field(page, "company", ".field-error"))).to_have_text("Liam already has this one")
    page.fill(field(page, "company"), "More")
    page.keyboard.press("Enter")
    expect(page.locator(".modal h2")).to_have_text("One more thing")
    page.keyboard.press("Escape")
    expect(page.locator(field(page, "company"))).to_have_value("More")
    expect(page.locator(field(page, "source", ".combo"))).to_contain_text("Referral")
    page.fill(field(page, "company"), "Fine")
    page.keyboard.press("Enter")
    expect(page.locator(".modal")).to_have_count(0)
    assert app.submitted[-1]["budget"]["v"]["value"] == "80.5"


def test_every_input_reaches_the_app(visit: Visit, app: FixtureApp, tmp_path: Path) -> None:
    page = visit("U0DANA", "C0SALES")
    photo = tmp_path / "card.txt"
    photo.write_text("a business card", encoding="utf-8")
    modal(page)
    page.fill(field(page, "company"), "Acme")
    choose(page, "source", "Website")
    page.click(field(page, "day", ".combo"))
    page.keyboard.press("PageDown")
    page.keyboard.press("Tab")  # from the day round to the head: the other days are the arrows'
    expect(page.locator(".calendar .icon-button").first).to_be_focused()
    page.locator(".calendar .day:not(.day-other)").nth(3).click()
    page.click(field(page, "time", ".combo"))
    page.keyboard.type("3:07 pm")
    page.keyboard.press("Enter")
    choose(page, "owner", "Maya")
    choose(page, "tags", "Website")
    page.keyboard.press("Escape")
    choose(page, "place", "quiet")
    page.fill(field(page, "mail"), "chen@example.com")
    page.fill(field(page, "site"), "https://example.com")
    page.check(field(page, "warm", "input[value=ref]"))
    page.check(field(page, "also", "input[value=web]"))
    page.fill(field(page, "need", "textarea"), "ERP\nfor two plants")
    page.set_input_files(field(page, "photo", "input[type=file]"), photo)
    expect(page.locator(field(page, "photo", ".file-row"))).to_contain_text("card.txt")
    page.locator(field(page, "photo", ".file-row button")).press("Enter")
    expect(page.locator(field(page, "photo", "input[type=file]"))).to_be_focused()
    page.set_input_files(field(page, "photo", "input[type=file]"), photo)
    expect(page.locator(field(page, "photo", ".file-row"))).to_contain_text("card.txt")
    page.click("[data-modal=submit]")
    expect(page.locator(".modal")).to_have_count(0)
    told = {name: answer["v"] for name, answer in app.submitted[-1].items()}
    assert told["source"]["selected_option"]["value"] == "web"
    assert told["day"]["selected_date"].endswith("-04")
    assert told["time"]["selected_time"] == "15:07"
    assert told["owner"]["selected_user"] == "U0MAYA"
    assert [one["value"] for one in told["tags"]["selected_options"]] == ["web"]
    assert told["place"]["selected_conversation"] == "C0QUIET"
    assert told["warm"]["selected_option"]["value"] == "ref"
    assert told["need"]["value"] == "ERP\nfor two plants"
    assert told["photo"]["files"][0]["name"] == "card.txt"


def test_a_shortcut_on_a_message_opens_the_apps_modal(visit: Visit, slack: Sandbox) -> None:
    slack.person("maya").say("#sales", "Acme wants forty seats")
    page = visit("U0DANA", "C0SALES")
    message = page.locator(".message", has_text="Acme wants forty seats").last
    message.hover()
    message.locator("[data-tool=more]").click()
    page.click("[data-callback-id=capture_lead]")
    expect(page.locator(field(page, "company"))).to_have_value("Acme wants forty seats")
    page.keyboard.press("Escape")
    expect(page.locator(".modal")).to_have_count(0)
    page.click(".centre .bolt")
    page.click("[data-callback-id=anywhere]")
    expect(page.locator(field(page, "company"))).to_have_value("from the menu")


def test_home_is_drawn_and_its_buttons_work(visit: Visit, app: FixtureApp, slack: Sandbox) -> None:
    page = visit("U0MAYA", "C0SALES")
    page.locator(".place", has_text="Baton").click()
    expect(page.locator(".home")).to_contain_text("4 things today")
    page.locator(".home [data-action-id=log]").click()
    expect(page.locator(".modal h2")).to_have_text("Log note")
    page.keyboard.press("Escape")
    expect(page.locator(".modal")).to_have_count(0)  # what lies under it takes no key before
    page.locator("[data-tab=messages]").press("Enter")
    page.locator("[data-tab=home]").press("Enter")
    expect(page.locator("[data-tab=home]")).to_be_focused()
    page.click("[data-tab=messages]")
    page.locator(".centre .composer-input").fill("acme likes it")
    page.locator(".centre .composer-input").press("Enter")
    expect(page.locator(".message", has_text="Logged: acme likes it")).to_be_visible()


def test_a_press_that_began_before_home_was_published_anew_ends_on_its_button(
    visit: Visit, app: FixtureApp, slack: Sandbox
) -> None:
    """What did not change stays where it is, with the focus on it."""
    page = visit("U0MAYA", "C0SALES")
    page.locator(".place", has_text="Baton").click()
    button = page.locator(".home [data-action-id=log]")
    expect(button).to_be_visible()
    view = slack.get("/client/views", user="U0MAYA")["home"]
    button.hover()
    page.mouse.down()
    told = {"type": "section", "block_id": "told", "text": {"type": "mrkdwn", "text": "5 things now"}}
    blocks = [view["blocks"][0], told, *view["blocks"][2:]]
    app.web.views_publish(user_id="U0MAYA", view={"type": "home", "blocks": blocks})
    expect(page.locator(".home")).to_contain_text("5 things now")
    expect(button).to_be_focused()
    page.mouse.up()
    expect(page.locator(".modal h2")).to_have_text("Log note")


def test_a_modal_that_changes_while_one_types_keeps_what_was_typed(visit: Visit) -> None:
    page = visit("U0DANA", "C0SALES")
    card(page)
    page.locator(".message [data-action-id=log]").last.click()
    page.fill(field(page, "note"), "They like the pilot")
    page.check(field(page, "kind", "input[value=web]"))
    expect(page.locator(".modal .field-label").last).to_contain_text("More about web")
    expect(page.locator(field(page, "note"))).to_have_value("They like the pilot")
    expect(page.locator(field(page, "kind", "input[value=web]"))).to_be_checked()
