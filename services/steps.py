"""The next step's date: set by a tap, changed by a form. A changed date starts a new episode."""

from datetime import date, datetime, time

from rules.access import Action, Actor
from rules.answers import Answer
from rules.answers.note_forms import NoteFilled, NoteForm
from rules.answers.notes import StepMoved
from rules.errors import Invalid, NotFound
from rules.note import NoteText
from rules.note_words import ATTEMPTS
from rules.when import When
from services import access, audit, inbox, note_store, shown
from services.calendars import calendars
from services.deps import Deps
from services.note_reading import Read, Typed, understand
from services.notes import save
from services.people import local
from storage import books
from storage import deals as deal_rows
from storage import notes as rows
from storage.db import Session
from storage.tables import Deal, Draft, Person, Step


def _target(tx: Session, actor: Actor, where: str, now: datetime) -> tuple[Deal, Step | None]:
    """``s12`` is a step, ``d7`` a deal (its open step, or none yet). Raises NotFound."""
    kind, number = where[:1], where[1:]
    if not number.isdecimal() or kind not in "sd" or len(number) > 9:
        raise NotFound("err.stale")
    if kind == "s":
        step = rows.step(tx, int(number))
        if step is None:
            raise NotFound("err.stale")
        deal = access.deal_for(tx, actor, Action.LOG_NOTE, step.deal_id, now)
        if step.state != "open":
            step = deal_rows.open_step(tx, step.deal_id)
        return deal, step
    deal = access.deal_for(tx, actor, Action.LOG_NOTE, int(number), now)
    return deal, deal_rows.open_step(tx, int(number))


def set_date(
    deps: Deps,
    person: Person,
    actor: Actor,
    where: str,
    when: When,
    *,
    key: str,
    now: datetime,
    text: str | None = None,
) -> Answer:
    """Gives the next step this date; the ladder starts anew for it. Raises NotFound, Invalid (past)."""
    with deps.db.write() as tx:
        known = inbox.repeat(tx, key)
        if known is not None:
            return known
        deal, step = _target(tx, actor, where, now)
        if when.date < local(person, now).date():
            raise Invalid("note.past", faults={"on": "note.past"})
        calendar = calendars(tx, [person], now.year)[actor.id]
        assert deal.id is not None
        before = str(step.on_date) if step else None
        if step is None:
            step = note_store.put_step(tx, deal, person, calendar, text or "", when, now)
        else:
            step.text = text if text else step.text
            step.kind, step.on_date, step.at_time = when.kind, when.date, when.time
            step.tz, step.due_at = person.slack_tz, note_store.due_at(when.date, when, calendar, person)
            step.revision += 1
            tx.add(step)
            tx.flush()
        deal_rows.change(tx, deal.id, deal.version, next_check_at=now, clocks_from=deal.clocks_from or now)
        after = {"step_id": step.id, "on": str(when.date)}
        audit.record(
            tx, actor.id, "step.date", f"deal:{deal.id}", now=now, before={"on": before}, after=after
        )
        part = shown.step(step, local(person, now).date())
        assert part is not None
        is_off = not calendar.is_working(when.date)
        answer = StepMoved(head=shown.head(tx, deal), step=part, is_off_day=is_off)
        inbox.remember(tx, key, "step.date", actor.id, answer, now)
        return answer


def pick_form(deps: Deps, actor: Actor, where: str, *, now: datetime) -> tuple[str, date | None, time | None]:
    """What the date form opens with: the step's text, day and time."""
    with deps.db.read() as tx:
        _, step = _target(tx, actor, where, now)
        return (step.text, step.on_date, step.at_time) if step else ("", None, None)


def form(
    deps: Deps,
    person: Person,
    actor: Actor,
    text: str,
    *,
    now: datetime,
    deal_id: int | None = None,
) -> NoteForm:
    """The note form: for a forwarded message (kept first, then read), a deal, or nothing yet. Raises NotFound."""
    with deps.db.write() as tx:
        access.authorize(tx, actor, Action.CAPTURE, None, now)
        deal = access.deal_for(tx, actor, Action.LOG_NOTE, deal_id, now) if deal_id is not None else None
        own = deal_rows.recent_of_owner(tx, actor.id, 50)
        heads = shown.heads(tx, [d for d in own if deal is None or d.id != deal.id])
        if deal is None and not heads:
            raise NotFound("note.no_deals")
        made = NoteForm(deal=shown.head(tx, deal) if deal else None, deals=tuple(heads.values()))
        if not text.strip():
            return made
        kept = Draft(person_id=actor.id, kind="note", text=text, state={}, created_at=now)
        tx.add(kept)
        tx.flush()
        read = understand(text, person, calendars(tx, [person], now.year)[actor.id], now)
        return made.model_copy(
            update={
                "draft_id": kept.id,
                "agreed": read.note.agreed,
                "next_text": read.note.next_text,
                "on": read.when.date if read.when else None,
                "at": read.when.time if read.when else None,
                "outcome": read.note.outcome or "talked",
            }
        )


def sent(deps: Deps, person: Person, actor: Actor, filled: NoteFilled, *, key: str, now: datetime) -> Answer:
    """The note form as sent is saved. Raises Invalid by field; nothing that was typed is lost."""
    faults = {}
    if filled.deal_id is None:
        faults["deal"] = "note.fault_deal"
    outcome = filled.outcome if filled.outcome in (*ATTEMPTS, *note_store.CONTACTS) else "talked"
    is_attempt = outcome in ATTEMPTS
    if not (filled.agreed or filled.next_text or is_attempt):
        faults["agreed"] = "note.fault_empty"
    if filled.on is not None and filled.on < local(person, now).date():
        faults["on"] = "note.past"
    if filled.at is not None and filled.on is None:
        faults["on"] = "note.fault_time"
    if faults or filled.deal_id is None:
        raise Invalid(faults=faults)
    text = "\n".join(line for line in (filled.agreed, filled.next_text) if line)
    note = NoteText(
        text=text,
        agreed=filled.agreed,
        next_text=filled.next_text or ("" if filled.on is None else filled.agreed),
        outcome=outcome,  # type: ignore[arg-type]
        attempt=is_attempt,
        contact=not is_attempt,
        waiting=False,
        when=filled.on,
        split_by="mark",
    )
    when = When(date=filled.on, time=filled.at, kind="at" if filled.at else "by") if filled.on else None
    with deps.db.write() as tx:
        known = inbox.repeat(tx, key)
        if known is not None:
            return known
        deal = access.deal_for(tx, actor, Action.LOG_NOTE, filled.deal_id, now)
        kept = books.draft(tx, filled.draft_id, actor.id, "note")
        raw, link = text, None
        if kept is not None:
            raw, link = f"{text}\n\n{kept.text}", kept.state.get("permalink")
            books.use_up(tx, kept)
        typed = Typed(raw, origin="form", deal_id=deal.id, permalink=link)
        calendar = calendars(tx, [person], now.year)[actor.id]
        pipeline = deps.config.active().pipeline
        answer = save(tx, pipeline, person, calendar, deal, typed, Read(note, when=when), now=now)
        inbox.remember(tx, key, "note", actor.id, answer, now)
        return answer
