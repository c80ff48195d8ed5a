"""A deal marked *at risk* by hand: its manager reads the reason in the next list, once for each mark."""

from rules.access import Action
from rules.answers import Answer
from rules.answers.deals import RiskEnded, RiskMarked
from rules.errors import Invalid
from rules.words import is_unknown
from services import audit, shown
from services.ask import Ask, once
from services.team import access
from services.team.people import manager_of
from storage import deals as deal_rows
from storage.db import Session


@once("risk.mark")
def mark(ask: Ask, tx: Session, deal_id: int, reason: str) -> Answer:
    """From now on at risk; marked again, the manager hears the new reason. Raises NotFound, Refused, Invalid."""
    deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now)
    if deal.state != "open":
        raise Invalid("gate.draft" if deal.state == "draft" else "gate.closed")
    if is_unknown(reason):
        raise Invalid("risk.fault_reason", faults={"reason": "risk.fault_reason"})
    words = reason.strip()
    deal_rows.change(
        tx,
        deal_id,
        deal.version,
        at_risk_since=ask.now,
        at_risk_reason=words,
        next_check_at=ask.now,
        clocks_from=deal.clocks_from or ask.now,
    )
    audit.record(tx, ask.actor.id, "deal.risk", f"deal:{deal_id}", now=ask.now, after={"reason": words})
    manager = manager_of(tx, deal.owner_id)
    told = manager.name if manager is not None and manager.id != ask.actor.id else ""
    return RiskMarked(head=shown.head(tx, deal), reason=words, manager=told)


@once("risk.end")
def end(ask: Ask, tx: Session, deal_id: int) -> Answer:
    """At risk no longer; the list forgets it. Raises NotFound, Refused."""
    deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now)
    if deal.at_risk_since is not None:
        before = {"reason": deal.at_risk_reason}
        deal_rows.change(
            tx, deal_id, deal.version, at_risk_since=None, at_risk_reason=None, next_check_at=ask.now
        )
        audit.record(tx, ask.actor.id, "deal.risk_end", f"deal:{deal_id}", now=ask.now, before=before)
    return RiskEnded(head=shown.head(tx, deal))
