"""Queries over deals and what hangs on them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from rules.errors import Conflict
from storage import rows
from storage.books import insert_of
from storage.ready import Ready
from storage.rows import is_held, one
from storage.seen import Seen
from storage.tables import (
    Account,
    Attachment,
    Contact,
    Deal,
    DealContact,
    GateAnswer,
    Note,
    SearchToken,
    StageEntry,
    Step,
    Wait,
)
from storage.tables.base import LAST

# Made once: the clock and every list ask them at each look.
_DEALS: sa.BindParameter[list[int]] = sa.bindparam("deals", expanding=True)
_BY_IDS = select(Deal).where(col(Deal.id).in_(_DEALS))
_LOOKED_AT = select(Deal).where(col(Deal.next_check_at).is_not(None)).order_by(col(Deal.next_check_at))
_DUE = _LOOKED_AT.where(col(Deal.next_check_at) <= sa.bindparam("now"))
_NEXT_CHECK = Ready(
    sa.select(sa.func.min(col(Deal.next_check_at))).where(col(Deal.next_check_at).is_not(None))
)
_OPEN_STEPS = select(Step).where(col(Step.deal_id).in_(_DEALS), Step.state == "open").order_by(col(Step.id))
_WAITS = select(Wait).where(col(Wait.deal_id).in_(_DEALS)).order_by(col(Wait.id))


def by_id(tx: Session, deal_id: int) -> Deal | None:
    return one(tx, Deal, deal_id)


def held(tx: Session, deal_id: int) -> Deal | None:
    """The deal as it is now, and nobody else changes it until this transaction ends. What was read before it was held
    is read again: whoever held it may have written that."""
    deal = by_id(tx, deal_id)
    if deal is None:
        return None
    if is_held(tx):
        tx.flush()
        tx.expire_all()
    return rows.held(tx, deal)


def hold(tx: Session, deal_ids: Iterable[int]) -> None:
    """As `held`, of several: in the order of their ids, as everybody takes them who takes more than one."""
    wanted = list(deal_ids)
    if wanted and is_held(tx):
        found = select(Deal.id).where(col(Deal.id).in_(wanted)).order_by(col(Deal.id))
        tx.exec(found.with_for_update(key_share=True)).all()


def by_ids(tx: Session, deal_ids: Iterable[int]) -> list[Deal]:
    wanted = list(deal_ids)
    return list(tx.exec(_BY_IDS, params={"deals": wanted})) if wanted else []


def by_code(tx: Session, code: str) -> Deal | None:
    return tx.exec(select(Deal).where(Deal.code == code)).first()


def acted(tx: Session, deal: Deal, now: datetime, **values: Any) -> None:
    """Somebody did something about a deal: changes it, and lets the clock look again; what is late by now is said the
    next morning. Raises Conflict."""
    change(tx, deal.id, deal.version, **{"acted_at": now, "next_check_at": now, **values})


def change(tx: Session, deal_id: int, version: int, **values: Any) -> int:
    """Changes a deal if it still has ``version``; returns the new version. Raises Conflict otherwise."""
    update = (
        sa.update(Deal)
        .where(col(Deal.id) == deal_id, col(Deal.version) == version)
        .values(**values, version=version + 1)
    )
    if tx.connection().execute(update).rowcount != 1:
        raise Conflict()
    deal = tx.get(Deal, deal_id)
    if deal is not None:
        tx.refresh(deal)
    return version + 1


def versions(tx: Session, deal_ids: Iterable[int]) -> dict[int, int]:
    """deal → its version now."""
    query = select(Deal.id, Deal.version).where(col(Deal.id).in_(list(deal_ids)))
    return {deal_id: version for deal_id, version in tx.exec(query) if deal_id is not None}


def open_of_owner(tx: Session, owner_id: int, limit: int) -> list[Deal]:
    """The open deals and drafts of one owner, the longest in their stage first."""
    query = (
        select(Deal)
        .where(Deal.owner_id == owner_id, col(Deal.state).in_(("open", "draft")))
        .order_by(col(Deal.stage_entered_at))
        .limit(limit)
    )
    return list(tx.exec(query))


def count_of_owner(tx: Session, owner_id: int) -> int:
    """How many open deals and drafts one owner has."""
    query = select(sa.func.count()).where(Deal.owner_id == owner_id, col(Deal.state).in_(("open", "draft")))
    return int(tx.exec(query).one())


def recent_of_owner(tx: Session, owner_id: int, limit: int) -> list[Deal]:
    """The live deals of one owner, the newest first."""
    query = select(Deal).where(Deal.owner_id == owner_id, col(Deal.state).in_(("open", "draft")))
    return list(tx.exec(query.order_by(col(Deal.created_at).desc(), col(Deal.id).desc()).limit(limit)))


def due(tx: Session, now: datetime, limit: int) -> list[Deal]:
    """Deals whose clock wants a look; served by ix_deals_due, so the cost grows with what is due."""
    return list(tx.exec(_DUE.limit(limit), params={"now": now}))


def next_check(tx: Session) -> datetime | None:
    """The earliest instant at which any deal wants a look."""
    found: datetime | None = _NEXT_CHECK.scalar(tx)
    return found


def accounts(tx: Session, account_ids: Iterable[int]) -> dict[int, Account]:
    rows = tx.exec(select(Account).where(col(Account.id).in_(list(account_ids))))
    return {row.id: row for row in rows}


def contacts_of(tx: Session, deal_id: int) -> list[tuple[Contact, str]]:
    """The contacts of a deal with their part in the decision chain."""
    query = (
        select(Contact, DealContact.role)
        .join(DealContact, col(DealContact.contact_id) == col(Contact.id))
        .where(DealContact.deal_id == deal_id)
        .order_by(col(Contact.id))
    )
    return [(contact, role) for contact, role in tx.exec(query)]


def notes_of(tx: Session, deal_id: int, limit: int = 20) -> list[Note]:
    query = select(Note).where(Note.deal_id == deal_id, col(Note.state) != "undone")
    return list(tx.exec(query.order_by(col(Note.contact_at).desc(), col(Note.id).desc()).limit(limit)))


def stage_entries(tx: Session, deal_id: int) -> list[StageEntry]:
    return list(tx.exec(select(StageEntry).where(StageEntry.deal_id == deal_id).order_by(col(StageEntry.id))))


def gate_answers(tx: Session, deal_ids: Sequence[int]) -> list[GateAnswer]:
    return list(tx.exec(select(GateAnswer).where(col(GateAnswer.deal_id).in_(list(deal_ids)))))


def attachments_of(tx: Session, deal_id: int) -> list[Attachment]:
    return list(tx.exec(select(Attachment).where(Attachment.deal_id == deal_id).order_by(col(Attachment.id))))


def open_step(tx: Session, deal_id: int) -> Step | None:
    query = select(Step).where(Step.deal_id == deal_id, Step.state == "open")
    return tx.exec(query.order_by(col(Step.id).desc()).limit(1)).first()


def open_steps(tx: Session, deal_ids: Sequence[int]) -> dict[int, Step]:
    """deal → its open next step (the newest, should there be two)."""
    if not deal_ids:
        return {}
    return {step.deal_id: step for step in tx.exec(_OPEN_STEPS, params={"deals": list(deal_ids)})}


def waits(tx: Session, deal_ids: Sequence[int]) -> dict[int, list[Wait]]:
    """deal → its waits, oldest first."""
    found: dict[int, list[Wait]] = {}
    for wait in tx.exec(_WAITS, params={"deals": list(deal_ids)}) if deal_ids else ():
        found.setdefault(wait.deal_id, []).append(wait)
    return found


def carrying(start: str) -> SelectOfScalar[int]:
    """The ids of deals with a word that begins so; served by the table's own order."""
    word = col(SearchToken.token)
    return select(SearchToken.deal_id).where(word >= start, word < start + LAST)


