"""What every table shares: one metadata with a naming convention, and the column types that need care."""

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel

# Named from the first migration on, so that SQLite's batch mode can find every constraint again.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = SQLModel.metadata
Json = dict[str, Any]
# In the order of the bytes on both databases, so that what begins alike stands together.
BYTEWISE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
LAST = "\U0010ffff"  # a text with this added stands behind all that begin with it
MONEY = sa.BigInteger  # minor units; 2^31 cents would be 21 million


def sparse(
    name: str, column: str, *, after: str | None = None, before: str | None = None, unique: bool = False
) -> sa.Index:
    """An index of what most rows lack: those are not in it, and writing them does not touch it. ``after`` and
    ``before`` name columns that stand at its sides in the index."""
    there = sa.text(f"{column} IS NOT NULL")
    columns = [each for each in (after, column, before) if each]
    return sa.Index(name, *columns, unique=unique, sqlite_where=there, postgresql_where=there)


class Table(SQLModel):
    """The base of all tables. Datetimes are aware UTC; a naive one raises at the statement."""

    # Tables validate nothing, so the validators of every table at every start would be made for nobody.
    model_config = {"defer_build": True}


RowOf = TypeVar("RowOf", bound=Table)
