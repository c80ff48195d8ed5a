"""The note form: exactly two lines, a date and an outcome."""

from datetime import date, time

from rules.answers.base import ClosedShown, DealHead, Part


class NoteForm(Part):
    """What the form opens with; ``draft_id`` is the kept text it came from, ``closed`` how its deal stands."""

    deal: DealHead | None = None
    closed: ClosedShown | None = None
    deals: tuple[DealHead, ...] = ()
    draft_id: int | None = None
    agreed: str = ""
    next_text: str = ""
    on: date | None = None
    at: time | None = None
    outcome: str = "talked"


class NoteFilled(Part):
    """The form as sent."""

    deal_id: int | None = None
    draft_id: int | None = None
    agreed: str = ""
    next_text: str = ""
    on: date | None = None
    at: time | None = None
    outcome: str = "talked"
