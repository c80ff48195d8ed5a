"""A deal's card, the list of deals, and the form of a move."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict

from rules.access import Action, Actor, DealAccess, allowed
from rules.answers import Answer
from rules.answers.deals import (
    ContactShown,
    DealCard,
    DealList,
    GateForm,
    NoteShown,
    WaitShown,
)
from rules.answers.leads import Choice
from rules.approvals import said_to
from rules.calendar import Calendar
from rules.deal_query import MANAGERS, nearly, offer_meant
from rules.errors import Invalid, NotFound
from rules.facts import LIVE, DealFacts, LadderRules
from rules.gates import leads_to_the_end, missing, owed
from rules.lights import LIGHTS, light
from rules.pipeline import Pipeline
from services import gate_facts, shown
from services.ask import Ask
from services.deals import customers, gate_store, likely, tags, tasks, words
from services.deals import find as finder
from services.facts import WEIGHED, deal_facts, rules_now
from services.money import sold
from services.team import access
from services.team.calendars import calendars
from services.team.people import decider, language, local
from storage import accounts as account_rows
from storage import attachments as file_rows
from storage import deal_lists, deal_team
from storage import notes as note_rows
from storage import people as people_rows
from storage import steps as step_rows
from storage.db import Session
from storage.tables import Deal, Person

LISTED, NOTES = 10, 3


def open_card(ask: Ask, deal_id: int, to: Action = Action.SEE_DEAL) -> DealCard:
    """The card of a deal that this person may see, and do this to. Raises NotFound, Refused."""
    pipeline = ask.pipeline
    with ask.deps.db.read() as tx:
        deal = access.deal_for(tx, ask.actor, to, deal_id, ask.now)
        return card(tx, pipeline, ask.person, ask.actor, deal, ask.now)


def look_up(ask: Ask, text: str, *, is_command: bool = False) -> Answer:
    """``/deal CODE`` or a name: the card, or the deals that it may mean; bare, the most pressing ones. Raises NotFound."""
    with ask.deps.db.read() as tx:
        return card_or_list(tx, ask, text, is_command=is_command) if text else pressing(tx, ask)


def card_or_list(tx: Session, ask: Ask, text: str, *, is_command: bool = False) -> DealCard | DealList:
    """The deals that a name, a code or a phone's tail means. Raises NotFound, of a command's mistyped word with the right one."""
    meant = finder.by_words(tx, ask.pipeline, ask.actor, text)
    if len(meant.deals) == 1:
        deal = meant.deals[0]
        access.authorize(tx, ask.actor, Action.SEE_DEAL, deal, ask.now)
        return card(tx, ask.pipeline, ask.person, ask.actor, deal, ask.now)
    if not meant.deals:
        if number := offer_meant(text):
            raise NotFound("triage.unknown", said=number[:40])
        command = nearly(text) if is_command else ""
        is_theirs = command not in MANAGERS or allowed(ask.actor, Action.SEE_TEAM)
        near = [*([f"/deal {command}"] if command and is_theirs else []), *meant.near]
        if near:
            raise NotFound("err.notfound_near", query=text[:80], candidates=" / ".join(near))
        raise NotFound("err.notfound", query=text[:80])
    return _list(tx, ask, list(meant.deals), said=text)


def pressing(tx: Session, ask: Ask) -> DealList:
    """One's own live deals, as far as this person sells, else those they are on the team of: red ones first, then the
    longest in their stage."""
    seen = access.visible_owners(tx, ask.actor)
    if seen is not None and ask.actor.id not in seen:
        return _list(tx, ask, deal_team.live_of(tx, ask.actor.id)).model_copy(
            update={"roles": access.roles_without_deals(ask.actor)}
        )
    oldest = deal_lists.longest_of_owner(tx, ask.actor.id, WEIGHED)
    listed = _list(tx, ask, oldest, count=deal_lists.count_of_owner(tx, ask.actor.id))
    return listed.model_copy(update={"roles": access.roles_without_deals(ask.actor)})


def _list(tx: Session, ask: Ask, deals: list[Deal], said: str = "", count: int = 0) -> DealList:
    """The first of these deals by urgency; ``count``: how many there are, where not all of them are here."""
    lights = lights_of(tx, ask.pipeline, deals, ask.now)
    ranked = sorted(deals, key=lambda d: (LIGHTS.index(lights[d.id]), d.stage_entered_at))
    first = ranked[:LISTED]
    lights |= {d.id: d.state for d in first if d.state != "open"}  # no clock of theirs runs
    return DealList(
        said=said,
        rows=shown.rows(tx, ask.pipeline, first, lights, language(ask.person), ask.today),
        more=max(max(count, len(ranked)) - LISTED, 0),
    )


def lights_of(tx: Session, pipeline: Pipeline, deals: list[Deal], now: datetime) -> dict[int, str]:
    """deal id → green, amber or red, with a handful of queries for all of them."""
    facts = deal_facts(tx, deals, pipeline, now)
    rules = rules_now(tx, pipeline)
    wanted = {d.owner_id for d in deals}
    owners: dict[int | None, Person] = {p.id: p for p in people_rows.everybody(tx) if p.id in wanted}
    homes = calendars(tx, list(owners.values()), now.year)
    return {
        deal_id: _light(fact, owners.get(fact.owner_id), homes, now, rules) for deal_id, fact in facts.items()
    }


def _light(
    fact: DealFacts, owner: Person | None, homes: Mapping[int, Calendar], now: datetime, rules: LadderRules
) -> str:
    """As the lists say it: by its owner's calendar, whoever reads; of nobody's deal no clock runs."""
    if owner is None:
        return "green"
    home = homes[owner.id]
    return light(fact, home, now, rules, home.in_zone(owner.slack_tz))


def card(
    tx: Session, pipeline: Pipeline, person: Person, actor: Actor, deal: Deal, now: datetime
) -> DealCard:
    """Everything of one deal at a glance, in the reader's language."""
    locale, today = language(person), local(person, now).date()
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    homes = calendars(tx, [owner or person], now.year)
    home = homes[(owner or person).id]
    fact = deal_facts(tx, [deal], pipeline, now)[deal.id]
    stage, rules = pipeline.stage(deal.stage), rules_now(tx, pipeline)
    may = access.facts(tx, deal)
    return DealCard(
        head=shown.head(tx, deal),
        state=deal.state,
        stage_name=stage.name.of(locale),
        position=max(1, sum(x.moved_to is None for x in pipeline.stages[: pipeline.index(deal.stage) + 1])),
        stages=len(pipeline.live),
        light=_light(fact, owner, homes, now, rules),
        **shown.stage_days(fact, home, now),
        limit=str(stage.slow_after) if stage.slow_after else "",
        owner=owner.name if owner else "",
        source_name=pipeline.source_name(deal.source, language(person)),
        need=deal.need or "",
        money=shown.money(deal),
        **sold.worth(tx, pipeline, deal, now),
        **likely.shown(tx, pipeline, deal, person.id),
        expected_sign_on=deal.expected_sign_on,
        sign_passed=shown.sign_on(fact, home, now, rules) is not None,
        last_contact_at=deal.last_contact_at,
        last_contact_kind=deal.last_contact_kind,
        tries=deal.tries,
        step=shown.step(step_rows.open_of(tx, deal.id), today),
        waiting=_waiting(fact, now),
        blocker=_blocker(pipeline, deal, locale),
        at_risk=deal.at_risk_reason if deal.at_risk_since else None,
        contacts=_contacts(tx, deal.id),
        notes=notes_of(tx, deal.id),
        files=tuple(f.name for f in file_rows.of_deal(tx, deal.id)),
        **_gates(tx, pipeline, deal, today, locale),
        closed_reason=shown.closed_reason(pipeline, deal, locale),
        permalink=deal.permalink,
        customer=customers.shown(pipeline, account_rows.of_deal(tx, deal), locale),
        team=tuple(p.name for p in deal_team.people_of(tx, deal.id)),
        **_rights(actor, may, deal),
        tags=tags.of(pipeline, deal, locale),
        also_called=words.also_called(tx, deal.account_id),
    )


