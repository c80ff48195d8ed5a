"""Writes a note that was understood, and its next step. One transaction of the caller's."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rules.calendar import Calendar
from rules.clocks import step_due_at
from rules.note_words import ATTEMPTS, CONTACTS, PLAN
from rules.when import When
from services import audit
from services.ask import Ask
from services.capture.closed import is_closed
from services.capture.note_reading import Read, Typed
from services.deals import contacts
from services.team.calendars import calendars
from services.team.people import local
from storage import deal_team
from storage import deals as deal_rows
from storage import steps as step_rows
from storage import waits as wait_rows
from storage.db import Session
from storage.tables import Deal, Note, Person, Step


@dataclass(frozen=True)
class Written:
    """The rows of a note, and what undoing it has to put back."""

    note: Note
    step: Step | None
    back: dict[str, Any]
    stays: bool = False  # the owner has a next step, and the note of a colleague beside them leaves it alone


def write(
    tx: Session,
    person: Person,
    calendar: Calendar,
    deal: Deal,
    typed: Typed,
    read: Read,
    now: datetime,
) -> Written:
    """The note, its next step in place of the open one, and the customer's last sign of life. On a closed deal the
    note is only on record."""
    note = _note(person, deal, typed, read, now)
    tx.add(note)
    tx.flush()
    back = {"note_id": note.id, **_as_it_was(deal), "closed_steps": [], "ended_waits": []}
    stays = is_the_owners(tx, deal, person)
    may_plan = not (stays or typed.leaves_step or is_closed(deal))
    step = _plan(tx, person, calendar, note, deal, read, back, now) if may_plan else None
    if note.kind in CONTACTS:
        back["ended_waits"] = wait_rows.end(tx, deal.id, note.contact_at)
    back["is_counted"] = _touch(tx, deal, note, now)
    audit.record(
        tx, person.id, "note.log", f"deal:{deal.id}", now=now, after={"note_id": note.id, "kind": note.kind}
    )
    return Written(note, step, back, stays)


def _note(person: Person, deal: Deal, typed: Typed, read: Read, now: datetime) -> Note:
    heard = read.note.outcome
    is_attempt = heard in ATTEMPTS
    return Note(
        deal_id=deal.id,
        author_id=person.id,
        kind="attempt" if is_attempt else (heard or (PLAN if read.note.plan else "talked")),
        outcome=heard if is_attempt else None,
        agreed=read.note.agreed,
        next_text=read.note.next_text,
        raw=typed.text,
        contact_at=typed.took_place_at or typed.said_at or now,
        created_at=now,
        permalink=typed.permalink,
        reaction=typed.reaction or None,
        quote=typed.quote or None,
    )


def _as_it_was(deal: Deal) -> dict[str, Any]:
    """The customer's last sign of life before the note."""
    return {
        "last_contact_at": deal.last_contact_at.isoformat() if deal.last_contact_at else None,
        "last_contact_kind": deal.last_contact_kind,
        "tries": deal.tries,
    }


def is_the_owners(tx: Session, deal: Deal, person: Person, *, but_of: int | None = None) -> bool:
    """Has the owner promised something next, and is this person only beside them? `but_of`: a note whose own step may
    be said anew."""
    step = step_rows.open_of(tx, deal.id)
    if step is None or deal.owner_id is None or step.owner_id == person.id:
        return False
    if but_of is not None and step.note_id == but_of:
        return False
    return person.id in {p.id for p in deal_team.people_of(tx, deal.id)}


def _plan(
    tx: Session,
    person: Person,
    calendar: Calendar,
    note: Note,
    deal: Deal,
    read: Read,
    back: dict[str, Any],
    now: datetime,
) -> Step | None:
    """The note's next step, in place of the one that was open or that the note answers."""
    has_step = bool(read.note.next_text or read.when)
    if has_step or _is_over(tx, deal.id, person, note.contact_at):
        back["closed_steps"] = step_rows.close(tx, deal.id, "done", now)
    if not has_step:
        return None
    said = read.step_text or read.note.next_text
    step = put_step(tx, deal, person, calendar, said, read.when, now, note_id=note.id)
    back["step_id"] = step.id
    return step


