"""The one way by which a deal ends, won, lost, invalid or void: what it asked of others is taken back with it."""

from datetime import datetime

from rules.pipeline import Pipeline
from services import audit
from services.deals import tasks
from storage import deals as deal_rows
from storage import nudges as nudge_rows
from storage import stages as rows
from storage import tasks as task_rows
from storage.db import Session
from storage.tables import Deal

CLOSED = "closed"  # why its nudges are not said


def end(
    tx: Session, pipeline: Pipeline, deal: Deal, state: str, now: datetime, **values: object
) -> list[int]:
    """Lost, invalid or void; it keeps the stage it died in. The tasks that ended with it, for whoever undoes it."""
    ended = {"state": state, "closed_at": now, "next_check_at": None, **values}
    deal_rows.change(tx, deal.id, deal.version, **ended)
    last = rows.open_entry(tx, deal.id)
    if last is not None:
        last.left_at = now
        tx.add(last)
    return follow(tx, pipeline, deal, now)


def follow(tx: Session, pipeline: Pipeline, deal: Deal, now: datetime) -> list[int]:
    """What follows for a deal that is over by now: nobody is asked for anything, and nothing more is said of it.

    Its tasks end, the messages that asked say so, and what was only to be said is not. Which tasks they were."""
    ended = task_rows.cancel_all(tx, deal.id, now)
    for task in ended:
        tasks.rewrite(tx, pipeline, deal, task, now)
    unsaid = [x for x in nudge_rows.of_deals(tx, [deal.id]).get(deal.id, ()) if x.state in nudge_rows.OPEN]
    if unsaid:
        nudge_rows.cancel(tx, {x.id: CLOSED for x in unsaid})
        after = {"reasons": [CLOSED], "nudges": sorted(x.id for x in unsaid)}
        audit.record(tx, None, "nudge.cancel", f"deal:{deal.id}", now=now, after=after)
    return [task.id for task in ended]
