"""Brings a database to the newest schema. Loads Alembic: a start looks at storage/schema.py first."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from storage.db import Database
from storage.schema import is_newest

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


def upgrade_database(database: Database) -> None:
    """As `upgrade`, for an open database. Raises NewerSchema."""
    with database.engine.connect() as guard:
        if not database.is_sqlite:
            guard.execute(sa.text("SET lock_timeout = 0"))  # nobody waits for an answer here
            guard.execute(sa.text("SELECT pg_advisory_lock(:n)"), {"n": LOCK})
        if not is_newest(database):
            command.upgrade(config(database), "head")
        if not database.is_sqlite:
            guard.execute(sa.text("SELECT pg_advisory_unlock(:n)"), {"n": LOCK})
            guard.execute(sa.text("RESET lock_timeout"))
            guard.commit()
