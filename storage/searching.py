"""Deals by words and filters, and how many there are; rights are a filter too, put on before anything is ranked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from rules.customer_lists import ListName
from rules.names import query_tokens
from rules.probability import Lot
from rules.tags import found_by
from storage.conditions import IS_OPEN, LIVE_FIRST, STANDS
from storage.seen import Seen
from storage.tables import Account, Deal, Product, SearchToken
from storage.tokens import carrying, having

COMMON = 200  # deals that have a word


@dataclass(frozen=True)
class Wanted:
    """``seen``: by right. Empty sets filter nothing. ``customers``: what theirs carry of a list. ``sums``:
    currency → the least and the most, in its minor units; a deal in a currency that is not named there is left out.
    ``also``: deals that are found whatever else is asked for."""

    words: str = ""
    seen: Seen = Seen(None)
    states: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    customers: Mapping[ListName, frozenset[str]] = field(default_factory=dict)
    sums: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    also: frozenset[int] = frozenset()


@dataclass(frozen=True)
class StageTotal:
    """The open deals of a stage with amounts in one currency, or with none."""

    stage: str
    currency: str | None
    count: int
    minor: int


def search(tx: Session, wanted: Wanted, limit: int, offset: int) -> list[Deal]:
    """Running ones first, the newest first."""
    query = select(Deal).where(*_filters(tx, wanted)).order_by(LIVE_FIRST, col(Deal.id).desc())
    return list(tx.exec(query.limit(limit).offset(offset)))


def longest(tx: Session, wanted: Wanted, limit: int) -> list[Deal]:
    """Those longest in their stage first: where the red ones are."""
    query = select(Deal).where(*_filters(tx, wanted))
    return list(tx.exec(query.order_by(col(Deal.stage_entered_at), col(Deal.id)).limit(limit)))


def count(tx: Session, wanted: Wanted) -> int:
    """How many there are in all."""
    return int(tx.exec(select(sa.func.count()).select_from(Deal).where(*_filters(tx, wanted))).one())


def _filters(tx: Session, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [STANDS]
    hits = [carrying(word) for word in sorted(query_tokens(wanted.words))]
    hits += [having(tag) for tag in sorted(found_by(wanted.tags))]
    found += [_among(tx, each, wanted.seen) for each in hits]
    found += wanted.seen.only()
    for column, values in (
        (col(Deal.state), wanted.states),
        (col(Deal.stage), wanted.stages),
        (col(Deal.source), wanted.sources),
    ):
        if values:
            found.append(column.in_(sorted(values)))
    for which, held in sorted(wanted.customers.items()):
        of_list = col(getattr(Account, which)).in_(sorted(held))
        found.append(col(Deal.account_id).in_(select(Account.id).where(of_list)))
    if wanted.sums:
        found.append(sa.or_(*(_between(*each) for each in sorted(wanted.sums.items()))))
    if wanted.words.strip() and not query_tokens(wanted.words):
        found.append(sa.false())  # signs alone: nothing is called so
    return [sa.or_(sa.and_(*found), col(Deal.id).in_(sorted(wanted.also)))] if wanted.also else found


def _between(currency: str, most_and_least: tuple[int | None, int | None]) -> sa.ColumnElement[bool]:
    least, most = most_and_least
    held = [col(Deal.currency) == currency, col(Deal.amount_minor).is_not(None)]
    held += [col(Deal.amount_minor) >= least] if least is not None else []
    held += [col(Deal.amount_minor) <= most] if most is not None else []
    return sa.and_(*held)


def _among(tx: Session, hits: SelectOfScalar[int], seen: Seen) -> sa.ColumnElement[bool]:
    """One of those that have a word or a tag. Where many have it, each deal that may be seen is asked for it instead:
    SQLite would look at everybody's."""
    if seen.owners is None or tx.exec(select(hits.limit(1).offset(COMMON).exists())).one() is False:
        return col(Deal.id).in_(hits)
    return hits.where(SearchToken.deal_id == Deal.id).exists()


def by_stage(tx: Session, owners: frozenset[int] | None) -> list[StageTotal]:
    """The open deals by stage and currency."""
    currency = sa.case((col(Deal.amount_minor).is_(None), None), else_=col(Deal.currency))
    query = (
        sa.select(col(Deal.stage), currency, sa.func.count(), sa.func.sum(col(Deal.amount_minor)))
        .where(IS_OPEN)
        .group_by(col(Deal.stage), currency)
    )
    if owners is not None:
        query = query.where(col(Deal.owner_id).in_(sorted(owners)))
    return [StageTotal(stage, money, n, int(total or 0)) for stage, money, n, total in tx.execute(query)]


def lots(tx: Session, owners: frozenset[int] | None, base: str) -> list[Lot]:
    """The open deals by what they are weighed by; those without an amount at the list price of their product, which is in
    ``base`` where it names no currency."""
    has_amount = col(Deal.amount_minor).is_not(None)
    is_listed = sa.and_(~has_amount, col(Product.list_price_minor).is_not(None))
    listed = sa.func.coalesce(col(Product.currency), base)
    currency = sa.case((has_amount, col(Deal.currency)), (is_listed, listed), else_=None).label("counted_in")
    minor = sa.func.coalesce(col(Deal.amount_minor), col(Product.list_price_minor))
    estimated = is_listed.label("is_estimated")
    columns = (col(Deal.stage), col(Deal.probability), currency, estimated)
    query = sa.select(*columns, sa.func.count(), sa.func.sum(minor)).where(IS_OPEN)
    if owners is not None:
        query = query.where(col(Deal.owner_id).in_(sorted(owners)))
    joined = query.select_from(Deal).join(Product, col(Deal.product_id) == Product.id, isouter=True)
    found = tx.connection().execute(
        joined.group_by(col(Deal.stage), col(Deal.probability), currency, estimated)
    )
    return [
        Lot(stage, chosen, n, money, int(total or 0), is_estimated=bool(is_estimated))
        for stage, chosen, money, is_estimated, n, total in found
    ]


def by_source(tx: Session, owner_ids: Collection[int] | None) -> list[tuple[str, str, bool, int]]:
    """(source, reason, is it invalid, how many), of these owners or of all; drafts and what was taken back left out."""
    is_invalid = col(Deal.state) == "invalid"
    reason = sa.case((is_invalid, sa.func.coalesce(col(Deal.lost_reason), "")), else_="").label("reason")
    source = sa.func.coalesce(col(Deal.source), "").label("source")
    query = sa.select(source, reason, is_invalid.label("is_invalid"), sa.func.count()).where(
        col(Deal.state).not_in(("void", "draft"))
    )
    if owner_ids is not None:
        query = query.where(col(Deal.owner_id).in_(list(owner_ids)))
    found = tx.connection().execute(query.group_by(source, reason, is_invalid))
    return [(str(a), str(b), bool(c), int(n)) for a, b, c, n in found]
