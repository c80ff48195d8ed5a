"""Queries for the daily lists: who gets one, which deals are weighed, what a channel read yesterday."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.books import insert_for
from storage.rows import one
from storage.tables import BlockedDay, Deal, Delivery, DigestChannel, JobSlot, Note, Nudge, Task

SKIPPED = "list"


def running(tx: Session, owner_ids: Collection[int]) -> list[Deal]:
    """Open deals of these owners whose clocks run."""
    query = select(Deal).where(
        col(Deal.owner_id).in_(list(owner_ids)), Deal.state == "open", col(Deal.clocks_from).is_not(None)
    )
    return list(tx.exec(query.order_by(col(Deal.id))))


def told_red(tx: Session, owner_ids: Collection[int], rung: int) -> list[Deal]:
    """Open deals of these owners that somebody was told to be over a limit at some time (quiet or slow)."""
    told = sa.exists().where(
        col(Nudge.deal_id) == col(Deal.id),
        col(Nudge.rule).in_(("quiet", "slow")),
        col(Nudge.rung) == rung,
        col(Nudge.state) == "sent",
    )
    query = select(Deal).where(
        col(Deal.owner_id).in_(list(owner_ids)),
        Deal.state == "open",
        col(Deal.clocks_from).is_not(None),
        told,
    )
    return list(tx.exec(query.order_by(col(Deal.id))))


def amounts(tx: Session, owner_ids: Collection[int]) -> list[tuple[str, int, str | None, str | None]]:
    """(stage, minor units, currency, rate to the base) of these owners' open deals that have an amount."""
    query = select(Deal.stage, Deal.amount_minor, Deal.currency, Deal.rate_to_base).where(
        col(Deal.owner_id).in_(list(owner_ids)), Deal.state == "open", col(Deal.amount_minor).is_not(None)
    )
    return [(stage, minor, *rest) for stage, minor, *rest in tx.exec(query) if minor is not None]


def old_drafts(tx: Session, owner_id: int, before: datetime) -> list[Deal]:
    """Drafts of one owner that wait for their source since before an instant."""
    query = select(Deal).where(
        Deal.owner_id == owner_id, Deal.state == "draft", col(Deal.created_at) < before
    )
    return list(tx.exec(query.order_by(col(Deal.id))))


def red_said(tx: Session, deal_ids: Iterable[int], rung: int) -> dict[int, datetime]:
    """deal → when its owner last heard that it is red (quiet or slow)."""
    query = (
        select(Nudge.deal_id, sa.func.max(Nudge.delivered_at))
        .where(
            col(Nudge.deal_id).in_(list(deal_ids)),
            col(Nudge.rule).in_(("quiet", "slow")),
            Nudge.rung == rung,
            Nudge.state == "sent",
        )
        .group_by(col(Nudge.deal_id))
    )
    return {deal_id: at for deal_id, at in tx.exec(query) if deal_id is not None and at is not None}


def last_nudges(tx: Session, deal_ids: Iterable[int], person_id: int) -> dict[tuple[int, str], Nudge]:
    """(deal, rule) → the newest nudge of a person about it, said or under way."""
    newest = (
        select(sa.func.max(Nudge.id))
        .where(
            col(Nudge.deal_id).in_(list(deal_ids)), Nudge.person_id == person_id, Nudge.state != "cancelled"
        )
        .group_by(col(Nudge.deal_id), col(Nudge.rule))
    )
    found = tx.exec(select(Nudge).where(col(Nudge.id).in_(newest)))
    return {(row.deal_id, row.rule): row for row in found if row.deal_id is not None}


def nudge(tx: Session, nudge_id: int) -> Nudge | None:
    return one(tx, Nudge, nudge_id)


def answered(tx: Session, nudge_id: int, verb: str, at: datetime) -> None:
    """Notes what somebody answered to a nudge; the first answer stays."""
    update = sa.update(Nudge).where(col(Nudge.id) == nudge_id, col(Nudge.answered_at).is_(None))
    tx.connection().execute(update.values(answered_at=at, answer=verb))


def help_tasks(tx: Session, person_id: int) -> list[Task]:
    """Open requests for help to one manager, oldest first."""
    query = select(Task).where(Task.person_id == person_id, Task.kind == "help", Task.state == "open")
    return list(tx.exec(query.order_by(col(Task.opened_at), col(Task.id))))


def tasks(tx: Session, deal_id: int, kind: str) -> list[Task]:
    """The open tasks of one kind on a deal."""
    query = select(Task).where(Task.deal_id == deal_id, Task.kind == kind, Task.state == "open")
    return list(tx.exec(query.order_by(col(Task.id))))


