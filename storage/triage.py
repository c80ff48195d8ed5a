"""Queries over leads that are nobody's yet."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Deal


def waiting(tx: Session, limit: int = 500) -> list[Deal]:
    """Open leads that are offered, the longest first."""
    query = select(Deal).where(
        col(Deal.triage_since).is_not(None), col(Deal.owner_id).is_(None), Deal.state == "open"
    )
    return list(tx.exec(query.order_by(col(Deal.triage_since), col(Deal.id)).limit(limit)))


def load(tx: Session, people: Sequence[int]) -> dict[int, int]:
    """person → how many open deals and drafts they have; who has none is missing."""
    query = (
        select(Deal.owner_id, sa.func.count())
        .where(col(Deal.owner_id).in_(people), col(Deal.state).in_(("open", "draft")))
        .group_by(col(Deal.owner_id))
    )
    return {owner: int(n) for owner, n in tx.exec(query) if owner is not None}
