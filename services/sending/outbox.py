"""The outbox: what was promised, who takes it, what came of the attempt. Slack itself is jobs/deliver's business.

ready → leased → sent | dropped | dead | ambiguous, or back to ready or unknown. Once an attempt may have reached
Slack (`in_doubt`), the history is read before another one is made.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from rules.retry import MOST_ATTEMPTS, FailureKind, next_attempt
from services import audit
from services.deps import Deps
from services.team.people import manager_of
from storage import nudges as nudge_rows
from storage import outbox as rows
from storage.db import Session
from storage.tables import Delivery as Delivery  # handed on to the drivers

Doing = Literal["find", "open", "post"]
MOST_CRASHES = 50
ON_ITS_WAY = ("leased", "unknown")  # an attempt may be reaching Slack, with what was known when it began
THEN = "then"  # in a payload: what the message says from now on, once it is out
LISTS = ("morning", "manager_list")  # deliveries that are made of what stands at their time
# Between our clock and Slack's, when a history is searched: a clock that was an hour fast when the message was
# promised, and was set right since, must not hide what was posted.
SKEW = timedelta(days=1)


@dataclass(frozen=True)
class Timing:
    """Process time. ``gap``: least time between two messages to one recipient; ``rate``: attempts a second of the
    whole workspace (0: no limit); ``settle``: how long Slack may take to show a stored message."""

    lease: timedelta = timedelta(seconds=25)
    settle: timedelta = timedelta(seconds=15)
    gap: timedelta = timedelta(seconds=1)
    rate: int = 8


def promise(
    tx: Session,
    slot: str | None,
    kind: str,
    recipient: str,
    payload: Mapping[str, Any],
    due_at: datetime,
    *,
    now: datetime | None = None,
    target: tuple[str, str] | None = None,
    thread_ts: str | None = None,
) -> int | None:
    """Promises one message, in the caller's transaction; None when the slot was promised before.

    `kind` names its composer in services.messages; a kind without one carries its answer in `payload`
    (`rules.answers.dump`). `recipient` is ``person:ID`` or ``channel:SLACKID``; `target` (channel, ts) makes it an
    update of that message, `thread_ts` a reply in that thread of the person's DM. `due_at` is business time."""
    where = {"op": "update", "channel": target[0], "target_ts": target[1]} if target else {"op": "post"}
    person = int(recipient.removeprefix("person:")) if recipient.startswith("person:") else None
    return rows.put(
        tx,
        ref=secrets.token_hex(12),
        slot=slot,
        kind=kind,
        recipient=recipient,
        person_id=person,
        payload=dict(payload),
        due_at=due_at,
        not_before=rows.AT_ONCE,
        created_at=now or due_at,
        state="ready",
        attempts=0,
        in_doubt=False,
        thread_ts=thread_ts,
        **({"channel": recipient.removeprefix("channel:")} if person is None and not target else {}),
        **where,
    )


def lease(deps: Deps, worker: str, timing: Timing) -> Delivery | None:
    """Takes one delivery that may be tried now, for this worker alone; None when nothing is ready."""
    now, process = deps.clock.now(), deps.process.now()
    if deps.db.is_sqlite:  # nobody takes the one write lock only to find that there is nothing to do
        with deps.db.read() as tx:
            if not rows.has_ready(tx, now, process, timing.gap):
                return None
    with deps.db.write() as tx:
        if timing.rate and rows.tried_since(tx, process - timedelta(seconds=1), process) >= timing.rate:
            return None
        return rows.lease(tx, worker, now, process, process + timing.lease, timing.gap)


def begin(deps: Deps, leased: Delivery, channel: str, timing: Timing) -> bool:
    """Notes, before the request, that it may reach Slack from now on; False when the lease is gone: do not send."""
    process = deps.process.now()
    with deps.db.write() as tx:
        return rows.keep(
            tx,
            leased,
            process,
            tried_at=process,
            leased_until=process + timing.lease,
            channel=channel,
            in_doubt=leased.op == "post",
        )


def sent(deps: Deps, leased: Delivery, channel: str, ts: str) -> None:
    """Slack has it: the nudges it carried are said, and their ladders go on from here."""
    now = deps.clock.now()
    with deps.db.write() as tx:
        # Without a look at the lease: it is a fact whoever found it out.
        done = {
            "state": "sent",
            "channel": channel,
            "ts": ts,
            "sent_at": now,
            "in_doubt": False,
            "error": None,
        }
        payload = rows.settle(tx, leased, **done)
        if (then := payload.get(THEN)) is not None:
            promise(tx, None, leased.kind, leased.recipient, then, now, target=(channel, ts))
        # Deals before nudges, as the tick locks them.
        if about := nudge_rows.deals_of(tx, _id(leased)):
            nudge_rows.look_again(tx, about, now)
            nudge_rows.delivered(tx, _id(leased), now)


def amended(leased: Delivery, now_told: Mapping[str, Any], *, is_wanted: bool) -> dict[str, Any]:
    """The payload of a delivery on its way, of which something else is true by now: once it is out it is edited.
    Where it has to be sent again, it says the new words, or, no longer wanted, is dropped by what it said."""
    return {**(now_told if is_wanted else leased.payload), THEN: dict(now_told)}


def find_from(leased: Delivery) -> datetime:
    """From when on a history may hold this message (Slack's time)."""
    return leased.due_at - SKEW


