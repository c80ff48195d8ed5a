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
from tests import databases
from tests.lending import CopyOf, Lender


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


def newcomer(url: str, name: str = "liam") -> int | None:
    """The id that a person gets here."""
    database = Database(url)
    with database.write() as tx:
        person = Person(slack_id=name, name=name, slack_tz="UTC", created_at=datetime.now(UTC))
        tx.add(person)
        tx.flush()
        found = person.id
    database.close()
    return found


def names(url: str) -> list[str]:
    database = Database(url)
    with database.read() as tx:
        found = list(tx.exec(select(Person.name).order_by(Person.name)))
    database.close()
    return found


def test_copies_are_of_what_was_made_once(copy_of: CopyOf) -> None:
    calls = []

    def make(url: str) -> None:
        calls.append(newcomer(url))

    first, second, bare = copy_of(make), copy_of(make), copy_of(None)
    assert calls == [1] and names(first) == names(second) == ["liam"] and names(bare) == []
    assert [newcomer(url, "dana") for url in (first, second, bare)] == [2, 2, 1]


def test_a_database_that_was_given_back_is_as_new(postgres: databases.Postgres) -> None:
    lender = Lender(postgres, postgres.template(upgrade))
    used = [lender.lend(None) for _ in range(3)]
    for name in used:
        assert newcomer(postgres.url(name)) == 1
        lender.take_back(name)
    left_open = create_engine(Database(postgres.url(used[0])).url).connect()
    left_open.execute(text("SELECT 1 FROM people"))
    again = [lender.lend(None) for _ in range(3)]
    assert not set(again) & set(used), "nobody left over can write into it"
    for name in again:
        assert names(postgres.url(name)) == [] and newcomer(postgres.url(name)) == 1
    left_open.invalidate()
    lender.close()


def test_a_database_with_another_schema_is_not_lent_again(postgres: databases.Postgres) -> None:
    lender = Lender(postgres, postgres.template(upgrade))
    lender.take_back(lender.lend(None))
    for change in ("ALTER TABLE people ADD COLUMN age INTEGER", "CREATE TABLE mark (turn INTEGER)"):
        name = lender.lend(None)
        engine = create_engine(Database(postgres.url(name)).url)
        with engine.begin() as db:
            db.execute(text(change))
        engine.dispose()
        lender.take_back(name)
    for _ in range(4):
        database = Database(postgres.url(lender.lend(None)))
        assert is_newest(database)
        with database.engine.connect() as db:
            columns, tables = (
                db.execute(text(f"SELECT count(*) FROM information_schema.{what} WHERE {where}")).scalar_one()
                for what, where in (("columns", "column_name = 'age'"), ("tables", "table_name = 'mark'"))
            )
        assert (columns, tables) == (0, 0)
        database.close()
    lender.close()
