"""Queries of the rate table: what one unit of a currency was worth in the base currency, from which day on."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.books import insert_for
from storage.conditions import IS_OPEN
from storage.tables import Deal, Rate


def on(tx: Session, base: str, day: date) -> dict[str, Decimal]:
    """currency → its rate of this day: the newest that holds by then."""
    newest = (
        select(Rate.currency, sa.func.max(Rate.since).label("since"))
        .where(Rate.base == base, col(Rate.since) <= day)
        .group_by(col(Rate.currency))
        .subquery()
    )
    query = select(Rate.currency, Rate.rate).join(
        newest, sa.and_(col(Rate.currency) == newest.c.currency, col(Rate.since) == newest.c.since)
    )
    return {currency: Decimal(rate) for currency, rate in tx.exec(query.where(Rate.base == base))}


def every(tx: Session, base: str) -> list[Rate]:
    """The whole table of this base, a currency's newest first."""
    query = select(Rate).where(Rate.base == base)
    return list(tx.exec(query.order_by(col(Rate.currency), col(Rate.since).desc())))


def put(tx: Session, rates: Iterable[Rate]) -> None:
    """Writes rates, in place of those of the same currency and day."""
    for rate in rates:
        insert = insert_for(tx)(Rate).values(**rate.model_dump())
        tx.connection().execute(
            insert.on_conflict_do_update(
                index_elements=["currency", "base", "since"], set_={"rate": insert.excluded["rate"]}
            )
        )


def signed_without(tx: Session, currencies: Sequence[str], stages: Sequence[str]) -> list[int]:
    """Signed deals in these currencies (won, or open in one of these stages) that keep no rate, by their ids."""
    query = select(Deal.id).where(
        col(Deal.currency).in_(currencies),
        col(Deal.rate_to_base).is_(None),
        sa.or_(col(Deal.state) == "won", sa.and_(col(Deal.state) == "open", col(Deal.stage).in_(stages))),
    )
    return [found for found in tx.exec(query.order_by(col(Deal.id))) if found is not None]


def used_without(tx: Session, base: str) -> dict[str, int]:
    """currency → how many open deals have an amount in it, for all but the base."""
    query = (
        select(Deal.currency, sa.func.count())
        .where(IS_OPEN, col(Deal.amount_minor).is_not(None), Deal.currency != base)
        .group_by(col(Deal.currency))
    )
    return {currency: int(n) for currency, n in tx.exec(query) if currency}
