"""Writes a lead that was read: account, contact, deal, stage, tokens. One transaction of the caller's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rules.codes import format_code
from rules.lead_text import LeadText
from rules.money import Amount, on_record
from rules.names import domain_of, norm_name, search_tokens
from rules.pipeline import Pipeline
from services import audit
from services.config.versions import ActiveConfig
from storage import accounts as account_rows
from storage import books
from storage import deals as deal_rows
from storage import tokens as token_rows
from storage.db import Session
from storage.ready import Soon
from storage.rows import insert, leave
from storage.tables import Account, Contact, Deal, DealContact, StageEntry


def known_account(tx: Session, lead: LeadText) -> Account | None:
    """The account of the lead's very name, or None."""
    return account_rows.account_by_norm(tx, norm_name(lead.account)) if lead.account else None


def put_account(tx: Session, lead: LeadText, now: datetime) -> Account | None:
    """The account of this name, made when it is new; None when the lead names nobody's company."""
    return known_account(tx, lead) or new_account(tx, lead, now)


def new_account(tx: Session, lead: LeadText, now: datetime) -> Account | None:
    """A new account of the lead's name; None when the lead names nobody's company."""
    if not lead.account:
        return None
    domain = domain_of(lead.email) if lead.email else None
    return insert(
        tx, Account, name=lead.account, name_norm=norm_name(lead.account), domain=domain, created_at=now
    )


@dataclass(frozen=True)
class NewDeal:
    """A lead as it was understood, and how it came; without a source, and so without a code, it is a draft.

    ``account``: if it was found already, and ``said``: under which name, where a merge has led that one to it."""

    lead: LeadText
    raw: str
    origin: str
    by_id: int
    owner_id: int | None
    source: str | None
    code: Soon[str] | None
    permalink: str | None = None
    account: Account | None = None
    said: int | None = None


def put_deal(tx: Session, config: ActiveConfig, new: NewDeal, now: datetime) -> Deal:
    """The deal with its contact and its first stay in a stage."""
    lead, account = new.lead, new.account or put_account(tx, new.lead, now)
    deal = insert(
        tx,
        Deal,
        code=new.code() if new.code else None,
        state="open" if new.source else "draft",
        stage=config.pipeline.first.key,
        stage_entered_at=now,
        account_id=account.id if account else None,
        said_account_id=new.said,
        owner_id=new.owner_id,
        owner_since=now,
        source=new.source,
        raw_text=new.raw,
        permalink=new.permalink,
        origin=new.origin,
        clocks_from=now,
        created_at=now,
        created_by=new.by_id,
        next_check_at=now if new.source else None,
        **_sold(lead),
    )
    leave(
        tx,
        StageEntry,
        deal_id=deal.id,
        stage=deal.stage,
        entered_at=now,
        entered_by=new.by_id,
        config_version=config.version,
    )
    put_contact(tx, deal.id, account, lead, now, new.said)
    token_rows.add(tx, deal.id, words_of(deal, account.name if account else "", lead))
    after = {"code": deal.code, "source": new.source, "owner_id": new.owner_id, "state": deal.state}
    audit.record(tx, new.by_id, "deal.capture", f"deal:{deal.id}", now=now, after=after)
    return deal


def _sold(lead: LeadText) -> dict[str, Any]:
    """What they want, and for how much."""
    wanted = {"need": lead.need or None, "product_id": lead.product_id}
    amount = lead.amount
    if not isinstance(amount, Amount):
        return wanted
    return {
        **wanted,
        "amount_minor": amount.minor,
        "amount_approx": amount.approx,
        "currency": amount.currency,
    }


