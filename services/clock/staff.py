"""What follows when somebody's place or working time changed: the deals whose clocks it moves are looked at again, what
is newly late gets its turn, help is asked of who may give it now, and who left is told of once to whoever has their deals
in sight now."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from rules.answers.admin import PeopleLeft, PersonLeft
from rules.facts import Rung
from rules.turns import Flag, Turn, flag_turns
from services.clock import nudges, verb_team
from services.clock.weigh import stuck, weigh
from services.config import versions
from services.config.versions import ActiveConfig
from services.deps import Deps
from services.facts import Staff, rules_now
from services.sending import telling
from services.team import changed, people
from services.team.changed import Changed
from storage import books, deal_lists, locks
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Person

# A setting: how far the changes that were noted have been followed, and by when.
FOLLOWING = "staff_following"
LEFT = timedelta(minutes=1)  # process time after which it counts as left by whoever began it
UNHEARD = "unheard"  # a setting: how many deals nobody hears of, as counted last


@dataclass(frozen=True)
class _Following:
    """How far the following of these changes has come: the last owner whose deals were looked at, and when (process
    time). Whoever begins takes it first, so that no other instance does the same; who is left a minute is replaced."""

    changes: str
    last: int
    at: datetime

    def is_left(self, now: datetime) -> bool:
        return now - self.at > LEFT


def follow(deps: Deps, *, now: datetime) -> int:
    """Follows every change that was noted, unless somebody is at it; returns how many people's deals the next tick looks
    at. Under the lock under which a changed process has its deals looked at, and goes on where it was left."""
    noted, begun = _begin(deps)
    if begun is None:
        return 0
    with deps.db.read() as tx:
        staff = Staff(tx, now.year)
    owners = [pid for pid in _moved(noted, staff) if people.can_hear(staff.people[pid])]
    looked = sum(
        _look_again(deps, owner_id, staff, begun, now) for owner_id in owners if owner_id > begun.last
    )
    verb_team.pass_on(deps, now=now)
    with deps.write("staff.follow") as tx:
        locks.hold(tx, versions.LOCK)
        people.hold_places(tx)
        _tell_left(tx, [one for one in noted if changed.followed(tx, one) and one.has_left], now)
        books.drop_setting(tx, FOLLOWING)
    count_unheard(deps, now=now)
    return looked


def _begin(deps: Deps) -> tuple[list[Changed], _Following | None]:
    """What was noted, and where to go on with it; None where there is nothing to do or somebody does it."""
    at = deps.process.now()
    with deps.db.read() as tx:
        if not changed.noted(tx):
            return [], None
    with deps.write("staff._begin") as tx:
        locks.hold(tx, versions.LOCK)
        noted, so_far = changed.noted(tx), _so_far(tx)
        if not noted or (so_far is not None and not so_far.is_left(at)):
            return [], None
        changes = repr([(one.person_id, one.version) for one in noted])
        last = so_far.last if so_far is not None and so_far.changes == changes else 0
        begun = _Following(changes, last, at)
        _note(tx, begun)
        return noted, begun


def _note(tx: Session, following: _Following) -> None:
    books.put_setting(tx, FOLLOWING, json.dumps(asdict(following) | {"at": following.at.isoformat()}))


def _so_far(tx: Session) -> _Following | None:
    said = books.setting(tx, FOLLOWING)
    if said is None:
        return None
    told = json.loads(said)
    return _Following(**told | {"at": datetime.fromisoformat(told["at"])})


def count_unheard(deps: Deps, *, now: datetime) -> None:
    """Counts beside a look of the clock's what pages show: once a day, and when somebody's place changed."""
    with deps.db.read() as tx:
        count = unheard(tx, Staff(tx, now.year), deps.config.current(tx), now)
        if count == unheard_last(tx):
            return
    with deps.db.write() as tx:
        books.put_setting(tx, UNHEARD, str(count))


def unheard(tx: Session, staff: Staff, config: ActiveConfig, now: datetime) -> int:
    """How many deals are over a limit, as their owners know, with nobody above to hear of it: no manager, no director."""
    alone = [pid for pid, p in staff.people.items() if people.can_hear(p) and staff.manager_id(pid) is None]
    return len(stuck(tx, weigh(tx, deal_lists.told_red(tx, alone), staff, config, now)))


def unheard_last(tx: Session) -> int:
    """As it was counted last."""
    return int(books.setting(tx, UNHEARD) or 0)


def _moved(noted: Iterable[Changed], staff: Staff) -> list[int]:
    """Whose deals' clocks a change may move: one's own, of whoever one is above, and, since a director hears where
    nobody else is there to hear, of whoever has nobody above."""
    who = {one.person_id for one in noted}
    moved = {pid for pid in staff.people if pid in who or not who.isdisjoint(staff.above(pid))}
    return sorted(moved | {pid for pid in staff.people if not _is_led(pid, staff)})


def _is_led(person_id: int, staff: Staff) -> bool:
    return any(people.can_hear(staff.people.get(at)) for at in staff.above(person_id))


def _look_again(deps: Deps, owner_id: int, staff: Staff, begun: _Following, now: datetime) -> bool:
    with deps.db.read() as tx:
        deals = deal_lists.running(tx, [owner_id])
        turns = _turns(tx, deps, deals, staff, now) if deals else {}
    if not deals:
        return False
    with deps.write("staff._look_again") as tx:
        locks.hold(tx, versions.LOCK)
        so_far = _so_far(tx)
        if so_far is None or so_far.changes != begun.changes or so_far.last >= owner_id:
            return False  # somebody took it over
        as_read = {deal.id: deal.version for deal in deals}
        deal_rows.hold(tx, as_read)
        deal_rows.look_again(tx, as_read, now)
        still = deal_rows.versions(tx, turns)
        deal_rows.give_turns(tx, {d: turn.at for d, turn in turns.items() if still.get(d) == as_read[d]})
        _note(tx, replace(begun, last=owner_id, at=deps.process.now()))
    return True


def _turns(tx: Session, deps: Deps, deals: Sequence[Deal], staff: Staff, now: datetime) -> dict[int, Turn]:
    """deal → from when its owner may be told that it is late by now: few a day. An imported deal's clocks wait for their
    own turn already."""
    config = deps.config.current(tx)
    plans = nudges.decide(tx, deals, staff, config.pipeline, now)
    late = [
        deal
        for deal, plan in zip(deals, plans, strict=True)
        if any(x.rung == Rung.RED and x.to == "owner" and x.rule != "untouched" for x in plan.new)
    ]
    if not late:
        return {}
    owner, rules = staff.facts(late[0].owner_id), rules_now(tx, config.pipeline)
    assert owner is not None
    flags = [Flag(one.line) for one in weigh(tx, late, staff, config, now, rules=rules)]
    taken = [deal.flags_from for deal in deals if deal.flags_from is not None]
    return flag_turns(flags, taken, owner.delivery, rules.owner_list, max(now, rules.live_from or now))


def _tell_left(tx: Session, gone: Iterable[Changed], now: datetime) -> None:
    """The manager, else a director; where there is nobody, the admins hear how many deals nobody looks after. Of several
    at once in one message."""
    readers: dict[int, Person] = {}
    told: dict[tuple[int, bool], list[tuple[Changed, PersonLeft]]] = {}
    for one in gone:
        person = people_rows.by_id(tx, one.person_id)
        deals = deal_lists.count_live(tx, [one.person_id])
        if person is None or people.can_hear(person) or not deals:
            continue
        above = people.manager_of(tx, person.id)
        part = PersonLeft(
            person_id=person.id,
            who=person.name,
            handle=person.handle,
            is_guest=person.is_active,
            deals=deals,
            is_lonely=above is None,
        )
        for reader in _readers(tx, above):
            readers[reader.id] = reader
            told.setdefault((reader.id, part.is_lonely), []).append((one, part))
    for (reader_id, _), parts in told.items():
        first, part = parts[0]
        answer = part if len(parts) == 1 else PeopleLeft(people=tuple(part for _, part in parts))
        slot = f"left:{first.person_id}:{first.version}:{reader_id}"
        telling.tell(tx, slot, readers[reader_id], answer, now)


def _readers(tx: Session, above: Person | None) -> Sequence[Person]:
    return [above] if above is not None else people_rows.holding(tx, "admin")
