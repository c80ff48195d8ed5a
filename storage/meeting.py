"""Queries by which many lines at once find what they may be: accounts by name, live deals of a customer, deals by number."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.conditions import COUNTS_AS, IS_LIVE
from storage.tables import Account, AccountAlias, Contact, Deal, DealContact, ImportRow
from storage.tables.base import LAST

NUMBERED, LISTED = "deal", "lead"  # kinds of import_rows: by a number of the file, or by the customer


def accounts_named(tx: Session, norms: Collection[str]) -> dict[str, int]:
    """Normalised name → account, by its name before by an alias; merged ones followed, the oldest of equal names."""
    wanted = [norm for norm in norms if norm]
    if not wanted:
        return {}
    alias = (
        select(AccountAlias.alias_norm, Account.id, Account.merged_into)
        .join(Account, col(Account.id) == col(AccountAlias.account_id))
        .where(col(AccountAlias.alias_norm).in_(wanted))
    )
    name = select(Account.name_norm, Account.id, Account.merged_into).where(
        col(Account.name_norm).in_(wanted)
    )
    found: dict[str, int] = {}
    for query in (alias.order_by(col(Account.id).desc()), name.order_by(col(Account.id).desc())):
        found |= {norm: merged or account for norm, account, merged in tx.exec(query) if account is not None}
    return found


def accounts(tx: Session, account_ids: Collection[int]) -> dict[int, Account]:
    """These accounts; of merged ones what they became."""
    found = {a.id: a for a in tx.exec(select(Account).where(col(Account.id).in_(list(account_ids)))) if a.id}
    into = {a.merged_into for a in found.values() if a.merged_into} - found.keys()
    found |= accounts(tx, into) if into else {}
    return {at: found.get(a.merged_into or at, a) for at, a in found.items()}


def account_names(tx: Session, head: str, most: int) -> dict[str, int]:
    """Normalised name → account, for names that begin so."""
    query = select(Account.name_norm, COUNTS_AS).where(
        col(Account.name_norm) >= head, col(Account.name_norm) < head + LAST
    )
    return {norm: account for norm, account in tx.exec(query.limit(most)) if account is not None}


def _counts(numbered: bool) -> list[sa.ColumnElement[bool]]:
    """Which deals a line may meet: live ones; where it has a number, not those that came with numbers of their own."""
    if not numbered:
        return [IS_LIVE]
    listed = sa.select(col(ImportRow.record_id)).where(col(ImportRow.kind) == LISTED)
    return [IS_LIVE, sa.or_(col(Deal.origin) != "import", col(Deal.id).in_(listed))]


def live_of_accounts(tx: Session, account_ids: Collection[int], *, numbered: bool) -> dict[int, int]:
    """account → its oldest live deal."""
    if not account_ids:
        return {}
    query = select(Deal.account_id, sa.func.min(Deal.id)).where(
        col(Deal.account_id).in_(list(account_ids)), *_counts(numbered)
    )
    return {
        account: deal for account, deal in tx.exec(query.group_by(col(Deal.account_id))) if account and deal
    }


def live_reached_by(
    tx: Session, phones: Collection[str], emails: Collection[str], *, numbered: bool
) -> dict[str, int]:
    """Phone or address → the oldest live deal with a contact who has it."""
    found: dict[str, int] = {}
    for way, wanted in ((Contact.phone, phones), (Contact.email_norm, emails)):
        if wanted:
            query = (
                select(way, sa.func.min(Deal.id))
                .join(DealContact, col(DealContact.contact_id) == col(Contact.id))
                .join(Deal, col(Deal.id) == col(DealContact.deal_id))
                .where(col(way).in_(list(wanted)), *_counts(numbered))
                .group_by(col(way))
            )
            found |= {said: deal for said, deal in tx.exec(query) if said and deal}
    return found


def live_of_domains(tx: Session, domains: Collection[str], *, numbered: bool) -> dict[str, int]:
    """Mail domain → the oldest live deal of an account that has it."""
    if not domains:
        return {}
    query = (
        select(Account.domain, sa.func.min(Deal.id))
        .join(Deal, col(Deal.account_id) == COUNTS_AS)
        .where(col(Account.domain).in_(list(domains)), *_counts(numbered))
        .group_by(col(Account.domain))
    )
    return {domain: deal for domain, deal in tx.exec(query) if domain and deal}


def by_codes(tx: Session, codes: Sequence[str]) -> dict[str, Deal]:
    """Number → its deal."""
    if not codes:
        return {}
    return {deal.code: deal for deal in tx.exec(select(Deal).where(col(Deal.code).in_(codes))) if deal.code}


def contacts_of(tx: Session, deal_ids: Collection[int]) -> dict[int, list[tuple[Contact, str]]]:
    """deal → its contacts with their part in the decision."""
    query = (
        select(DealContact.deal_id, Contact, DealContact.role)
        .join(Contact, col(Contact.id) == col(DealContact.contact_id))
        .where(col(DealContact.deal_id).in_(list(deal_ids)))
        .order_by(col(Contact.id))
    )
    found: dict[int, list[tuple[Contact, str]]] = {}
    for deal_id, contact, role in tx.exec(query):
        found.setdefault(deal_id, []).append((contact, role))
    return found
