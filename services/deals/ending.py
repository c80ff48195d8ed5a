"""The one way by which a deal ends, won, lost, invalid or void: what it asked of others is taken back with it."""

from datetime import datetime
from typing import NamedTuple

from rules.pipeline import Pipeline
from services import audit
from services.deals import hands, tasks
from services.deals.hands import Before, By
from storage import deals as deal_rows
from storage import nudges as nudge_rows
from storage import stages as rows
from storage import tasks as task_rows
from storage.db import Session
from storage.tables import Deal

CLOSED = "closed"  # why its nudges are not said


class Ended(NamedTuple):
    """For whoever undoes it: the tasks that ended with the deal, and the slots of what others were told of that."""

    tasks: list[int]
    told: list[str]


def end(
    tx: Session, pipeline: Pipeline, deal: Deal, state: str, by: By, now: datetime, **values: object
) -> Ended:
    """Lost, invalid or void; it keeps the stage it died in."""
    ended = {"state": state, "closed_at": now, "next_check_at": None, **values}
    was = hands.before(tx, deal)
    deal_rows.change(tx, deal.id, deal.version, **ended)
    last = rows.open_entry(tx, deal.id)
    if last is not None:
        last.left_at = now
        tx.add(last)
    return follow(tx, pipeline, deal, was, by, now)


def follow(tx: Session, pipeline: Pipeline, deal: Deal, was: Before, by: By, now: datetime) -> Ended:
    """What follows for a deal that is over by now: nobody is asked for anything, and nothing more is said of it.

    Its tasks end, the messages that asked say so, and what was only to be said is not. Who has a hand in it hears that
    it is over."""
    ended = task_rows.cancel_all(tx, deal.id, now)
    for task in ended:
        tasks.rewrite(tx, pipeline, deal, task, now)
    unsaid = [x for x in nudge_rows.of_deals(tx, [deal.id]).get(deal.id, ()) if x.state in nudge_rows.OPEN]
    if unsaid:
        nudge_rows.cancel(tx, {x.id: CLOSED for x in unsaid})
        after = {"reasons": [CLOSED], "nudges": sorted(x.id for x in unsaid)}
        audit.record(tx, None, "nudge.cancel", f"deal:{deal.id}", now=now, after=after)
    told = hands.tell(tx, pipeline, deal, "end", ended, was, by, now)
    return Ended([task.id for task in ended], told)
