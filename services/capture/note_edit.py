"""Edit on a note just logged: what its form says takes the note's place, and its ways back lead to the new one."""

from rules.errors import Invalid, NotFound
from services.ask import Ask
from services.capture import notes
from services.deals import undoing
from storage import drafts as draft_rows
from storage import notes as rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Note, Undo


def newest(tx: Session, ask: Ask, undo_id: int) -> Undo:
    """The way back out of a note, or out of the one that took its place since. Raises NotFound."""
    known = undo_rows.of_person(tx, undo_id, ask.actor.id)
    while known is not None and known.back.get("became"):
        known = undo_rows.of_person(tx, int(known.back["became"]), ask.actor.id)
    if known is None or known.action != "note":
        raise NotFound("err.undo_late")
    return known


def note_of(tx: Session, ask: Ask, undo_id: int) -> Note:
    """The note that can still be taken back. Raises NotFound when it is too late."""
    known = newest(tx, ask, undo_id)
    note = rows.by_id(tx, int(known.back["note_id"]))
    if note is None or not rows.stands(note) or known.state == "done" or known.until <= ask.now:
        raise NotFound("err.undo_late")
    return note


def take(tx: Session, ask: Ask, undo_id: int) -> tuple[Note, Undo]:
    """Takes the note back, for another to be put in its place. Raises Invalid when it is too late, so that the form
    keeps what was typed."""
    try:
        note = note_of(tx, ask, undo_id)
        taken, was_used = undoing.take(ask, tx, newest(tx, ask, undo_id).id or 0, "note")
    except NotFound:
        raise Invalid(faults={"agreed": "note.fault_late"}) from None
    if was_used:
        raise Invalid(faults={"agreed": "note.fault_late"})
    notes.take_back(ask, tx, taken)
    return note, taken


def put_instead(tx: Session, taken: Undo, before: Note, note_id: int, undo_id: int) -> None:
    """Undo and Edit in the old answer, and a reply in its thread, are about the new note from now on."""
    taken.back = {**taken.back, "became": undo_id}
    tx.add(taken)
    draft_rows.became_another(tx, before.id or 0, note_id)
