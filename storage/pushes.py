"""Who said of a deal to push on."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from storage.conditions import DEALS
from storage.tables import Push

_OF_DEALS = select(Push).where(col(Push.deal_id).in_(DEALS)).order_by(col(Push.id))


def last_words(tx: Session, deal_ids: Iterable[int]) -> dict[int, list[Push]]:
    """deal → the last word to push on of each who said so."""
    wanted, found = list(deal_ids), dict[int, dict[int | None, Push]]()
    for one in tx.exec(_OF_DEALS, params={"deals": wanted}) if wanted else ():
        found.setdefault(one.deal_id, {})[one.by_id] = one
    return {deal_id: list(said.values()) for deal_id, said in found.items()}


def newest(tx: Session, deal_id: int, most: int) -> list[Push]:
    query = select(Push).where(Push.deal_id == deal_id)
    return list(tx.exec(query.order_by(col(Push.id).desc()).limit(most)))
