"""Queries by which accounts are merged and parted again, and by which names an account is known."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import rows
from storage.conditions import COUNTS_AS, STANDS
from storage.tables import Account, AccountAlias, AccountMerge, Contact, Deal, Note


class Moving(NamedTuple):
    """What hangs on an account."""

    deals: int
    contacts: int
    notes: int


def held(tx: Session, account_ids: Collection[int]) -> dict[int, Account]:
    """These accounts as they are now; on PostgreSQL nobody else merges them until this transaction ends."""
    query = select(Account).where(col(Account.id).in_(sorted(account_ids))).order_by(col(Account.id))
    found = tx.exec(query.with_for_update(key_share=True).execution_options(populate_existing=True))
    return {account.id: account for account in found}


def standing(tx: Session) -> dict[int, int]:
    """account → what it was merged into, for all merges that stand."""
    query = select(AccountMerge.account_id, AccountMerge.into_id)
    return dict(tx.exec(query.where(col(AccountMerge.undone_at).is_(None))).all())


def merge_of(tx: Session, merge_id: int) -> AccountMerge | None:
    return rows.one(tx, AccountMerge, merge_id)


def undo(tx: Session, merge_id: int, now: datetime) -> bool:
    """Claims a standing merge to be undone; False when somebody did before."""
    claim = sa.update(AccountMerge).where(
        col(AccountMerge.id) == merge_id, col(AccountMerge.undone_at).is_(None)
    )
    return bool(tx.connection().execute(claim.values(undone_at=now)).rowcount == 1)


def merged_into(tx: Session, account_id: int) -> list[tuple[int, str]]:
    """(merge, name) of everything that counts for this account by a merge of its own."""
    query = (
        select(AccountMerge.id, Account.name)
        .join(Account, col(Account.id) == col(AccountMerge.account_id))
        .where(AccountMerge.into_id == account_id, col(AccountMerge.undone_at).is_(None))
        .order_by(col(AccountMerge.id))
    )
    return [(merge_id, name) for merge_id, name in tx.exec(query) if merge_id is not None]


def aliases(tx: Session, account_id: int) -> list[tuple[int, str]]:
    """(alias, name) of an account's other names, without those of merged accounts."""
    query = select(AccountAlias.id, AccountAlias.alias).where(AccountAlias.account_id == account_id)
    return [(n, alias) for n, alias in tx.exec(query.order_by(col(AccountAlias.id))) if n is not None]


def names(tx: Session, account_ids: Iterable[int]) -> dict[int, list[str]]:
    """account → everything it is called: its name first, then aliases, and the same of what was merged into it."""
    wanted = list(account_ids)
    found: dict[int, list[str]] = {}
    own = sa.select(COUNTS_AS, col(Account.name)).where(counts_for(wanted))
    also = (
        sa.select(COUNTS_AS, col(AccountAlias.alias))
        .join(Account, col(Account.id) == col(AccountAlias.account_id))
        .where(counts_for(wanted))
    )
    first = sa.case((col(Account.merged_into).is_(None), 0), else_=1)
    for query in (own.order_by(first, col(Account.id)), also.order_by(col(AccountAlias.id))):
        for account_id, name in tx.execute(query):
            found.setdefault(account_id, []).append(name)
    return found


def counts_for(account_ids: Collection[int]) -> sa.ColumnElement[bool]:
    """Is an account one of these, or merged into one?"""
    return sa.or_(col(Account.id).in_(account_ids), col(Account.merged_into).in_(account_ids))


def domains(tx: Session, account_ids: Collection[int]) -> list[str]:
    """The mail domains by which these accounts are known."""
    query = select(Account.domain).where(counts_for(account_ids), col(Account.domain).is_not(None))
    return [domain for domain in tx.exec(query) if domain]


def moving(tx: Session, account_id: int) -> Moving:
    """How much hangs on an account; what was taken back is not counted."""
    deals = col(Deal.account_id) == account_id, STANDS
    mine = select(Deal.id).where(*deals)
    asked = (
        select(sa.func.count()).select_from(Deal).where(*deals),
        select(sa.func.count()).select_from(Contact).where(Contact.account_id == account_id),
        select(sa.func.count())
        .select_from(Note)
        .where(col(Note.deal_id).in_(mine), col(Note.state) != "undone"),
    )
    return Moving(*(int(tx.exec(query).one()) for query in asked))


def owners(tx: Session, account_id: int) -> frozenset[int | None]:
    """Whose deals an account has; None among them: nobody's."""
    query = select(Deal.owner_id).where(Deal.account_id == account_id, STANDS).distinct()
    return frozenset(tx.exec(query))


def owners_said(tx: Session, account_ids: Collection[int]) -> frozenset[int | None]:
    """Whose deals were written under these merged accounts."""
    query = select(Deal.owner_id).where(col(Deal.said_account_id).in_(account_ids), STANDS)
    return frozenset(tx.exec(query.distinct()))


def deal_ids(tx: Session, account_id: int) -> list[int]:
    query = select(Deal.id).where(Deal.account_id == account_id)
    return [deal_id for deal_id in tx.exec(query.order_by(col(Deal.id))) if deal_id is not None]


def lead_to(tx: Session, account_id: int, into_id: int) -> None:
    """What hangs on one account hangs on the other from now on, and remembers where it was written."""
    for table in (Deal, Contact):
        here = col(table.account_id) == account_id
        said = sa.func.coalesce(col(table.said_account_id), account_id)
        values = {"account_id": into_id, "said_account_id": said, "version": table.version + 1}
        tx.connection().execute(sa.update(table).where(here).values(**values))
    follow = sa.update(Account).where(
        sa.or_(col(Account.id) == account_id, col(Account.merged_into) == account_id)
    )
    tx.connection().execute(follow.values(merged_into=into_id, version=Account.version + 1))
    tx.expire_all()


def give_back(tx: Session, account_id: int, all_of_it: Collection[int]) -> None:
    """What was written under this account, or under one that stays merged into it, hangs on it again."""
    for table in (Deal, Contact):
        here = col(table.said_account_id).in_(all_of_it)
        said = sa.case((col(table.said_account_id) == account_id, None), else_=col(table.said_account_id))
        values = {"account_id": account_id, "said_account_id": said, "version": table.version + 1}
        tx.connection().execute(sa.update(table).where(here).values(**values))
    own = sa.case((col(Account.id) == account_id, None), else_=account_id)
    apart = sa.update(Account).where(col(Account.id).in_(all_of_it))
    tx.connection().execute(apart.values(merged_into=own, version=Account.version + 1))
    tx.expire_all()
