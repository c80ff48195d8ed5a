"""A gate waived, or not: a manager lets an item pass with a reason, or says no; the owner hears, card and audit show it."""

from collections.abc import Sequence

from rules.access import Action
from rules.answers import Answer
from rules.answers.deals import GateForm
from rules.answers.waiving import ItemWaived, Waived, WaiveDeclined, WaiveRefused, WaiveRequest, WaiveSaid
from rules.approvals import said_to
from rules.errors import Invalid, Refused
from rules.words import is_unknown
from services import audit, gate_facts, shown
from services.ask import Ask, once
from services.deals import cards, gate_store, waive_requests
from services.sending import telling
from services.team import access
from services.team.people import language
from storage import deals as deal_rows
from storage import gates as gate_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Person

ANSWERED = {  # what was said, and whether by somebody else; anything else became of a deal that came back since
    ("approved", False): "gate.answered_yes_you",
    ("approved", True): "gate.answered_yes",
    ("no", False): "gate.answered_no_you",
    ("no", True): "gate.answered_no",
    ("waived", False): "gate.answered_yes_you",
    ("waived", True): "gate.answered_yes",
}


def form(ask: Ask, deal_id: int, stay: str = "") -> GateForm:
    """What a manager may let pass; ``stay``: of the message that asks. Raises Refused, NotFound, and Invalid where there
    is nothing to answer any more, with what became of it."""
    with ask.deps.db.read() as tx:
        deal = _deal(ask, tx, deal_id, stay)
        asked = _open(ask, tx, deal).keys_left if stay else ()
    found = cards.waive_form(ask, deal_id)
    if not found.fields:
        raise Invalid("gate.nothing_left", name=found.deal.called)
    return found.model_copy(update={"asked": tuple(asked)})


def no_form(ask: Ask, deal_id: int, stay: str) -> WaiveRequest:
    """The request that is about to be refused. Raises as `refuse`."""
    with ask.deps.db.read() as tx:
        return _open(ask, tx, _deal(ask, tx, deal_id, stay))


def _deal(ask: Ask, tx: Session, deal_id: int, stay: str) -> Deal:
    """The deal where this person may decide, in the stay that was asked about. Raises NotFound, Refused, Invalid."""
    try:
        deal = access.deal_for(tx, ask.actor, Action.WAIVE, deal_id, ask.now)
    except Refused as fault:
        own = deal_rows.by_id(tx, deal_id)
        is_own = own is not None and own.owner_id == ask.actor.id
        raise Refused("gate.own" if is_own else "gate.others") from fault
    name = shown.head(tx, deal).called
    if deal.state != "open":
        raise Invalid("gate.over", name=name)
    if stay and stay != waive_requests.stay_of(deal):
        stage = ask.pipeline.stage(deal.stage).name.of(language(ask.person))
        raise Invalid("gate.moved_on", name=name, stage=stage)
    return deal


def _open(ask: Ask, tx: Session, deal: Deal) -> WaiveRequest:
    """What is asked of a manager in this stay and not answered. Raises Invalid with what was answered."""
    asked = waive_requests.of_stay(tx, deal, deal.owner_id)
    unanswered = [one.said for one in asked if one.said.is_open]
    if unanswered:
        return unanswered[-1]
    name = shown.head(tx, deal).called
    if not asked:  # who asked has it no more
        owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
        raise Invalid("gate.handed", name=name, who=owner.name if owner else "")
    to_me = [one for one in asked if one.manager_id == ask.actor.id] or asked
    last = to_me[-1].said.said[-1]
    raise Invalid(ANSWERED.get((last.how, bool(last.who)), "gate.came_back"), name=name, who=last.who)


