"""A next step that lies far ahead: the silence before it would be held against the deal, so going quiet is offered."""

from datetime import date

from rules.answers.notes import FarStep
from rules.waits import is_doubtful, is_far_step
from services.ask import Ask
from services.deals import waits
from services.facts import rules_now
from services.team.calendars import calendars
from storage.db import Session
from storage.tables import Deal, Step


def offer(ask: Ask, tx: Session, deal: Deal, step: Step | None, before: date | None = None) -> FarStep | None:
    """What to ask about a step whose day was just set, where it is far ahead and this person may let the deal wait;
    `before`: the day that it had. Nothing where the deal waits already, or has waited as often as its stage allows."""
    if step is None or step.on_date is None or step.state != "open" or deal.state != "open":
        return None
    calendar = calendars(tx, [ask.person], ask.now.year)[ask.actor.id]
    ahead = rules_now(tx, ask.pipeline).step_ahead
    if not is_far_step(step.on_date, ask.now, calendar, ahead) or not waits.may(ask, tx, deal):
        return None
    latest = waits.last_day(ask, tx, deal)
    is_asked = is_doubtful(step.on_date, ask.today, before)
    return FarStep(
        on=step.on_date,
        working_days=calendar.days_between(ask.today, step.on_date),
        until=min(step.on_date, latest),
        is_cut=step.on_date > latest,
        doubt=(step.on_date - ask.today).days if is_asked else 0,
    )
