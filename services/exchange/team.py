"""Who is meant by a name in a file: somebody of the team, or, in a whole export, somebody who is not in Slack yet."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from difflib import get_close_matches

from rules.access import DealAccess
from rules.errors import NotFound, Refused
from rules.names import fold, parts_of_name, squeezed
from services import audit
from services.config.versions import ActiveConfig
from services.deals import owners
from services.exchange import knowing
from services.exchange.keys import Tally, count, digest, import_row
from services.exchange.parts import Importer
from services.team import people
from services.team.people import chain
from storage import imports as rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Person


class Team:
    """Everybody by every name they have, as this transaction sees them."""

    def __init__(self, tx: Session, by: Importer | None = None) -> None:
        """``by``: who brings the file, and said who is meant by some names. In Slack a part of a name will do, too; a
        whole export makes whom it names somebody of their own."""
        self.coming: frozenset[str] = frozenset()  # folded: who comes with the same import
        self._meant = {squeezed(name): person for name, person in (by.owners if by else {}).items()}
        is_part_enough = by is not None and by.actor is not None
        everybody = people_rows.everybody(tx)
        self.links = people_rows.manager_links(tx)
        self._people = {person.id: person for person in everybody}
        roles = people_rows.roles_of_all(tx)
        self._sellers = {p.id for p in everybody if owners.may_take(p, roles.get(p.id, ()))}
        self._roles = {at for at, held in roles.items() if held}
        self._brought = {name: record for name, (_, record) in rows.known_rows(tx, "person").items()}
        self._by_name: dict[str, set[int]] = {}
        self._by_part: dict[str, set[int]] = {}
        self._near: dict[str, str] = {}
        for person in everybody:
            if person.is_active and person.kind in ("member", "unmapped"):
                for name in {person.name, person.handle, person.email or "", *_said_with(person)}:
                    self._by_name.setdefault(squeezed(name), set()).add(person.id)
                for part in parts_of_name(person.name) if is_part_enough else ():
                    self._by_part.setdefault(part, set()).add(person.id)
                self._near[fold(person.name)] = person.name

    def named(self, name: str) -> int | None:
        """The one person of this name, handle or address, else of whose name it is a part; None for nobody, or for two."""
        brought = self._meant.get(squeezed(name)) or self._brought.get(fold(name))
        if brought is not None:
            return brought
        found = self._called(name)
        return next(iter(found)) if len(found) == 1 else None

    def is_two(self, name: str) -> bool:
        return len(self._called(name)) > 1

    def _called(self, name: str) -> Collection[int]:
        said = squeezed(name)
        return (self._by_name.get(said) or self._by_part.get(said) or ()) if said else ()

    def near(self, name: str) -> list[str]:
        """Whom the name may be meant for."""
        return [self._near[key] for key in get_close_matches(fold(name), self._near, 3, 0.5)]

    def is_member(self, person_id: int) -> bool:
        """Somebody of Slack."""
        person = self._people.get(person_id)
        return person is not None and person.slack_id is not None

    def may_take(self, person_id: int, by: Importer) -> bool:
        """May this person get a deal? In a whole export also who is not in Slack, or has no role yet."""
        is_unknown = by.actor is None and person_id not in self._roles
        return is_unknown or person_id in self._sellers

    def access(self, owner_id: int | None) -> DealAccess:
        """What access to a deal of this owner depends on."""
        return DealAccess(owner_id=owner_id, managers=chain(self.links, owner_id))

    def called(self, person_id: int) -> str:
        """A name by which this person alone is found: of two of one name with the handle."""
        person = self._people.get(person_id)
        if person is None:
            return ""
        return next(iter(_said_with(person)), person.name) if self.is_two(person.name) else person.name

    def manager_of(self, person_id: int | None) -> str:
        """What the manager of a person is called."""
        manager = self.links.get(person_id) if person_id is not None else None
        return self.called(manager) if manager is not None else ""


def _said_with(person: Person) -> set[str]:
    """A name that two have is told apart by the handle: `Liam (@liam)`."""
    return {f"{person.name} (@{person.handle})"} if person.handle else set()


def check_mapping(tx: Session, names: Mapping[str, str], mapping: Mapping[str, str]) -> None:
    """Raises NotFound for a name that the file, or a handle that Slack does not have; ``names``: folded → as written."""
    for name, handle in mapping.items():
        if fold(name) not in names:
            near = get_close_matches(fold(name), names, 3)
            if not near:
                raise NotFound("import.no_agent", name=name)
            raise NotFound("import.no_agent_near", name=name, near=[names[n] for n in near])
        person = people_rows.by_handle(tx, handle)
        if person is None or person.slack_id is None:
            raise NotFound("import.no_handle", handle=handle)


def newcomers(
    tx: Session, wanted: Iterable[tuple[str, str]], mapping: Mapping[str, str], tally: Tally
) -> frozenset[str]:
    """Whom `bring` will make somebody, folded; counted as it counts them, and nothing is written."""
    team, known = Team(tx), rows.known_rows(tx, "person")
    handles, found = {fold(name): handle for name, handle in mapping.items()}, set[str]()
    for key, name in {fold(name): name for name, _ in wanted}.items():
        at = known.get(key, ("", 0))[1]
        if key in handles:
            person = people_rows.by_handle(tx, handles[key])
            is_new, old = person is not None and at != person.id, people_rows.by_id(tx, at) if at else None
            if is_new and old is not None and old.kind == "unmapped":
                count(tally, "given", len(rows.deals_of(tx, at)))
        else:
            is_new = not at and not team.named(name)
        found |= {key} if is_new else set()
    count(tally, "people", len(found))
    return frozenset(found)


def bring(
    tx: Session,
    config: ActiveConfig,
    wanted: Iterable[tuple[str, str]],
    mapping: Mapping[str, str],
    run_id: int,
    tally: Tally,
    now: datetime,
) -> None:
    """Makes everybody that a whole export names (name, manager's name) somebody: the one of the mapping, who is here
    already, or an unmapped person."""
    team, known = Team(tx), rows.known_rows(tx, "person")
    handles = {fold(name): handle for name, handle in mapping.items()}
    made: dict[str, int] = {}
    fresh: dict[int, str] = {}
    for name, manager in wanted:
        key = fold(name)
        at = known.get(key, ("", 0))[1]
        if key in handles:
            person = people_rows.by_handle(tx, handles[key])
            assert person is not None
            if at not in (0, person.id):
                count(tally, "given", replace_by(tx, at, person, owners.of_import(run_id), now))
            is_new, at = at != person.id, person.id
        elif at or key in made:
            continue
        elif here := team.named(name):
            at, is_new = here, False
        else:
            at, is_new = unmapped(tx, config, name, None, now), True
            fresh[at] = manager
        made[key] = at
        if is_new:
            count(tally, "people")
            rows.put_rows(tx, [import_row("person", key, digest([name, manager]), at, run_id)])
    _put_under(tx, team, fresh, made, now)


def _put_under(
    tx: Session, team: Team, fresh: Mapping[int, str], made: Mapping[str, int], now: datetime
) -> None:
    """Whoever was just made gets the manager that the file names, once everybody is there."""
    links = people_rows.manager_links(tx)
    for at, manager in fresh.items():
        boss = made.get(fold(manager)) or (team.named(manager) if manager else None)
        person = people_rows.by_id(tx, at)
        if boss is not None and person is not None and not people.is_circle(links, at, boss):
            links[at] = boss
            people.set_place(tx, person, by_id=None, now=now, manager_id=boss)


def _move_team(tx: Session, old_id: int, person_id: int, now: datetime) -> None:
    """Whoever is not in Slack either, and stood under the one who was found to be somebody, stands under them now."""
    links = people_rows.manager_links(tx)
    for at in rows.unmapped_under(tx, old_id):
        person = people_rows.by_id(tx, at)
        if person is not None and not people.is_circle(links, at, person_id):
            links[at] = person_id
            people.set_place(tx, person, by_id=None, now=now, manager_id=person_id)


def unmapped(tx: Session, config: ActiveConfig, name: str, manager_id: int | None, now: datetime) -> int:
    """Somebody whom a file names and who is nobody in Slack yet."""
    zone = knowing.zone_of(config.pipeline)
    person = Person(
        name=name,
        kind="unmapped",
        manager_id=manager_id,
        calendar=config.pipeline.calendars.default,
        slack_tz=zone,
        home_tz=zone,
        created_at=now,
    )
    tx.add(person)
    tx.flush()
    return person.id


def replace_by(
    tx: Session,
    old_id: int,
    person: Person,
    told_as: str,
    now: datetime,
    by_id: int | None = None,
) -> int:
    """An unmapped person turned out to be somebody in Slack: their deals and their team move there, and they hear it
    (``told_as``: of what). Returns how many deals. Raises Refused where there are deals to have for somebody who may have none."""
    old = people_rows.by_id(tx, old_id)
    if old is None or old.kind != "unmapped":
        return 0
    roles = people_rows.roles_of(tx, person.id)
    theirs = rows.deals_of(tx, old_id)
    if roles and any(is_live for _, is_live in theirs) and not owners.may_take(person, roles):
        raise Refused("import.sells_not", handle=person.handle)
    owners.move(tx, [deal_id for deal_id, _ in theirs], old_id, person.id, now)
    owners.tell_brought(tx, told_as, person, sum(is_live for _, is_live in theirs), "", now)
    _move_team(tx, old_id, person.id, now)
    old.is_active = False
    old.version += 1
    tx.add(old)
    after = {"person_id": person.id}
    audit.record(tx, by_id, "person.map", f"person:{old_id}", now=now, after=after)
    return len(theirs)
