"""What is known for the gates of deals, and the facts of many of them, with one query for each kind."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.conditions import DEALS
from storage.tables import Attachment, Contact, DealContact, GateAnswer, Note, StageEntry

_OWED = select(GateAnswer).where(col(GateAnswer.deal_id).in_(DEALS), GateAnswer.state == "owed")


def owed(tx: Session, deal_ids: Collection[int]) -> list[GateAnswer]:
    """What these deals have promised, whether it has come meanwhile or not."""
    return list(tx.exec(_OWED, params={"deals": list(deal_ids)})) if deal_ids else []


def notes(tx: Session, deal_ids: Collection[int]) -> dict[int, dict[str, datetime]]:
    """deal → the kinds of its notes, each with its latest contact."""
    query = select(Note.deal_id, Note.kind, sa.func.max(col(Note.contact_at)))
    query = query.where(col(Note.deal_id).in_(deal_ids), Note.state != "undone")
    return _by_key(tx.exec(query.group_by(col(Note.deal_id), col(Note.kind))))


def entered(tx: Session, deal_ids: Collection[int]) -> dict[int, dict[str, datetime]]:
    """deal → the stages that it was in, each with when it was entered first."""
    stay = StageEntry
    query = select(stay.deal_id, stay.stage, sa.func.min(col(stay.entered_at)))
    query = query.where(col(stay.deal_id).in_(deal_ids))
    return _by_key(tx.exec(query.group_by(col(stay.deal_id), col(stay.stage))))


def roles(tx: Session, deal_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """deal → the parts in the decision chain that somebody with a name has."""
    query = (
        select(DealContact.deal_id, DealContact.role)
        .join(Contact, col(Contact.id) == col(DealContact.contact_id))
        .where(col(DealContact.deal_id).in_(deal_ids), Contact.name != "")
    )
    return _sets(tx.exec(query.distinct()))


def file_kinds(tx: Session, deal_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """deal → what its files are evidence for."""
    query = select(Attachment.deal_id, Attachment.kind).where(col(Attachment.deal_id).in_(deal_ids))
    return _sets(tx.exec(query.distinct()))


def _by_key(rows: Iterable[tuple[int, str, datetime]]) -> dict[int, dict[str, datetime]]:
    found: dict[int, dict[str, datetime]] = {}
    for deal_id, key, at in rows:
        found.setdefault(deal_id, {})[key] = at
    return found


def _sets(pairs: Iterable[tuple[int, str]]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for deal_id, kind in pairs:
        found.setdefault(deal_id, set()).add(kind)
    return {deal_id: frozenset(kinds) for deal_id, kinds in found.items()}


def answers(tx: Session, deal_ids: Sequence[int]) -> list[GateAnswer]:
    return list(tx.exec(select(GateAnswer).where(col(GateAnswer.deal_id).in_(list(deal_ids)))))


def put_answer(tx: Session, answer: GateAnswer) -> None:
    """Writes what is known for a gate item, in place of what was known before."""
    tx.merge(answer)
    tx.flush()


def take_back_owed(tx: Session, deal_id: int, items: Collection[str]) -> None:
    """These items are promised no more; one that has come meanwhile, or was waived, stays as it is."""
    answer = GateAnswer
    query = sa.delete(answer).where(col(answer.deal_id) == deal_id, col(answer.item).in_(items))
    tx.connection().execute(query.where(col(answer.state) == "owed"))
