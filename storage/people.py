"""Queries over people: by Slack id, roles, the reporting tree."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import rows
from storage.conditions import among
from storage.db import is_writing
from storage.looking import Columns
from storage.ready import Place, Ready, Soon, loaded
from storage.tables import Closure, DayOff, Person, PersonRole
from storage.tables.base import Json

TYPES = "types"  # a preference: the language that this person last typed in the DM
_COLUMNS = tuple(Person.model_fields)
_ARRIVING = Ready(
    sa.select(*(getattr(Person, name) for name in _COLUMNS), col(PersonRole.role))
    .outerjoin(PersonRole, col(PersonRole.person_id) == col(Person.id))
    .where(col(Person.slack_id) == sa.bindparam("slack_id"))
)
_LOOK_UP = Ready(
    sa.select(*(getattr(Person, name) for name in _COLUMNS)).where(col(Person.id) == sa.bindparam("person"))
)
_ROLES = Ready(sa.select(col(PersonRole.role)).where(col(PersonRole.person_id) == sa.bindparam("person")))
_ALL_ROLES = Ready(sa.select(col(PersonRole.person_id), col(PersonRole.role)))
_EVERYBODY = select(Person).order_by(col(Person.id))
_ROLL = Ready(sa.select(*(getattr(Person, name) for name in _COLUMNS)).order_by(col(Person.id)))
_LINKS = select(Person.id, Person.manager_id)
_HOLDING = (
    select(Person)
    .join(PersonRole, col(PersonRole.person_id) == col(Person.id))
    .where(
        col(PersonRole.role) == sa.bindparam("role"),
        col(Person.is_active).is_(True),
        col(Person.kind) == "member",
    )
    .order_by(col(Person.id))
)
_ACTIVE_NAMES = Ready(
    sa.select(col(Person.name)).where(
        col(Person.kind) == "member", col(Person.is_active).is_(True), col(Person.slack_id).is_not(None)
    )
)
_TOUCH = Ready(
    sa.update(Person)
    .where(col(Person.id) == sa.bindparam("person"))
    .values(last_deal_id=sa.bindparam("deal"))
)
_STICK = Ready(
    sa.update(Person)
    .where(col(Person.id) == sa.bindparam("person"))
    .values(sticky_source=sa.bindparam("source"), sticky_source_until=sa.bindparam("until"))
)
_DAYS_OFF_OF_ONE = Ready(
    sa.select(col(DayOff.person_id), col(DayOff.first), col(DayOff.last)).where(
        col(DayOff.person_id) == sa.bindparam("person")
    )
)
_DAYS_OFF = Columns(
    sa.select(col(DayOff.person_id), col(DayOff.first), col(DayOff.last)).where(
        among(DayOff.person_id, "people")
    )
)
_CLOSURES = Ready(sa.select(col(Closure.on), col(Closure.calendar), col(Closure.is_working)))


def by_slack_id(tx: Session, slack_id: str) -> Person | None:
    return tx.exec(select(Person).where(Person.slack_id == slack_id)).first()


def arriving(place: Place, slack_id: str) -> tuple[Person, frozenset[str]] | None:
    """The person behind a Slack id with their roles, for each request: one statement, in no session."""
    found = _ARRIVING.all(place, slack_id=slack_id)
    if not found:
        return None
    person = loaded(Person, dict(zip(_COLUMNS, found[0], strict=False)))
    return person, frozenset(row[-1] for row in found if row[-1])


def by_id(tx: Session, person_id: int) -> Person | None:
    return tx.get(Person, person_id)


def look_up(tx: Session, person_id: int) -> Person | None:
    """As `by_id`, for who only looks: by a statement made once, in no session."""
    found = _LOOK_UP.first(tx, person=person_id)
    return loaded(Person, dict(zip(_COLUMNS, found, strict=True))) if found else None


def held(tx: Session, person_id: int) -> Person | None:
    """The person as they are now, and nobody else changes them until this transaction ends; rows that point at them
    can be written all the same."""
    person = by_id(tx, person_id)
    return rows.held(tx, person) if person is not None else None


def by_ids(tx: Session, person_ids: Iterable[int | None]) -> list[Person]:
    """These people, in the order of their ids."""
    wanted = [pid for pid in person_ids if pid is not None]
    return list(tx.exec(select(Person).where(col(Person.id).in_(wanted)).order_by(col(Person.id))))


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
    return list(tx.exec(_EVERYBODY))


class Roll(NamedTuple):
    """Everybody, and the roles of each."""

    people: dict[int, Person]
    roles: dict[int, frozenset[str]]
    links: dict[int, int | None]  # person → manager


_read_last: tuple[Any, Roll] | None = None  # by all who look: most looks find what the last one found


def roll(tx: Session) -> Roll:
    """Everybody. Who only looks is given the same as the last who did, unless a row has changed since."""
    if is_writing(tx):
        return _roll_of(everybody(tx), roles_of_all(tx))
    global _read_last
    found = _ROLL.raw(tx), _ALL_ROLES.raw(tx)
    known = _read_last
    if known is None or known[0] != found:
        people = [loaded(Person, dict(zip(_COLUMNS, row, strict=True))) for row in _ROLL.read(tx, found[0])]
        roles = _by_person(_ALL_ROLES.read(tx, found[1]))  # those that the next look is compared with
        known = _read_last = found, _roll_of(people, roles)
    return known[1]


def _roll_of(people: Iterable[Person], roles: dict[int, frozenset[str]]) -> Roll:
    by_id = {person.id: person for person in people}
    return Roll(by_id, roles, {pid: person.manager_id for pid, person in by_id.items()})


def active_members(tx: Session) -> list[Person]:
    """Everybody Baton may talk to."""
    query = select(Person).where(
        Person.kind == "member", col(Person.is_active).is_(True), col(Person.slack_id).is_not(None)
    )
    return list(tx.exec(query.order_by(col(Person.id))))


def active_names(tx: Session | Place) -> list[str]:
    """What everybody Baton may talk to is called."""
    return [name for (name,) in _ACTIVE_NAMES.all(tx)]


def touched(tx: Session, person: Person, deal_id: int | None) -> None:
    """Remembers the deal that this person last had in hand."""
    _TOUCH.later(tx, person=person.id, deal=deal_id)


def change_prefs(tx: Session, person_id: int, change: Callable[[Json], Json]) -> None:
    """Sets preferences (``change`` tells the new ones from those that stand), and leaves the others as they are:
    nobody else changes them meanwhile."""
    person = held(tx, person_id)
    if person is not None:
        person.prefs = {**person.prefs, **change(person.prefs)}
        tx.add(person)
        tx.flush()


def speak(tx: Session, person_id: int, locale: str) -> None:
    """The language that this person chose."""
    update = sa.update(Person).where(col(Person.id) == person_id).values(locale_override=locale)
    tx.connection().execute(update)


def stick(tx: Session, person_id: int, source: str | None, until: datetime | None) -> None:
    """Remembers the source of this person's day, or forgets it."""
    _STICK.later(tx, person=person_id, source=source, until=until)


