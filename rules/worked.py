"""Whether somebody has worked on a lead since it was captured: then its Undo would take more than the capture back."""

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple, Protocol, TypeVar

# What the books call an act → what people are told was done.
ACTS = {
    **dict.fromkeys(("note.log", "note.add"), "note"),
    **dict.fromkeys(("deal.lost", "deal.invalid"), "closed"),
    "stage.move": "stage",
    "step.date": "step",
    "deal.edit": "edit",
    "deal.source": "edit",
    "deal.assign": "owner",
    **dict.fromkeys(("deal.wait", "deal.wait_end"), "wait"),
    "file.keep": "file",
}
TASK = "task"
OTHER = "other"
# Another act takes these back again, the newest one first.
TAKEN_BACK = {
    "step.undo": ("step.date",),
    "note.undo": ("note.log", "note.add"),
    "stage.undo": ("stage.move", "deal.lost", "deal.invalid"),
    "file.undo": ("file.keep",),
    "task.undo": ("task.done",),
    "contact.undo": ("contact.off",),
    "deal.pass": ("deal.assign",),
    "assign.undo": ("deal.assign",),
    "deal.restore": ("deal.import",),
    "wait.undo": ("deal.wait",),
    "push.undo": ("deal.push",),
    "later.undo": ("nudge.later",),
}
# Of the capture itself, or what only follows from another act; what Baton does on its own has no actor.
NO_WORK = ("deal.capture", "deal.undo", "deal.met", "deal.claim", "task.open", "note.redact")
ASKING = ("task.open",)  # nothing of a lead's yet, and a promise of who asked
BATON = ("nudge.", "digest.")  # what it says, and what is answered to that
# What who captured it may do to it and still take it all back: these are corrections of what was captured.
OWN = ("edit", "owner", OTHER)


class Acted(Protocol):
    """An act, as the books call it."""

    @property
    def action(self) -> str: ...


_Acted = TypeVar("_Acted", bound=Acted)


class Act(NamedTuple):
    """Who did what to a deal, as the books call it."""

    by_id: int
    action: str


class Worked(NamedTuple):
    """Who did what: a key of `ACTS`, or `TASK` or `OTHER`."""

    by_id: int
    what: str


def worked(acts: Iterable[Act], captured_by: int) -> Worked | None:
    """The newest act that stands and that the Undo of the capture must not take along. ``acts``: the oldest first."""
    told = (Worked(act.by_id, _what(act.action)) for act in standing(acts) if _is_work(act.action))
    return next((one for one in told if one.by_id != captured_by or one.what not in OWN), None)


def others(acts: Iterable[Act], me: int) -> Worked | None:
    """The newest act of somebody else's that stands. ``acts``: since something that ``me`` did, the oldest first."""
    told = (act for act in standing(acts) if act.by_id != me and _is_theirs(act))
    return next((Worked(act.by_id, _what(act.action)) for act in told), None)


def since(acts: Iterable[Act], action: str = "") -> Worked | None:
    """The newest act that stands, where one is named after the last one of this kind. ``acts``: the oldest first."""
    after = takewhile(lambda act: act.action != action, standing(acts))
    return next((Worked(act.by_id, _what(act.action)) for act in after if _is_theirs(act)), None)


def _is_theirs(act: Act) -> bool:
    return _is_work(act.action) or act.action in ASKING


def standing(acts: Iterable[_Acted]) -> Iterator[_Acted]:
    """What was not taken back, the newest first. ``acts``: the oldest first."""
    stand: list[_Acted] = []
    for act in acts:
        undone = TAKEN_BACK.get(act.action)
        if undone is None:
            stand.append(act)
        else:
            _take_back(stand, undone)
    return reversed(stand)


def _take_back(stand: list[_Acted], undone: tuple[str, ...]) -> None:
    last = next((n for n in range(len(stand) - 1, -1, -1) if stand[n].action in undone), None)
    if last is not None:
        del stand[last]


def _is_work(action: str) -> bool:
    return action not in NO_WORK and not action.startswith(BATON)


def _what(action: str) -> str:
    return ACTS.get(action) or (TASK if action.startswith("task.") else OTHER)
