"""What follows when somebody's place or working time changed: the deals whose clocks it moves are looked at again, what
is newly late gets its turn, and who left is told of once to whoever has their deals in sight now."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rules.answers.admin import PersonLeft
from rules.digest import flag_turns
from rules.facts import Rung
from services.clock import nudges
from services.clock.weigh import stuck, weigh
from services.config.versions import ActiveConfig
from services.deps import Deps
from services.facts import Staff, rules_now
from services.sending import telling
from services.team import changed, people
from services.team.changed import Changed
from storage import books, deal_lists
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Person

UNHEARD = "unheard"  # a setting: how many deals nobody hears of, as counted last


def follow(deps: Deps, *, now: datetime) -> int:
    """Follows every change that was noted; returns how many people's deals the next tick looks at."""
    with deps.db.read() as tx:
        noted = changed.noted(tx)
        if not noted:
            return 0
        staff = Staff(tx, now.year)
        owners = [pid for pid in _moved(noted, staff) if people.can_hear(staff.people[pid])]
    looked = sum(_look_again(deps, owner_id, staff, now) for owner_id in owners)
    with deps.db.write() as tx:
        people.hold_places(tx)
        for one in noted:
            if changed.followed(tx, one) and one.has_left:
                _tell_left(tx, one, now)
    count_unheard(deps, now=now)
    return looked


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


def _look_again(deps: Deps, owner_id: int, staff: Staff, now: datetime) -> bool:
    with deps.db.read() as tx:
        deals = deal_lists.running(tx, [owner_id])
        turns = _turns(tx, deps, deals, staff, now) if deals else {}
    if not deals:
        return False
    with deps.db.write() as tx:
        ids = [deal.id for deal in deals]
        deal_rows.hold(tx, ids)
        deal_rows.look_again(tx, ids, now)
        deal_rows.give_turns(tx, turns)
    return True


def _turns(
    tx: Session, deps: Deps, deals: Sequence[Deal], staff: Staff, now: datetime
) -> dict[int, datetime]:
    """deal → from when its owner may be told that it is late by now: few a day. An imported deal's clocks wait for their
    own turn already."""
    config = deps.config.current(tx)
    late = [
        plan.deal
        for plan in nudges.decide(tx, list(deals), staff, config.pipeline, now)
        if any(x.rung == Rung.RED and x.to == "owner" and x.rule != "untouched" for x in plan.new)
    ]
    if not late:
        return {}
    owner, rules = staff.facts(late[0].owner_id), rules_now(tx, config.pipeline)
    assert owner is not None
    lines = [one.line for one in weigh(tx, late, staff, config, now, rules=rules)]
    taken = [deal.flags_from for deal in deals if deal.flags_from is not None]
    return flag_turns(lines, taken, owner.delivery, rules.owner_list, max(now, rules.live_from or now))


def _tell_left(tx: Session, one: Changed, now: datetime) -> None:
    """The manager, else a director; where there is nobody, the admins hear how many deals nobody looks after."""
    person = people_rows.by_id(tx, one.person_id)
    deals = deal_lists.count_open(tx, [one.person_id])
    if person is None or people.can_hear(person) or not deals:
        return
    above = people.manager_of(tx, person.id)
    told = PersonLeft(
        person_id=person.id,
        who=person.name,
        handle=person.handle,
        is_guest=person.is_active,
        deals=deals,
        is_lonely=above is None,
    )
    for reader in _readers(tx, above):
        telling.tell(tx, f"left:{person.id}:{one.version}:{reader.id}", reader, told, now)


def _readers(tx: Session, above: Person | None) -> Sequence[Person]:
    return [above] if above is not None else people_rows.holding(tx, "admin")