def _waiting(fact: DealFacts, now: datetime) -> WaitShown | None:
    wait = fact.waiting
    if wait is None or wait.until <= now:
        return None
    return WaitShown(who=wait.who, why=wait.why, until=wait.until, is_park=wait.is_park)


class _Rights(TypedDict):
    can_edit: bool
    can_note: bool
    can_team: bool
    can_waive: bool
    can_merge: bool
    can_assign: bool
    can_decide: bool
    can_ask: bool


def _gates(tx: Session, pipeline: Pipeline, deal: Deal, today: date, locale: str) -> dict[str, Any]:
    """What the next gate lacks, what earlier ones were promised, and what was let pass."""
    lacks = gate_facts.gaps(tx, pipeline, deal, today, locale, but_owed=True)
    known, is_open = gate_facts.facts(tx, pipeline, deal, today), deal.state == "open"
    return {
        "next_stage": lacks.stage,
        "is_last": is_open and leads_to_the_end(pipeline, deal.stage),
        "missing": lacks.missing if is_open else (),
        "owed": gate_store.still_owed(owed(pipeline, deal.stage, known), locale),
        "waived": gate_store.waived(pipeline, known, locale),
        "approved": gate_store.approved(pipeline, known, locale),
    }


def _rights(actor: Actor, about: DealAccess, deal: Deal) -> _Rights:
    """What the card offers this reader."""
    return {
        "can_edit": allowed(actor, Action.EDIT_DEAL, about) and deal.state in LIVE,
        "can_note": allowed(actor, Action.LOG_NOTE, about) and deal.state != "draft",
        "can_team": allowed(actor, Action.EDIT_DEAL, about) and (deal.state in LIVE or bool(about.team)),
        "can_waive": allowed(actor, Action.WAIVE, about),
        "can_merge": allowed(actor, Action.MERGE) and deal.account_id is not None,
        "can_assign": deal.state in LIVE and allowed(actor, Action.ASSIGN, about),
        "can_decide": deal.state == "open" and allowed(actor, Action.DECIDE, about),
        "can_ask": deal.state == "open" and deal.owner_id == actor.id,
    }


