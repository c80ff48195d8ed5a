"""What a text in the DM asks to be done to a deal, as a typed `/deal` would: park Acme until Dec 3, 把恒达推到方案. Only what
cannot be meant otherwise; its form is one tap away, and a note as well."""

from datetime import date

from rules.access import Action, allowed
from rules.answers.talk import VerbOffer
from rules.deal_verbs import Typed, is_asked
from services import shown
from services.ask import Ask
from services.deals import find as finder
from services.deals import typed
from services.talk import parts
from services.team import access
from services.team.people import language
from storage.db import Session
from storage.tables import Deal, Draft

RIGHTS = {
    "move": Action.MOVE_STAGE,
    "park": Action.WAIT,
    "lost": Action.CLOSE_DEAL,
    "invalid": Action.CLOSE_DEAL,
}


def offered(tx: Session, ask: Ask, kept: Draft) -> VerbOffer | None:
    """The verb with the one running deal that is named beside it, if it is theirs to do; None for anything else."""
    for one in typed.dated(ask, kept.text):
        deal = _named(tx, ask, one) if is_asked(one) else None
        if deal is not None and (offer := _offer(tx, ask, kept.id, one, deal)) is not None:
            kept.state = {**kept.state, parts.ABOUT: deal.id}
            tx.add(kept)
            return offer
    return None


def _named(tx: Session, ask: Ask, one: Typed) -> Deal | None:
    named = finder.named_at_start(tx, ask.pipeline, ask.actor, one.name)
    if len(named.deals) != 1 or named.rest or named.is_unsure or named.deals[0].state != "open":
        return None
    deal = named.deals[0]
    return deal if allowed(ask.actor, RIGHTS[one.verb], access.facts(tx, deal)) else None


def _offer(tx: Session, ask: Ask, draft_id: int, one: Typed, deal: Deal) -> VerbOffer | None:
    pipeline, locale, more = ask.pipeline, language(ask.person), one.more
    if one.verb == "move":
        following = pipeline.after(deal.stage)
        more = more or (following.key if following is not None else deal.stage)
        if more == deal.stage:
            return None
    reasons = shown.reasons(pipeline, one.verb, locale) if one.verb in ("lost", "invalid") else ()
    return VerbOffer(
        draft_id=draft_id,
        head=shown.head(tx, deal),
        verb=one.verb,
        more=more,
        stage_name=pipeline.stage_name(more, locale) if one.verb == "move" else "",
        on=date.fromisoformat(more) if one.verb == "park" and more else None,
        reason=next((r.label for r in reasons if r.value == more), ""),
    )
