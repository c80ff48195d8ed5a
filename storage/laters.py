"""What somebody put off with *Later*: of which deal and rule, until when."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from storage.conditions import DEALS
from storage.tables import Later

_OF_DEALS = select(Later).where(col(Later.deal_id).in_(DEALS)).order_by(col(Later.id))


def of_deals(tx: Session, deal_ids: Iterable[int]) -> dict[int, list[Later]]:
    """deal → how often, and until when, somebody said *Later*."""
    wanted, found = list(deal_ids), dict[int, list[Later]]()
    for later in tx.exec(_OF_DEALS, params={"deals": wanted}) if wanted else ():
        found.setdefault(later.deal_id, []).append(later)
    return found
