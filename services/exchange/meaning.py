"""Somebody whom a file names and who was nobody in Slack: an admin says who they are, and the deals are theirs."""

from rules.access import Action
from rules.answers import Answer
from rules.answers.places import MeantForm, PersonMeant
from rules.errors import Invalid, NotFound
from services.ask import Ask, once
from services.deals import owners
from services.exchange import team
from services.team import access, people
from storage import deal_lists, locks
from storage import imports as rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Person


def form(ask: Ask, person_id: int) -> MeantForm:
    """Who is asked about. Raises NotFound, Refused."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.CONFIGURE, None, ask.now)
        old = _unmapped(tx, person_id)
        deals = deal_lists.count_open(tx, [old.id])
        return MeantForm(person_id=old.id, name=old.name, deals=deals)


@once("people.meant")
def set_(ask: Ask, tx: Session, person_id: int, slack_id: str) -> Answer:
    """Their deals and their team move to this person, who hears of it; the next import of the same file knows it.
    Raises Invalid by field, NotFound, Refused."""
    locks.hold(tx, "import")
    people.hold_places(tx)
    access.authorize(tx, people.actor_of(tx, ask.person), Action.CONFIGURE, None, ask.now)
    old, person = _unmapped(tx, person_id), people_rows.by_slack_id(tx, slack_id)
    if person is None or not people.can_hear(person):
        raise Invalid("admin.no_member", faults={"who": "admin.no_member"})
    deals = deal_lists.count_open(tx, [old.id])
    team.replace_by(tx, old.id, person, owners.of_meaning(old.id), ask.now, by_id=ask.actor.id)
    rows.point_to(tx, "person", old.id, person.id)
    return PersonMeant(name=old.name, who=person.name, deals=deals)


def _unmapped(tx: Session, person_id: int) -> Person:
    old = people_rows.by_id(tx, person_id)
    if old is None or old.kind != "unmapped" or not old.is_active:
        raise NotFound("people.meant_already")
    return old
