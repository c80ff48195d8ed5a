"""What the team sells, as a form offers it and as somebody names it."""

from datetime import datetime
from typing import Any

from rules.answers.forms import LeadForm
from rules.answers.leads import Choice, MoneyShown
from rules.names import squeezed
from rules.pipeline import Pipeline
from services.money import rates
from storage import products as rows
from storage.db import Session
from storage.tables import Deal, Product

MOST = 100  # of a menu; of more the name is typed


def offered(tx: Session, form: LeadForm) -> LeadForm:
    """The form with the products to choose from; of very many it asks for the name."""
    every = rows.first(tx, MOST + 1)
    if len(every) <= MOST:
        return form.model_copy(
            update={"products": tuple(Choice(value=str(p.id), label=p.name) for p in every)}
        )
    chosen = _by_id(tx, form.product)
    return form.model_copy(update={"product": chosen.name if chosen else "", "by_name": True})


def named(tx: Session, said: str) -> tuple[int | None, str]:
    """The product that a form names, by its id or its name; else the catalogue key of what is wrong."""
    if not said:
        return None, ""
    found = _by_id(tx, said) or rows.by_name(tx, squeezed(said))
    return (found.id, "") if found else (None, "lead.fault_product")


def _by_id(tx: Session, said: str) -> Product | None:
    is_id = said.isascii() and said.isdecimal() and len(said) < 10
    return rows.by_ids(tx, [int(said)]).get(int(said)) if is_id else None


def worth(tx: Session, pipeline: Pipeline, deal: Deal, now: datetime) -> dict[str, Any]:
    """For a card: what a deal is about; its amount in the base currency where it is said in another; the list price
    where no amount is known."""
    product = _by_id(tx, str(deal.product_id or ""))
    found: dict[str, Any] = {"product": product.name if product else ""}
    base = pipeline.base_currency
    if deal.amount_minor is None and product is not None and product.list_price_minor is not None:
        price = MoneyShown(minor=product.list_price_minor, currency=product.currency or base)
        return found | {"worth": price}
    if deal.amount_minor is None or deal.currency in (None, base):
        return found
    minor = rates.of_day(tx, pipeline, now).worth(deal.amount_minor, deal.currency, deal.rate_to_base)
    if minor is None:
        return found | {"unrated": True}
    return found | {"worth": MoneyShown(minor=minor, currency=base)}
