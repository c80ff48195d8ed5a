"""Where each of the team stands: roles, manager, calendar. Set from inside Slack, by admins."""

from collections.abc import Sequence

from rules.access import ROLES, SELLS, Action
from rules.answers import Answer
from rules.answers.places import (
    NewMembersSet,
    PlaceForm,
    PlacePart,
    PlaceSet,
)
from rules.countries import COMMON, COUNTRIES
from rules.errors import Invalid, NotFound
from rules.profiles import is_zone
from services.ask import Ask, once
from services.setup import roster
from services.team import access, people
from storage import deal_lists
from storage import people as rows
from storage.db import Session
from storage.tables import Person

MOST_CALENDARS = 100  # as many as a menu of Slack's has


# -- one person -----------------------------------------------------------------------------------------


def form(ask: Ask, person_id: int) -> PlaceForm:
    """Where this person stands now. Raises Refused, NotFound for nobody who works here."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.CONFIGURE, None, ask.now)
        return _form(tx, rows.by_id(tx, person_id))


def form_of(ask: Ask, slack_id: str) -> PlaceForm:
    """The same of somebody picked in Slack."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.CONFIGURE, None, ask.now)
        return _form(tx, rows.by_slack_id(tx, slack_id))


def _form(tx: Session, person: Person | None) -> PlaceForm:
    if person is None or not people.can_hear(person):
        raise NotFound("people.no_member")
    used = sorted({p.calendar for p in rows.active_members(tx)})
    return PlaceForm(
        person_id=person.id,
        name=person.name,
        handle=person.handle,
        now=_place(tx, person),
        calendars=tuple(dict.fromkeys((person.calendar, *used, *COMMON)))[:MOST_CALENDARS],
        zones=tuple(dict.fromkeys((person.home_tz or person.slack_tz, person.slack_tz))),
    )


def _place(tx: Session, person: Person) -> PlacePart:
    boss = rows.by_id(tx, person.manager_id) if person.manager_id else None
    return PlacePart(
        roles=roster.in_order(rows.roles_of(tx, person.id)),
        manager=(boss.slack_id or "") if boss else "",
        calendar=person.calendar,
        zone=person.home_tz or person.slack_tz,
    )


@once("people.place")
def save(ask: Ask, tx: Session, person_id: int, were: PlacePart, filled: PlacePart) -> Answer:
    """Sets what is not as it was when the form was opened; what somebody else set meanwhile stays. Raises Invalid by
    field, Refused, NotFound."""
    person = _held(ask, tx, person_id)
    before = _place(tx, person)
    boss = _boss(tx, person, filled.manager) if filled.manager != were.manager else None
    made = _make_manager(ask, tx, boss)
    _set(ask, tx, person, were, filled, boss)
    return _told(tx, "changed", person, before, made)


@once("people.undo")
def restore(ask: Ask, tx: Session, person_id: int, told: PlaceSet) -> Answer:
    """Undo: as it was before, while nobody has set it otherwise since. Raises Invalid, Refused, NotFound."""
    person = _held(ask, tx, person_id)
    now = _place(tx, person)
    if now != told.now:
        raise Invalid("people.changed_since", who=person.name)
    boss = _boss(tx, person, told.before.manager) if told.before.manager != now.manager else None
    _set(ask, tx, person, now, told.before, boss)
    _unmake_manager(ask, tx, told.made_manager)
    return _told(tx, "restored", person, now, None)


def _held(ask: Ask, tx: Session, person_id: int) -> Person:
    people.hold_places(tx)
    access.authorize(tx, people.actor_of(tx, ask.person), Action.CONFIGURE, None, ask.now)  # as it is by now
    person = rows.held(tx, person_id)
    if person is None or not people.can_hear(person):
        raise NotFound("people.no_member")
    return person


