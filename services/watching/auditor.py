"""One look of the auditor: rows become facts, `rules.auditing` says which are faults. It asks the tables alone, with
queries of its own; the rooms that make reminders and lists stand above this one and cannot be asked."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from rules import auditing
from rules.auditing import Balance, Found, Message, Reminder
from rules.calendar import Calendar
from services.config.versions import ActiveConfig
from services.deps import Deps
from services.facts import Staff
from services.sending import promises
from services.team.calendars import calendar_of
from services.team.people import can_hear, zone_of
from services.watching import silent
from storage import auditing as rows
from storage import channels as channel_rows
from storage import people as people_rows
from storage.auditing import Row
from storage.db import Session
from storage.tables import DigestChannel, Person

EVER = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
WEEK = timedelta(days=7)
LIST_LATE = timedelta(minutes=20)  # the lists of a morning wait ten minutes for what they carry
LIST_OVER = timedelta(hours=7, minutes=50)  # later than that nobody makes a list of today
TRIED = timedelta(minutes=1)  # what may be tried is tried within seconds, at the head of the queue


def look(
    tx: Session, config: ActiveConfig, *, now: datetime, process: datetime, since: datetime = EVER
) -> list[Found]:
    """Every fault of what is in hand now, and of what went out since an instant of process time."""
    return [
        *auditing.late_looks(rows.looks_due(tx, now - auditing.GRACE), now),
        *_lists_not_made(tx, config, now),
        *_unsaid(tx, now),
        *_in_hand(tx, now),
        *_untried(tx, now, process),
        *_said(tx, since),
    ]


def whole(deps: Deps) -> tuple[Balance, list[Found]]:
    """The balance of everything that was ever due, and every fault of all that ever went out: every row is looked at."""
    now = deps.clock.now()
    with deps.db.read() as tx:
        config = deps.config.current(tx)
        found = look(tx, config, now=now, process=deps.process.now()) + silent.whole(tx, config.pipeline, now)
        hollow = [_hangs(row) for row in rows.said_by_nobody(tx)]
        counts = rows.balance(tx, now)
    unexplained = {one.subject for one in found if one.fault in ("unsaid", "forgotten", "hanging")}
    return auditing.balance(counts, len(unexplained), len(hollow)), found + hollow


def _hangs(row: Row) -> Found:
    """It counts as said, and no message that is out says it."""
    return Found("hanging", f"nudge:{row['id']}", row["recipient"], row["due_at"])


# -- what is in hand ------------------------------------------------------------------------------------


def _unsaid(tx: Session, now: datetime) -> Iterator[Found]:
    due = rows.planned_due(tx, now - auditing.GRACE)
    coming = rows.lists_coming(tx) if due else set()
    for row in due:
        if found := auditing.overdue(_reminder(row), now, row["recipient"] in coming):
            yield found


def _in_hand(tx: Session, now: datetime) -> Iterator[Found]:
    held = rows.held_due(tx, now)
    held_at = rows.held_since(tx, {row["deal_id"] for row in held}) if held else {}
    lists: dict[str, datetime] = {}
    for row in rows.lists_sent(tx, {row["recipient"] for row in held}, now - WEEK, now):
        lists[row["recipient"]] = max(row["due_at"], lists.get(row["recipient"], EVER))
    for row in [*rows.claimed_of_ended(tx), *held]:
        at, last = held_at.get(f"deal:{row['deal_id']}"), lists.get(row["recipient"])
        if found := auditing.in_hand(_reminder(row), at, last):
            yield found


def _untried(tx: Session, now: datetime, process: datetime) -> list[Found]:
    waiting = rows.untried(tx, now - TRIED, process - TRIED)
    return [Found("unsent", f"delivery:{row['id']}", row["recipient"], row["due_at"]) for row in waiting]


# -- what went out --------------------------------------------------------------------------------------


def _said(tx: Session, since: datetime) -> Iterator[Found]:
    whose = rows.conversations(tx)
    for out in rows.out_since(tx, since):
        yield from _said_in(tx, out, whose)
        yield from _lists_twice(tx, out)


def _said_in(tx: Session, out: Sequence[Row], whose: Mapping[str, int]) -> Iterator[Found]:
    names = {row["id"]: _named(row) for row in out}
    found = {row["id"]: _reminder(row) for row in rows.nudges_on(tx, names, names.values())}
    carried: dict[int | None, list[Reminder]] = {}
    for one in found.values():
        carried.setdefault(one.delivery_id, []).append(one)
    for row in out:
        message = Message(
            id=row["id"],
            recipient=row["recipient"],
            channel=row["channel"] or "",
            person_id=row["person_id"],
            instead_of=row["payload"].get("instead_of"),
            belongs_to=whose.get(row["channel"]),
            sent_at=row["sent_at"],
            names=[found[x] for x in names[row["id"]] if x in found],
            carries=carried.get(row["id"], ()),
        )
        yield from auditing.said(message)
        yield from (auditing.astray(x) for x in auditing.strangers(message) if _is_sure(tx, x))


def _is_sure(tx: Session, one: Reminder) -> bool:
    """It was nobody else's since: a deal that was given and taken back looks as if it had never moved."""
    since = (one.delivered_at or EVER) - auditing.GRACE
    return one.deal_id is None or not rows.changed_hands(tx, one.deal_id, since)


