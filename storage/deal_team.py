"""Queries over a deal's team: who is on it, and the deals that somebody is on the team of."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.conditions import IS_LIVE
from storage.tables import Deal, DealTeam, Person


def people_of(tx: Session, deal_id: int) -> list[Person]:
    """Who is on the team of a deal, in the order of their names."""
    query = select(Person).join(DealTeam, col(DealTeam.person_id) == col(Person.id))
    return list(tx.exec(query.where(DealTeam.deal_id == deal_id).order_by(col(Person.name), col(Person.id))))


def deals_of(tx: Session, person_id: int) -> frozenset[int]:
    """The deals that this person is on the team of, whatever their state."""
    return frozenset(tx.exec(select(DealTeam.deal_id).where(DealTeam.person_id == person_id)))


def live_of(tx: Session, person_id: int) -> list[Deal]:
    """Those that still run, the newest first."""
    query = select(Deal).join(DealTeam, col(DealTeam.deal_id) == col(Deal.id))
    running = query.where(DealTeam.person_id == person_id, IS_LIVE)
    return list(tx.exec(running.order_by(col(Deal.id).desc())))


def put(tx: Session, deal_id: int, person_ids: Collection[int], by_id: int, now: datetime) -> None:
    """These people join; none of them is on the team yet."""
    tx.add_all(
        DealTeam(deal_id=deal_id, person_id=one, added_by=by_id, added_at=now) for one in sorted(person_ids)
    )
    tx.flush()


def place(tx: Session, deal_id: int, person_id: int) -> DealTeam | None:
    """This person's place on the team."""
    return tx.get(DealTeam, (deal_id, person_id))


def drop(tx: Session, deal_id: int, person_ids: Collection[int]) -> None:
    """These people leave the team."""
    gone = sa.delete(DealTeam).where(col(DealTeam.deal_id) == deal_id)
    tx.execute(gone.where(col(DealTeam.person_id).in_(list(person_ids))))


def concerned(tx: Session, deal_ids: Collection[int]) -> set[int]:
    """Who owns these deals, and who is on their teams."""
    owners = sa.select(col(Deal.owner_id)).where(
        col(Deal.id).in_(list(deal_ids)), col(Deal.owner_id).is_not(None)
    )
    team = sa.select(col(DealTeam.person_id)).where(col(DealTeam.deal_id).in_(list(deal_ids)))
    return {person for (person,) in tx.execute(owners.union(team))}
