"""What many queries ask for, named once."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from rules.facts import LIVE
from storage.tables import Account, Deal

# In statements that are made once: the ids of deals, and how many rows are wanted.
DEALS: sa.BindParameter[list[int]] = sa.bindparam("deals", expanding=True)
MOST: sa.BindParameter[int] = sa.bindparam("most", type_=sa.Integer)


class _IsOneOf(FunctionElement[Any]):
    """A column's number is in a list that is one value of a statement, however many there are."""

    type = sa.types.NULLTYPE  # of a boolean SQLAlchemy asks SQLite whether it is 1, which no index answers
    inherit_cache = True


@compiles(_IsOneOf, "sqlite")
def _in_sqlite(asked: _IsOneOf, compiler: SQLCompiler, **how: Any) -> str:
    column, numbers = (compiler.process(one, **how) for one in asked.clauses)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"


@compiles(_IsOneOf, "postgresql")
def _in_postgresql(asked: _IsOneOf, compiler: SQLCompiler, **how: Any) -> str:
    column, numbers = (compiler.process(one, **how) for one in asked.clauses)
    return f"{column} = ANY (CAST({numbers} AS INTEGER[]))"


_NUMBERS = sa.JSON().with_variant(ARRAY(sa.Integer), "postgresql")


def among(column: Any, name: str = "deals") -> sa.ColumnElement[Any]:
    """Is it one of the numbers that are given as a list of this name? In statements that are ready."""
    return _IsOneOf(column, sa.bindparam(name, type_=_NUMBERS))


IS_LIVE = col(Deal.state).in_(LIVE)
IS_OPEN = col(Deal.state) == "open"
STANDS = col(Deal.state) != "void"  # not taken back
RUNS = sa.and_(IS_OPEN, col(Deal.clocks_from).is_not(None))
SLEEPS = sa.and_(IS_OPEN, col(Deal.clocks_from).is_(None))  # nobody has touched it since it was imported
LIVE_FIRST = sa.case((IS_LIVE, 0), else_=1)
COUNTS_AS = sa.func.coalesce(col(Account.merged_into), col(Account.id))  # what an account is, or became
