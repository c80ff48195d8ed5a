"""The note form: exactly two lines, a date and an outcome; on demand when it took place, the reaction, their words."""

from datetime import date, time

from rules.answers.base import ClosedShown, DealHead, Part
from rules.answers.leads import Choice


class NoteForm(Part):
    """What the form opens with; ``draft_id`` is the kept text it came from, ``closed`` how its deal stands, ``chosen`` the
    deal that is picked already. ``is_full``: with what is asked on demand."""

    deal: DealHead | None = None
    closed: ClosedShown | None = None
    deals: tuple[DealHead, ...] = ()
    chosen: int | None = None
    is_full: bool = False
    draft_id: int | None = None
    undo_id: int | None = None  # of the note that it is to put right
    agreed: str = ""
    next_text: str = ""
    on: date | None = None
    at: time | None = None
    outcome: str = "talked"
    kinds: tuple[Choice, ...] = ()  # what attached files may be evidence for
    took_on: date | None = None  # when it took place, if that was not just now
    took_at: time | None = None
    reaction: str = ""
    quote: str = ""


class NoteFilled(Part):
    """The form as sent."""

    deal_id: int | None = None
    draft_id: int | None = None
    undo_id: int | None = None  # of the note that it is to put right
    agreed: str = ""
    next_text: str = ""
    on: date | None = None
    at: time | None = None
    outcome: str = "talked"
    took_on: date | None = None  # when it took place, if that was not just now
    took_at: time | None = None
    reaction: str = ""
    quote: str = ""
