"""Another owner for a deal: who may get it, and the change itself, on record. Every way to a new owner comes by here:
a claim, triage, another owner by hand, a lead for a colleague, an import, somebody of a file who is somebody in Slack."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from rules.access import SELLS
from rules.answers import Sentence
from rules.errors import Refused
from services import audit
from services.ask import Ask
from services.deals import team
from services.sending.telling import tell
from services.team.people import can_hear, team_of
from storage import deals as deal_rows
from storage import imports as rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Person


def may_take(person: Person, roles: Collection[str]) -> bool:
    """May somebody of these roles have deals: they sell, and Baton can reach them."""
    return can_hear(person) and bool(SELLS & set(roles))


def can_take(tx: Session, person: Person) -> bool:
    """As `may_take`, for who was just read."""
    return may_take(person, people_rows.roles_of(tx, person.id))


def takers(tx: Session, links: Mapping[int, int | None], manager: Person) -> list[Person]:
    """Who may be given a deal by this manager: the reps of their tree; by a director, every rep."""
    tree = team_of(dict(links), manager.id)
    is_director = "director" in people_rows.roles_of(tx, manager.id)
    return [p for p in people_rows.holding(tx, "rep") if (is_director or p.id in tree) and can_hear(p)]


def give(ask: Ask, tx: Session, deal: Deal, new: Person) -> None:
    """The deal is this person's from now on, on rung 1 again. Raises Refused for who sells nothing or cannot hear."""
    if not can_take(tx, new):
        raise Refused("claim.cannot_take")
    before = {"owner_id": deal.owner_id}
    deal_rows.change(tx, deal.id, deal.version, owner_id=new.id, owner_since=ask.now, next_check_at=ask.now)
    team.leave(tx, deal.id, new.id)
    after = {"owner_id": new.id}
    audit.record(tx, ask.actor.id, "deal.assign", f"deal:{deal.id}", now=ask.now, before=before, after=after)


def move(tx: Session, deal_ids: Sequence[int], from_id: int, new_id: int, now: datetime) -> None:
    """Everything of somebody of a file who turned out to be this person, in one go; on record for each."""
    rows.give_deals(tx, deal_ids, new_id, now)
    for deal_id in deal_ids:
        team.leave(tx, deal_id, new_id)
        before, after = {"owner_id": from_id}, {"owner_id": new_id}
        audit.record(tx, None, "deal.assign", f"deal:{deal_id}", now=now, before=before, after=after)


def tell_brought(tx: Session, run_id: int, new: Person, count: int, by: str, now: datetime) -> None:
    """Whoever got deals by a file hears it in one message, with how many; ``by``: who brought them."""
    if count and can_hear(new):
        key, fields = ("import.brought_by", {"who": by}) if by else ("import.brought", {})
        told = Sentence(key=key, fields={"count": count, **fields})
        tell(tx, f"brought:{run_id}:{new.id}", new, told, now)
