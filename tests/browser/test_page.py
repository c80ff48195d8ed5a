"""The page, as a newcomer meets it: who am I, what is new, what can I say."""

import pytest
from playwright.sync_api import expect

from sandbox.driver import Sandbox
from tests.browser.conftest import Visit
from tests.browser.fixture_app import FixtureApp

pytestmark = pytest.mark.browser


def test_a_newcomer_chooses_who_to_be_and_is_remembered(visit: Visit, slack: Sandbox) -> None:
    page = visit()
    expect(page.locator(".who-card")).to_have_count(3)
    page.click(".who-card[data-user=U0DANA]")
    expect(page.locator(".me")).to_contain_text("Dana")
    page.goto("about:blank")
    page.goto(slack.url)
    expect(page.locator(".me")).to_contain_text("Dana")
    page.click(".me")
    page.click(".person-row[data-user=U0LIAM]")
    expect(page.locator(".me")).to_contain_text("李明")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator(".composer-input").first).to_have_attribute("placeholder", "发消息到 #sales")


def test_the_empty_channel_says_what_to_try(visit: Visit) -> None:
    page = visit("U0LIAM", "C0SALES")
    page.click("[data-try=command]")
    expect(page.locator(".centre .composer-input")).to_have_value(
        "/lead 恒达机械 张总 13800138000 想上ERP 预算80万 展会"
    )
    page.click("[data-try=time]")
    expect(page.locator(".clock-move[data-clock=morning]")).to_be_focused()


def test_a_command_is_completed_and_answered_for_me_alone(visit: Visit) -> None:
    page, other = visit("U0DANA", "C0SALES"), visit("U0MAYA", "C0SALES")
    box = page.locator(".centre .composer-input")
    box.press_sequentially("/")
    expect(page.locator(".complete-row")).to_have_count(4)
    expect(page.locator(".complete-row").first).to_contain_text("Contoso, Ms. Chen 212-555-0190")
    box.press("ArrowDown")
    box.press("ArrowUp")
    box.press("Tab")
    expect(box).to_have_value("/lead ")
    expect(page.locator(".centre .composer-usage")).to_contain_text("Add a lead")
    box.press_sequentially("Solo Corp")
    box.press("Enter")
    answer = page.locator(".message.ephemeral", has_text="Got it: Solo Corp")
    expect(answer).to_contain_text("Only visible to you")
    expect(box).to_have_value("")
    box.press("ArrowUp")
    expect(box).to_have_value("/lead Solo Corp")
    expect(other.locator(".message", has_text="Solo Corp")).to_have_count(0)


def test_an_unknown_command_is_refused_and_nothing_typed_is_lost(visit: Visit) -> None:
    page = visit("U0DANA", "C0SALES")
    box = page.locator(".centre .composer-input")
    box.fill("/nope with care")
    box.press("Enter")
    expect(page.locator(".centre .composer-notice")).to_contain_text("/nope is not a valid command")
    expect(box).to_have_value("/nope with care")
    page.context.set_offline(True)
    box.fill("two lines of a call")
    box.press("Enter")
    expect(page.locator(".centre .composer-notice")).to_contain_text("Your text is still here")
    expect(box).to_have_value("two lines of a call")


def test_what_others_write_arrives_live_and_counts_as_unread(visit: Visit, slack: Sandbox) -> None:
    page = visit("U0DANA", "C0SALES")
    slack.person("maya").say("#quiet", "Live & well <b>now</b>")
    row = page.locator(".place[data-channel=C0QUIET]")
    expect(row).to_have_class("place unread")
    expect(row.locator(".count")).to_be_visible()
    row.click()
    expect(page.locator(".message", has_text="Live & well <b>now</b>").last).to_be_visible()
    expect(page.locator(".new-line")).to_have_count(1)
    expect(row.locator(".count")).to_have_count(0)
    slack.person("maya").say("#quiet", "and again")
    expect(page.locator(".message.grouped", has_text="and again").last).to_be_visible()


