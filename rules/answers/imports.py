"""Answers about files: what is in one that somebody sent, how far its import is, what came of it."""

from datetime import date, datetime
from typing import Any, ClassVar

from rules.answers.base import Answer, Part


class ColumnShown(Part):
    """A column by its head, and the field that it is taken for ("" is left out)."""

    head: str
    field: str = ""


class TableShown(Part):
    """A table of the file: what it is about, how many lines it has, how its columns are read. ``bare``: a sum without a
    currency, that counts in this one; ``unclear``: a date that may be another day, and the one that it is read as."""

    name: str = ""
    about: str = "deals"
    lines: int = 0
    columns: tuple[ColumnShown, ...] = ()
    bare: str = ""
    currency: str = ""
    unclear: str = ""
    read_as: date | None = None


class FaultShown(Part):
    """A line that is held back and why: the sentence's key, at the head of its column."""

    line: int
    table: str = ""  # where there are several
    head: str = ""
    key: str
    fields: dict[str, Any] = {}


class OwnerShown(Part):
    """A name that nobody here has, and in how many lines it stands."""

    name: str
    lines: int


class ImportPreview(Answer):
    """What an import would do. ``wrong`` lines cannot be read, ``doubles`` meet a customer who is here or in a row
    above; ``faults`` are the first of them. ``can_go``: something would be written."""

    kind: ClassVar[str] = "import.preview"
    is_private: ClassVar[bool] = True
    run_id: int
    file: str
    tables: tuple[TableShown, ...] = ()
    counts: dict[str, int] = {}
    wrong: int = 0
    doubles: int = 0
    faults: tuple[FaultShown, ...] = ()
    more: int = 0
    owners: tuple[OwnerShown, ...] = ()
    updated: tuple[str, ...] = ()  # accounts that it completes, by name
    is_remembered: bool = False
    can_go: bool = False


class ImportRunning(Answer):
    """How far it is; ``verb`` is import, look or undo."""

    kind: ClassVar[str] = "import.running"
    is_private: ClassVar[bool] = True
    file: str
    verb: str = "import"
    done: int = 0
    total: int = 0


class ImportDone(Answer):
    """What came of it; ``undo_until`` while it can be taken back."""

    kind: ClassVar[str] = "import.done"
    is_private: ClassVar[bool] = True
    run_id: int
    file: str
    counts: dict[str, int] = {}
    held: int = 0
    undo_until: datetime | None = None


class ImportUndone(Answer):
    """What was taken back: deals and entries of lists that it made, and those that are as they were before (``restored``);
    what stays because somebody worked with it, and what it ``changed`` for good. ``is_handed``: rows to mend were sent out,
    which nobody need send back."""

    kind: ClassVar[str] = "import.undone"
    is_private: ClassVar[bool] = True
    file: str
    deals: int = 0
    others: int = 0
    restored: int = 0
    restored_others: int = 0
    touched: int = 0
    changed: int = 0
    is_handed: bool = False


class ColumnAsked(Part):
    """A column in the form: its head, what stands in it, the field that it is taken for."""

    head: str
    samples: tuple[str, ...] = ()
    field: str = ""


class ImportForm(Part):
    """How one table of a file is read, to be corrected. ``tables`` are all of the file; ``owners`` names that nobody
    here has, each with the Slack id of who was said to be meant, or none. ``bare``, ``unclear``: as in `TableShown`;
    ``days`` are what that date is in either order."""

    run_id: int
    at: int
    tables: tuple[str, ...]
    about: str
    kinds: tuple[str, ...]
    columns: tuple[ColumnAsked, ...]
    more: int = 0
    fields: tuple[str, ...] = ()
    owners: tuple[tuple[str, str], ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    source: str = ""
    bare: str = ""
    currency: str = ""
    currencies: tuple[str, ...] = ()
    unclear: str = ""
    order: str = ""
    days: tuple[tuple[str, date], ...] = ()
