"""Two people at the very same moment, in a fixed order: one has written and not committed yet when the other begins."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session

from rules.errors import BatonError
from storage.db import Database, is_writing

LONGEST = 20.0  # seconds until a test that hangs is given up
LOOK = 0.01
_WAITING = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def overtaken(
    db: Database, first: Callable[[], Any], second: Callable[[], Any], *, commit: int = 1
) -> tuple[Any, Any]:
    """``first`` runs up to its nth ``commit`` of what it writes; then ``second`` runs until it waits for that, or is
    done; then both to their ends. What came of each; an error that is told is what came of it."""
    reached, go_on = threading.Event(), threading.Event()
    with ThreadPoolExecutor(max_workers=2) as pool, _stopped_before(commit, reached, go_on):
        one = pool.submit(_first, first, reached)
        assert reached.wait(LONGEST)
        other = pool.submit(_told, second)
        until_it_waits(db, other)
        go_on.set()
        return one.result(LONGEST), other.result(LONGEST)


def _told(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except BatonError as error:
        return error


_MINE = threading.local()


def _first(call: Callable[[], Any], reached: threading.Event) -> Any:
    _MINE.commits = 0
    try:
        return _told(call)
    finally:
        _MINE.commits = None
        reached.set()


@contextmanager
def _stopped_before(commit: int, reached: threading.Event, go_on: threading.Event) -> Iterator[None]:
    def stop(session: Session) -> None:
        if getattr(_MINE, "commits", None) is None or not is_writing(session):
            return
        _MINE.commits += 1
        if _MINE.commits == commit:
            session.flush()
            session.connection().execute(sa.select(1))  # sends what was left for later
            reached.set()
            assert go_on.wait(LONGEST)

    event.listen(Session, "before_commit", stop)
    try:
        yield
    finally:
        go_on.set()
        event.remove(Session, "before_commit", stop)


@contextmanager
def closed(db: Database, table: str) -> Iterator[None]:
    """Nobody writes into this table: whoever comes to it stands still with what they hold. SQLite has one writer anyway."""
    if db.is_sqlite:
        yield
        return
    with db.engine.begin() as guard:
        guard.execute(sa.text(f"LOCK TABLE {table} IN SHARE MODE"))
        yield


def until_it_waits(db: Database, other: Future[Any], waiting: int = 1) -> None:
    """On SQLite it waits for its turn as soon as it writes. ``waiting``: how many do by then."""
    if db.is_sqlite:
        wait([other], LOOK)
        return
    with db.engine.connect() as look:
        while not wait([other], LOOK).done:
            if (look.execute(_WAITING).scalar() or 0) >= waiting:
                return
            look.rollback()
