"""Which of the reminders that a delivery carries are still to be said, and why the others are not.

A list carries more of them than it tells. The clock looks again at a deal of which anything changes, and a list waits for
that look: whatever it left planned is wanted until the deal's next one. So only what no such look vouches for is decided
here; what a line tells of is decided once more where the line is made (`clock.nudge_lines`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rules.access import Action, DealAccess, allowed
from rules.decision import NudgeDue
from services.clock.nudges import cause_of, decide, key_of
from services.config.versions import ActiveConfig
from services.facts import Known, Staff
from services.sending import grouping, promises
from services.sending.outbox import Delivery
from storage import auditing, list_nudges
from storage import nudges as nudge_rows
from storage.db import Session
from storage.tables import Deal, Nudge


@dataclass(frozen=True)
class Judged:
    """nudge id → why it is not to be said any more; and what the rules plan now of those that were decided here."""

    unwanted: Mapping[int, str]
    decided: Mapping[int, NudgeDue] = field(default_factory=dict)


def carried(tx: Session, leased: Delivery, now: datetime) -> list[Nudge]:
    """What the delivery carries, with what waits for it where it is a list."""
    found = nudge_rows.of_delivery(tx, leased.id)
    if leased.person_id is not None and (lanes := grouping.LANES.get(leased.kind)):
        found += list_nudges.for_list(tx, leased.person_id, lanes, now)
    return sorted(found, key=lambda x: (x.due_at, x.id))


def judge(
    tx: Session,
    leased: Delivery,
    nudges: Sequence[Nudge],
    known: Known,
    staff: Staff,
    config: ActiveConfig,
    now: datetime,
    *,
    anew: bool,
) -> Judged:
    """`anew`: the clock's looks are not relied upon."""
    deals = {deal.id: deal for deal in known.deals({x.deal_id for x in nudges if x.deal_id is not None})}
    if leased.payload.get("instead_of"):
        return Judged(_unseen(deals, nudges, staff, leased.person_id))
    looked = (
        set() if anew or leased.kind not in promises.LISTS else _looked_at(tx, deals, nudges, config, now)
    )
    plans = decide(
        tx, [x for d, x in deals.items() if d not in looked], staff, config.pipeline, now,
        leave_out={x.id for x in nudges}, known=known,
    )  # fmt: skip
    wanted = {plan.deal.id: {key_of(x): x for x in plan.decision.nudges} for plan in plans}
    reasons = _unwanted(
        deals, nudges, staff, {(d, key) for d, keys in wanted.items() for key in keys}, looked
    )
    decided = {
        x.id: wanted[x.deal_id][key_of(x)] for x in nudges if x.deal_id in wanted and x.id not in reasons
    }
    return Judged(reasons, decided)


def _looked_at(
    tx: Session, deals: Mapping[int, Deal], nudges: Iterable[Nudge], config: ActiveConfig, now: datetime
) -> set[int]:
    """The deals of which nothing has changed since the clock looked at them, under this process and with everybody where
    they are."""
    if auditing.is_change_under_way(tx):
        return set()
    others = {
        x.deal_id for x in nudges if x.state not in nudge_rows.OPEN or x.config_version != config.version
    }
    return {
        deal.id
        for deal in deals.values()
        if deal.id not in others
        and deal.state == "open"
        and (deal.next_check_at is None or deal.next_check_at > now)
    }


def _unwanted(
    deals: Mapping[int, Deal],
    nudges: Iterable[Nudge],
    staff: Staff,
    wanted: Collection[tuple[int, object]],
    looked: Collection[int],
) -> dict[int, str]:
    """A nudge is wanted when the rules would plan it again now."""
    reasons: dict[int, str] = {}
    may_see: dict[tuple[int | None, int | None], bool] = {}
    for nudge in nudges:
        deal = deals.get(nudge.deal_id or 0)
        if deal is None:
            reasons[nudge.id] = "closed"
            continue
        pair = nudge.person_id, deal.owner_id
        if pair not in may_see:
            may_see[pair] = _may_see(staff, *pair)
        if deal.id not in looked and (deal.id, key_of(nudge)) not in wanted:
            reasons[nudge.id] = cause_of(deal, nudge.facts.get("to"), nudge.person_id)
        elif not may_see[pair]:
            reasons[nudge.id] = "right_lost"
    return reasons


def _unseen(
    deals: Mapping[int, Deal], nudges: Iterable[Nudge], staff: Staff, heir: int | None
) -> dict[int, str]:
    """nudge id → why it is not said to who hears instead of somebody gone: closed, or none of their business."""
    reasons: dict[int, str] = {}
    for nudge in nudges:
        deal = deals.get(nudge.deal_id or 0)
        if deal is None or deal.state != "open":
            reasons[nudge.id] = "closed"
        elif not _may_see(staff, heir, deal.owner_id):
            reasons[nudge.id] = "right_lost"
    return reasons


def _may_see(staff: Staff, person_id: int | None, owner_id: int | None) -> bool:
    """Promises are checked again when they are kept: may this reader see the deal now?"""
    if person_id is None or person_id not in staff.people:
        return False
    return allowed(staff.actor(person_id), Action.SEE_DEAL, DealAccess(owner_id, staff.above(owner_id)))
