"""Brings a database to the newest schema, and refuses one that is newer than this code."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.db import Database

HERE = Path(__file__).resolve().parent / "migrations"
LOCK = 7_205_771  # any number of our own; two instances migrating take turns on PostgreSQL


class NewerSchema(Exception):
    """The database was migrated by a newer Baton; start that one, or restore a backup."""


def config(database: Database) -> Config:
    """Alembic's configuration for this database, without a file of its own."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    settings.attributes["engine"] = database.engine
    return settings


def current(database: Database) -> str | None:
    """The revision the database is at; None when it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(url: str) -> None:
    """Migrates the database at ``url`` to the newest schema. Safe to call again, and from two instances."""
    database = Database(url)
    try:
        upgrade_database(database)
    finally:
        database.close()


def upgrade_database(database: Database) -> None:
    """As `upgrade`, for an open database. Raises NewerSchema."""
    scripts = ScriptDirectory.from_config(config(database))
    with database.engine.connect() as guard:
        if not database.is_sqlite:
            guard.execute(sa.text("SET lock_timeout = 0"))  # nobody waits for an answer here
            guard.execute(sa.text("SELECT pg_advisory_lock(:n)"), {"n": LOCK})
        at = current(database)
        known = {script.revision for script in scripts.walk_revisions()}
        if at is not None and at not in known:
            raise NewerSchema(f"the database is at revision {at}, which this version does not know")
        if at != scripts.get_current_head():
            guard.rollback() if database.is_sqlite else None
            command.upgrade(config(database), "head")
        if not database.is_sqlite:
            guard.execute(sa.text("SELECT pg_advisory_unlock(:n)"), {"n": LOCK})
            guard.execute(sa.text("RESET lock_timeout"))
            guard.commit()
