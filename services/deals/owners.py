"""Another owner for a deal: who may get it, and the change itself, on record. Every way to a new owner comes by here:
a claim, triage, another owner by hand, a lead for a colleague, an import, somebody of a file who is somebody in Slack."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from rules.access import SELLS
from rules.answers import Sentence
from rules.answers.nudges import Done
from rules.errors import Refused
from rules.facts import LIVE
from rules.pipeline import Pipeline
from services import audit
from services.ask import Ask
from services.deals import hands, help_requests, team
from services.deals.hands import Before, By
from services.sending.telling import Retold, retell, says, tell
from services.team.people import can_hear, team_of
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import imports as rows
from storage import people as people_rows
from storage import tasks as task_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Person


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


def receivers(tx: Session, deal: Deal, manager: Person) -> list[Person]:
    """To whom this manager may give this deal on: as `takers`, and they themselves where they may have deals."""
    found = takers(tx, people_rows.manager_links(tx), manager)
    if manager.id not in {p.id for p in found} and can_take(tx, manager):
        found.append(manager)
    return [p for p in found if p.id != deal.owner_id]


class Followed(NamedTuple):
    """For whoever undoes it: the requests for help that it answered, and the slots of what others were told of it."""

    helps: list[int]
    told: list[str]


def give(ask: Ask, tx: Session, deal: Deal, new: Person, but: str = "") -> Followed:
    """The deal is this person's from now on, on rung 1 again; ``but``: the message that the caller rewrites. Raises
    Refused for who sells nothing or cannot hear."""
    if not can_take(tx, new):
        raise Refused("claim.cannot_take")
    was = hands.before(tx, deal)
    deal_rows.change(tx, deal.id, deal.version, owner_id=new.id, owner_since=ask.now, next_check_at=ask.now)
    followed = follow(tx, ask.pipeline, deal, was, By(ask.actor.id), ask.now, but)
    before, after = {"owner_id": was.owner_id}, {"owner_id": new.id}
    audit.record(tx, ask.actor.id, "deal.assign", f"deal:{deal.id}", now=ask.now, before=before, after=after)
    return followed


def follow(
    tx: Session,
    pipeline: Pipeline,
    deal: Deal,
    was: Before,
    by: By,
    now: datetime,
    but: str = "",
) -> Followed:
    """What follows for a deal that is another's by now: who asked for help with it has it no more, and who has a hand in
    it hears whose it is."""
    new, person = people_rows.by_id(tx, deal.owner_id or 0), people_rows.by_id(tx, by.person_id or 0)
    if new is None:
        return Followed([], [])
    team.leave(tx, deal.id, new.id)
    done = Done(verb=hands.GIVEN, who=new.name)
    helps = [one.id for one in help_requests.close(tx, deal, person, hands.GIVEN, lambda _: done, now, but)]
    if deal.state not in LIVE:
        return Followed(helps, [])  # that it is over was told, and by whom it was had last is news to nobody
    open_still = [task for task in task_rows.of_deals(tx, [deal.id]) if task.state == "open"]
    return Followed(helps, hands.tell(tx, pipeline, deal, "given", open_still, was, by, now))


def move(tx: Session, deal_ids: Sequence[int], from_id: int, new_id: int, now: datetime) -> None:
    """Everything of somebody of a file who turned out to be this person, in one go; on record for each. It is the same
    person under their own name, so nobody else is told."""
    rows.give_deals(tx, deal_ids, new_id, now)
    for deal_id in deal_ids:
        team.leave(tx, deal_id, new_id)
        before, after = {"owner_id": from_id}, {"owner_id": new_id}
        audit.record(tx, None, "deal.assign", f"deal:{deal_id}", now=now, before=before, after=after)


def tell_brought(tx: Session, told_as: str, new: Person, count: int, by: str, now: datetime) -> None:
    """Whoever got deals by a file hears it in one message, with how many. ``told_as``: what the message is of, as
    `of_import` says it; ``by``: who brought them."""
    if count and can_hear(new):
        key, fields = ("import.brought_by", {"who": by}) if by else ("import.brought", {})
        told = Sentence(key=key, fields={"count": count, **fields})
        tell(tx, f"{told_as}:{new.id}", new, told, now)


def retell_brought(tx: Session, run_id: int, theirs: Mapping[int, int], by: str, now: datetime) -> None:
    """The run was taken back: those messages say how many of its deals are ``theirs`` still, person → how many."""

    def told(sent: Delivery, reader: Person) -> Retold | None:
        known, left = says(sent), theirs.get(reader.id, 0)
        if not isinstance(known, Sentence) or known.fields.get("count") == left:
            return None
        key = "import.brought_still" if left else "import.brought_back"
        return Sentence(key=key, fields={"count": left, "who": by}), True

    retell(tx, delivery_rows.slots_from(tx, f"{of_import(run_id)}:"), told, now)


def of_import(run_id: int) -> str:
    """What the messages of an import are of."""
    return f"brought:{run_id}"


def of_meaning(old_id: int) -> str:
    """The same where an admin said who an unmapped person is."""
    return f"meant:{old_id}"
