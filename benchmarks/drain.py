"""Messages a second out of the outbox, into a Slack that answers at once; procrastinate beside it, on the same PostgreSQL.

Both have four at work, speak to the sandbox through the same `Gateway`, and wait for the disk. Baton's messages are promised
before the clock starts, procrastinate's jobs deferred in one batch. Procrastinate (https://procrastinate.readthedocs.io) is
used as its documentation has it: a worker with concurrency, listening off since nothing new comes. Its task says what Baton
says, rendered beforehand; it looks neither whether the message is still wanted nor whether an attempt is out already.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import procrastinate

from benchmarks.table import Figure
from benchmarks.tick import Still
from bot.calling import web_client
from bot.gateway import Gateway
from bot.views.answers import render
from bot.views.reader import Reader
from jobs.deliver import Postman
from rules.answers import Sentence, dump
from sandbox.driver import ROOT, Sandbox
from services.config import versions
from services.config.versions import ConfigCache
from services.deps import Clock, Deps
from services.sending import promises
from services.sending.outbox import Timing
from storage import deliveries
from storage.db import Database
from storage.migrate import upgrade_database
from storage.tables import Person
from tests.databases import Postgres

PEOPLE, MESSAGES, ROUNDS, WORKERS = 50, 400, 5, 4
NOW = datetime.fromisoformat("2026-11-24T15:30:00+08:00")
UNPACED = Timing(gap=timedelta(), rate=0)
SAID = Sentence(key="err.gone")


class Wall:
    """Process time: leases are real."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def team(people: int) -> dict[str, object]:
    """Slack's side: so many people, no channel."""
    who = [
        {"id": f"U{n:05}", "name": f"p{n}", "real_name": f"P {n}", "tz": "Asia/Shanghai"}
        for n in range(people)
    ]
    return {"team": {"id": "T1", "name": "Drain", "domain": "drain"}, "people": who, "channels": []}


class Ours:
    """Baton's outbox over one database; the conversation with everybody (`dms`) is open."""

    def __init__(
        self,
        url: str,
        gateway: Gateway,
        dms: Sequence[str],
        timing: Timing = UNPACED,
        process: Clock | None = None,
    ) -> None:
        self.db, self._turn, self._people = Database(url), 0, len(dms)
        upgrade_database(self.db)
        deps = Deps(self.db, Still(NOW), process or Wall(), ConfigCache(self.db))
        self.postman = Postman(deps, gateway, timing, workers=WORKERS)
        with self.db.write() as tx:
            versions.apply_first(tx, (ROOT / "pipeline.yaml").read_text("utf-8"), now=NOW)
            tx.add_all(
                Person(id=n + 1, slack_id=f"U{n:05}", name=f"P {n}", slack_tz="Asia/Shanghai",
                       dm_channel=dm, created_at=NOW)
                for n, dm in enumerate(dms)
            )  # fmt: skip

    def promise(self, messages: int) -> None:
        """So many more, to everybody in turn."""
        self._turn += 1
        with self.db.write() as tx:
            for n in range(messages):
                slot, to = f"drain:{self._turn}:{n}", f"person:{n % self._people + 1}"
                promises.promise(tx, slot, "confirmation", to, dump(SAID), NOW)

    def waiting(self) -> int:
        """How many are not out yet."""
        with self.db.read() as tx:
            return deliveries.count_waiting(tx, NOW)

    def drain(self) -> float:
        """Messages a second."""
        self.promise(MESSAGES)
        start = perf_counter()
        self.postman.run()
        took = perf_counter() - start
        if left := self.waiting():
            raise RuntimeError(f"{left} of {MESSAGES} are left")
        return MESSAGES / took

    def close(self) -> None:
        self.postman.close()
        self.db.close()


class Theirs:
    """A procrastinate app whose one task posts."""

    def __init__(self, url: str, gateway: Gateway, dms: Sequence[str]) -> None:
        self._dms = dms
        self._view = render(SAID, Reader("en", ZoneInfo("Asia/Shanghai"), NOW, "U00000"))
        self._app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(conninfo=url, min_size=WORKERS, max_size=10)
        )
        with self._app.open():
            self._app.schema_manager.apply_schema()

        @self._app.task(name="post")
        def post(channel: str, view: dict[str, object], ref: str) -> str:
            return gateway.post(channel, view, ref=ref).ts

        self._post = post

    def drain(self) -> float:
        """Messages a second."""
        jobs: list[Any] = [
            {"channel": self._dms[n % PEOPLE], "view": self._view, "ref": f"{random.getrandbits(96):024x}"}
            for n in range(MESSAGES)
        ]
        with self._app.open():
            self._post.batch_defer(*jobs)
        start = perf_counter()
        self._app.run_worker(
            concurrency=WORKERS, wait=False, listen_notify=False, install_signal_handlers=False
        )
        return MESSAGES / (perf_counter() - start)


def counted(slack: Sandbox, drain: Callable[[], float]) -> float:
    """What `drain` says, if the sandbox has all of it."""
    before = len(slack.sink())
    rate = drain()
    if (came := len(slack.sink()) - before) != MESSAGES:
        raise RuntimeError(f"{came} of {MESSAGES} came")
    return rate


def run() -> Sequence[Figure]:
    """The median round of each; all take turns."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="baton-bench-")))
        slack = stack.enter_context(Sandbox.start(now=NOW, seed=team(PEOPLE)))
        gateway = Gateway(web_client(Sandbox.bot_token, slack.api_url))
        server = Postgres(f"drain-{random.getrandbits(32):x}", safe=True)
        stack.callback(server.close)
        dms = [gateway.open_dm(f"U{n:05}") for n in range(PEOPLE)]
        lite = Ours(f"sqlite:///{folder / 'baton.db'}", gateway, dms)
        stack.callback(lite.close)
        post = Ours(server.url(server.create()), gateway, dms)
        stack.callback(post.close)
        theirs = Theirs(server.url(server.create()), gateway, dms)
        rounds = [
            tuple(counted(slack, side.drain) for side in (lite, post, theirs)) for _ in range(ROUNDS + 1)
        ][1:]
    on_sqlite, on_postgresql, other = (median(side) for side in zip(*rounds, strict=True))
    return [
        Figure("drain, SQLite", on_sqlite, "messages/s"),
        Figure(
            "drain, PostgreSQL: against procrastinate",
            on_postgresql,
            "messages/s",
            against=other,
            goal=1,
            at_most=False,
        ),
    ]