def roles_of(tx: Session, person_id: int) -> frozenset[str]:
    return frozenset(role for (role,) in _ROLES.all(tx, person=person_id))


def roles_of_all(tx: Session) -> dict[int, frozenset[str]]:
    return _by_person(_ALL_ROLES.all(tx))


def _by_person(rows: Iterable[tuple[Any, ...]]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for person_id, role in rows:
        found.setdefault(person_id, set()).add(role)
    return {person_id: frozenset(roles) for person_id, roles in found.items()}


def holding(tx: Session, role: str) -> list[Person]:
    """Active members holding a role, by id."""
    return list(tx.exec(_HOLDING, params={"role": role}))


def set_roles(tx: Session, person_id: int, roles: Iterable[str]) -> None:
    tx.connection().execute(sa.delete(PersonRole).where(col(PersonRole.person_id) == person_id))
    tx.add_all(PersonRole(person_id=person_id, role=role) for role in sorted(set(roles)))
    tx.flush()


def manager_links(tx: Session) -> dict[int, int | None]:
    """person → manager, for everybody: trees are small, one query beats a recursion on two databases."""
    return {pid: mid for pid, mid in tx.exec(_LINKS) if pid is not None}


class Off(NamedTuple):
    """Days off of one person, both ends included."""

    person_id: int
    first: date
    last: date


class Shut(NamedTuple):
    """A company day off (or an extra working day) of one calendar, ``*`` for all."""

    on: date
    calendar: str
    is_working: bool


def days_without_work(tx: Session, person_ids: Iterable[int]) -> tuple[list[Shut], list[Off]]:
    """The company's days, and these people's own."""
    wanted = list(person_ids)
    if len(wanted) == 1:
        return days_of_one_soon(tx, wanted[0])()
    return closures(tx), [Off(*row) for row in _DAYS_OFF.all(tx, people=wanted)]


def days_of_one_soon(tx: Session, person_id: int) -> Soon[tuple[list[Shut], list[Off]]]:
    """As `days_without_work`, for one person."""
    shut, off = _CLOSURES.soon(tx), _DAYS_OFF_OF_ONE.soon(tx, person=person_id)
    return lambda: ([Shut(*row) for row in shut()], [Off(*row) for row in off()])


def closures(tx: Session) -> list[Shut]:
    return [Shut(*row) for row in _CLOSURES.all(tx)]


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


def put_dm(tx: Session, person_id: int, channel: str | None) -> None:
    tx.connection().execute(sa.update(Person).where(col(Person.id) == person_id).values(dm_channel=channel))
