"""What every use case is handed: the database, two clocks, the active configuration."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from services.config.versions import ConfigCache
from storage.db import Database


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
