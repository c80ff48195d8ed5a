"""Something asked of a colleague or of a group: the request, what was answered to it, and who hears of that."""

from datetime import date, datetime, time
from typing import ClassVar

from rules.answers.base import Answer, DealHead, Part
from rules.answers.leads import Choice


class TaskSaid(Part):
    """The last answer to a task: `verb` is done, date, word, pass or back, or undone (it was done, and is not); `to` is who
    has it now. `is_own`: the reader gave it; `is_yours`: the reader has it now."""

    verb: str
    who: str
    text: str = ""
    on: date | None = None
    to: str = ""
    is_own: bool = False
    is_yours: bool = False


class TaskAsked(Answer):
    """To somebody whose turn it is: what a deal needs, who asks (empty: the reader), until when; then what came of it.

    `is_open`: the reader may still answer it. `is_late`: somebody else was before the reader's own tap. `is_here`:
    the message under which the reader tapped is theirs, and is to say this from now on."""

    kind: ClassVar[str] = "task_asked"
    task_id: int
    head: DealHead
    stage_name: str = ""
    what: str
    who: str
    due: date | None = None
    at: time | None = None  # by that hour, for this reader
    papers: tuple[str, ...] = ()  # what there is to look at: names of files, links
    files: int = 0  # how many of them can be opened
    is_open: bool = True
    is_off: bool = False  # nobody has to do it any more, though nobody has done it
    said: TaskSaid | None = None
    is_late: bool = False
    is_here: bool = False
    undo_id: int | None = None  # the reader said that it is done, and may take it back
    undo_until: datetime | None = None


class TasksDue(Answer):
    """To whose they are, on the morning of their day: everything of theirs that is due, each with its ways to answer."""

    kind: ClassVar[str] = "tasks_due"
    tasks: tuple[TaskAsked, ...]


class TaskLate(Answer):
    """To who opened it, a working day after its day: it is still open."""

    kind: ClassVar[str] = "task_late"
    task_id: int
    head: DealHead
    what: str
    whose: tuple[str, ...] = ()
    due: date
    at: time | None = None


class TaskBack(Answer):
    """To who waits for it: what a colleague answered."""

    kind: ClassVar[str] = "task_back"
    head: DealHead
    what: str
    said: TaskSaid


class TaskForm(Part):
    """An answer that wants a word more: which, to which task, pressed under which message."""

    verb: str
    asked: TaskAsked
    people: tuple[Choice, ...] = ()
    channel: str = ""
    ts: str = ""


class ColleagueForm(Part):
    """Asking a colleague for something about a deal: whom one may ask, and the day that is proposed; whom and what, where
    it was typed already."""

    head: DealHead
    people: tuple[Choice, ...]
    due: date
    chosen: str | None = None
    text: str = ""


class ColleagueAsked(Answer):
    """To who asked: who hears it, and until when an answer is wanted."""

    kind: ClassVar[str] = "task.colleague_asked"
    head: DealHead
    who: tuple[str, ...]
    due: date
