"""The note form as sent: what was typed there becomes a note, in place of the one that it was opened to put right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from rules import took_place
from rules.access import Action
from rules.answers import Answer
from rules.answers.note_forms import NoteFilled
from rules.calendar import Calendar
from rules.errors import Invalid
from rules.note import NoteText
from rules.note_words import ATTEMPTS, CONTACTS, PLAN, REACTIONS
from rules.when import When
from services import inbox
from services.ask import Ask, once
from services.capture import note_edit, used
from services.capture.note_reading import Read, Typed, understand_step
from services.capture.notes import save
from services.capture.steps import day_fault
from services.team import access
from services.team.calendars import calendars
from storage import drafts as draft_rows
from storage.db import Session
from storage.tables import Draft
from storage.tables.base import Json


@once("note")
def sent(ask: Ask, tx: Session, filled: NoteFilled, files: Sequence[Json] = ()) -> Answer:
    """The note form as sent is saved, with what was attached kept in mind. Raises Invalid by field; nothing that was
    typed is lost."""
    calendar = calendars(tx, [ask.person], ask.now.year)[ask.actor.id]
    here = calendar.in_zone(ask.person.slack_tz)
    faults = _faults(filled, here, ask.now)
    if faults or filled.deal_id is None:
        raise Invalid(faults=faults)
    kept = _kept(ask, tx, filled.draft_id)
    deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, filled.deal_id, ask.now)
    typed, read = _as_typed(filled, deal.id, here, ask.now), _as_read(filled)
    if filled.on is None and filled.next_text:
        read = _with_day(read, understand_step(filled.next_text, ask.person, calendar, ask.now))
    old = note_edit.take(tx, ask, filled.undo_id, filled) if filled.undo_id is not None else None
    if old is not None:
        typed = _after(typed, old.note.raw, old.note.permalink, old.note.contact_at)
        typed, read = replace(typed, leaves_step=old.leaves_step), replace(read, is_settled=old.leaves_step)
    if kept is not None:
        typed = _after(typed, kept.text, kept.state.get("permalink"), kept.created_at if kept.ts else None)
    answer = save(ask, tx, calendar, deal, typed, read)
    if old is not None:
        note_edit.put_instead(tx, ask, old, answer.note_id or 0, answer.undo_id or 0)
    if kept is not None:
        inbox.finish(tx, ask.actor.id, kept.id, answer, ask.now, kept.text)
        draft_rows.use_up(tx, kept, note_id=answer.note_id, deal_id=deal.id)
    if files:
        files_id = draft_rows.keep_files(tx, ask.actor.id, deal.id, files, ask.now)
        answer = answer.model_copy(update={"files_id": files_id})
    return answer


def _kept(ask: Ask, tx: Session, draft_id: int | None) -> Draft | None:
    """The text that the form was opened with. Raises Invalid where that became something since."""
    kept = draft_rows.of_kind(tx, draft_id, ask.actor.id, "note")
    if kept is None and draft_id is not None and used.became(tx, ask.actor.id, draft_id) is not None:
        raise Invalid(faults={"agreed": "note.fault_saved"})
    return kept


def _as_typed(filled: NoteFilled, deal_id: int, here: Calendar, now: datetime) -> Typed:
    """What the form says that is no guess: its words, when it took place, how they took it."""
    return Typed(
        "\n".join(line for line in (filled.agreed, filled.next_text, filled.quote) if line),
        origin="form",
        deal_id=deal_id,
        took_place_at=took_place.instant(filled.took_on, filled.took_at, here, now),
        reaction=filled.reaction if filled.reaction in REACTIONS else "",
        quote=filled.quote,
    )


def _after(typed: Typed, text: str, permalink: str | None, said_at: datetime | None) -> Typed:
    """With the text that was there before the form, and where and when that was said."""
    return replace(typed, text=f"{typed.text}\n\n{text}", permalink=permalink, said_at=said_at)


def _outcome(filled: NoteFilled) -> str:
    return filled.outcome if filled.outcome in (*ATTEMPTS, *CONTACTS, PLAN) else "talked"


def _faults(filled: NoteFilled, here: Calendar, now: datetime) -> dict[str, str]:
    """What is wrong with the form, by field."""
    faults = {}
    if filled.deal_id is None:
        faults["deal"] = "note.fault_deal"
    if not (filled.agreed or filled.next_text or filled.quote or _outcome(filled) in ATTEMPTS):
        faults["agreed"] = "note.fault_empty"
    if filled.on is not None and (fault := day_fault(filled.on, here.local(now).date())):
        faults["on"] = fault
    if filled.at is not None and filled.on is None:
        faults["on"] = "note.fault_time"
    if fault := took_place.fault(filled.took_on, filled.took_at, here, now):
        faults["took_on"] = fault
    return faults


def _as_read(filled: NoteFilled) -> Read:
    """The form's fields as a note that was understood: nothing of it is a guess."""
    outcome = _outcome(filled)
    is_attempt, is_plan = outcome in ATTEMPTS, outcome == PLAN
    note = NoteText(
        text="\n".join(line for line in (filled.agreed, filled.next_text) if line),
        agreed=filled.agreed,
        next_text=filled.next_text or ("" if filled.on is None else filled.agreed),
        outcome=None if is_plan else outcome,  # type: ignore[arg-type]
        attempt=is_attempt,
        contact=not (is_attempt or is_plan),
        waiting=False,
        when=filled.on,
        plan=is_plan,
    )
    if filled.on is None:
        return Read(note)
    return Read(note, when=When(date=filled.on, time=filled.at, kind="at" if filled.at else "by"))


def _with_day(read: Read, step: Read) -> Read:
    """The day that the words of the step say, where none was picked beside them; the words stay as they were typed."""
    return replace(read, when=step.when, unclear=step.unclear, step_text=step.step_text, beside=step.beside)
