"""Answers to logging a note."""

from datetime import date, datetime, time
from typing import ClassVar

from rules.answers.base import Answer, ClosedShown, DealHead, Part, StepShown


class DateChoice(Part):
    """A reading of a date to tap: local date, optional time; kind by, at or on."""

    on: date
    at: time | None = None
    kind: str = "by"


class NoteSaved(Answer):
    """A note is on disk. ``choices`` are shown when the date has to be asked; ``why_ask`` says why.

    ``why_ask``: unclear (several readings), missing (a step without a date), off_day (weekend or holiday), past.
    """

    kind: ClassVar[str] = "note.saved"
    head: DealHead
    agreed: str = ""
    step: StepShown | None = None
    why_ask: str = ""
    choices: tuple[DateChoice, ...] = ()
    tries: int = 0
    outcome: str | None = None
    missing: tuple[str, ...] = ()
    next_stage: str = ""
    is_guess: bool = False
    sounds_waiting: bool = False
    note_id: int | None = None
    undo_id: int | None = None
    undo_until: datetime | None = None
    again: bool = False
    is_added: bool = False  # to a note that was saved before
    is_changed: bool = False  # a note that was saved before reads so now
    closed: ClosedShown | None = None  # then the note planned nothing, whatever it says of a next step
    unplanned: str = ""


class NoteEmpty(Answer):
    """A deal was named, and nothing said about it: nothing is logged."""

    kind: ClassVar[str] = "note.empty"
    head: DealHead


class NoteWhich(Answer):
    """Which deal is meant? The text is kept as ``draft_id``; ``said`` is the name that was not clear.

    ``why``: several (all match), none (these come close, or are recent), unsure (it may be about each of these).
    ``may_drop``: nobody said that it is a note; it may be a lead, or nothing at all."""

    kind: ClassVar[str] = "note.which"
    draft_id: int
    text: str
    said: str = ""
    heads: tuple[DealHead, ...] = ()
    near: tuple[str, ...] = ()
    why: str = "several"
    may_drop: bool = False


class NoteUndone(Answer):
    """The note is taken back."""

    kind: ClassVar[str] = "note.undone"
    head: DealHead


class StepMoved(Answer):
    """The next step has this date now."""

    kind: ClassVar[str] = "note.step"
    head: DealHead
    step: StepShown
    is_off_day: bool = False
