"""People: taken over from Slack and people.yaml, read from the database only."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rules.access import Actor
from rules.errors import NotFound, Refused
from rules.profiles import Profile
from services import audit
from services.deps import Deps
from services.team import changed
from services.team.calendars import at_home_in
from storage import books, locks
from storage import people as rows
from storage.db import Session
from storage.tables import Person as Person  # handed on to the drivers

CLAIM = "claim_code"
PLACES = "places"  # roles, and who is above whom
JOINING = "new_members"  # a setting: with what full members start
NEW_MEMBERS = ("rep", "refuse")
SYNCED = ("handle", "name", "email", "kind", "is_active", "slack_locale", "slack_tz")


def sync(deps: Deps, profiles: Iterable[Profile], *, now: datetime) -> int:
    """Takes over what Slack says about people; new members start as reps without a manager. Returns changes."""
    with deps.db.write() as tx:
        hold_places(tx)
        known = {p.slack_id: p for p in rows.everybody(tx) if p.slack_id}
        return sum(_take_over(tx, known.get(p.slack_id), p, now) for p in profiles)


def _take_over(tx: Session, person: Person | None, profile: Profile, now: datetime) -> bool:
    values: dict[str, Any] = {
        "handle": profile.handle,
        "name": profile.name,
        "email": profile.email,
        "kind": profile.kind,
        "is_active": profile.is_active,
    }
    if profile.locale:
        values["slack_locale"] = profile.locale
    if profile.tz:
        values["slack_tz"] = profile.tz
    if person is None:
        person = Person(
            slack_id=profile.slack_id,
            calendar=at_home_in(profile.tz),
            home_tz=profile.tz or "UTC",
            created_at=now,
            **values,
        )
        tx.add(person)
        tx.flush()
        _let_in(tx, person.id, profile)
        audit.record(tx, None, "person.join", f"person:{person.id}", now=now, after={"kind": profile.kind})
        return True
    before = {name: getattr(person, name) for name in SYNCED}
    after = {name: value for name, value in values.items() if before[name] != value}
    if not after:
        return False
    could_hear = can_hear(person)
    for name, value in after.items():
        setattr(person, name, value)
    person.version += 1
    tx.add(person)
    if "kind" in after and not rows.roles_of(tx, person.id):
        _let_in(tx, person.id, profile)
    old = {name: before[name] for name in after}
    audit.record(tx, None, "person.change", f"person:{person.id}", now=now, before=old, after=after)
    changed.note(tx, person, after, now, has_left=could_hear and not can_hear(person))
    return True


def _let_in(tx: Session, person_id: int, profile: Profile) -> None:
    """Full members start as reps, also who was a guest before; or with nothing, until an admin gives them a role."""
    if profile.kind == "member" and new_members(tx) == "rep":
        rows.set_roles(tx, person_id, ["rep"])


def new_members(tx: Session) -> Literal["rep", "refuse"]:
    """What people who join Slack start as."""
    return "refuse" if books.setting(tx, JOINING) == "refuse" else "rep"


def set_new_members(tx: Session, how: str, *, by_id: int | None, now: datetime) -> None:
    """From now on; who is here already stays as they are."""
    before = new_members(tx)
    if how == before:
        return
    books.put_setting(tx, JOINING, how)
    was, after = {JOINING: before}, {JOINING: how}
    audit.record(tx, by_id, "people.new_members", "people", now=now, before=was, after=after)


def find(deps: Deps, slack_id: str) -> Person | None:
    """The person behind a Slack id, from the database only."""
    with deps.db.read() as tx:
        return rows.by_slack_id(tx, slack_id)


def by_handle(deps: Deps, handle: str) -> tuple[Person, Actor]:
    """Somebody of Slack by their handle, with what they may do. Raises NotFound."""
    with deps.db.read() as tx:
        person = rows.by_handle(tx, handle)
        if person is None or person.slack_id is None:
            raise NotFound("people.nobody", handle=handle)
        return person, actor_of(tx, person)


def actor_of(tx: Session, person: Person) -> Actor:
    """The person as `rules.access` sees them."""
    return _actor(person, rows.roles_of(tx, person.id))


def _actor(person: Person, roles: frozenset[str]) -> Actor:
    return Actor(id=person.id, roles=roles, kind=person.kind, active=person.is_active)


def zone_of(name: str) -> ZoneInfo:
    """The zone Slack names, UTC where it names none we know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def local(person: Person, now: datetime) -> datetime:
    """``now`` on this person's own wall, where they are now."""
    return now.astimezone(zone_of(person.slack_tz))


def language(person: Person) -> str:
    """What the person chose, else what they type, else Slack's: zh-* is Chinese, all else English."""
    chosen = person.locale_override or str(person.prefs.get(rows.TYPES) or "") or person.slack_locale
    return "zh" if chosen.lower().startswith("zh") else "en"


