"""What every use case is handed: the database, two clocks, the active configuration."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.config.versions import ConfigCache
from storage.db import Database


class Clock(Protocol):
    """Tells the time: aware, UTC."""

    def now(self) -> datetime: ...


@dataclass(frozen=True)
class Deps:
    """``clock`` is business time (due dates, calendars), ``process`` measures leases, time-outs and retries."""

    db: Database
    clock: Clock
    process: Clock
    config: ConfigCache
