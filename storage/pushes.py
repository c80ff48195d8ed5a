"""Who said of a deal to push on."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from storage.conditions import DEALS
from storage.tables import Push

_OF_DEALS = select(Push).where(col(Push.deal_id).in_(DEALS)).order_by(col(Push.id))


def last_of_deals(tx: Session, deal_ids: Iterable[int]) -> dict[int, Push]:
    """deal → the last word to push on."""
    wanted = list(deal_ids)
    return {one.deal_id: one for one in tx.exec(_OF_DEALS, params={"deals": wanted})} if wanted else {}


def newest(tx: Session, deal_id: int, most: int) -> list[Push]:
    query = select(Push).where(Push.deal_id == deal_id)
    return list(tx.exec(query.order_by(col(Push.id).desc()).limit(most)))
