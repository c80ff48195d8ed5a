"""Brings a database to the newest schema. Loads Alembic: a start looks at storage/schema.py first."""

import glob
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import make_url

from storage.db import Database
from storage.schema import NoCopy, current, is_newest, revisions

HERE = Path(__file__).resolve().parent / "migrations"
LOCK = 7_205_771  # any number of our own; two instances migrating take turns on PostgreSQL


def config(database: Database) -> Config:
    """Alembic's configuration for this database, without a file of its own."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    settings.attributes["engine"] = database.engine
    return settings


def upgrade(url: str) -> None:
    """Migrates the database at ``url`` to the newest schema. Safe to call again, and from two instances."""
    database = Database(url)
    try:
        upgrade_database(database)
    finally:
        database.close()


def keep_copy(database: Database) -> Path | None:
    """A copy of SQLite's file as it is before an upgrade, beside it (`baton.db.before-0034`): the way back to the version
    of before; those of earlier upgrades go. An upgrade is all or nothing, so what is copied is never half of one.
    PostgreSQL has its own backups. Raises NoCopy where there is no room for it; then nothing is upgraded."""
    file, at = make_url(database.url).database, current(database)
    if not database.is_sqlite or not file or at is None:
        return None
    kept, unfinished = Path(f"{file}.before-{revisions()[-1]}"), Path(f"{file}.copying-{os.getpid()}")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch()
        shutil.copymode(file, unfinished)  # before there is anything to read in it
        with closing(sqlite3.connect(file)) as here, closing(sqlite3.connect(unfinished)) as there:
            here.backup(there)
            (copied,) = there.execute("SELECT version_num FROM alembic_version").fetchone()
        if copied != at:  # another process was first, and has upgraded since: the copy is its own
            unfinished.unlink()
            return kept
        unfinished.replace(kept)
        for older in kept.parent.glob(f"{glob.escape(Path(file).name)}.before-[0-9][0-9][0-9][0-9]"):
            if older != kept:
                older.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as fault:
        raise NoCopy(str(fault)) from fault
    return kept


def upgrade_database(database: Database) -> None:
    """As `upgrade`, for an open database. Raises NewerSchema."""
    with database.engine.connect() as guard:
        if not database.is_sqlite:
            guard.execute(sa.text("SET lock_timeout = 0"))  # nobody waits for an answer here
            guard.execute(sa.text("SELECT pg_advisory_lock(:n)"), {"n": LOCK})
        if not is_newest(database):
            keep_copy(database)
            command.upgrade(config(database), "head")
        if not database.is_sqlite:
            guard.execute(sa.text("SELECT pg_advisory_unlock(:n)"), {"n": LOCK})
            guard.execute(sa.text("RESET lock_timeout"))
            guard.commit()
