"""Running deals that nobody looks at again: whether the rules would still have something to say of one. A slice of them at
each look, so that a large company costs no more than a small one."""

from collections.abc import Collection, Sequence
from datetime import datetime

from rules.auditing import Found, unwatched
from rules.ladder import consider
from rules.pipeline import Pipeline
from services.facts import Staff, deal_facts, rules_now, rung_facts
from storage import auditing as rows
from storage import nudges as nudge_rows
from storage.db import Session
from storage.tables import Deal

SLICE = 500  # ids


def look(
    tx: Session, pipeline: Pipeline, now: datetime, after: int, again: Collection[int] = ()
) -> tuple[list[Found], int]:
    """The faults among the silent ones of the next deals behind an id, and of ``again``; and where the next look goes on
    (0: from the start)."""
    if rows.is_change_under_way(tx):  # the next tick looks at them
        return [], after
    until = after + SLICE
    deals = {deal.id: deal for deal in [*rows.silent(tx, after, until), *rows.silent_of(tx, again)]}
    return _faults(tx, list(deals.values()), pipeline, now), until if rows.goes_on(tx, until) else 0


def whole(tx: Session, pipeline: Pipeline, now: datetime) -> list[Found]:
    """The faults among all of them."""
    found, after = look(tx, pipeline, now, 0)
    while after:
        more, after = look(tx, pipeline, now, after)
        found += more
    return found


def _faults(tx: Session, deals: Sequence[Deal], pipeline: Pipeline, now: datetime) -> list[Found]:
    if not deals:
        return []
    staff = Staff(tx, now.year)
    staff.learn(tx, {deal.owner_id for deal in deals})
    rules, facts = rules_now(tx, pipeline), deal_facts(tx, deals, pipeline, now)
    nudges = nudge_rows.of_deals(tx, facts)
    found = []
    for deal in deals:
        known = nudges.get(deal.id, ())
        owner, manager = staff.facts(deal.owner_id), staff.manager(deal.owner_id)
        wanted = consider(facts[deal.id], owner, manager, now, rules, rung_facts(known))
        if one := unwatched(deal.id, wanted, any(x.state != "sent" for x in known)):
            found.append(one)
    return found
