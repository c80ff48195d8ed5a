"""Queries over deliveries, but for the attempts: by slot, by where they stand in Slack, how many."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.books import insert_for
from storage.looking import Models
from storage.ready import Ready
from storage.tables import Delivery, JobSlot
from storage.tables.base import LAST

SKIPPED = "list"
# Spelt out, so that both databases see that the partial index serves the question.
LIVE = sa.text("deliveries.state IN ('ready','leased','unknown')")
WAITS = sa.text("deliveries.state IN ('ready','unknown')")
COMING = ("ready", "leased", "unknown")  # somebody will read it
UNHEARD = ("dropped", "dead")  # ended, and nobody has it
REVOKED = "revoked:"  # how the error of a delivery begins while Slack does not accept the installation
LOST = sa.text("deliveries.state IN ('dead','ambiguous')")
REPLY = "reply:"  # how the slot of an answer begins
_SLOTS: sa.BindParameter[list[str]] = sa.bindparam("slots", expanding=True)
# Made once: asked at each look of the clock.
_SLOTS_PROMISED = select(Delivery.slot).where(col(Delivery.slot).in_(_SLOTS))
_SLOTS_SKIPPED = select(JobSlot.slot).where(JobSlot.job == SKIPPED, col(JobSlot.slot).in_(_SLOTS))
_LAST_SENT = Models(
    Delivery,
    col(Delivery.person_id) == sa.bindparam("person"),
    col(Delivery.kind) == sa.bindparam("kind"),
    Delivery.state == "sent",
    order=(col(Delivery.id).desc(),),
    most=1,
)
_KEEP_PAYLOAD = Ready(
    sa.update(Delivery)
    .where(col(Delivery.id) == sa.bindparam("delivery"))
    .values(payload=sa.bindparam("payload"))
)


def slots_taken(tx: Session, slots: Sequence[str]) -> set[str]:
    """Which of these slots were promised already, or given up for their day."""
    if not slots:
        return set()
    asked = {"slots": list(slots)}
    promised = {slot for slot in tx.exec(_SLOTS_PROMISED, params=asked) if slot}
    return promised | set(tx.exec(_SLOTS_SKIPPED, params=asked))


def skip_slot(tx: Session, slot: str, at: datetime) -> None:
    """Nothing is posted for this slot: it is not looked at again."""
    row = insert_for(tx)(JobSlot).values(job=SKIPPED, slot=slot, taken_at=at)
    tx.connection().execute(row.on_conflict_do_nothing())


def forget_slots(tx: Session, older_than: datetime) -> int:
    """Forgets slots that were given up before an instant; returns how many."""
    old = sa.delete(JobSlot).where(col(JobSlot.taken_at) < older_than)
    return int(tx.connection().execute(old).rowcount)


def posted_at(tx: Session, channel: str, ts: str) -> Delivery | None:
    """The delivery that became this message, kept from other instances until this transaction ends: two who answer
    two of its lines at once would each keep it without the other's answer."""
    query = select(Delivery).where(Delivery.channel == channel, Delivery.ts == ts, Delivery.op == "post")
    return tx.exec(query.order_by(col(Delivery.id)).with_for_update()).first()


def keep_payload(tx: Session, delivery_id: int, payload: dict[str, Any]) -> None:
    """Keeps with a delivery what it said, so that its message can be rewritten."""
    _KEEP_PAYLOAD.do(tx, delivery=delivery_id, payload=payload)


def oldest_due(tx: Session, now: datetime) -> datetime | None:
    """Since when (business time) the delivery that is most overdue should have left; None: none is due."""
    query = select(sa.func.min(Delivery.due_at)).where(LIVE, col(Delivery.due_at) <= now)
    return tx.exec(query).first()


def revoked(tx: Session) -> str | None:
    """Slack's word if it does not accept the installation: no message passes until an admin acts."""
    query = select(Delivery.error).where(LIVE, col(Delivery.error).startswith(REVOKED)).limit(1)
    found = tx.exec(query).first()
    return found.removeprefix(REVOKED) if found else None


def held(tx: Session, delivery_id: int) -> Delivery | None:
    """A delivery, kept from other instances until this transaction ends."""
    return tx.get(Delivery, delivery_id, with_for_update=True)


def by_slot(tx: Session, slot: str) -> Delivery | None:
    return tx.exec(select(Delivery).where(Delivery.slot == slot)).first()


