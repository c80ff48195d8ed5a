"""What a text in the DM asks to be done to a deal, as a typed `/deal` would: park Acme until Dec 3, 把恒达推到方案. Only what
cannot be meant otherwise; its form is one tap away, and a note as well."""

from collections.abc import Sequence
from datetime import date

from rules.access import Action, allowed
from rules.answers.talk import VerbOffer
from rules.deal_verbs import Typed, is_asked
from services import shown
from services.ask import Ask
from services.clock import verbs
from services.deals import find as finder
from services.deals import typed
from services.talk import parts
from services.team import access
from services.team.people import language
from storage.db import Session
from storage.tables import Deal, Draft

RIGHTS = {**verbs.RIGHTS, "move": Action.MOVE_STAGE}


def offered(tx: Session, ask: Ask, kept: Draft) -> VerbOffer | None:
    """The verb with the running deal that is named beside it, if it is theirs to do, or with the few that may be meant;
    None for anything else."""
    for one in typed.dated(ask, kept.text):
        deals = _named(tx, ask, one) if is_asked(one) else []
        offer = _offer(tx, ask, kept.id, one, deals) if deals else None
        if offer is not None:
            if not offer.others:
                kept.state = {**kept.state, parts.ABOUT: offer.head.deal_id}
                tx.add(kept)
            return offer
    return None


def _named(tx: Session, ask: Ask, one: Typed) -> list[Deal]:
    named = finder.named_at_start(tx, ask.pipeline, ask.actor, one.name)
    if named.rest or named.is_unsure:
        return []
    able = (x for x in named.deals if allowed(ask.actor, RIGHTS[one.verb], access.facts(tx, x)))
    return [x for x in able if x.state == "open" and not (one.verb == "move" and x.stage == one.more)]


def _offer(tx: Session, ask: Ask, draft_id: int, one: Typed, deals: Sequence[Deal]) -> VerbOffer | None:
    pipeline, locale, more = ask.pipeline, language(ask.person), one.more
    deal, *others = deals[: finder.MOST]
    if one.verb == "move" and not more:
        if others:
            return None  # each has a next stage of its own
        following = pipeline.after(deal.stage)
        if following is None:
            return None
        more = following.key
    reasons = shown.reasons(pipeline, one.verb, locale) if one.verb in ("lost", "invalid") else ()
    return VerbOffer(
        draft_id=draft_id,
        head=shown.head(tx, deal),
        verb=one.verb,
        more=more,
        stage_name=pipeline.stage_name(more, locale) if one.verb == "move" else "",
        on=date.fromisoformat(more) if one.verb == "park" and more else None,
        reason=next((r.label for r in reasons if r.value == more), ""),
        said=one.name,
        others=tuple(shown.heads(tx, others).values()),
    )
