"""Writing a contact as a form says it: the one that is there, one of this deal's own where others have it too, or a new one."""

from dataclasses import dataclass
from datetime import datetime

from rules.lead_text import LeadText
from rules.names import phone_digits
from services.capture import lead_store
from storage import accounts as account_rows
from storage.db import Session
from storage.tables import Account, Contact

SHORTEST = 7  # digits by which a number in the form is taken for the one that is stored


@dataclass(frozen=True, slots=True)
class Met:
    """A contact as it was typed. ``phone``: as it stood in the form; ``is_moved``: the deal is of another account now."""

    lead: LeadText
    phone: str
    account: Account | None
    is_moved: bool = False


def put(tx: Session, deal_id: int, contact: Contact | None, met: Met, now: datetime) -> Contact | None:
    """Writes what was typed; returns the deal's contact, None where nothing was typed and none was there. A contact that
    other deals have too stays theirs as it is: this deal gets one of its own."""
    if contact is None:
        known = {one.id for one, _ in account_rows.contacts_of(tx, deal_id)}
        lead_store.put_contact(tx, deal_id, met.account, met.lead, now)
        return next((one for one, _ in account_rows.contacts_of(tx, deal_id) if one.id not in known), None)
    differs = _differs(contact, met)
    if differs and account_rows.is_shared(tx, contact.id):
        kept = contact.model_dump(
            include={"account_id", "name", "title", "phone", "phone_raw", "email", "email_norm"}
        )
        own = Contact(**{**kept, **differs}, created_at=now)
        account_rows.replace_contact(tx, deal_id, contact.id, own)
        return own
    for name, value in differs.items():
        setattr(contact, name, value)
    contact.version += bool(differs)
    tx.add(contact)
    return contact


def _differs(contact: Contact, met: Met) -> dict[str, object]:
    """What the form says otherwise than the contact; it shows name and title in one field, and a number as dialled."""
    found: dict[str, object] = {}
    lead = met.lead
    if (lead.contact or contact.name) not in (contact.name, f"{contact.name} {contact.title or ''}".strip()):
        found |= {"name": lead.contact, "title": None}
    typed, stored = phone_digits(met.phone), phone_digits(contact.phone or contact.phone_raw or "")
    if typed != stored and not (len(typed) >= SHORTEST and stored.endswith(typed)):
        found |= {"phone": lead.phone, "phone_raw": lead.phone_raw}
    if (lead.email or None) != contact.email:
        found |= {"email": lead.email, "email_norm": lead.email.lower() if lead.email else None}
    if met.is_moved and met.account is not None:
        found["account_id"] = met.account.id
    return found
