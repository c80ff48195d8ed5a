"""Queries over channels that get a list, and what stood in it on which day."""

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import BlockedDay, Deal, DigestChannel

WINS = "wins"  # a row of this kind beside the list's: signed deals are told there too
_WINS = select(DigestChannel).where(DigestChannel.kind == WINS, col(DigestChannel.is_active).is_(True))
_LISTS = (
    select(DigestChannel)
    .where(DigestChannel.kind == "blocked_list", col(DigestChannel.is_active).is_(True))
    .order_by(col(DigestChannel.channel))
)


def with_list(tx: Session) -> list[DigestChannel]:
    """Channels that get the blocked list."""
    return list(tx.exec(_LISTS))


def by_id(tx: Session, slack_id: str) -> DigestChannel | None:
    """A channel that gets the blocked list, with its language and zone."""
    return tx.get(DigestChannel, (slack_id, "blocked_list"))


def with_wins(tx: Session) -> list[tuple[DigestChannel, datetime]]:
    """Channels with a list that want to hear of signed deals too, and since when."""
    since = {row.channel: row.declared_at for row in tx.exec(_WINS)}
    lists = with_list(tx) if since else []  # most have none, and are asked at every tick
    return [(one, since[one.channel]) for one in lists if one.channel in since and one.fault is None]


def wants_wins(tx: Session, slack_id: str) -> bool:
    row = tx.get(DigestChannel, (slack_id, WINS))
    return row is not None and row.is_active


def want_wins(tx: Session, slack_id: str, wanted: bool, at: datetime) -> None:
    """From now on signed deals are told there, or no more."""
    row = tx.get(DigestChannel, (slack_id, WINS))
    if row is None:
        if not wanted:
            return
        row = DigestChannel(channel=slack_id, kind=WINS, declared_at=at)
    elif wanted and not row.is_active:
        row.declared_at = at
    row.is_active = wanted
    tx.add(row)
    tx.flush()


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
    if not (wanted := list(deal_ids)):
        return []
    query = select(BlockedDay).where(
        BlockedDay.channel == slack_id, BlockedDay.on < before, col(BlockedDay.deal_id).in_(wanted)
    )
    return list({row.deal_id: row for row in tx.exec(query.order_by(col(BlockedDay.on)))}.values())


def list_days(tx: Session, slack_id: str, since: date, before: date) -> list[date]:
    """The days on which a channel had a list with a deal in it."""
    query = select(col(BlockedDay.on)).where(
        BlockedDay.channel == slack_id, col(BlockedDay.on) >= since, col(BlockedDay.on) < before
    )
    return list(tx.exec(query.distinct()))


def left_for_decision(tx: Session, deal_ids: Iterable[int]) -> dict[int, BlockedDay]:
    """deal → the newest day on which it left a channel's list for its manager to decide."""
    if not (wanted := list(deal_ids)):
        return {}
    query = select(BlockedDay).where(BlockedDay.status == "decide", col(BlockedDay.deal_id).in_(wanted))
    return {row.deal_id: row for row in tx.exec(query.order_by(col(BlockedDay.on)))}


def deals_left(tx: Session, channel: str) -> list[Deal]:
    """The open deals that ever left this channel's list for their manager to decide."""
    left = select(BlockedDay.deal_id).where(BlockedDay.channel == channel, BlockedDay.status == "decide")
    query = select(Deal).where(col(Deal.id).in_(left), Deal.state == "open")
    return list(tx.exec(query.order_by(col(Deal.id))))


def owners_to_decide(tx: Session, since: date) -> set[int]:
    """Whose deals left a channel's list for their manager to decide, on a day or after it."""
    left = select(BlockedDay.deal_id).where(
        col(BlockedDay.channel).in_(sa.select(col(DigestChannel.channel))),
        col(BlockedDay.on) >= since,
        BlockedDay.status == "decide",
    )
    query = select(Deal.owner_id).where(col(Deal.id).in_(left)).distinct()
    return {owner_id for owner_id in tx.exec(query) if owner_id is not None}


def put_day(tx: Session, rows: Iterable[BlockedDay]) -> None:
    tx.add_all(rows)
    tx.flush()
