"""Queries over what messages carry: which nudges a delivery has taken up, and what becomes of them with it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.nudges import OPEN
from storage.ready import Ready
from storage.tables import Delivery, Nudge

# Made once: every message asks them.
_OF_DELIVERY = (
    select(Nudge)
    .where(col(Nudge.delivery_id) == sa.bindparam("delivery"), col(Nudge.state).in_(("claimed", "sent")))
    .order_by(col(Nudge.due_at), col(Nudge.id))
)
_DEALS_OF = Ready(
    sa.select(col(Nudge.deal_id)).where(
        col(Nudge.delivery_id) == sa.bindparam("delivery"), col(Nudge.state) == "claimed"
    )
)


def claim(tx: Session, nudge_ids: Iterable[int]) -> list[int]:
    """Takes nudges for one delivery; only those that nobody took before."""
    update = (
        sa.update(Nudge)
        .where(col(Nudge.id).in_(list(nudge_ids)), col(Nudge.state) == "planned")
        .values(state="claimed", reason=None)
        .returning(col(Nudge.id))
    )
    return sorted(row[0] for row in tx.connection().execute(update) if row[0] is not None)


def freeze(tx: Session, nudge_ids: Sequence[int], delivery_id: int) -> None:
    """Says which delivery carries these claimed nudges."""
    update = sa.update(Nudge).where(col(Nudge.id).in_(list(nudge_ids))).values(delivery_id=delivery_id)
    tx.connection().execute(update)


def states(tx: Session, nudge_ids: Iterable[int | None]) -> dict[int | None, str]:
    """nudge → how it stands; nobody changes it until the transaction ends."""
    wanted = [x for x in nudge_ids if x is not None]
    if not wanted:
        return {}
    query = select(Nudge.id, Nudge.state).where(col(Nudge.id).in_(wanted))
    return dict(tx.exec(query.order_by(col(Nudge.id)).with_for_update()).all())


def carry(tx: Session, nudge_ids: Sequence[int], delivery_id: int) -> None:
    """Puts nudges that waited for a list onto its delivery."""
    if not nudge_ids:
        return
    update = sa.update(Nudge).where(col(Nudge.id).in_(list(nudge_ids)), col(Nudge.state).in_(OPEN))
    tx.connection().execute(update.values(state="claimed", reason=None, delivery_id=delivery_id))


def of_delivery(tx: Session, delivery_id: int) -> list[Nudge]:
    """The nudges that a delivery carries, most urgent first."""
    return list(tx.exec(_OF_DELIVERY, params={"delivery": delivery_id}))


def deals_told(
    tx: Session, recipient: str, kinds: Sequence[str], but: Sequence[str], since: datetime
) -> list[int]:
    """Deals that single messages of these kinds told this recipient about since an instant; not what rules of `but` said."""
    query = (
        select(Nudge.deal_id)
        .join(Delivery, col(Delivery.id) == col(Nudge.delivery_id))
        .where(
            Delivery.recipient == recipient,
            col(Delivery.kind).in_(list(kinds)),
            col(Nudge.rule).not_in(list(but)),
            col(Delivery.due_at) >= since,
            col(Delivery.state).not_in(("dropped", "dead")),
            col(Nudge.state).in_(("claimed", "sent")),
        )
    )
    return [deal_id for deal_id in tx.exec(query) if deal_id is not None]


def deals_of(tx: Session, delivery_id: int) -> list[int]:
    """The deals that a delivery is about, in their order."""
    found = _DEALS_OF.all(tx, delivery=delivery_id)
    return sorted({deal_id for (deal_id,) in found if deal_id is not None})


def delivered(tx: Session, delivery_id: int, at: datetime) -> None:
    """Marks what a sent delivery carried as said."""
    update = sa.update(Nudge).where(col(Nudge.delivery_id) == delivery_id, col(Nudge.state) == "claimed")
    tx.connection().execute(update.values(state="sent", delivered_at=at))


def cancel_delivery(tx: Session, delivery_id: int, reason: str) -> None:
    """Takes back what a delivery carried that cannot go anywhere."""
    update = sa.update(Nudge).where(col(Nudge.delivery_id) == delivery_id, col(Nudge.state) == "claimed")
    tx.connection().execute(update.values(state="cancelled", reason=reason))


def hand_on(tx: Session, delivery_id: int, other_id: int) -> None:
    """Lets another delivery carry what this one could not."""
    update = sa.update(Nudge).where(col(Nudge.delivery_id) == delivery_id, col(Nudge.state) == "claimed")
    tx.connection().execute(update.values(delivery_id=other_id))
