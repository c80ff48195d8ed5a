"""What the clock is told of many deals: of each kind of row the columns that the rules ask for, and no models.

Asked of every deal that is looked at, so the statements are ready; on PostgreSQL all of them travel together.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col

from storage import conditions
from storage.ready import Ready
from storage.tables import Dismissal, GateAnswer, Later, Nudge, Push, Step, Task, Wait
from storage.tables.base import Json


class Promised(NamedTuple):
    """An open next step."""

    deal_id: int
    id: int
    revision: int
    kind: str
    due_at: datetime | None
    at_time: time | None
    opened_at: datetime
    text: str


class Waited(NamedTuple):
    """A wait or a park, over or not."""

    deal_id: int
    stage: str
    who: str
    why: str
    since: datetime
    until: datetime
    ended_at: datetime | None
    is_park: bool


class PutOff(NamedTuple):
    """A *Later*."""

    deal_id: int
    rule: str
    episode: str
    until: datetime
    n: int
    at: datetime | None


class Dismissed(NamedTuple):
    """What somebody called not useful, and when it had been told."""

    deal_id: int
    rules: Json
    at: datetime
    told: datetime | None


class Pushed(NamedTuple):
    """A manager's word to go on."""

    deal_id: int
    by_id: int | None
    at: datetime


class Handed(NamedTuple):
    """What was in the way, as another team's task; ``told``: the messages that asked for it."""

    deal_id: int
    episode: str
    opened_at: datetime
    closed_at: datetime | None
    told: Json | None


class Said(NamedTuple):
    """A reminder that is promised or said; ``to`` whom, as the rules call them."""

    deal_id: int
    id: int
    rule: str
    episode: str
    rung: int
    person_id: int | None
    state: str
    due_at: datetime
    delivered_at: datetime | None
    to: str | None


Row = TypeVar("Row", Promised, Waited, PutOff, Dismissed, Pushed, Handed, Said)
ByDeal = dict[int, list[Row]]


def _of(table: Any, row: type[Row], **other: Any) -> sa.Select[Any]:
    """What fills these rows of the deals that are asked for, the oldest first; ``other``: what is no column of that name."""
    columns: list[Any] = [other[name] if name in other else getattr(table, name) for name in row._fields]
    return sa.select(*columns).where(conditions.among(col(table.deal_id))).order_by(col(table.id))


_TOLD = {"told": col(Nudge.delivered_at)}
_STEPS = Ready(_of(Step, Promised).where(col(Step.state) == "open"))
_WAITS = Ready(_of(Wait, Waited))
_LATERS = Ready(_of(Later, PutOff))
_DISMISSED = Ready(
    _of(Dismissal, Dismissed, **_TOLD)
    .join(Nudge, col(Nudge.id) == col(Dismissal.nudge_id))
    .where(col(Dismissal.undone_at).is_(None))
)
_PUSHES = Ready(_of(Push, Pushed))
_HANDED = Ready(_of(Task, Handed).where(col(Task.kind) == "blocker", col(Task.state) != "cancelled"))
_OWING = Ready(
    sa.select(col(GateAnswer.deal_id))
    .where(conditions.among(col(GateAnswer.deal_id)), col(GateAnswer.state) == "owed")
    .distinct()
)
_SAID = Ready(_of(Nudge, Said, to=col(Nudge.facts)["to"].as_string()).where(col(Nudge.state) != "cancelled"))


class Known(NamedTuple):
    """By deal, the oldest first."""

    steps: ByDeal[Promised]
    waits: ByDeal[Waited]
    laters: ByDeal[PutOff]
    dismissed: ByDeal[Dismissed]
    pushes: ByDeal[Pushed]
    handed: ByDeal[Handed]
    owing: frozenset[int]  # deals that promised something for a gate, whether it has come meanwhile or not


def of_deals(tx: Session, deal_ids: Sequence[int], blocked: Sequence[int]) -> Known:
    """What the rules are told of these deals beside their own rows; ``blocked``: those that something is in the way of."""
    tx.flush()  # ready statements do not
    handed = _HANDED.soon(tx, deals=list(blocked)) if blocked else list
    kinds = (_STEPS, _WAITS, _LATERS, _DISMISSED, _PUSHES, _OWING)
    steps, waits, laters, dismissed, pushes, owing = [kind.soon(tx, deals=list(deal_ids)) for kind in kinds]
    return Known(
        _by_deal(Promised, steps()),
        _by_deal(Waited, waits()),
        _by_deal(PutOff, laters()),
        _by_deal(Dismissed, dismissed()),
        _by_deal(Pushed, pushes()),
        _by_deal(Handed, handed()),
        frozenset(deal_id for (deal_id,) in owing()),
    )


def said_of(tx: Session, deal_ids: Sequence[int]) -> ByDeal[Said]:
    """deal → its reminders that are promised or said, the oldest first; cancelled ones are left out."""
    tx.flush()
    return _by_deal(Said, _SAID.all(tx, deals=list(deal_ids)))


def _by_deal(kind: type[Row], rows: Iterable[tuple[Any, ...]]) -> ByDeal[Row]:
    found: ByDeal[Row] = {}
    for row in rows:
        found.setdefault(row[0], []).append(kind(*row))
    return found
