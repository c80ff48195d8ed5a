"""From a promise to what is said: is it still wanted, may its reader still see it, and which facts go in."""

from dataclasses import dataclass
from datetime import datetime

from rules.access import Action, DealAccess, allowed
from rules.answers import Answer, dump, load
from rules.calendar import Calendar
from services import audit, blocked, grouping, my_day, nudge_lines
from services.config import ActiveConfig
from services.deps import Deps
from services.facts import Staff, rules_now
from services.nudges import cause_of, decide, key_of
from services.outbox import Delivery
from services.people import can_hear, language
from services.sending import Composer, Sending
from services.standing import standing
from storage import deals as deal_rows
from storage import digests as digest_rows
from storage import nudges as nudge_rows
from storage import outbox as rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Nudge, Person

GROUPS = ("nudges", "steps", "late")  # deliveries made of nudges alone: dropped when none is wanted any more


def kept(delivery: Delivery) -> Answer:
    """The answer as it was promised, for kinds without a composer."""
    return load({name: value for name, value in delivery.payload.items() if name != "instead_of"})


def group(tx: Session, sending: Sending) -> Answer | None:
    """One message of one person about what is due now."""
    reader = sending.delivery.person_id
    return nudge_lines.message(tx, sending.nudges, reader, sending.staff, sending.config, sending.now)


COMPOSERS: dict[str, Composer] = {
    "nudges": group,
    "steps": group,
    "late": group,
    "morning": my_day.morning,
    "manager_list": my_day.managers,
    "blocked_list": blocked.compose,
}


@dataclass(frozen=True)
class Letter:
    """What the driver renders and sends. ``slack_id`` is empty for a channel."""

    answer: Answer
    locale: str
    tz: str
    now: datetime
    slack_id: str = ""


@dataclass(frozen=True)
class Unsent:
    """Nothing is sent now: ``dropped`` with a reason, ``gone`` (its reader left), or ``later`` at ``until``."""

    why: str
    reason: str = ""
    until: datetime | None = None


def prepare(deps: Deps, leased: Delivery) -> Letter | Unsent:
    """What to say now, or why nothing: done, closed, new owner, right lost, out of hours.

    Called while nothing of the delivery is out, so that what is no longer wanted may still be taken back."""
    now, config = deps.clock.now(), deps.config.active()
    with deps.db.write() as tx:
        reader = people_rows.by_id(tx, leased.person_id) if leased.person_id is not None else None
        if leased.person_id is not None and not can_hear(reader):
            return Unsent("gone", "inactive")
        compose = COMPOSERS.get(leased.kind)
        if compose is None and leased.kind not in grouping.LISTS:
            promised = kept(leased)
            if reader is not None and not standing(tx, reader, promised):
                return Unsent("dropped", "unwanted")
            return _letter(tx, leased, reader, promised, now)
        staff = Staff(tx, now.year)
        staff.learn(tx, [leased.person_id])
        if leased.kind in GROUPS and (until := _closed_until(staff, leased, now)):
            return Unsent("later", "hours", until)
        nudges = _nudges(tx, leased, staff, config, now)
        if leased.kind in GROUPS and not nudges:
            return Unsent("dropped", "unwanted")
        answer = compose(tx, Sending(leased, nudges, staff, config, now)) if compose else kept(leased)
        if answer is None:
            return Unsent("dropped", "empty")
        if compose and leased.id is not None:
            # What a message said is kept, so that a verb can rewrite it line by line.
            digest_rows.keep_payload(tx, leased.id, {**leased.payload, "said": dump(answer)})
        return _letter(tx, leased, reader, answer, now)


def _nudges(tx: Session, leased: Delivery, staff: Staff, config: ActiveConfig, now: datetime) -> list[Nudge]:
    """What the delivery carries and is still wanted; the rest is taken back with its reason."""
    assert leased.id is not None
    if leased.kind in grouping.LISTS:
        grouping.gather(tx, leased.id, leased.kind, leased.recipient, now)
    nudges = nudge_rows.of_delivery(tx, leased.id)
    if not nudges or leased.payload.get("instead_of"):
        return nudges
    reasons = unwanted(tx, nudges, staff, config, now)
    nudge_rows.cancel(tx, reasons)
    for nudge in nudges:
        if nudge.id in reasons:
            audit.record(
                tx, None, "nudge.cancel", nudge.subject, now=now, after={"reason": reasons[nudge.id]}
            )
    return [x for x in nudges if x.id not in reasons]


def unwanted(
    tx: Session, nudges: list[Nudge], staff: Staff, config: ActiveConfig, now: datetime
) -> dict[int, str]:
    """nudge id → why it is not to be said any more. A nudge is wanted when the rules would plan it again now."""
    deals = deal_rows.by_ids(tx, {x.deal_id for x in nudges if x.deal_id is not None})
    by_id = {deal.id: deal for deal in deals}
    ids = {x.id for x in nudges}
    decided = decide(tx, deals, staff, rules_now(tx, config.pipeline), now, leave_out=ids)
    wanted = {plan.deal.id: {key_of(x) for x in plan.decision.nudges} for plan in decided}
    reasons: dict[int, str] = {}
    for nudge in nudges:
        deal = by_id.get(nudge.deal_id)
        assert nudge.id is not None
        if deal is None:
            reasons[nudge.id] = "closed"
        elif key_of(nudge) not in wanted.get(deal.id, set()):
            reasons[nudge.id] = cause_of(deal, nudge)
        elif not _may_see(staff, nudge.person_id, deal.owner_id):
            reasons[nudge.id] = "right_lost"
    return reasons


def _may_see(staff: Staff, person_id: int | None, owner_id: int | None) -> bool:
    """Promises are checked again when they are kept: may this reader see the deal now?"""
    if person_id is None or person_id not in staff.people:
        return False
    return allowed(staff.actor(person_id), Action.SEE_DEAL, DealAccess(owner_id, staff.above(owner_id)))


def _closed_until(staff: Staff, leased: Delivery, now: datetime) -> datetime | None:
    """When the reader's hours begin, if this is outside of them."""
    person = staff.facts(leased.person_id)
    hours: Calendar | None = person.delivery if person else None
    return hours.next_opening(now) if hours and not hours.is_open(now) else None


def _letter(tx: Session, leased: Delivery, reader: Person | None, answer: Answer, now: datetime) -> Letter:
    if reader is not None:
        return Letter(answer, language(reader), reader.slack_tz, now, reader.slack_id or "")
    where = rows.digest_channel(tx, leased.recipient.removeprefix("channel:"))
    return Letter(answer, where.locale if where else "en", where.tz if where else "UTC", now)
