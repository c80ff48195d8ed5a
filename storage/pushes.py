"""Who said of a deal to push on."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.conditions import IS_OPEN, among
from storage.looking import Columns, Models
from storage.tables import Deal, Push

_OF_DEALS = Models(Push, among(Push.deal_id), order=(col(Push.id),))
_OWNERS = Columns(
    sa.select(col(Deal.owner_id))
    .where(among(Deal.owner_id, "owners"), IS_OPEN)
    .where(sa.exists().where(col(Push.deal_id) == col(Deal.id)))
    .distinct()
)


def last_words(tx: Session, deal_ids: Iterable[int]) -> dict[int, list[Push]]:
    """deal → the last word to push on of each who said so."""
    wanted, found = list(deal_ids), dict[int, dict[int | None, Push]]()
    for one in _OF_DEALS.all(tx, deals=wanted) if wanted else ():
        found.setdefault(one.deal_id, {})[one.by_id] = one
    return {deal_id: list(said.values()) for deal_id, said in found.items()}


def owners_pushed(tx: Session, owner_ids: Collection[int]) -> set[int]:
    """Those of these people who have an open deal that somebody said so of."""
    return {owner_id for (owner_id,) in _OWNERS.all(tx, owners=owner_ids)}


def newest(tx: Session, deal_id: int, most: int) -> list[Push]:
    query = select(Push).where(Push.deal_id == deal_id)
    return list(tx.exec(query.order_by(col(Push.id).desc()).limit(most)))
