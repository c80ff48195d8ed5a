"""An upgrade that is cut off leaves the old schema or the new one, and two at once are one."""

import itertools
import os
from multiprocessing import get_context
from typing import Any

import sqlalchemy as sa
from alembic import command

from storage.db import Database
from storage.migrate import config, upgrade, upgrade_database
from storage.schema import current, is_newest, revisions

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
