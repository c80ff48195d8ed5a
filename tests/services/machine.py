"""A Baton without its front door: a database, clocks set by hand, a team, and deals in motion."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

from bot.calling import web_client
from bot.gateway import Gateway
from jobs.deliver import Postman
from rules.answers import Sentence, dump
from sandbox.driver import Sandbox
from services.config import versions
from services.config.versions import ConfigCache
from services.deps import Deps
from services.sending import promises
from services.sending.outbox import Timing
from storage.db import Database
from storage.tables import Account, Deal, Delivery, Nudge, Person, PersonRole

ROOT = Path(__file__).resolve().parent.parent.parent
START = datetime.fromisoformat("2026-11-24T15:30:00+08:00")  # Tuesday
QUICK = Timing(lease=timedelta(seconds=25), settle=timedelta(seconds=15), gap=timedelta(), rate=0)
TEAM = {  # name: (roles, manager)
    "zoe": (("director",), None),
    "maya": (("manager",), "zoe"),
    "liam": (("rep",), "maya"),
    "dana": (("rep",), "maya"),
}


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        self._now = now

    def push(self, **span: float) -> None:
        self._now += timedelta(**span)


def team(url: str) -> None:
    """Makes a database with the team and its process in force, and nothing else: for `copy_of`."""
    Machine(url).close()


class Machine:
    """Deps with a team; `slack` (a sandbox) only where something is sent."""

    def __init__(self, url: str, slack: Sandbox | None = None, timing: Timing = QUICK) -> None:
        self.db = Database(url)
        self.clock, self.process = HandClock(START), HandClock(START)
        self.deps = Deps(self.db, self.clock, self.process, ConfigCache(self.db))
        self.timing, self.slack = timing, slack
        self.gateway = Gateway(
            web_client(Sandbox.bot_token, slack.api_url if slack else "http://127.0.0.1:9/")
        )
        self.postman = Postman(self.deps, self.gateway, timing, workers=1)
        if not versions.is_there(self.db):
            self._found()
        with self.db.read() as tx:
            self.ids = {person.handle: person.id for person in tx.exec(select(Person))}
            self._codes = itertools.count(len(tx.exec(select(Deal.id)).all()) + 1)

    def _found(self) -> None:
        """The team and its process, in a database that has none."""
        self.ids: dict[str, int] = {}
        with self.db.write() as tx:
            versions.apply_first(tx, (ROOT / "pipeline.yaml").read_text("utf-8"), now=START)
        for name, (roles, manager) in TEAM.items():
            self.join(name, *roles, manager=manager)

    def join(self, name: str, *roles: str, manager: str | None = None, **values: Any) -> int:
        """Somebody new, with roles."""
        given: dict[str, Any] = {
            "slack_id": f"U0{name.upper()}", "handle": name, "name": name.title(), "slack_locale": "en-US",
            "slack_tz": "Asia/Shanghai", "home_tz": "Asia/Shanghai", "calendar": "cn",
            "manager_id": self.ids[manager] if manager else None, "created_at": START,
        }  # fmt: skip
        with self.db.write() as tx:
            person = Person(**given | values)
            tx.add(person)
            tx.flush()
            tx.add_all(PersonRole(person_id=person.id, role=role) for role in roles)
            self.ids[name] = person.id
        return self.ids[name]

    def close(self) -> None:
        self.postman.close()
        self.db.close()

    def deal(self, owner: str = "liam", stage: str = "proposal", **values: Any) -> int:
        """An open deal of this owner that entered its stage now and was talked about now."""
        now = self.clock.now()
        with self.db.write() as tx:
            number = next(self._codes)
            account = Account(name=f"Acme {number}", name_norm=f"acme {number}", created_at=now)
            tx.add(account)
            tx.flush()
            given: dict[str, Any] = {
                "code": f"EXPO-2026-{number:03}", "stage": stage, "stage_entered_at": now,
                "owner_id": self.ids[owner], "owner_since": now, "account_id": account.id,
                "last_contact_at": now, "last_contact_kind": "talked", "clocks_from": now,
                "created_at": now, "next_check_at": now,
            }  # fmt: skip
            deal = Deal(**given | values)
            tx.add(deal)
            tx.flush()
            return deal.id

    def take_any_number(self) -> None:
        """Nobody's day is ever full."""
        source = versions.active_source(self.db)
        data, _ = versions.read_proposal(source)
        data["budget"] |= {"rep_dms_a_day": 99, "manager_dms_a_day": 99}
        with self.db.write() as tx:
            versions.apply(tx, data, source, by_id=None, now=self.clock.now())
        self.deps.config.refresh()

    def change(self, deal_id: int, **values: Any) -> None:
        """Changes a deal as a use case does: a new version, and the clock looks again."""
        with self.db.write() as tx:
            deal = tx.get(Deal, deal_id)
            assert deal is not None
            for name, value in {"next_check_at": self.clock.now(), **values}.items():
                setattr(deal, name, value)
            deal.version += 1
            tx.add(deal)

    def promise(self, key: str = "err.gone", to: str = "person:liam", slot: str | None = None) -> int | None:
        """A promised sentence."""
        kind, _, name = to.partition(":")
        recipient = f"person:{self.ids[name]}" if kind == "person" else to
        with self.db.write() as tx:
            payload = dump(Sentence(key=key))
            return promises.promise(tx, slot, "confirmation", recipient, payload, self.clock.now())

    def rows(self, table: type[Any]) -> list[Any]:
        with self.db.read() as tx:
            return sorted(tx.exec(select(table)).all(), key=lambda row: row.id)

    @property
    def nudges(self) -> list[Nudge]:
        return self.rows(Nudge)

    @property
    def deliveries(self) -> list[Delivery]:
        return self.rows(Delivery)

    def deal_row(self, deal_id: int) -> Deal:
        with self.db.read() as tx:
            found = tx.get(Deal, deal_id)
            assert found is not None
            return found

    @contextmanager
    def judged(self) -> Iterator[list[dict[str, Any]]]:
        """What the sandbox stored inside the block."""
        assert self.slack is not None
        before = len(self.slack.sink())
        found: list[dict[str, Any]] = []
        yield found
        found += self.slack.sink(after=before)
