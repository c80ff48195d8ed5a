"""Two names, one customer: the forms in which a manager says so, and what came of it."""

from typing import ClassVar

from rules.answers.base import Answer, DealHead, Part
from rules.answers.leads import Choice


class MergeForm(Part):
    """Which company is it the same as? ``choices`` are accounts whose names come close."""

    head: DealHead
    name: str
    choices: tuple[Choice, ...] = ()
    typed: str = ""


class MergeSide(Part):
    """One of the two, and what hangs on it; ``may_go``: this person may give its name up."""

    account_id: int
    name: str
    deals: int = 0
    contacts: int = 0
    notes: int = 0
    may_go: bool = False


class MergePreview(Part):
    """What moves. Without ``other`` nobody is called ``typed`` yet: it becomes another name of ``one``."""

    head: DealHead
    one: MergeSide
    other: MergeSide | None = None
    typed: str = ""


class AccountsMerged(Answer):
    """Both are one customer from now on, called ``kept``; this is what moved."""

    kind: ClassVar[str] = "account.merged"
    gone: str
    kept: str
    deals: int
    contacts: int
    notes: int
    merge_id: int


class AccountsParted(Answer):
    """They are two customers again."""

    kind: ClassVar[str] = "account.parted"
    name: str
    kept: str


class NameAdded(Answer):
    """A customer is known by another name too."""

    kind: ClassVar[str] = "account.name_added"
    name: str
    alias: str
    alias_id: int


class NameDropped(Answer):
    """That is no name of this customer any more."""

    kind: ClassVar[str] = "account.name_dropped"
    name: str
    alias: str
