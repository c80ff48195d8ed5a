"""Accounts and products of an export; what Baton knows already is completed, never overwritten."""

from datetime import datetime

from rules.names import norm_name
from services.imports.keys import Tally, count, digest, import_row
from services.imports.reading import ACCOUNTS, PIPELINE, Export, Gap, Row, industry, squeezed
from services.imports.reading import list_price as _list_price
from storage import imports as rows
from storage.db import Session
from storage.tables import Account, Product

DETAILS = ("year_established", "revenue", "employees", "subsidiary_of", "office_location")


def take_accounts(tx: Session, export: Export, run_id: int, tally: Tally, now: datetime) -> dict[str, int]:
    """The export's spelling → our account."""
    known, by_norm = rows.known_rows(tx, "account"), rows.accounts_by_norm(tx)
    found: dict[str, int] = {}
    for row in export.accounts:
        name = row["account"]
        if not name:
            tally.gaps.append(Gap(ACCOUNTS, row.line, "account", "", "import.skipped_no_key"))
            continue
        sector = industry(row, tally.gaps)
        row_digest = digest(sorted(row.values.items()))
        was, record = known.get(name, ("", 0))
        record = record or by_norm.get(norm_name(name), 0)
        found[name] = _put_account(tx, record, row, sector, now) if was != row_digest else record
        by_norm.setdefault(norm_name(name), found[name])
        if was != row_digest:
            count(tally, "accounts")
            rows.put_rows(tx, [import_row("account", name, row_digest, found[name], run_id)])
    return found | _unlisted(tx, export, found, by_norm, tally, now)


def _put_account(tx: Session, record: int, row: Row, sector: str | None, now: datetime) -> int:
    details = {name: row[name] for name in DETAILS if row[name]}
    account = tx.get(Account, record) if record else None
    if account is None:
        name = row["account"]
        account = Account(name=name, name_norm=norm_name(name), created_at=now)
    account.industry = account.industry or sector
    account.region = account.region or row["office_location"] or None
    account.details = details | account.details
    account.version += 0 if account.id is None else 1
    tx.add(account)
    tx.flush()
    assert account.id is not None
    return account.id


def _unlisted(
    tx: Session, export: Export, found: dict[str, int], by_norm: dict[str, int], tally: Tally, now: datetime
) -> dict[str, int]:
    """Accounts that deals name and the list of accounts does not."""
    added: dict[str, int] = {}
    for deal in export.deals:
        name = deal.account
        if not name or name in found or name in added:
            continue
        record = by_norm.get(norm_name(name))
        if record is None:
            account = Account(name=name, name_norm=norm_name(name), created_at=now)
            tx.add(account)
            tx.flush()
            assert account.id is not None
            record = by_norm[norm_name(name)] = account.id
            count(tally, "accounts")
            tally.gaps.append(Gap(PIPELINE, deal.line, "account", name, "import.account_added", "warning"))
        added[name] = record
    return added


def take_products(
    tx: Session, export: Export, currency: str, run_id: int, tally: Tally, now: datetime
) -> dict[str, int]:
    """The product's name → our product, with its list price where there is one."""
    known, by_name = rows.known_rows(tx, "product"), rows.products_by_name(tx)
    listed = {row["product"]: row for row in export.products if row["product"]}
    found: dict[str, int] = {}
    for name in [*listed, *(deal.product for deal in export.deals if deal.product)]:
        if name in found:
            continue
        row = listed.get(name)
        row_digest = digest([name, *(sorted(row.values.items()) if row else ())])
        was, record = known.get(name, ("", 0))
        record = record or by_name.get(squeezed(name), 0)
        if was != row_digest:
            record = _put_product(tx, record, name, row, currency, tally, now)
            count(tally, "products")
            rows.put_rows(tx, [import_row("product", name, row_digest, record, run_id)])
        found[name] = record
    return found


def _put_product(
    tx: Session, record: int, name: str, row: Row | None, currency: str, tally: Tally, now: datetime
) -> int:
    product = tx.get(Product, record) if record else None
    if product is None:
        product = Product(name=name, name_norm=squeezed(name), created_at=now)
    if row is not None:
        product.series = row["series"] or product.series
        product.list_price_minor = _list_price(row, currency, tally.gaps)
        product.currency = currency
    tx.add(product)
    tx.flush()
    assert product.id is not None
    return product.id
