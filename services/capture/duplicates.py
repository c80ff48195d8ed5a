"""Is somebody already on this customer? Over account, phone, e-mail and domain; tells who, never what."""

from dataclasses import dataclass

from rules.lead_text import LeadText
from rules.names import domain_of, nearest, norm_name
from storage import accounts as account_rows
from storage.accounts import Look
from storage.db import Session
from storage.ready import Soon
from storage.tables import Deal

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


def look_soon(tx: Session, lead: LeadText) -> Soon[Look]:
    """Who may be this lead's customer already."""
    return account_rows.look_soon(tx, norm_name(lead.account or ""), lead.phone, lead.email)


def find(tx: Session, lead: LeadText, seen: Look) -> Match | None:
    """The first open deal of the same customer, the surest sign first; None when the customer is new."""
    domain = domain_of(lead.email) if lead.email else None
    deals = [
        *(
            account_rows.live_deals_of_account(tx, seen.account.id)
            if seen.account and seen.account.id
            else ()
        ),
        *(tx.get_one(Deal, deal_id) for deal_id in seen.reached),
        *account_rows.live_deals_of_domain(tx, domain),
    ]
    for deal in deals:
        return Match(deal, _name(tx, deal))
    for account_id in nearest(norm_name(lead.account or ""), seen.alike, ALIKE):
        for deal in account_rows.live_deals_of_account(tx, account_id):
            return Match(deal, _name(tx, deal))
    return None


def _name(tx: Session, deal: Deal) -> str:
    names = account_rows.names_of(tx, [deal.account_id] if deal.account_id else [])
    return names.get(deal.account_id or 0, "")
