"""The lead form: opened from a message or a card, sent back, or a kept text taken up again."""

import re
from datetime import datetime
from decimal import Decimal

from rules.access import Action
from rules.answers import Answer
from rules.answers.forms import LeadFilled, LeadForm
from rules.answers.leads import LeadDraft
from rules.errors import Invalid, NotFound
from rules.lead_company import is_filler
from rules.lead_text import LeadText
from rules.money import Amount, AskCurrency, minor_digits, parse_amount
from rules.phones import find_phones
from services import access, audit, inbox, lead_sources, lead_store, leads, shown
from services.ask import Ask, once
from services.leads import Captured
from storage import books
from storage import deals as deal_rows
from storage.db import Session
from storage.tables import Contact, Deal, Draft


def start(ask: Ask, text: str) -> LeadForm:
    """The form for a text (empty for a new lead): the text is kept first, then read into fields."""
    config = ask.config
    with ask.deps.db.write() as tx:
        access.authorize(tx, ask.actor, Action.CAPTURE, None, ask.now)
        choices = lead_sources.source_choices(config.pipeline, ask.person)
        if not text.strip():
            return LeadForm(
                sources=choices, source=lead_sources.sticky_source(config.pipeline, ask.person, ask.now)
            )
        kept = Draft(person_id=ask.actor.id, kind="lead", text=text, state={}, created_at=ask.now)
        tx.add(kept)
        tx.flush()
        lead = leads.read(tx, config.pipeline, text, ask.person)
        filled = _filled(lead)
        source = filled.source or lead_sources.sticky_source(config.pipeline, ask.person, ask.now)
        return filled.model_copy(update={"draft_id": kept.id, "sources": choices, "source": source})


def keep_permalink(ask: Ask, draft_id: int, link: str) -> None:
    """Remembers where the kept text stands in Slack."""
    with ask.deps.db.write() as tx:
        kept = books.any_draft(tx, draft_id, ask.actor.id)
        if kept is not None:
            kept.state = {**kept.state, "permalink": link}
            tx.add(kept)


def _filled(lead: LeadText) -> LeadForm:
    amount = ""
    if isinstance(lead.amount, Amount):
        digits = minor_digits(lead.amount.currency)
        whole = Decimal(lead.amount.minor).scaleb(-digits)
        amount = f"{whole:,.{digits}f}".removesuffix("." + "0" * digits) + f" {lead.amount.currency}"
    title = lead.title or ""
    left = (word.strip() for word in re.split(r"[,，\n]", lead.rest))
    return LeadForm(
        account=lead.account or "",
        contact=lead.contact or "",
        title="" if title in (lead.contact or "") else title,
        phone=lead.phone or lead.phone_raw or "",
        email=lead.email or "",
        need="\n".join(word for word in (lead.need, *left) if word and not is_filler(word)),
        amount=amount,
        source=lead.source_key,
    )


