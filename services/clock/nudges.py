"""The tick: looks at what is due, lets the rules decide, and writes their decisions down. It sends nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from rules.answers.nudges import nudge_facts
from rules.auditing import IN_LISTS
from rules.calendar import Calendar
from rules.decision import Decision, NudgeDue
from rules.ladder import consider
from rules.pipeline import Pipeline
from rules.rhythm import Digests
from services import audit
from services.deps import Deps
from services.facts import LIVE_FROM, Known, Staff, rules_now, rung_facts
from storage import books, clock_facts
from storage import deals as deal_rows
from storage import nudges as rows
from storage import tasks as task_rows
from storage.clock_facts import Said
from storage.db import Session
from storage.deals import Looked
from storage.tables import Deal, Nudge

BATCH = 100  # deals per transaction: the write lock is held well under 200 ms
QUIET_DAYS = 5


@dataclass(frozen=True)
class TickResult:
    """How many deals were considered, how many nudges planned, and when the next deal wants a look."""

    considered: int = 0
    planned: int = 0
    next_at: datetime | None = None


@dataclass(frozen=True)
class Plan:
    """What a deal's decision changes: nudges to write, ones to take back with the reason."""

    deal: Deal | Looked
    decision: Decision
    new: tuple[NudgeDue, ...]
    gone: dict[int, str]


def tick(deps: Deps, *, now: datetime, batch: int = BATCH) -> TickResult:
    """Considers every deal whose clock is due at `now` (business time), in batches of one transaction each.

    Its cost grows with what is due. Two instances may tick at once: the slower one's look counts for nothing, and
    so does a look under a configuration that was replaced meanwhile."""
    looked = planned = 0
    staff: Staff | None = None
    while True:
        with deps.db.read() as tx:
            due = deal_rows.due(tx, now, batch)
            config = deps.config.current(tx)  # read after the deals: what a change re-armed is judged by it
            if not due:
                return TickResult(looked, planned, deal_rows.next_check(tx))
            staff = staff or Staff(tx, now.year)
            plans = decide(tx, due, staff, config.pipeline, now)
        deps.reach("decided")
        with deps.write("nudges.tick") as tx:
            looks = {plan.deal.id: (plan.deal, plan.decision.next_check_at) for plan in plans}
            moved = deal_rows.considered(tx, looks)
            taken = sorted((x for x in plans if x.deal.id in moved), key=lambda plan: plan.deal.id)
            if books.newest_config_number(tx) != config.version:
                tx.rollback()
                continue
            planned += _write(tx, taken, config.version, now)
            deps.reach("planned")
        looked += len(taken)
        if not taken:  # another instance has them, or they were just changed: the next tick looks again
            with deps.db.read() as tx:
                return TickResult(looked, planned, deal_rows.next_check(tx))


def next_at(deps: Deps) -> datetime | None:
    """When (business time) the next deal wants a look."""
    with deps.db.read() as tx:
        return deal_rows.next_check(tx)


def decide(
    tx: Session,
    deals: Sequence[Deal | Looked],
    staff: Staff,
    pipeline: Pipeline,
    now: datetime,
    leave_out: Collection[int | None] = (),
    known: Known | None = None,
) -> list[Plan]:
    """What the rules say about these deals, against what is planned already.

    `leave_out`: nudges on their way out, which are judged as if they had not been planned yet. `known`: what was read
    before."""
    if not deals:
        return []
    staff.learn(tx, (deal.owner_id for deal in deals))
    rules, facts = rules_now(tx, pipeline), (known or Known(tx, pipeline, now)).facts(deals)
    nudges = clock_facts.said_of(tx, list(facts))
    return [
        _plan(
            deal,
            consider(
                facts[deal.id],
                staff.facts(deal.owner_id),
                staff.manager(deal.owner_id),
                now,
                rules,
                rung_facts(x for x in nudges.get(deal.id, ()) if x.id not in leave_out),
            ),
            [x for x in nudges.get(deal.id, ()) if x.state in rows.OPEN],
            partial(_listed, staff=staff, times=pipeline.digests, asked_at=deal.next_check_at, now=now),
        )
        for deal in deals
    ]


def key_of(nudge: Nudge | Said | NudgeDue) -> tuple[str, str, int, int | None]:
    """What makes a nudge the same one: rule, episode, rung, and who hears it."""
    person = nudge.recipient_id if isinstance(nudge, NudgeDue) else nudge.person_id
    return nudge.rule, nudge.episode, int(nudge.rung), person


