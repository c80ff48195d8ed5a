"""Names held on PostgreSQL: who may write what two requests must not both decide. SQLite has one writer anyway."""

import hashlib

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Session

from storage.ready import Ready

_KEYS = sa.cast(sa.bindparam("keys", type_=sa.Text), postgresql.ARRAY(sa.BigInteger))
_KEY = sa.func.unnest(_KEYS).column_valued("key")
_TAKE = Ready(sa.select(sa.func.count(sa.func.pg_advisory_xact_lock(_KEY))))
# Whoever is frozen with a name that everybody needs is thrown out, and what it had begun is undone.
_BRIEFLY = Ready(
    sa.select(sa.func.set_config("idle_in_transaction_session_timeout", sa.literal("10s"), sa.true()))
)
_LAZILY = Ready(sa.select(sa.func.set_config("synchronous_commit", sa.literal("off"), sa.true())))
_SHARE = Ready(sa.select(sa.func.count(sa.func.pg_advisory_xact_lock_shared(_KEY))))


def hold(tx: Session, *names: str) -> None:
    """Waits until nobody else holds one of these names, and holds them until the transaction ends.

    What is read after it sees what the one before has written; it waits with the first that is. Taken in one order, so
    that two cannot block each other.
    """
    _hold(tx, _TAKE, names)


def hold_briefly(tx: Session, name: str) -> None:
    """As `hold`, for a name that everybody needs all the time: at most ten seconds behind somebody who is frozen."""
    if _is_needed(tx):
        _BRIEFLY.later(tx)
        _TAKE.later(tx, keys=_keys(name))


def commit_lazily(tx: Session) -> None:
    """PostgreSQL need not have this transaction on disk when it returns: with the next one that is, it is too. For what
    may be undone by a crash of the server, as long as nothing was built on it that is on disk."""
    if _is_needed(tx):
        _LAZILY.later(tx)


def share(tx: Session, *names: str) -> None:
    """As `hold`, but with all others that share: only whoever holds a name alone waits, and is waited for."""
    _hold(tx, _SHARE, names)


def _hold(tx: Session, how: Ready, names: tuple[str, ...]) -> None:
    if names and _is_needed(tx):
        how.later(tx, keys=_keys(*names))


def _is_needed(tx: Session) -> bool:
    return tx.get_bind().dialect.name == "postgresql"


def _keys(*names: str) -> str:
    keys = sorted(
        {int.from_bytes(hashlib.sha256(n.encode()).digest()[:8], "big", signed=True) for n in names}
    )
    return f"{{{','.join(map(str, keys))}}}"
