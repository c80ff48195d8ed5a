"""Workers that deliver until nothing is left, and the hand that kills them: `python -m tests.crash.worker '{…}'`.

One process forks the workers (so that each costs milliseconds, not seconds), kills them with SIGKILL whenever the
progress passes a random mark, a random moment later, and forks others; it prints "handled kills" as it goes. Several
workers on one SQLite file exist only here. Ends with 0 when all work is done and every kill was made.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import select
import signal
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event
from time import monotonic
from typing import Any

from sqlalchemy import event

from bot.calling import web_client
from bot.gateway import Gateway
from jobs.deliver import Postman
from services.config.versions import ConfigCache
from services.deps import Deps
from services.sending import outbox
from services.sending.outbox import Timing
from storage.db import UNAVAILABLE, Database
from tests import compiled

TIMING = Timing(
    lease=timedelta(seconds=3), settle=timedelta(seconds=1), gap=timedelta(milliseconds=20), rate=500
)


@dataclass
class Still:
    """A business clock that stands still."""

    at: datetime

    def now(self) -> datetime:
        return self.at


class Wall:
    """Process time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def _careless(connection: Any, _record: Any) -> None:
    """A killed process loses nothing that it wrote: the test does not wait for the disk."""
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA busy_timeout=10000")


def _opened(url: str, api_url: str, now: str) -> Postman:
    db = Database(url)
    if db.is_sqlite:
        event.listen(db.engine, "connect", _careless)
    deps = Deps(db, Still(datetime.fromisoformat(now)), Wall(), ConfigCache(db))
    return Postman(deps, Gateway(web_client("xoxb-sandbox", api_url)), TIMING, workers=1)


def warm(url: str, api_url: str, now: str, progress: int) -> None:
    """Delivers one before the first fork, so that what its statements compile to is there in every worker."""
    compiled.share()
    postman = _opened(url, api_url, now)
    if _one(postman, "warm"):
        os.write(progress, b".")
    outbox.next_try(postman.deps, postman.deps.clock.now())
    postman.close()
    postman.deps.db.close()


def deliver(url: str, api_url: str, now: str, progress: int) -> None:
    """Delivers until nothing is left; a byte into `progress` for each delivery handled.

    A database that has gone away, or is locked for too long, ends the round, not the worker, as the guard round a job
    has it.
    """
    postman = _opened(url, api_url, now)
    deps = postman.deps
    rounds, pause = itertools.count(), Event()
    while True:
        try:
            # As the postman: a name serves one round, so that no round mistakes the last one's lease for its own.
            if not _one(postman, f"pid{os.getpid()}.{next(rounds)}"):
                if (at := outbox.next_try(deps, deps.clock.now())) is None:
                    return
                pause.wait(min(max((at - deps.process.now()).total_seconds(), 0.02), 0.2))
                continue
        except UNAVAILABLE:
            pause.wait(0.1)
            continue
        os.write(progress, b".")


def _one(postman: Postman, worker: str) -> bool:
    """Delivers one, if one is ready."""
    outbox.reconcile(postman.deps, TIMING)
    leased = outbox.lease(postman.deps, worker, TIMING)
    if leased is not None:
        postman.deliver(leased)
    return leased is not None


class Nursery:
    """The workers that live now."""

    def __init__(self, url: str, api_url: str, now: str) -> None:
        self._job = (url, api_url, now)
        self.read, self._write = os.pipe()
        warm(*self._job, self._write)
        self.alive: list[int] = []
        self.failed = 0

    def fork(self) -> None:
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                deliver(*self._job, self._write)
                code = 0
            finally:
                if code:
                    traceback.print_exc()
                os._exit(code)
        self.alive.append(pid)

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.alive.remove(pid)

    def reap(self) -> None:
        """Takes leave of workers that ended by themselves."""
        for pid in list(self.alive):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                self.alive.remove(pid)
                self.failed += status != 0

    def handled(self, seconds: float) -> int:
        """How many deliveries were handled since the last call, waiting at most so long."""
        ready, _, _ = select.select([self.read], [], [], seconds)
        return len(os.read(self.read, 65536)) if ready else 0


def main(job: dict[str, Any]) -> int:
    """0: done with every kill made; 1: a worker failed by itself; 2: kills are left; 3: the time was up.

    The last twentieth goes unkilled: on a busy machine the workers may be through before the hand is there.
    """
    dice = random.Random(job["seed"])
    marks = sorted(dice.sample(range(1, job["total"] - job["total"] // 20), job["kills"]))
    nursery = Nursery(job["url"], job["api_url"], job["now"])
    for _ in range(job["workers"]):
        nursery.fork()
    handled, told, deadline = 0, 0, monotonic() + job["seconds"]
    while nursery.alive and monotonic() < deadline:
        handled += nursery.handled(0.05)
        if marks and handled >= marks[0] and nursery.alive:
            marks.pop(0)
            if dice.random() < 0.5:
                select.select([], [], [], dice.random() * 0.04)
            nursery.kill(dice.choice(nursery.alive))
            nursery.fork()
        nursery.reap()
        if handled - told >= 20:
            told = handled
            print(handled, job["kills"] - len(marks), flush=True)
    is_late = bool(nursery.alive)
    for pid in list(nursery.alive):
        nursery.kill(pid)
    return 3 if is_late else 1 if nursery.failed else 2 if marks else 0


def run(arguments: Sequence[str]) -> int:
    """The job as one JSON argument: url api_url now total kills workers seed seconds."""
    return main(json.loads(arguments[0]))


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
