"""A gate waived: the owner asks, the manager hears once, lets an item pass with a reason; card and audit show it."""

from rules.access import Action
from rules.answers import Answer
from rules.answers.deals import ItemWaived, WaiveAsked, Waived, WaiveRequest
from rules.errors import Invalid, Refused
from rules.gates import missing
from rules.words import is_unknown
from services import audit, gate_facts, shown
from services.ask import Ask, once
from services.deals import gate_store
from services.sending import telling
from services.team import access
from services.team.people import decider, language
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session


@once("gate.ask_waive")
def ask_to_waive(ask: Ask, tx: Session, deal_id: int) -> Answer:
    """Promises the manager one message for what is missing in this stay. Raises Refused (nobody to ask), NotFound, Invalid."""
    pipeline = ask.pipeline
    deal = access.deal_for(tx, ask.actor, Action.MOVE_STAGE, deal_id, ask.now)
    manager = decider(tx, deal.owner_id)
    if manager is None or manager.id == ask.actor.id:
        raise Refused("gate.no_manager")
    at = pipeline.index(deal.stage)
    if deal.state != "open" or at + 1 >= len(pipeline.stages):
        raise Invalid("gate.closed")
    target, today = pipeline.stages[at + 1], ask.today
    facts = gate_facts.facts(tx, pipeline, deal, today)
    lacking = missing(pipeline, deal.stage, target.key, facts, today)
    if not lacking:
        raise Invalid("gate.clear")
    request = WaiveRequest(
        head=shown.head(tx, deal),
        asker=ask.person.name,
        stage_name=target.name.of(language(manager)),
        items=tuple(one.item.name.of(language(manager)) for one in lacking),
    )
    entered = deal.stage_entered_at.isoformat(timespec="seconds")
    items = ",".join(sorted(one.item.key for one in lacking))
    slot = f"waive:{deal_id}:{entered}:{manager.id}:{items}"
    if telling.request(tx, slot, manager, request, ask.now):
        after = {"manager": manager.id}
        audit.record(tx, ask.actor.id, "gate.ask_waive", f"deal:{deal_id}", now=ask.now, after=after)
    return WaiveAsked(head=shown.head(tx, deal), manager=manager.name)


@once("gate.waive")
def waive(ask: Ask, tx: Session, deal_id: int, item: str, reason: str) -> Answer:
    """A manager lets an item pass with a reason; the owner is told. Raises Refused for one's own deal, Invalid."""
    pipeline = ask.pipeline
    deal = access.deal_for(tx, ask.actor, Action.WAIVE, deal_id, ask.now)
    if is_unknown(reason):
        raise Invalid("gate.reason", faults={"reason": "gate.reason"})
    gate_store.waive(tx, pipeline, deal, ask.person, item, reason.strip(), ask.now)
    deal_rows.change(tx, deal_id, deal.version, next_check_at=ask.now)
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    if owner is not None:
        name = gate_store.name_of_key(pipeline, item, language(owner))
        told = ItemWaived(head=shown.head(tx, deal), who=ask.person.name, item=name, reason=reason.strip())
        entered = deal.stage_entered_at.isoformat(timespec="seconds")
        telling.tell(tx, f"waived:{deal_id}:{entered}:{item}", owner, told, ask.now)
    return Waived(
        head=shown.head(tx, deal), item=gate_store.name_of_key(pipeline, item, language(ask.person))
    )
