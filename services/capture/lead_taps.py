"""The buttons under a lead: its source, another source, once more, undo."""

from dataclasses import replace

from rules.access import Action, allowed
from rules.answers import Answer
from rules.answers.leads import LeadDraft, LeadSaved, LeadStays, LeadUndone
from rules.errors import NotFound
from rules.worked import Act, Worked, worked
from services import audit, shown
from services.ask import Ask, once
from services.capture import lead_store, triage_post, used
from services.capture.lead_sources import source_choices, stick, unstick
from services.capture.leads import Captured, capture, open_lead, saved
from services.deals import ending, undoing
from services.deals.hands import By
from services.team import access
from storage import books
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Undo


@once("lead.source")
def choose_source(ask: Ask, tx: Session, deal_id: int, source: str) -> Answer:
    """Gives a draft its source, and with it its code; the source sticks until 18:00 that day.

    A lead that has its code keeps it: a corrected source moves no number. Raises NotFound.
    """
    config = ask.config
    deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now)
    wanted = config.pipeline.source_or_none(source)
    if wanted is None or wanted.moved_to is not None:
        raise NotFound("err.source_gone")
    was_draft = deal.state == "draft"
    if was_draft:
        open_lead(tx, config, ask.person, deal, source, ask.now)
    else:
        lead_store.correct_source(tx, deal, source, ask.actor.id, ask.now)
    stick(ask, tx, source)
    lead = lead_store.as_text(tx, deal)
    return saved(tx, config.pipeline, ask.person, deal, lead, now=ask.now, is_new=was_draft)


def ask_source(ask: Ask, deal_id: int) -> Answer:
    """Forgets today's source and asks again for this lead; its code stays (a number is never moved)."""
    config = ask.config
    with ask.deps.write("lead_taps.ask_source") as tx:
        deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now)
        stick(ask, tx, None)
        return LeadDraft(head=shown.head(tx, deal), sources=source_choices(config.pipeline, ask.person))


def capture_again(ask: Ask, deal_id: int) -> Answer:
    """ "Log again": the text of that lead is meant as another one; tapped twice, it is one. Raises NotFound."""
    with ask.deps.db.read() as tx:
        text = access.deal_for(tx, ask.actor, Action.SEE_DEAL, deal_id, ask.now).raw_text
        key = used.again_key(tx, deal_id, lambda n: f"lead.again:{ask.actor.id}:{n}", _deal_of)
    return capture(replace(ask, key=key), Captured(text, is_different=True))


def _deal_of(answer: Answer) -> int | None:
    return answer.head.deal_id if isinstance(answer, LeadSaved | LeadDraft) else None


def undo(ask: Ask, undo_id: int) -> Answer:
    """Takes a lead back within ten minutes; its number stays void. Raises NotFound when it is too late.

    Who typed it may, also when it went to a colleague. Pressed twice, it says the same. It stays when somebody has
    worked on it since: their work would be gone with it.
    """
    with ask.deps.write("lead_taps.undo") as tx:
        access.authorize(tx, ask.actor, Action.CAPTURE, None, ask.now)
        known = undoing.meant(ask, tx, undo_id, "lead")
        deal = _deal(tx, known)
        acts = (Act(by_id, action) for by_id, action in books.acts_on(tx, f"deal:{deal.id}"))
        if known.state == "open" and (since := worked(acts, ask.actor.id)) is not None:
            return _stays(tx, ask, deal, since)
        if undoing.claim(ask, tx, known):
            return LeadUndone(head=shown.head(tx, deal))
        if deal.created_by != ask.actor.id:
            access.authorize(tx, ask.actor, Action.EDIT_DEAL, deal, ask.now)
        head = shown.head(tx, deal)
        ending.end(tx, ask.pipeline, deal, "void", By(ask.actor.id), ask.now)
        triage_post.settled(tx, deal, ask.now)
        audit.record(tx, ask.actor.id, "deal.undo", f"deal:{deal.id}", now=ask.now, after={"state": "void"})
        unstick(ask, tx, deal)
        return LeadUndone(head=head)


def _stays(tx: Session, ask: Ask, deal: Deal, since: Worked) -> LeadStays:
    names = {p.id: p.name for p in people_rows.everybody(tx)}
    about = access.facts(tx, deal)
    head, sees = shown.head(tx, deal), allowed(ask.actor, Action.SEE_DEAL, about)
    return LeadStays(
        head=head if sees else shown.as_typed(head, deal),
        act=since.what,
        who="" if since.by_id == ask.actor.id else names.get(since.by_id, ""),
        owner=names.get(deal.owner_id or 0, ""),
        sees=sees,
        may_close=deal.state == "open" and allowed(ask.actor, Action.CLOSE_DEAL, about),
    )


def _deal(tx: Session, undo: Undo) -> Deal:
    deal = deal_rows.by_id(tx, undo.deal_id)
    if deal is None:
        raise NotFound("err.gone")
    return deal
