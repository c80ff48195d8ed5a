"""The mornings: each list is promised once per reader and working date, in the reader's own calendar and zone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rules import digest
from rules.answers import dump
from rules.answers.digests import DigestRefused
from rules.calendar import Calendar
from rules.digest import ChannelFacts, ChannelSeen
from rules.pipeline import Digests
from services import audit, blocked, outbox
from services.calendars import calendar_of
from services.deps import Deps
from services.facts import Staff, rules_now
from services.people import can_hear
from storage import digests as rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import DigestChannel, Person

LATE = timedelta(hours=8)  # after a stop a list still goes out that day, while it is of use
SELLING = frozenset({"rep", "manager"})
TO_MANAGERS = frozenset({"manager", "director"})


# Looks a channel up in Slack; None: it could not be seen now, so its list waits for the next look.
Look = Callable[[str], ChannelSeen | None]


@dataclass(frozen=True)
class Slot:
    """One list of one reader on one working date; `at` is its instant."""

    name: str
    kind: str
    recipient: str
    on: date
    at: datetime


def take_slots(deps: Deps, *, now: datetime, look: Look | None = None) -> int:
    """Promises every list whose time has come and that was not promised before; returns how many.

    Two instances may run it at once: the slot is unique. `look` is asked outside of any transaction."""
    with deps.db.read() as tx:
        due = [slot for slot in _slots(tx, deps, now) if slot.at <= now < slot.at + LATE]
        taken = rows.slots_taken(tx, [slot.name for slot in due])
    made = 0
    for slot in due:
        if slot.name in taken:
            continue
        if slot.kind == blocked.KIND:
            made += _channel_slot(deps, slot, look, now)
            continue
        with deps.db.write() as tx:
            made += outbox.promise(tx, slot.name, slot.kind, slot.recipient, {}, slot.at, now=now) is not None
    blocked.refresh(deps, now=now)
    return made


def next_slot(deps: Deps, *, now: datetime) -> datetime | None:
    """The earliest instant after `now` at which a list is due; None when nobody gets one."""
    with deps.db.read() as tx:
        today = list(_slots(tx, deps, now))
        later = [slot.at for slot in today if slot.at > now]
        later += [slot.at for slot in _slots(tx, deps, now, ahead=True)]
    return min((at for at in later if at > now), default=None)


def _slots(tx: Session, deps: Deps, now: datetime, *, ahead: bool = False) -> Iterator[Slot]:
    """Every reader's slot of today, or with `ahead` of the next working day."""
    times = deps.config.active().pipeline.digests
    staff = Staff(tx, now.year)
    readers = {pid for pid, roles in staff.roles.items() if roles & (TO_MANAGERS | SELLING)}
    readers = {pid for pid in readers if can_hear(staff.people.get(pid))}
    staff.learn(tx, readers)
    for person_id in sorted(readers):
        facts = staff.facts(person_id)
        if facts is None:
            continue
        for kind, at in _lists_of(staff.roles[person_id], times):
            if found := _day_slot(facts.delivery, at, now, ahead):
                name = f"{'morning' if kind == 'morning' else 'manager'}:person:{person_id}:{found[0]}"
                yield Slot(name, kind, f"person:{person_id}", *found)
    for channel in rows.channels(tx):
        calendar = _channel_calendar(tx, channel, staff, now.year)
        found = _day_slot(calendar, times.channel, now, ahead)
        if found and found[1] >= channel.declared_at:  # the list of a day begins with its audience
            name = blocked.slot_of(channel.channel, found[0])
            yield Slot(name, blocked.KIND, f"channel:{channel.channel}", *found)


def _lists_of(roles: frozenset[str], times: Digests) -> Iterator[tuple[str, time]]:
    """A list that turns out empty is dropped when it is composed; nobody's deals are counted here."""
    if roles & SELLING:
        yield "morning", times.rep
    if roles & TO_MANAGERS:
        yield "manager_list", times.manager


def _day_slot(calendar: Calendar, at: time, now: datetime, ahead: bool) -> tuple[date, datetime] | None:
    """The slot's working date and instant: of today if one works today, or of the next working day."""
    today = calendar.local(now).date()
    if ahead:
        day = calendar.shift_day(today, 1)
        return day, calendar.at_local(day, at)
    return (today, calendar.at_local(today, at)) if calendar.is_working(today) else None


def _channel_calendar(tx: Session, channel: DigestChannel, staff: Staff, year: int) -> Calendar:
    """Working days are those of who declared it, without own days off; the zone is the channel's."""
    root = staff.people.get(channel.root_person_id or channel.declared_by or 0)
    person = root or Person(name="", created_at=channel.declared_at)
    return calendar_of(person, people_rows.closures(tx), (), year).in_zone(channel.tz)


# -- channels -------------------------------------------------------------------------------------------


def _channel_slot(deps: Deps, slot: Slot, look: Look | None, now: datetime) -> int:
    slack_id = slot.recipient.removeprefix("channel:")
    seen = look(slack_id) if look else ChannelSeen()
    if seen is None:
        return 0
    config = deps.config.active()
    with deps.db.write() as tx:
        channel = rows.channel(tx, slack_id)
        if channel is None or not channel.is_active or rows.slots_taken(tx, [slot.name]):
            return 0
        live_from = rules_now(tx, config.pipeline).live_from
        if live_from is not None and now < live_from:
            rows.skip_slot(tx, slot.name, now)  # a quiet start: nothing public yet
            return 0
        refused = why_not(tx, seen)
        if refused != channel.fault:
            rows.set_fault(tx, slack_id, refused)
        if refused is not None:
            rows.skip_slot(tx, slot.name, now)
            if refused != channel.fault:
                _tell_admins(tx, slack_id, refused, slot.on, now)
            return 0
        if (
            outbox.promise(tx, slot.name, slot.kind, slot.recipient, {"on": str(slot.on)}, slot.at, now=now)
            is None
        ):
            return 0
        blocked.choose(tx, channel, Staff(tx, now.year), config, slot.on, now)
        return 1


def why_not(tx: Session, seen: ChannelSeen) -> str | None:
    """Why a list may not be posted there: a catalogue key, or None. Who is not a colleague counts as a guest."""
    known = {p.slack_id: p.kind for p in people_rows.everybody(tx) if p.slack_id}
    has_guests = any(known.get(member, "stranger") not in ("member", "bot") for member in seen.members)
    facts = ChannelFacts(has_guests, seen.shared_outside, seen.archived, seen.baton_in)
    return digest.digest_refused(facts)


def _tell_admins(tx: Session, slack_id: str, reason: str, on: date, now: datetime) -> None:
    """Each admin hears once why a channel's list stays away, until the reason changes."""
    told = dump(DigestRefused(channel=slack_id, reason=reason))
    for admin in people_rows.holding(tx, "admin"):
        slot = f"refused:{slack_id}:{reason}:{on}:{admin.id}"
        outbox.promise(tx, slot, DigestRefused.kind, f"person:{admin.id}", told, now, now=now)
    audit.record(tx, None, "digest.refused", f"channel:{slack_id}", now=now, after={"reason": reason})
