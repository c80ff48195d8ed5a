"""Is somebody already on this customer? Over account, phone, e-mail and domain; tells who, never what."""

from dataclasses import dataclass

from rules.lead_text import LeadText
from rules.names import domain_of, nearest, norm_name
from storage import leads as rows
from storage.db import Session
from storage.tables import Account, Deal

ALIKE = 0.85  # trigram likeness from which two names may be one customer


@dataclass(frozen=True)
class Match:
    """An open deal that this lead may belong to, and the account's name as it is known."""

    deal: Deal
    name: str


def signs(lead: LeadText) -> list[str]:
    """By what a customer is known: the same for everybody who types the same customer."""
    domain = domain_of(lead.email) if lead.email else None
    email = lead.email.lower() if lead.email else None
    known = (norm_name(lead.account or ""), lead.phone, email, domain)
    return [f"customer:{word}" for word in known if word]


def find(tx: Session, lead: LeadText, account: Account | None) -> Match | None:
    """The first open deal of the same customer, the surest sign first; None when the customer is new.

    ``account`` is the one of the lead's very name, where there is one.
    """
    domain = domain_of(lead.email) if lead.email else None
    deals = [
        *(rows.live_deals_of_account(tx, account.id) if account and account.id else ()),
        *rows.live_deals_reached_by(tx, lead.phone, lead.email),
        *rows.live_deals_of_domain(tx, domain),
    ]
    for deal in deals:
        return Match(deal, _name(tx, deal))
    for other in alike(tx, lead.account or ""):
        for deal in rows.live_deals_of_account(tx, other.id or 0):
            return Match(deal, other.name)
    return None


def alike(tx: Session, name: str) -> list[Account]:
    """Accounts whose names are nearly this one, the nearest first."""
    names = rows.names_like(tx, norm_name(name))
    near = nearest(norm_name(name), names, ALIKE)
    found = (tx.get(Account, account_id) for account_id in near)
    return [account for account in found if account is not None]


def _name(tx: Session, deal: Deal) -> str:
    names = rows.names_of(tx, [deal.account_id] if deal.account_id else [])
    return names.get(deal.account_id or 0, "")
