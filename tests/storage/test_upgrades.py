"""An upgrade that is cut off leaves the old schema or the new one, and two at once are one."""

import itertools
import os
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from storage.db import Database
from storage.migrate import config, upgrade, upgrade_database
from storage.schema import NoCopy, current, is_newest, revisions

BEFORE = "0016"


def old(url: str) -> None:
    database = Database(url)
    command.upgrade(config(database), BEFORE)
    database.close()


def test_instances_migrating_at_once_are_one(database_url: str) -> None:
    old(database_url)
    them = [get_context("fork").Process(target=upgrade, args=(database_url,)) for _ in range(3)]
    for one in them:
        one.start()
    for one in them:
        one.join(60)
    assert [one.exitcode for one in them] == [0, 0, 0]
    database = Database(database_url)
    assert is_newest(database)
    database.close()


def dies_at(url: str, cut: int) -> None:
    """The upgrade, in a process that ends without a word before one of its statements."""
    database, seen = Database(url), 0

    def count(*_: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == cut:
            os._exit(9)

    sa.event.listen(database.engine, "before_cursor_execute", count)
    upgrade_database(database)
    os._exit(0)


def test_a_migration_cut_off_leaves_the_old_schema_or_the_new_one(database_url: str) -> None:
    old(database_url)
    left: list[str | None] = []
    for cut in itertools.count(3, 25):
        process = get_context("fork").Process(target=dies_at, args=(database_url, cut))
        process.start()
        process.join(60)
        database = Database(database_url)
        left.append(current(database))
        database.close()
        if process.exitcode == 0:
            break
        assert process.exitcode == 9
    assert len(left) > 3 and left[-1] == revisions()[-1]
    assert set(left[:-2]) == {BEFORE} and left[-2] in (BEFORE, left[-1])


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_sqlite_keeps_a_copy_of_before_from_which_an_older_version_goes_on(
    database_url: str, tmp_path: Path
) -> None:
    file = sa.make_url(database_url).database or ""
    old(database_url)
    Path(file).chmod(0o600)
    earlier, own = Path(f"{file}.before-0009"), Path(f"{file}.before-christmas")
    earlier.touch(), own.touch()
    upgrade(database_url)
    assert own.exists() and not earlier.exists(), "what words were taken out of is not kept for good"
    kept = Path(f"{file}.before-{revisions()[-1]}")
    assert kept.stat().st_mode & 0o777 == 0o600, "who may not read the database reads no copy of it"
    copy = Database(f"sqlite:///{kept}")
    assert current(copy) == BEFORE
    copy.close()
    before = kept.read_bytes()
    upgrade(database_url)
    assert kept.read_bytes() == before and not list(kept.parent.glob("*.copying-*"))
    Path(f"{file}.copying-{os.getpid()}").mkdir()  # no room
    with Database(database_url).engine.begin() as there:
        there.execute(sa.text("UPDATE alembic_version SET version_num = :before"), {"before": BEFORE})
    with pytest.raises(NoCopy):
        upgrade(database_url)
    assert kept.read_bytes() == before
    fresh = tmp_path / "fresh.db"
    upgrade(f"sqlite:///{fresh}")
    assert list(tmp_path.glob("fresh.db.before-*")) == [], "nothing was there to keep"


def put(connection: sa.Connection, table: str, **values: Any) -> None:
    """A row with these values, and with anything where there must be something."""
    made = sa.Table(table, sa.MetaData(), autoload_with=connection)
    anything = {int: 1, str: "x", bool: False, datetime: datetime(2026, 11, 24, tzinfo=UTC)}
    for column in made.columns:
        if not (column.nullable or column.server_default or column.primary_key):
            values.setdefault(column.name, anything.get(column.type.python_type, {}))
    connection.execute(made.insert().values(id=1, **values))


def test_rows_that_others_hold_on_to_come_through_an_upgrade(database_url: str) -> None:
    """SQLite makes a table anew to alter it: deals were altered, and their steps held on to them."""
    old(database_url)
    database = Database(database_url)
    with database.engine.begin() as connection:
        put(connection, "people")
        put(connection, "deals", owner_id=1)
        put(connection, "steps", deal_id=1, owner_id=1)
    upgrade_database(database)
    with database.engine.begin() as connection:
        kept = connection.execute(sa.text("SELECT d.id FROM steps s JOIN deals d ON d.id = s.deal_id")).all()
        assert len(kept) == 1
        if database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    database.close()
