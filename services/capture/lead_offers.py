"""What a text would be as a lead, offered: of a message in the DM, or another lead of the same text."""

from rules.answers import DealHead, dump
from rules.answers.leads import LeadFacts
from rules.answers.talk import LeadOffer
from rules.lead_text import LeadText
from services.ask import Ask
from services.capture import lead_sources
from services.capture.lead_facts import facts_of
from services.sending import promises
from services.team.people import language
from storage import deliveries as delivery_rows
from storage import drafts as draft_rows
from storage.db import Session
from storage.tables import Draft


def offer(tx: Session, ask: Ask, kept: Draft, found: LeadText) -> LeadOffer:
    """The lead that it would be."""
    kept.kind, kept.state = "lead", {**kept.state, "origin": "dm"}
    tx.add(kept)
    source = found.source_key or lead_sources.sticky_source(ask.pipeline, ask.person, ask.now)
    return LeadOffer(
        draft_id=kept.id,
        head=DealHead(deal_id=0, account=found.account or "", contact=found.contact or ""),
        facts=LeadFacts(**facts_of(found)),
        source=ask.pipeline.source_name(source, language(ask.person)) if source else "",
    )


def another(tx: Session, ask: Ask, text: str, found: LeadText) -> int:
    """The other lead of a text is kept, and offered in the DM at once, in no place of the text's own answer."""
    draft_id = draft_rows.keep(tx, ask.actor.id, "lead", text, ask.now, {draft_rows.SECOND: True})
    kept = draft_rows.of_person(tx, draft_id, ask.actor.id)
    assert kept is not None
    answer, slot = offer(tx, ask, kept, found), f"{delivery_rows.REPLY}beside:{ask.key}:{draft_id}"
    promises.promise(tx, slot, answer.kind, f"person:{ask.actor.id}", dump(answer), ask.now, now=ask.now)
    return draft_id
