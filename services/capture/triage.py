"""A lead that is nobody's: offered in the triage channel, taken or given out, and heard of when nobody takes it."""

import re
from datetime import UTC, datetime

from rules.access import Action, DealAccess, allowed
from rules.answers import Answer
from rules.answers.leads import Choice, LeadFacts
from rules.answers.triage import LeadGiven, LeadPassed, TriageAsked, TriageFacts, TriageForm, TriagePost
from rules.assignment import Level, Triage, due
from rules.calendar import Calendar, preset
from rules.codes import parse_code
from rules.errors import Conflict, Invalid, NotFound, Refused
from rules.pipeline import Pipeline
from services import audit, shown
from services.ask import Ask, once
from services.capture import giving, lead_facts, lead_store
from services.config.versions import ActiveConfig
from services.deals import owners
from services.deps import Deps
from services.sending import promises
from services.sending.composing import Sending
from services.sending.telling import tell
from services.team import access
from services.team.people import can_hear, decider, language
from storage import deal_lists
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Account, Deal, Person

KIND = "triage"
NAMES = 3  # offered to a manager
NEED = 80  # characters of what they want that the channel reads
_NUMBERS = re.compile(r"\S*[@\d]\S*@?\S*(?:[ -]?\d{3,})*")


def offer(tx: Session, config: ActiveConfig, deal: Deal, now: datetime) -> None:
    """Promises the post in the channel, in its hours."""
    triage = config.pipeline.assignment.triage
    assert triage is not None
    deal_rows.change(tx, deal.id, deal.version, triage_since=now, next_check_at=None)
    opens = _calendar(config.pipeline).next_opening(now)
    to, payload = f"channel:{triage.channel}", {"deal": deal.id}
    promises.promise(tx, _slot(deal.id, now), KIND, to, payload, opens, now=now)


def _calendar(pipeline: Pipeline) -> Calendar:
    return preset(pipeline.calendars.default)


def _slot(deal_id: int, since: datetime, level: str = "post") -> str:
    return f"triage:{deal_id}:{since.astimezone(UTC).isoformat(timespec='seconds')}:{level}"


def compose(tx: Session, sending: Sending) -> Answer | None:
    """The post as it stands when it is sent; None before it is out, when there is nothing to offer any more."""
    deal = deal_rows.by_id(tx, int(sending.delivery.payload["deal"]))
    pipeline = sending.config.pipeline
    if deal is None:
        return None
    is_offered = deal.state == "open" and deal.owner_id is None
    if not is_offered and sending.delivery.op == "post":
        return None
    triage, calendar = pipeline.assignment.triage or Triage(channel="C00"), _calendar(pipeline)
    since = deal.triage_since or deal.created_at
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    return TriagePost(
        facts=_facts(tx, pipeline, deal, triage.locale),
        taken_by=owner.name if owner else "",
        is_over=deal.state != "open",
        is_waiting=is_offered and due(triage, since, calendar)["bump"] <= sending.now,
        locale=triage.locale,
        tz=calendar.zone,
    )


def _facts(tx: Session, pipeline: Pipeline, deal: Deal, locale: str) -> TriageFacts:
    """What may be read before somebody has it: whatever looks like a number or an address stays out of the need."""
    account = tx.get(Account, deal.account_id) if deal.account_id else None
    source = pipeline.source_or_none(deal.source or "")
    return TriageFacts(
        deal_id=deal.id,
        code=deal.code or "",
        industry=(account.industry if account else None) or "",
        region=(account.region if account else None) or "",
        source_name=source.name.of(locale) if source else "",
        need=" ".join(_NUMBERS.sub(" ", deal.need or "").split())[:NEED],
        since=deal.triage_since or deal.created_at,
    )


def refresh(tx: Session, deal: Deal, now: datetime, slot: str | None = None) -> bool:
    """The post says how it stands now, in its place and without a sound. False when it is not out."""
    if deal.triage_since is None:
        return False
    post = delivery_rows.by_slot(tx, _slot(deal.id, deal.triage_since))
    if post is None or post.state != "sent" or not post.channel or not post.ts:
        return False
    target = (post.channel, post.ts)
    made = promises.promise(tx, slot, KIND, post.recipient, {"deal": deal.id}, now, now=now, target=target)
    return made is not None


# -- taken, given out, given back -----------------------------------------------------------------------


def named(ask: Ask, text: str) -> int:
    """The lead that a number names. Raises NotFound."""
    code = parse_code(text, ask.pipeline.source_codes)
    with ask.deps.db.read() as tx:
        deal = deal_rows.by_code(tx, str(code)) if code is not None else None
        if deal is None or deal.triage_since is None:
            raise NotFound("triage.unknown", said=text[:40])
        return deal.id


def to_give_out(ask: Ask, text: str) -> int:
    """As `named`, for who gives leads out. Raises Refused."""
    if not allowed(ask.actor, Action.GIVE_OUT, DealAccess(owner_id=None)):
        raise Refused("err.managers_only", word="/deal assign")
    return named(ask, text)


@once("triage.take")
def take(ask: Ask, tx: Session, deal_id: int) -> Answer:
    """It is theirs from now on, with all that is known. Raises Conflict when somebody was first, NotFound, Refused."""
    deal = _offered(tx, ask, Action.TAKE, deal_id)
    return _given(tx, ask, deal, ask.person)


