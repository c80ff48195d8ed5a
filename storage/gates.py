"""What is known for the gates of deals, and the facts of many of them, with one query for each kind."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from rules.words import is_unknown
from storage.conditions import among
from storage.looking import Columns, Models
from storage.tables import Attachment, Contact, DealContact, GateAnswer, Note, StageEntry

_NOTES = Columns(
    sa.select(col(Note.deal_id), col(Note.kind), sa.func.max(col(Note.contact_at)))
    .where(among(Note.deal_id), col(Note.state) != "undone")
    .group_by(col(Note.deal_id), col(Note.kind))
)
_ENTERED = Columns(
    sa.select(col(StageEntry.deal_id), col(StageEntry.stage), sa.func.min(col(StageEntry.entered_at)))
    .where(among(StageEntry.deal_id))
    .group_by(col(StageEntry.deal_id), col(StageEntry.stage))
)
_PARTS = Columns(
    sa.select(col(DealContact.deal_id), col(DealContact.role), col(Contact.name))
    .join(Contact, col(Contact.id) == col(DealContact.contact_id))
    .where(among(DealContact.deal_id))
    .distinct()
)
_FILE_KINDS = Columns(
    sa.select(col(Attachment.deal_id), col(Attachment.kind)).where(among(Attachment.deal_id)).distinct()
)
_ANSWERS = Models(GateAnswer, among(GateAnswer.deal_id))


def notes(tx: Session, deal_ids: Collection[int]) -> dict[int, dict[str, datetime]]:
    """deal → the kinds of its notes, each with its latest contact."""
    return _by_key(_NOTES.all(tx, deals=deal_ids)) if deal_ids else {}


def entered(tx: Session, deal_ids: Collection[int]) -> dict[int, dict[str, datetime]]:
    """deal → the stages that it was in, each with when it was entered first."""
    return _by_key(_ENTERED.all(tx, deals=deal_ids)) if deal_ids else {}


def roles(tx: Session, deal_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """deal → the parts in the decision chain that somebody with a name has."""
    found = _PARTS.all(tx, deals=deal_ids) if deal_ids else ()
    return _sets((deal_id, role) for deal_id, role, name in found if not is_unknown(name))


def file_kinds(tx: Session, deal_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """deal → what its files are evidence for."""
    return _sets(_FILE_KINDS.all(tx, deals=deal_ids)) if deal_ids else {}


def _by_key(rows: Iterable[tuple[Any, ...]]) -> dict[int, dict[str, datetime]]:
    found: dict[int, dict[str, datetime]] = {}
    for deal_id, key, at in rows:
        found.setdefault(deal_id, {})[key] = at
    return found


def _sets(pairs: Iterable[tuple[Any, ...]]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for deal_id, kind in pairs:
        found.setdefault(deal_id, set()).add(kind)
    return {deal_id: frozenset(kinds) for deal_id, kinds in found.items()}


def answers(tx: Session, deal_ids: Sequence[int]) -> list[GateAnswer]:
    return _ANSWERS.all(tx, deals=deal_ids) if deal_ids else []


def put_answer(tx: Session, answer: GateAnswer) -> None:
    """Writes what is known for a gate item, in place of what was known before."""
    tx.merge(answer)
    tx.flush()


def drop_answer(tx: Session, deal_id: int, item: str) -> None:
    """Nothing is known for a gate item any more."""
    tx.delete(tx.get_one(GateAnswer, (deal_id, item)))
    tx.flush()


def take_back_owed(tx: Session, deal_id: int, items: Collection[str]) -> None:
    """These items are promised no more; one that has come meanwhile, or was waived, stays as it is."""
    answer = GateAnswer
    query = sa.delete(answer).where(col(answer.deal_id) == deal_id, col(answer.item).in_(items))
    tx.connection().execute(query.where(col(answer.state) == "owed"))
