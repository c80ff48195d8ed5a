"""What did not arrive, told to the admins: to whom, and in Slack's own word why; never what it said."""

from collections import Counter
from datetime import datetime, timedelta

from rules.answers.admin import NotDelivered, Undelivered
from services.deps import Deps
from services.sending.telling import tell
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Delivery

PAUSE = timedelta(hours=1)  # business time between two messages: a bad day is one message an hour
MOST_LINES = 5


def run(deps: Deps, *, now: datetime) -> int:
    """Promises each admin one message about what was lost since the last one; returns how many admins hear it."""
    with deps.db.read() as tx:
        if not delivery_rows.lost(tx, Undelivered.kind, limit=1):
            return 0
        last = delivery_rows.last_alarm(tx)
        if last is not None and now - last < PAUSE:
            return 0
    with deps.db.write() as tx:
        admins = people_rows.holding(tx, "admin")
        lost = delivery_rows.lost(tx, Undelivered.kind)
        if not admins or not lost:
            return 0
        told = _summed(tx, lost)
        newest = lost[-1].id
        heard = sum(tell(tx, f"lost:{newest}:{admin.id}", admin, told, now) for admin in admins)
        delivery_rows.alarmed(tx, [one.id for one in lost], now)
        return heard


def _summed(tx: Session, lost: list[Delivery]) -> Undelivered:
    """One line for each recipient and reason, the commonest first."""
    counts = Counter((one.recipient, one.person_id, one.state, one.error or "") for one in lost)
    names = {p.id: p.name for p in people_rows.everybody(tx)}
    lines = tuple(
        NotDelivered(
            who=names.get(person_id, "") if person_id else "",
            channel="" if person_id else recipient.removeprefix("channel:"),
            is_unsure=state == "ambiguous",
            code=code,
            count=count,
        )
        for (recipient, person_id, state, code), count in counts.most_common(MOST_LINES)
    )
    return Undelivered(lines=lines, count=len(lost), more=len(lost) - sum(one.count for one in lines))