def not_found(deps: Deps, leased: Delivery) -> bool:
    """The history was read to its end without it: nothing of it is out. False when the lease is gone."""
    with deps.db.write() as tx:
        return rows.keep(tx, leased, deps.process.now(), in_doubt=False)


def keep_dm(deps: Deps, person_id: int, channel: str) -> None:
    """Remembers Baton's conversation with a person."""
    with deps.db.write() as tx:
        rows.put_dm(tx, person_id, channel)


def failed(
    deps: Deps,
    leased: Delivery,
    kind: FailureKind,
    code: str,
    timing: Timing,
    *,
    retry_after: float | None = None,
    doing: Doing = "post",
) -> None:
    """Books a failure: again later, look first, another way, or given up where an admin sees it."""
    process = deps.process.now()
    doubt = leased.in_doubt if doing != "post" else kind == "unknown" and leased.op == "post"
    wait = next_attempt(
        kind,
        leased.attempts,
        retry_after,
        settle=timing.settle.total_seconds(),
        spread=int(leased.ref[:4], 16) / 0xFFFF if len(leased.ref) >= 4 else 0.0,
    )
    if leased.attempts >= MOST_ATTEMPTS and kind not in ("later", "revoked"):
        wait = None
    with deps.db.write() as tx:
        if wait is not None:
            until = process + timedelta(seconds=wait)
            state = "unknown" if doubt else "ready"
            error = f"{rows.REVOKED}{code}" if kind == "revoked" else code
            rows.finish(tx, leased, state=state, not_before=until, in_doubt=doubt, error=error)
            if kind == "later":
                rows.pause(tx, leased.recipient, until)
        elif doubt:
            if rows.finish(tx, leased, state="ambiguous", error=code):
                _unsure(tx, leased, code, deps.clock.now())
        elif rows.finish(tx, leased, state="dead", in_doubt=False, error=code):
            _given_up(tx, leased, kind, code, deps.clock.now())


def _unsure(tx: Session, leased: Delivery, code: str, now: datetime) -> None:
    """It may be out, so it is not said again; its nudges count as said, or their ladders would stand still."""
    audit.record(tx, None, "delivery.ambiguous", f"delivery:{leased.id}", now=now, after={"error": code})
    if about := nudge_rows.deals_of(tx, _id(leased)):
        nudge_rows.look_again(tx, about, now)
        nudge_rows.delivered(tx, _id(leased), now)


def _given_up(tx: Session, leased: Delivery, kind: FailureKind, code: str, now: datetime) -> None:
    """A message that cannot go where it should: to the manager once, or a fault that an admin sees."""
    audit.record(tx, None, "delivery.dead", f"delivery:{leased.id}", now=now, after={"error": code})
    if leased.recipient.startswith("channel:"):
        rows.fault_channel(tx, leased.recipient.removeprefix("channel:"), code)
        return
    # An edit is for who has the message that it edits, and to nobody else is it news.
    is_theirs = kind == "refused" or leased.op == "update" or leased.payload.get("instead_of")
    other = None if is_theirs else _manager_of(tx, leased)
    if other is None:
        nudge_rows.cancel_delivery(tx, _id(leased), code)
        return
    # A list is made of its reader's own deals: what it carried goes on, as the late part of a list does.
    is_list = leased.kind in LISTS
    payload = (
        {"instead_of": leased.person_id} if is_list else {**leased.payload, "instead_of": leased.person_id}
    )
    slot, as_kind = f"instead:{leased.id}", "late" if is_list else leased.kind
    instead = promise(tx, slot, as_kind, f"person:{other}", payload, now, now=now)
    if instead is not None:
        nudge_rows.hand_on(tx, _id(leased), instead)


def _manager_of(tx: Session, leased: Delivery) -> int | None:
    """Who hears instead of somebody who is gone."""
    from_person = leased.person_id
    found = manager_of(tx, from_person) if from_person is not None else None
    return found.id if found is not None and found.id != from_person else None


def postpone(deps: Deps, leased: Delivery, until: datetime) -> None:
    """Nobody is to be spoken to now: the message waits until this instant of business time."""
    with deps.db.write() as tx:
        rows.finish(tx, leased, state="ready", due_at=until)


def drop(deps: Deps, leased: Delivery, reason: str) -> None:
    """Nothing is left to say: the delivery ends unsent, with its reason."""
    with deps.db.write() as tx:
        rows.finish(tx, leased, state="dropped", error=reason)


def reconcile(deps: Deps, timing: Timing) -> int:
    """Frees what dead workers held; returns how many."""
    process = deps.process.now()
    with deps.db.read() as tx:
        if not rows.has_run_out(tx, process):
            return 0
    with deps.db.write() as tx:
        # A lease outlives the settle time in production; with short test leases the rest is waited for.
        rest = max(timedelta(), timing.settle - timing.lease)
        return rows.take_back(tx, process, process + rest, MOST_CRASHES)


def next_due(deps: Deps, now: datetime) -> datetime | None:
    """When (business time) the outbox next has something to do."""
    with deps.db.read() as tx:
        found = [rows.next_due(tx, now), nudge_rows.next_due(tx, now)]
    return min((at for at in found if at), default=None)


def next_try(deps: Deps, now: datetime) -> datetime | None:
    """When (process time) something that is due by `now` may be tried again; None when nothing is waiting."""
    with deps.db.read() as tx:
        return rows.next_try(tx, now)


def _id(leased: Delivery) -> int:
    assert leased.id is not None
    return leased.id
