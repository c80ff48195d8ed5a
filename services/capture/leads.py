"""Capturing a lead: text is stored first and understood second; the code comes with the source."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from rules import lead_second
from rules.access import Action, Actor, allowed
from rules.answers import Answer
from rules.answers.leads import LeadDraft, LeadDuplicate, LeadFacts, LeadSaved
from rules.lead_chatter import with_range
from rules.lead_text import LeadText, SourceWords, parse_lead
from rules.money import AskCurrency
from rules.pipeline import Pipeline
from services import inbox, shown
from services.ask import Ask
from services.capture import ahead, duplicates, kept_leads, lead_facts, lead_offers, lead_store, routing, used
from services.capture.lead_sources import source_choices
from services.capture.lead_store import NewDeal
from services.config.versions import ActiveConfig
from services.deals import tags, words
from services.deals.undoing import UNDO_FOR
from services.team import access
from services.team.people import actor_of, chain, language, local
from storage import accounts as account_rows
from storage import deals as deal_rows
from storage import people as people_rows
from storage import undos as undo_rows
from storage.accounts import Look
from storage.db import Database, Session
from storage.ready import Soon
from storage.tables import Deal, Person

MOST_OF_A_TEXT = 6  # leads


@dataclass(frozen=True)
class Captured:
    """What is to become a lead: the text as typed, and how it came."""

    text: str
    origin: str = "command"
    permalink: str | None = None
    fields: LeadText | None = None  # from the modal: already apart
    is_different: bool = False  # "different company": the duplicate was looked at
    draft_id: int | None = None  # the kept text that this finishes
    others: tuple[str, ...] = ()  # more leads of the same text

    @property
    def said(self) -> str:
        """All that the person said: one message may name two customers, each with a form of its own."""
        return self.text if self.fields is None else f"{self.text} {self.fields}"


def read(where: Session | Database, pipeline: Pipeline, text: str, person: Person) -> LeadText:
    """Parses one line of this person under the active configuration; ``where`` the team's names are, if it names one."""
    return with_range(
        parse_lead(
            text,
            sources=[SourceWords(s.key, s.code, tuple(s.words)) for s in pipeline.sources],
            base_currency=pipeline.base_currency,
            region=region_of(person),
            people=partial(_team, where),
        )
    )


def _team(where: Session | Database) -> list[str]:
    if isinstance(where, Session):
        return people_rows.active_names(where)
    with where.glance() as place:
        return people_rows.active_names(place)


def of_line(ask: Ask, text: str, origin: str = "command") -> Captured:
    """A line that somebody typed as a lead; where it names more, they are to be offered."""
    first, *others = parted(ask.deps.db, ask, text)
    return Captured(first, origin, others=tuple(others))


def parted(where: Session | Database, ask: Ask, text: str) -> list[str]:
    """The leads that a text names, each with its words: most name one."""
    found = [text]
    while len(found) < MOST_OF_A_TEXT:
        parts = lead_second.halves(found[-1], region_of(ask.person))
        if parts is None:
            break
        one, other = (read(where, ask.pipeline, part, ask.person) for part in parts)
        if not lead_second.are_two(one, other):
            break
        found[-1:] = parts
    return found


def region_of(person: Person) -> str:
    """Where a phone number without a country is from."""
    return "CN" if person.calendar == "cn" else "US"


def warm() -> None:
    """Reads a line of each region once: the metadata of phone numbers are loaded when first needed."""
    for region in ("CN", "US"):
        parse_lead("Acme 13800138000 80k", sources=(), base_currency="USD", region=region)


def capture(ask: Ask, captured: Captured) -> Answer:
    """Stores a lead of this person, or a draft where its source or name is missing. Raises Refused."""
    lead = captured.fields or read(ask.deps.db, ask.pipeline, captured.text, ask.person)
    with ask.deps.write("leads.capture") as tx:
        ask = ask.holding(tx)
        # Two people may have met one customer this minute.
        told = inbox.given_before_soon(
            tx, ask.key, ask.actor.id, captured.said, ask.now, *duplicates.signs(lead)
        )
        look = duplicates.look_soon(tx, lead)
        with ahead.asked(tx, ask.deps.config.active(), ask.person, lead, ask.now) as needs:
            known, same = told()
            if known is not None:
                return known
            access.authorize(tx, ask.actor, Action.CAPTURE, None, ask.now)
            again = _again(tx, ask.actor, captured, same)
            if again is not None:
                return again
            answer = _store(tx, ask, captured, lead, look(), needs)
            for text in captured.others:
                lead_offers.another(tx, ask, text, read(tx, ask.pipeline, text, ask.person))
            inbox.remember(tx, ask.key, captured.origin, ask.actor.id, answer, ask.now, captured.said)
            if captured.draft_id is not None and not isinstance(answer, LeadDuplicate):
                kept_leads.drop(tx, captured.draft_id, ask.actor.id, answer, ask.now)
            return answer


def _again(tx: Session, actor: Actor, captured: Captured, again: Answer | None) -> Answer | None:
    """What the same words became a moment ago, while that stands; what was taken back may be typed again."""
    if captured.is_different:
        return used.became(tx, actor.id, captured.draft_id) if captured.draft_id is not None else None
    if not isinstance(again, LeadSaved | LeadDraft):
        return None
    deal = deal_rows.by_id(tx, again.head.deal_id)
    if isinstance(again, LeadDraft):
        return again if deal is not None and deal.state == "draft" else None
    return again.model_copy(update={"again": True}) if deal is not None and deal.state != "void" else None


