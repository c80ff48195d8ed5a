"""Two people, one customer: tell the owner, add a contact to their deal, or let the manager decide who goes on."""

from dataclasses import dataclass

from rules.access import Action
from rules.answers import Answer, Sentence
from rules.answers.claims import (
    ClaimAsked,
    ClaimDecided,
    ClaimFree,
    ContactAdded,
    ContactBrought,
    CustomerMet,
    OwnerTold,
)
from rules.answers.leads import LeadFacts
from rules.errors import Conflict, Invalid, NotFound, Refused
from rules.facts import LIVE
from rules.lead_text import LeadText
from services import audit, inbox, shown
from services.ask import Ask, once
from services.capture import claim_requests, duplicates, kept_leads, lead_facts, lead_store, leads
from services.capture.kept_leads import KeptLead
from services.deals import owners
from services.sending import telling
from services.team import access
from services.team.people import can_hear
from storage import accounts as account_rows
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage import tokens as token_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Person


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
        return self.typed or self.lead.phone or self.lead.email or ""

    @property
    def typed(self) -> str:
        """The same, where it is a name."""
        return self.lead.account or self.lead.contact or ""


def _meeting(ask: Ask, tx: Session, draft_id: int) -> Meeting:
    """Raises NotFound when the text was used already, Conflict when nobody has this customer any more."""
    access.authorize(tx, ask.actor, Action.CAPTURE, None, ask.now)
    kept = kept_leads.find(tx, draft_id, ask.actor.id)
    if kept is None:
        raise NotFound("err.stale")
    lead = kept.fields or leads.read(tx, ask.pipeline, kept.text, ask.person)
    match = duplicates.find(tx, lead, duplicates.look_soon(tx, lead)())
    deal = deal_rows.held(tx, match.deal.id) if match is not None else None
    if deal is None:
        raise Conflict("claim.nobody")
    return Meeting(kept, lead, deal, people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None)


@dataclass(frozen=True)
class Claim:
    """What a manager decides: a kept lead of the asker, and the deal as it stood when it was asked: whose it was."""

    deal_id: int
    asker_id: int
    draft_id: int
    owner_id: int


def _owner(met: Meeting) -> Person:
    if met.owner is None or not can_hear(met.owner):
        raise Refused("claim.cannot_hear")
    return met.owner


@once("claim.tell")
def tell_owner(ask: Ask, tx: Session, draft_id: int) -> Answer:
    """The owner reads who met their customer, and in which words; once a day, however often it is typed. Raises
    NotFound, Conflict, Refused."""
    met = _meeting(ask, tx, draft_id)
    owner = _owner(met)
    told = CustomerMet(
        head=shown.head(tx, met.deal),
        who=ask.person.name,
        who_slack_id=ask.person.slack_id,
        said=met.kept.text,
    )
    is_new = telling.tell(
        tx, f"met:{met.deal.id}:{ask.actor.id}:{owner.id}:{ask.today}", owner, told, ask.now
    )
    if is_new:
        audit.record(
            tx, ask.actor.id, "deal.met", f"deal:{met.deal.id}", now=ask.now, after={"by": ask.actor.id}
        )
    return OwnerTold(
        name=met.name,
        owner=owner.name,
        owner_slack_id=owner.slack_id,
        draft_id=draft_id,
        is_again=not is_new,
    )


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
    ways = {way for c, _ in account_rows.contacts_of(tx, deal.id) for way in (c.phone, c.email_norm) if way}
    is_known = lead.phone in ways or (lead.email or "").lower() in ways
    if not is_known:
        account = account_rows.of_deal(tx, deal)
        lead_store.put_contact(tx, deal.id, account, lead, ask.now)
        token_rows.add(tx, deal.id, lead_store.words_of(deal, "", lead))
        deal_rows.change(tx, deal.id, deal.version)
        after = {"contact": lead.contact or lead.email or lead.phone or "", "by": who.id}
        audit.record(tx, ask.actor.id, "deal.contact", f"deal:{deal.id}", now=ask.now, after=after)
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    if owner is None or owner.id == who.id or not can_hear(owner):
        return
    facts = LeadFacts(**lead_facts.facts_of(lead))
    told = ContactBrought(head=shown.head(tx, deal), who=who.name, facts=facts)
    contact = lead.phone or lead.email or lead.contact or ""
    telling.tell(tx, f"brought:{deal.id}:{who.id}:{contact}:{ask.today}", owner, told, ask.now)


