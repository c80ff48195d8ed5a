"""What deals are worth in the base currency, and which is the dearest: never by the figures of two currencies."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median_low

from rules.pipeline import Pipeline
from rules.rates import Rates
from services.money import rates as money
from storage import products
from storage.db import Session
from storage.tables import Deal


def rates_for(tx: Session, pipeline: Pipeline, deals: Iterable[Deal], now: datetime) -> Rates:
    """The rates of today, asked for where any of these deals is in another currency than the base."""
    base = pipeline.base_currency
    if all(deal.currency in (None, base) and deal.product_id is None for deal in deals):
        return Rates(base)
    return money.of_day(tx, pipeline, now)


def priced(tx: Session, deals: Iterable[Deal], rates: Rates) -> dict[int, int]:
    """deal → the list price of its product in the base currency, for those without an amount."""
    without = [deal for deal in deals if deal.amount_minor is None and deal.product_id is not None]
    sold = products.by_ids(tx, {deal.product_id or 0 for deal in without}) if without else {}
    found: dict[int, int] = {}
    for deal in without:
        product = sold.get(deal.product_id or 0)
        if product is not None and product.list_price_minor is not None:
            worth = rates.worth(product.list_price_minor, product.currency)
            found |= {deal.id: worth} if worth is not None else {}
    return found


def dearest_first(tx: Session, pipeline: Pipeline, deals: Sequence[Deal], now: datetime) -> list[Deal]:
    """By what they are worth in the base currency. One whose currency has no rate is not worth nothing: it stands in
    their middle; one of which no amount is known at the end."""
    rates = rates_for(tx, pipeline, deals, now)
    listed = priced(tx, deals, rates)
    known = {deal.id: worth for deal in deals if (worth := money.in_base(deal, rates)) is not None}
    middle = median_low(known.values()) if known else 0

    def rank(deal: Deal) -> int:
        unknown = middle if deal.amount_minor is not None else listed.get(deal.id, -1)
        return known.get(deal.id, unknown)

    return sorted(deals, key=lambda deal: (-rank(deal), deal.id))
