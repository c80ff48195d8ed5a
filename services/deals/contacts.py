"""What a contact with the customer means for its deal, told in a note or at a gate."""

from datetime import datetime

from storage import notes as rows
from storage.db import Session
from storage.tables import Deal


def counted(tx: Session, deal: Deal, kind: str, at: datetime) -> dict[str, object]:
    """The columns that a contact of this kind changes: it is the last one, and tries are counted from it. Nothing where a
    later one is on record."""
    if deal.last_contact_at is not None and deal.last_contact_at > at:
        return {}
    tries = rows.tries_since(tx, deal.id, at) if deal.tries else 0
    return {"tries": tries, "last_contact_at": at, "last_contact_kind": kind}
