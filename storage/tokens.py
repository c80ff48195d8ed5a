"""The words by which deals are found."""

from collections.abc import Iterable
from functools import cache

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.books import insert_of
from storage.ready import Ready
from storage.tables import SearchToken
from storage.tables.base import LAST


def carrying(start: str) -> SelectOfScalar[int]:
    """The ids of deals with a word that begins so; served by the table's own order."""
    word = col(SearchToken.token)
    return select(SearchToken.deal_id).where(word >= start, word < start + LAST)


def having(token: str) -> SelectOfScalar[int]:
    """The ids of deals with just this token."""
    return select(SearchToken.deal_id).where(col(SearchToken.token) == token)


def put(tx: Session, deal_id: int, tokens: Iterable[str]) -> None:
    """Replaces the words by which a deal is found."""
    tx.connection().execute(sa.delete(SearchToken).where(col(SearchToken.deal_id) == deal_id))
    add(tx, deal_id, tokens)


@cache
def _add(dialect: str) -> Ready:
    """All words of a deal in one statement: as many as they are, each row would cost a round of its own."""
    apart = sa.func.json_array_elements_text if dialect == "postgresql" else sa.func.json_each
    word = apart(sa.bindparam("words", type_=sa.JSON)).table_valued("value").c.value
    rows = sa.select(word, sa.bindparam("deal", type_=sa.Integer))
    chosen = rows.where(sa.text("true"))  # else SQLite reads ON CONFLICT as a condition of a join
    insert = insert_of(dialect)(SearchToken).from_select(["token", "deal_id"], chosen)
    return Ready(insert.on_conflict_do_nothing())


def add(tx: Session, deal_id: int, tokens: Iterable[str]) -> None:
    """Adds words to those by which a deal is found."""
    words = sorted(set(tokens))
    if words:
        _add(tx.get_bind().dialect.name).later(tx, words=words, deal=deal_id)


def drop(tx: Session, deal_id: int, token: str) -> None:
    """Takes one token away."""
    gone = sa.delete(SearchToken).where(col(SearchToken.deal_id) == deal_id, col(SearchToken.token) == token)
    tx.connection().execute(gone)
