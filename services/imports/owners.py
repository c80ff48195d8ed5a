"""The people of an export: unmapped people with their managers, or the Slack people they turned out to be."""

from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches

from rules.errors import NotFound
from rules.names import fold
from services import audit
from services.deps import Deps
from services.imports.keys import Tally, count, digest, import_row
from services.imports.reading import Export
from storage import imports as rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Person

ZONES = {"cn": "Asia/Shanghai", "us": "America/New_York"}


def default_zone(deps: Deps) -> tuple[str, str]:
    """The team's calendar and its zone: a day of the export is a day there."""
    calendar = deps.config.active().pipeline.calendars.default
    return calendar, ZONES[calendar]


def names_of(export: Export) -> dict[str, tuple[str, str]]:
    """folded name → (name, manager's name); managers come first, whoever only owns deals last."""
    found: dict[str, tuple[str, str]] = {}
    for row in export.teams:
        if row["manager"]:
            found.setdefault(fold(row["manager"]), (row["manager"], ""))
    for row in export.teams:
        if row["sales_agent"]:
            found.setdefault(fold(row["sales_agent"]), (row["sales_agent"], row["manager"]))
    for deal in export.deals:
        if deal.agent:
            found.setdefault(fold(deal.agent), (deal.agent, ""))
    return found


def check_mapping(tx: Session, export: Export, mapping: Mapping[str, str]) -> None:
    """Raises NotFound for a name that the export, or a handle that Slack does not have."""
    known = {key: name for key, (name, _) in names_of(export).items()}
    for name, handle in mapping.items():
        if fold(name) not in known:
            near = get_close_matches(fold(name), known, 3)
            raise NotFound("import.no_agent", name=name, near=", ".join(known[n] for n in near) or "–")
        person = people_rows.by_handle(tx, handle)
        if person is None or person.slack_id is None:
            raise NotFound("import.no_handle", handle=handle)


def take_people(
    deps: Deps,
    tx: Session,
    export: Export,
    mapping: Mapping[str, str],
    run_id: int,
    tally: Tally,
    now: datetime,
) -> dict[str, int]:
    """folded name → our person, for everybody the export names."""
    known = rows.known_rows(tx, "person")
    handles = {fold(name): handle for name, handle in mapping.items()}
    calendar, zone = default_zone(deps)
    found: dict[str, int] = {}
    for key, (name, manager) in names_of(export).items():
        at = known.get(key, ("", 0))[1]
        is_new = at == 0
        if key in handles:
            person = people_rows.by_handle(tx, handles[key])
            assert person is not None and person.id is not None
            if at not in (0, person.id):
                _replace(tx, at, person.id, tally, now)
            is_new, at = at != person.id, person.id
        elif is_new:
            at = _unmapped(tx, name, found.get(fold(manager)), calendar, zone, now)
        if is_new:
            count(tally, "people")
            rows.put_rows(tx, [import_row("person", key, digest([name, manager]), at, run_id)])
        found[key] = at
    return found


def _unmapped(tx: Session, name: str, manager_id: int | None, calendar: str, zone: str, now: datetime) -> int:
    person = Person(
        name=name,
        kind="unmapped",
        manager_id=manager_id,
        calendar=calendar,
        slack_tz=zone,
        home_tz=zone,
        created_at=now,
    )
    tx.add(person)
    tx.flush()
    assert person.id is not None
    return person.id


def _replace(tx: Session, old_id: int, person_id: int, tally: Tally, now: datetime) -> None:
    """An unmapped person turned out to be somebody in Slack: their deals and their team move there."""
    old = people_rows.by_id(tx, old_id)
    if old is None or old.kind != "unmapped":
        return
    count(tally, "given", rows.give_deals(tx, old_id, person_id, now))
    rows.move_team(tx, old_id, person_id)
    old.is_active = False
    old.version += 1
    tx.add(old)
    after = {"person_id": person_id}
    audit.record(tx, None, "person.map", f"person:{old_id}", now=now, after=after)