@once("claim.ask")
def ask_manager(ask: Ask, tx: Session, draft_id: int) -> Answer:
    """The manager of both, else the owner's, is asked once who goes on. Raises NotFound, Conflict, Refused."""
    met = _meeting(ask, tx, draft_id)
    owner = _owner(met)
    judge = claim_requests.judge_of(tx, owner, ask.person)
    if judge is None or judge.id == ask.actor.id:
        raise Refused("gate.no_manager")
    others = kept_leads.asked_about(tx, ask.actor.id, met.deal.id)
    kept_leads.ask_about(tx, draft_id, ask.actor.id, met.deal.id)
    if delivery_rows.stands(tx, [claim_requests.slot(met.deal, other, owner, judge) for other in others]):
        # In other words, a while ago: one question is enough until it is decided.
        return ClaimAsked(name=met.name, manager=judge.name)
    request = claim_requests.request(tx, met.deal, (owner, ask.person), judge, draft_id, ask.now)
    if telling.request(tx, claim_requests.slot(met.deal, draft_id, owner, judge), judge, request, ask.now):
        after = {"by": ask.actor.id, "manager": judge.id}
        audit.record(tx, ask.actor.id, "deal.claim", f"deal:{met.deal.id}", now=ask.now, after=after)
    return ClaimAsked(name=met.name, manager=judge.name)


@once("claim.decide")
def decide(ask: Ask, tx: Session, claim: Claim, is_theirs: bool, ts: str = "") -> Answer:
    """A manager says who goes on: the owner keeps the deal, or the asker gets it; the contact is added either way,
    both hear it, and the messages that asked say it. ``ts``: the one it was pressed on, which the caller rewrites. Of a
    deal that went to somebody else it is asked anew, of one that was closed it is said. Raises NotFound, also when it
    was decided already or never asked; Refused for one's own deal."""
    kept = kept_leads.find(tx, claim.draft_id, claim.asker_id)
    deal = access.deal_for(tx, ask.actor, Action.DECIDE, claim.deal_id, ask.now)
    asker = people_rows.by_id(tx, claim.asker_id)
    if kept is None or asker is None or kept.asked_about != deal.id:
        raise NotFound("err.stale")
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    met = Meeting(kept, kept.fields or leads.read(tx, ask.pipeline, kept.text, asker), deal, owner)
    if deal.state not in LIVE:
        return _closed(ask, tx, met, asker, claim.draft_id)
    if owner is not None and owner.id not in (claim.owner_id, asker.id):
        request = claim_requests.request(tx, deal, (owner, asker), ask.person, claim.draft_id, ask.now)
        return request.model_copy(update={"is_anew": True})
    has_it = owner is not None and owner.id == asker.id  # by another decision, or by hand
    if is_theirs and not has_it:
        owners.give(ask, tx, deal, asker)
    decided = _settled(ask, tx, met, asker, claim.draft_id, asker if is_theirs else owner)
    _say_it(ask, tx, claim, decided, ts)
    if has_it:
        return Sentence(key="claim.has_it", fields={"who": asker.name, "name": decided.name})
    return decided


def _say_it(ask: Ask, tx: Session, claim: Claim, decided: ClaimDecided, but: str) -> None:
    """The messages that asked say what was decided; to somebody else, by whom."""

    def told(_: Delivery, reader: Person) -> telling.Retold:
        by = "" if reader.id == ask.actor.id else ask.person.name
        return decided.model_copy(update={"manager": by}), False

    slots = delivery_rows.slots_from(tx, claim_requests.begin(claim.deal_id, claim.draft_id))
    telling.retell(tx, slots, told, ask.now, but)


def _settled(
    ask: Ask, tx: Session, met: Meeting, asker: Person, draft_id: int, winner: Person | None
) -> ClaimDecided:
    """The contact is on the deal, the kept text used up, and both hear who goes on."""
    deal = met.deal
    if _names_somebody(met.lead):
        _bring(ask, tx, deal, met.lead, asker)
    after = {"owner_id": winner.id if winner else None, "asked_by": asker.id}
    audit.record(tx, ask.actor.id, "deal.claim_decided", f"deal:{deal.id}", now=ask.now, after=after)
    head, who = shown.head(tx, deal), winner.name if winner else ""
    is_theirs = winner is not None and winner.id == asker.id
    for one in {p.id: p for p in (asker, met.owner) if p is not None}.values():
        is_reader = winner is not None and one.id == winner.id
        told = ClaimDecided(
            head=head if is_reader else None,
            name=met.typed if one.id == asker.id and not is_theirs else head.called,
            who=who,
            manager=ask.person.name,
            is_reader=is_reader,
        )
        if one.id == asker.id:
            kept_leads.drop(tx, draft_id, asker.id, told, ask.now)
        if can_hear(one):
            telling.tell(tx, f"claim_decided:{draft_id}:{one.id}", one, told, ask.now)
    return ClaimDecided(head=head, name=head.called, who=who)


def _closed(ask: Ask, tx: Session, met: Meeting, asker: Person, draft_id: int) -> Answer:
    """Nothing is left to decide; what the asker typed stays theirs, and they hear that it may be a lead of its own."""
    if can_hear(asker):
        telling.tell(
            tx, f"claim_free:{draft_id}", asker, ClaimFree(name=met.typed, draft_id=draft_id), ask.now
        )
    name = shown.head(tx, met.deal).called
    return Sentence(key="claim.closed", fields={"name": name, "asker": asker.name})
