"""What is said in the thread of a note is added to it: to what was agreed, or as its next step."""

from dataclasses import replace
from typing import Any

from rules.access import Action
from rules.answers.notes import NoteSaved
from rules.calendar import Calendar
from rules.errors import NotFound
from services import audit, shown
from services.ask import Ask
from services.capture import closed, note_beside, note_store
from services.capture.away import away
from services.capture.note_reading import Read, asks, understand
from services.capture.notes import rest_of
from services.deals import amounts, tags
from services.deals.undoing import UNDO_FOR
from services.team import access
from services.team.calendars import calendars
from services.team.people import language
from storage import deals as deal_rows
from storage import notes as rows
from storage import steps as step_rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Deal, Note, Step

WORDS = ("agreed", "next_text", "raw")


def note_of(tx: Session, ask: Ask, note_id: int) -> tuple[Note, Deal] | None:
    """The note, while it stands and this person may write on its deal."""
    note = rows.by_id(tx, note_id)
    if note is None:
        return None
    try:
        deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, note.deal_id, ask.now)
    except NotFound:
        return None
    return (note, deal) if rows.stands(note) else None


def add(tx: Session, ask: Ask, note: Note, deal: Deal, text: str, *, is_instead: bool = False) -> NoteSaved:
    """Adds a text to a note, or puts it in the place of its words; a next step in it takes the place of the open one,
    unless that is the owner's and this person is only beside them: as in a note of its own."""
    calendar = calendars(tx, [ask.person], ask.now.year)[ask.actor.id]
    words = rest_of(tx, ask.pipeline, ask.actor, text, deal)
    read = understand(words, ask.person, calendar, ask.now)
    back: dict[str, Any] = {"note_id": note.id, "added": {name: getattr(note, name) for name in WORDS}}
    # Without a day it is one more thing that was said; the step that stands keeps its day.
    plans = bool(read.note.next_text) and not closed.is_closed(deal)
    is_step = plans and (read.when is not None or read.unclear is not None)
    said = read.note.agreed if is_step else words
    _say(note, said, text, is_instead=is_instead)
    step, stays = None, note_store.is_the_owners(tx, deal, ask.person, but_of=note.id)
    if is_step:
        note.next_text = read.note.next_text
    if is_step and not stays:
        step = _plan(tx, ask, note, deal, calendar, read, back)
    else:
        read = replace(read, is_settled=True)
    is_told = is_step or not is_instead
    promised_on = note_beside.more(ask, tx, deal, note, read, said, back) if is_told else None
    undo = _kept(tx, ask, note, deal, back)
    why, choices = asks(read, calendar, ask.today, away(tx, deal, calendar))
    saved = NoteSaved(
        head=shown.head(tx, deal),
        agreed=said or read.note.next_text,
        step=shown.step(step, ask.today),
        why_ask=why,
        choices=choices,
        note_id=note.id,
        undo_id=undo,
        is_added=not is_instead,
        is_changed=is_instead,
        closed=closed.how(deal, ask.person),
        tags=tags.offered(ask.pipeline, deal, words, language(ask.person)),
        amount=amounts.offered(tx, ask, deal, note),
        unplanned=read.note.next_text if closed.is_closed(deal) else "",
        promised_on=promised_on,
    )
    return note_beside.left_alone(tx, deal, read, saved) if is_step and stays else saved


def _plan(
    tx: Session, ask: Ask, note: Note, deal: Deal, calendar: Calendar, read: Read, back: dict[str, Any]
) -> Step:
    """The step in it, in the place of the open one."""
    back["closed_steps"] = step_rows.close(tx, deal.id, "replaced", ask.now)
    what = read.step_text or read.note.next_text
    step = note_store.put_step(tx, deal, ask.person, calendar, what, read.when, ask.now, note_id=note.id)
    back["step_id"] = step.id
    return step


def _kept(tx: Session, ask: Ask, note: Note, deal: Deal, back: dict[str, Any]) -> int:
    """The note as it reads now is written and on record; the id of the way back."""
    tx.add(note)
    tx.flush()
    deal_rows.acted(tx, deal, ask.now)
    after = {"note_id": note.id, **{name: getattr(note, name) for name in WORDS}}
    audit.record(
        tx, ask.actor.id, "note.add", f"deal:{deal.id}", now=ask.now, before=back["added"], after=after
    )
    return undo_rows.put(tx, ask.actor.id, "note_more", deal.id, ask.now + UNDO_FOR, ask.now, back)


def _say(note: Note, said: str, text: str, *, is_instead: bool) -> None:
    """The words of the note, with what was added or in place of them."""
    before = ("", "") if is_instead else (note.agreed, note.raw)
    note.agreed, note.raw = (
        "\n".join(line for line in pair if line) for pair in zip(before, (said, text), strict=True)
    )
