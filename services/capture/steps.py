"""The next step's date: set by a tap, changed by a form. A changed date starts a new episode."""

from datetime import date, datetime, time

from rules.access import Action, Actor
from rules.answers import Answer
from rules.answers.notes import StepMoved
from rules.days import is_far
from rules.errors import Invalid, NotFound
from rules.when import When
from services import shown
from services.ask import Ask, once
from services.capture import closed, far_steps, note_store
from services.capture.away import away
from services.team import access
from services.team.calendars import calendars
from storage import steps as step_rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Deal, Step


def _target(tx: Session, actor: Actor, where: str, now: datetime) -> tuple[Deal, Step | None]:
    """``s12`` is a step, ``d7`` a deal (its open step, or none yet). Raises NotFound, Invalid: closed."""
    kind, number = where[:1], where[1:]
    if not number.isdecimal() or kind not in "sd" or len(number) > 9:
        raise NotFound("err.stale")
    if kind == "s":
        step = step_rows.by_id(tx, int(number))
        if step is None:
            raise NotFound("err.stale")
        deal = access.deal_for(tx, actor, Action.LOG_NOTE, step.deal_id, now)
        if step.state != "open":
            step = step_rows.open_of(tx, step.deal_id)
        closed.refuse_step(tx, deal)
        return deal, step
    deal = access.deal_for(tx, actor, Action.LOG_NOTE, int(number), now)
    closed.refuse_step(tx, deal)
    return deal, step_rows.open_of(tx, int(number))


def day_fault(day: date, today: date) -> str | None:
    """Why no step can be due on a day."""
    if day < today:
        return "note.past"
    return "verb.date_far" if is_far(day, today) else None


@once("step.date")
def set_date(ask: Ask, tx: Session, where: str, when: When, *, text: str | None = None) -> Answer:
    """Gives the next step this date; the ladder starts anew for it. Raises NotFound, Invalid (past, or years away)."""
    deal, step = _target(tx, ask.actor, where, ask.now)
    if fault := day_fault(when.date, ask.today):
        raise Invalid(fault, faults={"on": fault})
    before = step.on_date if step is not None else None
    step = note_store.date_step(ask, tx, deal, step, when, text or "")
    part = shown.step(step, ask.today)
    assert part is not None
    calendar = calendars(tx, [ask.person], ask.now.year)[ask.actor.id]
    off = away(tx, deal, calendar)(when.date)
    far = far_steps.offer(ask, tx, deal, step, before)
    undo = undo_rows.of_note(tx, ask.actor.id, step.note_id, ask.now) if step.note_id else None
    return StepMoved(
        head=shown.head(tx, deal), step=part, off=off, far=far, note_id=step.note_id, undo_id=undo
    )


def pick_form(ask: Ask, where: str) -> tuple[str, date | None, time | None]:
    """What the date form opens with: the step's text, day and time."""
    with ask.deps.db.read() as tx:
        _, step = _target(tx, ask.actor, where, ask.now)
        return (step.text, step.on_date, step.at_time) if step else ("", None, None)
