"""Whether the database takes what is written: a full disk, a read-only one or a broken one refuses it until somebody helps.
Kept in memory, where else: nothing can be noted then."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from rules.errors import Unwritable

_SQLITE = {"SQLITE_FULL": "full", "SQLITE_READONLY": "readonly", "SQLITE_IOERR": "broken"}
# disk_full, read_only_sql_transaction (a standby, a server set to it), io_error
_STATES = {"53100": "full", "25006": "readonly", "58030": "broken"}
_HAS_WRITTEN = sa.text("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")


def why_refused(error: Exception) -> str | None:
    """``full``, ``readonly`` or ``broken``; None for any other failure."""
    cause = getattr(error, "orig", None)
    name = str(getattr(cause, "sqlite_errorname", ""))
    found = next((why for begins, why in _SQLITE.items() if name.startswith(begins)), None)
    return found or _STATES.get(str(getattr(cause, "sqlstate", "")))


class Writable:
    """What the last write found out. `why`: as in `why_refused`, None while all is well."""

    def __init__(self) -> None:
        self.why: str | None = None

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Round a write. Raises Unwritable where the database takes none: nothing of it is kept."""
        try:
            yield
        except sa.exc.DBAPIError as error:
            why = why_refused(error)
            if why is None:
                raise
            self.why = why
            raise Unwritable() from error

    @contextmanager
    def tried(self, session: Session) -> Iterator[None]:
        """Round a transaction with its commit. One that has written something shows that it is over; while nothing is
        wrong, this asks nothing."""
        if self.why is None:
            yield
            return
        driver: Any = session.connection().connection.driver_connection
        before = getattr(driver, "total_changes", None)
        has_written = [False]

        def look(tx: Session) -> None:
            tx.flush()
            changed = driver.total_changes != before if before is not None else tx.scalar(_HAS_WRITTEN)
            has_written[0] = bool(changed)

        sa.event.listen(session, "before_commit", look)
        yield
        if has_written[0]:
            self.why = None
