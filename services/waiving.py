"""A gate waived: the owner asks, the manager hears once, lets an item pass with a reason; card and audit show it."""

from datetime import datetime

from rules.access import Action, Actor
from rules.answers import Answer, Sentence
from rules.answers.deals import WaiveAsked, Waived, WaiveRequest
from rules.errors import Invalid, Refused
from rules.gates import missing
from rules.words import is_unknown
from services import access, audit, gate_facts, gate_store, inbox, shown
from services.deps import Deps
from services.leads import local
from services.people import language, manager_of
from services.telling import tell
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Person


def ask(deps: Deps, person: Person, actor: Actor, deal_id: int, *, key: str, now: datetime) -> Answer:
    """Promises the manager one message for this stay in the stage. Raises Refused (nobody to ask), NotFound, Invalid."""
    pipeline = deps.config.active().pipeline
    with deps.db.write() as tx:
        known = inbox.repeat(tx, key)
        if known is not None:
            return known
        deal = access.deal_for(tx, actor, Action.MOVE_STAGE, deal_id, now)
        manager = manager_of(tx, deal.owner_id)
        if manager is None or manager.id == actor.id:
            raise Refused("gate.no_manager")
        at = pipeline.index(deal.stage)
        if deal.state != "open" or at + 1 >= len(pipeline.stages):
            raise Invalid("gate.closed")
        target, facts = pipeline.stages[at + 1], gate_facts.facts(tx, pipeline, deal)
        lacking = missing(pipeline, deal.stage, target.key, facts, local(person, now).date())
        if not lacking:
            raise Invalid("gate.clear")
        request = WaiveRequest(
            head=shown.head(tx, deal),
            asker=person.name,
            stage_name=target.name.of(language(manager)),
            items=tuple(one.item.name.of(language(manager)) for one in lacking),
        )
        entered = deal.stage_entered_at.isoformat(timespec="seconds")
        if tell(tx, f"waive:{deal_id}:{entered}", manager, request, now):
            after = {"manager": manager.id}
            audit.record(tx, actor.id, "gate.ask_waive", f"deal:{deal_id}", now=now, after=after)
        answer = WaiveAsked(head=shown.head(tx, deal), manager=manager.name)
        inbox.remember(tx, key, "gate.ask_waive", actor.id, answer, now)
        return answer


def waive(
    deps: Deps, person: Person, actor: Actor, deal_id: int, item: str, reason: str, *, key: str, now: datetime
) -> Answer:
    """A manager lets an item pass with a reason; the owner is told. Raises Refused for one's own deal, Invalid."""
    pipeline = deps.config.active().pipeline
    with deps.db.write() as tx:
        known = inbox.repeat(tx, key)
        if known is not None:
            return known
        deal = access.deal_for(tx, actor, Action.WAIVE, deal_id, now)
        if is_unknown(reason):
            raise Invalid("gate.reason", faults={"reason": "gate.reason"})
        gate_store.waive(tx, pipeline, deal, person, item, reason.strip(), now)
        deal_rows.change(tx, deal_id, deal.version, next_check_at=now)
        owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
        if owner is not None:
            name = gate_store.name_of_key(pipeline, item, language(owner))
            fields = {"who": person.name, "name": _name(tx, deal), "item": name, "reason": reason.strip()}
            told = Sentence(key="gate.waived_told", fields=fields)
            entered = deal.stage_entered_at.isoformat(timespec="seconds")
            tell(tx, f"waived:{deal_id}:{entered}:{item}", owner, told, now)
        answer = Waived(
            head=shown.head(tx, deal), item=gate_store.name_of_key(pipeline, item, language(person))
        )
        inbox.remember(tx, key, "gate.waive", actor.id, answer, now)
        return answer


def _name(tx: Session, deal: Deal) -> str:
    head = shown.head(tx, deal)
    return head.account or head.contact or head.code or ""