def test_a_long_channel_opens_at_what_is_new_and_else_at_its_end(visit: Visit, slack: Sandbox) -> None:
    maya = slack.person("maya")
    for n in range(40):
        maya.say("#quiet", f"read already {n}")
    page = visit("U0DANA", "C0QUIET")
    expect(page.locator(".message", has_text="read already 39")).to_be_attached()
    page.locator(".place[data-channel=C0SALES]").click()
    for n in range(30):
        maya.say("#quiet", f"not read yet {n}")
    row = page.locator(".place[data-channel=C0QUIET]")
    expect(row.locator(".count")).to_have_text("30")
    row.click()
    expect(page.locator(".new-line")).to_be_in_viewport()
    expect(page.locator(".message", has_text="not read yet 0")).to_be_in_viewport()
    expect(page.locator(".message", has_text="not read yet 29")).not_to_be_in_viewport()
    expect(page.locator(".to-newest")).to_be_visible()
    expect(row.locator(".count")).to_have_count(0)
    page.reload()
    expect(page.locator(".message", has_text="not read yet 29")).to_be_in_viewport()


def test_a_mention_is_completed_and_shift_enter_breaks_the_line(visit: Visit, slack: Sandbox) -> None:
    page = visit("U0DANA", "C0SALES")
    box = page.locator(".centre .composer-input")
    box.press_sequentially("ask @ma")
    box.press("Enter")
    box.press_sequentially("today")
    box.press("Shift+Enter")
    box.press_sequentially("please")
    box.press("Enter")
    expect(page.locator(".message .mention", has_text="@Maya").last).to_be_visible()
    assert slack.person("dana").messages("#sales")[-1]["text"] == "ask <@U0MAYA> today\nplease"
    card = {"name": "card.txt", "mimeType": "text/plain", "buffer": b"Acme"}
    page.locator(".centre [data-picker=message]").set_input_files(card)
    expect(page.locator(".centre .composer-files")).to_contain_text("card.txt")
    box.fill("/lead Acme")
    page.locator(".centre .send").press("Enter")
    expect(box).to_be_focused()
    expect(page.locator(".centre .composer-files"), "a command takes no file along").to_contain_text(
        "card.txt"
    )
    page.locator(".centre .send").press("Enter")
    expect(page.locator(".message .file-link", has_text="card.txt")).to_be_visible()
    expect(box).to_be_focused()


def test_a_thread_opens_beside_the_channel(visit: Visit, slack: Sandbox) -> None:
    slack.person("maya").say("#sales", "Thread starts here")
    page = visit("U0DANA", "C0SALES")
    message = page.locator(".message", has_text="Thread starts here").last
    message.hover()
    message.locator("[data-tool=reply]").click()
    box = page.locator(".thread .composer-input")
    box.fill("a reply")
    box.press("Enter")
    expect(page.locator(".thread .message", has_text="a reply")).to_be_visible()
    expect(page.locator(".centre .replies")).to_contain_text("1 reply")
    box.fill("/lead x")
    box.press("Enter")
    expect(page.locator(".thread .composer-notice")).to_contain_text("not supported in threads")
    page.keyboard.press("Escape")
    expect(page.locator(".thread")).to_be_hidden()


def test_the_keyboard_leads_everywhere(visit: Visit) -> None:
    page = visit("U0DANA", "C0SALES")
    page.keyboard.press("Control+k")
    page.locator(".switch-input").press_sequentially("quiet")
    page.keyboard.press("Enter")
    expect(page.locator(".place.here")).to_contain_text("quiet")
    page.locator(".centre .scroller").focus()
    page.keyboard.press("?")
    expect(page.locator(".help")).to_contain_text("Switch channel or person")
    page.keyboard.press("Escape")
    expect(page.locator(".help")).to_have_count(0)
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".place.here")).to_contain_text("sales")


def test_what_was_chosen_on_a_narrow_page_has_the_focus(visit: Visit) -> None:
    page = visit("U0DANA", "C0SALES", width=390)
    box, here = page.locator(".centre .composer-input"), page.locator(".place.here")
    for _ in range(2):  # the second time, where one is already
        page.click(".nav-button")
        page.locator(".sidebar .jump").first.click()
        page.keyboard.type("quiet")
        page.keyboard.press("Enter")
        expect(here).to_contain_text("quiet")
        expect(box).to_be_focused()
        expect(page.locator(".switcher")).to_have_count(0)
        expect(page.locator("body")).not_to_have_class("nav-open")
    page.keyboard.press("Control+k")
    page.keyboard.type("baton")
    page.keyboard.press("Enter")
    expect(page.locator(".home")).to_be_focused()


