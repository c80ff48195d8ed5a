"""Answers to files that somebody sends in the DM: of which deal, what it is, that it is kept."""

from typing import ClassVar

from rules.answers.base import Answer, DealHead, Part


class FileKind(Part):
    """What a file may be: a gate item by its key and name; ``is_likely``: it looks like one."""

    key: str
    name: str
    is_likely: bool = False


class FileFault(Part):
    """A file that is not taken, and why (a key of the catalogue)."""

    name: str
    why: str


class FileOffer(Answer):
    """Of which deal are these files (``heads``), or, once that is known (``head``), what are they (``kinds``)?"""

    is_private: ClassVar[bool] = True
    kind: ClassVar[str] = "file.offer"
    draft_id: int
    names: tuple[str, ...]
    head: DealHead | None = None
    is_guess: bool = False
    kinds: tuple[FileKind, ...] = ()
    heads: tuple[DealHead, ...] = ()
    faults: tuple[FileFault, ...] = ()


class FileKept(Answer):
    """The files are in our own store, as ``called``; ``missing`` is what the next gate lacks still."""

    is_private: ClassVar[bool] = True
    kind: ClassVar[str] = "file.kept"
    head: DealHead
    names: tuple[str, ...]
    called: str = ""
    missing: tuple[str, ...] = ()
    next_stage: str = ""
    may_ask: bool = True  # the customer can tell what is missing
    approvals: int = 0  # of what is missing, how many are a manager's yes
    undo_id: int | None = None


class FileRefused(Answer):
    """None of the files is taken."""

    is_private: ClassVar[bool] = True
    kind: ClassVar[str] = "file.refused"
    faults: tuple[FileFault, ...]


class FileUndone(Answer):
    """The files are off the deal again."""

    is_private: ClassVar[bool] = True
    kind: ClassVar[str] = "file.undone"
    head: DealHead


class FileShown(Part):
    """A file that is with a deal."""

    file_id: int
    name: str


class FileShelf(Answer):
    """The files of a deal, each to be opened; ``task_id`` where they are shown for a task."""

    is_private: ClassVar[bool] = True
    kind: ClassVar[str] = "file.shelf"
    head: DealHead
    files: tuple[FileShown, ...] = ()
    is_more: bool = False
    task_id: int = 0


class FileSent(Answer):
    """A file was opened: it is in the DM."""

    is_private: ClassVar[bool] = True
    kind: ClassVar[str] = "file.sent"
    head: DealHead
    name: str
