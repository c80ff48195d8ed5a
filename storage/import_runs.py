"""Queries of imports and exports that people asked for in Slack: who is at one, how far it is, what it made."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from rules.errors import Conflict
from storage.conditions import STANDS
from storage.imports import DEALS
from storage.outbox import AT_ONCE
from storage.tables import (
    Account,
    AccountAlias,
    AccountMerge,
    Contact,
    Deal,
    ImportBefore,
    ImportRow,
    ImportRun,
    Person,
    Product,
)

KEPT = ("offered", "queued", "handing", "done", "failed")  # states whose file may still be wanted


def put(tx: Session, **values: Any) -> int:
    """A new run, to be taken up at once."""
    row = ImportRun(lease_until=AT_ONCE, **values)
    tx.add(row)
    tx.flush()
    return row.id


def of_person(tx: Session, run_id: int, person_id: int) -> ImportRun | None:
    """A run of this person's."""
    query = select(ImportRun).where(ImportRun.id == run_id, ImportRun.by_id == person_id)
    return tx.exec(query).first()


def is_any_waiting(tx: Session, process: datetime) -> bool:
    """Is there a run with something to do, and nobody at it?"""
    query = select(ImportRun.id).where(col(ImportRun.lease_until) <= process).limit(1)
    return tx.exec(query).first() is not None


def take(tx: Session, process: datetime, until: datetime) -> ImportRun | None:
    """The run that has waited longest, for this worker alone until then (process time)."""
    query = (
        select(ImportRun)
        .where(col(ImportRun.lease_until) <= process)
        .order_by(col(ImportRun.lease_until), col(ImportRun.id))
    )
    row = tx.exec(query.limit(1)).first()
    if row is None:
        return None
    was = (row.id, row.version)
    update = (
        sa.update(ImportRun)
        .where(col(ImportRun.id) == was[0], col(ImportRun.version) == was[1])
        .values(lease_until=until, version=ImportRun.version + 1)
    )
    if not tx.connection().execute(update).rowcount:
        return None
    tx.refresh(row)
    return row


def keep(tx: Session, run_id: int, version: int, **values: Any) -> None:
    """Writes into a run that this worker holds. Raises Conflict when somebody else has it by now."""
    where = (col(ImportRun.id) == run_id, col(ImportRun.version) == version)
    if not tx.connection().execute(sa.update(ImportRun).where(*where).values(**values)).rowcount:
        raise Conflict("err.conflict")


def press(tx: Session, run_id: int, states: Sequence[str], **values: Any) -> bool:
    """Changes a run whose owner pressed something, if it is still in one of these states."""
    where = (col(ImportRun.id) == run_id, col(ImportRun.state).in_(states))
    update = sa.update(ImportRun).where(*where).values(version=ImportRun.version + 1, **values)
    return bool(tx.connection().execute(update).rowcount)


def newest(tx: Session, person_id: int, most: int) -> list[ImportRun]:
    """The last runs of a person, newest first."""
    query = select(ImportRun).where(ImportRun.by_id == person_id).order_by(col(ImportRun.id).desc())
    return list(tx.exec(query.limit(most)))


def outworn(tx: Session, before: datetime) -> list[ImportRun]:
    """Runs begun before an instant whose bytes are still kept, and on which nothing is to be done."""
    query = select(ImportRun).where(
        col(ImportRun.sha256).is_not(None),
        ImportRun.started_at < before,
        col(ImportRun.lease_until).is_(None),
    )
    return list(tx.exec(query))


def past_undo(tx: Session, before: datetime) -> list[int]:
    """Runs begun before an instant that keep what they changed as it was, and that nobody is taking back."""
    query = select(ImportRun.id).where(
        col(ImportRun.id).in_(sa.select(col(ImportBefore.run_id))),
        ImportRun.started_at < before,
        ImportRun.state != "undoing",
    )
    return [n for n in tx.exec(query) if n is not None]


# -- what a run made, and how it is taken back -------------------------------------------------------------


