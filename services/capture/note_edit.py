"""Edit on a note just logged: what its form says takes the note's place, and its ways back lead to the new one."""

from typing import Any, NamedTuple

from rules.answers.note_forms import NoteFilled
from rules.errors import Invalid, NotFound
from services.ask import Ask
from services.capture import notes
from services.deals import undoing
from storage import drafts as draft_rows
from storage import notes as rows
from storage import steps as step_rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Note, Undo

STEPS = ("step_id", "closed_steps")  # what a way back knows of steps


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


class Old(NamedTuple):
    """A note that was taken back for another to be put in its place. `steps`: what its way back knew of steps, where
    those stand as they are."""

    note: Note
    undo: Undo
    steps: dict[str, Any] | None

    @property
    def leaves_step(self) -> bool:
        """Does its own step stay closed, since something else was promised after it?"""
        return self.steps is not None


def take(tx: Session, ask: Ask, undo_id: int, filled: NoteFilled) -> Old:
    """Takes the note back, for what was filled in to be put in its place. Raises Invalid when it is too late, so that the
    form keeps what was typed."""
    try:
        note, known = note_of(tx, ask, undo_id), newest(tx, ask, undo_id)
        steps = _kept_steps(tx, known) if _leaves_step(tx, note, known, filled) else None
        taken, was_used = undoing.take(ask, tx, known.id or 0, "note")
    except NotFound:
        raise Invalid(faults={"agreed": "note.fault_late"}) from None
    if was_used:
        raise Invalid(faults={"agreed": "note.fault_late"})
    notes.take_back(ask, tx, taken)
    return Old(note, taken, steps)


def _leaves_step(tx: Session, note: Note, known: Undo, filled: NoteFilled) -> bool:
    """Is the note's own step no longer the open one, and is nothing else meant to be next than was? Then what took its
    place stands."""
    own = step_rows.by_id(tx, int(known.back.get("step_id") or 0))
    if own is None or step_rows.open_of_note(tx, note.id or 0):
        return False
    if filled.on is None:  # words alone replace no day that is promised since
        return True
    said = (filled.next_text in (own.text, note.next_text), filled.on, filled.at)
    return said == (True, own.on_date, own.at_time)


def _kept_steps(tx: Session, known: Undo) -> dict[str, Any]:
    """What the way back says of steps, taken out before the note is taken back: that goes to the one put instead."""
    kept = {name: known.back[name] for name in STEPS if name in known.back}
    known.back = {name: value for name, value in known.back.items() if name not in STEPS}
    tx.add(known)
    tx.flush()
    return kept


def put_instead(tx: Session, ask: Ask, old: Old, note_id: int, undo_id: int) -> None:
    """Undo and Edit in the old answer, and a reply in its thread, are about the new note from now on; so is the step
    that the old one promised, closed as it is."""
    if old.steps is not None:
        _give_steps(tx, ask, old.steps, note_id, undo_id)
    old.undo.back = {**old.undo.back, "became": undo_id}
    tx.add(old.undo)
    draft_rows.became_another(tx, old.note.id or 0, note_id)


def _give_steps(tx: Session, ask: Ask, kept: dict[str, Any], note_id: int, undo_id: int) -> None:
    step, undo = step_rows.by_id(tx, int(kept["step_id"])), undo_rows.of_person(tx, undo_id, ask.actor.id)
    assert step is not None and undo is not None
    step.note_id = note_id
    undo.back = {**undo.back, **kept}
    tx.add_all([step, undo])
    tx.flush()
