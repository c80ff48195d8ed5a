"""Capturing a lead: text is stored first and understood second; the code comes with the source."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from rules.access import Action, Actor
from rules.answers import Answer
from rules.answers.leads import Choice, LeadDraft, LeadDuplicate, LeadSaved, LeadUndone, MoneyShown
from rules.errors import NotFound
from rules.lead_text import LeadText, SourceWords, parse_lead
from rules.money import Amount, AskCurrency
from rules.pipeline import Pipeline
from services import access, audit, duplicates, inbox, lead_store, shown
from services.calendars import calendars
from services.config import ActiveConfig
from services.deps import Deps
from services.people import language
from storage import books
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Draft, Person

UNDO_FOR = timedelta(minutes=10)
STICKY_UNTIL = time(18)  # today's source ends with the fair's day


@dataclass(frozen=True)
class Captured:
    """What is to become a lead: the text as typed, and how it came."""

    text: str
    origin: str = "command"
    permalink: str | None = None
    fields: LeadText | None = None  # from the modal: already apart
    is_different: bool = False  # "different company": the duplicate was looked at
    draft_id: int | None = None  # the kept text that this finishes


def read(tx: Session, pipeline: Pipeline, text: str, person: Person) -> LeadText:
    """Parses one line of this person under the active configuration."""
    return parse_lead(
        text,
        sources=[SourceWords(s.key, s.code, tuple(s.words)) for s in pipeline.sources],
        base_currency=pipeline.base_currency,
        region="CN" if person.calendar == "cn" else "US",
        people=people_rows.active_names(tx),
    )


def capture(
    deps: Deps, person: Person, actor: Actor, captured: Captured, *, key: str, now: datetime
) -> Answer:
    """Stores a lead of this person, or a draft where its source or name is missing. Raises Refused."""
    config = deps.config.active()
    with deps.db.write() as tx:
        known = inbox.repeat(tx, key)
        if known is not None:
            return known
        access.authorize(tx, actor, Action.CAPTURE, None, now)
        again = None if captured.is_different else inbox.same_text(tx, actor.id, captured.text, now)
        if isinstance(again, LeadSaved):
            return again.model_copy(update={"again": True})
        lead = captured.fields or read(tx, config.pipeline, captured.text, person)
        answer = _store(tx, config, person, captured, lead, now)
        inbox.remember(tx, key, captured.origin, actor.id, answer, now, captured.text)
        return answer


def _store(
    tx: Session, config: ActiveConfig, person: Person, captured: Captured, lead: LeadText, now: datetime
) -> Answer:
    assert person.id is not None
    account = lead_store.known_account(tx, lead)
    match = None if captured.is_different else duplicates.find(tx, lead, account)
    if match is not None:
        return _duplicate(tx, person, captured, match, now)
    account = account or lead_store.new_account(tx, lead, now)
    sticky = None if lead.source_key else sticky_source(person, now)
    source = lead.source_key or sticky
    owner = _owner(tx, person, lead)
    is_named = bool(lead.account or lead.contact or lead.phone or lead.email)
    deal = lead_store.put_deal(
        tx,
        lead,
        raw=captured.text,
        origin=captured.origin,
        permalink=captured.permalink,
        source=source if is_named else None,
        owner_id=owner.id,
        by_id=person.id,
        pipeline=config.pipeline,
        config_version=config.version,
        year=local(person, now).year,
        now=now,
        account=account,
    )
    people_rows.touched(tx, person, deal.id)
    if captured.draft_id is not None:
        drop_draft(tx, captured.draft_id, person.id)
    if deal.state == "draft":
        missing = "source" if is_named else "name"
        return LeadDraft(
            head=shown.head(tx, deal), missing=missing, sources=source_choices(config.pipeline, person)
        )
    return saved(tx, config.pipeline, person, deal, lead, now=now, is_sticky=sticky is not None)


def local(person: Person, now: datetime) -> datetime:
    """``now`` on this person's own wall."""
    return now.astimezone(ZoneInfo(person.slack_tz))


def sticky_source(person: Person, now: datetime) -> str | None:
    """Today's source, while it sticks."""
    until = person.sticky_source_until
    return person.sticky_source if until is not None and now < until else None


def _owner(tx: Session, person: Person, lead: LeadText) -> Person:
    """Who gets the lead: the colleague named with for / 给, else who typed it."""
    if lead.for_whom:
        named = [p for p in people_rows.by_name(tx, lead.for_whom) if p.is_active and p.kind == "member"]
        if len(named) == 1:
            return named[0]
    return person


def source_choices(pipeline: Pipeline, person: Person) -> tuple[Choice, ...]:
    """The sources to tap, in the person's language."""
    live = (s for s in pipeline.sources if s.moved_to is None)
    return tuple(Choice(value=s.key, label=s.name.of(language(person))) for s in live)


def source_name(pipeline: Pipeline, key: str | None, person: Person) -> str:
    """What a source is called in the person's language."""
    source = next((s for s in pipeline.sources if s.key == key), None)
    return source.name.of(language(person)) if source else ""


