"""The databases that tests get are real, fresh and of the kind they asked for."""

import pytest
from sqlalchemy import create_engine, text

from storage.db import Database
from storage.migrate import current, upgrade


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_gets_an_empty_database(database_url: str, turn: int) -> None:
    engine = create_engine(database_url)
    with engine.begin() as db:
        db.execute(text("CREATE TABLE mark (turn INTEGER)"))
        db.execute(text("INSERT INTO mark VALUES (:turn)"), {"turn": turn})
    with engine.begin() as db:
        assert db.execute(text("SELECT turn FROM mark")).scalars().all() == [turn]
    engine.dispose()


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_postgresql_is_a_real_one(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as db:
        assert db.execute(text("SHOW server_version_num")).scalar_one() >= "180000"
    engine.dispose()


def test_a_migrated_copy_needs_no_migration(migrated_url: str) -> None:
    database = Database(migrated_url)
    before = current(database)
    upgrade(migrated_url)
    assert before is not None
    assert current(database) == before
    database.close()
