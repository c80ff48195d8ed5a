"""Names held on PostgreSQL: who may write what two requests must not both decide. SQLite has one writer anyway."""

import hashlib

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Session

_KEY = sa.func.unnest(sa.bindparam("keys", type_=postgresql.ARRAY(sa.BigInteger))).column_valued("key")
_TAKE = sa.select(sa.func.count(sa.func.pg_advisory_xact_lock(_KEY)))


def hold(tx: Session, *names: str) -> None:
    """Waits until nobody else holds one of these names, and holds them until the transaction ends.

    What is read after it sees what the one before has written. Taken in one order, so that two cannot block
    each other.
    """
    if not names or tx.get_bind().dialect.name != "postgresql":
        return
    keys = sorted(
        {int.from_bytes(hashlib.sha256(n.encode()).digest()[:8], "big", signed=True) for n in names}
    )
    tx.connection().execute(_TAKE, {"keys": keys})
