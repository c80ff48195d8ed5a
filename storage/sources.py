"""How many leads each source brought, and how many of them were none."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.tables import Deal


def counts(tx: Session, owner_ids: Collection[int] | None) -> list[tuple[str, str, bool, int]]:
    """(source, reason, is it invalid, how many), of these owners or of all; drafts and what was taken back left out."""
    is_invalid = col(Deal.state) == "invalid"
    reason = sa.case((is_invalid, sa.func.coalesce(col(Deal.lost_reason), "")), else_="").label("reason")
    source = sa.func.coalesce(col(Deal.source), "").label("source")
    query = sa.select(source, reason, is_invalid.label("is_invalid"), sa.func.count()).where(
        col(Deal.state).not_in(("void", "draft"))
    )
    if owner_ids is not None:
        query = query.where(col(Deal.owner_id).in_(list(owner_ids)))
    found = tx.connection().execute(query.group_by(source, reason, is_invalid))
    return [(str(a), str(b), bool(c), int(n)) for a, b, c, n in found]