def can_hear(person: Person | None) -> bool:
    """An active member whom Baton can write to."""
    return bool(person and person.is_active and person.kind == "member" and person.slack_id)


def chain(links: Mapping[int, int | None], person_id: int | None) -> tuple[int, ...]:
    """The managers above a person, nearest first; a cycle in the tree ends it."""
    found: list[int] = []
    at = links.get(person_id) if person_id is not None else None
    while at is not None and at not in found and at != person_id:
        found.append(at)
        at = links.get(at)
    return tuple(found)


def is_circle(links: Mapping[int, int | None], person_id: int, manager_id: int) -> bool:
    """Would somebody be above themselves with this manager?"""
    return person_id == manager_id or person_id in chain(links, manager_id)


def hold_places(tx: Session) -> None:
    """Who is above whom is changed by one at a time: what is read after this stands until the transaction ends."""
    locks.hold(tx, PLACES)


def manager_of(tx: Session, owner_id: int | None) -> Person | None:
    """Who hears after the owner: the first active person up the tree, else a director, else nobody."""
    links = rows.manager_links(tx)
    for manager_id in chain(links, owner_id):
        manager = rows.by_id(tx, manager_id)
        if can_hear(manager):
            return manager
    return next((d for d in rows.holding(tx, "director") if d.id != owner_id and can_hear(d)), None)


def able_manager(tx: Session, above: Iterable[int]) -> Person | None:
    """The first of these people who is a manager and can hear."""
    able = {p.id: p for p in rows.holding(tx, "manager") if can_hear(p)}
    return next((able[pid] for pid in above if pid in able), None)


def decider(tx: Session, owner_id: int | None) -> Person | None:
    """Who is asked to decide about a deal of this owner, and may: the first manager up the tree, else a director, else
    nobody."""
    manager = able_manager(tx, chain(rows.manager_links(tx), owner_id))
    directors = (d for d in rows.holding(tx, "director") if d.id != owner_id and can_hear(d))
    return manager or next(directors, None)


def team_of(links: dict[int, int | None], manager_id: int) -> frozenset[int]:
    """Everybody in a manager's tree, not the manager."""
    return frozenset(pid for pid in links if manager_id in chain(links, pid))


def ensure_claim_code(deps: Deps) -> str | None:
    """The one-time code that makes the first person admin; None once it was used."""
    with deps.db.write() as tx:
        books.add_setting_once(tx, CLAIM, secrets.token_hex(4).upper())
        code = books.setting(tx, CLAIM)
    return code or None


def claim(deps: Deps, person: Person, code: str, *, now: datetime) -> None:
    """Makes this person admin with the one-time code; typed again, they are. Raises Refused for a wrong code, and for one
    that somebody else used."""
    with deps.write("people.claim") as tx:
        locks.hold(tx, CLAIM, PLACES)  # used once, also when two people type it at once
        right = books.setting(tx, CLAIM)
        if right == "" and "admin" in rows.roles_of(tx, person.id):
            return
        if not right or not secrets.compare_digest(right.encode(), code.strip().upper().encode("utf-8")):
            raise Refused("admin.claim_wrong")
        books.put_setting(tx, CLAIM, "")
        rows.set_roles(tx, person.id, rows.roles_of(tx, person.id) | {"admin"})
        audit.record(tx, person.id, "person.claim", f"person:{person.id}", now=now, after={"role": "admin"})


def set_place(
    tx: Session,
    person: Person,
    *,
    by_id: int | None,
    now: datetime,
    roles: Iterable[str] | None = None,
    **values: Any,
) -> None:
    """Sets a person's roles, and of their manager, calendar and zone what is given (a manager of None: nobody);
    each change is audited."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    if roles is not None and (wanted := frozenset(roles)) != (held := rows.roles_of(tx, person.id)):
        rows.set_roles(tx, person.id, wanted)
        before["roles"], after["roles"] = sorted(held), sorted(wanted)
    for name, value in values.items():
        if getattr(person, name) != value:
            before[name], after[name] = getattr(person, name), value
            setattr(person, name, value)
    if after:
        person.version += 1
        tx.add(person)
        tx.flush()
        audit.record(tx, by_id, "person.place", f"person:{person.id}", now=now, before=before, after=after)
        changed.note(tx, person, after, now)


def arrive(deps: Deps, slack_id: str) -> tuple[Person | None, Actor | None, str]:
    """Who is at the door: the person and actor when they may work here, else an admin's name to ask."""
    with deps.db.glance() as place:
        found = rows.arriving(place, slack_id) if slack_id else None
    if found is not None and found[0].is_active and found[0].kind == "member":
        person, roles = found
        return person, _actor(person, roles), ""
    with deps.db.read() as tx:
        admins = rows.holding(tx, "admin")
        return None, None, admins[0].name if admins else ""
