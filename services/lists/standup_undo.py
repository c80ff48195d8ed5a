"""A decision of a stand-up is taken back within ten minutes: what was next before it is next again."""

from rules.access import Action
from rules.answers import Answer
from rules.answers.standups import StepDecided
from rules.errors import NotFound
from rules.worked import since
from services import audit, shown
from services.ask import Ask
from services.capture.note_undo import DECIDED
from services.deals import undoing
from services.sending.telling import Retold, retell
from services.team import access
from services.team.people import local
from storage import deals as deal_rows
from storage import steps as step_rows
from storage.db import Session
from storage.tables import Deal, Person, Step


def slot(step_id: int, revision: int) -> str:
    """One message for each decision."""
    return f"decided:{step_id}.{revision}"


def offer(ask: Ask, tx: Session, deal: Deal, step: Step, was: Step | None, *, began: bool) -> None:
    """Lets who decided take it back. `was`: what was next until then; `began`: the deal's clocks run since."""
    back = {
        "step_id": step.id,
        "revision": step.revision,
        "closed_steps": [was.id] if was else [],
        "began": began,
    }
    undoing.offer(ask, tx, DECIDED, deal, back)


def undo(ask: Ask, undo_id: int) -> Answer:
    """Its owner's message says so, and every list asks again. Pressed twice, it says the same. Raises NotFound when it is
    too late: time is up, or something else is next by now."""
    with ask.deps.write("standup_undo.undo") as tx:
        ask = ask.holding(tx)
        taken, was_used = undoing.take(ask, tx, undo_id, DECIDED)
        deal = access.deal_for(tx, ask.actor, Action.ANSWER_NUDGE, taken.deal_id, ask.now)
        step = step_rows.by_id(tx, int(taken.back["step_id"]))
        if step is None:
            raise NotFound("err.undo_late")
        if not was_used:
            if (deal.state, step.state, step.revision) != ("open", "open", taken.back["revision"]):
                raise NotFound("err.undo_late")
            sleeps = taken.back["began"] and since(undoing.acts_since(tx, taken)) is None
            step_rows.set_state(tx, [step.id], "undone", ask.now)
            step_rows.reopen(tx, taken.back["closed_steps"])
            clocks = {"clocks_from": None} if sleeps else {}
            deal_rows.change(tx, deal.id, deal.version, next_check_at=ask.now, **clocks)
            after = {"step_id": step.id}
            audit.record(tx, ask.actor.id, "step.undo", f"deal:{deal.id}", now=ask.now, after=after)
            retell(
                tx,
                [slot(step.id, step.revision)],
                lambda _, reader: _told(ask, tx, deal, step, reader),
                ask.now,
            )
        return _told(ask, tx, deal, step, ask.person)[0]


def _told(ask: Ask, tx: Session, deal: Deal, step: Step, reader: Person) -> Retold:
    today = local(reader, ask.now).date()
    was = shown.step(step, today)
    assert was is not None
    head, now = shown.head(tx, deal), shown.step(step_rows.open_of(tx, deal.id), today)
    return StepDecided(head=head, who=ask.person.name, step=was, is_undone=True, now=now), False
