"""How deliveries are sent: promised, leased, tried, done. Claims are one UPDATE with a look at the row count."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.sqltypes import UTCDateTime

from storage import locks
from storage.books import insert_of
from storage.deliveries import LIVE, WAITS
from storage.ready import Ready, loaded
from storage.tables import Delivery

AHEAD = timedelta(seconds=5)  # that another instance's clock may run before ours
FREE: dict[str, Any] = {"leased_by": None, "leased_until": None}
AT_ONCE = datetime.fromisoformat("2000-01-01T00:00:00+00:00")  # not_before of what may go now


_PUT = {
    dialect: insert_of(dialect)(Delivery)
    .on_conflict_do_nothing(index_elements=["slot"])
    .returning(col(Delivery.id))
    for dialect in ("sqlite", "postgresql")
}


def put(tx: Session, **values: Any) -> int | None:
    """Writes a delivery; None when its slot was promised before."""
    row = tx.connection().execute(_PUT[tx.get_bind().dialect.name], values).first()
    return int(row[0]) if row else None


_COLUMNS = tuple(Delivery.model_fields)
_ALL = tuple(getattr(Delivery, name) for name in _COLUMNS)
_OTHER = aliased(Delivery, name="other")
_ONE: sa.ColumnClause[int] = sa.literal_column("1")
_PROCESS: sa.BindParameter[datetime] = sa.bindparam("process")
_SINCE: sa.BindParameter[datetime] = sa.bindparam("since")
_SOON: sa.BindParameter[datetime] = sa.bindparam("soon")


def _ready(*, spaced: bool) -> list[Any]:
    """What may be tried at `process`: due `now`, not paused, its recipient not being spoken to, nor, if messages are
    spaced, spoken to `since`; what was tried later than `soon` was tried before the clock was set back."""
    mine = col(_OTHER.recipient) == col(Delivery.recipient)
    conditions: list[Any] = [
        LIVE,
        WAITS,
        col(Delivery.not_before) <= _PROCESS,
        col(Delivery.due_at) <= sa.bindparam("now"),
        ~sa.exists().where(mine, sa.text("other.state = 'leased'")),
    ]
    fresh = sa.exists().where(mine, col(_OTHER.tried_at) > _SINCE, col(_OTHER.tried_at) < _SOON)
    return [*conditions, ~fresh] if spaced else conditions


def _taken(*, spaced: bool) -> Ready:
    """Leases the first that is ready."""
    first = (
        sa.select(col(Delivery.id))
        .where(*_ready(spaced=spaced))
        .order_by(col(Delivery.due_at), col(Delivery.id))
        .limit(_ONE)
        .with_for_update(skip_locked=True, of=Delivery)
    )
    update = (
        sa.update(Delivery)
        .where(col(Delivery.id) == first.scalar_subquery(), WAITS)
        .values(
            state="leased",
            leased_by=sa.bindparam("worker"),
            leased_until=sa.bindparam("until"),
            tried_at=_PROCESS,
        )
    )
    return Ready(update.returning(*_ALL))


# Asked over and over, by every worker; by whether messages to one recipient are spaced.
_ANY = {
    spaced: Ready(sa.select(col(Delivery.id)).where(*_ready(spaced=spaced)).limit(_ONE))
    for spaced in (True, False)
}
_TAKE = {spaced: _taken(spaced=spaced) for spaced in (True, False)}
_TRIED = Ready(
    sa.select(sa.func.count()).where(col(Delivery.tried_at) > _SINCE, col(Delivery.tried_at) < _SOON)
)
_THIS = col(Delivery.id) == sa.bindparam("delivery")
_MINE = (_THIS, col(Delivery.leased_by) == sa.bindparam("worker"))
_STILL = (*_MINE, col(Delivery.state) == "leased", col(Delivery.leased_until) > _PROCESS)
_HELD = Ready(sa.select(col(Delivery.id)).where(*_STILL).with_for_update())
# What they set is given with their values.
_KEEP = sa.update(Delivery).where(*_STILL)
_FINISH = sa.update(Delivery).where(*_MINE).returning(col(Delivery.id))
_BEGIN = Ready(
    sa.update(Delivery)
    .where(*_STILL)
    .values(
        tried_at=_PROCESS,
        leased_until=sa.bindparam("until"),
        channel=sa.bindparam("channel"),
        in_doubt=sa.bindparam("in_doubt"),
    )
    .returning(col(Delivery.id))
)
_SETTLE = Ready(
    sa.update(Delivery)
    .where(_THIS)
    .values(
        **FREE,
        state="sent",
        in_doubt=False,
        error=None,
        channel=sa.bindparam("channel"),
        ts=sa.bindparam("ts"),
        sent_at=sa.bindparam("at"),
    )
    .returning(*_ALL)
)
_NEXT_DUE = Ready(
    sa.select(sa.func.min(col(Delivery.due_at))).where(LIVE, col(Delivery.due_at) > sa.bindparam("now"))
)


def _asked(now: datetime, process: datetime, gap: timedelta) -> dict[str, datetime]:
    return {"now": now, "process": process, "since": process - gap, "soon": process + AHEAD}


def has_ready(tx: Session, now: datetime, process: datetime, gap: timedelta) -> bool:
    """Whether anything may be tried now; asked before anybody takes the write lock."""
    return _ANY[bool(gap)].first(tx, **_asked(now, process, gap)) is not None


def _tried_since(tx: Session, since: datetime, process: datetime) -> int:
    """Attempts of the whole workspace since an instant of process time; what was tried "later" than now was tried
    before the clock was set back."""
    return int(_TRIED.scalar(tx, since=since, soon=process + AHEAD))


def lease(
    tx: Session, worker: str, now: datetime, process: datetime, until: datetime, gap: timedelta, rate: int
) -> Delivery | None:
    """Takes one ready delivery for this worker until ``until``; None when there is none, or the workspace had
    ``rate`` attempts within a second (0: no limit).

    One at a time, on PostgreSQL too: two who looked at once would both find the recipient free and the rate kept."""
    locks.hold_briefly(tx, "lease")
    locks.commit_lazily(
        tx
    )  # a lease that a crash undoes was nobody's: `begin`, which is on disk, comes after it
    if rate and _tried_since(tx, process - timedelta(seconds=1), process) >= rate:
        return None
    return _row(_TAKE[bool(gap)].first(tx, worker=worker, until=until, **_asked(now, process, gap)))


def _row(found: tuple[Any, ...] | None) -> Delivery | None:
    """The delivery of a row that was just written, in no session."""
    return loaded(Delivery, dict(zip(_COLUMNS, found, strict=True))) if found else None


def _changed(tx: Session, update: sa.Executable, values: dict[str, Any] | None = None) -> Delivery | None:
    """The one delivery that an update found, as it is now."""
    row = tx.connection().execute(update, values).first()
    return tx.get(Delivery, row[0], populate_existing=True) if row else None


def keep(tx: Session, leased: Delivery, process: datetime, **values: Any) -> bool:
    """Changes a delivery that its worker still holds; False when the lease ran out or is somebody else's."""
    return bool(tx.connection().execute(_KEEP, {**_held_by(leased, process), **values}).rowcount == 1)


