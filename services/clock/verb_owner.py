"""The verb *Reassign*: another owner, and the way back within ten minutes, unless somebody has worked on it since."""

from datetime import datetime

from rules.access import Action
from rules.answers import Answer
from rules.answers.digests import DealYours, HelpComing, VerbDone, VerbFilled
from rules.answers.given import GivenBack, GivenStays
from rules.answers.nudges import Done
from rules.clocks import untouched_limit
from rules.errors import Invalid
from rules.facts import LIVE
from rules.worked import Worked, others
from services import audit, gate_facts, shown
from services.ask import Ask
from services.clock.said import Pressed, as_it_stands, rewritten
from services.deals import hands, help_requests, owners, team, undoing
from services.facts import deal_facts, rules_now
from services.sending.telling import Retold, retell, tell
from services.team import access
from services.team.calendars import calendars
from services.team.people import can_hear, language, local
from storage import deal_team
from storage import deals as deal_rows
from storage import people as people_rows
from storage import steps as step_rows
from storage import waits as wait_rows
from storage.db import Session
from storage.tables import Deal, DealTeam, Delivery, Person, Undo
from storage.tables.base import Json

UNDONE = "assign"  # what its way back is called
LEFT = "left"  # why it cannot go back: whose it was can have no deals any more


def reassign(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """Another owner from now on, on rung 1 again; both hear it. Who left has no deals back. Raises Invalid, also where
    somebody else has given it away since the form was opened."""
    old = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    if filled.owner_id is not None and filled.owner_id != deal.owner_id:
        who = old.name if old is not None else ""
        raise Invalid("verb.given_meanwhile", faults={"choice": "verb.given_meanwhile"}, who=who)
    able = {str(p.id): p for p in owners.receivers(tx, deal, ask.person)}
    new = able.get(filled.choice)
    if new is None:
        raise Invalid("verb.pick", faults={"choice": "verb.pick"})
    back = _as_it_is(deal, deal_team.place(tx, deal.id, new.id))
    followed = owners.give(ask, tx, deal, new, pressed.ts)
    back |= {"to_id": new.id, "to_since": ask.now.isoformat(), **followed._asdict()}
    back["heard"] = _tell(ask, tx, deal, old, new)
    if old is None or not owners.can_take(tx, old):
        return Done(verb=hands.GIVEN, who=new.name)  # there is nobody to go back to
    return Done(verb=hands.GIVEN, who=new.name, **undoing.offer(ask, tx, UNDONE, deal, back)._asdict())


def _as_it_is(deal: Deal, beside: DealTeam | None) -> Json:
    """What an undo puts back; ``beside``: the new owner's place on the team, which they leave."""
    place = [beside.added_by, beside.added_at.isoformat()] if beside is not None else None
    since = deal.owner_since.isoformat() if deal.owner_since else None
    return {"owner_id": deal.owner_id, "since": since, "beside": place}


def _tell(ask: Ask, tx: Session, deal: Deal, old: Person | None, new: Person) -> list[str]:
    """Both hear it, but who did it; the slots."""
    told: list[tuple[Person | None, Answer]] = [
        (old, HelpComing(head=shown.head(tx, deal), verb=hands.GIVEN, who=new.name)),
        (new, _yours(ask, tx, deal, new)),
    ]
    slots = []
    for one, answer in told:
        if one is not None and one.id != ask.actor.id and can_hear(one):
            slots.append(f"assigned:{deal.id}:{one.id}:{deal.version}")
            tell(tx, slots[-1], one, answer, ask.now)
    return slots


def _yours(ask: Ask, tx: Session, deal: Deal, new: Person) -> DealYours:
    """What its new owner has to know first."""
    today, locale = local(new, ask.now).date(), language(new)
    missing = gate_facts.gaps(tx, ask.pipeline, deal, today, locale).missing
    wait = wait_rows.running(tx, deal, ask.now)
    return DealYours(
        head=shown.head(tx, deal),
        who=ask.person.name,
        stage_name=ask.pipeline.stage_name(deal.stage, locale),
        step=shown.step(step_rows.open_of(tx, deal.id), today),
        waiting_until=wait.until if wait else None,
        is_parked=wait is not None and wait.is_park,
        missing=missing,
        call_by=_call_by(ask, tx, deal, new),
    )


def _call_by(ask: Ask, tx: Session, deal: Deal, new: Person) -> datetime | None:
    """Until when they call, where their first contact will be asked for."""
    facts = deal_facts(tx, [deal], ask.pipeline, ask.now)[deal.id]
    calendar = calendars(tx, [new], ask.now.year)[new.id]
    first = untouched_limit(facts, calendar, rules_now(tx, ask.pipeline))
    return first.limit_at if first else None


# -- the way back ---------------------------------------------------------------------------------------


def undo(ask: Ask, undo_id: int, pressed: Pressed) -> Answer:
    """The deal is whose it was, with its clock, its requests for help and its team; whoever was told reads so. The message
    in which it was pressed asks again; pressed elsewhere, what came of it. Pressed twice, it says the same.

    Raises NotFound when it is too late."""
    with ask.deps.write("verb_owner.undo") as tx:
        ask = ask.holding(tx)
        known = undoing.meant(ask, tx, undo_id, UNDONE)
        deal, back = _to_give_back(ask, tx, known.deal_id), known.back
        if known.state == "open" and (since := _newer(ask, tx, deal, known)) is not None:
            return _stays(tx, ask, deal, since)
        at = Pressed(0, deal.id, pressed.channel, pressed.ts)
        if undoing.claim(ask, tx, known):  # pressed again, it leaves alone what was answered since
            answer = as_it_stands(tx, ask.actor, at, deal)
        else:
            _give_back(ask, tx, deal, back, pressed)
            answer = rewritten(tx, ask.actor, at, deal, None)
        return _told(tx, deal) if isinstance(answer, VerbDone) else answer


def _to_give_back(ask: Ask, tx: Session, deal_id: int) -> Deal:
    """The deal, for who may give it away, or gave it to themselves. Raises NotFound, Refused."""
    deal = access.deal_for(tx, ask.actor, Action.SEE_DEAL, deal_id, ask.now)
    if deal.owner_id != ask.actor.id:
        access.authorize(tx, ask.actor, Action.ASSIGN, deal, ask.now)
    return deal


def _newer(ask: Ask, tx: Session, deal: Deal, known: Undo) -> Worked | None:
    """What somebody else has done about it since; what the one who gave it away did to its owner or its end."""
    back = known.back
    if (found := others(undoing.acts_since(tx, known), ask.actor.id)) is not None:
        return found
    if deal.state not in LIVE:
        return Worked(ask.actor.id, "closed")
    if (deal.owner_id, deal.owner_since) != (back["to_id"], datetime.fromisoformat(back["to_since"])):
        return Worked(ask.actor.id, "owner")
    old = people_rows.by_id(tx, back["owner_id"])
    return None if old is not None and owners.can_take(tx, old) else Worked(back["owner_id"], LEFT)


def _stays(tx: Session, ask: Ask, deal: Deal, since: Worked) -> GivenStays:
    names = {p.id: p.name for p in people_rows.everybody(tx)}
    return GivenStays(
        head=shown.head(tx, deal),
        act=since.what,
        who="" if since.by_id == ask.actor.id else names.get(since.by_id, ""),
        owner=names.get(deal.owner_id or 0, ""),
        is_open=deal.state == "open",
    )


def _give_back(ask: Ask, tx: Session, deal: Deal, back: Json, pressed: Pressed) -> None:
    owner_id, since = int(back["owner_id"]), back["since"]
    was = {"owner_id": deal.owner_id}
    deal_rows.change(
        tx,
        deal.id,
        deal.version,
        owner_id=owner_id,
        owner_since=datetime.fromisoformat(since) if since else None,
        next_check_at=ask.now,
    )
    team.leave(tx, deal.id, owner_id)
    if back["beside"]:
        by_id, at = back["beside"]
        deal_team.put(tx, deal.id, [back["to_id"]], by_id, datetime.fromisoformat(at))
    help_requests.ask_again(tx, back["helps"], hands.GIVEN, ask.now, pressed.ts)
    hands.tell_back(tx, back["told"], deal.id, ask.now)
    subject, after = f"deal:{deal.id}", {"owner_id": owner_id}
    audit.record(tx, ask.actor.id, "assign.undo", subject, now=ask.now, before=was, after=after)
    now_told = _told(tx, deal)

    def told(sent: Delivery, reader: Person) -> Retold:
        said = {"who": ask.person.name, "is_yours": reader.id == owner_id}
        return now_told.model_copy(update=said), sent.state != "ready"  # who has not heard it need not

    retell(tx, back["heard"], told, ask.now)


def _told(tx: Session, deal: Deal) -> GivenBack:
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    return GivenBack(head=shown.head(tx, deal), owner=owner.name if owner else "")