def deals_made(tx: Session, run_id: int, after: int, most: int) -> list[Deal]:
    """Deals that this run made and that are still there, in the order of their ids; nobody works on them until this
    transaction ends."""
    made = sa.select(col(ImportRow.record_id)).where(
        col(ImportRow.made_by_run) == run_id, col(ImportRow.kind).in_(DEALS)
    )
    query = select(Deal).where(col(Deal.id).in_(made), STANDS, col(Deal.id) > after)
    held = query.order_by(col(Deal.id)).limit(most).with_for_update(key_share=True)
    return list(tx.exec(held.execution_options(populate_existing=True)))


def written_since(tx: Session, run_id: int, deal_ids: Sequence[int]) -> set[int]:
    """Those of these deals that a later run has written into."""
    query = select(ImportRow.record_id).where(
        col(ImportRow.kind).in_(DEALS), col(ImportRow.record_id).in_(deal_ids), ImportRow.run_id != run_id
    )
    return set(tx.exec(query)) if deal_ids else set()


def forget(tx: Session, deal_ids: Sequence[int]) -> None:
    """The lines of these deals may come in anew."""
    lines = sa.delete(ImportRow).where(col(ImportRow.kind).in_(DEALS), col(ImportRow.record_id).in_(deal_ids))
    tx.connection().execute(lines)


def unused(tx: Session, run_id: int) -> tuple[list[int], list[int], list[int]]:
    """(accounts, products, people) of a list that this run made and that nothing hangs on."""
    made = sa.select(col(ImportRow.record_id)).where(ImportRow.made_by_run == run_id)  # type: ignore[arg-type]

    def of(kind: str) -> Any:
        return made.where(col(ImportRow.kind) == kind)

    accounts = select(Account.id).where(
        col(Account.id).in_(of("account")),
        ~sa.exists().where(col(Deal.account_id) == col(Account.id)),
        ~sa.exists().where(col(Deal.said_account_id) == col(Account.id)),
        ~sa.exists().where(col(Contact.account_id) == col(Account.id)),
        ~sa.exists().where(col(Contact.said_account_id) == col(Account.id)),
        ~sa.exists().where(
            sa.or_(
                col(AccountMerge.account_id) == col(Account.id), col(AccountMerge.into_id) == col(Account.id)
            )
        ),
    )
    products = select(Product.id).where(
        col(Product.id).in_(of("product")), ~sa.exists().where(col(Deal.product_id) == col(Product.id))
    )
    people = select(Person.id).where(
        col(Person.id).in_(of("member")),
        Person.kind == "unmapped",
        ~sa.exists().where(col(Deal.owner_id) == col(Person.id)),
    )
    found = [[n for n in tx.exec(query) if n is not None] for query in (accounts, products, people)]
    return found[0], found[1], found[2]


def take_out(tx: Session, accounts: Sequence[int], products: Sequence[int], people: Sequence[int]) -> None:
    """Lines of lists that nothing hangs on: accounts and products go, people who never were in Slack rest."""
    tx.connection().execute(sa.delete(AccountAlias).where(col(AccountAlias.account_id).in_(accounts)))
    tx.connection().execute(sa.delete(Account).where(col(Account.id).in_(accounts)))
    tx.connection().execute(sa.delete(Product).where(col(Product.id).in_(products)))
    rest = sa.update(Person).where(col(Person.id).in_(people))
    tx.connection().execute(rest.values(is_active=False, version=Person.version + 1))
    for kind, ids in (("account", accounts), ("product", products), ("member", people)):
        forget = sa.delete(ImportRow).where(col(ImportRow.kind) == kind, col(ImportRow.record_id).in_(ids))
        tx.connection().execute(forget)


def made_beside_deals(tx: Session, run_id: int) -> int:
    """How many accounts, products and people this run made."""
    query = select(sa.func.count()).where(
        ImportRow.made_by_run == run_id, col(ImportRow.kind).in_(("account", "product", "member"))
    )
    return int(tx.exec(query).one())
