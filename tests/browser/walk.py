"""A person in front of the page, with Baton behind it: acts as a hand would, and takes a picture where asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from sandbox.driver import Sandbox
from tests.browser.pages import PATIENCE

WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
LOOKS: list[tuple[str, dict[str, int], str]] = [
    ("", WIDE, "light"),
    ("-dark", WIDE, "dark"),
    ("-phone", NARROW, "light"),
]


class Shots:
    """Pictures in a folder, if there is one, numbered in the order of the story; `every` takes the dark and the narrow
    look too."""

    def __init__(self, folder: Path | None, *, every: bool) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._looks, self._n = folder, LOOKS if every else LOOKS[:1], 0

    def take(self, page: Page, name: str) -> None:
        if self._folder is None:
            return
        self._n += 1
        for suffix, size, scheme in self._looks:
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=self._folder / f"{self._n:02}-{name}{suffix}.png")
        if len(self._looks) > 1:
            page.set_viewport_size(WIDE)  # type: ignore[arg-type]
            page.emulate_media(color_scheme="light")


class Walker:
    """One person of the team with a page of their own."""

    def __init__(self, page: Page, slack: Sandbox, user: str, shots: Shots) -> None:
        self.page, self.slack, self.user, self.shots = page, slack, user, shots
        self.go()

    def go(self, channel: str = "C0SALES") -> None:
        self.page.goto(f"{self.slack.url}/#{self.user}/{channel}")
        self.page.wait_for_selector(".place.here", state="attached")

    def shot(self, name: str) -> None:
        self.shots.take(self.page, f"{name}-{self.user[2:].lower()}")

    # -- acts --------------------------------------------------------------------------------------

    def type(self, line: str) -> Locator:
        """Types a line where one is and sends it; the newest message then."""
        before = self.page.locator(".centre .message").count()
        box = self.page.locator(".centre .composer-input")
        box.fill(line)
        box.press("Enter")
        expect(self.page.locator(".centre .message").nth(before)).to_be_visible(timeout=PATIENCE)
        return self.last()

    def last(self, text: str | re.Pattern[str] = "") -> Locator:
        """The newest message with this text."""
        return self.page.locator(".centre .message", has_text=text).last

    def held(self, message: Locator) -> Locator:
        """The same message, whatever it says later."""
        return self.page.locator(f'.centre .message[data-ts="{message.get_attribute("data-ts")}"]')

    def reply(self, message: Locator, line: str) -> Locator:
        """Says a line in the thread of a message; the newest answer there."""
        message.hover()
        message.locator("[data-tool=reply]").click()
        there = self.page.locator(".thread .message")
        box = self.page.locator(".thread .composer-input")
        box.fill(line)
        box.press("Enter")
        expect(there.last.locator(".badge")).to_be_visible(timeout=PATIENCE)
        return there.last

    def shortcut(self, message: Locator, callback: str) -> Locator:
        """A message's menu; the modal that comes of it."""
        message.hover()
        message.locator("[data-tool=more]").click()
        self.page.click(f"[data-callback-id={callback}]")
        return self.modal()

    def modal(self) -> Locator:
        box = self.page.locator(".modal .dialog")
        expect(box).to_be_visible(timeout=PATIENCE)
        return box

    def field(self, block: str) -> Locator:
        return self.page.locator(f".modal [data-block-id={block}]")

    def fill(self, block: str, text: str) -> None:
        self.field(block).locator("input, textarea").first.fill(text)

    def choose(self, block: str, text: str) -> None:
        self.field(block).locator(".combo").click()
        self.page.locator(".option", has_text=text).first.click()

    def date(self, block: str, day: str) -> None:
        """A day in the calendar of a field; `day` as 2026-11-30."""
        self.field(block).locator(".combo").click()
        self.page.click(f"[data-day='{day}']")

    def submit(self) -> None:
        self.page.click(".modal [data-modal=submit]")

    def dismiss(self) -> None:
        self.page.locator(".modal [data-modal=close]").click()
        expect(self.page.locator(".modal")).to_have_count(0)

    def press(self, where: Locator, text: str) -> None:
        where.get_by_role("button", name=text, exact=True).first.click()

    def blocker(self, where: Locator, deal: str, text: str) -> None:
        """What is in the way of this deal: the menu under its line."""
        line = where.locator(".block", has_text=deal).first
        line.locator("xpath=following-sibling::*[1]").locator(".combo").click()
        self.page.locator(".option", has_text=text).click()

    def pick(self, where: Locator, text: str) -> None:
        """An entry of the ⋯ menu."""
        where.locator(".overflow").first.click()
        self.page.locator(".menu-item", has_text=text).click()

    def home(self) -> Locator:
        self.page.locator(".place", has_text="Baton").click()
        self.page.click("[data-tab=home]")
        return self.page.locator(".home")

    def dm(self) -> None:
        self.page.locator(".place", has_text="Baton").click()
        self.page.click("[data-tab=messages]")

    def move(self, which: str) -> None:
        """A button of the clock (hour, morning, workday); done when time stands still again."""
        self.page.click(f".clock-move[data-clock={which}]")
        expect(self.page.locator(".clock")).not_to_have_class(re.compile("walking"), timeout=60_000)


Walk = Callable[[str], Walker]