def put_tokens(tx: Session, deal_id: int, tokens: Iterable[str]) -> None:
    """Replaces the words by which a deal is found."""
    tx.connection().execute(sa.delete(SearchToken).where(col(SearchToken.deal_id) == deal_id))
    add_tokens(tx, deal_id, tokens)


@cache
def _add_tokens(dialect: str) -> Ready:
    """All words of a deal in one statement: as many as they are, each row would cost a round of its own."""
    apart = sa.func.json_array_elements_text if dialect == "postgresql" else sa.func.json_each
    word = apart(sa.bindparam("words", type_=sa.JSON)).table_valued("value").c.value
    rows = sa.select(word, sa.bindparam("deal", type_=sa.Integer))
    chosen = rows.where(sa.text("true"))  # else SQLite reads ON CONFLICT as a condition of a join
    insert = insert_of(dialect)(SearchToken).from_select(["token", "deal_id"], chosen)
    return Ready(insert.on_conflict_do_nothing())


def add_tokens(tx: Session, deal_id: int, tokens: Iterable[str]) -> None:
    """Adds words to those by which a deal is found."""
    words = sorted(set(tokens))
    if words:
        _add_tokens(tx.get_bind().dialect.name).later(tx, words=words, deal=deal_id)


def found_by(tx: Session, tokens: Sequence[str], seen: Seen, limit: int = 20) -> list[Deal]:
    """Deals with a word for each of these beginnings, only of those that may be seen; open ones first, newest
    first."""
    if not tokens:
        return []
    query = select(Deal).where(*(col(Deal.id).in_(carrying(t)) for t in tokens), col(Deal.state) != "void")
    query = query.where(*seen.only())
    query = query.order_by(sa.case((col(Deal.state).in_(("open", "draft")), 0), else_=1), col(Deal.id).desc())
    return list(tx.exec(query.limit(limit)))
