"""Queries over customers: who has this one already, what they are called, who is whose contact."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from rules.facts import LIVE
from storage.conditions import COUNTS_AS, IS_LIVE, IS_OPEN, among
from storage.looking import Columns
from storage.ready import Ready, Soon
from storage.tables import Account, AccountAlias, Contact, Deal, DealContact
from storage.tables.base import LAST

_CONTACT_NAMES = Columns(
    sa.select(col(DealContact.deal_id), col(Contact.name))
    .join(Contact, col(Contact.id) == col(DealContact.contact_id))
    .where(among(DealContact.deal_id))
    .order_by(col(Contact.id))
)
SHORTEST_ALIKE = 3  # characters of a name that is held against others


# Asked for every lead, and mostly in vain: ids first, in one statement, made once.
_NAMES, _ALIASES, _WAYS, _ALIKE = range(4)  # how an id was found


def _row_found(how: int, number: Any, name: Any = None) -> sa.Select[Any]:
    named = sa.literal_column("''", sa.Text) if name is None else name
    return sa.select(
        sa.literal_column(str(how), sa.Integer).label("how"), number.label("id"), named.label("name")
    )


def _reached(by: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The live deals with a contact like this."""
    query = (
        _row_found(_WAYS, col(Deal.id))
        .join(DealContact, col(DealContact.deal_id) == col(Deal.id))
        .join(Contact, col(Contact.id) == col(DealContact.contact_id))
        .where(by, sa.or_(*(col(Deal.state) == state for state in LIVE)))
    )
    return sa.select(query.order_by(col(Deal.id)).limit(sa.literal_column("10")).subquery())


def namesakes(tx: Session, deals: Iterable[Deal]) -> set[int]:
    """Those of these deals whose owner has another open one of a customer of the same name."""
    wanted = [(d.id, d.owner_id, d.account_id) for d in deals if d.owner_id and d.account_id]
    if not wanted:
        return set()
    query = (
        select(Deal.owner_id, Account.name_norm)
        .join(Account, col(Account.id) == col(Deal.account_id))
        .where(IS_OPEN, col(Deal.owner_id).in_({owner for _, owner, _ in wanted}))
        .where(
            col(Account.name_norm).in_(
                sa.select(col(Account.name_norm)).where(col(Account.id).in_({at for *_, at in wanted}))
            )
        )
        .group_by(col(Deal.owner_id), col(Account.name_norm))
        .having(sa.func.count() > 1)
    )
    twice = set(tx.exec(query))
    named = select(Account.id, Account.name_norm).where(col(Account.id).in_({at for *_, at in wanted}))
    names = dict(tx.exec(named).all())
    return {deal_id for deal_id, owner, at in wanted if (owner, names.get(at)) in twice}


_CALLED = (
    _row_found(_NAMES, col(Account.id)).where(col(Account.name_norm) == sa.bindparam("norm")),
    _row_found(_ALIASES, col(AccountAlias.account_id)).where(
        col(AccountAlias.alias_norm) == sa.bindparam("norm")
    ),
)
_BEGINNING = _row_found(_ALIKE, col(Account.id), col(Account.name_norm)).where(
    col(Account.name_norm) >= sa.bindparam("head"), col(Account.name_norm) < sa.bindparam("behind")
)
_NAMED = Ready(sa.union_all(*_CALLED))
_LOOK = Ready(  # nothing equals NULL: for a lead without a phone
    sa.union_all(
        *_CALLED,
        _reached(col(Contact.phone) == sa.bindparam("phone", type_=sa.Text)),
        _reached(col(Contact.email_norm) == sa.bindparam("email", type_=sa.Text)),
        sa.select(_BEGINNING.limit(sa.literal_column("50")).subquery()),
    )
)


class Look(NamedTuple):
    """Who may be a customer already."""

    account: Account | None  # of this very name
    reached: tuple[int, ...]  # live deals with a contact of this phone or address
    alike: dict[int, str]  # account → normalised name, for names that begin alike
    said: int | None = None  # the account that has this name, where a merge has led it to ``account``


def look_soon(tx: Session, name_norm: str, phone: str | None, email: str | None) -> Soon[Look]:
    """Asks all that at once. ``phone`` in E.164."""
    head = name_norm[:2] if len(name_norm) >= SHORTEST_ALIKE else None
    found = _LOOK.soon(
        tx,
        norm=name_norm or None,
        phone=phone,
        email=email.lower() if email else None,
        head=head,
        behind=head + LAST if head else None,
    )

    def seen() -> Look:
        rows = found()
        said = _first(rows)
        account = _account(tx, said) if said else None
        return Look(
            account=account,
            reached=tuple(sorted({number for how, number, _ in rows if how == _WAYS})),
            alike={number: name for how, number, name in rows if how == _ALIKE},
            said=said if account is not None and account.id != said else None,
        )

    return seen


