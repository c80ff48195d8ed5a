"""Answers about a wait that needs the manager's word: what is asked for, who was asked, that it was allowed."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from rules.answers.base import Answer, DealHead, Part


class Wish(Part):
    """A wait as somebody wants it: for whom, for what, until when (a local day); `is_park`: nobody is waited for."""

    deal_id: int = Field(ge=0, lt=2**31)
    who: str = ""
    why: str = ""
    until: date
    is_park: bool = False


class WaitTooOften(Answer):
    """One wait too many in this stage; ``manager`` may allow it."""

    kind: ClassVar[str] = "wait.too_often"
    head: DealHead
    manager: str
    wish: Wish


class WaitAsked(Answer):
    """The manager will hear that one more wait is wanted."""

    kind: ClassVar[str] = "wait.asked"
    head: DealHead
    manager: str


class WaitRequest(Answer):
    """To the manager: who wants to wait once more, in which stage."""

    kind: ClassVar[str] = "wait.request"
    head: DealHead
    asker: str
    stage_name: str
    wish: Wish


class WaitAllowed(Answer):
    """To the owner: the manager allowed it, and it is quiet until then. `is_listed`: lists before tell of what was promised.
    `is_undone`: they took that back."""

    kind: ClassVar[str] = "wait.allowed"
    head: DealHead
    manager: str
    until: date
    is_listed: bool = False
    is_undone: bool = False
