"""Editing a lead: the form as the record stands, what two people do to it at once, and what was typed into it."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from rules.access import Action
from rules.answers import Answer
from rules.answers.forms import ROLES, LeadFilled, LeadForm
from rules.answers.leads import LeadDraft
from rules.customer_lists import NAMES
from rules.errors import Conflict, Invalid
from rules.lead_company import is_filler
from rules.lead_text import LeadText
from rules.money import Amount, minor_digits
from rules.pipeline import Pipeline
from services import audit, shown
from services.ask import Ask, once
from services.capture import contact_edit, duplicates, lead_sources, lead_store, leads
from services.capture.contact_edit import Met
from services.deals import customers, likely, words
from services.money import rates, sold
from services.team import access
from services.team.people import language
from storage import accounts as account_rows
from storage import deals as deal_rows
from storage import locks
from storage.db import Session
from storage.tables import Contact, Deal

CHANGED = "lead.changed_meanwhile"
FIELDS = (
    "account",
    "contact",
    "role",
    "phone",
    "email",
    "need",
    "amount",
    "sign_on",
    "source",
    "product",
    "probability",
    *NAMES,
)
MARK = 8  # characters of a stamp for each field
# What another lead of the same customer does not take over.
EMPTY = {"deal_id": None, "stamp": "", "sign_on": None, "need": "", "amount": "", "probability": None}


def as_form(lead: LeadText) -> LeadForm:
    """What was understood, or is stored, as the fields of the form."""
    amount = ""
    if isinstance(lead.amount, Amount):
        digits = minor_digits(lead.amount.currency)
        whole = Decimal(lead.amount.minor).scaleb(-digits)
        figure = f"{whole:,.{digits}f}".removesuffix("." + "0" * digits)
        amount = f"{'≈' if lead.amount.approx else ''}{figure} {lead.amount.currency}"
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
        product=str(lead.product_id or ""),
        too_long=lead.too_long,
    )


def form(ask: Ask, deal_id: int) -> LeadForm:
    """The form filled with what a lead holds. Raises NotFound."""
    with ask.deps.db.read() as tx:
        deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now)
        sources = lead_sources.source_choices(ask.pipeline, ask.person)
        lists = customers.offered(ask.pipeline, account_rows.of_deal(tx, deal), language(ask.person))
        opened = sold.offered(tx, _opened(tx, ask.pipeline, deal))
        return opened.model_copy(update={"sources": sources, "lists": lists})


def anew(ask: Ask, deal_id: int) -> LeadForm:
    """The form of a new lead from the same customer as a closed deal; its source is asked. Raises NotFound."""
    opened = form(ask, deal_id)
    source = lead_sources.sticky_source(ask.pipeline, ask.person, ask.now)
    return opened.model_copy(update={**EMPTY, "source": source})


def again(ask: Ask, filled: LeadFilled) -> LeadForm:
    """The form as somebody sent it, over what somebody else saved meanwhile: their words stay, and are saved next
    time; ``changed`` holds what the record says by now in the fields that changed. Raises NotFound."""
    now = form(ask, filled.deal_id or 0)
    shown_now = {**now.model_dump(include=set(FIELDS)), "contact": f"{now.contact} {now.title}".strip()}
    changed = {name: str(shown_now[name] or "") for name in _changed(filled.stamp, now.stamp)}
    return now.model_copy(update={**filled.model_dump(include=set(FIELDS)), "title": "", "changed": changed})


def _opened(tx: Session, pipeline: Pipeline, deal: Deal) -> LeadForm:
    """The fields as they stand, with a stamp by which a change in between is seen."""
    people = account_rows.contacts_of(tx, deal.id)
    role = people[0][1] if people and people[0][1] in ROLES else None
    filled = as_form(lead_store.as_text(tx, deal))
    of_customer = customers.chosen(pipeline, account_rows.of_deal(tx, deal))
    standing = {"sign_on": deal.expected_sign_on, **likely.offered(pipeline, deal), **of_customer}
    filled = filled.model_copy(update={"deal_id": deal.id, "role": role, **standing})
    beside = {"contact": [filled.contact, filled.title], "probability": [filled.probability, deal.stage]}
    said = {**filled.model_dump(mode="json"), **beside}
    return filled.model_copy(update={"stamp": "".join(_mark(said[name]) for name in FIELDS)})


def _mark(value: object) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "replace")).hexdigest()[:MARK]


def _changed(before: str, now: str) -> list[str]:
    """The fields that differ between two stamps."""
    spans = {name: slice(n * MARK, (n + 1) * MARK) for n, name in enumerate(FIELDS)}
    return [name for name, span in spans.items() if before[span] != now[span]]


@once("lead.edit")
def change(ask: Ask, tx: Session, deal_id: int, lead: LeadText, filled: LeadFilled) -> Answer:
    """Writes what differs from the record. Raises NotFound; Conflict when somebody saved these fields since the
    form was opened."""
    config = ask.config
    locks.hold(tx, *duplicates.signs(lead))
    deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now)
    opened = _opened(tx, config.pipeline, deal)
    _check(config.pipeline, deal, opened, lead, filled)
    theirs = account_rows.of_deal(tx, deal)
    carried = customers.held(config.pipeline, theirs)
    is_now = customers.picked(config.pipeline, carried, filled)
    stood = likely.chosen(deal)
    chance = likely.picked(config.pipeline, deal, filled.probability, ask.actor.id)
    before, is_new = lead_store.as_text(tx, deal), False
    had = _first(tx, deal_id)
    has = _rewrite(tx, config.pipeline, deal, before, lead, filled, chance, ask.now)
    customer = account_rows.of_deal(tx, deal)
    if customer is not None:
        is_other = theirs is None or theirs.id != customer.id
        kept = customers.brought(customer, carried, filled) if is_other else {}
        customers.put(customer, kept | is_now)
    if lead.source_key and deal.state == "draft":
        is_new = True
        leads.open_lead(tx, config, ask.person, deal, lead.source_key, ask.now)
    elif lead.source_key:
        lead_store.correct_source(tx, deal, lead.source_key, ask.actor.id, ask.now)
    carries = customers.held(config.pipeline, customer) if customer is not None else carried
    was = _on_record(before, opened, stood, carried)
    after = _on_record(lead, filled, likely.chosen(deal), carries)
    if had is not None and has is not None and had.id != has.id:
        was, after = {**was, "contact_id": had.id}, {**after, "contact_id": has.id}
    audit.record(tx, ask.actor.id, "deal.edit", f"deal:{deal_id}", now=ask.now, before=was, after=after)
    if deal.state == "draft":
        sources = lead_sources.source_choices(config.pipeline, ask.person)
        return LeadDraft(head=shown.head(tx, deal), sources=sources)
    told = lead_store.as_text(tx, deal)
    return leads.saved(tx, config.pipeline, ask.person, deal, told, now=ask.now, is_new=is_new)


def _check(pipeline: Pipeline, deal: Deal, opened: LeadForm, lead: LeadText, filled: LeadFilled) -> None:
    """Raises Conflict when somebody saved these fields since, Invalid for what was not offered."""
    changed = set(_changed(filled.stamp, opened.stamp)) if filled.stamp else set()
    if filled.probability in (None, opened.probability):  # chosen for no stage that it left since
        changed.discard("probability")
    if changed:
        raise Conflict(CHANGED)
    if lead.source_key not in (None, deal.source) and pipeline.source_or_none(lead.source_key) is None:
        raise Invalid(faults={"source": "err.source_gone"})
    if filled.role is not None and filled.role not in ROLES:
        raise Invalid(faults={"role": "err.stale"})


def _on_record(
    lead: LeadText, form: LeadForm | LeadFilled, chance: str, carried: Mapping[str, str]
) -> dict[str, object]:
    """The fields as the audit keeps them."""
    beside = {"sign_on": str(form.sign_on or ""), "role": form.role or "", "probability": chance}
    return {**lead_store.plain(lead), **beside, **carried}


def _rewrite(
    tx: Session,
    pipeline: Pipeline,
    deal: Deal,
    was: LeadText,
    lead: LeadText,
    filled: LeadFilled,
    chance: Mapping[str, object],
    now: datetime,
) -> Contact | None:
    """Puts what was changed into the deal, its account and its first contact, which it returns."""
    account = account_rows.of_deal(tx, deal)
    if (lead.account or "") != (was.account or ""):
        account = lead_store.put_account(tx, lead, now)
    values: dict[str, object] = {"need": lead.need, **chance}
    if (account.id if account else None) != deal.account_id:
        values |= {"account_id": account.id if account else None, "said_account_id": None}
    amount = lead.amount if isinstance(lead.amount, Amount) else None
    kept = was.amount
    if amount is None or amount != kept:
        values |= rates.priced(tx, pipeline, deal, amount)
    if filled.sign_on != deal.expected_sign_on:  # it may be past: the clock looks again
        values |= {"expected_sign_on": filled.sign_on, "next_check_at": now}
    if filled.product is not None:
        values["product_id"] = lead.product_id
    deal_rows.change(tx, deal.id, deal.version, **values)
    is_moved = (lead.account or "") != (was.account or "")
    met = Met(lead, filled.phone, account, is_moved)
    contact = contact_edit.put(tx, deal.id, _first(tx, deal.id), met, now)
    if contact is not None:
        account_rows.set_role(tx, deal.id, contact.id, filled.role)
    tx.flush()
    words.reindex(tx, [deal.id])
    return contact


def _first(tx: Session, deal_id: int) -> Contact | None:
    """The contact that the form shows."""
    return next((contact for contact, _ in account_rows.contacts_of(tx, deal_id)), None)
