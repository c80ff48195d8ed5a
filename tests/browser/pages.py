"""Pages that are lent and come back: a browser context costs a second of a processor, a new address in one a third of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Error, Page, Request

from sandbox.driver import Sandbox

PATIENCE = 10_000  # ms, on a machine that others use too
FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


@dataclass
class Lent:
    """A page in front of one sandbox; faults of the page and calls to others are kept in `faults`."""

    page: Page
    slack: Sandbox
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", self._failed)
        self.page.on("request", self._called)

    def _failed(self, error: Error) -> None:
        self.faults.append(str(error))

    def _called(self, request: Request) -> None:
        if not request.url.startswith((self.slack.url, "data:", "blob:", "about:")):
            self.faults.append(f"called {request.url}")

    def leave(self) -> None:
        """Nothing of this visit is left: what the page remembers, windows beside it, who listens."""
        for other in self.page.context.pages:
            if other is not self.page:
                other.close()
        self.page.context.set_offline(False)
        if self.page.url.startswith(self.slack.url):
            self.page.evaluate(FORGET)
        self.page.goto("about:blank")
        listening: list[tuple[str, Callable[..., None]]] = [
            ("pageerror", self._failed),
            ("request", self._called),
        ]
        for event, ear in listening:
            self.page.remove_listener(event, ear)


class Pages:
    """Lends pages of one browser and takes them back."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: list[Page] = []
        self._out: list[Lent] = []

    def lend(self, slack: Sandbox, width: int, height: int, *, is_still: bool = True) -> Lent:
        """A page that remembers nothing, of this size in CSS pixels; `is_still`: nothing moves on it."""
        page = self._idle.pop() if self._idle else self._made().new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="light", reduced_motion="reduce" if is_still else "no-preference")
        self._out.append(Lent(page, slack))
        return self._out[-1]

    def back(self) -> list[str]:
        """Everything lent comes back; what went wrong on it."""
        lent, self._out = self._out, []
        for one in lent:
            one.leave()
            self._idle.append(one.page)
        return [fault for one in lent for fault in one.faults]

    def _made(self) -> BrowserContext:
        context = self._browser.new_context()
        context.set_default_timeout(PATIENCE)
        return context