def _set(
    ask: Ask, tx: Session, person: Person, were: PlacePart, filled: PlacePart, boss: Person | None
) -> None:
    values: dict[str, object] = {}
    if filled.manager != were.manager:
        values["manager_id"] = boss.id if boss else None
    if filled.calendar != were.calendar:
        values["calendar"] = _one_of(filled.calendar, filled.calendar in COUNTRIES)
    if filled.zone != were.zone:
        values["home_tz"] = _one_of(filled.zone, is_zone(filled.zone))
    roles = _roles(tx, person, were.roles, filled.roles)
    people.set_place(tx, person, by_id=ask.actor.id, now=ask.now, roles=roles, **values)


def _one_of(value: str, is_known: bool) -> str:
    if not is_known:
        raise NotFound("err.stale")
    return value


def _roles(tx: Session, person: Person, were: Sequence[str], filled: Sequence[str]) -> frozenset[str]:
    """What the person holds now, with what was ticked and without what was unticked. Somebody stays who may set this."""
    held = rows.roles_of(tx, person.id)
    wanted = (held | (set(filled) - set(were))) - (set(were) - set(filled))
    if not wanted <= set(ROLES):
        raise NotFound("err.stale")
    if "admin" in held - wanted and [p.id for p in rows.holding(tx, "admin")] == [person.id]:
        raise Invalid("people.last_admin", faults={"roles": "people.last_admin"})
    return frozenset(wanted)


def _boss(tx: Session, person: Person, slack_id: str) -> Person | None:
    if not slack_id:
        return None
    boss = rows.by_slack_id(tx, slack_id)
    if boss is None or not people.can_hear(boss):
        raise Invalid("admin.no_member", faults={"manager": "admin.no_member"})
    if people.is_circle(rows.manager_links(tx), person.id, boss.id):
        raise Invalid("admin.circle", faults={"manager": "admin.circle"})
    return boss


def _make_manager(ask: Ask, tx: Session, boss: Person | None) -> Person | None:
    """Who gets somebody to manage may do what managers do; the one for whom that is new."""
    if boss is None or "manager" in (roles := rows.roles_of(tx, boss.id)):
        return None
    people.set_place(tx, boss, by_id=ask.actor.id, now=ask.now, roles=roles | {"manager"})
    return boss


def _unmake_manager(ask: Ask, tx: Session, person_id: int) -> None:
    person = rows.by_id(tx, person_id) if person_id else None
    if person is not None and person.id not in rows.manager_links(tx).values():
        roles = rows.roles_of(tx, person.id) - {"manager"}
        people.set_place(tx, person, by_id=ask.actor.id, now=ask.now, roles=roles)


def _told(tx: Session, done: str, person: Person, before: PlacePart, made: Person | None) -> PlaceSet:
    now = _place(tx, person)
    boss = rows.by_id(tx, person.manager_id) if person.manager_id else None
    sold, sells = SELLS & set(before.roles), SELLS & set(now.roles)
    leads = "manager" in now.roles
    return PlaceSet(
        done="same" if now == before else done,  # type: ignore[arg-type]
        person_id=person.id,
        who=person.name,
        handle=person.handle,
        before=before,
        now=now,
        manager=boss.name if boss else "",
        made_manager=made.id if made else 0,
        made_manager_name=made.name if made else "",
        unseen=deal_lists.count_open(tx, [person.id]) if sold and not sells else 0,
        led=0 if leads or "manager" not in before.roles else _count_led(tx, person.id),
    )


def _count_led(tx: Session, person_id: int) -> int:
    return list(rows.manager_links(tx).values()).count(person_id)


# -- who joins ------------------------------------------------------------------------------------------


@once("people.new_members")
def start_with(ask: Ask, tx: Session, how: str) -> Answer:
    """What people who join Slack start as: reps, or without a role until an admin gives them one. Raises Refused."""
    access.authorize(tx, ask.actor, Action.CONFIGURE, None, ask.now)
    if how not in people.NEW_MEMBERS:
        raise NotFound("err.stale")
    people.set_new_members(tx, how, by_id=ask.actor.id, now=ask.now)
    return NewMembersSet(new_members=how)  # type: ignore[arg-type]
