"""Queries for many deals at once: of an owner, of a team, running, asleep, offered."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from rules.calm import Calm
from storage.conditions import IS_LIVE, IS_OPEN, RUNS, SLEEPS, STANDS, among
from storage.looking import Columns, Models
from storage.reds import SAID_RED
from storage.seen import Seen
from storage.tables import Deal, GateAnswer, Nudge, Step, Wait

Owners = Collection[int] | None  # None: everybody's
_OWNERS: sa.BindParameter[list[int]] = sa.bindparam("owners", expanding=True)
# Made once: every list asks them.
_RUNNING = select(Deal).where(RUNS).order_by(col(Deal.id))
_RUNNING_OF = _RUNNING.where(col(Deal.owner_id).in_(_OWNERS))
_TOLD_RED = _RUNNING_OF.where(sa.exists().where(col(Nudge.deal_id) == col(Deal.id), SAID_RED))
_PROMISED = (
    sa.exists()
    .where(col(Step.deal_id) == col(Deal.id), col(Step.state) == "open")
    .where(col(Step.due_at) <= sa.bindparam("by"))
)
_WAITED = (
    sa.exists()
    .where(col(Wait.deal_id) == col(Deal.id), col(Wait.stage) == col(Deal.stage))
    .where(col(Wait.since) >= col(Deal.stage_entered_at))
)
# Spelt out, so that both databases see that the partial index serves the question.
_OWES = sa.exists().where(col(GateAnswer.deal_id) == col(Deal.id), sa.text("gate_answers.state = 'owed'"))
_OLD_DRAFTS = Models(
    Deal,
    col(Deal.owner_id) == sa.bindparam("owner"),
    Deal.state == "draft",
    col(Deal.created_at) < sa.bindparam("before"),
    order=(col(Deal.id),),
)


def _of(owner_ids: Owners) -> list[Any]:
    return [] if owner_ids is None else [col(Deal.owner_id).in_(list(owner_ids))]


def _count(tx: Session, *conditions: Any) -> int:
    return int(tx.exec(select(sa.func.count(col(Deal.id))).where(*conditions)).one())


# -- of one owner ----------------------------------------------------------------------------------------


def longest_of_owner(tx: Session, owner_id: int, limit: int) -> list[Deal]:
    """The live deals of one owner, the longest in their stage first."""
    query = select(Deal).where(Deal.owner_id == owner_id, IS_LIVE)
    return list(tx.exec(query.order_by(col(Deal.stage_entered_at)).limit(limit)))


def touched_of_owner(tx: Session, owner_id: int, limit: int) -> list[Deal]:
    """The live deals of one owner, the last that something was done about first; imported ones that nobody has touched
    come after them."""
    is_asleep = sa.case((SLEEPS, 1), else_=0)
    moved, acted = col(Deal.stage_entered_at), col(Deal.acted_at)
    touched = sa.case((acted > moved, acted), else_=moved)
    query = select(Deal).where(Deal.owner_id == owner_id, IS_LIVE)
    return list(tx.exec(query.order_by(is_asleep, touched.desc(), col(Deal.id).desc()).limit(limit)))


def count_of_owner(tx: Session, owner_id: int) -> int:
    """How many live deals one owner has."""
    return _count(tx, Deal.owner_id == owner_id, IS_LIVE)


def asleep(tx: Session, owner_id: int) -> list[Deal]:
    """Open deals of one owner that nobody has touched since they were imported."""
    query = select(Deal).where(SLEEPS, Deal.owner_id == owner_id)
    return list(tx.exec(query.order_by(col(Deal.id))))


def drafts(tx: Session, owner_id: int) -> list[Deal]:
    """Drafts of one owner that wait for their source, the newest first."""
    query = select(Deal).where(Deal.owner_id == owner_id, Deal.state == "draft")
    # By its instant first: by ids SQLite would go through everybody's deals instead of sorting these.
    return list(tx.exec(query.order_by(col(Deal.created_at).desc(), col(Deal.id).desc())))


def old_drafts(tx: Session, owner_id: int, before: datetime) -> list[Deal]:
    """Drafts of one owner that wait for their source since before an instant."""
    return _OLD_DRAFTS.all(tx, owner=owner_id, before=before)


def with_unfinished(tx: Session, owner_ids: Collection[int]) -> set[int]:
    """Which of these people have a draft that waits for its source, or deals to sort."""
    query = select(Deal.owner_id).where(*_of(owner_ids), sa.or_(col(Deal.state) == "draft", SLEEPS))
    return {owner_id for owner_id in tx.exec(query.distinct()) if owner_id is not None}


def open_of_each(tx: Session) -> dict[int, int]:
    """person → how many open deals they have; who has none is missing."""
    query = select(Deal.owner_id, sa.func.count()).where(IS_OPEN).group_by(col(Deal.owner_id))
    return {owner: int(n) for owner, n in tx.exec(query) if owner is not None}


# -- of many ---------------------------------------------------------------------------------------------


def running(tx: Session, owner_ids: Owners) -> list[Deal]:
    """Open deals whose clocks run, by their ids."""
    if owner_ids is None:
        return list(tx.exec(_RUNNING))
    return list(tx.exec(_RUNNING_OF, params={"owners": list(owner_ids)})) if owner_ids else []


def asking(
    tx: Session, owner_ids: Collection[int], calm: Calm, besides: Collection[int] = ()
) -> dict[int, int]:
    """Those of their running deals that may ask for something, and of those `besides`, by their ids: deal → its owner."""
    if not owner_ids:
        return {}
    silence, stay = _by_instant(calm.silence), _by_instant(calm.stay)
    values: dict[str, object] = {f"silence{n}": at for n, at in enumerate(silence)}
    values |= {f"stay{n}": at for n, at in enumerate(stay)}
    values |= {
        "owners": owner_ids,
        "besides": besides,
        "by": calm.promised_by,
        "day": calm.promised_by.date(),
    }
    look = _asking(tuple(silence.values()), tuple(stay.values()), tuple(sorted(calm.first_stages)))
    return dict(look.all(tx, **values))


def _by_instant(bounds: Mapping[str, datetime]) -> dict[datetime, tuple[str, ...]]:
    found: dict[datetime, tuple[str, ...]] = {}
    for stage, at in sorted(bounds.items()):
        found[at] = (*found.get(at, ()), stage)
    return found


@lru_cache(maxsize=64)
def _asking(
    silence: tuple[tuple[str, ...], ...], stay: tuple[tuple[str, ...], ...], first: tuple[str, ...]
) -> Columns:
    """Made once for the stages that share an instant."""
    entered = (col(Deal.clocks_from), col(Deal.stage_entered_at))
    may = [
        _began_before(f"silence{n}", x, *entered, col(Deal.last_contact_at)) for n, x in enumerate(silence)
    ]
    may += [_began_before(f"stay{n}", x, *entered) for n, x in enumerate(stay)]
    may += [
        among(Deal.id, "besides"),
        _is_in(first),
        col(Deal.expected_sign_on) <= sa.bindparam("day"),
        _PROMISED,
        _WAITED,
        _OWES,
    ]
    query = sa.select(col(Deal.id), col(Deal.owner_id)).where(RUNS, among(Deal.owner_id, "owners"))
    return Columns(query.where(sa.or_(*may)).order_by(col(Deal.id)))


def _is_in(stages: tuple[str, ...]) -> sa.ColumnElement[bool]:
    return sa.or_(sa.false(), *(col(Deal.stage) == stage for stage in stages))


def _began_before(name: str, stages: tuple[str, ...], *signs: Any) -> sa.ColumnElement[bool]:
    """The last of these instants is before the one of this name, in these stages."""
    before = (sa.or_(sign.is_(None), sign < sa.bindparam(name)) for sign in signs)
    return sa.and_(_is_in(stages), *before)


def longest_running(tx: Session, owner_ids: Owners, limit: int) -> list[Deal]:
    """Some of them, the longest in their stage first."""
    query = select(Deal).where(RUNS, *_of(owner_ids))
    return list(tx.exec(query.order_by(col(Deal.stage_entered_at), col(Deal.id)).limit(limit)))


def running_after(tx: Session, after_id: int, limit: int) -> list[int]:
    """The next ``limit`` of everybody's."""
    query = select(Deal.id).where(RUNS, col(Deal.id) > after_id)
    return list(tx.exec(query.order_by(col(Deal.id)).limit(limit)))


