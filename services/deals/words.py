"""The words by which a deal is found, made anew from what is on record: every name of its account, every contact, its
product, its tags."""

from collections.abc import Iterable, Mapping

from rules.answers.leads import Choice
from rules.names import search_tokens
from rules.tags import found_by, unpacked
from storage import deals as deal_rows
from storage import meeting, merging, products
from storage import tokens as token_rows
from storage.db import Session
from storage.tables import Contact, Deal, Product


def reindex(tx: Session, deal_ids: Iterable[int]) -> None:
    """Writes anew the words of these deals."""
    deals = {deal.id: deal for deal in deal_rows.by_ids(tx, deal_ids)}
    names = merging.names(tx, {deal.account_id for deal in deals.values() if deal.account_id})
    people = meeting.contacts_of(tx, deals.keys())
    sold = products.by_ids(tx, {deal.product_id for deal in deals.values() if deal.product_id})
    for deal_id, deal in deals.items():
        contacts = [contact for contact, _ in people.get(deal_id, ())]
        called = [*names.get(deal.account_id or 0, []), *_product(sold, deal)]
        token_rows.put(tx, deal_id, _words(deal, called, contacts))


def also(tx: Session, deal: Deal) -> None:
    """Adds what is not in its own words: the other names of its account, and what its product is called."""
    names = merging.names(tx, [deal.account_id]).get(deal.account_id, []) if deal.account_id else []
    sold = products.by_ids(tx, [deal.product_id]) if deal.product_id else {}
    token_rows.add(tx, deal.id, search_tokens(" | ".join([*names, *_product(sold, deal)])))


def _product(sold: Mapping[int, Product], deal: Deal) -> list[str]:
    """What it sells: a deal that names nobody is called so."""
    product = sold.get(deal.product_id or 0)
    return [product.name] if product is not None else []


def _words(deal: Deal, names: Iterable[str], contacts: Iterable[Contact]) -> set[str]:
    found = search_tokens(deal.code or "") | search_tokens(deal.need or "") | found_by(unpacked(deal.tags))
    for name in names:
        found |= search_tokens(name)
    for one in contacts:
        for word in (one.name, one.title, one.phone or one.phone_raw, one.email):
            found |= search_tokens(word or "")
    return found


def also_called(tx: Session, account_id: int | None) -> tuple[Choice, ...]:
    """The other names of an account, each with what takes it away: ``part:ID`` or ``name:ID``."""
    if account_id is None:
        return ()
    merged = [Choice(value=f"part:{n}", label=name) for n, name in merging.merged_into(tx, account_id)]
    return (*merged, *(Choice(value=f"name:{n}", label=name) for n, name in merging.aliases(tx, account_id)))
