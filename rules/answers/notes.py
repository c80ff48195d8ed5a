"""Answers to logging a note."""

from datetime import date, time
from typing import ClassVar

from rules.answers.base import Answer, ClosedShown, DealHead, Part, StepShown
from rules.answers.leads import Choice, MoneyShown


class DateChoice(Part):
    """A reading of a date to tap: local date, optional time or part of the day; kind by, at or on."""

    on: date
    at: time | None = None
    part: str | None = None
    kind: str = "by"


class FarStep(Part):
    """A next step that lies far ahead: shall Baton go quiet? ``until`` is the step's day or, where it ``is_cut``, the last
    to which one wait may go; ``doubt``: so many days away that it is asked whether the day is meant."""

    on: date
    working_days: int
    until: date
    is_cut: bool = False
    doubt: int = 0


class NoteSaved(Answer):
    """A note is on disk. ``choices`` are shown when the date has to be asked; ``why_ask`` says why.

    ``why_ask``: unclear (several readings), no_day (its month has no such day), no_hour (no day has that hour),
    missing (a step without a date), past, off_own, off_bridge, off_theirs_cn, off_theirs_us (who is away that day).
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
    may_ask: bool = True  # the customer can tell what is missing
    approvals: int = 0  # of what is missing, how many are a manager's yes
    is_guess: bool = False
    is_plan: bool = False  # nothing took place
    is_unsure: bool = False  # where the next step begins
    note_id: int | None = None
    undo_id: int | None = None
    files_id: int | None = None  # what came with it in its form, until it is fetched
    took_on: date | None = None  # the day it took place, if that is another one
    again: bool = False
    is_added: bool = False  # to a note that was saved before
    is_changed: bool = False  # a note that was saved before reads so now
    closed: ClosedShown | None = None  # then the note planned nothing, whatever it says of a next step
    unplanned: str = ""
    promised_on: date | None = (
        None  # by when who wrote it, beside the owner, does what is next: a task of theirs
    )
    stays: str = ""  # whose next step stays: a colleague beside the owner moves none of the owner's
    wait_on: date | None = None  # it sounds like theirs: quiet until then?
    far: FarStep | None = None  # then `wait_on` and `why_ask` ask nothing
    need: str = ""  # the role of a group that it says is needed
    invalid: str = ""  # the reason to close a lead that is none
    may_recap: bool = False
    tags: tuple[Choice, ...] = ()  # that its words offer
    amount: MoneyShown | None = None  # that its words say the deal is worth, and it is not


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


class NoteRedacted(Answer):
    """What was told of a note whose words were taken out since."""

    kind: ClassVar[str] = "note.redacted"
    head: DealHead


class StepMoved(Answer):
    """The next step has this date now."""

    kind: ClassVar[str] = "note.step"
    head: DealHead
    step: StepShown
    off: str = ""  # who is away on that day, as in `NoteSaved.why_ask`
    far: FarStep | None = None
    note_id: int | None = None  # the note that promised it, to hand on
    undo_id: int | None = None  # and to take back, while that is possible


class NextAsked(Answer):
    """The reminders go on: the next step as it stands, or the days to choose from."""

    kind: ClassVar[str] = "note.next_asked"
    head: DealHead
    step: StepShown | None = None
    choices: tuple[DateChoice, ...] = ()


class RecapShown(Answer):
    """What the customer may read of a note, in their ``language``; ``left_out``: some of it stays inside."""

    kind: ClassVar[str] = "note.recap"
    head: DealHead
    note_id: int | None = None  # its words go with the note's
    language: str = "en"
    agreed: str = ""
    next_text: str = ""
    step: StepShown | None = None
    left_out: bool = False
