"""The mornings: each list is promised once per reader and working date, in the reader's own calendar and zone."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from rules.calendar import Calendar
from rules.digest import ChannelSeen
from services.config.versions import ActiveConfig
from services.deps import Deps
from services.facts import Staff, rules_now
from services.lists import anything, audience, blocked, blocked_edits, instead, wins
from services.lists.audience import Look
from services.sending import promises
from services.team.calendars import calendar_of
from services.team.people import can_hear
from storage import channels as channel_rows
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import BlockedDay, DigestChannel, Person

LATE = timedelta(hours=8)  # after a stop a list still goes out that day, while it is of use
UNDECIDED = timedelta(minutes=10)  # a list waits this long for the tick to decide what it carries
KEEP = timedelta(days=60)  # of the days on which a list was not sent
BATCH = 25  # slots per transaction: the write lock is held well under 200 ms


@dataclass(frozen=True)
class Slot:
    """One list of one reader on one working date; `at` is its instant."""

    name: str
    kind: str
    recipient: str
    on: date
    at: datetime

    @property
    def channel(self) -> str:
        """The Slack id of a channel's slot."""
        return self.recipient.removeprefix("channel:")

    @property
    def person_id(self) -> int:
        """The id of a person's slot."""
        return int(self.recipient.removeprefix("person:"))


def take_slots(deps: Deps, *, now: datetime, look: Look | None = None) -> int:
    """Promises every list whose time has come and that was not promised before; returns how many. Whoever it would be
    empty for gets none that day.

    While deals wait for the tick, what the lists carry is not decided yet: a list is not promised before, unless the
    tick does not get there in ten minutes. Two instances may run it at once: the slot is unique. `look` is asked
    outside of any transaction."""
    config = deps.config.active()
    with deps.db.read() as tx:
        wait = UNDECIDED if deal_rows.due(tx, now, 1) else timedelta()
        staff = Staff(tx, now.year)
        slots = list(_slots(tx, deps, now, staff))
        due = [slot for slot in slots if slot.at + wait <= now < slot.at + LATE]
        taken = delivery_rows.slots_taken(tx, [slot.name for slot in due])
        due = [slot for slot in due if slot.name not in taken]
        people = [slot for slot in due if slot.kind != blocked.KIND]
        read = anything.readers(tx, {slot.person_id for slot in people}, staff, config, now)
        ahead = _shown_next(tx, config, staff, _before_channels(slots, now), now) if people else {}
    made = 0
    for first in range(0, len(people), BATCH):
        with deps.write("digests.take_slots") as tx:
            for slot in people[first : first + BATCH]:
                if slot.person_id not in read:
                    delivery_rows.skip_slot(tx, slot.name, now)
                    continue
                given = {"listed": ahead.get(slot.recipient, [])}
                promised = promises.promise(tx, slot.name, slot.kind, slot.recipient, given, slot.at, now=now)
                made += promised is not None
            deps.reach("list")
    made += _channels(deps, config, [slot for slot in due if slot.kind == blocked.KIND], look, now)
    blocked_edits.refresh(deps, look, now=now)
    wins.refresh(deps, look, now=now)
    return made


def _before_channels(slots: Sequence[Slot], now: datetime) -> set[int]:
    """Whose list of today goes out before the next one of a channel."""
    posts = min((slot.at for slot in slots if slot.kind == blocked.KIND and slot.at >= now), default=now)
    return {slot.person_id for slot in slots if slot.kind != blocked.KIND and slot.at <= posts}


def _shown_next(
    tx: Session, config: ActiveConfig, staff: Staff, readers: Collection[int], now: datetime
) -> dict[str, list[int]]:
    """recipient → which of their deals the channels' next lists will show, found once for everybody's morning; what the
    lists of `readers` tell them before that counts.

    A channel whose list could not be posted last time shows nothing, as far as anybody knows."""
    able = [channel for channel in channel_rows.with_list(tx) if channel.fault is None]
    chosen = blocked.choose(tx, able, staff, config, now, readers)
    found: dict[str, set[int]] = {}
    for one in chosen.values():
        for owner_id, deal_ids in one.shows.items():
            found.setdefault(f"person:{owner_id}", set()).update(deal_ids)
    return {recipient: sorted(deal_ids) for recipient, deal_ids in found.items()}


def next_slot(deps: Deps, *, now: datetime) -> datetime | None:
    """The earliest instant after `now` at which a list is due; None when nobody gets one."""
    with deps.db.read() as tx:
        staff = Staff(tx, now.year)
        later = [slot.at for slot in _slots(tx, deps, now, staff)]
        later += [slot.at for slot in _slots(tx, deps, now, staff, ahead=True)]
    return min((at for at in later if at > now), default=None)


