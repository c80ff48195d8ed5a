"""Two people, one customer: tell the owner, add a contact to their deal, or let the manager decide who goes on."""

from dataclasses import dataclass

from rules.access import Action
from rules.answers import Answer
from rules.answers.claims import (
    ClaimAsked,
    ClaimDecided,
    ClaimRequest,
    ContactAdded,
    ContactBrought,
    CustomerMet,
    OwnerTold,
)
from rules.answers.leads import LeadFacts
from rules.claims import holds
from rules.errors import Conflict, Invalid, NotFound, Refused
from rules.lead_text import LeadText
from services import audit, inbox, shown
from services.ask import Ask, once
from services.capture import duplicates, kept_leads, lead_facts, lead_store, leads
from services.capture.kept_leads import KeptLead
from services.deals import owners
from services.sending.telling import tell
from services.team import access
from services.team.people import able_manager, can_hear, chain, decider, local
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Account, Deal, Person


@dataclass(frozen=True)
class Meeting:
    """A kept lead of the asker, and the deal of the same customer; ``owner`` may be the asker, or nobody."""

    kept: KeptLead
    lead: LeadText
    deal: Deal
    owner: Person | None

    @property
    def name(self) -> str:
        """What the asker typed the customer as: a number must not tell a stranger whose it is."""
        lead = self.lead
        return lead.account or lead.contact or lead.phone or lead.email or ""


def _meeting(ask: Ask, tx: Session, draft_id: int) -> Meeting:
    """Raises NotFound when the text was used already, Conflict when nobody has this customer any more."""
    access.authorize(tx, ask.actor, Action.CAPTURE, None, ask.now)
    kept = kept_leads.find(tx, draft_id, ask.actor.id)
    if kept is None:
        raise NotFound("err.stale")
    lead = kept.fields or leads.read(tx, ask.pipeline, kept.text, ask.person)
    match = duplicates.find(tx, lead, duplicates.look(tx, lead))
    deal = deal_rows.held(tx, match.deal.id or 0) if match is not None else None
    if deal is None:
        raise Conflict("claim.nobody")
    return Meeting(kept, lead, deal, people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None)


def _owner(met: Meeting) -> Person:
    if met.owner is None or not can_hear(met.owner):
        raise Refused("claim.cannot_hear")
    return met.owner


@once("claim.tell")
def tell_owner(ask: Ask, tx: Session, draft_id: int) -> Answer:
    """The owner reads who met their customer, and in which words. Raises NotFound, Conflict, Refused."""
    met = _meeting(ask, tx, draft_id)
    owner = _owner(met)
    told = CustomerMet(
        head=shown.head(tx, met.deal),
        who=ask.person.name,
        who_slack_id=ask.person.slack_id,
        said=met.kept.text,
    )
    if tell(tx, f"met:{draft_id}:{owner.id}", owner, told, ask.now):
        audit.record(
            tx, ask.actor.id, "deal.met", f"deal:{met.deal.id}", now=ask.now, after={"by": ask.actor.id}
        )
    return OwnerTold(name=met.name, owner=owner.name, owner_slack_id=owner.slack_id, draft_id=draft_id)


@once("claim.contact")
def add_contact(ask: Ask, tx: Session, draft_id: int) -> Answer:
    """The contact that was typed becomes one of the deal's, and its owner hears it; of the deal nothing is told.
    Raises Invalid when none was typed, NotFound, Conflict."""
    done = inbox.finished(tx, ask.actor.id, draft_id)
    if done is not None:
        return done
    met = _meeting(ask, tx, draft_id)
    if not _names_somebody(met.lead):
        raise Invalid("claim.no_contact")
    _bring(ask, tx, met.deal, met.lead, ask.person)
    is_mine = met.deal.owner_id == ask.actor.id
    answer = ContactAdded(
        name=met.name,
        owner=met.owner.name if met.owner and not is_mine else "",
        mine=shown.head(tx, met.deal) if is_mine else None,
    )
    kept_leads.drop(tx, draft_id, ask.actor.id, answer, ask.now)
    return answer


def _names_somebody(lead: LeadText) -> bool:
    return bool(lead.contact or lead.phone or lead.phone_raw or lead.email)


