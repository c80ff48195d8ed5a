"""The team of the stories, in a sandbox, with a Baton of their own: the front door of every flow test."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import yaml

from bot.settings import Settings
from rules import patterns
from sandbox.driver import Persona, Sandbox
from services.capture import leads
from services.setup import demo, first_hours
from services.team import calendars, people_file
from tests import one_sandbox
from tests.opinion import doubts
from wiring import Baton, WallClock, wire

ROOT = Path(__file__).resolve().parent.parent
START = "2026-11-24T15:30+08:00"
_TURN = itertools.count()


class BusinessClock:
    """Business time that a test sets; the steps of the sandbox set it too."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        self._now = now


@dataclass(frozen=True)
class Started:
    """Makes a database in which Baton has started at this instant and looked at everything once: for `copy_of`."""

    now: str = START

    def __call__(self, url: str) -> None:
        world = World(url, now=self.now)
        assert not world.slack.sink(), "a copy would miss what Slack has heard"
        world.stop()


def demo_team(url: str) -> None:
    """Makes a database as `make try` leaves it after its first start."""
    world = World(url)
    world.load_demo()
    assert not world.slack.sink(), "a copy would miss what Slack has heard"
    world.stop()


@cache
def _warm() -> None:
    """What `app.py run` loads before anybody asks for it: here the first test of a worker would wait for it."""
    leads.warm()
    calendars.warm(int(START[:4]))
    patterns.warm()


class World:
    """A sandbox with a connected Baton; people by their story names."""

    def __init__(self, database_url: str, *, now: str = START, transport: str = "socket") -> None:
        self.slack = one_sandbox.take(now)
        self.clock = BusinessClock(self.slack.now.astimezone(UTC))
        self.settings = Settings(
            slack_bot_token=Sandbox.bot_token,
            slack_app_token=Sandbox.app_token,
            slack_signing_secret=Sandbox.signing_secret,
            slack_api_url=self.slack.api_url,
            BATON_DATABASE_URL=database_url,
            BATON_PIPELINE=ROOT / "pipeline.yaml",
            BATON_CONTROL_URL=self.slack.url,
            BATON_TRANSPORT=transport,
            BATON_HTTP_PORT=0,
            _env_file=None,
        )
        _warm()
        self.baton: Baton = wire(self.settings, self.clock, WallClock())
        if not first_hours.has_admin(self.deps):
            source = (ROOT / "people.example.yaml").read_text(encoding="utf-8")
            assert not people_file.apply(self.deps, source, by_id=None, now=self.clock.now())
        self.baton.start()
        if transport == "http":
            assert self.slack.over_http(self.baton.address) == ""
        self.slack.connected()
        self.slack.advance()  # by nothing: the round that a start begins with is over

    def revive(self) -> None:
        """A new Baton on the same database, after the first was stopped."""
        self.baton = wire(self.settings, self.clock, WallClock())
        self.baton.start()
        self.slack.connected()

    @property
    def deps(self):  # type: ignore[no-untyped-def]
        return self.baton.runtime.deps

    def load_demo(self) -> None:
        """The pipeline that `make try` starts with."""
        entries = yaml.safe_load((ROOT / "demo" / "deals.yaml").read_text(encoding="utf-8"))
        demo.load(self.deps, entries, now=self.clock.now())

    def person(self, name: str) -> Persona:
        return self.slack.person(name)

    @property
    def liam(self) -> Persona:
        return self.person("liam")

    @property
    def dana(self) -> Persona:
        return self.person("dana")

    @property
    def maya(self) -> Persona:
        return self.person("maya")

    def stop(self) -> None:
        """Ends it; what Baton said all the while is sound in the opinion of Slack's own classes (asked once, on SQLite)."""
        self.baton.stop()
        doubted = doubts(self.slack) if self.settings.database_url.startswith("sqlite") else []
        one_sandbox.give_back(self.slack)
        assert doubted == []
