"""Another owner for a deal: who may get it, and the change itself, on record."""

from collections.abc import Mapping

from rules.access import SELLS
from rules.errors import Refused
from services import audit
from services.ask import Ask
from services.deals import team
from services.team.people import can_hear, team_of
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Person


def takers(tx: Session, links: Mapping[int, int | None], manager: Person) -> list[Person]:
    """Who may be given a deal by this manager: the reps of their tree; by a director, every rep."""
    assert manager.id is not None
    tree = team_of(dict(links), manager.id)
    is_director = "director" in people_rows.roles_of(tx, manager.id)
    return [p for p in people_rows.holding(tx, "rep") if (is_director or p.id in tree) and can_hear(p)]


def give(ask: Ask, tx: Session, deal: Deal, new: Person) -> None:
    """The deal is this person's from now on, on rung 1 again. Raises Refused for who sells nothing or cannot hear."""
    assert deal.id is not None and new.id is not None
    if not can_hear(new) or not people_rows.roles_of(tx, new.id) & SELLS:
        raise Refused("claim.cannot_take")
    before = {"owner_id": deal.owner_id}
    deal_rows.change(tx, deal.id, deal.version, owner_id=new.id, owner_since=ask.now, next_check_at=ask.now)
    team.leave(tx, deal, new)
    after = {"owner_id": new.id}
    audit.record(tx, ask.actor.id, "deal.assign", f"deal:{deal.id}", now=ask.now, before=before, after=after)
