"""Queries over people: by Slack id, roles, the reporting tree."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Closure, DayOff, Person, PersonRole


def by_slack_id(tx: Session, slack_id: str) -> Person | None:
    return tx.exec(select(Person).where(Person.slack_id == slack_id)).first()


def by_id(tx: Session, person_id: int) -> Person | None:
    return tx.get(Person, person_id)


def by_handle(tx: Session, handle: str) -> Person | None:
    """``handle`` without @, any case; people of Slack before unmapped ones."""
    query = (
        select(Person)
        .where(sa.func.lower(Person.handle) == handle.lower())
        .order_by(col(Person.slack_id).is_(None), col(Person.id))
    )
    return tx.exec(query).first()


def by_name(tx: Session, name: str) -> list[Person]:
    return list(tx.exec(select(Person).where(sa.func.lower(Person.name) == name.lower())))


def everybody(tx: Session) -> list[Person]:
    return list(tx.exec(select(Person).order_by(col(Person.id))))


def active_members(tx: Session) -> list[Person]:
    """Everybody Baton may talk to."""
    query = select(Person).where(
        Person.kind == "member", col(Person.is_active).is_(True), col(Person.slack_id).is_not(None)
    )
    return list(tx.exec(query.order_by(col(Person.id))))


def roles_of(tx: Session, person_id: int) -> frozenset[str]:
    return frozenset(tx.exec(select(PersonRole.role).where(PersonRole.person_id == person_id)))


def roles_of_all(tx: Session) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for person_id, role in tx.exec(select(PersonRole.person_id, PersonRole.role)):
        found.setdefault(person_id, set()).add(role)
    return {person_id: frozenset(roles) for person_id, roles in found.items()}


def holding(tx: Session, role: str) -> list[Person]:
    """Active members holding a role, by id."""
    query = (
        select(Person)
        .join(PersonRole, col(PersonRole.person_id) == col(Person.id))
        .where(PersonRole.role == role, col(Person.is_active).is_(True))
    )
    return list(tx.exec(query.order_by(col(Person.id))))


def set_roles(tx: Session, person_id: int, roles: Iterable[str]) -> None:
    tx.connection().execute(sa.delete(PersonRole).where(col(PersonRole.person_id) == person_id))
    tx.add_all(PersonRole(person_id=person_id, role=role) for role in sorted(set(roles)))
    tx.flush()


def manager_links(tx: Session) -> dict[int, int | None]:
    """person → manager, for everybody: trees are small, one query beats a recursion on two databases."""
    return {pid: mid for pid, mid in tx.exec(select(Person.id, Person.manager_id)) if pid is not None}


def days_off(tx: Session, person_ids: Iterable[int]) -> list[DayOff]:
    return list(tx.exec(select(DayOff).where(col(DayOff.person_id).in_(list(person_ids)))))


def closures(tx: Session) -> list[Closure]:
    return list(tx.exec(select(Closure).order_by(col(Closure.on))))
