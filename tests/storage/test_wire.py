"""What goes below psycopg's cursor behaves as above it: transactions, faults, a server that hangs up."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psycopg
import pytest
import sqlalchemy as sa
from sqlmodel import col

from storage import rows
from storage.db import Database, Session
from storage.ready import Ready
from storage.tables import Account

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
AT = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
NAMES = Ready(sa.select(col(Account.name)).order_by(col(Account.id)))
LEVEL = Ready(sa.select(sa.func.current_setting("transaction_isolation")))
ME = Ready(sa.select(sa.func.pg_backend_pid()))
BY_ZERO = Ready(sa.select(1 // sa.bindparam("number", type_=sa.Integer)))
SLEEP = Ready(sa.select(sa.func.count(sa.func.pg_sleep(sa.bindparam("seconds", type_=sa.Float)))))


@pytest.fixture
def db(migrated_url: str) -> Iterator[Database]:
    made = Database(migrated_url)
    yield made
    made.close()


def hang_up(url: str) -> None:
    """The server ends every other connection to this database, and is done with it."""
    query = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database()"
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(f"{query} AND pid <> pg_backend_pid()")


def put(db: Database, name: str) -> None:
    with db.write() as tx:
        rows.put(tx, Account, name=name, name_norm=name, created_at=AT)


def names(db: Database) -> list[str]:
    with db.read() as tx:
        return [name for (name,) in NAMES.all(tx)]


def test_a_server_that_hung_up_is_noticed_before_it_is_asked(db: Database, migrated_url: str) -> None:
    put(db, "Acme")
    hang_up(migrated_url)
    put(db, "Contoso")
    hang_up(migrated_url)
    with db.glance() as place:
        assert NAMES.all(place) == [("Acme",), ("Contoso",)]


def test_a_server_that_hangs_up_on_a_transaction_undoes_it_and_the_next_one_is_sound(
    db: Database, migrated_url: str
) -> None:
    with pytest.raises(sa.exc.OperationalError), db.write() as tx:
        rows.put(tx, Account, name="Acme", name_norm="acme", created_at=AT)
        hang_up(migrated_url)
        rows.put(tx, Account, name="Contoso", name_norm="contoso", created_at=AT)
    assert names(db) == []
    put(db, "Acme")
    assert names(db) == ["Acme"]


def leave(tx: Session) -> None:
    """Rows that wait for the next way to the server."""
    for number in range(6):
        rows.leave(tx, Account, name=f"Acme {number}", name_norm=f"acme {number}", created_at=AT)


def test_a_block_that_raises_undoes_what_waits_and_its_connection_serves_the_next(db: Database) -> None:
    put(db, "Acme")
    with db.write() as tx:
        one = ME.scalar(tx)
    with pytest.raises(ValueError, match="changed my mind"), db.write() as tx:
        leave(tx)
        raise ValueError("changed my mind")
    with db.write() as tx:
        assert ME.scalar(tx) == one
    put(db, "Contoso")
    assert names(db) == ["Acme", "Contoso"]


def test_what_is_wrong_with_a_statement_that_waits_is_told_by_the_next_or_by_the_commit(db: Database) -> None:
    with pytest.raises(sa.exc.DataError), db.write() as tx:
        BY_ZERO.later(tx, number=0)
        leave(tx)
        NAMES.all(tx)
    with pytest.raises(sa.exc.DataError), db.write() as tx:
        leave(tx)
        BY_ZERO.later(tx, number=0)  # told by the commit
    put(db, "Acme")
    assert names(db) == ["Acme"]


def test_a_transaction_begins_as_its_session_wants_it(db: Database) -> None:
    with db.read() as tx:
        assert LEVEL.scalar(tx) == "repeatable read"
        assert names(db) == []
        put(db, "Acme")
        assert NAMES.all(tx) == []  # one moment
    with db.write() as tx:
        assert LEVEL.scalar(tx) == "read committed"
    assert names(db) == ["Acme"]


def test_a_fault_is_told_with_its_state_and_leaves_the_connection_sound(db: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError) as raised, db.write() as tx:
        rows.put(tx, Account, name="Acme", name_norm="acme", created_at=AT, merged_into=99)
        tx.connection().execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
    assert getattr(raised.value.orig, "sqlstate", "") == "23503"  # no such account
    put(db, "Acme")
    assert names(db) == ["Acme"]


def test_who_waits_for_the_server_lets_others_work(db: Database) -> None:
    with ThreadPoolExecutor(1) as pool, db.glance() as place:
        pool.submit(SLEEP.do, place, seconds=30)
        put(db, "Acme")  # would stand behind the half minute
        assert names(db) == ["Acme"]
        hang_up(db.engine.url.render_as_string(hide_password=False).replace("+psycopg", ""))