def posted_in(tx: Session, channel: str, kind: str, since: datetime) -> list[Delivery]:
    """The posts of a kind that a channel has, of late."""
    query = select(Delivery).where(
        Delivery.recipient == f"channel:{channel}",
        Delivery.kind == kind,
        Delivery.op == "post",
        Delivery.state == "sent",
        col(Delivery.due_at) >= since,
    )
    return list(tx.exec(query.order_by(col(Delivery.id))))


def stands(tx: Session, slots: Sequence[str]) -> bool:
    """Is one of these slots promised, and not to nobody in the end?"""
    query = select(Delivery.id).where(
        col(Delivery.slot).in_(list(slots)), col(Delivery.state).not_in(UNHEARD)
    )
    return bool(slots) and tx.exec(query.limit(1)).first() is not None


def free(tx: Session, slot: str) -> None:
    """What nobody got leaves its slot to another one."""
    ended = sa.update(Delivery).where(col(Delivery.slot) == slot, col(Delivery.state).in_(UNHEARD))
    tx.connection().execute(ended.values(slot=None))


def count_told(tx: Session, recipient: str, kinds: Sequence[str], since: datetime) -> int:
    """Messages of these kinds that this recipient got, or will get, since an instant of business time."""
    query = select(sa.func.count()).where(
        col(Delivery.recipient) == recipient,
        col(Delivery.kind).in_(list(kinds)),
        col(Delivery.due_at) >= since,
        col(Delivery.state).not_in(("dropped", "dead")),
    )
    return int(tx.exec(query).one())


def list_is_coming(tx: Session, recipient: str, kinds: Sequence[str]) -> bool:
    """Whether a list for this recipient is promised and not sent yet."""
    query = select(Delivery.id).where(
        LIVE, Delivery.recipient == recipient, col(Delivery.kind).in_(list(kinds))
    )
    return tx.exec(query.limit(1)).first() is not None


def lost(tx: Session, but: str, limit: int = 500) -> list[Delivery]:
    """What did not go out, or nobody knows, and no admin was told of; messages of the kind ``but`` aside."""
    query = select(Delivery).where(LOST, col(Delivery.alarmed_at).is_(None), col(Delivery.kind) != but)
    return list(tx.exec(query.order_by(col(Delivery.id)).limit(limit)))


def last_sent(tx: Session, person_id: int, kind: str) -> Delivery | None:
    """The newest message of a kind that this person has."""
    return next(iter(_LAST_SENT.all(tx, person=person_id, kind=kind)), None)


def sent_since(tx: Session, person_id: int, kind: str, since: datetime) -> list[Delivery]:
    """The messages of a kind that were due for this person from an instant on, and that they have."""
    theirs = Delivery.recipient == f"person:{person_id}", col(Delivery.due_at) >= since
    return list(tx.exec(select(Delivery).where(*theirs, Delivery.kind == kind, Delivery.state == "sent")))


def promised_since(tx: Session, person_id: int, kinds: Sequence[str], since: datetime) -> list[Delivery]:
    """The messages of these kinds that were due for this person from an instant on, oldest first, also what did not
    arrive."""
    theirs = Delivery.recipient == f"person:{person_id}", col(Delivery.due_at) >= since
    query = select(Delivery).where(*theirs, col(Delivery.kind).in_(list(kinds)), Delivery.op == "post")
    return list(tx.exec(query.where(Delivery.state != "dropped").order_by(col(Delivery.id))))


def last_alarm(tx: Session) -> datetime | None:
    """When (business time) admins were last told of messages that did not arrive."""
    return tx.exec(select(sa.func.max(Delivery.alarmed_at)).where(LOST)).one()


def alarmed(tx: Session, delivery_ids: Sequence[int], at: datetime) -> None:
    update = sa.update(Delivery).where(col(Delivery.id).in_(list(delivery_ids)))
    tx.connection().execute(update.values(alarmed_at=at))


def count_waiting(tx: Session, now: datetime) -> int:
    """Messages that are due and not out yet."""
    query = select(sa.func.count()).where(LIVE, col(Delivery.due_at) <= now)
    return int(tx.exec(query).one())


def count_failed(tx: Session) -> int:
    """Messages that nobody will get, or of which nobody knows."""
    return int(tx.exec(select(sa.func.count()).select_from(Delivery).where(LOST)).one())


def said_at(tx: Session, person_id: int, ts: str) -> Delivery | None:
    """What Baton said to this person at this place."""
    # Few rows have one ts: sorted there, or with whose they are, the planner may walk all ids, or all of this person's.
    found = tx.exec(select(Delivery).where(Delivery.ts == ts, Delivery.op == "post"))
    return min((x for x in found if x.person_id == person_id), key=lambda one: one.id, default=None)


