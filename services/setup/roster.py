"""Everybody who is in the team, or has deals though they are not: for admins, by part of a name or by group."""

from collections.abc import Iterable, Mapping

from rules import pages, people_query
from rules.access import ROLES, Action
from rules.answers.places import PeopleShown, PersonRow
from rules.names import fold
from rules.people_query import PeopleQuery
from services.ask import Ask
from services.team import access, people
from storage import deal_lists
from storage import people as rows
from storage.tables import Person

PAGE = 10


def listed(ask: Ask, text: str = "", page: int = 0) -> PeopleShown:
    """A page of the people that are asked for, by name; everybody, where nothing is. Raises Refused for all but admins."""
    query = people_query.read(text)
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.CONFIGURE, None, ask.now)
        everybody = {p.id: p for p in rows.everybody(tx) if p.kind in ("member", "guest", "unmapped")}
        roles = rows.roles_of_all(tx)
        loads = deal_lists.open_of_each(tx)
        groups = _groups(everybody.values(), roles, loads)
        found = sorted(_asked(query, everybody, groups), key=lambda p: _place(p, groups, loads))
        page, some = pages.cut(found, page, PAGE)
        return PeopleShown(
            asked=text,
            which=query.group,
            words=query.words,
            rows=tuple(_row(p, everybody, roles, loads) for p in some),
            page=page,
            first=page * PAGE,
            count=len(found),
            members=len(groups["members"]),
            lonely=len(groups["lonely"]),
            roleless=len(groups["roleless"]),
            unmapped=len(groups["unmapped"]),
            away=len(groups["away"]),
            new_members=people.new_members(tx),
        )


def _place(person: Person, groups: Mapping[str, set[int]], loads: Mapping[int, int]) -> tuple[object, ...]:
    """Colleagues first, those whom somebody gave a place before the rest; then who left, then who is not in Slack yet,
    who has most deals first."""
    name = (fold(person.name), person.id)
    if person.id in groups["members"]:
        is_placed = person.manager_id is not None or person.id in groups["placed"]
        return (0, not is_placed, *name)
    return (1 if person.id in groups["away"] else 2, -loads.get(person.id, 0), *name)


def _groups(
    everybody: Iterable[Person], roles: Mapping[int, frozenset[str]], loads: Mapping[int, int]
) -> dict[str, set[int]]:
    """Name of a group → who is in it."""
    found: dict[str, set[int]] = {key: set() for key in ("members", "placed", *people_query.GROUPS)}
    for person in everybody:
        theirs = roles.get(person.id, frozenset())
        if people.can_hear(person):
            mine = {"members", *theirs} | ({"roleless"} if not theirs else set())
            mine |= {"placed"} if theirs - {"rep"} else set()
            mine |= {"lonely"} if "rep" in theirs and person.manager_id is None else set()
        elif person.kind == "unmapped":
            mine = {"unmapped"} if person.is_active else set()
        else:
            mine = {"away"} if loads.get(person.id) else set()
        for key in mine & found.keys():
            found[key].add(person.id)
    return found


def _asked(
    query: PeopleQuery, everybody: Mapping[int, Person], groups: Mapping[str, set[int]]
) -> list[Person]:
    if query.group:
        return [everybody[pid] for pid in groups[query.group]]
    shown = groups["members"] | groups["unmapped"] | groups["away"]
    return [everybody[pid] for pid in shown if _is_called(everybody[pid], query.words)]


def _is_called(person: Person, words: str) -> bool:
    return any(words in fold(name) for name in (person.name, person.handle, person.email or ""))


def _row(
    person: Person,
    everybody: Mapping[int, Person],
    roles: Mapping[int, frozenset[str]],
    loads: Mapping[int, int],
) -> PersonRow:
    boss = everybody.get(person.manager_id or 0)
    is_unmapped = person.kind == "unmapped"
    return PersonRow(
        person_id=person.id,
        name=person.name,
        handle=person.handle,
        roles=in_order(roles.get(person.id, frozenset())),
        manager=boss.name if boss else "",
        calendar=person.calendar,
        deals=loads.get(person.id, 0),
        is_unmapped=is_unmapped,
        is_away=not is_unmapped and not people.can_hear(person),
    )


def in_order(roles: Iterable[str]) -> tuple[str, ...]:
    held = set(roles)
    return tuple(role for role in ROLES if role in held)