@once("gate.waive")
def waive(
    ask: Ask,
    tx: Session,
    deal_id: int,
    items: Sequence[str],
    reason: str,
    stay: str = "",
    worth: str | None = None,
) -> Answer:
    """A manager lets items pass with a reason, or approves what asks for that; the owner is told. ``worth``: the sum
    that the form showed (`said_to`). Raises Refused for one's own deal, Invalid also for what is not missing any more, and
    for a yes to a sum that is another one by now."""
    pipeline, reason = ask.pipeline, reason.strip()
    deal, keys = _deal(ask, tx, deal_id, stay), tuple(dict.fromkeys(items))
    approved = tuple(key for key in keys if gate_store.is_approval(pipeline, key))
    if not keys:
        raise Invalid("verb.pick", faults={"item": "verb.pick"})
    if is_unknown(reason) and approved != keys:
        raise Invalid("gate.reason", faults={"reason": "gate.reason"})
    for key in keys:
        _check(ask, tx, deal, key)
    if approved and worth is not None and worth != (said_to(deal.amount_minor, deal.currency) or ""):
        raise Invalid("gate.sum_changed", name=shown.head(tx, deal).called)
    for key in keys:
        gate_store.waive(tx, pipeline, deal, ask.person, key, reason, ask.now)
    deal_rows.change(tx, deal_id, deal.version, next_check_at=ask.now)

    def said(reader: Person, asked: WaiveRequest) -> list[WaiveSaid]:
        who, locale = "" if reader.id == ask.actor.id else ask.person.name, language(reader)
        return [
            WaiveSaid(
                how="approved" if key in approved else "waived",
                key=key,
                name=gate_store.name_of_key(pipeline, key, locale),
                who=who,
                words=reason,
            )
            for key in keys
            if key in asked.keys
        ]

    waive_requests.settle(ask, tx, deal, said)
    passed = tuple(key for key in keys if key not in approved)
    for several in (passed, approved):
        if several:
            _tell_owner(ask, tx, deal, several, reason, is_approval=several is approved)
    first, *also = (gate_store.name_of_key(pipeline, key, language(ask.person)) for key in keys)
    return Waived(head=shown.head(tx, deal), item=first, also=tuple(also), is_approval=not passed)


def _tell_owner(
    ask: Ask, tx: Session, deal: Deal, keys: tuple[str, ...], reason: str, *, is_approval: bool
) -> None:
    """One message of what was let pass, and one of what was approved."""
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    if owner is None:
        return
    first, *also = (gate_store.name_of_key(ask.pipeline, key, language(owner)) for key in keys)
    told = ItemWaived(
        head=shown.head(tx, deal),
        who=ask.person.name,
        item=first,
        also=tuple(also),
        reason=reason,
        is_approval=is_approval,
    )
    slot = f"waived:{deal.id}:{waive_requests.stay_of(deal)}:{','.join(keys)}"
    if is_approval:  # asked again once it is more
        slot += f":{said_to(deal.amount_minor, deal.currency)}"
    telling.tell(tx, slot, owner, told, ask.now)


def _check(ask: Ask, tx: Session, deal: Deal, item: str) -> None:
    """Raises Invalid for what somebody let pass or filled in meanwhile."""
    name = gate_store.name_of_key(ask.pipeline, item, language(ask.person))
    found = next((x for x in gate_rows.answers(tx, [deal.id]) if x.item == item), None)
    if found is not None and gate_facts.answer(found, deal).passes:
        by = people_rows.by_id(tx, found.by_id) if found.by_id else None
        said = "approved_before" if gate_store.is_approval(ask.pipeline, item) else "passed"
        fault = f"gate.{said}" if by is not None and by.id != ask.actor.id else f"gate.{said}_you"
        raise Invalid(fault, item=name, who=by.name if by else "", reason=found.reason or "")
    known = gate_facts.facts(tx, ask.pipeline, deal, ask.today)
    open_still = gate_store.waivable(ask.pipeline, deal, known, ask.today)
    if item in ask.pipeline.items and item not in {one.item.key for one in open_still}:
        raise Invalid("gate.not_missing", item=name)


@once("gate.refuse_waive")
def refuse(ask: Ask, tx: Session, deal_id: int, stay: str, words: str = "") -> Answer:
    """A manager says no, with a word or without; who asked hears it once, and the message that asked says it. Raises
    Refused for one's own deal, NotFound, and Invalid where it was answered or the deal has moved on."""
    deal, words = _deal(ask, tx, deal_id, stay), words.strip()
    asked = _open(ask, tx, deal)

    def said(reader: Person, _: WaiveRequest) -> list[WaiveSaid]:
        return [WaiveSaid(how="no", who="" if reader.id == ask.actor.id else ask.person.name, words=words)]

    waive_requests.settle(ask, tx, deal, said)
    after = {"items": asked.keys_left, "words": words}
    audit.record(tx, ask.actor.id, "gate.refuse_waive", f"deal:{deal_id}", now=ask.now, after=after)
    head = shown.head(tx, deal)
    owner = people_rows.by_id(tx, asked.asker_id)
    if owner is not None and owner.id == deal.owner_id:
        names = (gate_store.name_of_key(ask.pipeline, key, language(owner)) for key in asked.keys_left)
        told = WaiveRefused(head=head, who=ask.person.name, items=tuple(names), words=words)
        telling.tell(tx, f"waive_no:{deal_id}:{ask.key}", owner, told, ask.now)
    return WaiveDeclined(head=head, asker=asked.asker)