def _listed(
    nudge: NudgeDue, *, staff: Staff, times: Digests, asked_at: datetime | None, now: datetime
) -> NudgeDue:
    """Of what a list that had gone before the deal asked for a look would have carried, the next one says what is the
    manager's, and what it is in time for."""
    reader = staff.facts(nudge.recipient_id)
    if nudge.lane not in IN_LISTS or asked_at is None or nudge.due_at >= asked_at or reader is None:
        return nudge
    listed = reader.delivery.morning_from(now, times.manager if staff.leads(reader.id) else times.rep)
    is_first = nudge.lane == "list" or listed <= reader.delivery.next_opening(now)
    return replace(nudge, due_at=listed) if is_first else nudge


def _plan(
    deal: Deal | Looked,
    decision: Decision,
    open_nudges: Iterable[Said],
    listed: Callable[[NudgeDue], NudgeDue],
) -> Plan:
    """A planned nudge that the rules no longer want is taken back; one that they want and that stands is left."""
    waiting = {key_of(nudge): nudge for nudge in open_nudges}
    wanted = {key_of(nudge): nudge for nudge in decision.nudges}
    gone = {x.id: cause_of(deal, x.to, x.person_id) for key, x in waiting.items() if key not in wanted}
    new = tuple(listed(nudge) for key, nudge in wanted.items() if key not in waiting)
    return Plan(deal, decision, new, gone)


def cause_of(deal: Deal | Looked, to: str | None, person_id: int | None) -> str:
    """Why a nudge is not wanted any more, in one word for the books; it was this person's, as whom the rules call them."""
    if deal.state != "open":
        return "closed"
    if to == "owner" and person_id != deal.owner_id:
        return "new_owner"
    return "done"


def _write(tx: Session, plans: list[Plan], config_version: int, now: datetime) -> int:
    """The decisions of a batch: nudges, tasks, what is taken back, and one audit row for each change."""
    new = [_row(plan.deal, nudge, config_version, now) for plan in plans for nudge in plan.new]
    written = rows.plan(tx, new)
    tasks = [
        {
            "deal_id": plan.deal.id,
            "kind": task.kind,
            "episode": task.episode,
            "person_id": task.person_id,
            "opened_at": now,
            "due_at": task.due_at,
            "state": "open",
            "text": "",
            "version": 1,
        }
        for plan in plans
        for task in plan.decision.tasks
    ]
    opened = task_rows.open_new(tx, tasks)
    rows.cancel(tx, {nudge_id: why for plan in plans for nudge_id, why in plan.gone.items()})
    audit.record_own(tx, [*_done(opened, written), *(_undone(plan) for plan in plans if plan.gone)], now=now)
    return len(written)


def _done(opened: Iterable[task_rows.Opened], written: Iterable[rows.Written]) -> Iterator[audit.Own]:
    for task in opened:
        said = {"task_id": task.id, "kind": task.kind, "person_id": task.person_id}
        yield audit.Own("task.open", f"deal:{task.deal_id}", said)
    for nudge in written:
        told = {"rule": nudge.rule, "rung": nudge.rung, "recipient": nudge.recipient}
        yield audit.Own("nudge.plan", nudge.subject, told)


def _undone(plan: Plan) -> audit.Own:
    after = {"reasons": sorted(set(plan.gone.values())), "nudges": sorted(plan.gone)}
    return audit.Own("nudge.cancel", f"deal:{plan.deal.id}", after)


def _row(deal: Deal | Looked, nudge: NudgeDue, config_version: int, now: datetime) -> dict[str, Any]:
    return {
        "rule": nudge.rule,
        "subject": f"deal:{deal.id}",
        "deal_id": deal.id,
        "episode": nudge.episode,
        "recipient": f"person:{nudge.recipient_id}",
        "person_id": nudge.recipient_id,
        "rung": int(nudge.rung),
        "lane": nudge.lane,
        "due_at": nudge.due_at,
        "state": "planned",
        "facts": nudge_facts(nudge) | {"to": nudge.to},
        "created_at": now,
        "config_version": config_version,
    }


def quiet_start(deps: Deps, calendar: Calendar, *, now: datetime, days: int = QUIET_DAYS) -> datetime:
    """Begins a workspace's quiet start, once: until the instant returned only steps speak."""
    until = calendar.add_wd(now, days)
    with deps.db.write() as tx:
        books.add_setting_once(tx, LIVE_FROM, until.isoformat())
        said = books.setting(tx, LIVE_FROM)
    return datetime.fromisoformat(said) if said else until
