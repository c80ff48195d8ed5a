"""A lead that is nobody's: taken, given out by a manager, given back."""

from dataclasses import dataclass

from rules.access import Action, DealAccess, allowed
from rules.answers import Answer
from rules.answers.leads import Choice, LeadFacts
from rules.answers.triage import LeadGiven, LeadPassed, TriageForm
from rules.codes import parse_code
from rules.errors import Conflict, Invalid, NotFound, Refused
from services import audit, shown
from services.ask import Ask, once
from services.capture import giving, lead_facts, lead_store, triage_post
from services.deals import owners
from services.team import access
from services.team.people import can_hear, language
from storage import deal_lists
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Person


def named(ask: Ask, text: str) -> int:
    """The lead that a number names. Raises NotFound."""
    with ask.deps.db.read() as tx:
        deal = _numbered(tx, ask, text)
        if deal is None or deal.triage_since is None:
            raise NotFound("triage.unknown", said=text[:40])
        return deal.id


@dataclass(frozen=True)
class ToGive:
    """What a number names that is to be given to somebody: a deal of somebody's, or a lead that is nobody's."""

    deal_id: int
    has_owner: bool = False


def to_give_out(ask: Ask, text: str) -> ToGive:
    """A deal for who may give it on, else as `named` for who gives leads out. Raises NotFound, Refused."""
    with ask.deps.db.read() as tx:
        deal = _numbered(tx, ask, text)
        if deal is not None and _is_to_reassign(tx, ask, deal):
            return ToGive(deal.id, has_owner=True)
        if not allowed(ask.actor, Action.GIVE_OUT, DealAccess(owner_id=None)):
            raise access.for_managers(tx, ask.actor, "/deal assign")
    return ToGive(named(ask, text))


def _numbered(tx: Session, ask: Ask, text: str) -> Deal | None:
    code = parse_code(text, ask.pipeline.source_codes)
    return deal_rows.by_code(tx, str(code)) if code is not None else None


def _is_to_reassign(tx: Session, ask: Ask, deal: Deal) -> bool:
    """Is it open and somebody's, and may they give it to another?"""
    is_owned = deal.state == "open" and deal.owner_id is not None
    return is_owned and allowed(ask.actor, Action.ASSIGN, access.facts(tx, deal))


@once("triage.take")
def take(ask: Ask, tx: Session, deal_id: int) -> Answer:
    """It is theirs from now on, with all that is known. Raises Conflict when somebody was first, NotFound, Refused."""
    deal = _offered(tx, ask, Action.TAKE, deal_id)
    return _given(tx, ask, deal, ask.person)


@once("triage.give")
def give(ask: Ask, tx: Session, deal_id: int, person_id: int, ts: str = "") -> Answer:
    """A manager gives it out; the new owner hears it at once. `ts`: the message it was pressed in, which the caller
    rewrites. Raises Conflict, NotFound, Refused, Invalid."""
    deal = _offered(tx, ask, Action.GIVE_OUT, deal_id)
    found = {p.id: p for p in able(tx, ask.person)}
    if person_id not in found:
        raise Invalid("verb.pick", faults={"choice": "verb.pick"})
    return _given(tx, ask, deal, found[person_id], ts)


def _offered(tx: Session, ask: Ask, action: Action, deal_id: int) -> Deal:
    """The lead, held, while it is nobody's."""
    deal = deal_rows.held(tx, deal_id)
    if deal is None or deal.triage_since is None:
        raise NotFound("err.stale")
    if deal.state != "open":
        raise Conflict("triage.over")
    if deal.owner_id is not None:
        owner = people_rows.by_id(tx, deal.owner_id)
        raise Conflict("triage.late", who=owner.name if owner else "")
    access.authorize(tx, ask.actor, action, deal, ask.now)
    return deal


def _given(tx: Session, ask: Ask, deal: Deal, new: Person, ts: str = "") -> LeadGiven:
    owners.give(ask, tx, deal, new)
    lead = lead_store.as_text(tx, deal)
    call = lead_facts.call_by(tx, ask.pipeline, new, ask.now)
    is_own = new.id == ask.actor.id
    if not is_own:
        giving.assigned(tx, ask.config, deal, lead, ask.person.name, ask.now)
    triage_post.settled(tx, deal, ask.now, ts)
    return LeadGiven(
        head=shown.head(tx, deal),
        facts=LeadFacts(**lead_facts.facts_of(lead)) if is_own else LeadFacts(),
        owner="" if is_own else new.name,
        call_on=call.date(),
        call_at=call.time().replace(second=0, microsecond=0),
    )


def form(ask: Ask, deal_id: int) -> TriageForm:
    """Whom a manager may give it to. Raises Conflict, NotFound, Refused."""
    with ask.deps.db.read() as tx:
        deal = _offered(tx, ask, Action.GIVE_OUT, deal_id)
        people = able(tx, ask.person)
        facts = triage_post.facts_of(tx, ask.pipeline, deal, language(ask.person))
        return TriageForm(facts=facts, people=choices(tx, people))


def able(tx: Session, manager: Person) -> list[Person]:
    """The manager's reps; where there is none, every rep."""
    mine = owners.takers(tx, people_rows.manager_links(tx), manager)
    return mine or [p for p in people_rows.holding(tx, "rep") if can_hear(p)]


def choices(tx: Session, people: list[Person]) -> tuple[Choice, ...]:
    """Who has least first, each with how many running deals they have."""
    load = deal_lists.load(tx, [p.id for p in people])
    ranked = sorted(people, key=lambda p: (load.get(p.id, 0), p.id))
    return tuple(Choice(value=str(p.id), label=f"{p.name} · {load.get(p.id, 0)}") for p in ranked)


@once("triage.pass")
def pass_on(ask: Ask, tx: Session, deal_id: int) -> Answer:
    """Not mine: offered to the others, while nobody has spoken with them. Raises NotFound, Refused, Invalid."""
    deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now)
    if ask.pipeline.assignment.triage is None:
        raise Refused("triage.no_channel")
    if deal.state != "open" or deal.owner_id != ask.actor.id:
        raise NotFound("err.stale")
    if deal.last_contact_at is not None:
        raise Invalid("triage.touched")
    head, before = shown.head(tx, deal), {"owner_id": deal.owner_id}
    deal_rows.change(tx, deal_id, deal.version, owner_id=None, owner_since=None)
    audit.record(
        tx, ask.actor.id, "deal.pass", f"deal:{deal_id}", now=ask.now, before=before, after={"owner_id": None}
    )
    triage_post.offer(tx, ask.config, deal, ask.now)
    return LeadPassed(head=head)
