"""One wait more than a stage allows: the owner asks, the manager hears once and allows it, the owner hears that."""

from datetime import date

from rules.access import Action
from rules.answers import Answer, dump
from rules.answers.waits import WaitAllowed, WaitAsked, WaitRequest, Wish
from rules.errors import Invalid, Refused
from services import audit, shown
from services.ask import Ask, once
from services.deals import undoing, waits
from services.sending import telling
from services.team import access
from services.team.people import decider, language
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage import waits as wait_rows
from storage.db import Session
from storage.tables import Deal


@once("wait.ask")
def ask_for_more(ask: Ask, tx: Session, wish: Wish) -> Answer:
    """Promises the manager one message for this wait; no longer needed, it is set. Raises Refused, NotFound, Invalid."""
    deal = access.deal_for(tx, ask.actor, Action.WAIT, wish.deal_id, ask.now)
    try:
        return waits.put(ask, tx, deal, wish)
    except waits.TooOften:
        manager = decider(tx, deal.owner_id)
    if manager is None or manager.id == ask.actor.id:
        raise Refused("gate.no_manager")
    request = WaitRequest(
        head=shown.head(tx, deal),
        asker=ask.person.name,
        stage_name=ask.pipeline.stage(deal.stage).name.of(language(manager)),
        wish=wish,
    )
    slot = f"{_begin(tx, deal)}{wish.until}:{manager.id}"
    if telling.request(tx, slot, manager, request, ask.now):
        after = {"manager": manager.id, "until": wish.until.isoformat()}
        audit.record(tx, ask.actor.id, "deal.ask_wait", f"deal:{wish.deal_id}", now=ask.now, after=after)
    return WaitAsked(head=shown.head(tx, deal), manager=manager.name)


def _begin(tx: Session, deal: Deal) -> str:
    """How the slot of a request begins that holds now: of this stay and this owner, and nothing was set since."""
    waited = len(wait_rows.in_stage(tx, deal.id, deal.stage, deal.stage_entered_at))
    entered = deal.stage_entered_at.isoformat(timespec="seconds")
    return f"wait:{deal.id}:{entered}:{waited}:{deal.owner_id}:"


def holding(tx: Session, deal: Deal, until: date | None = None) -> list[str]:
    """The slots of the requests that hold, of those for a wait until this day."""
    return delivery_rows.slots_from(tx, f"{_begin(tx, deal)}{until}:" if until else _begin(tx, deal))


@once("wait.allow")
def allow(ask: Ask, tx: Session, wish: Wish, ts: str = "") -> Answer:
    """A manager sets the wait; the owner is told, and the messages that asked say it. ``ts``: the one it was pressed on,
    which the caller rewrites. Raises Refused for one's own deal, NotFound, Invalid also for what is not asked any more."""
    deal = access.deal_for(tx, ask.actor, Action.DECIDE, wish.deal_id, ask.now)
    asked = {slot: said for slot in holding(tx, deal) if (said := _asked(tx, slot)) is not None}
    if deal.state == "open" and not holding(tx, deal, wish.until):
        raise Invalid("wait.not_asked", name=shown.head(tx, deal).called)
    answer = waits.put(ask, tx, deal, wish)
    elsewhere = answer.model_copy(update={"undo_id": None, "undo_until": None})
    telling.retell(tx, [*asked], lambda *_: (elsewhere, False), ask.now, ts)
    undoing.keep(tx, answer.undo_id, asked={slot: dump(said) for slot, said in asked.items()})
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    if owner is not None:
        told = WaitAllowed(
            head=shown.head(tx, deal),
            manager=ask.person.name,
            until=wish.until,
            is_listed=answer.is_listed,
        )
        entered = deal.stage_entered_at.isoformat(timespec="seconds")
        slot = f"wait_allowed:{wish.deal_id}:{entered}:{wish.until}"
        if telling.tell_again(tx, slot, owner, told, ask.now):
            undoing.keep(tx, answer.undo_id, heard=[slot])
    return answer


def _asked(tx: Session, slot: str) -> WaitRequest | None:
    sent = delivery_rows.by_slot(tx, slot)
    said = telling.says(sent) if sent is not None else None
    return said if isinstance(said, WaitRequest) else None
