"""What is known for the gates of deals, and the facts of many of them, with one query for each kind."""

from collections.abc import Collection, Iterable, Sequence

from sqlmodel import Session, col, select

from storage.conditions import DEALS
from storage.tables import Attachment, Contact, DealContact, GateAnswer, Note

_OWED = select(GateAnswer).where(col(GateAnswer.deal_id).in_(DEALS), GateAnswer.state == "owed")


def owed(tx: Session, deal_ids: Collection[int]) -> list[GateAnswer]:
    """What these deals have promised, whether it has come meanwhile or not."""
    return list(tx.exec(_OWED, params={"deals": list(deal_ids)})) if deal_ids else []


def note_kinds(tx: Session, deal_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """deal → the kinds of its notes."""
    query = select(Note.deal_id, Note.kind).where(col(Note.deal_id).in_(deal_ids), Note.state != "undone")
    return _sets(tx.exec(query.distinct()))


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
