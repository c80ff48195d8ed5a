"""Reminders by what they keep of themselves beside their words."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.conditions import among
from storage.looking import Models
from storage.tables import Nudge

_WITH_FACT = Models(
    Nudge,
    among(Nudge.deal_id),
    Nudge.state != "cancelled",
    col(Nudge.person_id) == sa.bindparam("person"),
    sa.cast(col(Nudge.facts), sa.Text).like(sa.bindparam("name")),
    order=(col(Nudge.id),),
)


def with_fact(tx: Session, deal_ids: Iterable[int], person_id: int, name: str) -> dict[int, list[Nudge]]:
    """deal → its reminders to one person that say this of themselves and were not taken back: few, however much was said
    of a deal."""
    wanted, found = list(deal_ids), dict[int, list[Nudge]]()
    said = _WITH_FACT.all(tx, deals=wanted, person=person_id, name=f'%"{name}"%') if wanted else ()
    for nudge in said:
        if nudge.deal_id is not None and name in nudge.facts:
            found.setdefault(nudge.deal_id, []).append(nudge)
    return found