def _blocker(pipeline: Pipeline, deal: Deal, locale: str) -> str | None:
    found = pipeline.in_the_way(deal.blocker)
    return found.name.of(locale) if found else None


def _contacts(tx: Session, deal_id: int) -> tuple[ContactShown, ...]:
    return tuple(
        ContactShown(
            name=contact.name,
            title=contact.title or "",
            phone=contact.phone or contact.phone_raw,
            email=contact.email,
            role=role,
        )
        for contact, role in account_rows.contacts_of(tx, deal_id)[:5]
    )


def notes_of(tx: Session, deal_id: int, most: int = NOTES) -> tuple[NoteShown, ...]:
    """The last ones, with who wrote them."""
    notes = note_rows.newest(tx, deal_id, most)
    people = {p.id: p.name for p in people_rows.everybody(tx)} if notes else {}
    return tuple(
        NoteShown(
            at=note.contact_at,
            kind=note.outcome or note.kind,
            agreed=note.agreed,
            next_text=note.next_text,
            quote=note.quote or "",
            author=people.get(note.author_id or 0, ""),
        )
        for note in notes
    )


def move_form(ask: Ask, deal_id: int, *, to: str | None = None) -> GateForm:
    """The form of a move: to the next stage unless another is named. Raises NotFound, Invalid (closed, draft)."""
    return _form(ask, deal_id, Action.MOVE_STAGE, to)


def _form(ask: Ask, deal_id: int, right: Action, to: str | None) -> GateForm:
    pipeline, locale, today = ask.pipeline, language(ask.person), ask.today
    with ask.deps.db.read() as tx:
        deal = access.deal_for(tx, ask.actor, right, deal_id, ask.now)
        if deal.state != "open":
            raise Invalid("gate.draft" if deal.state == "draft" else "gate.closed")
        target = to or (pipeline.after(deal.stage) or pipeline.stages[-1]).key
        if target not in {s.key for s in pipeline.live}:
            raise NotFound("err.stale")
        facts = gate_facts.facts(tx, pipeline, deal, today)
        lacking = missing(pipeline, deal.stage, target, facts, today)
        open_still = [one for one in owed(pipeline, deal.stage, facts) if one not in lacking]
        if right == Action.WAIVE:
            lacking, open_still = gate_store.waivable(pipeline, deal, facts, today), []
        return GateForm(
            deal=shown.head(tx, deal),
            version=deal.version,
            to=target,
            stages=tuple(
                Choice(value=s.key, label=s.name.of(locale)) for s in pipeline.live if s.key != deal.stage
            ),
            fields=gate_store.fields(pipeline, lacking, ask.person),
            owed=gate_store.still_owed(open_still, locale),
            tasks=tasks.left(tx, pipeline, deal, target, ask.person),
            money=shown.money(deal),
            worth=said_to(deal.amount_minor, deal.currency) or "",
            can_ask=deal.owner_id == ask.actor.id and decider(tx, ask.actor.id) is not None,
            is_back=pipeline.index(target) < pipeline.index(deal.stage),
        )


def waive_form(ask: Ask, deal_id: int) -> GateForm:
    """What a manager may let pass: what is owed, and all that the next gate lacks. Raises Refused, NotFound."""
    return _form(ask, deal_id, Action.WAIVE, None)