def said_before(tx: Session, person_id: int, ts: str) -> Delivery | None:
    """Baton's newest message to this person before this place, threads aside."""
    query = select(Delivery).where(
        Delivery.person_id == person_id,
        Delivery.state == "sent",
        Delivery.op == "post",
        col(Delivery.thread_ts).is_(None),
        col(Delivery.ts) < ts,
    )
    return tx.exec(query.order_by(col(Delivery.id).desc()).limit(1)).first()


def coming_in(tx: Session, person_id: int, after_id: int) -> list[Delivery]:
    """Answers to this person that Slack may show already while its own answer is not booked; younger than that message,
    the newest first."""
    # What is live is little, and has an index; by id or by person a planner may walk far more.
    query = select(Delivery).where(LIVE, col(Delivery.in_doubt).is_(True), col(Delivery.thread_ts).is_(None))
    found = [x for x in tx.exec(query) if x.person_id == person_id and x.id > after_id]
    answers = (one for one in found if (one.slot or "").startswith(REPLY))
    return sorted(answers, key=lambda one: one.id, reverse=True)


def slots_from(tx: Session, begin: str) -> list[str]:
    """The slots that begin like this, in the order in which they were promised."""
    query = select(Delivery.slot).where(col(Delivery.slot) >= begin, col(Delivery.slot) < begin + LAST)
    return [slot for slot in tx.exec(query.order_by(col(Delivery.id))) if slot]


def of_slots_since(tx: Session, begin: str, first: str) -> list[Delivery]:
    """The messages whose slots begin like this, from ``first`` on, oldest first."""
    query = select(Delivery).where(
        col(Delivery.slot) >= f"{begin}{first}", col(Delivery.slot) < f"{begin}{LAST}"
    )
    return sorted(tx.exec(query), key=lambda sent: sent.id)


def recipients_of_slots(tx: Session, begins: Collection[str]) -> set[int]:
    """To whom the messages went whose slots begin like one of these."""
    ranges = (sa.and_(col(Delivery.slot) >= begin, col(Delivery.slot) < f"{begin}{LAST}") for begin in begins)
    query = select(Delivery.person_id).where(sa.or_(sa.false(), *ranges)).distinct()
    return {person_id for person_id in tx.exec(query) if person_id is not None}


def answer_to(tx: Session, person_id: int, ts: str) -> Delivery | None:
    """The message that answered what this person said at this place."""
    begin = f"{REPLY}{place_key(person_id, ts)}:"
    query = select(Delivery).where(col(Delivery.slot) >= begin, col(Delivery.slot) < begin + LAST)
    return tx.exec(query.order_by(col(Delivery.id)).limit(1)).first()


def place_key(person_id: int, ts: str) -> str:
    """The key of a message in the DM, by its place: told twice, under two ids or sent again, it is the same."""
    return f"dm:{person_id}:{ts}"


def of_slots(tx: Session, slots: Sequence[str]) -> list[Delivery]:
    """The messages of these slots, oldest first."""
    query = select(Delivery).where(col(Delivery.slot).in_(list(slots)))
    return list(tx.exec(query.order_by(col(Delivery.id)))) if slots else []


def of_slots_held(tx: Session, slots: Sequence[str]) -> list[Delivery]:
    """The same as they are now; no worker takes or books one of them until this transaction ends."""
    query = select(Delivery).where(col(Delivery.slot).in_(list(slots))).order_by(col(Delivery.id))
    fresh = query.with_for_update().execution_options(populate_existing=True)
    return list(tx.exec(fresh)) if slots else []


def coming(tx: Session, kind: str) -> list[Delivery]:
    """Messages of a kind that nobody has for certain."""
    query = select(Delivery).where(LIVE, Delivery.kind == kind, Delivery.op == "post")
    return list(tx.exec(query.execution_options(populate_existing=True)))


def last_edit_held(tx: Session, channel: str, ts: str) -> Delivery | None:
    """The last edit of a message that waits to be made, held as above."""
    query = select(Delivery).where(
        LIVE,
        Delivery.state == "ready",
        Delivery.op == "update",
        Delivery.channel == channel,
        Delivery.target_ts == ts,
    )
    last = query.order_by(col(Delivery.id).desc()).limit(1)
    return tx.exec(last.with_for_update().execution_options(populate_existing=True)).first()