def slots_taken(tx: Session, slots: Sequence[str]) -> set[str]:
    """Which of these slots were promised already, or given up for their day."""
    if not slots:
        return set()
    promised = {s for s in tx.exec(select(Delivery.slot).where(col(Delivery.slot).in_(list(slots)))) if s}
    skipped = select(JobSlot.slot).where(JobSlot.job == SKIPPED, col(JobSlot.slot).in_(list(slots)))
    return promised | set(tx.exec(skipped))


def skip_slot(tx: Session, slot: str, at: datetime) -> None:
    """Nothing is posted for this slot: it is not looked at again."""
    row = insert_for(tx)(JobSlot).values(job=SKIPPED, slot=slot, taken_at=at)
    tx.connection().execute(row.on_conflict_do_nothing())


def said_at(tx: Session, channel: str, ts: str) -> Delivery | None:
    """The delivery that became this message, kept from other instances until this transaction ends: two who answer
    two of its lines at once would each keep it without the other's answer."""
    query = select(Delivery).where(Delivery.channel == channel, Delivery.ts == ts, Delivery.op == "post")
    return tx.exec(query.order_by(col(Delivery.id)).with_for_update()).first()


def keep_payload(tx: Session, delivery_id: int, payload: dict[str, Any]) -> None:
    """Keeps with a delivery what it said, so that its message can be rewritten."""
    update = sa.update(Delivery).where(col(Delivery.id) == delivery_id)
    tx.connection().execute(update.values(payload=payload))


# -- a channel's blocked list ---------------------------------------------------------------------------


_CHANNELS = (
    select(DigestChannel)
    .where(DigestChannel.kind == "blocked_list", col(DigestChannel.is_active).is_(True))
    .order_by(col(DigestChannel.channel))
)


def channels(tx: Session) -> list[DigestChannel]:
    """Channels that get the blocked list."""
    return list(tx.exec(_CHANNELS))


def channel(tx: Session, slack_id: str) -> DigestChannel | None:
    return tx.get(DigestChannel, (slack_id, "blocked_list"))


def set_fault(tx: Session, slack_id: str, fault: str | None) -> None:
    """Why a channel's list could not be posted; None when it can."""
    update = sa.update(DigestChannel).where(
        col(DigestChannel.channel) == slack_id, col(DigestChannel.kind) == "blocked_list"
    )
    tx.connection().execute(update.values(fault=fault))


def listed_on(tx: Session, slack_id: str, on: date) -> list[BlockedDay]:
    """A channel's lines of one day, in their order."""
    query = select(BlockedDay).where(BlockedDay.channel == slack_id, BlockedDay.on == on)
    return list(tx.exec(query.order_by(col(BlockedDay.position), col(BlockedDay.deal_id))))


def last_listed(tx: Session, slack_id: str, before: date) -> list[BlockedDay]:
    """The lines of a channel's last list before a day."""
    query = select(sa.func.max(BlockedDay.on)).where(
        BlockedDay.channel == slack_id, col(BlockedDay.on) < before
    )
    last = tx.exec(query).one()
    return listed_on(tx, slack_id, last) if last is not None else []


def newest_listed(tx: Session, slack_id: str, before: date, deal_ids: Iterable[int]) -> list[BlockedDay]:
    """The line of each of these deals in the last list of a channel before a day that had one."""
    query = select(BlockedDay).where(
        BlockedDay.channel == slack_id, BlockedDay.on < before, col(BlockedDay.deal_id).in_(list(deal_ids))
    )
    return list({row.deal_id: row for row in tx.exec(query.order_by(col(BlockedDay.on)))}.values())


def left_for_decision(tx: Session, deal_ids: Iterable[int]) -> dict[int, BlockedDay]:
    """deal → the newest day on which it left a channel's list for its manager to decide."""
    query = select(BlockedDay).where(
        BlockedDay.status == "decide", col(BlockedDay.deal_id).in_(list(deal_ids))
    )
    return {row.deal_id: row for row in tx.exec(query.order_by(col(BlockedDay.on)))}


def put_day(tx: Session, rows: Iterable[BlockedDay]) -> None:
    tx.add_all(rows)
    tx.flush()


def noted_since(tx: Session, deal_ids: Iterable[int], since: datetime) -> set[int]:
    """Deals on which somebody logged a note after an instant."""
    query = select(Note.deal_id).where(
        col(Note.deal_id).in_(list(deal_ids)), col(Note.created_at) > since, Note.state != "undone"
    )
    return set(tx.exec(query))
