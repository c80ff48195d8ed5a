"""What the auditor asks of the tables, in words of its own: what is in hand, what went out lately, what stands."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.books import insert_for
from storage.conditions import RUNS
from storage.deliveries import LIVE, SKIPPED
from storage.ready import Ready
from storage.tables import Audit, Deal, Delivery, Finding, JobSlot, Nudge, Person, Setting, Task

LISTS = ("morning", "manager_list")
OUT = ("sent", "ambiguous")
PLANNED = sa.text("nudges.state = 'planned'")
IN_HAND = sa.text("nudges.state IN ('claimed','held')")
OPEN = sa.text("findings.mended_at IS NULL")
MOST = 2000  # rows that one look tells of; where there are more, the rest is found once these are mended
AT_ONCE = 500  # messages whose reminders are read together: a statement takes so many values, not any number
_CARRIER = sa.select(col(Delivery.state)).where(col(Delivery.id) == col(Nudge.delivery_id)).scalar_subquery()
_NUDGE = sa.select(
    *(
        getattr(Nudge, name)
        for name in ("id", "state", "due_at", "recipient", "lane", "reason", "delivery_id", "person_id")
    ),
    col(Nudge.facts),
    col(Nudge.delivered_at),
    _CARRIER.label("carrier"),
    col(Deal.owner_id),
    col(Deal.owner_since),
    col(Nudge.deal_id),
).outerjoin(Deal, col(Deal.id) == col(Nudge.deal_id))

_SILENT = sa.and_(RUNS, col(Deal.next_check_at).is_(None))

Row = sa.RowMapping


def _rows(tx: Session, query: Any) -> Sequence[Row]:
    return tx.connection().execute(query).mappings().all()


def silent(tx: Session, after: int, until: int) -> list[Deal]:
    """The running deals of these ids (the first left out) that want no look any more."""
    query = select(Deal).where(_SILENT, col(Deal.id) > after, col(Deal.id) <= until)
    return list(tx.exec(query.order_by(col(Deal.id))))


def goes_on(tx: Session, after: int) -> bool:
    """Is there a deal behind this id?"""
    return tx.exec(select(Deal.id).where(col(Deal.id) > after).limit(1)).first() is not None


def silent_of(tx: Session, deal_ids: Collection[int]) -> list[Deal]:
    """Those of these deals that are running and want no look any more."""
    return list(tx.exec(select(Deal).where(_SILENT, col(Deal.id).in_(deal_ids)))) if deal_ids else []


_UNDER_WAY = Ready(
    sa.select(sa.func.count()).where(
        sa.or_(
            col(Setting.key) == "config_change",
            col(Setting.key) == "look_again",
            col(Setting.key).like("person_changed:%"),
        )
    )
)


def is_change_under_way(tx: Session) -> bool:
    """Are deals about to be looked at, since the process, the company's days or somebody's place changed?"""
    return bool(_UNDER_WAY.scalar(tx))


def planned_due(tx: Session, until: datetime) -> Sequence[Row]:
    """Planned nudges that were due before an instant, the oldest first."""
    query = _NUDGE.where(PLANNED, col(Nudge.due_at) <= until).order_by(col(Nudge.due_at))
    return _rows(tx, query.limit(MOST))


def lists_coming(tx: Session) -> set[str]:
    """Recipients of a list that is promised and not sent."""
    query = sa.select(col(Delivery.recipient)).where(LIVE, col(Delivery.kind).in_(LISTS))
    return {row[0] for row in tx.connection().execute(query)}


def claimed_of_ended(tx: Session) -> Sequence[Row]:
    """Claimed nudges whose message has ended, or that have none."""
    live = sa.exists().where(
        col(Delivery.id) == col(Nudge.delivery_id), col(Delivery.state).in_(("ready", "leased", "unknown"))
    )
    return _rows(tx, _NUDGE.where(IN_HAND, col(Nudge.state) == "claimed", ~live).limit(MOST))


def held_due(tx: Session, until: datetime) -> Sequence[Row]:
    """Held nudges that were due before an instant, the oldest first."""
    query = _NUDGE.where(IN_HAND, col(Nudge.state) == "held", col(Nudge.due_at) <= until)
    return _rows(tx, query.order_by(col(Nudge.due_at)).limit(MOST))


def held_since(tx: Session, deal_ids: Collection[int | None]) -> dict[str, datetime]:
    """subject → when one of its nudges was last held, by the audit."""
    subjects = [f"deal:{deal_id}" for deal_id in deal_ids]
    query = sa.select(col(Audit.subject), sa.func.max(Audit.at)).where(
        col(Audit.subject).in_(subjects), col(Audit.action) == "nudge.hold"
    )
    found = tx.connection().execute(query.group_by(col(Audit.subject)))
    return {subject: at for subject, at in found}


def lists_sent(tx: Session, recipients: Collection[str], since: datetime, until: datetime) -> Sequence[Row]:
    """The lists that these people got for some days: to whom, for when."""
    query = sa.select(col(Delivery.id), col(Delivery.recipient), col(Delivery.due_at)).where(
        col(Delivery.recipient).in_(list(recipients)),
        col(Delivery.due_at) >= since,
        col(Delivery.due_at) <= until,
        col(Delivery.kind).in_(LISTS),
        col(Delivery.op) == "post",
        col(Delivery.state) == "sent",
    )
    return _rows(tx, query) if recipients else []


def untried(tx: Session, now: datetime, process: datetime) -> Sequence[Row]:
    """Messages at the head of the queue that are due, may be tried since `process`, and nobody tries."""
    other = sa.alias(Delivery.__table__, "other")  # type: ignore[attr-defined]
    busy = sa.exists().where(
        other.c.recipient == col(Delivery.recipient),
        sa.text("other.state = 'leased'"),
        other.c.leased_until > process,
    )
    query = sa.select(col(Delivery.id), col(Delivery.recipient), col(Delivery.due_at)).where(
        LIVE,
        col(Delivery.due_at) <= now,
        col(Delivery.not_before) <= process,
        sa.or_(col(Delivery.tried_at).is_(None), col(Delivery.tried_at) <= process),
        sa.or_(col(Delivery.leased_until).is_(None), col(Delivery.leased_until) <= process),
        ~busy,
    )
    return _rows(tx, query.order_by(col(Delivery.due_at), col(Delivery.id)).limit(20))


def out_since(tx: Session, since: datetime) -> Iterator[Sequence[Row]]:
    """Posts that are out, of those tried after an instant of process time; some at a time."""
    names = ("id", "kind", "recipient", "person_id", "channel", "payload", "sent_at", "due_at")
    query = sa.select(*(getattr(Delivery, name) for name in names)).where(
        col(Delivery.tried_at) > since, col(Delivery.state).in_(OUT), col(Delivery.op) == "post"
    )
    yield from (
        tx.connection().execute(query, execution_options={"yield_per": AT_ONCE}).mappings().partitions()
    )


def reminders_of(tx: Session, since: datetime, lists: Collection[str]) -> list[tuple[str, dict[str, Any]]]:
    """Lists and messages of reminders that went out since an instant of process time: kind, payload."""
    query = sa.select(col(Delivery.kind), col(Delivery.payload)).where(
        col(Delivery.tried_at) > since,
        col(Delivery.state).in_(OUT),
        col(Delivery.kind).in_([*lists, "nudges", "late", "steps"]),
    )
    return [(kind, payload) for kind, payload in tx.connection().execute(query)]


def nudges_on(tx: Session, delivery_ids: Iterable[int], named: Iterable[Iterable[int]]) -> Sequence[Row]:
    """The nudges that these messages carry, and those that they name."""
    on = _NUDGE.where(col(Nudge.delivery_id).in_(list(delivery_ids)))
    ids = {nudge_id for each in named for nudge_id in each}
    return [*_rows(tx, on), *(_rows(tx, _NUDGE.where(col(Nudge.id).in_(ids))) if ids else ())]


def conversations(tx: Session) -> dict[str, int]:
    """channel → whose conversation with Baton it is."""
    query = select(Person.dm_channel, Person.id).where(col(Person.dm_channel).is_not(None))
    return {channel: person_id for channel, person_id in tx.exec(query) if channel and person_id}


def changed_hands(tx: Session, deal_id: int, since: datetime) -> bool:
    """Whether anything is in the audit about who owns a deal since an instant."""
    query = select(Audit.id).where(
        Audit.subject == f"deal:{deal_id}", col(Audit.at) >= since, col(Audit.fields).contains("owner")
    )
    return tx.exec(query.limit(1)).first() is not None


def looks_due(tx: Session, until: datetime) -> list[tuple[str, datetime]]:
    """Deals and tasks that the clock should have looked at before an instant."""
    at = col(Deal.next_check_at)
    deals = sa.select(col(Deal.id), at).where(at.is_not(None), at <= until).order_by(at).limit(MOST)
    asked = col(Task.next_check_at)
    tasks = sa.select(col(Task.id), asked).where(asked <= until, col(Task.state) == "open")
    found: list[tuple[str, datetime]] = []
    for name, query in (("deal", deals), ("task", tasks.order_by(asked).limit(MOST))):
        due = tx.connection().execute(query)
        found += [(f"{name}:{row_id}", when) for row_id, when in due if when is not None]
    return found


def slots_known(tx: Session, slots: Collection[str]) -> set[str]:
    """Which of these slots have a message, whatever became of it, or were given up for their day."""
    made = sa.select(col(Delivery.slot)).where(col(Delivery.slot).in_(list(slots)))
    given_up = sa.select(col(JobSlot.slot)).where(
        col(JobSlot.job) == SKIPPED, col(JobSlot.slot).in_(list(slots))
    )
    return {
        row[0] for query in (made, given_up) for row in tx.connection().execute(query) if row[0] is not None
    }


def balance(tx: Session, now: datetime) -> dict[str, int]:
    """state → how many nudges that were due; every row is looked at: for who asks at a terminal."""
    query = sa.select(col(Nudge.state), sa.func.count()).where(col(Nudge.due_at) <= now)
    found = tx.connection().execute(query.group_by(col(Nudge.state)))
    return {state: count for state, count in found}


def said_by_nobody(tx: Session) -> Sequence[Row]:
    """Nudges that count as said, without a message that is out; every row is looked at."""
    out = sa.exists().where(col(Delivery.id) == col(Nudge.delivery_id), col(Delivery.state).in_(OUT))
    return _rows(tx, _NUDGE.where(col(Nudge.state) == "sent", ~out).limit(MOST))


# -- what was found ------------------------------------------------------------------------------------


def open_findings(tx: Session) -> list[Finding]:
    return list(tx.exec(select(Finding).where(OPEN).order_by(col(Finding.id)).with_for_update()))


def sure_faults(tx: Session) -> list[str]:
    """The kinds of fault that stand now."""
    query = select(Finding.fault).where(OPEN, col(Finding.is_sure).is_(True)).order_by(col(Finding.id))
    return list(tx.exec(query))


def add_finding(tx: Session, **values: Any) -> None:
    """Unless one of its kind is open."""
    tx.connection().execute(insert_for(tx)(Finding).values(**values).on_conflict_do_nothing())


def keep_finding(tx: Session, finding_id: int, values: Mapping[str, Any]) -> None:
    tx.connection().execute(sa.update(Finding).where(col(Finding.id) == finding_id).values(**values))


def drop_finding(tx: Session, finding_id: int) -> None:
    tx.connection().execute(sa.delete(Finding).where(col(Finding.id) == finding_id))


def last_told(tx: Session, fault: str) -> datetime | None:
    """When (business time) the admins were last told of this kind of fault."""
    return tx.exec(select(sa.func.max(Finding.told_at)).where(Finding.fault == fault)).first()


def finding(tx: Session, finding_id: int) -> Finding | None:
    return tx.get(Finding, finding_id)


def forget_findings(tx: Session, older_than: datetime) -> int:
    """Deletes what was mended before an instant; returns how many."""
    old = sa.delete(Finding).where(col(Finding.mended_at) < older_than)
    return int(tx.connection().execute(old).rowcount)
