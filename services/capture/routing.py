"""Whose a new lead is: a rep's own, the colleague's who was named, by the rules, else nobody's; and who hears of it."""

from datetime import datetime

from rules import customer_lists
from rules.assignment import Seen, least_loaded, takers
from rules.customer_lists import ListName
from rules.lead_text import LeadText
from rules.pipeline import Pipeline
from services.capture import giving, triage_post
from services.config.versions import ActiveConfig
from services.deals import owners
from storage import deal_lists
from storage import people as people_rows
from storage.db import Session
from storage.tables import Account, Deal, Person


def owner_of(
    tx: Session,
    config: ActiveConfig,
    person: Person,
    lead: LeadText,
    raw: str,
    source: str | None,
    account: Account | None,
) -> Person | None:
    """The colleague named with for / 给 if they sell; a rep who typed it themselves; whom a rule names; None: it goes
    to triage. Where there is no triage, who typed it."""
    if lead.for_whom:
        named = [p for p in people_rows.by_name(tx, lead.for_whom) if owners.can_take(tx, p)]
        if len(named) == 1:
            return named[0]
    assignment = config.pipeline.assignment
    if not assignment.is_on or "rep" in people_rows.roles_of(tx, person.id):
        return person
    seen = Seen(
        text=raw,
        source=source or "",
        need=lead.need or "",
        region=_called(config.pipeline, "region", account, raw),
        industry=_called(config.pipeline, "industry", account, lead.account or ""),
        tier=_called(config.pipeline, "tier", account, ""),
    )
    found = [people_rows.by_handle(tx, handle.removeprefix("@")) for handle in takers(assignment.rules, seen)]
    able = {p.id: p for p in found if p is not None and owners.can_take(tx, p)}
    ids = [at for at in able if at is not None]
    chosen = least_loaded(ids, deal_lists.load(tx, ids))
    if chosen is not None:
        return able[chosen]
    return None if assignment.triage else person


def _called(pipeline: Pipeline, which: ListName, account: Account | None, words: str) -> str:
    """All that a rule may name it by: what its customer carries, and what these words speak of (上海 is East)."""
    entries, held = pipeline.lists[which], getattr(account, which) if account is not None else None
    return f"{customer_lists.spelled(entries, held or '')} {customer_lists.heard(entries, words)}".strip()


def routed(
    tx: Session, config: ActiveConfig, person: Person, deal: Deal, lead: LeadText, now: datetime
) -> None:
    """A lead that was just stored is told to whose it is, unless they typed it; nobody's is offered in the channel."""
    if deal.state != "open":
        return
    if deal.owner_id is None:
        triage_post.offer(tx, config, deal, now)
    elif deal.owner_id != person.id:
        giving.assigned(tx, config, deal, lead, person.name if lead.for_whom else "", now)
