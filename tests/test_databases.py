"""The databases that tests get are real, fresh and of the kind they asked for."""

from datetime import UTC, datetime

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlmodel import Session, select

from storage.db import Database
from storage.migrate import config, upgrade
from storage.schema import NewerSchema, current, is_newest, revisions
from storage.tables import Person


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


def test_the_names_of_the_revisions_say_what_alembic_reads_in_them(database_url: str) -> None:
    database = Database(database_url)
    scripts = ScriptDirectory.from_config(config(database))
    assert revisions() == [script.revision for script in scripts.walk_revisions()][::-1]
    assert revisions()[-1] == scripts.get_current_head()
    database.close()


def test_a_start_sees_what_there_is_to_migrate(database_url: str) -> None:
    database = Database(database_url)
    assert not is_newest(database)
    upgrade(database_url)
    assert is_newest(database)
    with database.engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerSchema):
        is_newest(database)
    database.close()


def test_a_look_sees_one_moment(migrated_url: str) -> None:
    """What somebody else saves while one reads is in none of it, not in the second half."""
    looking, other = Database(migrated_url), Database(migrated_url)

    def count(tx: Session) -> int:
        return len(tx.exec(select(Person.id)).all())

    with looking.read() as tx:
        assert count(tx) == 0
        with other.write() as theirs:
            theirs.add(Person(slack_id="U0LIAM", name="Liam", slack_tz="UTC", created_at=datetime.now(UTC)))
        assert count(tx) == 0
    with looking.read() as tx:
        assert count(tx) == 1
    looking.close()
    other.close()
