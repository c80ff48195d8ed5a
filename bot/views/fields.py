"""What the columns of a table are called, and the kinds of tables, in either language."""

from bot.words import has, text
from rules.exchange.fields import Kind

KINDS: dict[Kind, str] = {
    "deals": "kind.deals",
    "accounts": "kind.accounts",
    "products": "kind.products",
    "people": "kind.people",
}


def name(key: str, locale: str) -> str:
    """A field's name, which is also how its column is headed in a file of ours."""
    return text(locale, f"field.{key}") if has(f"field.{key}") else key
