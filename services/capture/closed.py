"""A deal that was closed, maybe while a form was open: what happened is logged all the same, and nothing is planned."""

from rules.answers.base import ClosedShown
from rules.errors import Invalid
from services import shown
from services.team.people import local
from storage.db import Session
from storage.tables import Deal, Person

NO_STEP = {"won": "step.closed_won", "lost": "step.closed_lost", "invalid": "step.closed_invalid"}


def is_closed(deal: Deal) -> bool:
    """Won, lost or invalid: its clocks stand still for good."""
    return deal.state in NO_STEP


def how(deal: Deal, reader: Person) -> ClosedShown | None:
    """How and on which day (the reader's) a deal was closed, None while it runs."""
    if not is_closed(deal):
        return None
    return ClosedShown(state=deal.state, on=local(reader, deal.closed_at or deal.stage_entered_at).date())


def refuse_step(tx: Session, deal: Deal) -> None:
    """No next step has a date on a closed deal: nobody would be reminded. Raises Invalid."""
    if is_closed(deal):
        key = NO_STEP[deal.state]
        raise Invalid(key, faults={"on": key}, name=shown.head(tx, deal).called)
