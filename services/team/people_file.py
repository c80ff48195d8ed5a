"""people.yaml: roles, managers and calendars by Slack handle, checked whole before anything changes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml

from rules.access import ROLES
from rules.countries import COUNTRIES
from rules.profiles import is_zone
from services.config.yaml_text import line_numbers
from services.config.yaml_text import read as read_yaml
from services.deps import Deps
from services.team import people
from storage import people as rows
from storage.db import Session
from storage.tables import Person

KEYS = ("roles", "manager", "calendar", "tz")
WORKING_TIME: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("calendar", "people.unknown_calendar", COUNTRIES.__contains__),
    ("tz", "people.unknown_zone", is_zone),
)


@dataclass(frozen=True)
class PeopleFault:
    """One fault of the file: the line, the key's path, and the catalogue key of its sentence."""

    line: int
    path: str
    key: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Placed:
    """Where somebody is to stand: their roles (None: as they are), and what of manager, calendar and zone is said."""

    person: Person
    roles: list[str] | None
    values: dict[str, Any]


def apply(
    deps: Deps, source: str, *, by_id: int | None, now: datetime, dry: bool = False
) -> list[PeopleFault]:
    """Sets everybody's place as the file says, or changes nothing and returns every fault."""
    try:
        data = read_yaml(source) or {}
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        return [PeopleFault(mark.line + 1 if mark else 1, "", "people.yaml", {})]
    lines = line_numbers(source)
    entries = data.get("people") if isinstance(data, dict) else None
    if not isinstance(entries, dict):
        return [PeopleFault(1, "people", "people.not_a_map", {})]
    with deps.db.write() as tx:
        people.hold_places(tx)
        known = {p.handle.lower(): p for p in rows.everybody(tx) if p.handle}
        faults = _faults(entries, known, lines)
        joining = data.get(people.JOINING)
        if joining is not None and joining not in people.NEW_MEMBERS:
            at = lines.get(people.JOINING, 1)
            faults.append(PeopleFault(at, people.JOINING, "people.unknown_joining", {"name": str(joining)}))
        if not known:  # never started: one sentence instead of one for each name
            rest = [fault for fault in faults if fault.key != "people.nobody"]
            faults = [PeopleFault(1, "", "people.no_team", {}), *rest]
        if not faults and not dry and joining is not None:
            people.set_new_members(tx, joining, by_id=by_id, now=now)
        if not faults and not dry:
            for handle, entry in entries.items():
                one = _meant(known, str(handle), entry or {})
                people.set_place(tx, one.person, by_id=by_id, now=now, roles=one.roles, **one.values)
    return faults


def meant(tx: Session, source: str) -> Iterator[Placed]:
    """Where a file without faults puts people."""
    data = read_yaml(source) or {}
    known = {p.handle.lower(): p for p in rows.everybody(tx) if p.handle}
    for handle, entry in data["people"].items():
        yield _meant(known, str(handle), entry or {})


def _meant(known: dict[str, Person], handle: str, entry: dict[str, Any]) -> Placed:
    values: dict[str, Any] = {"calendar": entry["calendar"]} if entry.get("calendar") else {}
    if "manager" in entry:  # an empty one takes the manager away
        said = entry["manager"]
        values["manager_id"] = known[str(said).lower()].id if said else None
    if entry.get("tz"):
        values["home_tz"] = str(entry["tz"])
    return Placed(known[handle.lower()], entry.get("roles"), values)


def _faults(entries: dict[str, Any], known: dict[str, Person], lines: dict[str, int]) -> list[PeopleFault]:
    found: list[PeopleFault] = []

    def fault(path: str, key: str, **fields: str) -> None:
        line = lines.get(path) or lines.get(path.rpartition(".")[0]) or 1
        found.append(PeopleFault(line, path, key, fields))

    for handle, told in entries.items():
        path, entry = f"people.{handle}", {} if told is None else told
        if str(handle).lower() not in known:
            fault(path, "people.nobody", handle=str(handle))
        if not isinstance(entry, dict):
            fault(path, "people.not_a_map")
            continue
        for key in entry:
            if key not in KEYS:
                fault(f"{path}.{key}", "people.unknown_key", name=str(key))
        roles = [] if entry.get("roles") is None else entry["roles"]
        for role in roles if isinstance(roles, list) else [[roles]]:  # one word is no list of roles
            if role not in ROLES:
                fault(f"{path}.roles", "people.unknown_role", name=str(role))
        manager = entry.get("manager")
        if manager and str(manager).lower() not in known:
            fault(f"{path}.manager", "people.nobody", handle=str(manager))
        for name, key in _wrong_times(entry):
            fault(f"{path}.{name}", key, name=str(entry[name]))
    for path, key, handle in _at_odds(entries, known):
        fault(path, key, handle=handle)
    return found


def _wrong_times(entry: dict[str, Any]) -> list[tuple[str, str]]:
    """Calendar and zone that there are not: (key of the file, key of the sentence)."""
    told = [(name, key, is_right, entry.get(name)) for name, key, is_right in WORKING_TIME]
    return [
        (name, key)
        for name, key, is_right, value in told
        if value not in (None, "") and not is_right(str(value))
    ]


def _at_odds(entries: dict[str, Any], known: dict[str, Person]) -> list[tuple[str, str, str]]:
    """What entries say against each other: (path, key of the sentence, handle)."""
    again = [(f"people.{handle}", "people.twice", handle) for handle in _again(entries)]
    cycles = _in_cycles(entries, known)
    return again + [(f"people.{handle}.manager", "people.cycle", handle) for handle in cycles]


def _again(entries: dict[str, Any]) -> list[str]:
    """Handles that stood there before, in other letters."""
    said = [str(handle) for handle in entries]
    return [handle for n, handle in enumerate(said) if handle.lower() in map(str.lower, said[:n])]


def _in_cycles(entries: dict[str, Any], known: dict[str, Person]) -> list[str]:
    """Who of the file would be above themselves; whom it does not name, or gives no manager, stays in place."""
    handles = {person.id: handle for handle, person in known.items()}
    links = {handle: handles.get(person.manager_id or 0, "") for handle, person in known.items()}
    for handle, entry in entries.items():
        if isinstance(entry, dict) and "manager" in entry:
            links[str(handle).lower()] = str(entry["manager"] or "").lower()
    caught = []
    for start in (str(handle).lower() for handle in entries):
        at, seen = links.get(start, ""), set[str]()
        while at and at not in seen and at != start:
            seen.add(at)
            at = links.get(at, "")
        if at == start:
            caught.append(start)
    return caught
