"""Queries that say what came of reminders: what was said since when, what people did about those deals."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from rules.precision import HANDED, Act, Said
from storage.tables import Audit, Deal, Dismissal, Nudge, Person, StageEntry, Task

AT_ONCE = 500  # deals of one question
_SENT = sa.text("nudges.state = 'sent'")  # spelt out, so that the partial index serves it


def _batched(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


def _is_here(person_id: Any) -> sa.ColumnElement[bool]:
    """What was said to somebody who left says nothing of a rule."""
    return col(person_id).in_(sa.select(col(Person.id)).where(col(Person.is_active).is_(True)))


def said_since(tx: Session, since: datetime, most: int, readers: Sequence[int] | None = None) -> list[Said]:
    """The newest reminders about deals that reached somebody who is still here, of these people or all, at most so many;
    dismissed where that stands."""
    theirs = () if readers is None else (col(Nudge.person_id).in_(readers),)
    dismissed = sa.exists().where(
        col(Dismissal.nudge_id) == col(Nudge.id), col(Dismissal.undone_at).is_(None)
    )
    seen: tuple[Any, ...] = (
        col(Nudge.id), col(Nudge.rule), col(Nudge.episode), col(Nudge.rung), col(Nudge.deal_id),
        col(Nudge.person_id), col(Nudge.delivered_at).label("at"), dismissed.label("is_dismissed"),
    )  # fmt: skip
    query = (
        sa.select(*seen)
        .where(_SENT, col(Nudge.delivered_at) >= since, col(Nudge.deal_id).is_not(None), _is_here(Nudge.person_id), *theirs)
        .order_by(col(Nudge.delivered_at).desc())
        .limit(most)
    )  # fmt: skip
    return [Said(**row) for row in tx.connection().execute(query).mappings()]


def acts_since(tx: Session, deal_ids: Sequence[int], since: datetime) -> Iterator[Act]:
    """Everything that people did about these deals, and each new owner."""
    for some in _batched(deal_ids):
        query = (
            sa.select(col(Audit.subject), col(Audit.at), col(Audit.action), col(Audit.actor_id))
            .where(
                col(Audit.subject).in_([f"deal:{x}" for x in some]),
                col(Audit.at) >= since,
                sa.or_(col(Audit.actor_id).is_not(None), col(Audit.action) == HANDED),
            )
            .order_by(col(Audit.id))
        )
        for subject, at, action, by_id in tx.connection().execute(query):
            yield Act(int(subject.removeprefix("deal:")), at, action, by_id)


def reasons_of(tx: Session, nudge_ids: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """(reminder, its reasons as they were told)."""
    for some in _batched(nudge_ids):
        query = sa.select(col(Nudge.id), col(Nudge.facts)).where(col(Nudge.id).in_(some))
        for nudge_id, facts in tx.connection().execute(query):
            yield nudge_id, facts.get("why") or {}


def stays_of(tx: Session, deal_ids: Sequence[int]) -> Iterator[tuple[int, str, datetime]]:
    """(deal, stage, since when) of each stay, in order; of a deal without any, where it stands."""
    for some in _batched(deal_ids):
        stays = sa.select(col(StageEntry.deal_id), col(StageEntry.stage), col(StageEntry.entered_at))
        found = [
            tuple(row)
            for row in tx.connection().execute(
                stays.where(col(StageEntry.deal_id).in_(some)).order_by(col(StageEntry.id))
            )
        ]
        known = {row[0] for row in found}
        here = sa.select(col(Deal.id), col(Deal.stage), col(Deal.stage_entered_at))
        found += [
            tuple(row) for row in tx.connection().execute(here.where(col(Deal.id).in_(set(some) - known)))
        ]
        yield from found  # type: ignore[misc]


def tasks_due(tx: Session, since: datetime, until: datetime, own: Sequence[str], most: int) -> list[Task]:
    """What was asked of others who are still here and fell due then, of the newest so many tasks."""
    newest = sa.select(col(Task.id)).order_by(col(Task.id).desc()).limit(most).subquery()
    query = select(Task).where(
        col(Task.id).in_(sa.select(newest.c.id)), col(Task.kind).not_in(list(own)), col(Task.due_at) >= since,
        col(Task.due_at) <= until, Task.state != "cancelled",
        sa.or_(col(Task.person_id).is_(None), _is_here(Task.person_id)),
    )  # fmt: skip
    return list(tx.exec(query))
