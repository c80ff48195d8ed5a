"""Deals that whoever reads said to push on: left alone for the days they were promised, and put to them once after."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from rules.facts import DealFacts, PersonFacts, Rung
from rules.planned import Stage
from rules.pushes import is_spared, push_of, spared_until
from rules.unanswered import last_act
from services.ask import Ask
from services.clock.weigh import Weighed
from services.facts import Staff, rules_now
from services.lists import home_needs
from storage import deliveries as delivery_rows
from storage import tasks as task_rows
from storage.db import Session

ASKS_FOR = timedelta(days=14)  # so long a list that has no room for it leaves it to the next


def is_settled(tx: Session, ask: Ask, facts: DealFacts) -> bool:
    """Does it hold for who asks, with no flag and no request for help since?"""
    staff = Staff(tx, ask.now.year)
    staff.learn(tx, [facts.owner_id, ask.actor.id])
    owner, reader = staff.facts(facts.owner_id), staff.facts(ask.actor.id)
    pushed = push_of(facts, reader)
    if owner is None or pushed is None:
        return False
    is_flagged = facts.at_risk_since is not None and facts.at_risk_since > pushed.at
    is_asked = any(task.deal_id == facts.id for task in task_rows.helps_asked_of(tx, ask.actor.id))
    is_held = is_spared(facts, owner, reader, rules_now(tx, ask.pipeline), ask.now)
    return is_held and not is_flagged and not is_asked


def asked_from(one: Weighed, left_on: date, reader: PersonFacts) -> date:
    """The day a deal left the channel's list; of one that was pushed on by then, not before that is over."""
    local, until = reader.delivery.local, spared_until(one.facts, one.owner, reader, one.rules)
    pushed = push_of(one.facts, reader)
    is_pushed = pushed is not None and local(pushed.at).date() <= left_on
    return max(local(until).date(), left_on) if until is not None and is_pushed else left_on


def asked_in(one: Weighed, reader: PersonFacts, now: datetime) -> datetime | None:
    """When the list is due that asks about it first, or any after it for two weeks; None where none does, or what held
    when it was pushed holds no more. The ladders may have said all they say."""
    pushed = push_of(one.facts, reader)
    if pushed is None or spared_until(one.facts, one.owner, reader, one.rules) is None:
        return None
    due_at = Stage(one.facts, one.owner, reader, one.rules, (), now).manager_list(pushed.at)
    if due_at is None or not due_at <= now < due_at + ASKS_FOR:
        return None
    stands = one.line.light == "red" and any(why.limit_at <= pushed.at for why in one.whys)
    return due_at if stands else None


def unasked(tx: Session, reader: PersonFacts, theirs: Iterable[Weighed], now: datetime) -> set[int]:
    """Those of these deals that no list has shown since it was to ask about them: the others in it were more urgent, or
    they waited that morning."""
    asks = {one.deal_id: at for one in theirs if (at := asked_in(one, reader, now)) is not None}
    lists = delivery_rows.sent_since(tx, reader.id, home_needs.KIND, min(asks.values())) if asks else []
    return {d for d, at in asks.items() if not any(d in home_needs.named(x) for x in lists if x.due_at >= at)}


def asked_already(tx: Session, reader: PersonFacts, theirs: Collection[Weighed], now: datetime) -> set[int]:
    """Those of these deals that a list put to who reads for a decision, nobody having acted or pushed since."""
    lists = delivery_rows.sent_since(tx, reader.id, home_needs.KIND, now - ASKS_FOR) if theirs else []
    asked = {
        d: x.due_at for x in lists for d, (_, rung) in home_needs.named(x).items() if rung == Rung.DECIDE
    }
    found = set()
    for one in theirs:
        push, at = push_of(one.facts, reader), asked.get(one.deal_id)
        if at is not None and at > max(last_act(one.whole), push.at if push else at - ASKS_FOR):
            found.add(one.deal_id)
    return found
