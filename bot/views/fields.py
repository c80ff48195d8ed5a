"""What the columns of a table are called, and the kinds of tables, in either language."""

from bot.words import has, text
from rules.exchange.fields import Kind

KINDS: dict[Kind, str] = {
    "deals": "kind.deals",
    "accounts": "kind.accounts",
    "products": "kind.products",
    "people": "kind.people",
}


# What Baton calls a field, on the deal's card and in its form, where the usual lead table has another head for it.
CALLED = {
    "account": "lead.f_account",
    "need": "field.our_need",
    "owner": "deal.f_owner",
    "sign_on": "deal.f_signing",
    "source": "field.our_source",
    "lost": "field.our_lost",
    "region": "lead.f_region",
}


def called(key: str, locale: str) -> str:
    """A field in Baton's own word: what a column of somebody's table is taken for."""
    return text(locale, CALLED[key]) if key in CALLED else name(key, locale)


def name(key: str, locale: str) -> str:
    """How a field's column is headed in a file of ours."""
    return text(locale, f"field.{key}") if has(f"field.{key}") else key