def begin(
    tx: Session, leased: Delivery, process: datetime, until: datetime, channel: str, *, in_doubt: bool
) -> bool:
    """Notes that an attempt begins; False when the lease ran out or is somebody else's."""
    begun = _BEGIN.first(tx, **_held_by(leased, process), until=until, channel=channel, in_doubt=in_doubt)
    return begun is not None


def holds(tx: Session, leased: Delivery, process: datetime) -> bool:
    """Whether its worker still holds a delivery; nobody else takes it until the transaction ends."""
    return _HELD.first(tx, **_held_by(leased, process)) is not None


def _held_by(leased: Delivery, process: datetime) -> dict[str, Any]:
    return {"delivery": leased.id, "worker": leased.leased_by, "process": process}


def finish(tx: Session, leased: Delivery, **values: Any) -> Delivery | None:
    """Ends a lease with what came of it: the delivery as it is now; None when another worker took over meanwhile."""
    mine = {"delivery": leased.id, "worker": leased.leased_by}
    return _changed(tx, _FINISH, {**mine, **FREE, **values})


def settle(tx: Session, leased: Delivery, channel: str, ts: str, at: datetime) -> Delivery | None:
    """Books a delivery as sent, whoever holds it by now: it is a fact. As it is now."""
    return _row(_SETTLE.first(tx, delivery=leased.id, channel=channel, ts=ts, at=at))


def run_out(tx: Session, process: datetime) -> list[int]:
    """Deliveries whose worker died, or is slower than its lease."""
    query = select(Delivery.id).where(*_run_out(process)).order_by(col(Delivery.id))
    return [found for found in tx.exec(query) if found is not None]


def take_back(
    tx: Session, delivery_id: int, process: datetime, doubt_until: datetime, most: int
) -> Delivery | None:
    """Frees a delivery whose worker died: in doubt it is looked up first, else it is ready again. As it is now; None
    when it was taken back before.

    After `most` crashes it is the delivery that kills its workers: it ends."""
    doubt, last = col(Delivery.in_doubt).is_(True), col(Delivery.crashes) + 1 >= most
    values = {
        "state": sa.case(
            (sa.and_(last, doubt), "ambiguous"), (last, "dead"), (doubt, "unknown"), else_="ready"
        ),
        "error": sa.case((last, "crashes"), else_=col(Delivery.error)),
        "not_before": sa.case(
            (doubt, sa.literal(doubt_until, UTCDateTime())), else_=col(Delivery.not_before)
        ),
        "crashes": Delivery.crashes + 1,
    }
    mine = (col(Delivery.id) == delivery_id, *_run_out(process))
    update = sa.update(Delivery).where(*mine).values(**FREE, **values)
    return _changed(tx, update.returning(col(Delivery.id)))


def _run_out(process: datetime) -> tuple[Any, ...]:
    return LIVE, col(Delivery.state) == "leased", col(Delivery.leased_until) <= process


def pause(tx: Session, recipient: str, until: datetime) -> None:
    """Slack asked for a pause in this conversation: nothing goes there before ``until``."""
    update = sa.update(Delivery).where(
        LIVE,
        col(Delivery.recipient) == recipient,
        col(Delivery.state).in_(("ready", "unknown")),
        col(Delivery.not_before) < until,
    )
    tx.connection().execute(update.values(not_before=until))


def next_due(tx: Session, now: datetime) -> datetime | None:
    """When (business time) the next promised message falls due."""
    found: datetime | None = _NEXT_DUE.scalar(tx, now=now)
    return found


def next_try(tx: Session, now: datetime) -> datetime | None:
    """When (process time) something that is due may be tried again, or a lease runs out."""
    at = sa.case(
        (col(Delivery.state) == "leased", col(Delivery.leased_until)), else_=col(Delivery.not_before)
    )
    found = tx.exec(select(sa.func.min(at)).where(LIVE, col(Delivery.due_at) <= now)).one()
    return found if isinstance(found, datetime) else None
