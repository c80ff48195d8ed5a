"""A deal's story: everything that happened, newest first, a page at a time."""

from datetime import datetime
from typing import ClassVar

from rules.answers.base import Answer, DealHead, Part


class StoryLine(Part):
    """One thing that happened. ``what`` is captured, note, redacted, entered, back, closed, waited, parked, pushed, asked, answered,
    file or waived; ``words`` what was said with it, ``name`` of a stage, a task, a file or an item; ``kind`` of a note
    how the customer was met, with their ``reaction`` and ``quote``, and when it was logged, if on another day. ``note_id`` where its words may be taken out by the reader."""

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
    note_id: int | None = None
    file_id: int | None = None  # it can be opened
    left: str = ""  # of a stage that was entered: the one before it, and its working days there
    stayed: int = 0
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