def _duplicate(
    tx: Session, person: Person, captured: Captured, match: duplicates.Match, now: datetime
) -> Answer:
    assert person.id is not None
    kept = Draft(
        person_id=person.id,
        kind="lead",
        text=captured.text,
        state={"origin": captured.origin, "permalink": captured.permalink},
        created_at=now,
    )
    tx.add(kept)
    tx.flush()
    owner = people_rows.by_id(tx, match.deal.owner_id) if match.deal.owner_id else None
    is_mine = owner is not None and owner.id == person.id
    assert kept.id is not None
    return LeadDuplicate(
        name=match.name,
        owner=owner.name if owner else "",
        owner_slack_id=owner.slack_id if owner else None,
        is_mine=is_mine,
        mine=shown.head(tx, match.deal) if is_mine else None,
        draft_id=kept.id,
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
) -> LeadSaved:
    """The answer that shows a stored lead, with ten minutes to take it back."""
    is_mine = deal.owner_id in (None, person.id)
    owner = person if is_mine else people_rows.by_id(tx, deal.owner_id or 0) or person
    assert person.id is not None and deal.id is not None and owner.id is not None
    undo = books.put_undo(tx, person.id, "lead", deal.id, now + UNDO_FOR, now)
    call_by = local(owner, calendars(tx, [owner], now.year)[owner.id].add_wd(now, 1))
    amount = lead.amount
    money = None
    if isinstance(amount, Amount):
        money = MoneyShown(minor=amount.minor, currency=amount.currency, approx=amount.approx)
    return LeadSaved(
        head=shown.head(tx, deal),
        who=lead.contact or "",
        title=lead.title or "",
        phone=lead.phone or lead.phone_raw,
        email=lead.email,
        need=lead.need or "",
        money=money,
        money_ask=amount.minor if isinstance(amount, AskCurrency) else None,
        source=deal.source or "",
        source_name=source_name(pipeline, deal.source, person),
        is_sticky=is_sticky,
        owner=owner.name,
        is_mine=owner.id == person.id,
        call_on=call_by.date(),
        call_at=call_by.time().replace(second=0, microsecond=0),
        phone_fault=lead.phone_fault,
        unsure=tuple(str(u) for u in lead.unsure),
        undo_id=undo.id,
        undo_until=undo.until,
    )


def choose_source(
    deps: Deps, person: Person, actor: Actor, deal_id: int, source: str, *, key: str, now: datetime
) -> Answer:
    """Gives a draft its source, and with it its code; the source sticks until 18:00 that day."""
    config = deps.config.active()
    with deps.db.write() as tx:
        known = inbox.repeat(tx, key)
        if known is not None:
            return known
        deal = access.deal_for(tx, actor, Action.EDIT_DEAL, deal_id, now)
        if config.pipeline.source_or_none(source) is None:
            raise NotFound("err.source_gone")
        if deal.state != "draft":
            deal_rows.change(tx, deal_id, deal.version, source=source)
        else:
            year = local(person, now).year
            lead_store.open_draft(tx, deal, config.pipeline, source, year, actor.id, now)
        person.sticky_source = source
        person.sticky_source_until = _evening(person, now)
        tx.add(person)
        answer = saved(tx, config.pipeline, person, deal, lead_store.as_text(tx, deal), now=now)
        inbox.remember(tx, key, "lead.source", actor.id, answer, now)
        return answer


def _evening(person: Person, now: datetime) -> datetime:
    here = local(person, now)
    at = datetime.combine(here.date(), STICKY_UNTIL, here.tzinfo)
    return at if at > here else at + timedelta(days=1)


def ask_source(deps: Deps, person: Person, actor: Actor, deal_id: int, *, now: datetime) -> Answer:
    """Forgets today's source and asks again for this lead; its code stays (a number is never moved)."""
    config = deps.config.active()
    with deps.db.write() as tx:
        deal = access.deal_for(tx, actor, Action.EDIT_DEAL, deal_id, now)
        person.sticky_source, person.sticky_source_until = None, None
        tx.add(person)
        return LeadDraft(head=shown.head(tx, deal), sources=source_choices(config.pipeline, person))


def capture_again(
    deps: Deps, person: Person, actor: Actor, deal_id: int, *, key: str, now: datetime
) -> Answer:
    """ "Log again": the text of that lead is meant as another one. Raises NotFound."""
    with deps.db.read() as tx:
        text = access.deal_for(tx, actor, Action.SEE_DEAL, deal_id, now).raw_text
    return capture(deps, person, actor, Captured(text, is_different=True), key=key, now=now)


def undo(deps: Deps, actor: Actor, undo_id: int, *, now: datetime) -> Answer:
    """Takes a lead back within ten minutes; its number stays void. Raises NotFound when it is too late."""
    with deps.db.write() as tx:
        taken = books.take_undo(tx, undo_id, actor.id, now)
        if taken is None or taken.action != "lead":
            raise NotFound("err.undo_late")
        deal = access.deal_for(tx, actor, Action.EDIT_DEAL, taken.deal_id, now)
        head = shown.head(tx, deal)
        deal_rows.change(tx, taken.deal_id, deal.version, state="void", closed_at=now, next_check_at=None)
        audit.record(tx, actor.id, "deal.undo", f"deal:{taken.deal_id}", now=now, after={"state": "void"})
        return LeadUndone(head=head)


def drop_draft(tx: Session, draft_id: int, person_id: int) -> None:
    """Forgets a kept text once it became a lead."""
    kept = tx.get(Draft, draft_id)
    if kept is not None and kept.person_id == person_id:
        tx.delete(kept)
