"""Queries that find a deal by what people call it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from rules.names import tail_token
from storage.conditions import COUNTS_AS, IS_LIVE, LIVE_FIRST, STANDS
from storage.seen import Seen
from storage.tables import Account, AccountAlias, Contact, Deal, DealContact
from storage.tokens import carrying

MOST_WORDS = 80  # of a text that are looked for
USUAL = 30  # deals that have a word: it is no name any more


@dataclass(frozen=True)
class Called:
    """A live deal and one thing it may be called by: its account, an alias, or a contact."""

    deal_id: int
    word: str
    kind: str  # account | alias | contact
    title: str = ""  # of a contact


def called(tx: Session, tokens: Collection[str], seen: Seen, limit: int = 1000) -> list[Called]:
    """What the live deals with a word for each of these beginnings are called, only of those that may be seen."""
    if not tokens:
        return []
    hits = (col(Deal.id).in_(carrying(token)) for token in sorted(tokens))
    wanted = select(Deal.id).where(*hits, IS_LIVE)
    wanted = wanted.where(*seen.only())
    return _names(
        tx, [i for i in tx.exec(wanted.order_by(col(Deal.id).desc()).limit(limit)) if i is not None]
    )


def names(tx: Session, seen: Seen, limit: int = 500, *, beside: Collection[str] = ()) -> list[Called]:
    """What the newest live deals of those that may be seen are called; where there are more, also of the older ones that
    have a word with one of these beginnings, where few have it."""
    wanted = select(Deal.id).where(IS_LIVE, *seen.only()).order_by(col(Deal.id).desc())
    ids = dict.fromkeys(i for i in tx.exec(wanted.limit(limit)) if i is not None)
    for token in sorted(beside)[:MOST_WORDS] if len(ids) == limit else ():
        those = list(tx.exec(wanted.where(col(Deal.id).in_(carrying(token))).limit(USUAL)))
        if len(those) < USUAL:
            ids |= dict.fromkeys(i for i in those if i is not None)
    return _names(tx, list(ids))


def _names(tx: Session, ids: list[int]) -> list[Called]:
    if not ids:
        return []
    accounts = (
        select(Deal.id, Account.name)
        .join(Account, col(Account.id) == col(Deal.account_id))
        .where(col(Deal.id).in_(ids))
    )
    merged = (
        select(Deal.id, Account.name)
        .join(Account, col(Account.merged_into) == col(Deal.account_id))
        .where(col(Deal.id).in_(ids))
    )
    aliases = (
        select(Deal.id, AccountAlias.alias)
        .join(Account, col(Deal.account_id) == COUNTS_AS)
        .join(AccountAlias, col(AccountAlias.account_id) == col(Account.id))
        .where(col(Deal.id).in_(ids))
    )
    contacts = (
        select(DealContact.deal_id, Contact.name, Contact.title)
        .join(Contact, col(Contact.id) == col(DealContact.contact_id))
        .where(col(DealContact.deal_id).in_(ids))
    )
    found = [Called(i, name, "account") for i, name in tx.exec(accounts) if i is not None]
    found += [
        Called(i, name, "alias") for query in (merged, aliases) for i, name in tx.exec(query) if i is not None
    ]
    found += [Called(i, name, "contact", title or "") for i, name, title in tx.exec(contacts)]
    return found


def with_phone_tail(tx: Session, digits: str, seen: Seen) -> list[int]:
    """Live deals with a contact whose number ends in these digits (4 to 11)."""
    hits = col(Deal.id).in_(carrying(tail_token(digits)))
    query = select(Deal.id).where(hits, IS_LIVE)
    query = query.where(*seen.only())
    return [i for i in tx.exec(query.order_by(col(Deal.id).desc()).limit(20)) if i is not None]


def found_by(tx: Session, tokens: Sequence[str], seen: Seen, limit: int = 20) -> list[Deal]:
    """Deals with a word for each of these beginnings, only of those that may be seen; open ones first, newest
    first."""
    if not tokens:
        return []
    query = select(Deal).where(*(col(Deal.id).in_(carrying(t)) for t in tokens), STANDS)
    query = query.where(*seen.only())
    query = query.order_by(LIVE_FIRST, col(Deal.id).desc())
    return list(tx.exec(query.limit(limit)))
