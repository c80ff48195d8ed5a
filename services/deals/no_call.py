"""What is said of a deal without working on it: a manager's *I'll help* and *Push*, its owner's *Later*. It is an act like
any other, but not the call that the owner of a lead still owes."""

from rules.counted import is_untouched
from services.ask import Ask
from services.facts import deal_facts, rules_now
from storage import deals as deal_rows
from storage.db import Session
from storage.tables import Deal


def said(ask: Ask, tx: Session, deal: Deal) -> None:
    """The clock looks again; a lead that its owner has not called stays one. Raises Conflict."""
    facts = deal_facts(tx, [deal], ask.pipeline, ask.now)[deal.id]
    if is_untouched(facts, rules_now(tx, ask.pipeline)):
        deal_rows.change(tx, deal.id, deal.version, next_check_at=ask.now)
    else:
        deal_rows.acted(tx, deal, ask.now)
