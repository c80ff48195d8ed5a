"""Is Baton well: does the database answer, do deliveries leave?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.deps import Deps
from storage import health as rows

LATE = timedelta(minutes=10)  # a lease, its retries and a settle time are over long before


@dataclass(frozen=True)
class Trouble:
    """A reason for red: the key of its sentence, and what fills it."""

    key: str
    minutes: int = 0


def troubles(deps: Deps, *, now: datetime) -> list[Trouble]:
    """Every reason for red that the database knows; ``now`` is business time. Empty: all is well."""
    try:
        with deps.db.read() as tx:
            oldest = rows.oldest_due(tx, now)
    except rows.UNAVAILABLE:
        return [Trouble("health.database")]
    if oldest is not None and now - oldest > LATE:
        return [Trouble("health.late", int((now - oldest).total_seconds() // 60))]
    return []
