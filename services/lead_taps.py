"""The buttons under a lead: its source, another source, once more, undo."""

from datetime import datetime

from rules.access import Action, Actor
from rules.answers import Answer
from rules.answers.leads import LeadDraft, LeadUndone
from rules.errors import NotFound
from services import access, audit, inbox, lead_store, shown
from services.deps import Deps
from services.lead_sources import source_choices, sticks_until
from services.leads import Captured, capture, open_lead, saved
from storage import books
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Person, Undo


def choose_source(
    deps: Deps, person: Person, actor: Actor, deal_id: int, source: str, *, key: str, now: datetime
) -> Answer:
    """Gives a draft its source, and with it its code; the source sticks until 18:00 that day.

    A lead that has its code keeps it: a corrected source moves no number. Raises NotFound.
    """
    config = deps.config.active()
    with deps.db.write() as tx:
        known = inbox.repeat(tx, key)
        if known is not None:
            return known
        deal = access.deal_for(tx, actor, Action.EDIT_DEAL, deal_id, now)
        wanted = config.pipeline.source_or_none(source)
        if wanted is None or wanted.moved_to is not None:
            raise NotFound("err.source_gone")
        was_draft = deal.state == "draft"
        if was_draft:
            open_lead(tx, config, person, deal, source, now)
        else:
            lead_store.correct_source(tx, deal, source, actor.id, now)
        people_rows.stick(tx, actor.id, source, sticks_until(person, now))
        lead = lead_store.as_text(tx, deal)
        answer = saved(tx, config.pipeline, person, deal, lead, now=now, is_new=was_draft)
        inbox.remember(tx, key, "lead.source", actor.id, answer, now)
        return answer


def ask_source(deps: Deps, person: Person, actor: Actor, deal_id: int, *, now: datetime) -> Answer:
    """Forgets today's source and asks again for this lead; its code stays (a number is never moved)."""
    config = deps.config.active()
    with deps.db.write() as tx:
        deal = access.deal_for(tx, actor, Action.EDIT_DEAL, deal_id, now)
        people_rows.stick(tx, actor.id, None, None)
        return LeadDraft(head=shown.head(tx, deal), sources=source_choices(config.pipeline, person))


def capture_again(
    deps: Deps, person: Person, actor: Actor, deal_id: int, *, key: str, now: datetime
) -> Answer:
    """ "Log again": the text of that lead is meant as another one. Raises NotFound."""
    with deps.db.read() as tx:
        text = access.deal_for(tx, actor, Action.SEE_DEAL, deal_id, now).raw_text
    return capture(deps, person, actor, Captured(text, is_different=True), key=key, now=now)


def undo(deps: Deps, actor: Actor, undo_id: int, *, now: datetime) -> Answer:
    """Takes a lead back within ten minutes; its number stays void. Raises NotFound when it is too late.

    Who typed it may, also when it went to a colleague. Pressed twice, it says the same.
    """
    with deps.db.write() as tx:
        access.authorize(tx, actor, Action.CAPTURE, None, now)
        used = books.used_undo(tx, undo_id, actor.id)
        if used is not None and used.action == "lead":
            return LeadUndone(head=shown.head(tx, _deal(tx, used)))
        taken = books.take_undo(tx, undo_id, actor.id, now)
        if taken is None or taken.action != "lead":
            raise NotFound("err.undo_late")
        deal = _deal(tx, taken)
        if deal.created_by != actor.id:
            access.authorize(tx, actor, Action.EDIT_DEAL, deal, now)
        head = shown.head(tx, deal)
        deal_rows.change(tx, taken.deal_id, deal.version, state="void", closed_at=now, next_check_at=None)
        audit.record(tx, actor.id, "deal.undo", f"deal:{taken.deal_id}", now=now, after={"state": "void"})
        return LeadUndone(head=head)


def _deal(tx: Session, undo: Undo) -> Deal:
    deal = deal_rows.held(tx, undo.deal_id)
    if deal is None:
        raise NotFound("err.gone")
    return deal