def _bring(ask: Ask, tx: Session, deal: Deal, lead: LeadText, who: Person) -> None:
    """Puts the contact on the deal, once, and tells the owner unless they brought it themselves."""
    assert deal.id is not None
    ways = {way for c, _ in deal_rows.contacts_of(tx, deal.id) for way in (c.phone, c.email_norm) if way}
    is_known = lead.phone in ways or (lead.email or "").lower() in ways
    if not is_known:
        account = tx.get(Account, deal.account_id) if deal.account_id else None
        lead_store.put_contact(tx, deal.id, account, lead, ask.now)
        deal_rows.add_tokens(tx, deal.id, lead_store.words_of(deal, "", lead))
        deal_rows.change(tx, deal.id, deal.version)
        after = {"contact": lead.contact or lead.email or lead.phone or "", "by": who.id}
        audit.record(tx, ask.actor.id, "deal.contact", f"deal:{deal.id}", now=ask.now, after=after)
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    if owner is None or owner.id == who.id or not can_hear(owner):
        return
    facts = LeadFacts(**lead_facts.facts_of(lead))
    told = ContactBrought(head=shown.head(tx, deal), who=who.name, facts=facts)
    tell(tx, f"brought:{deal.id}:{who.id}:{ask.now.isoformat(timespec='seconds')}", owner, told, ask.now)


@once("claim.ask")
def ask_manager(ask: Ask, tx: Session, draft_id: int) -> Answer:
    """The manager of both, else the owner's, is asked once who goes on. Raises NotFound, Conflict, Refused."""
    met = _meeting(ask, tx, draft_id)
    owner = _owner(met)
    judge = _judge(tx, owner, ask.person)
    if judge is None or judge.id == ask.actor.id:
        raise Refused("gate.no_manager")
    last = met.deal.last_contact_at
    request = ClaimRequest(
        head=shown.head(tx, met.deal),
        owner=owner.name,
        asker=ask.person.name,
        asker_id=ask.actor.id,
        since=local(judge, met.deal.created_at).date(),
        last_contact=local(judge, last).date() if last else None,
        holds=holds(met.deal.created_at, last, ask.now),
        draft_id=draft_id,
    )
    if tell(tx, f"claim:{draft_id}:{judge.id}", judge, request, ask.now):
        after = {"by": ask.actor.id, "manager": judge.id}
        audit.record(tx, ask.actor.id, "deal.claim", f"deal:{met.deal.id}", now=ask.now, after=after)
    return ClaimAsked(name=met.name, manager=judge.name)


def _judge(tx: Session, owner: Person, asker: Person) -> Person | None:
    """The nearest manager above both; where there is none, who decides for the owner."""
    links = people_rows.manager_links(tx)
    of_asker = chain(links, asker.id)
    above = [manager_id for manager_id in chain(links, owner.id) if manager_id in of_asker]
    return able_manager(tx, above) or decider(tx, owner.id)


@once("claim.decide")
def decide(ask: Ask, tx: Session, deal_id: int, asker_id: int, draft_id: int, is_theirs: bool) -> Answer:
    """A manager says who goes on: the owner keeps the deal, or the asker gets it; the contact is added either way,
    and both hear it. Raises NotFound, also when it was decided already; Refused for one's own deal."""
    deal = access.deal_for(tx, ask.actor, Action.DECIDE, deal_id, ask.now)
    kept = kept_leads.find(tx, draft_id, asker_id)
    asker = people_rows.by_id(tx, asker_id)
    if kept is None or asker is None:
        raise NotFound("err.stale")
    lead = kept.fields or leads.read(tx, ask.pipeline, kept.text, asker)
    loser = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    if is_theirs:
        owners.give(ask, tx, deal, asker)
    winner = asker if is_theirs else loser
    if _names_somebody(lead):
        _bring(ask, tx, deal, lead, asker)
    after = {"owner_id": winner.id if winner else None, "asked_by": asker_id}
    audit.record(tx, ask.actor.id, "deal.claim_decided", f"deal:{deal.id}", now=ask.now, after=after)
    head, who, typed = shown.head(tx, deal), winner.name if winner else "", lead.account or lead.contact or ""
    for one in {p.id: p for p in (asker, loser) if p is not None}.values():
        is_reader = winner is not None and one.id == winner.id
        told = ClaimDecided(
            head=head if is_reader else None,
            name=typed if one.id == asker_id and not is_theirs else head.called,
            who=who,
            manager=ask.person.name,
            is_reader=is_reader,
        )
        if one.id == asker_id:
            kept_leads.drop(tx, draft_id, asker_id, told, ask.now)
        if can_hear(one):
            tell(tx, f"claim_decided:{draft_id}:{one.id}", one, told, ask.now)
    return ClaimDecided(head=head, name=head.called, who=who, manager=ask.person.name)
