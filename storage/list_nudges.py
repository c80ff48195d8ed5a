"""Reminders that wait for a list: whom they wait for, and what one list takes along."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from rules.facts import Rung
from storage.looking import Models
from storage.nudges import ASKS_INSTEAD, DWELL, PLANNED
from storage.ready import Ready
from storage.tables import Nudge

_IN_LANE = sa.or_(
    col(Nudge.lane) == "morning",
    sa.and_(col(Nudge.lane) == "list", sa.bindparam("leads", type_=sa.Boolean)),
    sa.and_(
        col(Nudge.lane) == "timed",
        sa.or_(
            sa.and_(col(Nudge.rung) == int(Rung.RED), sa.or_(*(col(Nudge.rule) == rule for rule in DWELL))),
            ASKS_INSTEAD,
        ),
    ),
)
_FOR_LIST = Models(
    Nudge,
    col(Nudge.person_id) == sa.bindparam("person"),
    sa.or_(
        sa.and_(col(Nudge.state) == "planned", _IN_LANE, col(Nudge.due_at) <= sa.bindparam("now")),
        col(Nudge.state) == "held",
    ),
)
# Spelt out, so that both databases walk the partial indexes.
_WAITED_FOR = Ready(
    sa.union(
        sa.select(col(Nudge.person_id)).where(
            PLANNED,
            sa.or_(*(col(Nudge.lane) == lane for lane in ("morning", "list", "timed"))),
            col(Nudge.due_at) <= sa.bindparam("now"),
        ),
        sa.select(col(Nudge.person_id)).where(
            sa.text("nudges.state IN ('claimed','held')"), col(Nudge.state) == "held"
        ),
    )
)


def for_list(tx: Session, person_id: int, lanes: Sequence[str], now: datetime) -> list[Nudge]:
    """What waits for a person's list: due in its lanes, held back earlier, or a red that falls due with the list (after
    a stop): said in it, and not once more beside it."""
    return _FOR_LIST.all(tx, person=person_id, leads="list" in lanes, now=now)


def waited_for(tx: Session, now: datetime) -> set[int]:
    """Whom anything waits for that a list of theirs would say."""
    return {person_id for (person_id,) in _WAITED_FOR.all(tx, now=now) if person_id is not None}