def _is_over(tx: Session, deal_id: int, person: Person, contact_at: datetime) -> bool:
    """A contact answers the step that was due on its day or before; a later promise stands until another takes its
    place, and so does one made after it."""
    step = step_rows.open_of(tx, deal_id)
    if step is None or step.opened_at > contact_at:
        return False
    return step.on_date is None or step.on_date <= local(person, contact_at).date()


def _touch(tx: Session, deal: Deal, note: Note, now: datetime) -> bool:
    """Attempts count tries and restart nothing; a contact is one, and wakes an imported deal; a plan is neither.
    Whether it counts: what took place before the last contact is on record, and moves nothing."""
    values: dict[str, Any] = {"clocks_from": deal.clocks_from or now}
    counts = deal.last_contact_at is None or deal.last_contact_at <= note.contact_at
    if counts and note.kind == "attempt":
        values["tries"] = deal.tries + 1
    elif note.kind in CONTACTS:
        values |= contacts.counted(tx, deal, note.kind, note.contact_at)
    deal_rows.acted(tx, deal, now, **values)
    return counts


def put_step(
    tx: Session,
    deal: Deal,
    person: Person,
    calendar: Calendar,
    text: str,
    when: When | None,
    now: datetime,
    *,
    note_id: int | None = None,
    revision: int = 1,
) -> Step:
    """A next step as it was said; without a date it waits to be asked and wakes no clock."""
    step = Step(
        deal_id=deal.id,
        note_id=note_id,
        owner_id=deal.owner_id,
        text=text,
        kind=when.kind if when else "by",
        on_date=when.date if when else None,
        at_time=when.time if when else None,
        part_of_day=when.part if when else None,
        tz=person.slack_tz,
        due_at=due_at(when.date, when, calendar, person) if when else None,
        revision=revision,
        opened_at=now,
    )
    tx.add(step)
    tx.flush()
    return step


def due_at(day: date, when: When, calendar: Calendar, person: Person) -> datetime:
    """The instant of a step: local to where the person is now; a bare date is due at closing."""
    return step_due_at(day, when.time, calendar.in_zone(person.slack_tz))


def decide_step(ask: Ask, tx: Session, deal: Deal, when: When, text: str, owner: Person) -> Step:
    """What was decided is a step of its own in place of the open one: taking back the note that promised that one
    leaves it alone."""
    calendar = calendars(tx, [owner], ask.now.year)[owner.id]
    was = step_rows.open_of(tx, deal.id)
    before = str(was.on_date) if was else None
    step_rows.close(tx, deal.id, "replaced", ask.now)
    return _dated(ask, tx, deal, put_step(tx, deal, owner, calendar, text, when, ask.now), {"on": before})


def date_step(
    ask: Ask,
    tx: Session,
    deal: Deal,
    step: Step | None,
    when: When,
    text: str,
) -> Step:
    """The next step is on another day: a new revision, a new episode. Without a step, ``text`` becomes one."""
    person = ask.person
    calendar = calendars(tx, [person], ask.now.year)[person.id]
    before = {"on": str(step.on_date) if step else None}
    if step is None:
        step = put_step(tx, deal, person, calendar, text, when, ask.now)
    else:
        if text not in ("", step.text):
            before["text"] = step.text  # so that it can be taken out of what was told meanwhile
        step.text = text or step.text
        if when.time is not None or when.date != step.on_date or when.part:
            step.part_of_day = when.part  # else only its words were changed
        step.kind, step.on_date, step.at_time = when.kind, when.date, when.time
        step.tz = person.slack_tz
        step.due_at = due_at(when.date, when, calendar, person)
        step.revision += 1
        step.opened_at = ask.now  # promised anew: what was due before it was is not said after it
        tx.add(step)
        tx.flush()
    return _dated(ask, tx, deal, step, before)


def _dated(ask: Ask, tx: Session, deal: Deal, step: Step, before: dict[str, str | None]) -> Step:
    deal_rows.acted(tx, deal, ask.now, clocks_from=deal.clocks_from or ask.now)
    after = {"step_id": step.id, "on": str(step.on_date)}
    of = f"deal:{deal.id}"
    audit.record(tx, ask.actor.id, "step.date", of, now=ask.now, before=before, after=after)
    return step