def test_the_tools_of_a_message_leave_its_words_free(visit: Visit) -> None:
    page = visit("U0DANA", "C0SALES", width=390)
    for line in ("first", "x" * 20 + " and so on, " * 9):
        page.fill(".composer-input", line)
        page.press(".composer-input", "Enter")
    last = page.locator(".message.grouped").last
    last.hover()
    expect(last.locator("[data-tool=more]")).to_be_visible()
    tools, words = (last.locator(one).bounding_box() for one in (".message-tools", ".text"))
    assert tools and words and tools["y"] + tools["height"] <= words["y"] + 5  # of its first line's leading


def test_time_is_moved_by_its_buttons_and_shown_in_the_readers_zone(visit: Visit, slack: Sandbox) -> None:
    page, other = visit("U0MAYA", "C0SALES"), visit("U0LIAM", "C0SALES")
    page.click(".clock-move[data-clock=morning]")
    expect(page.locator(".clock-time")).to_have_text("8:30 AM")
    expect(other.locator(".clock-time")).to_have_text("08:30")
    before = slack.now
    page.click(".clock-move[data-clock=hour]")
    expect(page.locator(".clock-time")).to_have_text("9:30 AM")
    assert (slack.now - before).total_seconds() == 3600
    page.click(".clock-move[data-clock=workday]")
    expect(page.locator(".clock-time")).to_have_text("9:30 AM")
    page.click(".clock-move[data-clock=to]")
    page.click(".calendar .day[data-day='2026-11-30']")
    page.click(".to-date .combo")
    page.click(".option[data-key='09:00']")  # of a list over the calendar, which stays open under it
    page.click("[data-clock=go]")
    expect(page.locator(".clock-time")).to_have_text("9:00 AM")
    expect(page.locator(".clock-day")).to_have_text("Mon, Nov 30")


def test_the_wire_log_shows_both_directions(visit: Visit) -> None:
    page = visit("U0DANA", "C0SALES")
    page.keyboard.press("Control+.")
    page.locator(".centre .composer-input").fill("/lead Wired")
    page.locator(".centre .composer-input").press("Enter")
    line = page.locator(".wire-line", has_text="/lead").last
    expect(line).to_contain_text("slash_commands")
    line.click()
    expect(page.locator(".wire-more .json").last).to_contain_text('"command": "/lead"')
    page.fill(".wire-filter", "no such thing")
    expect(page.locator(".wire-line")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 760, 1280])
def test_nothing_is_wider_than_the_window(visit: Visit, app: FixtureApp, width: int) -> None:
    page = visit("U0DANA", "C0SALES", width=width)
    page.locator(".centre .composer-input").fill("/deal")
    page.locator(".centre .composer-input").press("Enter")
    expect(page.locator(".message table").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(
        "[...document.querySelectorAll('.message')].every((m) => m.scrollWidth <= m.clientWidth)"
    )


def test_a_link_to_a_message_leads_to_it(visit: Visit, slack: Sandbox, app: FixtureApp) -> None:
    said = slack.person("maya").say("#quiet", "The one that is linked to")
    address = app.web.chat_getPermalink(channel="C0QUIET", message_ts=said["ts"])["permalink"]
    slack.person("maya").say("#sales", f"Look: {address}")
    page = visit("U0DANA", "C0SALES")
    page.locator(".message a", has_text="/archives/").last.click()
    expect(page.locator(".place.here")).to_contain_text("quiet")
    expect(page.locator(".message.flash")).to_contain_text("The one that is linked to")
    page.goto(address)
    expect(page.locator(".message.flash")).to_contain_text("The one that is linked to")


def test_a_channel_one_is_not_in_can_be_joined(visit: Visit, slack: Sandbox) -> None:
    slack.channels(id="C0OTHER", name="other", members=["maya"])
    page = visit("U0DANA", "C0OTHER")
    expect(page.locator(".centre .composer")).to_be_hidden()
    page.locator(".locked button").click()
    expect(page.locator(".centre .composer-input")).to_be_visible()