def account_by_norm(tx: Session, name_norm: str) -> Account | None:
    """The account of this normalised name or alias, merged ones followed."""
    account_id = _first(_NAMED.all(tx, norm=name_norm)) if name_norm else None
    return _account(tx, account_id) if account_id else None


def _first(rows: Iterable[tuple[Any, ...]]) -> int | None:
    """The account that is called so, by its name before by an alias."""
    called = ((how, number) for how, number, _ in rows if how in (_NAMES, _ALIASES))
    return min(called, default=(0, None))[1]


def _account(tx: Session, account_id: int) -> Account | None:
    found = tx.get(Account, account_id)
    if found is not None and found.merged_into is not None:
        return tx.get(Account, found.merged_into)
    return found


def live_deals_of_account(tx: Session, account_id: int) -> list[Deal]:
    """Of a merged account those of what it became."""
    counts = sa.select(COUNTS_AS).where(col(Account.id) == account_id).scalar_subquery()
    query = select(Deal).where(col(Deal.account_id) == counts, IS_LIVE)
    return list(tx.exec(query.order_by(col(Deal.id))))


def live_deals_of_domain(tx: Session, domain: str | None) -> list[Deal]:
    """Open deals of accounts with this mail domain."""
    if not domain:
        return []
    query = (
        select(Deal).join(Account, col(Deal.account_id) == COUNTS_AS).where(Account.domain == domain, IS_LIVE)
    )
    return list(tx.exec(query.order_by(col(Deal.id)).limit(10)))


def names_of(tx: Session, account_ids: Iterable[int]) -> dict[int, str]:
    wanted = list(account_ids)
    rows = tx.exec(select(Account.id, Account.name).where(col(Account.id).in_(wanted))) if wanted else ()
    return {account_id: name for account_id, name in rows if account_id is not None}


def is_shared(tx: Session, contact_id: int) -> bool:
    """Has more than one deal this contact?"""
    query = select(sa.func.count()).select_from(DealContact).where(DealContact.contact_id == contact_id)
    return int(tx.exec(query).one()) > 1


def replace_contact(tx: Session, deal_id: int, contact_id: int, own: Contact) -> None:
    """This deal has another contact in place of that one, with the same part in the decision chain."""
    tx.add(own)
    tx.flush()
    role = tx.get_one(DealContact, (deal_id, contact_id)).role
    unlink(tx, deal_id, contact_id)
    link(tx, deal_id, own.id, role)


def unlink(tx: Session, deal_id: int, contact_id: int) -> None:
    """The deal has this contact no more."""
    tx.delete(tx.get_one(DealContact, (deal_id, contact_id)))
    tx.flush()


def link(tx: Session, deal_id: int, contact_id: int, role: str) -> None:
    """The deal has this contact."""
    tx.add(DealContact(deal_id=deal_id, contact_id=contact_id, role=role))
    tx.flush()


def set_role(tx: Session, deal_id: int, contact_id: int, role: str | None) -> None:
    """A contact's part in the decision chain of a deal; None: unknown."""
    link = tx.get_one(DealContact, (deal_id, contact_id))
    link.role = role or "unknown"
    tx.add(link)


def of_deal(tx: Session, deal: Deal) -> Account | None:
    """The customer of a deal, where it has one."""
    return tx.get(Account, deal.account_id) if deal.account_id else None


def by_ids(tx: Session, account_ids: Iterable[int]) -> dict[int, Account]:
    rows = tx.exec(select(Account).where(col(Account.id).in_(list(account_ids))))
    return {row.id: row for row in rows}


def contacts_of(tx: Session, deal_id: int) -> list[tuple[Contact, str]]:
    """The contacts of a deal with their part in the decision chain."""
    query = (
        select(Contact, DealContact.role)
        .join(DealContact, col(DealContact.contact_id) == col(Contact.id))
        .where(DealContact.deal_id == deal_id)
        .order_by(col(Contact.id))
    )
    return [(contact, role) for contact, role in tx.exec(query)]


def first_contacts(tx: Session, deal_ids: Collection[int]) -> dict[int, str]:
    """deal → what its first contact is called."""
    found = _CONTACT_NAMES.all(tx, deals=deal_ids) if deal_ids else []
    return dict(reversed(found))


def contacts_there(tx: Session, contact_ids: Collection[int]) -> set[int]:
    """Those of these contacts that are still on record."""
    query = select(Contact.id).where(col(Contact.id).in_(list(contact_ids)))
    return {n for n in tx.exec(query) if n is not None} if contact_ids else set()


def drop_unlinked(tx: Session, contact_ids: Collection[int]) -> None:
    """Those of these contacts go that no deal has."""
    linked = sa.exists().where(col(DealContact.contact_id) == col(Contact.id))
    if contact_ids:
        tx.connection().execute(sa.delete(Contact).where(col(Contact.id).in_(list(contact_ids)), ~linked))
