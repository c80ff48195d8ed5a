"""Deals that whoever reads said to push on: left alone for the days they were promised, and put to them once after."""

from datetime import date, datetime

from rules.facts import DealFacts, PersonFacts
from rules.planned import Stage
from rules.pushes import is_spared, push_of, spared_until
from services.ask import Ask
from services.clock.weigh import Weighed
from services.facts import Staff, rules_now
from storage import tasks as task_rows
from storage.db import Session


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


def is_over(one: Weighed, reader: PersonFacts, last: datetime | None, now: datetime) -> bool:
    """Is this the first list after it, and does what held then hold still? The ladders may have said all they say.
    `last`: when the reader's last list was due."""
    pushed = push_of(one.facts, reader)
    if pushed is None or spared_until(one.facts, one.owner, reader, one.rules) is None:
        return False
    due_at = Stage(one.facts, one.owner, reader, one.rules, (), now).manager_list(pushed.at)
    if due_at is None or due_at > now or (last is not None and last >= due_at):
        return False
    return one.line.light == "red" and any(why.limit_at <= pushed.at for why in one.whys)
