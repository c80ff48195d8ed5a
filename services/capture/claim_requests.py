"""The question of two people who met one customer: whom it is asked of, what it says, and how long it is open."""

from datetime import datetime

from rules.answers.claims import ClaimRequest
from rules.claims import holds
from services import shown
from services.capture import kept_leads
from services.team.people import able_manager, chain, decider, local
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Person


def begin(deal_id: int, draft_id: int) -> str:
    """How the slots begin of what asks whose deal this is, for one kept text."""
    return f"claim_of:{deal_id}:{draft_id}:"


def slot(deal: Deal, draft_id: int, owner: Person, judge: Person) -> str:
    return f"{begin(deal.id, draft_id)}{owner.id}:{judge.id}"


def request(
    tx: Session, deal: Deal, between: tuple[Person, Person], judge: Person, draft_id: int, now: datetime
) -> ClaimRequest:
    """The question ``between`` an owner and an asker, as things stand now."""
    owner, asker = between
    last = deal.last_contact_at
    return ClaimRequest(
        head=shown.head(tx, deal),
        owner=owner.name,
        owner_id=owner.id,
        asker=asker.name,
        asker_id=asker.id,
        since=local(judge, deal.created_at).date(),
        last_contact=local(judge, last).date() if last else None,
        holds=holds(deal.created_at, last, now),
        draft_id=draft_id,
    )


def as_it_stands(
    tx: Session, deal: Deal, asked: ClaimRequest, judge: Person, now: datetime
) -> ClaimRequest | None:
    """What is left of a question about an open deal: None once it was decided, the text used up, or the deal came to the
    asker or to nobody."""
    kept = kept_leads.find(tx, asked.draft_id, asked.asker_id)
    asker = people_rows.by_id(tx, asked.asker_id)
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    if kept is None or kept.asked_about != deal.id or asker is None or owner is None or owner.id == asker.id:
        return None
    return request(tx, deal, (owner, asker), judge, asked.draft_id, now)


def judge_of(tx: Session, owner: Person, asker: Person) -> Person | None:
    """The nearest manager above both; where there is none, who decides for the owner."""
    links = people_rows.manager_links(tx)
    of_asker = chain(links, asker.id)
    above = [manager_id for manager_id in chain(links, owner.id) if manager_id in of_asker]
    return able_manager(tx, above) or decider(tx, owner.id)
