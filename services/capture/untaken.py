"""A lead that nobody took is heard of again: its post without a sound, then a manager, then a director, each once."""

from datetime import datetime, timedelta

from rules.answers.triage import TriageAsked
from rules.assignment import Level, Triage, due
from rules.pipeline import Pipeline
from services.capture import triage_post
from services.capture.triage import able, choices
from services.deps import Deps
from services.sending.telling import says, tell
from services.team.people import can_hear, decider, language
from storage import deal_lists
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Person

NAMES = 3  # offered to a manager
SHOWN = 5  # on a manager's Home
WINDOW = timedelta(days=90)  # who was asked longer ago finds it by its number


def tick(deps: Deps, *, now: datetime) -> int:
    """Says again what nobody took: the post in its place, then a manager, then a director; each once. How many."""
    config = deps.config.active()
    triage = config.pipeline.assignment.triage
    if triage is None:
        return 0
    with deps.db.read() as tx:
        found = _to_say(tx, config.pipeline, triage, now)
    if not found:
        return 0
    with deps.write("untaken.tick") as tx:
        return sum(_say(tx, config.pipeline, deal_id, since, level, now) for deal_id, since, level in found)


def next_at(deps: Deps) -> datetime | None:
    """When (business time) a lead that is nobody's is said again; None: not while things stand as they do."""
    pipeline = deps.config.active().pipeline
    triage, now = pipeline.assignment.triage, deps.clock.now()
    if triage is None:
        return None
    with deps.db.read() as tx:
        ahead = [at for _, _, _, at in _levels(tx, pipeline, triage) if at > now]
    return min(ahead, default=None)


def _levels(tx: Session, pipeline: Pipeline, triage: Triage) -> list[tuple[int, datetime, Level, datetime]]:
    calendar = triage_post.calendar_of(pipeline)
    return [
        (deal.id, deal.triage_since, level, at)
        for deal in deal_lists.offered(tx)
        if deal.triage_since is not None
        for level, at in due(triage, deal.triage_since, calendar).items()
    ]


def _to_say(
    tx: Session, pipeline: Pipeline, triage: Triage, now: datetime
) -> list[tuple[int, datetime, Level]]:
    reached = [(deal, since, level) for deal, since, level, at in _levels(tx, pipeline, triage) if at <= now]
    said = delivery_rows.slots_taken(tx, [triage_post.slot_of(*one) for one in reached])
    return [one for one in reached if triage_post.slot_of(*one) not in said]


def _say(tx: Session, pipeline: Pipeline, deal_id: int, since: datetime, level: Level, now: datetime) -> bool:
    deal = deal_rows.held(tx, deal_id)
    if deal is None or deal.owner_id is not None or deal.triage_since != since:
        return False
    slot = triage_post.slot_of(deal_id, since, level)
    if level == "bump":
        return triage_post.refresh(tx, deal, now, slot)
    manager = _judge(tx, deal)
    director = next((p for p in people_rows.holding(tx, "director") if can_hear(p)), None)
    reader = manager if level == "manager" else director
    if reader is None:
        return False
    can_give = "manager" in people_rows.roles_of(tx, reader.id)
    asked = reader if level == "manager" and can_give else None
    told = TriageAsked(
        facts=triage_post.facts_of(tx, pipeline, deal, language(reader)),
        able=choices(tx, able(tx, asked))[:NAMES] if asked else (),
        manager=manager.name if manager is not None and manager.id != reader.id else "",
    )
    return tell(tx, slot, reader, told, now)


def ask_manager(tx: Session, pipeline: Pipeline, deal_id: int, now: datetime) -> None:
    """What the channel may not read now is asked of a manager at once, and not again after a day."""
    deal = deal_rows.held(tx, deal_id)
    if deal is not None and deal.triage_since is not None:
        _say(tx, pipeline, deal_id, deal.triage_since, "manager", now)


def asked_of(
    tx: Session, pipeline: Pipeline, manager: Person, now: datetime
) -> tuple[tuple[TriageAsked, ...], int]:
    """What this manager was asked to give out and nobody has yet, the longest first, and how many more there are."""
    waiting = {
        triage_post.slot_of(deal.id, deal.triage_since, "manager"): deal
        for deal in deal_lists.offered(tx)
        if deal.triage_since is not None
    }
    sent = delivery_rows.promised_since(tx, manager.id, [TriageAsked.kind], now - WINDOW) if waiting else ()
    asked = [(waiting[row.slot], says(row)) for row in sent if row.slot in waiting]
    deals = [deal for deal, said in asked if isinstance(said, TriageAsked) and said.able]
    shown = (triage_post.facts_of(tx, pipeline, deal, language(manager)) for deal in deals[:SHOWN])
    return tuple(TriageAsked(facts=facts) for facts in shown), max(len(deals) - SHOWN, 0)


def _judge(tx: Session, deal: Deal) -> Person | None:
    """The manager who typed it, else the one above who did."""
    by = people_rows.by_id(tx, deal.created_by) if deal.created_by else None
    if by is not None and can_hear(by) and "manager" in people_rows.roles_of(tx, by.id):
        return by
    return decider(tx, deal.created_by)
