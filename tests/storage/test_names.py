"""Whose name is it: an account's own before an alias, the oldest first, merged ones followed."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from storage.accounts import account_by_norm, look_soon
from storage.db import Database, Session
from storage.rows import insert, put
from storage.tables import Account, AccountAlias

AT = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


@pytest.fixture
def tx(migrated_url: str) -> Iterator[Session]:
    db = Database(migrated_url)
    with db.write() as session:
        yield session
    db.close()


def account(tx: Session, name: str, into: int | None = None) -> int:
    made = insert(tx, Account, name=name, name_norm=name.lower(), merged_into=into, created_at=AT)
    return made.id


def test_a_name_before_an_alias(tx: Session) -> None:
    other, acme, again = account(tx, "Other"), account(tx, "Acme"), account(tx, "Acme")
    put(tx, AccountAlias, account_id=other, alias="ACME", alias_norm="acme")
    put(tx, AccountAlias, account_id=again, alias="AC", alias_norm="ac")
    put(tx, AccountAlias, account_id=acme, alias="AC", alias_norm="ac")
    assert [getattr(account_by_norm(tx, name), "id", None) for name in ("acme", "ac", "a", "")] == [
        acme,
        acme,
        None,
        None,
    ]


def test_a_merged_account_is_the_one_it_went_into(tx: Session) -> None:
    whole = account(tx, "Hengda Machinery")
    account(tx, "Hengda", into=whole)
    assert getattr(account_by_norm(tx, "hengda"), "id", None) == whole


def test_alike_names_begin_alike(tx: Session) -> None:
    whole = account(tx, "恒达机械")
    near = account(tx, "恒达机床")
    account(tx, "恒大机械")
    gone = account(tx, "恒达", into=whole)  # who meets it is led to the one it went into
    assert look_soon(tx, "恒达机械厂", None, None)().alike == {
        whole: "恒达机械",
        near: "恒达机床",
        gone: "恒达",
    }
    assert look_soon(tx, "恒达", None, None)().alike == {}  # too short to be compared
