"""Capturing a lead: text is stored first and understood second; the code comes with the source."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from rules.access import Action, Actor
from rules.answers import Answer
from rules.answers.leads import Choice, LeadDraft, LeadDuplicate, LeadSaved, LeadUndone, MoneyShown
from rules.errors import NotFound
from rules.lead_text import LeadText, SourceWords, parse_lead
from rules.money import Amount
from rules.pipeline import Pipeline
from services import access, audit, duplicates, inbox, lead_store, shown
from services.calendars import calendars
from services.config import ActiveConfig
from services.deps import Deps
from storage import books
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Draft, Person, Undo

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


def read(pipeline: Pipeline, text: str, *, calendar: str, people: list[str]) -> LeadText:
    """Parses one line under the active configuration."""
    return parse_lead(
        text,
        sources=[SourceWords(s.key, s.code, tuple(s.words)) for s in pipeline.sources],
        base_currency=pipeline.base_currency,
        region="CN" if calendar == "cn" else "US",
        people=people,
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
        members = [p.name for p in people_rows.active_members(tx)]
        lead = captured.fields or read(
            config.pipeline, captured.text, calendar=person.calendar, people=members
        )
        answer = _store(tx, config, person, captured, lead, now)
        inbox.remember(tx, key, captured.origin, actor.id, answer, now, captured.text)
        return answer


def _store(
    tx: Session, config: ActiveConfig, person: Person, captured: Captured, lead: LeadText, now: datetime
) -> Answer:
    assert person.id is not None
    match = None if captured.is_different else duplicates.find(tx, lead)
    if match is not None:
        return _duplicate(tx, person, captured, match, now)
    sticky = lead.source_key is None and _sticky(person, now)
    source = lead.source_key or (person.sticky_source if sticky else None)
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
    )
    person.last_deal_id = deal.id
    tx.add(person)
    if captured.draft_id is not None:
        drop_draft(tx, captured.draft_id, person.id)
    if deal.state == "draft":
        missing = "source" if is_named else "name"
        return LeadDraft(
            head=shown.head(tx, deal), missing=missing, sources=source_choices(config.pipeline, person)
        )
    return _saved(tx, person, owner, deal, lead, sticky, now)


def local(person: Person, now: datetime) -> datetime:
    """``now`` on this person's own wall."""
    return now.astimezone(ZoneInfo(person.slack_tz))


def _sticky(person: Person, now: datetime) -> bool:
    until = person.sticky_source_until
    return person.sticky_source is not None and until is not None and now < until


def _owner(tx: Session, person: Person, lead: LeadText) -> Person:
    """Who gets the lead: the colleague named with for / 给, else who typed it."""
    if lead.for_whom:
        named = [p for p in people_rows.by_name(tx, lead.for_whom) if p.is_active and p.kind == "member"]
        if len(named) == 1:
            return named[0]
    return person


def source_choices(pipeline: Pipeline, person: Person) -> tuple[Choice, ...]:
    """The sources to tap, in the person's language."""
    is_zh = (person.locale_override or person.slack_locale).startswith("zh")
    return tuple(Choice(value=s.key, label=s.name.zh if is_zh else s.name.en) for s in pipeline.sources)


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


def _saved(
    tx: Session, person: Person, owner: Person, deal: Deal, lead: LeadText, sticky: bool, now: datetime
) -> LeadSaved:
    assert person.id is not None and deal.id is not None and owner.id is not None
    undo = Undo(person_id=person.id, action="lead", deal_id=deal.id, until=now + UNDO_FOR, created_at=now)
    tx.add(undo)
    tx.flush()
    call_by = local(owner, calendars(tx, [owner], now.year)[owner.id].add_wd(now, 1))
    amount = lead.amount
    return LeadSaved(
        head=shown.head(tx, deal),
        title=lead.title or "",
        phone=lead.phone or lead.phone_raw,
        email=lead.email,
        need=lead.need or "",
        money=MoneyShown(minor=amount.minor, currency=amount.currency, approx=amount.approx)
        if isinstance(amount, Amount)
        else None,
        money_ask=amount.minor if amount is not None and not isinstance(amount, Amount) else None,
        source=deal.source or "",
        is_sticky=sticky,
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
        if deal.state == "draft":
            year = local(person, now).year
            code = lead_store.issue_code(tx, config.pipeline, source, year)
            deal_rows.change(
                tx, deal_id, deal.version, code=code, source=source, state="open", next_check_at=now
            )
            lead_store.add_code_token(tx, deal_id, code)
            audit.record(
                tx,
                actor.id,
                "deal.source",
                f"deal:{deal_id}",
                now=now,
                after={"code": code, "source": source},
            )
        person.sticky_source = source
        person.sticky_source_until = _evening(person, now)
        tx.add(person)
        owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else person
        answer = _saved(tx, person, owner or person, deal, lead_store.as_text(tx, deal), False, now)
        inbox.remember(tx, key, "lead.source", actor.id, answer, now)
        return answer


def _evening(person: Person, now: datetime) -> datetime:
    here = local(person, now)
    at = datetime.combine(here.date(), STICKY_UNTIL, here.tzinfo)
    return at if at > here else at + timedelta(days=1)


def unstick(deps: Deps, person: Person, *, now: datetime) -> None:
    """Forgets today's source; the next lead is asked."""
    with deps.db.write() as tx:
        person.sticky_source = None
        person.sticky_source_until = now
        tx.add(person)


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
