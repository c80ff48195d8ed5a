"""A deal's story: everything that happened, newest first, a page at a time."""

from datetime import date, datetime
from typing import ClassVar, Literal

from rules.answers.base import Answer, DealHead, Part
from rules.answers.leads import MoneyShown

ChangedField = Literal[
    "account", "contact", "role", "phone", "email", "need", "amount", "sign_on", "source", "probability",
    "industry", "region", "tier",
]  # fmt: skip


class FieldValue(Part):
    """What a field held: a sum, a day, a percentage or a name; nothing of these where it was empty, or its words are not
    told."""

    money: MoneyShown | None = None
    on: date | None = None
    percent: int | None = None
    name: str = ""


class FieldChange(Part):
    """A field of the deal that was changed, from what and to what."""

    field: ChangedField
    before: FieldValue = FieldValue()
    after: FieldValue = FieldValue()


class StoryLine(Part):
    """One thing that happened. ``what`` is captured, note, redacted, undone, entered, back, closed, waited,
    parked, asked, helping, answered, file, waived, approved, pushed, planned, owner, freed, team, tag, untag, edited,
    restored, risk or risk_end; ``words`` what was said with it, ``name`` of a stage, a task, a file, an item, a tag or
    somebody; ``kind`` of a note how the customer was met, with their ``reaction`` and ``quote``, and when it
    was logged, if on another day. ``said``: what its words are taken out by, where the reader may (``note:ID``). ``joined`` and
    ``left_team``: of the deal's team; ``changed``: of an edit."""

    at: datetime
    what: str
    who: str = ""
    words: str = ""
    following: str = ""  # of a note: the next step
    name: str = ""
    kind: str = ""
    reaction: str = ""
    quote: str = ""
    logged_at: datetime | None = None
    until: datetime | None = None
    said: str = ""
    file_id: int | None = None  # it can be opened
    left: str = ""  # of a stage that was entered: the one before it, and its working days there
    stayed: int = 0
    is_undone: bool = False  # of a move that was taken back
    joined: tuple[str, ...] = ()
    left_team: tuple[str, ...] = ()
    changed: tuple[FieldChange, ...] = ()
    process: int | None = (
        None  # the version of the process that a stage was entered under, if it is another now
    )


class Story(Answer):
    """A page of it; ``first`` counts from 0."""

    kind: ClassVar[str] = "deal.story"
    head: DealHead
    lines: tuple[StoryLine, ...] = ()
    backs: int = 0  # how often it went back
    first: int = 0
    count: int = 0