def count_running(tx: Session, owner_ids: Owners) -> int:
    return _count(tx, RUNS, *_of(owner_ids))


def count_asleep(tx: Session, owner_ids: Owners) -> int:
    return _count(tx, SLEEPS, *_of(owner_ids))


def count_open(tx: Session, owner_ids: Owners) -> int:
    return _count(tx, IS_OPEN, *_of(owner_ids))


def count_live(tx: Session, owner_ids: Owners) -> int:
    """With their drafts."""
    return _count(tx, IS_LIVE, *_of(owner_ids))


def told_red(tx: Session, owner_ids: Collection[int]) -> list[Deal]:
    """Running deals of these owners that somebody was told to be over a limit at some time (quiet or slow)."""
    return list(tx.exec(_TOLD_RED, params={"owners": list(owner_ids)})) if owner_ids else []


def amounts(
    tx: Session, owner_ids: Collection[int], *, runs: bool = False
) -> list[tuple[str, int, str | None, str | None]]:
    """(stage, minor units, currency, rate to the base) of these owners' open deals, or those whose clocks run, that have
    an amount."""
    query = select(Deal.stage, Deal.amount_minor, Deal.currency, Deal.rate_to_base).where(
        RUNS if runs else IS_OPEN, *_of(owner_ids), col(Deal.amount_minor).is_not(None)
    )
    return [(stage, minor, *rest) for stage, minor, *rest in tx.exec(query) if minor is not None]


def next_seen(tx: Session, what: Seen, after: int, most: int) -> list[Deal]:
    """The next deals behind this id, of those that may be seen, those taken back left out."""
    query = select(Deal).where(col(Deal.id) > after, STANDS, *what.only())
    return list(tx.exec(query.order_by(col(Deal.id)).limit(most)))


def offered(tx: Session, limit: int = 500) -> list[Deal]:
    """Open leads that are offered, the longest first."""
    query = select(Deal).where(col(Deal.triage_since).is_not(None), col(Deal.owner_id).is_(None), IS_OPEN)
    return list(tx.exec(query.order_by(col(Deal.triage_since), col(Deal.id)).limit(limit)))


def load(tx: Session, people: Sequence[int]) -> dict[int, int]:
    """person → how many live deals they have; who has none is missing."""
    query = select(Deal.owner_id, sa.func.count()).where(IS_LIVE, *_of(people)).group_by(col(Deal.owner_id))
    return {owner: int(n) for owner, n in tx.exec(query) if owner is not None}
