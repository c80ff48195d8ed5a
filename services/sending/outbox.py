"""The outbox: what was promised, who takes it, what came of the attempt. Slack itself is jobs/deliver's business.

ready → leased → sent | dropped | dead | ambiguous (`services.sending.ending`), or back to ready or unknown. Once an
attempt may have reached Slack (`in_doubt`), the history is read before another one is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from rules.retry import FailureKind, next_attempt
from services.deps import Deps
from services.sending import ending
from services.sending.promises import THEN
from storage import deliveries as delivery_rows
from storage import nudges as nudge_rows
from storage import outbox as rows
from storage import people as people_rows
from storage import told as told_rows
from storage.tables import Delivery as Delivery  # handed on to the drivers

Doing = Literal["find", "open", "post"]
MOST_CRASHES = 50
ON_ITS_WAY = ("leased", "unknown")  # an attempt may be reaching Slack, with what was known when it began
# Between our clock and Slack's, when a history is searched: a clock that was an hour fast when the message was
# promised, and was set right since, must not hide what was posted.
SKEW = timedelta(days=1)
# Slack's words for a message that can't be edited any more: somebody deleted it, or it is too old. Nobody misses the edit.
PAST_EDITING = ("message_not_found", "edit_window_closed")


@dataclass(frozen=True)
class Timing:
    """Process time. ``gap``: least time between two messages to one recipient; ``rate``: attempts a second of the
    whole workspace (0: no limit); ``settle``: how long Slack may take to show a stored message."""

    lease: timedelta = timedelta(seconds=25)
    settle: timedelta = timedelta(seconds=15)
    gap: timedelta = timedelta(seconds=1)
    rate: int = 8


def has_ready(deps: Deps, timing: Timing) -> bool:
    """Whether anything may be tried now, by a look that locks nothing."""
    with deps.db.read() as tx:
        return rows.has_ready(tx, deps.clock.now(), deps.process.now(), timing.gap)


def lease(deps: Deps, worker: str, timing: Timing) -> Delivery | None:
    """Takes one delivery that may be tried now, for this worker alone; None when nothing is ready."""
    now, process = deps.clock.now(), deps.process.now()
    if deps.db.is_sqlite and not has_ready(deps, timing):  # nobody takes the one write lock for nothing
        return None
    with deps.db.write() as tx:
        return rows.lease(tx, worker, now, process, process + timing.lease, timing.gap, timing.rate)


def begin(deps: Deps, leased: Delivery, channel: str, timing: Timing) -> bool:
    """Notes, before the request, that it may reach Slack from now on; False when the lease is gone: do not send."""
    process = deps.process.now()
    with deps.db.write() as tx:
        until, in_doubt = process + timing.lease, leased.op == "post"
        return rows.begin(tx, leased, process, until, channel, in_doubt=in_doubt)


def sent(deps: Deps, leased: Delivery, channel: str, ts: str) -> None:
    """Slack has it: the nudges it carried are said, and their ladders go on from here."""
    now = deps.clock.now()
    with deps.db.write() as tx:
        ending.hold(tx, leased.id)
        # Without a look at the lease: it is a fact whoever found it out.
        ending.follow(tx, rows.settle(tx, leased, channel, ts, now), now)
        deps.reach("booked")


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
        people_rows.put_dm(tx, person_id, channel)


def forget_dm(deps: Deps, leased: Delivery) -> bool:
    """Slack knows that conversation no more (the app was installed anew): it is opened again for the next message.
    True: this one is tried again; False for an edit, for what is in doubt, and for what goes to no person."""
    if leased.person_id is None:
        return False
    may_try = leased.op == "post" and not leased.in_doubt
    with deps.db.write() as tx:
        people_rows.put_dm(tx, leased.person_id, None)
        if may_try:
            again = {"state": "ready", "in_doubt": False, "channel": None, "thread_ts": None}
            rows.finish(tx, leased, failures=leased.failures + 1, **again)
    return may_try


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
    if leased.op == "update" and code in PAST_EDITING:
        _leave_alone(deps, leased, code)
        return
    process, now = deps.process.now(), deps.clock.now()
    doubt = leased.in_doubt if doing != "post" else kind == "unknown" and leased.op == "post"
    failures = leased.failures + (kind in ("retry", "unknown"))
    wait = next_attempt(
        kind,
        failures,
        retry_after,
        settle=timing.settle.total_seconds(),
        spread=int(leased.ref[:4], 16) / 0xFFFF if len(leased.ref) >= 4 else 0.0,
    )
    with deps.db.write() as tx:
        if wait is not None:
            until = process + timedelta(seconds=wait)
            state = "unknown" if doubt else "ready"
            error = f"{delivery_rows.REVOKED}{code}" if kind == "revoked" else code
            again = {"state": state, "not_before": until, "in_doubt": doubt, "failures": failures}
            rows.finish(tx, leased, error=error, **again)
            if kind == "later":
                rows.pause(tx, leased.recipient, until)
            return
        state = "ambiguous" if doubt else "dead"
        ending.hold(tx, leased.id)
        ended = rows.finish(tx, leased, state=state, in_doubt=doubt, failures=failures, error=code)
        ending.follow(tx, ended, now, may_pass_on=kind != "refused")


def postpone(deps: Deps, leased: Delivery, until: datetime) -> None:
    """Nobody is to be spoken to now: the message waits until this instant of business time."""
    with deps.db.write() as tx:
        rows.finish(tx, leased, state="ready", due_at=until, tried_at=None)


def drop(deps: Deps, leased: Delivery, reason: str) -> None:
    """Nothing is left to say: the delivery ends unsent, with its reason."""
    with deps.db.write() as tx:
        ended = rows.finish(tx, leased, state="dropped", error=reason, tried_at=None)
        ending.follow(tx, ended, deps.clock.now())


def _leave_alone(deps: Deps, leased: Delivery, code: str) -> None:
    """The edit ends quietly, and its message is not looked at again."""
    with deps.db.write() as tx:
        told_rows.forget_at(tx, leased.channel or "", leased.target_ts or "")
    drop(deps, leased, code)


def reconcile(deps: Deps, timing: Timing) -> int:
    """Frees what dead workers held, each in a transaction of its own; returns how much."""
    process, now = deps.process.now(), deps.clock.now()
    # A lease outlives the settle time in production; with short test leases the rest is waited for.
    doubt_until = process + max(timedelta(), timing.settle - timing.lease)
    with deps.db.read() as tx:
        found = rows.run_out(tx, process)
    freed = 0
    for delivery_id in found:
        with deps.db.write() as tx:
            ending.hold(tx, delivery_id)
            if (one := rows.take_back(tx, delivery_id, process, doubt_until, MOST_CRASHES)) is not None:
                ending.follow(tx, one, now)
                deps.reach("freed")
                freed += 1
    return freed


def next_due(deps: Deps, now: datetime) -> datetime | None:
    """When (business time) the outbox next has something to do."""
    with deps.db.read() as tx:
        found = [rows.next_due(tx, now), nudge_rows.next_due(tx, now)]
    return min((at for at in found if at), default=None)


def next_try(deps: Deps, now: datetime) -> datetime | None:
    """When (process time) something that is due by `now` may be tried again; None when nothing is waiting."""
    with deps.db.read() as tx:
        return rows.next_try(tx, now)
