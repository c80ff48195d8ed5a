"""Is Baton well: does the database answer and take what is written, do deliveries leave, do the jobs run?"""

from datetime import datetime, timedelta

from rules.answers.admin import Trouble as Trouble
from services.deps import Deps
from storage import auditing as audit_rows
from storage import db
from storage import deliveries as delivery_rows

LATE = timedelta(minutes=10)  # a lease, its retries and a settle time are over long before


def troubles(deps: Deps, *, now: datetime) -> list[Trouble]:
    """Every reason for red that the database and this process know; ``now`` is business time. Empty: all is well."""
    try:
        with deps.db.read() as tx:
            oldest, revoked = delivery_rows.oldest_due(tx, now), delivery_rows.revoked(tx)
            found = [Trouble(key=f"health.{fault}") for fault in audit_rows.sure_faults(tx)]
    except db.UNAVAILABLE:
        return [Trouble(key="health.database")]
    if deps.db.unwritable is not None:
        return [Trouble(key=f"health.{deps.db.unwritable}")]  # nothing can leave either
    if revoked is not None:
        return [Trouble(key="health.revoked", code=revoked)]
    if oldest is not None and now - oldest > LATE:
        found.insert(0, Trouble(key="health.late", minutes=int((now - oldest).total_seconds() // 60)))
    if failing := sorted(deps.failing.copy()):  # a copy: other threads add to it
        found.append(Trouble(key="health.failing", code=", ".join(failing)))
    return found
