"""A manager is asked to let a deal pass: in one message for each stay and owner, which says what was answered."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rules.access import Action
from rules.answers.base import Answer
from rules.answers.waiving import WaiveAsked, WaiveForm, WaiveRequest, WaiveSaid, asks_for
from rules.errors import Invalid, Refused
from rules.gates import MissingItem, missing
from rules.stages import Stage
from services import audit, gate_facts, shown
from services.ask import Ask, once
from services.deals import gate_store
from services.sending import telling
from services.team import access
from services.team.people import decider, language
from storage import attachments as file_rows
from storage import deliveries as delivery_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Person

Said = Callable[[Person, WaiveRequest], Sequence[WaiveSaid]]  # to this reader, of this request


class Asked(NamedTuple):
    """A message that asked: its slot, whom it asked, and what it says."""

    slot: str
    manager_id: int
    said: WaiveRequest


def stay_of(deal: Deal) -> str:
    """Its stage, and since when: what is asked holds for that stay alone."""
    return f"{deal.stage}.{deal.stage_entered_at.isoformat(timespec='seconds')}"


def of_stay(tx: Session, deal: Deal, owner_id: int | None) -> list[Asked]:
    """Every request of this owner in this stay, the oldest first."""
    slots = delivery_rows.slots_from(tx, f"waive:{deal.id}:{stay_of(deal)}:")
    found = [(row.slot or "", row.person_id or 0, _said(row)) for row in delivery_rows.of_slots(tx, slots)]
    return [
        Asked(slot, to, said) for slot, to, said in found if said is not None and said.asker_id == owner_id
    ]


def _said(row: Delivery) -> WaiveRequest | None:
    asked = telling.says(row)
    return asked if isinstance(asked, WaiveRequest) else None


def settle(ask: Ask, tx: Session, deal: Deal, said: Said) -> None:
    """The messages that asked say from now on what was answered, to each in their language."""

    def told(sent: Delivery, reader: Person) -> tuple[WaiveRequest, bool] | None:
        asked = _said(sent)
        more = said(reader, asked) if asked is not None and asked.is_open else ()
        if asked is None or not more:
            return None
        now_says = asked.model_copy(update={"said": (*asked.said, *more)})
        return now_says, now_says.is_open

    telling.retell(tx, [one.slot for one in of_stay(tx, deal, deal.owner_id)], told, ask.now)


def gone_on(ask: Ask, tx: Session, deal: Deal, stage: Stage | None) -> None:
    """The deal is about to leave the stay that was asked about, for a stage, or (None) closed: nobody asks any more."""

    def said(reader: Person, _: WaiveRequest) -> list[WaiveSaid]:
        who = "" if reader.id == ask.person.id else ask.person.name
        name = stage.name.of(language(reader)) if stage is not None else ""
        return [WaiveSaid(how="closed" if stage is None else "moved", name=name, who=who)]

    settle(ask, tx, deal, said)


# -- asking ---------------------------------------------------------------------------------------------


def form(ask: Ask, deal_id: int) -> WaiveForm:
    """What asking says before it is asked. Raises as `ask_to_waive`."""
    with ask.deps.db.read() as tx:
        deal, manager, lacking = _wanted(ask, tx, deal_id)
        return WaiveForm(
            deal=shown.head(tx, deal),
            manager=manager.name,
            stage_name=_next_stage(ask, deal, language(ask.person)),
            items=tuple(one.item.name.of(language(ask.person)) for one in lacking),
            asks=asks_for([one.key for one in lacking], _approvals(lacking)),
        )


def _wanted(ask: Ask, tx: Session, deal_id: int) -> tuple[Deal, Person, list[MissingItem]]:
    """The deal, who is asked, and what it lacks. Raises Refused (nobody to ask), NotFound, Invalid."""
    pipeline = ask.pipeline
    deal = access.deal_for(tx, ask.actor, Action.MOVE_STAGE, deal_id, ask.now)
    manager = decider(tx, deal.owner_id)
    if manager is None or manager.id == ask.actor.id:
        raise Refused("gate.no_manager")
    following = pipeline.after(deal.stage)
    if deal.state != "open" or following is None:
        raise Invalid("gate.closed")
    facts = gate_facts.facts(tx, pipeline, deal, ask.today)
    lacking = missing(pipeline, deal.stage, following.key, facts, ask.today)
    if not lacking:
        raise Invalid("gate.clear")
    return deal, manager, lacking


def _approvals(lacking: list[MissingItem]) -> tuple[str, ...]:
    return tuple(one.key for one in lacking if one.kind == "approval")


def _next_stage(ask: Ask, deal: Deal, locale: str) -> str:
    following = ask.pipeline.after(deal.stage)
    return following.name.of(locale) if following else ""


@once("gate.ask_waive")
def ask_to_waive(ask: Ask, tx: Session, deal_id: int, reason: str = "") -> Answer:
    """Promises the manager one message for what is missing in this stay, with the owner's reason; asked again with
    another one before it is answered, that message says it. After a no it takes new words. Raises as `_wanted`."""
    deal, manager, lacking = _wanted(ask, tx, deal_id)
    head, reason, keys = shown.head(tx, deal), reason.strip(), tuple(one.key for one in lacking)
    approvals = _approvals(lacking)
    asks = asks_for(keys, approvals)
    before = [one for one in of_stay(tx, deal, deal.owner_id) if one.manager_id == manager.id]
    refused = [one.said.reason for one in before if any(x.how == "no" for x in one.said.said)]
    standing = [
        one.slot
        for one in before
        if one.said.is_open and set(one.said.keys_left) == set(one.said.keys) == set(keys)
    ]
    if standing and delivery_rows.stands(tx, standing):
        if reason:
            telling.retell(tx, standing, lambda sent, _: _with_reason(sent, reason), ask.now)
        return WaiveAsked(head=head, manager=manager.name, is_again=not reason, asks=asks)
    if refused and reason in ("", *refused):
        raise Invalid("gate.said_no", faults={"reason": "gate.said_no"}, manager=manager.name)
    request = WaiveRequest(
        head=head,
        asker=ask.person.name,
        asker_id=deal.owner_id or 0,
        stage_name=_next_stage(ask, deal, language(manager)),
        items=tuple(one.item.name.of(language(manager)) for one in lacking),
        keys=keys,
        approvals=approvals,
        agreed={one.key: gate_store.agreed(ask.pipeline, one.approved) for one in lacking if one.approved},
        money=shown.money(deal),
        stay=stay_of(deal),
        reason=reason,
        files=file_rows.count(tx, deal_id),
    )
    items, answered = ",".join(sorted(keys)), sum(len(one.said.said) for one in before)
    slot = f"waive:{deal_id}:{stay_of(deal)}:{manager.id}:{deal.owner_id}:{answered}:{items}"
    if telling.request(tx, slot, manager, request, ask.now):
        after = {"manager": manager.id, "reason": reason}
        audit.record(tx, ask.actor.id, "gate.ask_waive", f"deal:{deal_id}", now=ask.now, after=after)
    return WaiveAsked(head=head, manager=manager.name, asks=asks)


def _with_reason(sent: Delivery, reason: str) -> tuple[WaiveRequest, bool] | None:
    asked = _said(sent)
    return (asked.model_copy(update={"reason": reason}), True) if asked is not None else None
