"""What was promised by Friday, once the stage was left: the form that asks for it, and what it brings."""

from collections.abc import Iterable, Mapping

from rules.access import Action
from rules.answers import Answer
from rules.answers.deals import GateForm, OwedGiven
from rules.errors import Invalid
from rules.gates import owed
from rules.pipeline import Pipeline
from rules.words import is_unknown
from services import gate_facts, shown
from services.ask import Ask, once
from services.deals import gate_store
from services.team import access
from services.team.people import language
from storage import deals as deal_rows
from storage.db import Session


def form(ask: Ask, deal_id: int) -> GateForm:
    """What the deal owes, to be filled in. Raises NotFound, Invalid (closed, nothing owed any more)."""
    with ask.deps.db.read() as tx:
        deal = access.deal_for(tx, ask.actor, Action.MOVE_STAGE, deal_id, ask.now)
        if deal.state != "open":
            raise Invalid("gate.closed")
        owing = owed(ask.pipeline, deal.stage, gate_facts.facts(tx, ask.pipeline, deal, ask.today))
        if not owing:
            raise Invalid("gate.owes_nothing")
        fields = gate_store.fields(ask.pipeline, owing, ask.person)
        return GateForm(deal=shown.head(tx, deal), version=deal.version, to=deal.stage, fields=fields)


@once("gate.give")
def give(ask: Ask, tx: Session, deal_id: int, values: Mapping[str, str], *, files: bool = False) -> Answer:
    """Fills in what is owed; `files`: some were attached, and are stored. Raises Invalid by field: what says that it is
    not known yet leaves the promise as it is."""
    pipeline = ask.pipeline
    deal = access.deal_for(tx, ask.actor, Action.MOVE_STAGE, deal_id, ask.now)
    if deal.state != "open":
        raise Invalid("gate.closed")
    unknown = _at(pipeline, (key for key, value in values.items() if is_unknown(value)))
    wrong = dict.fromkeys(unknown, "gate.said_unknown") | gate_store.unreadable(pipeline, values, ask.today)
    if wrong:
        raise Invalid(next(iter(wrong.values())), faults=wrong)
    if not values and not files:
        owing = owed(pipeline, deal.stage, gate_facts.facts(tx, pipeline, deal, ask.today))
        first = _at(pipeline, [item.key for item in owing[:1]])
        raise Invalid("gate.owed_empty", faults=dict.fromkeys(first, "gate.owed_empty"))
    gate_store.fill(tx, pipeline, deal, ask.person, values, ask.now)
    deal_rows.change(tx, deal_id, deal.version, next_check_at=ask.now)
    locale = language(ask.person)
    left = gate_facts.owed(tx, pipeline, [deal], ask.today).get(deal_id, ())
    return OwedGiven(head=shown.head(tx, deal), left=gate_store.owed_shown(pipeline, left, locale))


def _at(pipeline: Pipeline, keys: Iterable[str]) -> list[str]:
    """The fields of these items in the form; of one that is configured no more, none."""
    return [gate_store.field_of(item) for key in keys if (item := pipeline.items.get(key)) is not None]