def put_contact(
    tx: Session, deal_id: int, account: Account | None, lead: LeadText, now: datetime, said: int | None = None
) -> None:
    """The contact that was named, if one was; phones and addresses alone make a contact too."""
    if not (lead.contact or lead.phone or lead.phone_raw or lead.email):
        return
    leave(
        tx,
        Contact,
        account_id=account.id if account else None,
        said_account_id=said,
        name=lead.contact or lead.email or lead.phone_raw or "",
        title=lead.title or None,
        phone=lead.phone,
        phone_raw=lead.phone_raw,
        email=lead.email,
        email_norm=lead.email.lower() if lead.email else None,
        created_at=now,
    )
    leave(tx, DealContact, "contact_id", deal_id=deal_id)


def words_of(deal: Deal, account_name: str, lead: LeadText) -> set[str]:
    """The words by which this deal is found."""
    words = (account_name, lead.contact, lead.title, lead.phone or lead.phone_raw, lead.email, lead.need)
    found: set[str] = set()
    for word in filter(None, (*words, deal.code)):
        found |= search_tokens(word)
    return found


class Code:
    """The next code of a source and year, called for who needs it later: without gaps, in the same transaction.
    ``is_sure``: there is a new deal; else nobody is waited for before the call."""

    def __init__(
        self, tx: Session, pipeline: Pipeline, source: str, year: int, *, is_sure: bool = True
    ) -> None:
        self._of, self._year = pipeline.source(source).code, year
        self._number = books.Number(tx, self._of, year, is_sure=is_sure)
        self.give_back = self._number.give_back

    def __call__(self) -> str:
        return format_code(self._of, self._year, self._number())


def open_draft(
    tx: Session,
    deal: Deal,
    pipeline: Pipeline,
    source: str,
    year: int,
    by_id: int,
    now: datetime,
    *,
    owner_id: int | None,
) -> None:
    """Gives a draft its source, and with it its code; from here on the clock watches it."""
    code = Code(tx, pipeline, source, year)()
    before = {"owner_id": deal.owner_id}
    values = {"code": code, "source": source, "state": "open", "next_check_at": now}
    values |= {"owner_id": owner_id, "owner_since": now}  # to call from now on, whoever had the draft
    deal_rows.change(tx, deal.id, deal.version, **values)
    token_rows.add(tx, deal.id, search_tokens(code))
    after = {"code": code, "source": source, "owner_id": owner_id}
    audit.record(tx, by_id, "deal.source", f"deal:{deal.id}", now=now, before=before, after=after)


def correct_source(tx: Session, deal: Deal, source: str, by_id: int, now: datetime) -> None:
    """Another source for a lead that has its code, which stays: numbers are never reused or moved."""
    if source == deal.source:
        return
    before = {"source": deal.source}
    deal_rows.change(tx, deal.id, deal.version, source=source)
    after = {"source": source}
    audit.record(tx, by_id, "deal.source", f"deal:{deal.id}", now=now, before=before, after=after)


def plain(lead: LeadText) -> dict[str, str]:
    """A lead's fields as text, for the audit; the amount in minor units of its currency."""
    names = ("account", "contact", "phone", "email", "need", "amount", "source_key")
    found = {name: str(getattr(lead, name)) for name in names if getattr(lead, name)}
    if isinstance(lead.amount, Amount):
        found["amount"] = on_record(lead.amount.minor, lead.amount.currency, lead.amount.approx)
    return found


def as_text(tx: Session, deal: Deal) -> LeadText:
    """A stored deal as the fields it was read into, for the answer that shows it again."""
    people = account_rows.contacts_of(tx, deal.id)
    contact = people[0][0] if people else None
    account = account_rows.of_deal(tx, deal)
    amount = None
    if deal.amount_minor is not None and deal.currency:
        amount = Amount(deal.amount_minor, deal.currency, deal.amount_approx)
    return LeadText(
        account=account.name if account else None,
        contact=contact.name if contact else None,
        title=contact.title if contact else None,
        phone=contact.phone if contact else None,
        phone_raw=contact.phone_raw if contact else None,
        email=contact.email if contact else None,
        need=deal.need,
        amount=amount,
        source_key=deal.source,
        product_id=deal.product_id,
    )