def _slots(tx: Session, deps: Deps, now: datetime, staff: Staff, *, ahead: bool = False) -> Iterator[Slot]:
    """Every reader's slot of today, or with `ahead` of the next working day."""
    times = deps.config.active().pipeline.digests
    readers = {pid for pid, person in staff.people.items() if can_hear(person)}
    readers = {pid for pid in readers if staff.leads(pid) or staff.sells(pid)}
    staff.learn(tx, readers)
    for person_id in sorted(readers):
        facts = staff.facts(person_id)
        # Who leads and sells gets one message.
        kind, at = ("manager_list", times.manager) if staff.leads(person_id) else ("morning", times.rep)
        if facts is not None and (found := _day_slot(facts.delivery, at, now, ahead)):
            name = f"morning:person:{person_id}:{found[0]}"  # one a day, also for who became a manager since
            yield Slot(name, kind, f"person:{person_id}", *found)
    for channel in channel_rows.with_list(tx):
        calendar = _channel_calendar(tx, channel, staff, now.year)
        found = _day_slot(calendar, times.channel, now, ahead)
        if found and found[1] >= channel.declared_at:  # the list of a day begins with its audience
            name = blocked.slot_of(channel.channel, found[0])
            yield Slot(name, blocked.KIND, f"channel:{channel.channel}", *found)


def _day_slot(calendar: Calendar, at: time, now: datetime, ahead: bool) -> tuple[date, datetime] | None:
    """The slot's working date and instant: of today if one works today, or of the next working day."""
    today = calendar.local(now).date()
    if ahead:
        day = calendar.shift_day(today, 1)
        return day, calendar.list_at(day, at)
    return (today, calendar.list_at(today, at)) if calendar.is_working(today) else None


def _channel_calendar(tx: Session, channel: DigestChannel, staff: Staff, year: int) -> Calendar:
    """Working days are those of the country of who declared it, without own hours and days off; the zone is the channel's."""
    root = staff.people.get(channel.root_person_id or channel.declared_by or 0)
    person = Person(name="", created_at=channel.declared_at)
    person.calendar = root.calendar if root else person.calendar
    return calendar_of(person, people_rows.closures(tx), (), year).in_zone(channel.tz)


# -- channels -------------------------------------------------------------------------------------------


def _channels(
    deps: Deps, config: ActiveConfig, slots: Sequence[Slot], look: Look | None, now: datetime
) -> int:
    """Chooses the channels' lists together, while nothing is locked, and promises each in a short write."""
    seen = {slot.channel: look(slot.channel) if look else ChannelSeen() for slot in slots}
    slots = [slot for slot in slots if seen[slot.channel] is not None]
    if not slots:
        return 0
    with deps.db.read() as tx:
        live_from = rules_now(tx, config.pipeline).live_from
        is_quiet = live_from is not None and now < live_from
        known = {channel.channel: channel for channel in channel_rows.with_list(tx)}
        refused = {name: audience.why_not(tx, found) for name, found in seen.items() if found}
        told = (None, *instead.UNREACHED)
        open_ = [known[x.channel] for x in slots if x.channel in known and refused[x.channel] in told]
        staff = Staff(tx, now.year)
        chosen = {} if is_quiet else blocked.choose(tx, open_, staff, config, now)
    made = 0
    for slot in slots:
        with deps.write("digests._channels") as tx:
            channel = channel_rows.by_id(tx, slot.channel)
            if (
                channel is None
                or not _as_read(channel, known.get(slot.channel))
                or delivery_rows.slots_taken(tx, [slot.name])
            ):
                continue  # declared anew meanwhile, or another instance was faster: the next look sees it
            if is_quiet:
                delivery_rows.skip_slot(tx, slot.name, now)  # nothing public yet
                continue
            audience.note(tx, channel, refused[slot.channel], slot.on, now)
            if refused[slot.channel] is not None:
                delivery_rows.skip_slot(tx, slot.name, now)
                reader = instead.reader_of(channel, staff) if slot.channel in chosen else None
                if reader is None:
                    continue
                slot = replace(
                    slot, name=f"{slot.name}:{reader.id}", kind=instead.KIND, recipient=f"person:{reader.id}"
                )
                made += _post(tx, slot, chosen[channel.channel].days, now, of=channel.channel)
                continue
            made += _post(tx, slot, chosen[slot.channel].days, now)
    return made


def _as_read(channel: DigestChannel, read: DigestChannel | None) -> bool:
    """Nobody declared the channel's audience anew, or took it away."""
    return read is not None and channel.is_active and channel.declared_at == read.declared_at


def _post(tx: Session, slot: Slot, days: Sequence[BlockedDay], now: datetime, *, of: str = "") -> int:
    """`of`: the channel whose list it is, where a person gets it instead."""
    payload = {"on": str(slot.on)} | ({"of": of} if of else {})
    if promises.promise(tx, slot.name, slot.kind, slot.recipient, payload, slot.at, now=now) is None:
        return 0
    channel_rows.put_day(tx, days)
    return 1


def forget_old(deps: Deps, *, now: datetime) -> int:
    """Forgets the slots that were given up long ago; returns how many."""
    with deps.db.write() as tx:
        return delivery_rows.forget_slots(tx, now - KEEP)