def sent(ask: Ask, filled: LeadFilled) -> Answer:
    """The form as sent becomes a lead, or changes the one it was opened for. Raises Invalid by field."""
    lead = _checked(ask, filled)
    if filled.deal_id is not None:
        return _change(ask, filled.deal_id, lead)
    told = " ".join(w for w in (filled.account, filled.contact, filled.phone, filled.need) if w)
    text, permalink = _kept(ask, filled.draft_id) or (told, None)
    captured = Captured(
        text=text,
        origin="shortcut" if filled.draft_id else "form",
        permalink=permalink,
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
    if filled.email and ("@" not in filled.email or " " in filled.email):
        faults["email"] = "lead.fault_email"
    if filled.source and pipeline.source_or_none(filled.source) is None:
        faults["source"] = "err.source_gone"
    if faults:
        raise Invalid(faults=faults)
    phones = find_phones(filled.phone, "CN" if ask.person.calendar == "cn" else "US")
    return LeadText(
        account=filled.account or None,
        contact=filled.contact or None,
        phone=phones[0].e164 if phones else None,
        phone_fault=phones[0].fault if phones else None,
        phone_raw=filled.phone or None,
        email=filled.email or None,
        need=filled.need or None,
        amount=amount,
        source_key=filled.source,
    )


def _kept(ask: Ask, draft_id: int | None) -> tuple[str, str | None] | None:
    if draft_id is None:
        return None
    with ask.deps.db.read() as tx:
        kept = books.draft(tx, draft_id, ask.actor.id, "lead")
        if kept is None:
            return None
        return kept.text, kept.state.get("permalink")


def from_draft(ask: Ask, draft_id: int) -> Answer:
    """ "Different company": the kept text becomes a lead without asking again. Raises NotFound."""
    kept = _kept(ask, draft_id)
    if kept is None:
        with ask.deps.db.read() as tx:
            done = inbox.finished(tx, ask.actor.id, draft_id)
        if done is None:
            raise NotFound("err.stale")
        return done
    text, permalink = kept
    captured = Captured(text=text, permalink=permalink, is_different=True, draft_id=draft_id)
    return leads.capture(ask, captured)


def edit(ask: Ask, deal_id: int) -> LeadForm:
    """The form filled with what a lead holds. Raises NotFound."""
    config = ask.config
    with ask.deps.db.read() as tx:
        deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now)
        filled = _filled(lead_store.as_text(tx, deal))
        choices = lead_sources.source_choices(config.pipeline, ask.person)
        return filled.model_copy(update={"deal_id": deal_id, "sources": choices})


@once("lead.edit")
def _change(ask: Ask, tx: Session, deal_id: int, lead: LeadText) -> Answer:
    config = ask.config
    deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now)
    before, is_new = lead_store.as_text(tx, deal), False
    _rewrite(tx, deal, lead, ask.now)
    if lead.source_key and deal.state == "draft":
        is_new = True
        leads.open_lead(tx, config, ask.person, deal, lead.source_key, ask.now)
    elif lead.source_key:
        lead_store.correct_source(tx, deal, lead.source_key, ask.actor.id, ask.now)
    audit.record(
        tx,
        ask.actor.id,
        "deal.edit",
        f"deal:{deal_id}",
        now=ask.now,
        before=lead_store.plain(before),
        after=lead_store.plain(lead),
    )
    if deal.state == "draft":
        answer: Answer = LeadDraft(
            head=shown.head(tx, deal), sources=lead_sources.source_choices(config.pipeline, ask.person)
        )
    else:
        answer = leads.saved(
            tx,
            config.pipeline,
            ask.person,
            deal,
            lead_store.as_text(tx, deal),
            now=ask.now,
            is_new=is_new,
        )
    return answer


def _rewrite(tx: Session, deal: Deal, lead: LeadText, now: datetime) -> None:
    """Puts the form's fields into the deal, its account and its first contact."""
    assert deal.id is not None
    account = lead_store.put_account(tx, lead, now)
    amount = lead.amount if isinstance(lead.amount, Amount) else None
    deal_rows.change(
        tx,
        deal.id,
        deal.version,
        account_id=account.id if account else None,
        need=lead.need,
        amount_minor=amount.minor if amount else None,
        currency=amount.currency if amount else None,
        amount_approx=amount.approx if amount else False,
    )
    people = deal_rows.contacts_of(tx, deal.id)
    if not people:
        lead_store.put_contact(tx, deal.id, account, lead, now)
    else:
        contact: Contact = people[0][0]
        said = lead.contact or contact.name
        if said != f"{contact.name} {contact.title}":  # the form shows name and title in one field
            contact.name, contact.title = said, None
        contact.phone, contact.phone_raw, contact.email = lead.phone, lead.phone_raw, lead.email
        contact.email_norm = lead.email.lower() if lead.email else None
        contact.account_id = account.id if account else contact.account_id
        contact.version += 1
        tx.add(contact)
    tx.flush()
    lead_store.index(tx, deal, account.name if account else "", lead)
