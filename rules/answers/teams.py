"""A deal's team: who is on it beside the owner, the form that changes it, and who hears of that."""

from datetime import date, datetime
from typing import ClassVar

from rules.answers.base import Answer, DealHead, Part
from rules.answers.nudges import Done

MOST = 10  # people on one team: more is a distribution list


class TeamForm(Part):
    """Who is on the team now, by Slack id."""

    head: DealHead
    people: tuple[str, ...] = ()


class TeamChanged(Answer):
    """To who changed it: the team as it is now, and who joined or left by it. Names, in their order."""

    kind: ClassVar[str] = "team.changed"
    head: DealHead
    team: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


class TeamJoined(Answer):
    """To somebody who is on a deal's team from now on: whose deal it is, and who asked them in."""

    kind: ClassVar[str] = "team.joined"
    head: DealHead
    stage_name: str
    owner: str
    who: str


class NoteBeside(Part):
    """A note of somebody who does not own the deal; `promised_on`: by when its author does what is next."""

    note_id: int
    head: DealHead
    who: str
    said: str = ""
    outcome: str = "talked"
    next_text: str = ""
    promised_on: date | None = None
    is_undone: bool = False


class TeamNoted(Answer):
    """To the owner of these deals: what others have written there."""

    kind: ClassVar[str] = "team.noted"
    notes: tuple[NoteBeside, ...]


class Was(Part):
    """Something that was asked of the reader."""

    what: str
    task_id: int = 0


class DealOver(Answer):
    """To who has a hand in a deal of somebody else's: it is over, or yet another's, by somebody's doing who is not the
    reader. `helps`: they had promised to; `tasks`: what they were to do, which ended with it, or stays theirs where only
    the owner is another one; `is_back`: they have read it, and it was taken back.

    What it says is decided when it is sent (`services.deals.hands.as_it_is`): `owner_id` had it `since`
    then as far as the reader knows, `knows` what of it was their own doing or comes to them otherwise. By itself it is a
    message of an earlier version; now it is a line of `DealsOver`."""

    kind: ClassVar[str] = "help_over"
    is_private: ClassVar[bool] = True
    head: DealHead
    done: Done
    helps: bool = True
    tasks: tuple[Was, ...] = ()
    is_back: bool = False
    owner_id: int | None = None
    since: datetime | None = None
    knows: tuple[str, ...] = ()


class DealsOver(Answer):
    """Of each deal that an import ended or gave away, or that somebody did while the reader was not at work; `others`: those
    beyond, that are counted."""

    kind: ClassVar[str] = "deals_over"
    is_private: ClassVar[bool] = True
    deals: tuple[DealOver, ...]
    others: tuple[int, ...] = ()
    is_import: bool = True