def _named(row: Row) -> list[int]:
    """The reminders that a message made of them says; a list also shows what was said before."""
    said = promises.kept(row["payload"]) or {}
    lines = said.get("lines", ()) if said.get("kind") == "nudges" else ()
    return [line["nudge_id"] for line in lines if line.get("nudge_id")]


def _lists_twice(tx: Session, out: Sequence[Row]) -> Iterator[Found]:
    """Two lists of one day of one person."""
    lists = [row for row in out if row["kind"] in rows.LISTS]
    if not lists:
        return
    people = {p.id: p for p in people_rows.by_ids(tx, {row["person_id"] for row in lists})}
    zones = {f"person:{pid}": zone_of(person.slack_tz) for pid, person in people.items()}
    days: dict[tuple[str, date], int] = {}
    due, day = [row["due_at"] for row in lists], timedelta(days=1)
    found = rows.lists_sent(tx, zones, min(due) - day, max(due) + day)
    judged = {row["id"] for row in lists}
    for row in sorted(found, key=lambda x: x["id"]):
        which = row["recipient"], row["due_at"].astimezone(zones[row["recipient"]]).date()
        if days.setdefault(which, row["id"]) != row["id"] and row["id"] in judged:
            yield Found("twice", f"delivery:{row['id']}", row["recipient"], row["due_at"])


# -- lists that nobody made -----------------------------------------------------------------------------


def _lists_not_made(tx: Session, config: ActiveConfig, now: datetime) -> list[Found]:
    """Of today, by each reader's own calendar: neither promised nor given up for the day."""
    expected = {slot: found for slot, found in _expected(tx, config, now)}
    known = rows.slots_known(tx, expected) if expected else set()
    return [found for slot, found in expected.items() if slot not in known]


def _expected(tx: Session, config: ActiveConfig, now: datetime) -> Iterator[tuple[str, Found]]:
    times, staff = config.pipeline.digests, Staff(tx, now.year)
    readers = [pid for pid, person in staff.people.items() if can_hear(person)]
    readers = [pid for pid in readers if staff.leads(pid) or staff.sells(pid)]
    staff.learn(tx, readers)
    for person_id in readers:
        facts = staff.facts(person_id)
        clock = times.manager if staff.leads(person_id) else times.rep
        if facts is not None and (day := _day_of_late(facts.delivery, clock, now)):
            slot, to = f"morning:person:{person_id}:{day[0]}", f"person:{person_id}"
            yield slot, Found("unlisted", slot, to, day[1])
    for channel in channel_rows.with_list(tx):
        day = _day_of_late(_hours_of(tx, channel, staff, now), times.channel, now)
        if day and day[1] >= channel.declared_at:
            slot = f"blocked:{channel.channel}:{day[0]}"
            yield slot, Found("unlisted", slot, f"channel:{channel.channel}", day[1])


def _day_of_late(calendar: Calendar, clock: time, now: datetime) -> tuple[date, datetime] | None:
    """Today and its list's instant, while a list that is not there is late."""
    today = calendar.local(now).date()
    at = calendar.list_at(today, clock)
    return (today, at) if calendar.is_working(today) and at + LIST_LATE <= now < at + LIST_OVER else None


def _hours_of(tx: Session, channel: DigestChannel, staff: Staff, now: datetime) -> Calendar:
    """The working days of who declared the channel, in its zone."""
    root = staff.people.get(channel.root_person_id or channel.declared_by or 0)
    nobody = Person(name="", created_at=channel.declared_at)
    nobody.calendar = root.calendar if root else nobody.calendar
    return calendar_of(nobody, people_rows.closures(tx), (), now.year).in_zone(channel.tz)


def _reminder(row: Row) -> Reminder:
    return Reminder(
        id=row["id"],
        state=row["state"],
        due_at=row["due_at"],
        recipient=row["recipient"],
        lane=row["lane"],
        reason=row["reason"],
        delivery_id=row["delivery_id"],
        carrier=row["carrier"],
        person_id=row["person_id"],
        deal_id=row["deal_id"],
        to=row["facts"].get("to", ""),
        delivered_at=row["delivered_at"],
        owner_id=row["owner_id"],
        owner_since=row["owner_since"],
    )
