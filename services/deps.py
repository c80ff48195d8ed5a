"""What every use case is handed: the database, two clocks, the active configuration."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from services.config.versions import ConfigCache
from storage.db import Database, Session


class Clock(Protocol):
    """Tells the time: aware, UTC."""

    def now(self) -> datetime: ...


def _pass(_place: str) -> None:
    """Nobody dies in service."""


@dataclass(frozen=True)
class Deps:
    """``clock`` is business time (due dates, calendars), ``process`` measures leases, time-outs and retries. ``reach`` is
        told each place at which a test may let the process die (jobs/failpoints.py). ``failing``: the jobs of this process,
    by name, whose last run raised; kept in memory, since it may be the database that fails them."""

    db: Database
    clock: Clock
    process: Clock
    config: ConfigCache
    reach: Callable[[str], object] = _pass
    failing: set[str] = field(default_factory=set, compare=False)

    @contextmanager
    def write(self, what: str) -> Iterator[Session]:
        """`Database.write` under a name, module and function: a test lets the process die when all is written and not
        committed, and when it is committed and nobody was told."""
        with self.db.write() as tx:
            yield tx
            self.reach(f"{what} written")
        self.reach(f"{what} stored")