@once("triage.give")
def give(ask: Ask, tx: Session, deal_id: int, person_id: int) -> Answer:
    """A manager gives it out; the new owner hears it at once. Raises Conflict, NotFound, Refused, Invalid."""
    deal = _offered(tx, ask, Action.GIVE_OUT, deal_id)
    able = {p.id: p for p in _able(tx, ask.person)}
    if person_id not in able:
        raise Invalid("verb.pick", faults={"choice": "verb.pick"})
    return _given(tx, ask, deal, able[person_id])


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


def _given(tx: Session, ask: Ask, deal: Deal, new: Person) -> LeadGiven:
    owners.give(ask, tx, deal, new)
    lead = lead_store.as_text(tx, deal)
    call = lead_facts.call_by(tx, ask.pipeline, new, ask.now)
    is_own = new.id == ask.actor.id
    if not is_own:
        giving.assigned(tx, ask.config, deal, lead, ask.person.name, ask.now)
    refresh(tx, deal, ask.now)
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
        people = _able(tx, ask.person)
        facts = _facts(tx, ask.pipeline, deal, "en")
        name = ask.pipeline.source_name(deal.source, language(ask.person))
        choices = _choices(tx, people)
        return TriageForm(facts=facts.model_copy(update={"source_name": name}), people=choices)


def _able(tx: Session, manager: Person) -> list[Person]:
    """The manager's reps; where there is none, every rep."""
    mine = owners.takers(tx, people_rows.manager_links(tx), manager)
    return mine or [p for p in people_rows.holding(tx, "rep") if can_hear(p)]


def _choices(tx: Session, people: list[Person]) -> tuple[Choice, ...]:
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
    offer(tx, ask.config, deal, ask.now)
    return LeadPassed(head=head)


# -- nobody took it -------------------------------------------------------------------------------------


def tick(deps: Deps, *, now: datetime) -> int:
    """Says again what nobody took: the post in its place, then a manager, then a director; each once. How many."""
    config = deps.config.active()
    triage = config.pipeline.assignment.triage
    if triage is None:
        return 0
    with deps.db.read() as tx:
        found = _to_say(tx, config.pipeline, triage, now)
    if not found:
        return 0
    with deps.db.write() as tx:
        return sum(_say(tx, config.pipeline, deal_id, since, level, now) for deal_id, since, level in found)


def next_at(deps: Deps) -> datetime | None:
    """When (business time) a lead that is nobody's is said again."""
    pipeline = deps.config.active().pipeline
    triage, now = pipeline.assignment.triage, deps.clock.now()
    if triage is None:
        return None
    with deps.db.read() as tx:
        ahead = [at for _, _, _, at in _levels(tx, pipeline, triage) if at > now]
    return min(ahead, default=None)


def _levels(tx: Session, pipeline: Pipeline, triage: Triage) -> list[tuple[int, datetime, Level, datetime]]:
    calendar = _calendar(pipeline)
    return [
        (deal.id, deal.triage_since, level, at)
        for deal in deal_lists.offered(tx)
        if deal.triage_since is not None
        for level, at in due(triage, deal.triage_since, calendar).items()
    ]


def _to_say(
    tx: Session, pipeline: Pipeline, triage: Triage, now: datetime
) -> list[tuple[int, datetime, Level]]:
    reached = [(deal, since, level) for deal, since, level, at in _levels(tx, pipeline, triage) if at <= now]
    said = delivery_rows.slots_taken(tx, [_slot(*one) for one in reached])
    return [one for one in reached if _slot(*one) not in said]


def _say(tx: Session, pipeline: Pipeline, deal_id: int, since: datetime, level: Level, now: datetime) -> bool:
    deal = deal_rows.held(tx, deal_id)
    if deal is None or deal.owner_id is not None or deal.triage_since != since:
        return False
    slot = _slot(deal_id, since, level)
    if level == "bump":
        return refresh(tx, deal, now, slot)
    manager = _judge(tx, deal)
    director = next((p for p in people_rows.holding(tx, "director") if can_hear(p)), None)
    reader = manager if level == "manager" else director
    if reader is None:
        return False
    can_give = "manager" in people_rows.roles_of(tx, reader.id)
    asked = reader if level == "manager" and can_give else None
    facts = _facts(tx, pipeline, deal, "en")
    told = TriageAsked(
        facts=facts.model_copy(update={"source_name": pipeline.source_name(deal.source, language(reader))}),
        able=_choices(tx, _able(tx, asked))[:NAMES] if asked else (),
        manager=manager.name if manager is not None and manager.id != reader.id else "",
    )
    return tell(tx, slot, reader, told, now)


def ask_manager(tx: Session, pipeline: Pipeline, deal_id: int, now: datetime) -> None:
    """What the channel may not read now is asked of a manager at once, and not again after a day."""
    deal = deal_rows.held(tx, deal_id)
    if deal is not None and deal.triage_since is not None:
        _say(tx, pipeline, deal_id, deal.triage_since, "manager", now)


def _judge(tx: Session, deal: Deal) -> Person | None:
    """The manager who typed it, else the one above who did."""
    by = people_rows.by_id(tx, deal.created_by) if deal.created_by else None
    if by is not None and can_hear(by) and "manager" in people_rows.roles_of(tx, by.id):
        return by
    return decider(tx, deal.created_by)
