"""Which revision a database is at, and which this code wants: one query, so that a start needs no Alembic."""

from pathlib import Path

import sqlalchemy as sa

from storage.db import Database

VERSIONS = Path(__file__).resolve().parent / "migrations" / "versions"


class NewerSchema(Exception):
    """The database was migrated by a newer Baton; start that one, or restore a backup."""


class NoCopy(Exception):
    """SQLite's file could not be copied, so it was not upgraded; the argument says why."""


def revisions() -> list[str]:
    """The revisions that this code knows, oldest first: the numbers at the head of the files' names."""
    return sorted(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*_*.py"))


def current(database: Database) -> str | None:
    """The revision the database is at; None when it is empty."""
    with database.engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        at: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return at


def is_newest(database: Database) -> bool:
    """Nothing to migrate? Raises NewerSchema for a database that this code does not know."""
    at, known = current(database), revisions()
    if at is not None and at not in known:
        raise NewerSchema(f"the database is at revision {at}, which this version does not know")
    return at == known[-1]
