"""The stand-up: one stuck deal after the other, what was decided, and a summary."""

from typing import ClassVar

from rules.answers.base import Answer, DealHead, Part, StepShown
from rules.answers.deals import NoteShown
from rules.answers.leads import Choice
from rules.answers.nudges import NudgeLine


class StandupList(Part):
    """Deals of a stand-up that come from one list: a channel's, or (without one) one's own."""

    channel: str = ""
    deals: tuple[DealHead, ...] = ()


class StandupTurn(Part):
    """One deal of a stand-up: the `place`-th of `deals`, how it stands, who may be the one to do something; `decided`
    are the deals before it of which something was decided; `seen` is the step it shows, `step_whose` who has it. `line` is
    why the deal is there, as a morning's list says it; `asks`: what help its owner asked whom (`asked`) for, who has not answered; `note` the last one. The first turn tells which `lists` its deals come
    from, and how many further ones are `left` for another time."""

    deals: tuple[int, ...]
    place: int
    decided: tuple[int, ...] = ()
    head: DealHead
    owner: str = ""
    stage_name: str = ""
    days: int = 0
    blocker: str = ""
    group: str = ""
    is_moving: bool = False
    asks: str | None = None
    asked: str = ""
    step: StepShown | None = None
    step_whose: str = ""
    seen: str = ""
    line: NudgeLine | None = None
    note: NoteShown | None = None
    lists: tuple[StandupList, ...] = ()
    left: int = 0
    people: tuple[Choice, ...] = ()


class StandupFilled(Part):
    """What was typed for one deal: what is done, by whom (empty: its owner), by when (empty: as the words say); `seen`:
    the step that the form showed."""

    what: str = ""
    who: str = ""
    on: str = ""
    seen: str | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.what or self.on)


class StepDecided(Answer):
    """A deal's next step was decided in a stand-up: told to its owner; `who` decided. Or it was taken back: what is next
    `now`."""

    kind: ClassVar[str] = "standup.decided"
    head: DealHead
    who: str
    step: StepShown
    is_undone: bool = False
    now: StepShown | None = None


class Decision(Part):
    """A deal of the summary, with the step that was decided."""

    head: DealHead
    owner: str = ""
    step: StepShown
    undo_id: int | None = None  # its reader may take it back


class StandupOver(Answer):
    """The stand-up is over: what was decided, of which of those that were `looked_at` nothing was, out of `count`."""

    kind: ClassVar[str] = "standup.over"
    decided: tuple[Decision, ...] = ()
    open: tuple[DealHead, ...] = ()
    looked_at: int = 0
    count: int = 0
