"""One wait more than a stage allows: the owner asks, the manager hears once and allows it, the owner hears that."""

from rules.access import Action
from rules.answers import Answer
from rules.answers.waits import WaitAllowed, WaitAsked, WaitRequest, Wish
from rules.errors import Refused
from services import audit, shown
from services.ask import Ask, once
from services.deals import waits
from services.sending import telling
from services.team import access
from services.team.people import decider, language
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
    slot = f"{slot_of(tx, deal)}{wish.until}:{manager.id}"
    if telling.request(tx, slot, manager, request, ask.now):
        after = {"manager": manager.id, "until": wish.until.isoformat()}
        audit.record(tx, ask.actor.id, "deal.ask_wait", f"deal:{wish.deal_id}", now=ask.now, after=after)
    return WaitAsked(head=shown.head(tx, deal), manager=manager.name)


def slot_of(tx: Session, deal: Deal) -> str:
    """How the slot of a request begins that holds now: for this stay, and nothing was set since."""
    waited = len(wait_rows.in_stage(tx, deal.id, deal.stage, deal.stage_entered_at))
    return f"wait:{deal.id}:{deal.stage_entered_at.isoformat(timespec='seconds')}:{waited}:"


@once("wait.allow")
def allow(ask: Ask, tx: Session, wish: Wish) -> Answer:
    """A manager sets the wait; the owner is told. Raises Refused for one's own deal, NotFound, Invalid."""
    deal = access.deal_for(tx, ask.actor, Action.DECIDE, wish.deal_id, ask.now)
    answer = waits.put(ask, tx, deal, wish)
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    if owner is not None:
        told = WaitAllowed(
            head=shown.head(tx, deal),
            manager=ask.person.name,
            until=wish.until,
            is_listed=answer.is_listed,
        )
        entered = deal.stage_entered_at.isoformat(timespec="seconds")
        telling.tell(tx, f"wait_allowed:{wish.deal_id}:{entered}:{wish.until}", owner, told, ask.now)
    return answer
