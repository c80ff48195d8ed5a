"""Reminders by what they keep of themselves beside their words."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.conditions import DEALS
from storage.tables import Nudge

_WITH_FACT = (
    select(Nudge)
    .where(col(Nudge.deal_id).in_(DEALS), Nudge.state != "cancelled")
    .where(col(Nudge.person_id) == sa.bindparam("person"))
    .where(sa.cast(col(Nudge.facts), sa.Text).like(sa.bindparam("name")))
    .order_by(col(Nudge.id))
)


def with_fact(tx: Session, deal_ids: Iterable[int], person_id: int, name: str) -> dict[int, list[Nudge]]:
    """deal → its reminders to one person that say this of themselves and were not taken back: few, however much was said
    of a deal."""
    wanted, found = list(deal_ids), dict[int, list[Nudge]]()
    asked = {"deals": wanted, "person": person_id, "name": f'%"{name}"%'}
    for nudge in tx.exec(_WITH_FACT, params=asked) if wanted else ():
        if nudge.deal_id is not None and name in nudge.facts:
            found.setdefault(nudge.deal_id, []).append(nudge)
    return found
