"""A sandbox with a small app, and a page in a real Chromium that may call nobody else."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from sandbox.driver import ROOT, Sandbox
from tests.browser.fixture_app import FixtureApp
from tests.browser.pages import PATIENCE, Pages
from tests.browser.walk import WIDE, Shots, Walk, Walker
from tests.lending import Files
from tests.world import World, demo_team

NOW = "2026-11-24T15:30:00+08:00"
# The address bar nobody sees here is two pages more beside every page, and most of what a page costs.
UNSEEN = "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    f"--disable-features={UNSEEN}",
]
TEAM = ["liam", "dana", "maya"]
SEED = {
    "team": {"id": "T0TEST", "name": "Northwind", "domain": "northwind"},
    "people": [
        {
            "id": "U0LIAM",
            "name": "liam",
            "real_name": "Liam Li",
            "display_name": "李明",
            "title": "销售",
            "locale": "zh-CN",
            "tz": "Asia/Shanghai",
        },
        {
            "id": "U0DANA",
            "name": "dana",
            "real_name": "Dana Reyes",
            "display_name": "Dana",
            "title": "Rep",
            "locale": "en-US",
            "tz": "America/New_York",
        },
        {
            "id": "U0MAYA",
            "name": "maya",
            "real_name": "Maya Wang",
            "display_name": "Maya",
            "title": "Manager",
            "locale": "en-US",
            "tz": "Asia/Shanghai",
        },
    ],
    "channels": [
        {"id": "C0SALES", "name": "sales", "app": True, "general": True, "members": TEAM},
        {"id": "C0QUIET", "name": "quiet", "app": True, "members": TEAM},
    ],
    "messages": [{"channel": "#quiet", "user": "maya", "text": "Who met Acme?", "minutes_ago": 60}],
}
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox of its own, with a global shortcut beside what Baton declares."""
    spec = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    spec["features"]["shortcuts"].append(
        {"name": "Anywhere", "type": "global", "callback_id": "anywhere", "description": "From the top"}
    )
    path: Path = tmp_path_factory.mktemp("app") / "manifest.json"
    path.write_text(json.dumps(spec), encoding="utf-8")
    with Sandbox.start(manifest=path, seed=SEED, now=NOW) as running:
        yield running


@pytest.fixture(scope="module")
def app(slack: Sandbox) -> Iterator[FixtureApp]:
    with FixtureApp(slack) as running:
        slack.connected()
        yield running


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=chromium_path, args=OPTIONS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def all_pages(browser: Browser) -> Pages:
    return Pages(browser)


@pytest.fixture
def pages(all_pages: Pages) -> Iterator[Pages]:
    """Pages for this test; faults of a page and calls to others fail it."""
    yield all_pages
    assert not all_pages.back()


@pytest.fixture
def visit(slack: Sandbox, app: FixtureApp, pages: Pages) -> Visit:
    """visit(who, channel) opens the page as a person."""

    def open_page(who: str = "", channel: str = "", width: int = 1280) -> Page:
        page = pages.lend(slack, width, 800, is_still=False).page
        for view in slack.person(who).views() if who else []:
            slack.person(who).close(view, every=True)
        page.goto(f"{slack.url}/#{who}/{channel}" if who else slack.url)
        if who:
            page.wait_for_selector(".place.here", state="attached")
        return page

    return open_page


@pytest.fixture
def team(tmp_path: Path, files: Files) -> Iterator[World]:
    """Baton with the demo's team and pipeline."""
    made = World(files.lend(demo_team, tmp_path))
    assert not made.slack.sink(), "the start said something"
    yield made
    made.stop()


@pytest.fixture
def walk(team: World, pages: Pages, request: pytest.FixtureRequest) -> Walk:
    """walk("U0LIAM") puts a person of the team before the page. BATON_SHOTS names a folder for pictures,
    BATON_SHOTS_EVERY=1 takes the dark and the narrow look too."""
    named = os.environ.get("BATON_SHOTS")
    folder = Path(named) / request.node.name.removeprefix("test_") if named else None
    shots = Shots(folder, every=os.environ.get("BATON_SHOTS_EVERY") == "1")

    def stand(user: str) -> Walker:
        return Walker(pages.lend(team.slack, **WIDE).page, team.slack, user, shots)

    return stand