def _store(
    tx: Session, ask: Ask, captured: Captured, lead: LeadText, seen: Look, asked: ahead.Ahead
) -> Answer:
    config, person, now = ask.config, ask.person, ask.now
    match = None if captured.is_different else duplicates.find(tx, lead, seen)
    if match is not None:
        return _duplicate(tx, person, captured, lead, match, now)
    source, is_sticky = ahead.source_of(config.pipeline, person, lead, now)
    is_named = ahead.is_named(lead)
    owner: Person | None = person  # a draft is whose it is to finish
    code: Soon[str] | None = None
    call_by: Soon[datetime] | None = None
    if source and is_named:
        owner = routing.owner_of(tx, config, person, lead, captured.text, source, seen.account)
        needs = asked.taken(config) or ahead.needs(tx, config, person, source, now)
        code = needs.code
        call_by = needs.call_by if owner is None or owner.id == person.id else None
    new = NewDeal(
        lead,
        raw=captured.text,
        origin=captured.origin,
        by_id=person.id,
        owner_id=owner.id if owner else None,
        source=source if is_named else None,
        code=code,
        permalink=captured.permalink or kept_leads.permalink(tx, captured.draft_id, person.id),
        account=seen.account or lead_store.new_account(tx, lead, now),
        said=seen.said,
    )
    deal = lead_store.put_deal(tx, config, new, now)
    if seen.account is not None or deal.product_id is not None:
        words.also(tx, deal)
    people_rows.touched(tx, person, deal.id)
    if deal.state == "draft":
        return _draft(tx, config.pipeline, person, deal, lead, "source" if is_named else "name")
    routing.routed(tx, config, person, deal, lead, now)
    return saved(tx, config.pipeline, person, deal, lead, now=now, is_sticky=is_sticky, call_by=call_by)


def _draft(
    tx: Session, pipeline: Pipeline, person: Person, deal: Deal, lead: LeadText, missing: str
) -> LeadDraft:
    return LeadDraft(
        head=shown.head(tx, deal),
        missing=missing,
        facts=LeadFacts(**lead_facts.facts_of(lead)),
        sources=source_choices(pipeline, person),
    )


def _duplicate(
    tx: Session, person: Person, captured: Captured, lead: LeadText, match: duplicates.Match, now: datetime
) -> Answer:
    link = captured.permalink or kept_leads.permalink(tx, captured.draft_id, person.id)
    draft_id = kept_leads.keep(tx, person.id, captured.text, captured.fields, captured.origin, link, now)
    owner = people_rows.by_id(tx, match.deal.owner_id) if match.deal.owner_id else None
    is_mine = owner is not None and owner.id == person.id
    sees = is_mine or person.id in chain(people_rows.manager_links(tx), match.deal.owner_id)
    return LeadDuplicate(
        # A number or an address must not tell a stranger whose it is: they read what they typed themselves.
        name=match.name if sees else lead.account or lead.contact or lead.phone or lead.email or "",
        owner=owner.name if owner else "",
        owner_slack_id=owner.slack_id if owner else None,
        is_mine=is_mine,
        mine=shown.head(tx, match.deal) if sees else None,
        can_merge=sees and match.deal.account_id is not None and allowed(actor_of(tx, person), Action.MERGE),
        draft_id=draft_id,
    )


def saved(
    tx: Session,
    pipeline: Pipeline,
    person: Person,
    deal: Deal,
    lead: LeadText,
    *,
    now: datetime,
    is_sticky: bool = False,
    is_new: bool = True,
    call_by: Soon[datetime] | None = None,
) -> LeadSaved:
    """The answer that shows a stored lead; a new one may be taken back for ten minutes, an edit is not.
    ``call_by``: if it was asked for already."""
    is_mine, is_offered = deal.owner_id == person.id, deal.owner_id is None and deal.state == "open"
    owner = person if is_mine else people_rows.by_id(tx, deal.owner_id or 0) or person
    if is_new:
        undo: int | None = undo_rows.put(tx, person.id, "lead", deal.id, now + UNDO_FOR, now)
    else:
        undo = undo_rows.running_of(tx, person.id, "lead", deal.id, now)
    call_by = call_by or lead_facts.call_by_soon(tx, pipeline, owner, deal.owner_since or now)
    call = call_by()
    amount = lead.amount
    is_new_one = deal.last_contact_at is None and deal.stage in pipeline.firsts
    is_untouched = is_new_one and not is_offered
    return LeadSaved(
        head=shown.head(tx, deal),
        **lead_facts.facts_of(lead),
        money_ask=amount.minor if isinstance(amount, AskCurrency) else None,
        source=deal.source or "",
        source_name=pipeline.source_name(deal.source, language(person)),
        is_sticky=is_sticky,
        owner="" if is_offered else owner.name,
        is_mine=is_mine,
        is_offered=is_offered,
        call_on=call.date() if is_untouched else None,
        call_at=call.time().replace(second=0, microsecond=0) if is_untouched else None,
        may_edit=is_mine or not is_offered and person.id in chain(people_rows.manager_links(tx), owner.id),
        undo_id=undo,
        tags=tags.offered(pipeline, deal, deal.raw_text, language(person)) if is_mine else (),
    )


def open_lead(
    tx: Session, config: ActiveConfig, person: Person, deal: Deal, source: str, now: datetime
) -> None:
    """Makes a draft a lead: its source, its code, and the colleague it was meant for."""
    meant = read(tx, config.pipeline, deal.raw_text, person)
    owner_id, account = deal.owner_id, account_rows.of_deal(tx, deal)
    if owner_id == person.id:
        owner = routing.owner_of(tx, config, person, meant, deal.raw_text, source, account)
        owner_id = owner.id if owner else None
    year = local(person, now).year
    lead_store.open_draft(tx, deal, config.pipeline, source, year, person.id, now, owner_id=owner_id)
    known = replace(lead_store.as_text(tx, deal), for_whom=meant.for_whom)
    routing.routed(tx, config, person, deal, known, now)
