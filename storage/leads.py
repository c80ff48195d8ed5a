"""Queries that a new lead needs: who has this customer already, and what is kept of a name."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Account, AccountAlias, Contact, Deal, DealContact

_LIVE = ("open", "draft")


def account_by_norm(tx: Session, name_norm: str) -> Account | None:
    """The account of this normalised name or alias, merged ones followed."""
    if not name_norm:
        return None
    query = select(Account).where(Account.name_norm == name_norm).order_by(col(Account.id)).limit(1)
    found = tx.exec(query).first()
    if found is None:
        aliased = (
            select(Account)
            .join(AccountAlias, col(AccountAlias.account_id) == col(Account.id))
            .where(AccountAlias.alias_norm == name_norm)
        )
        found = tx.exec(aliased.order_by(col(Account.id)).limit(1)).first()
    if found is not None and found.merged_into is not None:
        return tx.get(Account, found.merged_into)
    return found


def live_deals_of_account(tx: Session, account_id: int) -> list[Deal]:
    query = select(Deal).where(Deal.account_id == account_id, col(Deal.state).in_(_LIVE))
    return list(tx.exec(query.order_by(col(Deal.id))))


def live_deals_reached_by(tx: Session, phone: str | None, email: str | None) -> list[Deal]:
    """Open deals with a contact of this phone (E.164) or e-mail address."""
    ways = []
    if phone:
        ways.append(col(Contact.phone) == phone)
    if email:
        ways.append(sa.func.lower(Contact.email) == email.lower())
    if not ways:
        return []
    query = (
        select(Deal)
        .join(DealContact, col(DealContact.deal_id) == col(Deal.id))
        .join(Contact, col(Contact.id) == col(DealContact.contact_id))
        .where(sa.or_(*ways), col(Deal.state).in_(_LIVE))
        .order_by(col(Deal.id))
        .limit(10)
    )
    return list(tx.exec(query))


def live_deals_of_domain(tx: Session, domain: str | None) -> list[Deal]:
    """Open deals of accounts with this mail domain."""
    if not domain:
        return []
    query = (
        select(Deal)
        .join(Account, col(Account.id) == col(Deal.account_id))
        .where(Account.domain == domain, col(Deal.state).in_(_LIVE))
    )
    return list(tx.exec(query.order_by(col(Deal.id)).limit(10)))


def accounts_like(tx: Session, name_norm: str, limit: int = 50) -> list[Account]:
    """Accounts whose normalised name begins alike: candidates for the fuzzy comparison."""
    head = name_norm[:2]
    if len(name_norm) < 3:
        return []
    query = select(Account).where(
        col(Account.name_norm) >= head,
        col(Account.name_norm) < head + "\U0010ffff",
        col(Account.merged_into).is_(None),
    )
    return list(tx.exec(query.limit(limit)))


def drafts_without_code(tx: Session, owner_id: int, before: datetime) -> list[Deal]:
    query = select(Deal).where(Deal.owner_id == owner_id, Deal.state == "draft")
    return list(tx.exec(query.where(col(Deal.created_at) <= before).order_by(col(Deal.id))))


def names_of(tx: Session, account_ids: Iterable[int]) -> dict[int, str]:
    rows = tx.exec(select(Account.id, Account.name).where(col(Account.id).in_(list(account_ids))))
    return {account_id: name for account_id, name in rows if account_id is not None}
