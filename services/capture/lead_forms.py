"""The lead form: opened from a message or a card, sent back, or a kept text taken up again."""

from rules.access import Action
from rules.answers import Answer
from rules.answers.forms import LeadFilled, LeadForm
from rules.answers.leads import LeadDraft, LeadSaved
from rules.errors import Invalid, NotFound
from rules.lead_chatter import as_told
from rules.lead_text import LeadText
from rules.money import AskCurrency, parse_amount
from services import inbox
from services.ask import Ask
from services.capture import kept_leads, lead_edit, lead_sources, leads, reached, used
from services.capture.kept_leads import KeptLead
from services.capture.leads import Captured
from services.money import sold
from services.team import access
from storage import deals as deal_rows
from storage import drafts as draft_rows
from storage.db import Session


def start(ask: Ask, text: str) -> LeadForm:
    """The form for a text (empty for a new lead): the text is kept first, then read into fields."""
    config = ask.config
    with ask.deps.db.write() as tx:
        access.authorize(tx, ask.actor, Action.CAPTURE, None, ask.now)
        choices = lead_sources.source_choices(config.pipeline, ask.person)
        if not text.strip():
            source = lead_sources.sticky_source(config.pipeline, ask.person, ask.now)
            return sold.offered(tx, LeadForm(sources=choices, source=source))
        draft_id = draft_rows.keep(tx, ask.actor.id, "lead", text, ask.now)
        return _of_text(tx, ask, text, draft_id)


def of_kept(ask: Ask, draft_id: int) -> LeadForm:
    """The form for a text that is kept already. Raises NotFound."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.CAPTURE, None, ask.now)
        kept = draft_rows.of_kind(tx, draft_id, ask.actor.id, "lead")
        if kept is None:
            raise NotFound("err.stale")
        return _of_text(tx, ask, kept.text, draft_id, is_lead=kept.state.get("origin") == "dm")


def _of_text(tx: Session, ask: Ask, text: str, draft_id: int, *, is_lead: bool = False) -> LeadForm:
    """Of a message no company is made where nothing tells of one; ``is_lead``: its writer said to Baton that it is a lead,
    so the form says what was offered."""
    found = leads.read(tx, ask.pipeline, text, ask.person)
    found = found if is_lead else as_told(found, text)
    filled = sold.offered(tx, lead_edit.as_form(found))
    source = filled.source or lead_sources.sticky_source(ask.pipeline, ask.person, ask.now)
    choices = lead_sources.source_choices(ask.pipeline, ask.person)
    is_nameless = not (filled.account or filled.contact or filled.too_long)
    told = {"draft_id": draft_id, "sources": choices, "source": source, "is_nameless": is_nameless}
    return filled.model_copy(update=told)


def keep_permalink(ask: Ask, draft_id: int, link: str) -> None:
    """Remembers where the kept text stands in Slack; where Slack said so only after the form was sent, on the lead
    that came of it."""
    with ask.deps.write("lead_forms.keep_permalink") as tx:
        kept = draft_rows.of_person(tx, draft_id, ask.actor.id)
        became = inbox.finished(tx, ask.actor.id, draft_id)
        if isinstance(became, LeadSaved | LeadDraft):
            deal = deal_rows.held(tx, became.head.deal_id)
            if deal is not None and deal.permalink is None:
                deal_rows.change(tx, became.head.deal_id, deal.version, permalink=link)
        elif kept is not None:
            kept.state = {**kept.state, "permalink": link}
            tx.add(kept)


def sent(ask: Ask, filled: LeadFilled) -> Answer:
    """The form as sent becomes a lead, or changes the one it was opened for. Raises Invalid by field."""
    lead = _checked(ask, filled)
    if filled.deal_id is not None:
        return lead_edit.change(ask, filled.deal_id, lead, filled)
    told = " ".join(w for w in (filled.account, filled.contact, filled.phone, filled.need) if w)
    kept = _kept_lead(ask, filled.draft_id)
    captured = Captured(
        text=kept.text if kept else told,
        origin="shortcut" if filled.draft_id else "form",
        permalink=kept.permalink if kept else None,
        fields=lead,
        draft_id=filled.draft_id,
    )
    return leads.capture(ask, captured)


def _checked(ask: Ask, filled: LeadFilled) -> LeadText:
    pipeline = ask.pipeline
    faults: dict[str, str] = {}
    if not (filled.account or filled.contact):
        faults["account"] = "lead.fault_who"
    amount = parse_amount(filled.amount, pipeline.base_currency) if filled.amount else None
    if filled.amount and amount is None:
        faults["amount"] = "lead.fault_amount"
    if isinstance(amount, AskCurrency):
        faults["amount"] = "lead.fault_currency"
    ways = reached.read(filled.phone, filled.email, ask.person.calendar)
    faults |= ways.faults
    if filled.source and pipeline.source_or_none(filled.source) is None:
        faults["source"] = "err.source_gone"
    with ask.deps.db.read() as tx:
        product_id, unknown = sold.named(tx, filled.product or "")
    if unknown:
        faults["product"] = unknown
    if faults:
        raise Invalid(faults=faults)
    return LeadText(
        account=filled.account or None,
        contact=filled.contact or None,
        phone=ways.phone,
        phone_fault=ways.phone_fault,
        phone_raw=ways.phone_raw,
        email=ways.email,
        need=filled.need or None,
        amount=amount,
        source_key=filled.source,
        product_id=product_id,
    )


def _kept_lead(ask: Ask, draft_id: int | None) -> KeptLead | None:
    if draft_id is None:
        return None
    with ask.deps.db.read() as tx:
        return kept_leads.find(tx, draft_id, ask.actor.id)


def from_draft(ask: Ask, draft_id: int, *, is_different: bool = True) -> Answer:
    """The kept text becomes a lead; "different company": without asking again. Raises NotFound."""
    kept = _kept_lead(ask, draft_id)
    if kept is None:
        with ask.deps.db.read() as tx:
            done = used.became(tx, ask.actor.id, draft_id)
        if done is None:
            raise NotFound("err.stale")
        return done
    captured = Captured(
        text=kept.text,
        origin=kept.origin,
        permalink=kept.permalink,
        fields=kept.fields,
        is_different=is_different,
        draft_id=draft_id,
    )
    return leads.capture(ask, captured)
