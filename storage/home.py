"""Queries for App Home: what runs, what waits for a source, what can be taken back, who has to be asked."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import books
from storage.tables import Audit, Deal, DealTeam, DigestChannel, Person, PersonRole, Task, Undo


def _of(owner_ids: Collection[int] | None) -> list[Any]:
    return [] if owner_ids is None else [col(Deal.owner_id).in_(list(owner_ids))]


def running(tx: Session, owner_ids: Collection[int] | None, limit: int) -> list[Deal]:
    """Open deals whose clocks run (None: everybody's), the longest in their stage first."""
    query = select(Deal).where(Deal.state == "open", col(Deal.clocks_from).is_not(None), *_of(owner_ids))
    return list(tx.exec(query.order_by(col(Deal.stage_entered_at), col(Deal.id)).limit(limit)))


def count_running(tx: Session, owner_ids: Collection[int] | None) -> int:
    """How many open deals have running clocks (None: everybody's)."""
    query = select(sa.func.count(col(Deal.id))).where(
        Deal.state == "open", col(Deal.clocks_from).is_not(None), *_of(owner_ids)
    )
    return int(tx.exec(query).one())


def asleep(tx: Session, owner_ids: Collection[int] | None) -> int:
    """How many open deals nobody has touched since they were imported."""
    query = select(sa.func.count(col(Deal.id))).where(
        Deal.state == "open", col(Deal.clocks_from).is_(None), *_of(owner_ids)
    )
    return int(tx.exec(query).one())


def sleeping(tx: Session, owner_id: int) -> list[Deal]:
    """Open deals of one owner that nobody has touched since they were imported."""
    query = select(Deal).where(
        Deal.state == "open", col(Deal.clocks_from).is_(None), Deal.owner_id == owner_id
    )
    return list(tx.exec(query.order_by(col(Deal.id))))


def drafts(tx: Session, owner_id: int) -> list[Deal]:
    """Drafts of one owner that wait for their source, the newest first."""
    query = select(Deal).where(Deal.owner_id == owner_id, Deal.state == "draft")
    # By its instant first: by ids SQLite would go through everybody's deals instead of sorting these.
    return list(tx.exec(query.order_by(col(Deal.created_at).desc(), col(Deal.id).desc())))


def undos(tx: Session, person_id: int, now: datetime, limit: int) -> list[Undo]:
    """What this person may take back, or took back, while its time runs; the newest first."""
    query = select(Undo).where(
        Undo.person_id == person_id, col(Undo.until) > now, col(Undo.state) != books.SHUT
    )
    return list(tx.exec(query.order_by(col(Undo.id).desc()).limit(limit)))


def tasks_for(tx: Session, person_id: int, groups: Collection[str], apart: Collection[str]) -> list[Task]:
    """Open tasks of a person or of their groups, the earliest due first; not those of the kinds `apart`."""
    theirs = sa.or_(
        col(Task.person_id) == person_id,
        col(Task.group_role).in_(list(groups)),
    )
    query = select(Task).where(theirs, Task.state == "open", col(Task.kind).not_in(list(apart)))
    return list(tx.exec(query.order_by(col(Task.due_at), col(Task.id))))


def without_manager(tx: Session) -> list[str]:
    """Names of active people who sell and have nobody above them, in their order."""
    query = (
        select(Person.name)
        .join(PersonRole, col(PersonRole.person_id) == col(Person.id))
        .where(
            PersonRole.role == "rep",
            Person.kind == "member",
            col(Person.is_active).is_(True),
            col(Person.manager_id).is_(None),
        )
    )
    return list(tx.exec(query.order_by(col(Person.name), col(Person.id))))


def digest_channels(tx: Session) -> list[DigestChannel]:
    """Channels for which an audience was declared."""
    query = select(DigestChannel).where(col(DigestChannel.is_active).is_(True))
    return list(tx.exec(query.order_by(col(DigestChannel.channel))))


def subjects_since(tx: Session, actor_id: int, since: datetime, limit: int) -> set[str]:
    """What this person changed since an instant; served by ix_audit_actor_id_at, however much others did meanwhile."""
    query = select(Audit.subject).where(Audit.actor_id == actor_id, col(Audit.at) >= since)
    return set(tx.exec(query.distinct().limit(limit)))


def concerned(tx: Session, deal_ids: Collection[int]) -> set[int]:
    """Who owns these deals, and who is on their teams."""
    owners = sa.select(col(Deal.owner_id)).where(
        col(Deal.id).in_(list(deal_ids)), col(Deal.owner_id).is_not(None)
    )
    team = sa.select(col(DealTeam.person_id)).where(col(DealTeam.deal_id).in_(list(deal_ids)))
    return {person for (person,) in tx.execute(owners.union(team))}
